"""Decodes XML Spreadsheet 2003: what Excel calls "XML 电子表格", saved as .xml or .xls."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from lxml import etree

from dagster_project.reading.decoders.number_text import number_text
from dagster_project.reading.decoders.sheets import MOST_COLUMNS, Sheet, decode_sheets
from dagster_project.reading.model.grid import DecodedDocument, Place
from dagster_project.reading.model.source import RefusedError
from dagster_project.reading.page.raised import as_mark

_WHAT = "电子表格（XML 2003）"
_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_X = "{urn:schemas-microsoft-com:office:excel}"
# Formats that have a name instead of a code.
_NAMED = {
    "Standard": "#,##0.00",
    "Fixed": "0.00",
    "Percent": "0.00%",
    "Currency": "#,##0.00",
    "Euro Currency": "#,##0.00",
    "Scientific": "0.00E+00",
}
_RAISED = frozenset({"Sup", "Sub"})


def _number(element: etree._Element, name: str, default: int) -> int:
    text = element.get(f"{_SS}{name}", "")
    return int(text) if re.fullmatch(r"\d{1,7}", text) else default


def _is_hidden(element: etree._Element) -> bool:
    return element.get(f"{_SS}Hidden") == "1"


def _placed(
    parent: etree._Element, name: str, span: str
) -> Iterator[tuple[int, int, etree._Element]]:
    """Yield rows, cells or columns with their places; an Index leaves out those before it."""
    at = 0
    for element in parent.iterchildren(f"{_SS}{name}"):
        at = _number(element, "Index", at + 1)
        last = at + _number(element, span, 0)
        yield at, last, element
        at = last


def _written(element: etree._Element) -> str:
    """Return the text of a cell, raised digits as marks."""
    text = element.text or ""
    for child in element:
        if isinstance(child.tag, str):
            inner = _written(child)
            text += as_mark(inner) if etree.QName(child).localname in _RAISED else inner
        text += child.tail or ""
    return text


def _text(data: etree._Element, number_format: str | None) -> str:
    text, kind = _written(data), data.get(f"{_SS}Type")
    if kind == "Number":
        try:
            return number_text(Decimal(text.strip()), number_format)
        except InvalidOperation:
            return text
    return text[:10] if kind == "DateTime" else text


def _formats(root: etree._Element) -> dict[str, str]:
    """Return the number format of each style; a style without one has that of its parent."""
    found: dict[str, str] = {}
    for style in root.iter(f"{_SS}Style"):
        own = style.find(f"{_SS}NumberFormat")
        code = own.get(f"{_SS}Format") if own is not None else None
        inherited = found.get(style.get(f"{_SS}Parent", "Default"), "")
        found[style.get(f"{_SS}ID", "")] = inherited if code is None else _NAMED.get(code, code)
    return found


def _sheet(worksheet: etree._Element, formats: dict[str, str]) -> Sheet:
    texts: dict[Place, str] = {}
    merged: list[tuple[int, int, int, int]] = []
    hidden_rows: set[int] = set()
    hidden_columns: set[int] = set()
    formulas = without_results = 0
    for table in worksheet.iterchildren(f"{_SS}Table"):
        column_styles: dict[int, str] = {}
        for first, last, column in _placed(table, "Column", "Span"):
            wide = range(first, min(last, MOST_COLUMNS) + 1)
            hidden_columns.update(wide if _is_hidden(column) else ())
            column_styles |= dict.fromkeys(wide, column.get(f"{_SS}StyleID", ""))
        for row_no, last_row, row in _placed(table, "Row", "Span"):
            hidden_rows.update(range(row_no, last_row + 1) if _is_hidden(row) else ())
            for column_no, last, cell in _placed(row, "Cell", "MergeAcross"):
                data = cell.find(f"{_SS}Data")
                formula = cell.get(f"{_SS}Formula")
                formulas += formula is not None
                styles = (e.get(f"{_SS}StyleID", "") for e in (cell, row))
                style = next(filter(None, styles), column_styles.get(column_no, ""))
                if data is not None:
                    texts[row_no, column_no] = _text(data, formats.get(style or "Default"))
                elif formula is not None:
                    texts[row_no, column_no] = formula
                    without_results += 1
                bottom = row_no + _number(cell, "MergeDown", 0)
                if (bottom, last) != (row_no, column_no):
                    merged.append((row_no, column_no, bottom, last))
    visible = worksheet.findtext(f"{_X}WorksheetOptions/{_X}Visible")
    return Sheet(
        worksheet.get(f"{_SS}Name", ""),
        {place: text for place, text in texts.items() if text},
        merged,
        is_hidden=visible in ("SheetHidden", "SheetVeryHidden"),
        hidden_rows=frozenset(hidden_rows),
        hidden_columns=frozenset(hidden_columns),
        formulas=formulas,
        without_results=without_results,
    )


def decode_spreadsheet_xml(content: bytes) -> DecodedDocument:
    """Return the sheets of a workbook as grids. Raises RefusedError where it cannot be opened."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as problem:
        raise RefusedError("broken_file", f"{_WHAT}已损坏，打不开") from problem
    formats = _formats(root)
    return decode_sheets(_sheet(sheet, formats) for sheet in root.iter(f"{_SS}Worksheet"))
