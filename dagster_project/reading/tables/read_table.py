"""From a region to a table: its facts, its cells, and what was read and what was not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from dagster_project.form.fields import EMPTY, year_in
from dagster_project.form.layouts import LINE_LAYOUTS_CSV, TABLE_LAYOUTS_CSV
from dagster_project.form.shapes import (
    BY_ECONOMIC,
    BY_FUNCTION,
    STATISTICS,
    THREE_PUBLIC,
    TWO_SIDED,
    shape_of,
)
from dagster_project.reading.model.cells import NOT_READ, ReadTable, RowKind
from dagster_project.reading.tables.account_rows import (
    read_economic_rows,
    read_functional_rows,
)
from dagster_project.reading.tables.body import Body, read_body
from dagster_project.reading.tables.choose import UnknownColumnsError
from dagster_project.reading.tables.context import GridContext
from dagster_project.reading.tables.line_rows import (
    read_statistics_lines,
    read_three_public,
    read_two_sided_rows,
)
from dagster_project.reading.tables.regions import Region
from dagster_project.reading.tables.units import doubt_unit, set_unit

_FIGURE = re.compile(r"\d\.\d")
# By the shape of a table.
_READERS: dict[str, Callable[[GridContext, Body], None]] = {
    TWO_SIDED: read_two_sided_rows,
    BY_FUNCTION: read_functional_rows,
    BY_ECONOMIC: read_economic_rows,
    THREE_PUBLIC: read_three_public,
    STATISTICS: read_statistics_lines,
}


def has_figures(table: ReadTable) -> bool:
    """Return whether any number was read; a stray text in a column of figures is none."""
    return any(cell.value_numeric is not None for cell in table.cells)


def _presence(table: ReadTable, region: Region) -> str:
    if table.values:
        return "data"
    stated = [line.text for _, line in region.notes if EMPTY.search(line.text)]
    if not stated:
        return "empty_unstated"
    own = [line.text for kind, line in region.notes if kind == "statement" and line.text in stated]
    table.statement = (own or stated)[0]
    return "empty_stated"


def read_region(
    region: Region, form: str | None, year: int | None, unit_of_others: str | None = None
) -> ReadTable:
    """Return one table as read; columns no layout knows leave it not read, with the reason.

    ``unit_of_others`` is the unit that all other tables of the document print.
    """
    pages = _pages(region)
    table = ReadTable(
        table_code=region.table_code or "",
        printed_number=region.number,
        title=region.title or None,
        page_first=min(pages, default=None),
        page_last=max(pages, default=None),
        source_locator="、".join(dict.fromkeys(part.locator for part in region.parts)),
        statement=next((line.text for kind, line in region.notes if kind == "statement"), None),
    )
    set_unit(table, region, unit_of_others)
    years = [y for y in map(year_in, [*region.fields, region.title]) if y]
    if year is not None and years and years[0] != year:
        table.note(f"本表印的年度是{years[0]}年，其余是{year}年")
    for place in region.lost:
        table.doubt(f"{place} 紧接本表有一张没有表名的表，不能确定是否属于本表，没有读")
    try:
        _read_rows(table, region, form, year)
    except UnknownColumnsError as problem:
        _leave(table, str(problem))
    except Exception as fault:
        # A fault of one row reader must not take the other nine tables with it.
        _leave(table, f"读取器出错（{type(fault).__name__}: {fault}），请把此文件交给维护者")
    doubt_unit(table, region.parts[0].locator)
    return table


def _read_rows(table: ReadTable, region: Region, form: str | None, year: int | None) -> None:
    problem = next((part.problem for part in region.parts if part.problem), "")
    if problem:
        raise UnknownColumnsError(problem)
    body = read_body(region, form, year)
    table.variant = body.variant.name
    for note in body.notes:
        table.note(note)
    of_parts = (doubt for part in region.parts for doubt in part.doubts)
    for doubt in (*of_parts, *body.doubts):
        table.doubt(doubt)
    context = GridContext(
        table, body.variant, strangers=tuple(body.strangers), units=_units_apart(table, body)
    )
    _READERS[shape_of(body.variant.table_code)](context, body)
    context.finish()
    if table.cells and all(cell.row_kind is RowKind.UNKNOWN for cell in table.cells):
        raise UnknownColumnsError(
            f"各行行名均不在已知版式中；请在 {TABLE_LAYOUTS_CSV} 与 {LINE_LAYOUTS_CSV} 中补充"
        )
    table.presence = _presence(table, region)
    if not table.cells and any(_FIGURE.search(text) for text in _texts_of_body(body)):
        # Not read is not empty: nobody is told that a table without a row that we know has no data.
        raise UnknownColumnsError(f"{region.parts[0].locator} 表中印有数，而没有一行认得出，没有读")
    if not table.cells and table.presence == "empty_unstated":
        table.doubt("表头之下没有读到任何一行")


def _units_apart(table: ReadTable, body: Body) -> dict[tuple[str, str], str]:
    """Return the units of single columns where they are not that of the table."""
    return {key: unit for key, unit in body.units.items() if table.unit and unit != table.unit}


def _texts_of_body(body: Body) -> Iterator[str]:
    return (cell.text for row in body.rows for cell in row.cells)


def _leave(table: ReadTable, reason: str) -> None:
    """Leave a table not read, with the reason and without the cells read so far."""
    table.cells.clear()
    table.rows = 0
    table.note(reason)
    table.read_status = NOT_READ
    table.presence = "data"


def _pages(region: Region) -> list[int]:
    cells = (cell.page for part in region.parts for row in part.rows for cell in row)
    pages = (*(part.page for part in region.parts), *cells)
    return [page for page in pages if page is not None]
