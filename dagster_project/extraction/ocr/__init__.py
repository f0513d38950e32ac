"""Scanned pages and page images: rulings and words found in pixels, every figure read twice."""

from __future__ import annotations

from dagster_project.extraction.ocr.confirm import confirm_tables
from dagster_project.extraction.ocr.decode import add_scanned_pages, decode_image
from dagster_project.extraction.ocr.series import join_page_images
from dagster_project.extraction.ocr.unclaimed import unclaimed_pages

__all__ = [
    "add_scanned_pages",
    "confirm_tables",
    "decode_image",
    "join_page_images",
    "unclaimed_pages",
]
