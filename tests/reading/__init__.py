"""Tests of extraction: from a source document to an extract folder."""
