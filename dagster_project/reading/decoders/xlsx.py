"""Decodes .xlsx with openpyxl: the only library that gives values, number formats and merges."""

from __future__ import annotations

import datetime
import io
import itertools
import re
import warnings
import zipfile
from collections.abc import Iterator, Mapping

from lxml import etree
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.reader.excel import ExcelReader
from openpyxl.utils.cell import column_index_from_string, coordinate_to_tuple
from openpyxl.worksheet.worksheet import Worksheet

from dagster_project.reading.decoders.beside_text import SHEET_PARTS, notes_beside
from dagster_project.reading.decoders.containers import open_archive
from dagster_project.reading.decoders.number_text import date_text, number_text
from dagster_project.reading.decoders.sheets import MOST_COLUMNS, Sheet, decode_sheets
from dagster_project.reading.model.grid import DecodedDocument, Place
from dagster_project.reading.model.source import RefusedError
from dagster_project.reading.page.raised import as_mark

_WHAT = "电子表格（xlsx）"
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
_MERGED = re.compile(
    rb'<(?:\w+:)?mergeCell\b[^>]*?\bref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"'
)
# All merged cells of a workbook: titles over every column of a sheet (16,384) are seen.
_MOST_MERGED = 500_000
# Runs of one text that are drawn otherwise: raised digits, and what is struck through.
_DRAWN_APART = re.compile(rb"<(?:\w+:)?(?:vertAlign|strike)[ >/]")


class _Reader(ExcelReader):
    """Reads sheets of cells; one that is nothing but a picture of them has none."""

    def read_chartsheet(self, sheet: object, rel: object) -> None:
        """Leave out a chart that is a sheet of its own."""


def _text(value: object, number_format: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return number_text(value, number_format)
    if isinstance(value, datetime.datetime | datetime.date):
        return date_text(value, number_format)
    if isinstance(value, CellRichText):
        kept = "".join(_run_text(run) for run in value if not _is_struck(run))
        # What is struck through beside other text was replaced by it.
        return kept if kept.strip() else "".join(map(_run_text, value))
    return str(value)


def _is_struck(run: TextBlock | str) -> bool:
    return isinstance(run, TextBlock) and bool(run.font.strike)


def _run_text(run: TextBlock | str) -> str:
    """Return the text of one run; raised and lowered digits are marks, told apart from figures."""
    if isinstance(run, TextBlock) and run.font.vertAlign in ("superscript", "subscript"):
        return as_mark(run.text)
    return str(run)


def _formulas(part: bytes) -> Iterator[tuple[Place, str, bool]]:
    """Yield where a sheet holds formulas, what they are, and whether their result was stored.

    openpyxl gives None for a result that was never stored and for one that is an empty text.
    """
    if not _FORMULA.search(part):
        return
    for _, cell in etree.iterparse(io.BytesIO(part), tag="{*}c", resolve_entities=False):
        children = {etree.QName(e).localname: e for e in cell if isinstance(e.tag, str)}
        if "f" in children and cell.get("r"):
            is_stored = cell.get("t") == "str" or bool(getattr(children.get("v"), "text", None))
            formula = children["f"].text or "…"
            yield coordinate_to_tuple(cell.get("r")), f"={formula}", is_stored
        cell.clear()


def _has_runs_apart(archive: zipfile.ZipFile) -> bool:
    names = (n for n in archive.namelist() if n == "xl/sharedStrings.xml" or "worksheets/" in n)
    return any(_DRAWN_APART.search(archive.read(name)) for name in names)


def _shows_zeros(sheet: Worksheet) -> bool:
    views = sheet.sheet_view
    return views is None or views.showZeros is not False


def _sheet(sheet: Worksheet, part: bytes) -> Sheet:
    texts: dict[Place, str] = {}
    formulas = list(_formulas(part))
    # Shown as such, never as a blank.
    without_results: Mapping[Place, str] = {
        p: text for p, text, is_stored in formulas if not is_stored
    }
    texts.update(without_results)
    shows_zeros = _shows_zeros(sheet)
    for place, cell in sheet._cells.items():
        value = cell.value
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
        formulas=len(formulas),
        without_results=len(without_results),
    )


def _check_merged(archive: zipfile.ZipFile) -> None:
    """Refuse merged blocks that would be made cell by cell: a sheet has 17 billion."""
    area = 0
    for name in archive.namelist():
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            for left, top, right, bottom in _MERGED.findall(archive.read(name)):
                columns = column_index_from_string(right.decode()) + 1
                columns -= column_index_from_string(left.decode())
                area += max(0, columns) * max(0, int(bottom) - int(top) + 1)
    if area > _MOST_MERGED:
        raise RefusedError("too_large", f"{_WHAT}的合并单元格范围过大，不是一份决算公开，不读")


def decode_xlsx(content: bytes) -> DecodedDocument:
    """Return the sheets of a workbook as grids. Raises RefusedError where it cannot be opened."""
    archive = open_archive(content, _WHAT)
    _check_merged(archive)
    try:
        with warnings.catch_warnings():
            # Unknown extensions of other programs are no concern of ours.
            warnings.simplefilter("ignore")
            reader = _Reader(
                io.BytesIO(content),
                data_only=True,
                keep_links=False,
                rich_text=_has_runs_apart(archive),
            )
            reader.read()
            beside = notes_beside(archive, SHEET_PARTS)
            parts = {sheet.name: rel.target for sheet, rel in reader.parser.find_sheets()}
            sheets = [
                _sheet(sheet, archive.read(parts[sheet.title])) for sheet in reader.wb.worksheets
            ]
    except RefusedError:
        raise
    except Exception as problem:
        raise RefusedError("broken_file", f"{_WHAT}已损坏，打不开") from problem
    decoded = decode_sheets(sheets)
    decoded.beside += beside
    return decoded
