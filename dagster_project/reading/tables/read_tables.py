"""All tables of a document: what each region holds, and what of the form was not found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dagster_project.form.labels import squeeze
from dagster_project.form.layouts import TABLE_LAYOUTS_CSV, title_of
from dagster_project.form.requirements import requirements_of
from dagster_project.form.shapes import account_table_codes
from dagster_project.form.titles import OTHER_TABLE, table_of_title
from dagster_project.reading.model.cells import NOT_READ, ReadTable
from dagster_project.reading.model.document import ReadDocument
from dagster_project.reading.model.grid import LeftOut
from dagster_project.reading.tables.other_tables import is_other_table, read_other
from dagster_project.reading.tables.read_table import read_region
from dagster_project.reading.tables.regions import Region
from dagster_project.reading.tables.units import unit_of, unit_of_all


def _gather(regions: Iterable[Region]) -> dict[str, list[Region]]:
    found: dict[str, list[Region]] = {}
    for region in regions:
        if region.table_code is not None:
            found.setdefault(region.table_code, []).append(region)
    return found


def _unread(region: Region, code: str) -> ReadTable:
    """Return the entry of a titled table that was not read; what it holds stays unknown."""
    table = ReadTable(
        code,
        printed_number=region.number,
        title=region.title or None,
        presence="data",
        unit=unit_of(region),
        read_status=NOT_READ,
        source_locator="、".join(part.locator for part in region.parts),
    )
    table.note(
        f"{region.title_line.locator} {region.number}的表名“{region.title}”不是已知的表名；"
        f"请在 {TABLE_LAYOUTS_CSV} 中补充"
    )
    return table


def _undrawn(region: Region, code: str) -> ReadTable:
    """Return the entry of a table that no layout can vouch for, and no line between its columns."""
    table = _unread(region, code)
    table.reading_notes.clear()
    place = region.parts[0].locator
    table.note(f"{place} 表中各栏之间没有画线，也没有已知的版式，不能确定各数属于哪一栏，没有读")
    return table


def _is_said(region: Region, document: ReadDocument) -> bool:
    """Return whether it is already among the tables that were not read, with the reason."""
    return any(
        table.table_code == region.table_code
        and table.read_status == NOT_READ
        and table.source_locator == "、".join(dict.fromkeys(p.locator for p in region.parts))
        for table in document.tables
    )


def _unknown_title(region: Region, code: str, title_zh: str) -> ReadTable:
    """Return the entry of a table whose number is known and whose title is not."""
    table = _unread(region, code)
    table.note(f"此号已知为“{title_zh}”")
    return table


def _read_once(
    regions: Sequence[Region], document: ReadDocument, unit_of_others: str | None
) -> tuple[ReadTable, list[Region]]:
    """Return a table whose title stands over several: the first of them whose columns are known.

    Some provinces print detailed tables of their own under a title that is one table's elsewhere.
    With it come the regions that were not read as it, to be kept as printed.
    """
    tables = [
        read_region(region, document.form, document.year, unit_of_others) for region in regions
    ]
    known = [number for number, table in enumerate(tables) if table.read_status != NOT_READ]
    chosen = tables[known[0] if known else 0]
    others = [region for number, region in enumerate(regions) if tables[number] is not chosen]
    twice = [n for n in known[1:] if squeeze(regions[n].title) == squeeze(regions[known[0]].title)]
    if twice:
        place = regions[twice[0]].parts[0].locator
        chosen.doubt(f"{place} 本表又出现一次，只读了第一次出现的")
    elif others and known:
        place = others[0].parts[0].locator
        chosen.note(f"{place} 另有一张同名或同类的表，按原样另存")
    return chosen, others if known else list(regions)


def read_tables(
    document: ReadDocument, regions: Sequence[Region], left_out: Sequence[LeftOut]
) -> None:
    """Add every table of the form: read, missing (``left_out`` may say why) or not required."""
    found = _gather(regions)
    own = requirements_of(document.form or "", document.year)
    unit = unit_of_all(regions)
    strays = {r.number: r for r in regions if r.table_code is None and r.number}
    kept = [region for region in regions if region.table_code is None]
    for code in account_table_codes():
        asked = own.get(code)
        if code in found:
            table, unread = _read_once(found[code], document, unit)
            kept += unread
        elif asked is None:
            continue
        elif number := next((n for n in asked.printed_numbers if n in strays), None):
            table = _unknown_title(strays[number], code, title_of(code, asked.form))
        else:
            # A disclosure that is told and not tabulated has its tables elsewhere.
            is_missing = bool(regions) and asked.is_required
            table = ReadTable(code, presence="missing" if is_missing else "not_required")
            for sheet in left_out:
                titled = {table_of_title(title) for title in sheet.titles}
                if code in titled:
                    # It is there and not to be seen: nobody left it out.
                    table.presence, table.read_status = "data", NOT_READ
                if code in titled or table_of_title(sheet.sheet) == code:
                    table.note(sheet.text)
        document.tables.append(table)
    _keep_others(document, [r for r in regions if any(r is k for k in kept)], unit)


def _keep_others(document: ReadDocument, regions: Sequence[Region], unit: str | None) -> None:
    """Add the tables that are none of the form's, in their order, numbered through."""
    number = 0
    for region in regions:
        is_table = is_other_table(region)
        if not is_table and not (region.table_code is None and region.number and region.title):
            continue
        is_undrawn = any(part.is_undrawn for part in region.parts)
        if is_undrawn and _is_said(region, document):
            continue
        number += 1
        code = OTHER_TABLE.format(number=number)
        try:
            if is_undrawn:
                table = _undrawn(region, code)
            else:
                table = read_other(region, number, unit) if is_table else _unread(region, code)
        except Exception as fault:
            table = ReadTable(code, title=region.title or None)
            table.presence, table.read_status = "data", NOT_READ
            table.note(f"读取器出错（{type(fault).__name__}: {fault}），请把此文件交给维护者")
        document.tables.append(table)
