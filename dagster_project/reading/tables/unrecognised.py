"""Tables that are printed and were not recognised: what may be one of them is not missing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from dagster_project.form.fields import is_heading_of_table, unit_in
from dagster_project.form.labels import squeeze
from dagster_project.form.seeds import LAYOUTS_DIR, read_seed
from dagster_project.form.titles import table_of_title
from dagster_project.reading.model.cells import NOT_READ, ReadTable
from dagster_project.reading.model.grid import DecodedDocument, Grid, TextLine, distinct
from dagster_project.reading.tables.regions import Region

_AMOUNT = re.compile(r"[-−－]?[\d,，]+(?:[.．]\d{1,6})?")
# A list of contents has page numbers and no decimals.
_EXACT = re.compile(r"[-−－]?[\d,，]+[.．]\d{1,6}")
_LINES_ABOVE = 8
_HEADER_ROWS = 6
_LONGEST_TITLE = 60


@cache
def _telling_words() -> dict[str, re.Pattern[str]]:
    rows = read_seed(LAYOUTS_DIR / "table_words.csv")
    return {row["table_code"]: re.compile(row["telling_pattern"]) for row in rows}


def _set_aside(decoded: DecodedDocument, regions: Sequence[Region]) -> Iterator[tuple[str, str]]:
    """Yield place and heading words of every grid with figures that is part of no known table."""
    known = {part.locator for region in regions if region.table_code for part in region.parts}
    above: list[str] = []
    for item in decoded.items:
        if isinstance(item, TextLine):
            above = [*above, squeeze(item.text)][-_LINES_ABOVE:]
            continue
        if item.locator not in known and _holds_figures(item):
            rows = [cell.text for row in item.rows[:_HEADER_ROWS] for cell in row]
            yield item.locator, "\n".join([item.locator, *above, *map(squeeze, rows)])
        above = []


def _holds_figures(grid: Grid) -> bool:
    texts = (squeeze(cell.text) for row in grid.rows[1:] for cell in row)
    return sum(bool(_AMOUNT.fullmatch(text)) for text in texts) > 1


def _titles_with_unit(lines: Sequence[TextLine]) -> Iterator[tuple[str, TextLine]]:
    """Yield the titles in running text below which a money unit is printed, as above a table.

    A list of contents has titles as well, and no unit between two of them.
    """
    for at, line in enumerate(lines):
        if len(line.text) > _LONGEST_TITLE or not (code := table_of_title(line.text)):
            continue
        for later in lines[at + 1 : at + 1 + _LINES_ABOVE]:
            if is_heading_of_table(later.text) and table_of_title(later.text):
                break
            if unit_in(later.text):
                yield code, line
                break


def _side_by_side(decoded: DecodedDocument) -> Iterator[tuple[str, str]]:
    """Yield code and place of tables whose titles stand side by side in one row, above amounts."""
    for item in decoded.items:
        if not isinstance(item, Grid):
            continue
        for at, row in enumerate(item.rows):
            cells = distinct(row)
            codes = {code for cell in cells if (code := table_of_title(cell.text))}
            below = (cell.text for later in item.rows[at + 1 :] for cell in later)
            if len(codes) > 1 and any(_EXACT.fullmatch(squeeze(text)) for text in below):
                yield from ((code, item.locator) for code in codes)


def doubt_unrecognised(
    tables: Sequence[ReadTable], decoded: DecodedDocument, regions: Sequence[Region]
) -> None:
    """Make every absent table not read that may be one of those that nobody recognised.

    A title with a unit below it tells of a table, asked for or not; words in common only excuse
    what is asked for.
    """
    absent = {t.table_code: t for t in tables if t.presence in ("missing", "not_required")}
    if not absent:
        return
    notes: dict[str, str] = {}
    for code, line in _titles_with_unit(list(decoded.lines())):
        notes.setdefault(code, f"{line.locator} 印有本表表名，其下的表没有读出")
    for code, place in _side_by_side(decoded):
        notes.setdefault(code, f"{place} 几张表左右并排，本表没有读出")
    for place, words in _set_aside(decoded, regions):
        for code, pattern in _telling_words().items():
            if code in absent and absent[code].presence == "missing" and pattern.search(words):
                notes.setdefault(code, f"{place} 有一张没有认出的表，可能就是本表")
    for code in absent.keys() & notes.keys():
        absent[code].presence, absent[code].read_status = "data", NOT_READ
        absent[code].note(notes[code])
