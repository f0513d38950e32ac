"""From a page's lattices and characters to grids, each figure with its second reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from dagster_project.reading.model.grid import Grid, GridCell
from dagster_project.reading.model.readings import readings_agree
from dagster_project.reading.page.filling import Filling, fill
from dagster_project.reading.page.glyphs import (
    UNREAD,
    Glyph,
    Reader,
    place_glyphs,
    write_reading,
)
from dagster_project.reading.page.lattice import Lattice
from dagster_project.reading.page.missing_rows import split_rows
from dagster_project.reading.page.missing_rulings import split_columns
from dagster_project.reading.page.page_model import UNKNOWN, Char, PageModel
from dagster_project.reading.page.writing import has_overprint, write_cell

# Said in place of a second reading; none of them holds a digit, so none agrees with a figure.
OVERPRINTED = "（数字重叠印刷）"
STRADDLED = "（数字跨过格线）"
UNMAPPED = "（有字形没有对应的字）"
UNRULED = "（行没有画线，不能确定属于哪一行）"
DAMAGED = "（文件内容有损坏）"

_SURE, _CLUSTERED, _DOUBTFUL = 1.0, 0.8, 0.2


@dataclass
class _Table:
    """One table of a page on its way to a grid."""

    lattice: Lattice
    filling: Filling
    clustered_rows: set[int] = field(default_factory=set)
    doubtful_rows: set[int] = field(default_factory=set)


def _doubt(lines: Sequence[Sequence[Char]], text: str, *, straddles: bool) -> str | None:
    """Return why a cell's figures cannot be taken as read, None where they can."""
    if has_overprint(lines):
        return OVERPRINTED
    if straddles:
        return STRADDLED
    if UNKNOWN in text:
        return UNMAPPED
    return None


def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))


def _cells(page: PageModel, table: _Table, readings: dict[int, str] | None) -> list[GridCell]:
    cells = []
    written = table.filling.lines()
    for number, box in enumerate(table.lattice.boxes):
        lines = written.get(number, [])
        text = write_cell(lines)
        other = UNREAD if readings is None else readings.get(number, "")
        doubt = _doubt(lines, text, straddles=number in table.filling.straddled)
        if doubt is None and box.row in table.doubtful_rows:
            doubt = UNRULED
        confidence = _CLUSTERED if box.row in table.clustered_rows else _SURE
        cells.append(
            GridCell(
                text,
                f"p{page.page_no}",
                page.page_no,
                page.shown_box(table.lattice.box_of(box)),
                box.rows,
                box.columns,
                (doubt or other) if _has_digit(text) or _has_digit(other) else None,
                _DOUBTFUL if doubt else confidence,
                place=(box.row, box.column),
            )
        )
    return cells


def _read_again(table: _Table, placed: Sequence[Glyph]) -> dict[int, str]:
    at = table.filling.locator.at
    found: dict[int, list[Glyph]] = {}
    for glyph in placed:
        number = at(glyph.x, glyph.y)
        if number is not None:
            found.setdefault(number, []).append(glyph)
    return {number: write_reading(items) for number, items in found.items()}


@dataclass
class _Again:
    """The further readings of one page: made where a table asks, kept for its other tables."""

    page: PageModel
    reader: Reader

    @cached_property
    def fast(self) -> list[Glyph] | None:
        return self._placed(self.reader.read(self.page.page_no))

    @cached_property
    def slow(self) -> list[Glyph] | None:
        return self._placed(self.reader.read_slowly(self.page.page_no))

    def _placed(self, glyphs: list[Glyph] | None) -> list[Glyph] | None:
        return None if glyphs is None else place_glyphs(glyphs, self.page)


def _read_twice(page: PageModel, table: _Table, again: _Again | None) -> list[GridCell]:
    """Return the cells of a table with the second reading that agrees best with the first."""
    if again is None:
        return _cells(page, table, None)
    best: list[GridCell] | None = None
    for name in ("fast", "slow"):
        glyphs = getattr(again, name)
        if glyphs is None:
            continue
        readings = _read_again(table, glyphs)
        cells = _cells(page, table, readings)
        wrong = sum(not readings_agree(cell) for cell in cells if cell.confidence > _DOUBTFUL)
        if best is None or wrong == 0:
            best = cells
        if wrong == 0:
            break
    return best if best is not None else _cells(page, table, None)


def _grid(page: PageModel, table: _Table, cells: Sequence[GridCell]) -> Grid:
    lattice = table.lattice
    width, height = len(lattice.xs) - 1, len(lattice.ys) - 1
    blank = GridCell("", f"p{page.page_no}", page.page_no)
    rows = [[blank] * width for _ in range(height)]
    for box, cell in zip(lattice.boxes, cells, strict=True):
        for i in range(box.row, box.row + box.rows):
            rows[i][box.column : box.column + box.columns] = [cell] * box.columns
    return Grid(rows, f"p{page.page_no}", page.page_no, is_undrawn=lattice.is_undrawn)


def _complete(lattice: Lattice, chars: Sequence[Char]) -> _Table:
    """Return the table with columns and rows whose rulings are not drawn.

    Characters are put into cells again only where cells were cut.
    """
    filling = fill(lattice, chars)
    cut = split_columns(lattice, filling.lines())
    if cut is not lattice:
        filling = fill(cut, chars)
    whole, clustered, doubtful = split_rows(cut, filling.lines())
    if whole is not cut:
        filling = fill(whole, chars)
    return _Table(whole, filling, clustered, doubtful)


def _area(lattice: Lattice) -> float:
    left, top, right, bottom = lattice.bbox
    return (right - left) * (bottom - top)


def make_grids(
    page: PageModel,
    lattices: Sequence[Lattice],
    chars: Sequence[Char],
    reader: Reader | None,
) -> tuple[list[tuple[float, Grid]], list[Char]]:
    """Return the grids of a page, each with where it begins, and the characters outside them.

    A frame around text is no table: it has one column. A table inside a cell takes its text first.
    """
    grids: list[tuple[float, Grid]] = []
    rest = list(chars)
    again = None if reader is None else _Again(page, reader)
    for lattice in sorted(lattices, key=_area):
        table = _complete(lattice, rest)
        if len(table.lattice.xs) < 3 or len(table.lattice.ys) < 2:
            continue
        cells = _read_twice(page, table, again)
        grids.append((lattice.ys[0], _grid(page, table, cells)))
        rest = table.filling.outside
    return grids, rest
