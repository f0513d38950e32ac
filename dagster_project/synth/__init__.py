"""Invented disclosures: consistent tables by seed, with as many planted errors as asked for."""
