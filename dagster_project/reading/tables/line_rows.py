"""Rows by printed line: two-sided tables, the one row of the three public expenses, statistics."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dagster_project.form.enumerators import SECTION
from dagster_project.form.header_words import is_lead_label, is_number
from dagster_project.form.labels import normalise_label, squeeze
from dagster_project.form.layouts import Column, read_variants
from dagster_project.form.shapes import BY_ITEM, EXPENDITURE, INCOME, read_shapes
from dagster_project.reading.model.cells import LogicalRow
from dagster_project.reading.model.grid import GridCell
from dagster_project.reading.tables.body import Body, BodyRow
from dagster_project.reading.tables.context import GridContext, printed_cell
from dagster_project.reading.tables.other_kinds import kind_in

_HEADING = re.compile(SECTION)


@dataclass
class _Side:
    """One side of a two-sided table: where it is in the order of the layout."""

    group: str
    order: int = 0

    def places(self, row: BodyRow) -> list[int]:
        return [i for i, side in enumerate(row.columns.sides) if side == self.group]

    def label(self, row: BodyRow) -> str:
        return "".join(squeeze(cell.text) for cell in row.lead(self.places(row)))

    def is_empty(self, row: BodyRow) -> bool:
        return not any(cell.text.strip() for _, cell in row.figures(self.places(row)))


def _wrapped(context: GridContext, side: _Side, row: BodyRow, below: BodyRow | None) -> str:
    """Return the rest of a label that ends on the next page, where only both make a known line."""
    if below is None or not below.begins_part or not side.is_empty(below):
        return ""
    label, rest = side.label(row), side.label(below)
    if not rest or context.variant.find_line(rest, side.group, side.order):
        return ""
    return rest if context.variant.find_line(label + rest, side.group, side.order) else ""


def _write_side(context: GridContext, side: _Side, row: BodyRow, row_no: int, rest: str) -> None:
    places = side.places(row)
    label = side.label(row) + rest
    place = next((row.cells[i].locator for i in places), "")
    line_no = row.line_number(places)
    if not normalise_label(label):
        # In a medium with cells of its own a 行次 marks the row: then it prints no name, and none
        # was lost.
        is_marked = bool(line_no) and not any(cell.bbox for cell in row.cells)
        if not side.is_empty(row) and not is_marked:
            context.table.doubt(f"{place} 第{row_no}行有数而没有行名")
        logical = LogicalRow.unlabelled(row_no, line_no, side.group)
    else:
        # What says itself that it is part of a line above is no summand beside that line.
        is_part = squeeze(label).startswith("其中")
        line = context.find_line(label, side.group, side.order, place)
        if line is not None and is_part and line.row_role == "line":
            line = None
        if line is None:
            context.note_unknown_line(label, place)
            role = "of_which" if is_part else "line"
            logical = LogicalRow.unknown(row_no, side.group, label, line_no, role=role)
        else:
            side.order = line.order
            logical = LogicalRow(
                row_no,
                line.row_key,
                line.row_role,
                label,
                printed_line_no=line_no,
                account_code=line.account_code,
            )
    context.write_row(logical, row.figures(places), side=side.group)


def read_two_sided_rows(context: GridContext, body: Body) -> None:
    """Write the cells of a two-sided table; both sides of a printed row share its number."""
    sides = (_Side(INCOME), _Side(EXPENDITURE))
    row_no = 0
    taken: set[int] = set()
    for number, row in enumerate(body.rows):
        if number in taken:
            continue
        below = body.rows[number + 1] if number + 1 < len(body.rows) else None
        rests = [_wrapped(context, side, row, below) for side in sides]
        if below is not None and any(rests):
            alone = all(
                side.is_empty(below) and side.label(below) in ("", rest)
                for side, rest in zip(sides, rests, strict=True)
            )
            rests = rests if alone else [""] * len(rests)
            taken |= {number + 1} if alone else set()
        row_no += 1
        for side, rest in zip(sides, rests, strict=True):
            _write_side(context, side, row, row_no, rest)
    context.table.rows = row_no


def _only_row(context: GridContext) -> str:
    return read_shapes()[context.variant.table_code].only_row


def _read_items(context: GridContext, body: Body) -> None:
    """Write a table with one printed row per item: still one logical row, the items its columns."""
    table_code = context.variant.table_code
    known = {c.code: c for v in read_variants() if v.table_code == table_code for c in v.columns}
    figures: dict[str, tuple[Column, GridCell]] = {}
    others: list[tuple[str, BodyRow]] = []
    for row in body.rows:
        label = "".join(squeeze(cell.text) for cell in row.lead())
        place = row.cells[0].locator
        line = context.find_line(label, None, 0, place) if normalise_label(label) else None
        if line is None:
            if label and any(cell.text.strip() for _, cell in row.figures()):
                others.append((label, row))
            continue
        for column, cell in row.figures():
            if column.header:
                continue
            code = f"{column.code.partition('_')[0]}_{line.row_key}"
            before = figures[code][1] if code in figures else None
            if before and squeeze(cell.text) in ("", squeeze(before.text)):
                continue
            # “三公”经费支出 over dashes is the name of a part; 支出合计 below it has the figures.
            if before is None or printed_cell(before).state != "value":
                figures[code] = (known[code], cell)
            elif printed_cell(cell).state == "value":
                context.table.doubt(f"{cell.locator} “{label}”印了两次，只读了第一次")
    context.write_row(LogicalRow(1, _only_row(context), "line"), figures.values())
    for row_no, (label, row) in enumerate(others, start=2):
        _write_below(context, label, row, row_no)
    context.table.rows = 1 + len(others)


def _write_below(context: GridContext, label: str, row: BodyRow, row_no: int) -> None:
    """Write a line that is none of the three expenses: statistics, parts, 机关运行经费."""
    kind, unit = kind_in(label) or ("money", "")
    figures = []
    for place, cell in enumerate(row.cells):
        column = row.columns.codes[place]
        if column is not None:
            head = column.header or column.labels[0]
            code = f"other_{place + 1:02d}"
            figures.append((Column(code, column.group, (head,), 1, kind, head), cell))
    logical = LogicalRow.unknown(row_no, "amount", label, row.line_number(), role="memo")
    context.write_row(logical, figures, value_unit=unit)


def read_three_public(context: GridContext, body: Body) -> None:
    """Write the single row of the table: the printed row that has figures, else the first one."""
    if context.variant.name == BY_ITEM:
        _read_items(context, body)
        return
    rows = [row for row in body.rows if any(cell.text.strip() for _, cell in row.figures())]
    if len(rows) > 1:
        context.table.doubt(f"{rows[1].cells[0].locator} 本表应只有一行数，印有{len(rows)}行")
    chosen = (rows or body.rows)[:1]
    for row in chosen:
        context.write_row(LogicalRow(1, _only_row(context), "line"), row.figures())
    context.table.rows = len(chosen)


def read_statistics_lines(context: GridContext, body: Body) -> None:
    """Write the statistics lines: one figure per line, money or count as the line says."""
    columns = {column.code: column for column in context.variant.columns}
    for row_no, row in enumerate(body.rows, start=1):
        label = "".join(squeeze(cell.text) for cell in row.lead())
        figures = list(row.figures())
        filled = [item for item in figures if item[1].text.strip()] or figures[:1]
        # Headings of the parts of the table, and the names of the columns printed again there.
        is_heading = (_HEADING.match(label) or is_lead_label(label)) and not any(
            is_number(cell.text) for _, cell in figures
        )
        if is_heading or not filled:
            continue
        place = row.cells[0].locator
        line = context.find_line(label, None, 0, place)
        printed_in, cell = filled[0]
        code, line_no = printed_in.code, row.line_number()
        if line is None:
            context.note_unknown_line(label, place)
            logical = LogicalRow.unknown(row_no, code, label, line_no)
        else:
            code = "quantity" if line.value_kind == "count" else "amount"
            logical = LogicalRow(row_no, line.row_key, line.row_role, label, line_no)
        context.write_row(
            logical,
            [(columns[code], cell)],
            value_kind="count" if code == "quantity" else "money",
            value_unit=line.value_unit if line else "",
        )
    context.table.rows = len(body.rows)
