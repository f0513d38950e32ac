"""Tables of pages without a single line: taken where every column and every row is certain.

What is a table and cannot be read for certain is a grid without columns that says why: nobody left
it out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from dagster_project.reading.decoders.pdf.bare_cells import PageWriter, check_amounts
from dagster_project.reading.decoders.pdf.bare_parts import (
    Part,
    Sheet,
    find_tables,
    opens,
)
from dagster_project.reading.model.grid import Grid, GridCell, Row
from dagster_project.reading.model.readings import readings_agree
from dagster_project.reading.page.bare_clusters import Columns, setting_of
from dagster_project.reading.page.bare_columns import find_columns
from dagster_project.reading.page.bare_words import NotCertainError, line_of, rows_of
from dagster_project.reading.page.glyphs import Reader, place_glyphs
from dagster_project.reading.page.page_model import Char, PageModel
from dagster_project.reading.page.writing import lines_of

# No title and no unit is without one of these.
_WORDS = ("表", "位")


def _usual(tables: Sequence[Sequence[Part]]) -> str:
    """Return how figures are set where the tables of a document agree, else ""."""
    known = set()
    for table in tables:
        try:
            known.add(setting_of([row for part in table for row in part.rows]))
        except NotCertainError:
            continue
    known.discard("")
    return known.pop() if len(known) == 1 else ""


def _read_twice(
    part: Part, reader: Reader | None, columns: Columns, above: list[Row]
) -> tuple[list[Row], list[Row]]:
    """Return the head of a part and all its rows, with the second reading that agrees best.

    ``above``: the head of the part before. Rows that go on without a head stand under it.
    """
    page = part.sheet.page
    best: tuple[list[Row], list[Row]] | None = None
    fewest = 0
    for read in (reader.read, reader.read_slowly) if reader is not None else (_no_reading,):
        again = read(page.page_no)
        glyphs = None if again is None else place_glyphs(again, page)
        if glyphs is None and best is not None:
            continue
        writer = PageWriter(page, glyphs, columns)
        head = writer.head() if part.head else above
        rows = list(head)
        for number, lines in enumerate(rows_of(part.rows), start=len(rows)):
            row = writer.row(lines, number)
            check_amounts(columns.columns, row)
            rows.append(row)
        wrong = sum(not readings_agree(cell) for row in rows for cell in row)
        if best is None or wrong < fewest:
            best, fewest = (head, rows), wrong
        if not wrong:
            break
    return best or (above, [])


def _no_reading(page_no: int) -> None:
    """Return nothing: a damaged file is read once."""
    del page_no


def _grids(table: Sequence[Part], reader: Reader | None, usual: str) -> list[Grid]:
    """Return the grid of each page of a table, or raise NotCertainError."""
    columns = find_columns(table[0].head, [row for part in table for row in part.rows], usual)
    grids: list[Grid] = []
    head: list[Row] = []
    for part in table:
        page = part.sheet.page
        if part.is_cut_off:
            raise NotCertainError("本表与其下一页之间另有文字，不能确定下一页属于本表")
        if page.upright.size != table[0].sheet.page.upright.size:
            raise NotCertainError("本表各页大小不同，不能确定各数属于哪一栏")
        head, rows = _read_twice(part, reader, columns, head)
        grids.append(Grid(rows, f"p{page.page_no}", page.page_no, is_undrawn=True))
    return grids


def _as_printed(part: Part, reason: str) -> Grid:
    """Return a part of a table as lines without columns, with why it has none."""
    page = part.sheet.page
    rows = [
        [GridCell("  ".join(p.text for p in line), f"p{page.page_no}", page.page_no)]
        for line in (*part.head, *part.rows)
    ]
    problem = f"p{page.page_no} 表中没有画线，{reason}，没有读"
    return Grid(rows, f"p{page.page_no}", page.page_no, problem=problem, is_undrawn=True)


@dataclass
class BarePages:
    """The pages of a document that draw no line of a table, in their order."""

    sheets: list[Sheet] = field(default_factory=list)

    def add(self, page: PageModel, chars: Sequence[Char]) -> None:
        """Remember a page where a table may begin or go on; most pages of text hold none."""
        text = "".join(char.text for char in chars)
        goes_on = bool(self.sheets) and self.sheets[-1].page.page_no == page.page_no - 1
        if not goes_on and not any(word in text for word in _WORDS):
            return
        own = lines_of(chars)
        sheet = Sheet(page, own, [line_of(line) for line in own])
        if goes_on or any(map(opens, sheet.lines)):
            self.sheets.append(sheet)

    def read(self, reader: Reader | None) -> dict[int, tuple[list[tuple[float, Grid]], list[Char]]]:
        """Return for each page that has a table its grids, with their tops, and the other text."""
        found: dict[int, list[tuple[float, Grid]]] = {}
        tables = find_tables(self.sheets)
        usual = _usual(tables)
        for table in tables:
            try:
                grids = _grids(table, reader, usual)
            except NotCertainError as problem:
                grids = [_as_printed(part, str(problem)) for part in table]
            for part, grid in zip(table, grids, strict=True):
                top = min(p.top for p in part.sheet.lines[part.numbers.start])
                found.setdefault(part.sheet.page.page_no, []).append((top, grid))
                part.sheet.taken |= set(part.numbers)
        return {
            sheet.page.page_no: (
                found[sheet.page.page_no],
                [c for k, line in enumerate(sheet.chars) if k not in sheet.taken for c in line],
            )
            for sheet in self.sheets
            if sheet.page.page_no in found
        }
