"""A page as an image, as a viewer shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdfium2 as pdfium

from dagster_project.reading.decoders.pdf.opening import open_page
from dagster_project.reading.model.source import RefusedError

if TYPE_CHECKING:
    from PIL.Image import Image

_POINTS_PER_INCH = 72
# A3 at 300 dpi has 17 million pixels; more is no page of a disclosure, and costs 4 bytes each.
MAX_PIXELS = 40_000_000


def render_page(pdf: pdfium.PdfDocument, page: int, dpi: float = 200) -> Image:
    """Return the image of a page, from 1. Raises RefusedError where it would be absurdly large.

    A point of the image times 72 / dpi is a point of the page's boxes.
    """
    with open_page(pdf, page) as loaded:
        width, height = loaded.get_size()
        scale = dpi / _POINTS_PER_INCH
        if width * scale * height * scale > MAX_PIXELS:
            raise RefusedError(
                "page_too_large",
                f"PDF 第 {page} 页按 {dpi:g} dpi 成像过大（{width:.0f}×{height:.0f} 点）",
            )
        return loaded.render(scale=scale).to_pil()
