"""Files of scanned pages made from a PDF: all of its pages, some of them, or page images."""

from __future__ import annotations

import io
from collections.abc import Collection, Sequence

import numpy as np
import pypdfium2 as pdfium

from dagster_project.reading.decoders.image.images import Pixels
from dagster_project.reading.decoders.pdf.opening import open_pdf
from dagster_project.reading.decoders.pdf.render import render_page
from tests.printing.scan import DPI, Scan, as_file, scan


def page_images(content: bytes, pages: Sequence[int], way: Scan | None = None) -> list[Pixels]:
    """Return pages of a PDF as a scanner would see them."""
    with open_pdf(content) as pdf:
        drawn = [np.asarray(render_page(pdf, number, DPI).convert("L")) for number in pages]
    if way is None:
        return drawn
    return [scan(grey, way, number).grey for grey, number in zip(drawn, pages, strict=True)]


def with_scanned_pages(content: bytes, pages: Sequence[int], scanned: Collection[int]) -> bytes:
    """Return a PDF of these pages of another, some of them as images without any text."""
    source, result = pdfium.PdfDocument(content), pdfium.PdfDocument.new()
    try:
        for at, number in enumerate(pages):
            if number in scanned:
                image = pdfium.PdfDocument(as_file(page_images(content, [number]), "PDF"))
                result.import_pages(image, index=at)
            else:
                result.import_pages(source, pages=[number - 1], index=at)
        buffer = io.BytesIO()
        result.save(buffer)
        return buffer.getvalue()
    finally:
        result.close()
        source.close()
