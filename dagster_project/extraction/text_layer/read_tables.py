"""From regions to tables: choose the layout, read the rows, say what was found and what was not."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dagster_project.extraction.cells import NOT_READ, ReadTable
from dagster_project.extraction.text_layer.context import (
    TableContext,
    Trimming,
    notice_trimming,
)
from dagster_project.extraction.text_layer.decode import SourceLine
from dagster_project.extraction.text_layer.economic_stream import read_economic_rows
from dagster_project.extraction.text_layer.functional_rows import read_functional_rows
from dagster_project.extraction.text_layer.header import (
    Header,
    UnknownLayoutError,
    choose_variant,
    read_header,
)
from dagster_project.extraction.text_layer.statistics_lines import read_statistics_lines
from dagster_project.extraction.text_layer.tables import TableRegion
from dagster_project.extraction.text_layer.three_public import read_three_public
from dagster_project.extraction.text_layer.two_sided_rows import read_two_sided_rows
from dagster_project.form.families import expected_layouts
from dagster_project.form.layouts import TABLE_LAYOUTS_CSV
from dagster_project.form.shapes import account_table_codes

_EMPTY = re.compile(
    r"无数据|空表|为空|(?:无|没有|未(?:发生|安排|取得|涉及))[^，。；]{0,40}?(?:收入|支出|收支|拨款|预算|经费|业务|安排|此项|数据)"
)
_READERS: dict[str, Callable[[TableContext], None]] = {
    "gk01": read_two_sided_rows,
    "gk02": read_functional_rows,
    "gk03": read_functional_rows,
    "gk04": read_two_sided_rows,
    "gk05": read_functional_rows,
    "gk06": read_economic_rows,
    "gk07": read_three_public,
    "gk08": read_functional_rows,
    "gk09": read_functional_rows,
    "gk10": read_statistics_lines,
}


@dataclass(frozen=True)
class TablePart:
    """One located table (or one page of it, where title and header are printed again)."""

    region: TableRegion
    header: Header


def read_headers(regions: Sequence[TableRegion]) -> list[TablePart]:
    """Return each located table with its header; a mention without header and body is dropped."""
    parts = [TablePart(region, read_header(region)) for region in regions]
    return [part for part in parts if _is_table(part)]


def _is_table(part: TablePart) -> bool:
    header = part.header
    return bool(
        header.department or header.unit or header.column_numbers or part.region.notes
    ) or any(line.text.strip() for line in header.body)


def _locator(parts: Sequence[TablePart], lines: Sequence[SourceLine]) -> str:
    return "、".join(f"L{lines[p.region.start].number}-L{p.region.last_line}" for p in parts)


def _presence(table: ReadTable, parts: Sequence[TablePart]) -> str:
    if table.values:
        return "data"
    said = [text for p in parts for text, _ in (*p.region.statements, *p.region.notes)]
    stated = [text for text in said if _EMPTY.search(text)]
    if stated and table.statement is None:
        table.statement = stated[0]
    return "empty_stated" if stated else "empty_unstated"


def _read_rows(
    table: ReadTable, parts: Sequence[TablePart], form: str, year: int | None, trimming: Trimming
) -> None:
    try:
        variant = choose_variant(parts[0].region, parts[0].header, form, year)
    except UnknownLayoutError as problem:
        table.note(str(problem))
        table.read_status = NOT_READ
        return
    table.variant = variant.name
    body = [line for part in parts for line in part.header.body]
    context = TableContext(table, variant, body, trimming)
    try:
        _READERS[variant.table_code](context)
    except Exception as fault:
        # A fault of one row reader must not take the other nine tables with it.
        table.cells.clear()
        table.rows = 0
        table.read_status = NOT_READ
        table.note(f"读取器出错（{type(fault).__name__}: {fault}），请把此文件交给维护者")
        return
    if variant.table_code == "gk10" and all(
        cell["row_key"].startswith("unknown_") for cell in table.cells
    ):
        table.cells.clear()
        table.rows = 0
        table.read_status = NOT_READ
        table.note(f"各行行名均不在已知版式中；请在 {TABLE_LAYOUTS_CSV} 与 line_layouts.csv 中补充")


def _read_known(
    parts: Sequence[TablePart],
    lines: Sequence[SourceLine],
    form: str,
    year: int | None,
    trimming: Trimming,
) -> ReadTable:
    first, last = parts[0], parts[-1]
    code = first.region.table_code or ""
    pages = [line.page for p in parts for line in p.region.lines if line.page is not None]
    table = ReadTable(
        table_code=code,
        printed_number=first.region.printed_number,
        title=first.region.title,
        unit=next((p.header.unit for p in parts if p.header.unit), None),
        statement=next((t for p in parts for t, _ in p.region.statements), None),
        page_first=min(pages, default=None),
        page_last=max(pages, default=None),
        source_locator=_locator(parts, lines),
    )
    if table.unit is None:
        table.note(f"L{lines[last.region.mark].number} 表头没有印金额单位")
    printed_year = first.header.year
    if year is not None and printed_year is not None and printed_year != year:
        table.note(f"本表印的年度是{printed_year}年，其余各表是{year}年")
    _read_rows(table, parts, form, year, trimming)
    if table.read_status == NOT_READ:
        table.presence = "data"
    else:
        table.presence = _presence(table, parts)
        if not table.cells and table.presence == "empty_unstated":
            table.doubt("表头之下没有读到任何一行")
    return table


def _group(parts: Sequence[TablePart], notes: dict[str, str]) -> dict[str, list[TablePart]]:
    """Gather the parts of each table; a second table of the same title elsewhere is noted."""
    groups: dict[str, list[TablePart]] = {}
    previous: str | None = None
    for part in parts:
        code = part.region.table_code
        if code is None:
            previous = None
            continue
        if code == previous or code not in groups:
            groups.setdefault(code, []).append(part)
        else:
            line = part.region.lines[0].number if part.region.lines else part.region.mark + 1
            notes[code] = f"L{line} 起本表又出现一次，只读了第一次出现的"
        previous = code
    return groups


def read_tables(
    parts: Sequence[TablePart], lines: Sequence[SourceLine], form: str, year: int | None
) -> list[ReadTable]:
    """Return every table expected of the form, read, not read or missing, in canonical order."""
    repeated: dict[str, str] = {}
    groups = _group(parts, repeated)
    trimming = notice_trimming([line for part in parts for line in part.header.body])
    tables = []
    unknown = [part for part in parts if part.region.table_code is None]
    layouts = expected_layouts(form, year)
    for code in account_table_codes():
        if code in groups:
            table = _read_known(groups[code], lines, form, year, trimming)
            if code in repeated:
                table.doubt(repeated[code])
            tables.append(table)
            continue
        layout = layouts.get(code)
        if layout is None:
            tables.append(ReadTable(code, presence="not_required"))
            continue
        number = layout.printed_number
        found = next((p for p in unknown if p.region.printed_number == number), None)
        if found is None:
            presence = "missing" if layout.is_required else "not_required"
            tables.append(ReadTable(code, presence=presence))
            continue
        stray = found.region
        table = ReadTable(
            code,
            printed_number=stray.printed_number,
            title=stray.title or None,
            presence="data",
            unit=found.header.unit,
            read_status=NOT_READ,
            source_locator=f"L{lines[stray.start].number}-L{stray.last_line}",
        )
        table.note(
            f"L{lines[stray.mark].number} {stray.printed_number}的表名“{stray.title}”不是已知的表名"
            f"（此号已知为“{layout.title_zh}”）；请在 {TABLE_LAYOUTS_CSV} 中补充"
        )
        tables.append(table)
    return tables
