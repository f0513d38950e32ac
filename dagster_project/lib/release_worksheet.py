"""findings.xlsx: one worksheet for a reviewer, header frozen, every text a text."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from dagster_project.lib.tabular import FORMULA_STARTS, Rows

_WIDTHS = {"message_zh": 70, "next_step_zh": 50, "cannot_tell_zh": 40, "document_id": 26}
_MAX_TEXT = 32_767


def write_findings(path: Path, findings: Rows, release_id: str) -> None:
    """Write the findings with the release id as their last column and in the properties."""
    book = Workbook(write_only=True)
    book.properties.title = "部门决算勾稽问题清单"
    book.properties.identifier = release_id
    sheet: WriteOnlyWorksheet = book.create_sheet("findings")
    sheet.freeze_panes = "A2"
    columns = (*findings.columns, "release_id")
    for number, name in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = _WIDTHS.get(name, 16)
    last = get_column_letter(len(columns))
    sheet.auto_filter.ref = f"A1:{last}{len(findings.records) + 1}"
    sheet.append(list(_header(sheet, columns)))
    for record in findings.records:
        sheet.append([_cell(sheet, value) for value in (*record, release_id)])
    book.save(path)


def _header(sheet: WriteOnlyWorksheet, columns: tuple[str, ...]) -> Iterator[WriteOnlyCell]:
    for name in columns:
        cell = WriteOnlyCell(sheet, value=name)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="DDE6F0")
        yield cell


def _cell(sheet: WriteOnlyWorksheet, value: Any) -> WriteOnlyCell:
    if isinstance(value, list | dict):
        value = str(value)
    if not isinstance(value, str):
        cell = WriteOnlyCell(sheet, value=value)
        if isinstance(value, Decimal):
            cell.number_format = "#,##0.00"
        return cell
    text = ILLEGAL_CHARACTERS_RE.sub("", value)[:_MAX_TEXT]
    cell = WriteOnlyCell(sheet, value=text)
    # openpyxl would take "=…" for a formula. As a quoted string it is text, also after an edit.
    cell.data_type = "s"
    cell.alignment = Alignment(vertical="top", wrap_text=len(text) > 30)
    if text.startswith(FORMULA_STARTS):
        cell.quotePrefix = True
    return cell
