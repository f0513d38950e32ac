"""Disclosures of forms as they are published, written by somebody who has not read the layout seeds."""
