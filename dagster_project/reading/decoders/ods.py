"""Decodes .ods: the file keeps every cell's text as displayed, so nothing has to be formatted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from dagster_project.reading.decoders.containers import open_archive
from dagster_project.reading.decoders.sheets import MOST_COLUMNS, Sheet, decode_sheets
from dagster_project.reading.model.grid import DecodedDocument, Place
from dagster_project.reading.model.source import RefusedError
from dagster_project.reading.page.raised import as_mark

_WHAT = "电子表格（ods）"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
# Rows and columns repeated to the end of the sheet hold nothing.
_MOST_REPEATED = 1_000


@dataclass
class _Reader:
    raised: frozenset[str]
    texts: dict[Place, str] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)

    def read_row(self, element: etree._Element, row: int) -> None:
        column = 1
        for cell in element:
            if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
                continue
            repeated = _count(cell, "number-columns-repeated")
            paragraphs = (p for p in cell.iter(f"{_TEXT}p") if not _is_remark(p))
            text = "\n".join(_written(p, self.raised) for p in paragraphs)
            if text and cell.tag == f"{_TABLE}table-cell":
                for offset in range(min(repeated, _MOST_REPEATED)):
                    self.texts[row, column + offset] = text
            right = column + _count(cell, "number-columns-spanned") - 1
            bottom = row + _count(cell, "number-rows-spanned") - 1
            if right > column or bottom > row:
                self.merged.append((row, column, bottom, right))
            column += repeated


def _raised_styles(root: etree._Element) -> frozenset[str]:
    """Return the names of the styles that raise or lower text."""
    found = set()
    for style in root.iter(f"{_STYLE}style"):
        for properties in style.iter(f"{_STYLE}text-properties"):
            position = properties.get(f"{_STYLE}text-position", "").split(" ")[0]
            if position not in ("", "0%"):
                found.add(style.get(f"{_STYLE}name", ""))
    return frozenset(found)


def _written(element: etree._Element, raised: frozenset[str]) -> str:
    """Return the text of a paragraph, raised digits as marks."""
    text = element.text or ""
    for child in element:
        inner = _written(child, raised) if isinstance(child.tag, str) else ""
        text += as_mark(inner) if child.get(f"{_TEXT}style-name") in raised else inner
        text += child.tail or ""
    return text


def _is_remark(paragraph: etree._Element) -> bool:
    """Return whether a paragraph is of a comment pinned to a cell, and not of the cell."""
    return next(paragraph.iterancestors(f"{_OFFICE}annotation"), None) is not None


def _is_hidden(element: etree._Element) -> bool:
    return element.get(f"{_TABLE}visibility", "visible") != "visible"


def _count(element: etree._Element, name: str) -> int:
    text = element.get(f"{_TABLE}{name}", "1")
    return max(int(text), 1) if text.isdecimal() else 1


def _rows(table: etree._Element) -> Iterator[tuple[etree._Element, int]]:
    for row in table.iter(f"{_TABLE}table-row"):
        yield row, _count(row, "number-rows-repeated")


def _hidden_columns(table: etree._Element) -> frozenset[int]:
    hidden: set[int] = set()
    column = 1
    for element in table.iter(f"{_TABLE}table-column"):
        repeated = _count(element, "number-columns-repeated")
        if _is_hidden(element):
            hidden.update(range(column, min(column + repeated, MOST_COLUMNS + 1)))
        column += repeated
    return frozenset(hidden)


def _sheet(table: etree._Element, raised: frozenset[str], not_shown: frozenset[str]) -> Sheet:
    reader, row = _Reader(raised), 1
    hidden: set[int] = set()
    for element, repeated in _rows(table):
        has_text = any(True for _ in element.iter(f"{_TEXT}p"))
        for offset in range(min(repeated, _MOST_REPEATED) if has_text else 1):
            reader.read_row(element, row + offset)
            hidden.update([row + offset] if _is_hidden(element) else [])
        row += repeated
    return Sheet(
        table.get(f"{_TABLE}name", ""),
        reader.texts,
        reader.merged,
        is_hidden=table.get(f"{_TABLE}style-name") in not_shown,
        hidden_rows=frozenset(hidden),
        hidden_columns=_hidden_columns(table),
    )


def _hidden_styles(root: etree._Element) -> frozenset[str]:
    """Return the names of the styles of sheets that are not shown."""
    return frozenset(
        style.get(f"{_STYLE}name", "")
        for style in root.iter(f"{_STYLE}style")
        for properties in style.iter(f"{_STYLE}table-properties")
        if properties.get(f"{_TABLE}display") == "false"
    )


def decode_ods(content: bytes) -> DecodedDocument:
    """Return the sheets of a document as grids. Raises RefusedError where it cannot be opened."""
    archive = open_archive(content, _WHAT)
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        root = etree.fromstring(archive.read("content.xml"), parser)
    except Exception as problem:
        raise RefusedError("broken_file", f"{_WHAT}已损坏，打不开") from problem
    raised, not_shown = _raised_styles(root), _hidden_styles(root)
    return decode_sheets(_sheet(table, raised, not_shown) for table in root.iter(f"{_TABLE}table"))
