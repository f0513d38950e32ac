"""What every decoder of a medium with visible cells produces: grids and lines, in reading order.

A decoder knows geometry and nothing of the form; the form knows columns and lines and nothing of
geometry. Between them stands this model.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from dagster_project.reading.model.source import RefusedError

BBox = tuple[float, float, float, float]
# Ends the locators of what was read from pixels: for people, no code asks for it.
BY_OCR = "（图像）"


@dataclass(frozen=True)
class GridCell:
    """One cell as drawn: its text (line breaks joined), where it is, and what it spans.

    ``locator`` is what a person can find again: ``B7`` of a sheet, ``p6`` of a page. ``reading``
    holds a second, independent reading of the same cell where the medium has one, else None.
    ``doubt`` is the sentence that says why the decoder is not sure that the cell stands here;
    ``is_from_pixels`` says that OCR read it.
    """

    text: str
    locator: str
    page: int | None = None
    bbox: BBox | None = None
    row_span: int = 1
    column_span: int = 1
    reading: str | None = None
    confidence: float = 1.0
    doubt: str = ""
    is_from_pixels: bool = False


@dataclass(frozen=True)
class TextLine:
    """One line of running text outside any grid."""

    text: str
    locator: str
    page: int | None = None
    bbox: BBox | None = None
    is_from_pixels: bool = False


@dataclass
class Grid:
    """One table as drawn on one page or sheet.

    ``rows`` is rectangular. A position covered by a cell that spans it holds that same cell, so
    that the text of a merged header is seen in each of its columns. ``doubts`` say what the
    decoder saw of the table and could not place; ``problem`` says why it could place nothing at
    all: the rows then hold the printed text and no columns. Where ``has_spacing``, blank rows above
    a note are space and no rows of the table.
    """

    rows: list[list[GridCell]]
    locator: str
    page: int | None = None
    doubts: tuple[str, ...] = ()
    problem: str = ""
    has_spacing: bool = True
    is_from_pixels: bool = False

    @property
    def width(self) -> int:
        """The number of columns."""
        return len(self.rows[0]) if self.rows else 0


@dataclass(frozen=True)
class LeftOut:
    """What a decoder did not read of a sheet: what the sheet is called, and the sentence."""

    sheet: str
    text: str


@dataclass
class DecodedDocument:
    """All that one source file holds, in reading order; ``left_out``: what sheets were not read.

    ``notes`` say what else the decoder noticed.
    ``unread_pages`` show something that could not be read, with the sentence that says so.
    ``refusal`` says why the tables of this source cannot be read, should it be a disclosure.
    """

    items: list[Grid | TextLine] = field(default_factory=list)
    page_count: int | None = None
    notes: list[str] = field(default_factory=list)
    unread_pages: dict[int, str] = field(default_factory=dict)
    refusal: RefusedError | None = None
    left_out: list[LeftOut] = field(default_factory=list)

    def grids(self) -> Iterator[Grid]:
        """Yield the grids in reading order."""
        return (item for item in self.items if isinstance(item, Grid))

    def lines(self) -> Iterator[TextLine]:
        """Yield the text lines in reading order."""
        return (item for item in self.items if isinstance(item, TextLine))
