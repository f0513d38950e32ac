"""The decoders of scans: image files, and the pages of a PDF that show no text of their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np

from dagster_project.extraction.grids.model import DecodedDocument, Grid, TextLine
from dagster_project.extraction.ocr.images import PageImage, grey_pixels, read_images
from dagster_project.extraction.ocr.page import PageTimeError, read_page_image
from dagster_project.extraction.pdf.decode import DecodedPdf
from dagster_project.extraction.pdf.margins import PlacedLine, find_margins
from dagster_project.extraction.pdf.opening import open_pdf
from dagster_project.extraction.pdf.render import render_page
from dagster_project.extraction.source import RefusedError

# What scanners are set to for text; twice the pixels read no better and take twice as long.
_DPI = 200
_POINTS = 72.0
# Of one core. A dense table page takes 4, one fed sideways 12; limits.py watches the document.
PAGE_SECONDS = 30.0
# Margins are judged by parts of the page's height, whatever its resolution: as if it were A4.
_A4_HEIGHT = 842.0
Item = Grid | TextLine


def _read(image: PageImage, notes: list[str], *, unit: float) -> list[Item]:
    try:
        return read_page_image(image, unit=unit, seconds=PAGE_SECONDS)
    except PageTimeError:
        notes.append(f"第 {image.page} 页图像识别超过 {PAGE_SECONDS:.0f} 秒，没有读")
        return []


def _margins(items: Iterable[Item], heights: Mapping[int, float]) -> set[int]:
    """Return the ids of lines that are headers, footers or page numbers of pages read by OCR."""
    lines = [
        PlacedLine(item, (item.bbox[1] + item.bbox[3]) / 2 / heights[item.page], _A4_HEIGHT)
        for item in items
        if isinstance(item, TextLine) and item.bbox and item.page in heights
    ]
    return {id(lines[index].line) for index in find_margins(lines)}


def decode_image(content: bytes) -> DecodedDocument:
    """Return the pages of an image file as grids and lines; boxes are in pixels of the image.

    Raises RefusedError where the file is no image, or none of a page.
    """
    decoded = DecodedDocument()
    items: list[Item] = []
    heights: dict[int, float] = {}
    for image in read_images(content):
        items.extend(_read(image, decoded.notes, unit=1.0))
        heights[image.page] = float(image.grey.shape[0])
        decoded.page_count = image.page
    margins = _margins(items, heights)
    decoded.items = [item for item in items if id(item) not in margins]
    return decoded


def _span(grid: Grid) -> tuple[float, float] | None:
    """Return where a grid begins and ends on its page."""
    boxes = [cell.bbox for row in grid.rows for cell in row if cell.bbox]
    return (min(b[1] for b in boxes), max(b[3] for b in boxes)) if boxes else None


def _top(item: Item) -> float:
    if isinstance(item, TextLine):
        return item.bbox[1] if item.bbox else 0.0
    return (_span(item) or (0.0, 0.0))[0]


def _beside_text(read: Iterable[Item], own: list[Item]) -> list[Item]:
    """Return a page's items with the tables that only its picture shows, in their place."""
    known = [span for item in own if isinstance(item, Grid) and (span := _span(item))]
    new = [
        item
        for item in read
        if isinstance(item, Grid)
        and (span := _span(item))
        and not any(top < span[1] and span[0] < bottom for top, bottom in known)
    ]
    return sorted([*own, *new], key=_top) if new else own


def add_scanned_pages(content: bytes, decoded: DecodedPdf) -> DecodedPdf:
    """Return a decoded PDF with the pages its text layer does not say, read by OCR.

    Boxes are in points of the page as shown, like those of the text layer. A document whose text
    layer says all comes back as it is.
    """
    if not decoded.pages_without_text:
        return decoded
    notes = list(decoded.notes)
    by_page: dict[int, list[Item]] = {}
    heights: dict[int, float] = {}
    for item in decoded.items:
        by_page.setdefault(item.page or 0, []).append(item)
    with open_pdf(content) as pdf:
        for without in decoded.pages_without_text:
            number = without.page
            try:
                rendered = render_page(pdf, number, _DPI)
            except RefusedError as refusal:
                notes.append(refusal.reason_zh)
                continue
            image = PageImage(number, np.asarray(grey_pixels(rendered)), float(_DPI))
            read = _read(image, notes, unit=_POINTS / _DPI)
            if without.content == "image_beside_text":
                by_page[number] = _beside_text(read, by_page.get(number, []))
            else:
                by_page[number] = read
                heights[number] = without.height
    items = [item for number in sorted(by_page) for item in by_page[number]]
    margins = _margins(items, heights)
    return replace(
        decoded,
        items=[item for item in items if id(item) not in margins],
        margin_lines=[
            *decoded.margin_lines,
            *(i for i in items if id(i) in margins and isinstance(i, TextLine)),
        ],
        notes=notes,
    )
