"""An invented disclosure as a workbook."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from decimal import Decimal

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from tests.printing.choices import Choices
from tests.printing.table import InventedTable, Spot, shown, spans


def _format(choices: Choices) -> str:
    whole = "#,##0" if choices["separators"] != "none" else "0"
    decimals = int(choices["decimals"])
    return whole + ("." + "0" * decimals if decimals else "")


def _value(choices: Choices, spot: Spot) -> object:
    if spot.key is None:
        return shown(spot.text) or None
    is_number = bool(spot.text) and spot.text.isascii() and any(c.isdigit() for c in spot.text)
    if not is_number or choices["numbers"] == "texts" or spot.key[1] == "quantity":
        return spot.text or None
    if choices["numbers"] == "spaced_texts":
        return f" {spot.text}  "
    return float(Decimal(spot.text.replace(",", "")))


def _fill(choices: Choices, sheet: Worksheet, table: InventedTable, first: int) -> int:
    """Write one table from a row on; return the row after it."""
    sheet.cell(first, 1, choices.dated(table.title))
    row = first + 1
    for texts in table.fields:
        for place, text in zip((1, 2, max(3, len(table.widths))), texts, strict=True):
            if text:
                sheet.cell(row, place, text)
        row += 1
    top = row
    for texts in table.header:
        for column, text in enumerate(texts, 1):
            if shown(text):
                sheet.cell(row, column, text)
        row += 1
    for spots in table.body:
        for column, spot in enumerate(spots, 1):
            value = _value(choices, spot)
            if value is None:
                continue
            cell = sheet.cell(row, column, value)
            if isinstance(value, float):
                cell.number_format = _format(choices)
        row += 1
    if choices["merging"] == "merged":
        for (i, j), (rows, columns) in spans(table.texts()).items():
            if rows > 1 or columns > 1:
                sheet.merge_cells(
                    start_row=top + i,
                    start_column=1 + j,
                    end_row=top + i + rows - 1,
                    end_column=j + columns,
                )
    for note in table.notes:
        sheet.cell(row, 1, note)
        row += 1
    return row


def _hide(choices: Choices, book: openpyxl.Workbook) -> None:
    kind = choices["hidden"]
    sheets = book.worksheets
    if kind == "sheet":
        draft = book.create_sheet("草稿")
        draft.append(["收入决算表"])
        draft.append(["科目编码", "科目名称", "本年收入合计"])
        draft.append(["201", "一般公共服务支出", 99.99])
        draft.sheet_state = "hidden"
    for sheet in sheets if kind in ("rows", "columns") else []:
        if kind == "rows":
            row = sheet.max_row + 2
            for column in range(1, 6):
                sheet.cell(row, column, 123.45)
            sheet.row_dimensions[row].hidden = True
        else:
            column = sheet.max_column + 2
            for row in range(1, sheet.max_row + 1):
                sheet.cell(row, column, 123.45)
            sheet.column_dimensions[openpyxl.utils.get_column_letter(column)].hidden = True


def _with_formulas(content: bytes) -> bytes:
    """Return the workbook with every number as the stored result of a formula."""
    source, buffer = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for item in source.infolist():
            data = source.read(item)
            if item.filename.startswith("xl/worksheets/sheet"):
                data = re.sub(rb't="n"><v>', rb't="n"><f>SUM(Z90:Z99)</f><v>', data)
            made.writestr(item, data)
    return buffer.getvalue()


def print_xlsx(choices: Choices, name: str, tables: Sequence[InventedTable]) -> bytes:
    """Return the workbook."""
    book = openpyxl.Workbook()
    cover = book.active
    cover.title = "封面"
    cover["A1"] = f"{name}{choices.year}年度部门决算"
    one = book.create_sheet("决算公开表") if choices["sheets"] == "one_sheet" else None
    row = 1
    for number, table in enumerate(tables, 1):
        if one is not None:
            row = _fill(choices, one, table, row) + 2
            continue
        titles = {
            "titled": f"{table.number or number} {table.title}"[:31],
            "numbered": f"附表{number}",
            "tab_titles": table.title[:31],
        }
        sheet = book.create_sheet(titles[choices["sheets"]])
        end = _fill(choices, sheet, table, 1)
        if choices["odd_cells"] == "error":
            sheet.cell(end + 1, len(table.widths) + 3, "#REF!")
        elif choices["odd_cells"] == "empty_columns":
            sheet.cell(end + 30, len(table.widths) + 8, " ")
    _hide(choices, book)
    buffer = io.BytesIO()
    book.save(buffer)
    content = buffer.getvalue()
    return _with_formulas(content) if choices["numbers"] == "formulas" else content
