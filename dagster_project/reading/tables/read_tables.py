"""All tables of a document: what each region holds, and what of the form was not found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dagster_project.form.families import expected_layouts, not_required_of_unit
from dagster_project.form.layouts import TABLE_LAYOUTS_CSV
from dagster_project.form.shapes import account_table_codes
from dagster_project.form.titles import table_of_title
from dagster_project.reading.model.cells import NOT_READ, ReadTable
from dagster_project.reading.model.document import ReadDocument
from dagster_project.reading.model.grid import LeftOut
from dagster_project.reading.tables.read_table import read_region
from dagster_project.reading.tables.regions import Region
from dagster_project.reading.tables.units import unit_of, unit_of_all


def _gather(regions: Iterable[Region]) -> dict[str, list[Region]]:
    found: dict[str, list[Region]] = {}
    for region in regions:
        if region.table_code is not None:
            found.setdefault(region.table_code, []).append(region)
    return found


def _unknown_title(region: Region, code: str, title_zh: str) -> ReadTable:
    """Return the entry of a table whose number is known and whose title is not."""
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
        f"{region.title_line.locator} {region.number}的表名“{region.title}”不是已知的表名"
        f"（此号已知为“{title_zh}”）；请在 {TABLE_LAYOUTS_CSV} 中补充"
    )
    return table


def _read_once(
    regions: Sequence[Region], document: ReadDocument, unit_of_others: str | None
) -> ReadTable:
    """Return a table whose title stands over several: the first of them whose columns are known.

    Some provinces print detailed tables of their own under a title that is one table's elsewhere.
    """
    tables = [
        read_region(region, document.form, document.year, unit_of_others) for region in regions
    ]
    known = [number for number, table in enumerate(tables) if table.read_status != NOT_READ]
    chosen = tables[known[0] if known else 0]
    others = [region for number, region in enumerate(regions) if tables[number] is not chosen]
    if len(known) > 1:
        place = regions[known[1]].parts[0].locator
        chosen.doubt(f"{place} 本表又出现一次，只读了第一次出现的")
    elif others and known:
        place = others[0].parts[0].locator
        chosen.note(f"{place} 另有一张同名的表，栏目与已知版式不符，没有读")
    return chosen


def read_tables(
    document: ReadDocument, regions: Sequence[Region], left_out: Sequence[LeftOut]
) -> None:
    """Add every table of the form: read, missing (``left_out`` may say why) or not required."""
    found = _gather(regions)
    own = expected_layouts(document.form or "", document.year)
    is_exempt = not_required_of_unit(region.title for region in regions)
    unit = unit_of_all(regions)
    strays = {r.number: r for r in regions if r.table_code is None and r.number}
    for code in account_table_codes():
        layout = own.get(code)
        if code in found:
            table = _read_once(found[code], document, unit)
        elif layout is None:
            table = ReadTable(code, presence="not_required")
        elif layout.printed_number in strays:
            table = _unknown_title(strays[layout.printed_number], code, layout.title_zh)
        else:
            # A disclosure that is told and not tabulated has its tables elsewhere.
            is_missing = bool(regions) and layout.is_required and not is_exempt(code)
            table = ReadTable(code, presence="missing" if is_missing else "not_required")
            for sheet in left_out:
                if table_of_title(sheet.sheet) == code:
                    table.note(sheet.text)
        document.tables.append(table)
