"""Tests of reading: from a source document to an extract folder."""
