"""The decoders of scans: image files, and the pages of a PDF that show no text of their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from dagster_project.form.fields import unit_in
from dagster_project.form.titles import table_of_title
from dagster_project.reading.decoders.image.images import PageImage, grey_pixels, read_images
from dagster_project.reading.decoders.image.page import PageTimeError, read_page_image, table_spans
from dagster_project.reading.decoders.pdf.decode import DecodedPdf
from dagster_project.reading.decoders.pdf.opening import open_pdf
from dagster_project.reading.decoders.pdf.render import render_page
from dagster_project.reading.model.grid import DecodedDocument, Grid, TextLine
from dagster_project.reading.model.source import RefusedError
from dagster_project.reading.page.margins import PlacedLine, find_margins
from dagster_project.reading.sandbox.worker import announce_pages

# What scanners are set to for text; twice the pixels read no better and take twice as long.
_DPI = 200
_UNIT = 72.0 / _DPI
# Of one core. A dense table page takes 4, one fed sideways 12; limits.py watches the document.
PAGE_SECONDS = 30.0
# Margins are judged by parts of the page's height, whatever its resolution: as if it were A4.
_A4_HEIGHT = 842.0
Item = Grid | TextLine


def _problem(items: Sequence[Item]) -> str | None:
    """Return why a page is not read though OCR came to its end: nothing is lost without a word."""
    grids = [item for item in items if isinstance(item, Grid)]
    inked = [cell for grid in grids for cell in grid.cells() if cell.text or cell.confidence == 0.0]
    if 2 * sum(cell.confidence == 0.0 for cell in inked) > max(len(inked), 1):
        return "表中多数格有墨迹而没有识别出内容"
    texts = [item.text for item in items if isinstance(item, TextLine)]
    # A title with the unit below it belongs to a table; one in the contents or a sentence has none.
    if not grids and any(map(table_of_title, texts)) and any(map(unit_in, texts)):
        return "有表名而没有找到表格线"
    return None


def _read(image: PageImage, decoded: DecodedDocument, *, unit: float) -> list[Item]:
    """Return what a page image shows; a page that cannot be read is written down in ``decoded``."""
    items: list[Item] = []
    try:
        items = read_page_image(image, unit=unit, seconds=PAGE_SECONDS)
        problem = _problem(items)
    except PageTimeError:
        problem = f"识别超过 {PAGE_SECONDS:.0f} 秒，没有读"
    if problem:
        decoded.unread_pages[image.page] = f"第 {image.page} 页图像{problem}"
        decoded.notes.append(decoded.unread_pages[image.page])
    return items


def _margins(items: Iterable[Item], heights: Mapping[int, float]) -> set[int]:
    """Return which items are headers, footers or page numbers of pages read by OCR, from 0."""
    lines = {
        at: PlacedLine(item, (item.bbox[1] + item.bbox[3]) / 2 / height, _A4_HEIGHT)
        for at, item in enumerate(items)
        if isinstance(item, TextLine)
        and item.bbox
        and item.page
        and (height := heights.get(item.page))
    }
    places = list(lines)
    return {places[index] for index in find_margins(list(lines.values()))}


def decode_image(content: bytes) -> DecodedDocument:
    """Return the pages of an image file as grids and lines; boxes are in pixels of the image.

    Raises RefusedError where the file is no image, or none of a page.
    """
    decoded = DecodedDocument()
    items: list[Item] = []
    heights: dict[int, float] = {}
    for image in read_images(content):
        if image.page > 1:
            # The file as such was announced as one page.
            announce_pages(0, 1)
        items.extend(_read(image, decoded, unit=1.0))
        heights[image.page] = float(image.grey.shape[0])
        decoded.page_count = image.page
    margins = _margins(items, heights)
    decoded.items = [item for at, item in enumerate(items) if at not in margins]
    return decoded


def _span(grid: Grid) -> tuple[float, float] | None:
    """Return where a grid begins and ends on its page."""
    boxes = [cell.bbox for row in grid.rows for cell in row if cell.bbox]
    return (min(b[1] for b in boxes), max(b[3] for b in boxes)) if boxes else None


def _top(item: Item) -> float:
    if isinstance(item, TextLine):
        return item.bbox[1] if item.bbox else 0.0
    return (_span(item) or (0.0, 0.0))[0]


def _is_new(span: tuple[float, float] | None, own: Iterable[Item]) -> bool:
    """Return whether a table of a page's picture stands where its text layer has none."""
    known = [span for item in own if isinstance(item, Grid) and (span := _span(item))]
    return span is not None and not any(t < span[1] and span[0] < b for t, b in known)


def _add_beside_text(
    image: PageImage, decoded: DecodedDocument, own: list[Item], *, unit: float
) -> list[Item]:
    """Return a page's items with the tables that only its picture shows, in their place.

    A letterhead or a photograph shows none, and is not read.
    """
    if not any(_is_new(span, own) for span in table_spans(image, unit=unit)):
        return own
    read = _read(image, decoded, unit=unit)
    new = [item for item in read if isinstance(item, Grid) and _is_new(_span(item), own)]
    return sorted([*own, *new], key=_top) if new else own


def add_scanned_pages(content: bytes, decoded: DecodedPdf) -> DecodedPdf:
    """Return a decoded PDF with the pages its text layer does not say, read by OCR.

    Boxes are in points of the page as shown, like those of the text layer. A document whose text
    layer says all comes back as it is.
    """
    if not decoded.pages_without_text:
        return decoded
    decoded = replace(decoded, notes=list(decoded.notes), unread_pages=dict(decoded.unread_pages))
    announce_pages(0, len(decoded.pages_without_text))
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
                decoded.notes.append(refusal.reason_zh)
                decoded.unread_pages[number] = refusal.reason_zh
                continue
            image = PageImage(number, np.asarray(grey_pixels(rendered)), float(_DPI))
            if without.content == "image_beside_text":
                own = by_page.get(number, [])
                by_page[number] = _add_beside_text(image, decoded, own, unit=_UNIT)
            else:
                by_page[number] = _read(image, decoded, unit=_UNIT)
                heights[number] = without.height
    items = [item for number in sorted(by_page) for item in by_page[number]]
    margins = _margins(items, heights)
    return replace(
        decoded,
        items=[item for at, item in enumerate(items) if at not in margins],
        margin_lines=[
            *decoded.margin_lines,
            *(i for at, i in enumerate(items) if at in margins and isinstance(i, TextLine)),
        ],
    )
