"""Printed tables rebuilt from cells: rows and columns as printed, every text unaltered."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import zip_longest

from dagster_project.contract.words import table_name
from dagster_project.form.shapes import BY_ECONOMIC, PERFORMANCE, shape_of
from dagster_project.release.marts import Row
from dagster_project.report.cell_marks import Mark
from dagster_project.report.findings import CellKey, cell_anchor
from dagster_project.report.printed_headers import (
    SIDES,
    PrintedColumn,
    header_rows,
    printed_columns,
)
from dagster_project.report.table_shapes import Block, Cell, PrintedTable, Side, SideRow

_SIDE_LABELS = {
    "income": "收入",
    "expenditure": "支出",
    "personnel": "人员经费",
    "public": "公用经费",
}


_COUNTED = re.compile(r"c\d{2,}")
# A reading that nobody doubts; None is that of a release which did not say.
_CONFIRMED = (None, "confirmed")
# Which part of a self-evaluation form a row belongs to, by its role; the rest are funds.
_FORM_PARTS = {"total": "project", "item": "indicator"}
# What decides the printed columns: form, table, variant, year.
_Layout = tuple[str | None, str, str | None, int | None]
# A side of a table before it is laid out: its name, its columns, its cells.
_Half = tuple[str | None, list[PrintedColumn], list[Row]]


def build_table(
    table: Row,
    cells: Sequence[Row],
    document: Row,
    marks: Mapping[CellKey, Mark],
    notes: Sequence[str],
    expense_groups: Mapping[str, str],
) -> PrintedTable:
    """Rebuild one table; ``expense_groups`` tells which side an economic account stands on."""
    layout: _Layout = (
        document["form"],
        table["table_code"],
        table["variant"],
        document["fiscal_year"],
    )
    if shape_of(table["table_code"]) == PERFORMANCE:
        blocks = _form_blocks(cells, layout, marks)
    else:
        columns = printed_columns(*layout, _codes(cells), heads=_heads(cells))
        halves = _split(table["table_code"], cells, columns, expense_groups)
        is_by_row = shape_of(table["table_code"]) != BY_ECONOMIC
        blocks = [_block("", halves, marks, is_by_row=is_by_row)] if cells else []
    return PrintedTable(
        row=table,
        name=table["printed_number"] or table.get("title") or table_name(table["table_code"]),
        blocks=blocks,
        notes=list(notes),
    )


def _codes(cells: Sequence[Row]) -> list[str]:
    codes = list(dict.fromkeys([cell["column_code"] for cell in cells]))
    # Columns that are only counted (c01, c02) stand in that order, whichever row comes first.
    return sorted(codes, key=lambda code: int(code[1:]) if _COUNTED.fullmatch(code) else 0)


def _heads(cells: Sequence[Row]) -> dict[str, str]:
    """Return what is printed above the columns that are none of the form's."""
    heads: dict[str, str] = {}
    for cell in cells:
        code, head = cell["column_code"], cell.get("printed_header") or ""
        # A column that is only counted has no name of its own: rather no head than its number.
        if head or _COUNTED.fullmatch(code):
            heads[code] = heads.get(code) or head
    return heads


def _block(
    caption: str, halves: Sequence[_Half], marks: Mapping[CellKey, Mark], *, is_by_row: bool = True
) -> Block:
    sides: list[Side] = []
    bodies: list[list[SideRow]] = []
    for label, columns, cells in halves:
        rows = _side_rows(cells, columns, marks)
        sides.append(
            Side(
                label=_SIDE_LABELS.get(label or ""),
                columns=columns,
                header=header_rows(columns),
                has_code=any(row.code for row in rows),
                has_label=any(_has_own_label(row) for row in rows),
                has_line_no=any(row.line_no for row in rows),
            )
        )
        bodies.append(rows)
    return Block(caption, sides, _side_by_side(bodies, is_by_row=is_by_row))


def _has_own_label(row: SideRow) -> bool:
    """Tell whether a label is a column of its own: that of an indicator is one of its cells."""
    return bool(row.label) and all(cell is None or cell.text != row.label for cell in row.cells)


def _form_blocks(
    cells: Sequence[Row], layout: _Layout, marks: Mapping[CellKey, Mark]
) -> list[Block]:
    """Return the parts of the self-evaluation form of each project: head, funds, indicators."""
    parts: dict[tuple[str, str], list[Row]] = {}
    for cell in cells:
        project = (cell["row_key"] or "").split(".")[0]
        parts.setdefault((project, _FORM_PARTS.get(cell["row_role"], "funds")), []).append(cell)
    blocks = []
    for (_, part), own in parts.items():
        columns = printed_columns(*layout, _codes(own), (part,))
        caption = own[0]["printed_label"] or "" if part == "project" else ""
        blocks.append(_block(caption, [(None, columns, own)], marks))
    return blocks


def _split(
    table_code: str,
    cells: Sequence[Row],
    columns: list[PrintedColumn],
    expense_groups: Mapping[str, str],
) -> list[_Half]:
    """Split a table into the sides it is printed in."""
    groups = {column.code: column.group for column in columns}
    if set(SIDES) <= set(groups.values()):
        return [
            (
                side,
                [column for column in columns if column.group == side],
                [cell for cell in cells if groups[cell["column_code"]] == side],
            )
            for side in SIDES
        ]
    if shape_of(table_code) == BY_ECONOMIC:
        # Personnel and public expenses stand side by side; a row of neither is kept on the right.
        personnel = [c for c in cells if expense_groups.get(c["row_key"]) == "personnel"]
        public = [c for c in cells if expense_groups.get(c["row_key"]) != "personnel"]
        if personnel and public:
            return [("personnel", columns, personnel), ("public", columns, public)]
    return [(None, columns, list(cells))]


def _side_rows(
    cells: Sequence[Row], columns: Sequence[PrintedColumn], marks: Mapping[CellKey, Mark]
) -> list[SideRow]:
    by_row: dict[int, dict[str, Row]] = {}
    for cell in cells:
        by_row.setdefault(cell["row_no"], {})[cell["column_code"]] = cell
    rows = []
    for row_no, printed in sorted(by_row.items()):
        first = next(iter(printed.values()))
        rows.append(
            SideRow(
                row_no=row_no,
                role=first["row_role"] or "line",
                level=_level(first["row_role"], first["account_code"] or ""),
                code=first["printed_code"] or "",
                label=first["printed_label"] or "",
                line_no=first["printed_line_no"] or "",
                cells=[
                    _cell(printed[column.code], marks) if column.code in printed else None
                    for column in columns
                ],
            )
        )
    return rows


def _level(role: str | None, account_code: str) -> int:
    """Return how far a label is indented: 类 0, 款 1, 项 2."""
    return {"section": 1, "item": 2, "of_which": 1}.get(role or "", 0) if account_code else 0


def _cell(cell: Row, marks: Mapping[CellKey, Mark]) -> Cell:
    column = cell["column_code"]
    mark = anchor = None
    # Most documents have few marks or none, and a release has millions of cells.
    if marks and (mark := marks.get(key := (cell["table_code"], cell["row_no"], column))):
        anchor = cell_anchor(key)
    return Cell(
        cell["printed_text"] or "",
        cell["cell_state"],
        cell["value_kind"] == "text",
        column,
        cell["read_status"] in _CONFIRMED,
        mark,
        anchor,
    )


def _side_by_side(
    bodies: Sequence[Sequence[SideRow]], *, is_by_row: bool
) -> list[list[SideRow | None]]:
    """Put the sides beside one another: by printed row, or from the top with totals in one row."""
    if not is_by_row:
        ends = [body[-1] if body and body[-1].role == "total" else None for body in bodies]
        rest = [body[:-1] if end else body for body, end in zip(bodies, ends, strict=True)]
        rows = [list(sides) for sides in zip_longest(*rest)]
        return [*rows, ends] if any(ends) else rows
    by_row: dict[int, list[SideRow | None]] = {}
    for number, body in enumerate(bodies):
        for row in body:
            by_row.setdefault(row.row_no, [None] * len(bodies))[number] = row
    return [by_row[row_no] for row_no in sorted(by_row)]
