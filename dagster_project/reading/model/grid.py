"""What every decoder of a medium with visible cells produces: grids and lines, in reading order.

A decoder knows geometry and nothing of the form; the form knows columns and lines and nothing of
geometry. Between them stands this model.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from dagster_project.reading.model.source import RefusedError

BBox = tuple[float, float, float, float]
Place = tuple[int, int]
# Ends the locators of what was read from pixels: for people, no code asks for it.
BY_OCR = "（图像）"


@dataclass(frozen=True)
class GridCell:
    """One cell as drawn: its text (line breaks joined), where it is, and what it spans.

    ``locator`` is what a person can find again: ``B7`` of a sheet, ``p6`` of a page. ``reading``
    holds a second, independent reading of the same cell where the medium has one, else None.
    ``doubt`` is the sentence that says why the decoder is not sure that the cell stands here;
    ``is_from_pixels`` says that OCR read it. ``place`` is the row and column, from 0, where it
    begins in its grid: no other cell of the grid has it, whatever it spans.
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
    place: Place | None = None

    def as_line(self) -> TextLine:
        """Return what is printed in the cell as a line that stands where it stands."""
        return TextLine(self.text, self.locator, self.page, self.bbox, self.is_from_pixels)


Row = list[GridCell]


def distinct(row: Sequence[GridCell]) -> list[GridCell]:
    """Return the cells of a row, a merged one once, blank ones left out."""
    return list({cell.place: cell for cell in row if cell.text.strip()}.values())


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
    that the text of a merged header is seen in each of its columns; ``place`` tells it from its
    neighbours, and a cell that comes without one begins where it is given. ``doubts`` say what the
    decoder saw of the table and could not place; ``problem`` says why it could place nothing at
    all: the rows then hold the printed text and no columns. Where ``has_spacing``, blank rows above
    a note are space and no rows of the table. Where it ``is_undrawn``, columns were told apart by
    what stands in them, with no line between.
    """

    rows: list[Row]
    locator: str
    page: int | None = None
    doubts: tuple[str, ...] = ()
    problem: str = ""
    has_spacing: bool = True
    is_undrawn: bool = False
    is_from_pixels: bool = False

    def __post_init__(self) -> None:
        """Give each cell without a place the one where it is."""
        self.rows = [
            [
                replace(cell, place=(row_no, column)) if cell.place is None else cell
                for column, cell in enumerate(row)
            ]
            for row_no, row in enumerate(self.rows)
        ]

    def cells(self) -> list[GridCell]:
        """Return every cell once, in reading order."""
        return list({cell.place: cell for row in self.rows for cell in row}.values())

    def changed(self, change: Callable[[GridCell], GridCell]) -> Grid:
        """Return the grid with every cell changed, and merged as before."""
        changed = {cell.place: change(cell) for cell in self.cells()}
        return replace(self, rows=[[changed[cell.place] for cell in row] for row in self.rows])

    @property
    def width(self) -> int:
        """The number of columns."""
        return len(self.rows[0]) if self.rows else 0


@dataclass(frozen=True)
class LeftOut:
    """What a decoder did not read of a sheet: what the sheet is called, and the sentence.

    ``titles``: of a sheet that is hidden as a whole, what it may be titled.
    """

    sheet: str
    text: str
    titles: tuple[str, ...] = ()


@dataclass
class DecodedDocument:
    """All that one source file holds, in reading order; ``left_out``: what sheets were not read.

    ``notes`` say what else the decoder noticed, ``beside`` what stands beside the text and was not
    read: footnotes, comments, boxes.
    ``unread_pages`` show something that could not be read, with the sentence that says so.
    ``refusal`` says why the tables of this source cannot be read, should it be a disclosure.
    """

    items: list[Grid | TextLine] = field(default_factory=list)
    page_count: int | None = None
    notes: list[str] = field(default_factory=list)
    unread_pages: dict[int, str] = field(default_factory=dict)
    refusal: RefusedError | None = None
    left_out: list[LeftOut] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)

    def grids(self) -> Iterator[Grid]:
        """Yield the grids in reading order."""
        return (item for item in self.items if isinstance(item, Grid))

    def lines(self) -> Iterator[TextLine]:
        """Yield the text lines in reading order."""
        return (item for item in self.items if isinstance(item, TextLine))
