"""Cells and sheets of a workbook: every text a text, every amount a number, readable at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from dagster_project.release.tabular import FORMULA_STARTS

# Limits of the file format.
MAX_ROWS = 1_048_576
MAX_TEXT = 32_767
MAX_NAME = 31

_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_THIN = Side(style="thin", color="BFBFBF")
BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEADER_FILL = PatternFill("solid", fgColor="DDE6F0")
_HEADER_FONT = Font(bold=True)
_HEADER_ALIGNMENT = Alignment(vertical="center", wrap_text=True)
_TOP = Alignment(vertical="top")
_WRAPPED = Alignment(vertical="top", wrap_text=True)


@dataclass(frozen=True)
class SheetColumn:
    """One column: the key of the row, its heading, its width, and whether a reader fills it in."""

    key: str
    title: str
    width: int = 12
    is_answer: bool = False


def add_sheet(
    book: Workbook, name: str, columns: Sequence[SheetColumn], rows: int, above: int = 0
) -> WriteOnlyWorksheet:
    """Add a sheet with widths, filter and frozen header; ``above`` lines stand over the header."""
    sheet: WriteOnlyWorksheet = book.create_sheet(name)
    header_row = above + 1
    sheet.freeze_panes = f"A{header_row + 1}"
    for number, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    last = get_column_letter(len(columns))
    sheet.auto_filter.ref = f"A{header_row}:{last}{header_row + rows}"
    sheet.print_title_rows = f"{header_row}:{header_row}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    return sheet


def header_cells(sheet: WriteOnlyWorksheet, columns: Sequence[SheetColumn]) -> list[Any]:
    """Return the header row."""
    cells = []
    for column in columns:
        cell = WriteOnlyCell(sheet, value=column.title)
        cell.font, cell.fill = _HEADER_FONT, _HEADER_FILL
        cell.alignment, cell.border = _HEADER_ALIGNMENT, BORDER
        cells.append(cell)
    return cells


def value_cell(sheet: WriteOnlyWorksheet, value: Any) -> Any:
    """Return a cell with a value; a text is a text, whatever character it starts with."""
    if isinstance(value, list | dict):
        value = str(value)
    if not isinstance(value, str):
        cell = WriteOnlyCell(sheet, value=value)
        if isinstance(value, Decimal):
            cell.number_format = _number_format(value)
        cell.alignment = _TOP
        return cell
    text = ILLEGAL_CHARACTERS_RE.sub("", value)[:MAX_TEXT]
    cell = WriteOnlyCell(sheet, value=text)
    # openpyxl would take "=…" for a formula. As a quoted string it is text, also after an edit.
    cell.data_type = "s"
    cell.alignment = _WRAPPED if len(text) > 10 or "\n" in text else _TOP
    if text.startswith(FORMULA_STARTS):
        cell.quotePrefix = True
    return cell


def _number_format(value: Decimal) -> str:
    """Return a format that shows every decimal there is: 0.0001 万元 is no 0.00."""
    decimals = max(0, -int(value.as_tuple().exponent))
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def sheet_names(titles: Iterable[str], taken: Iterable[str] = ()) -> list[str]:
    """Return a name for each title that Excel takes: short, without its signs, each once."""
    used = {name.casefold() for name in taken}
    names = []
    for title in titles:
        # Excel keeps "History" for itself and allows no quote at either end.
        plain = _FORBIDDEN.sub(" ", title).strip().strip("'") or "-"
        plain = f"{plain}_" if plain.casefold() == "history" else plain
        name, number = plain[:MAX_NAME].rstrip(" '"), 1
        while name.casefold() in used:
            number += 1
            ending = f"~{number}"
            name = plain[: MAX_NAME - len(ending)] + ending
        used.add(name.casefold())
        names.append(name)
    return names
