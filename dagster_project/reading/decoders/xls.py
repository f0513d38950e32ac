"""Decodes .xls (Excel 97–2003) with xlrd, which knows number formats and merged cells of it."""

from __future__ import annotations

import itertools
import os

import xlrd

from dagster_project.reading.decoders.containers import is_encrypted
from dagster_project.reading.decoders.number_text import date_text, number_text
from dagster_project.reading.decoders.sheets import Sheet, decode_sheets
from dagster_project.reading.model.grid import DecodedDocument, Place
from dagster_project.reading.model.source import RefusedError
from dagster_project.reading.page.raised import as_mark

_WHAT = "电子表格（xls）"


def _text(book: xlrd.Book, cell: xlrd.sheet.Cell) -> str:
    if cell.ctype == xlrd.XL_CELL_TEXT:
        return str(cell.value)
    if cell.ctype == xlrd.XL_CELL_NUMBER:
        key = book.xf_list[cell.xf_index].format_key
        return number_text(cell.value, book.format_map[key].format_str)
    if cell.ctype == xlrd.XL_CELL_DATE:
        key = book.xf_list[cell.xf_index].format_key
        day = xlrd.xldate_as_datetime(cell.value, book.datemode).date()
        return date_text(day, book.format_map[key].format_str)
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(cell.value, "#ERROR")
    return ""


def _with_marks(book: xlrd.Book, text: str, runs: list[tuple[int, int]]) -> str:
    """Return a text of several fonts, raised and lowered digits as marks."""
    starts = [(0, -1), *runs, (len(text), -1)]
    written = ""
    for (start, font), (end, _) in itertools.pairwise(starts):
        is_raised = 0 <= font < len(book.font_list) and book.font_list[font].escapement
        written += as_mark(text[start:end]) if is_raised else text[start:end]
    return written


def _sheet(book: xlrd.Book, sheet: xlrd.sheet.Sheet) -> Sheet:
    texts: dict[Place, str] = {}
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            text = _text(book, sheet.cell(row, column))
            runs = sheet.rich_text_runlist_map.get((row, column))
            text = _with_marks(book, text, runs) if runs else text
            if text:
                texts[row + 1, column + 1] = text
    merged = [(top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells]
    return Sheet(
        sheet.name,
        texts,
        merged,
        is_hidden=sheet.visibility != 0,
        hidden_rows=frozenset(r + 1 for r, info in sheet.rowinfo_map.items() if info.hidden),
        hidden_columns=frozenset(c + 1 for c, info in sheet.colinfo_map.items() if info.hidden),
    )


def decode_xls(content: bytes) -> DecodedDocument:
    """Return the sheets of a workbook as grids. Raises RefusedError where it cannot be opened."""
    if is_encrypted(content):
        raise RefusedError("encrypted", "电子表格有密码，打不开")
    try:
        with open(os.devnull, "w", encoding="utf-8") as nowhere:  # noqa: PTH123
            book = xlrd.open_workbook(file_contents=content, formatting_info=True, logfile=nowhere)
            sheets = [_sheet(book, sheet) for sheet in book.sheets()]
    except Exception as problem:
        if "encrypt" in str(problem).lower() or "password" in str(problem).lower():
            raise RefusedError("encrypted", f"{_WHAT}有密码，打不开") from None
        raise RefusedError("broken_file", f"{_WHAT}已损坏，打不开") from problem
    return decode_sheets(sheets)
