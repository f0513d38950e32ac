"""From forms to the cells of table jx01."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from dagster_project.reading.model.cells import CellWriter, LogicalRow, PrintedCell, ReadTable
from dagster_project.reading.tables.performance.form import (
    FUNDS,
    PROJECT,
    FormRow,
    PerformanceForm,
)
from dagster_project.reading.tables.performance.layout import TABLE_CODE, value_kinds

# The notes are the publisher's prose; what figures and labels need of them is their beginning.
_LONGEST_NOTE = 80
_UNITS = {"percent": "%", "score": "分"}
_TOTAL = "funds_total"


def performance_tables(forms: Sequence[PerformanceForm]) -> list[ReadTable]:
    """Return table jx01 of a document: one table, or none where it holds no form."""
    if not forms:
        return []
    table = ReadTable(
        TABLE_CODE,
        variant=forms[0].variant,
        title=forms[0].title or None,
        presence="data",
        unit=next((form.unit for form in forms if form.unit), None),
        source_locator="、".join(form.locator for form in forms),
    )
    writer = CellWriter(table)
    for project_no, form in enumerate(forms, start=1):
        _write_form(writer, form, project_no)
    pages = [cell.page for cell in table.cells if cell.page is not None]
    table.page_first, table.page_last = min(pages, default=None), max(pages, default=None)
    return [table]


def _write_form(writer: CellWriter, form: PerformanceForm, project_no: int) -> None:
    table = writer.table
    is_other_unit = form.unit != table.unit
    if form.unit is None:
        table.doubt(f"{form.locator} “{form.name}”没有印资金单位")
    elif is_other_unit:
        table.doubt(f"{form.locator} “{form.name}”的资金单位是{form.unit}，其余表是{table.unit}")
    for note in form.notes:
        table.note(note)
    for doubt in form.doubts:
        table.doubt(doubt)
    for row in form.rows:
        table.rows += 1
        key = f"p{project_no}.{row.key}" if row.key else f"p{project_no}"
        logical = LogicalRow(table.rows, key, _role(row), row.label)
        for code, cell in row.cells.items():
            kind = value_kinds()[code]
            # Without its own unit an amount is only what is printed.
            kind = "text" if kind == "money" and is_other_unit else kind
            is_sure = code not in row.doubtful and (kind != "text" or code not in _MONEY)
            writer.add(
                logical,
                code,
                _shortened(cell) if code == "deviation_note" else cell,
                value_kind=kind,
                value_unit=_UNITS.get(kind, ""),
                is_confirmed=is_sure,
                confidence=Decimal(1) if is_sure else Decimal("0.5"),
            )


_MONEY = frozenset(("requested", "budgeted", "full_year_budget", "executed", "carried_over"))


def _role(row: FormRow) -> str:
    if row.group == PROJECT:
        return "total"
    if row.group == FUNDS:
        return "line" if row.key == _TOTAL else "of_which"
    return "item"


def _shortened(cell: PrintedCell) -> PrintedCell:
    if len(cell.text) <= _LONGEST_NOTE:
        return cell
    return replace(cell, text=cell.text[: _LONGEST_NOTE - 1] + "…")
