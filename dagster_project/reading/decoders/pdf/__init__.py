"""PDF with a text layer: characters and rulings to grids and lines, each figure read twice."""

from __future__ import annotations

from dagster_project.reading.decoders.pdf.decode import DecodedPdf, decode_pdf
from dagster_project.reading.decoders.pdf.fonts import use_locked_fonts
from dagster_project.reading.decoders.pdf.render import render_page
from dagster_project.reading.decoders.pdf.without_text import PageWithoutText

__all__ = ["DecodedPdf", "PageWithoutText", "decode_pdf", "render_page"]

# Whoever opens a PDF comes by here first.
use_locked_fonts()
