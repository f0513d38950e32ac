"""In which unit of money a table is printed: what stands with it, else what all others print."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dagster_project.form.fields import MONEY_UNITS, unit_in
from dagster_project.form.labels import squeeze
from dagster_project.reading.model.cells import ReadTable
from dagster_project.reading.model.grid import Row, distinct
from dagster_project.reading.tables.header import read_header
from dagster_project.reading.tables.regions import Region

# 决算数（万元）: a unit behind the head of a column.
_IN_HEAD = re.compile(rf"[（(](?:金额)?(?:单位[:：])?(?P<unit>{MONEY_UNITS})[）)]$")


def _in_heads(region: Region) -> Iterator[str]:
    for part in region.parts:
        for row in part.rows[: read_header(part.rows).depth]:
            for cell in distinct(row):
                found = _IN_HEAD.search(squeeze(cell.text))
                if found:
                    yield found["unit"]


def units_of_columns(head: Sequence[Row]) -> dict[int, str]:
    """Return the unit that is printed in the head of each column that has one of its own.

    The lowest head counts.
    """
    units: dict[int, str] = {}
    for row in head:
        for place, cell in enumerate(row):
            found = _IN_HEAD.search(squeeze(cell.text))
            if found:
                units[place] = found["unit"]
    return units


def unit_of(region: Region) -> str | None:
    """Return the unit of money that is printed with a table: above it, or in all its heads."""
    title = region.title_line.text
    printed = (unit_in(text) for text in [*region.fields, title])
    above = next((unit for unit in printed if unit), None)
    in_title = _IN_HEAD.search(squeeze(title))
    if above or in_title:
        return above or (in_title["unit"] if in_title else None)
    below = {unit for _, line in region.notes if (unit := unit_in(line.text))}
    if len(below) == 1:
        return below.pop()
    in_heads = set(_in_heads(region))
    return in_heads.pop() if len(in_heads) == 1 else None


def unit_of_all(regions: Sequence[Region]) -> str | None:
    """Return the only unit that the tables of a document print, None for none or several."""
    printed = {unit for unit in map(unit_of, regions) if unit}
    return printed.pop() if len(printed) == 1 else None


def set_unit(table: ReadTable, region: Region, unit_of_others: str | None) -> None:
    """Give a table the unit printed with it, else that of all others, which confirms nothing."""
    table.unit = unit_of(region)
    if table.unit is None:
        table.unit, table.is_unit_printed = unit_of_others, False


def doubt_unit(table: ReadTable, place: str) -> None:
    """Say of a table that prints money and no unit what its amounts were taken for."""
    if table.is_unit_printed:
        return
    if not any(cell.value_kind == "money" and cell.value_numeric for cell in table.cells):
        # Loading refuses a document that confirms a table of no unit, be it one of zeros.
        say = table.note if table.unit or table.presence != "data" else table.doubt
        say(f"{place} 本表没有印金额单位")
    elif table.unit:
        table.doubt(f"{place} 本表没有印金额单位，按其他各表所印的“{table.unit}”读，未确认")
    else:
        table.doubt(f"{place} 本表没有印金额单位，其他各表也不能说明，金额未折算为元")
