"""Where a document may print whose it is and of which year: cover, table heads, titles, text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from dagster_project.form.labels import squeeze
from dagster_project.form.titles import owner_in_title
from dagster_project.reading.identity.evidence import (
    NAME,
    YEAR,
    Printed,
    placeholders,
    plain,
    weigh,
)
from dagster_project.reading.model.grid import DecodedDocument, Grid, TextLine, distinct
from dagster_project.reading.model.identity import Candidate
from dagster_project.reading.tables.regions import Region

_COVER_LINES = 12
_COVER_ENDS = re.compile(r"目录|第一部分|[一二三四五六七八九十]、")
_BARE_COVER_TITLE = re.compile(
    r"(?:(?:19|20)\d{2})?年?度?(?:部门|单位|部门（单位）)?决算"
    + placeholders()["{TAIL}"]
    + r"(?:(?:19|20)\d{2})?年?度?"
)
_DATE_OR_YEAR = re.compile(r"[\d年月日度.（）]*")
_PLACEHOLDER = re.compile(r"[Xx×*＊]{2,}|某[某局]|（部门名称）")


def is_placeholder(name: str) -> bool:
    """Return whether a name is the blank of a form (上海市XX局)."""
    return bool(_PLACEHOLDER.search(name))


def _outside_tables(decoded: DecodedDocument, regions: Sequence[Region]) -> Iterator[TextLine]:
    """Yield the lines of the document, and the cells of grids that are no table (a cover sheet)."""
    of_tables = {part.locator for region in regions for part in region.parts}
    for item in decoded.items:
        if isinstance(item, TextLine):
            yield item
        elif item.locator not in of_tables:
            yield from _cells(item)


def _cells(grid: Grid) -> Iterator[TextLine]:
    for row in grid.rows:
        for cell in distinct(row):
            yield cell.as_line()


def _above_table(grid: Grid, region: Region) -> list[TextLine]:
    """Return the cells of a grid above its first table: above its title, or its first row."""
    first = region.parts[0].rows[:1]
    rows = takewhile(
        lambda row: row not in first and all(c.text != region.title_line.text for c in row),
        grid.rows,
    )
    return [cell.as_line() for row in rows for cell in distinct(row)]


def cover_lines(decoded: DecodedDocument, regions: Sequence[Region]) -> list[TextLine]:
    """Return what stands before the contents, the first part and the first table."""
    first = regions[0].parts[0].locator if regions and regions[0].parts else None
    titles = {region.title_line for region in regions}
    found: list[TextLine] = []
    for item in decoded.items:
        if isinstance(item, Grid) and item.locator == first:
            # All that a file of tabs has is one grid, its cover included.
            above = _above_table(item, regions[0])
            return found + above[: _COVER_LINES - len(found)]
        for line in [item] if isinstance(item, TextLine) else _cells(item):
            text = plain(line.text)
            if line in titles or _COVER_ENDS.match(text) or len(found) == _COVER_LINES:
                return found
            if text:
                found.append(line)
    return found


def _cover(lines: Sequence[TextLine]) -> Iterator[Printed]:
    """Yield the lines of a cover; the line above a bare 2023年度部门决算 is the owner's."""
    above: TextLine | None = None
    # A title may be broken anywhere: 社会工作部 2024 年度 / 部门决算.
    yield Printed("cover", "".join(plain(line.text) for line in lines[:3]))
    for line in lines:
        text = plain(line.text)
        yield Printed("cover", line.text, line.locator)
        if above is not None and _BARE_COVER_TITLE.fullmatch(text):
            yield Printed("cover_owner", above.text, above.locator)
        if not _DATE_OR_YEAR.fullmatch(text):
            above = line


def printed_in(
    decoded: DecodedDocument, regions: Sequence[Region], file_names: Sequence[str]
) -> list[Printed]:
    """Return every text that may tell year or name, by its zone."""
    found = list(_cover(cover_lines(decoded, regions)))
    for region in regions:
        place = region.title_line.locator
        found += [Printed("table_head", text, place) for text in region.fields]
        found.append(Printed("table_title", region.title, place))
        if owner := owner_in_title(region.title):
            found.append(Printed("table_owner", owner, place))
        found += [Printed("table_note", note.text, note.locator) for _, note in region.notes]
    found += [
        Printed("text", line.text, line.locator) for line in _outside_tables(decoded, regions)
    ]
    found += [Printed("file_name", squeeze(name)) for name in file_names]
    return found


def find_year(texts: Sequence[Printed]) -> list[Candidate]:
    """Return the fiscal years that the texts speak for, the best supported first."""
    return weigh(YEAR, texts)


def find_name(texts: Sequence[Printed]) -> list[Candidate]:
    """Return the names of the organization that the texts speak for, the best supported first."""
    return weigh(NAME, texts)
