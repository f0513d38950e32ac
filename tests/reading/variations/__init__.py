"""Invented disclosures in the ways real producers print them, with the truth of every cell."""
