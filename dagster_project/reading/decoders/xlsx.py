"""Decodes .xlsx with openpyxl: the only library that gives values, number formats and merges."""

from __future__ import annotations

import datetime
import io
import itertools
import re
import warnings
import zipfile

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from dagster_project.reading.decoders.containers import open_archive
from dagster_project.reading.decoders.number_text import number_text
from dagster_project.reading.decoders.sheets import MOST_COLUMNS, Sheet, decode_sheets
from dagster_project.reading.model.grid import DecodedDocument, Place
from dagster_project.reading.model.source import RefusedError

_WHAT = "电子表格（xlsx）"


def _text(value: object, number_format: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return number_text(value, number_format)
    if isinstance(value, datetime.datetime | datetime.date):
        return value.isoformat()[:10]
    return str(value)


def _formulas(content: bytes, archive: zipfile.ZipFile) -> openpyxl.Workbook | None:
    """Return the workbook with its formulas, if any: their stored results may be missing."""
    sheets = [
        n for n in archive.namelist() if n.startswith("xl/worksheets/") and n.endswith(".xml")
    ]
    if not any(re.search(rb"<(?:\w+:)?f[ >/]", archive.read(name)) for name in sheets):
        return None
    return openpyxl.load_workbook(io.BytesIO(content), data_only=False)


def _shows_zeros(sheet: Worksheet) -> bool:
    views = sheet.sheet_view
    return views is None or views.showZeros is not False


def _sheet(sheet: Worksheet, formulas: Worksheet | None) -> Sheet:
    texts: dict[Place, str] = {}
    shows_zeros = _shows_zeros(sheet)
    for place, cell in sheet._cells.items():
        value = cell.value
        if value is None and formulas is not None:
            # A formula whose result was never stored: shown as such, never as a blank.
            formula = formulas.cell(*place).value
            value = formula if isinstance(formula, str) and formula.startswith("=") else None
        if value == 0 and not isinstance(value, bool | str) and not shows_zeros:
            continue
        text = _text(value, cell.number_format)
        if text:
            texts[place] = text
    merged = [(r.min_row, r.min_col, r.max_row, r.max_col) for r in sheet.merged_cells.ranges]
    hidden_columns = (
        range(d.min, min(d.max, MOST_COLUMNS) + 1)
        for d in sheet.column_dimensions.values()
        if d.hidden and d.min and d.max
    )
    return Sheet(
        sheet.title,
        texts,
        merged,
        is_hidden=sheet.sheet_state != "visible",
        hidden_rows=frozenset(r for r, d in sheet.row_dimensions.items() if d.hidden),
        hidden_columns=frozenset(itertools.chain.from_iterable(hidden_columns)),
    )


def decode_xlsx(content: bytes) -> DecodedDocument:
    """Return the sheets of a workbook as grids. Raises RefusedError where it cannot be opened."""
    archive = open_archive(content, _WHAT)
    try:
        with warnings.catch_warnings():
            # Unknown extensions of other programs are no concern of ours.
            warnings.simplefilter("ignore")
            workbook = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
            formulas = _formulas(content, archive)
            sheets = [
                _sheet(sheet, formulas[sheet.title] if formulas is not None else None)
                for sheet in workbook.worksheets
            ]
    except RefusedError:
        raise
    except Exception as problem:
        reason = f"{type(problem).__name__}: {problem}"[:200]
        raise RefusedError("broken_file", f"{_WHAT}已损坏，打不开（{reason}）") from None
    return decode_sheets(sheets)
