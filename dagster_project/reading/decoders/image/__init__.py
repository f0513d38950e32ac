"""Scanned pages and page images: rulings and words found in pixels, every figure read twice."""
