"""Page images that are one document: their pages are numbered on, from file to file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dagster_project.reading.decoders.image.page import locator_of
from dagster_project.reading.model.grid import DecodedDocument, Grid, TextLine


def _shift_grid(grid: Grid, by: int) -> Grid:
    page = (grid.page or 1) + by
    place = locator_of(page)
    moved = grid.changed(lambda cell: replace(cell, page=page, locator=place))
    return replace(moved, page=page, locator=place)


def _shift(item: Grid | TextLine, by: int) -> Grid | TextLine:
    if isinstance(item, Grid):
        return _shift_grid(item, by)
    page = (item.page or 1) + by
    return replace(item, page=page, locator=locator_of(page))


def join_page_images(images: Sequence[DecodedDocument]) -> DecodedDocument:
    """Return the pages of several images as one document, in the order given."""
    joined = DecodedDocument(page_count=0)
    for image in images:
        before = joined.page_count or 0
        joined.items.extend(_shift(item, before) for item in image.items)
        for page, reason in image.unread_pages.items():
            said = reason.replace(f"第 {page} 页", f"第 {page + before} 页", 1)
            joined.unread_pages[page + before] = said
            joined.notes.append(said)
        joined.page_count = before + (image.page_count or 1)
    return joined
