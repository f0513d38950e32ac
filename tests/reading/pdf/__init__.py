"""Tests of the PDF decoder."""
