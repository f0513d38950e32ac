"""Printed tables rebuilt from cells: rows and columns as printed, every text unaltered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from dagster_project.report.cell_marks import Mark
from dagster_project.report.findings import CellKey, cell_anchor
from dagster_project.report.marts import Row
from dagster_project.report.printed_headers import (
    SIDES,
    HeaderCell,
    PrintedColumn,
    header_rows,
    printed_columns,
)
from dagster_project.report.words import table_name

_SIDE_LABELS = {
    "income": "收入",
    "expenditure": "支出",
    "personnel": "人员经费",
    "public": "公用经费",
}


@dataclass(frozen=True)
class Cell:
    """One cell to draw; ``text`` is what is printed."""

    text: str
    state: str
    column_code: str
    is_confirmed: bool
    mark: Mark | None
    anchor: str | None


@dataclass(frozen=True)
class SideRow:
    """One row of one side: code, label and line number as printed, and a cell per column."""

    row_no: int
    role: str
    level: int
    code: str
    label: str
    line_no: str
    cells: list[Cell | None]


@dataclass(frozen=True)
class Side:
    """One side of a table; an ordinary table has one side without a label."""

    label: str | None
    columns: list[PrintedColumn]
    header: list[list[HeaderCell]]
    has_code: bool
    has_label: bool
    has_line_no: bool

    @property
    def leading(self) -> int:
        """Number of columns before the figures."""
        return self.has_code + self.has_label + self.has_line_no

    @property
    def width(self) -> int:
        """Number of columns in all."""
        return self.leading + len(self.columns)


@dataclass(frozen=True)
class PrintedTable:
    """A table of a document with what is said about it; without cells when there were none."""

    row: Row
    name: str
    sides: list[Side]
    rows: list[list[SideRow | None]]
    notes: list[str]

    @property
    def depth(self) -> int:
        """Number of header rows below the names of the sides."""
        return max((len(side.header) for side in self.sides), default=1)


def build_table(
    table: Row,
    cells: Sequence[Row],
    document: Row,
    marks: Mapping[CellKey, Mark],
    notes: Sequence[str],
    expense_groups: Mapping[str, str],
) -> PrintedTable:
    """Rebuild one table; ``expense_groups`` tells which side of gk06 an account stands on."""
    printed = list(dict.fromkeys(cell["column_code"] for cell in cells))
    columns = printed_columns(
        document["form"], table["table_code"], table["variant"], document["fiscal_year"], printed
    )
    halves = _split(table["table_code"], cells, columns, expense_groups)
    sides: list[Side] = []
    bodies: list[list[SideRow]] = []
    for label, side_columns, side_cells in halves:
        rows = _side_rows(side_cells, side_columns, marks)
        sides.append(
            Side(
                label=_SIDE_LABELS.get(label or ""),
                columns=side_columns,
                header=header_rows(side_columns),
                has_code=any(row.code for row in rows),
                has_label=any(row.label for row in rows),
                has_line_no=any(row.line_no for row in rows),
            )
        )
        bodies.append(rows)
    is_by_row = table["table_code"] != "gk06"
    return PrintedTable(
        row=table,
        name=table["printed_number"] or table_name(table["table_code"]),
        sides=sides,
        rows=_side_by_side(bodies, is_by_row=is_by_row),
        notes=list(notes),
    )


def _split(
    table_code: str,
    cells: Sequence[Row],
    columns: list[PrintedColumn],
    expense_groups: Mapping[str, str],
) -> list[tuple[str | None, list[PrintedColumn], list[Row]]]:
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
    if table_code == "gk06" and expense_groups:
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
    key = (cell["table_code"], cell["row_no"], cell["column_code"])
    mark = marks.get(key)
    return Cell(
        text=cell["printed_text"] or "",
        state=cell["cell_state"],
        column_code=cell["column_code"],
        is_confirmed=cell["read_status"] in (None, "confirmed"),
        mark=mark,
        anchor=cell_anchor(key) if mark else None,
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
