"""Checking a few files at once."""
