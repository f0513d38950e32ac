"""Decodes .ods: the file keeps every cell's text as displayed, so nothing has to be formatted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from dagster_project.reading.decoders.containers import open_archive
from dagster_project.reading.decoders.sheets import Sheet, decode_sheets
from dagster_project.reading.model.grid import DecodedDocument, Place
from dagster_project.reading.model.source import RefusedError

_WHAT = "电子表格（ods）"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
# Rows and columns repeated to the end of the sheet hold nothing.
_MOST_REPEATED = 1_000


@dataclass
class _Reader:
    texts: dict[Place, str] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)

    def read_row(self, element: etree._Element, row: int) -> None:
        column = 1
        for cell in element:
            if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
                continue
            repeated = _count(cell, "number-columns-repeated")
            text = "\n".join("".join(p.itertext()) for p in cell.iter(f"{_TEXT}p"))
            if text and cell.tag == f"{_TABLE}table-cell":
                for offset in range(min(repeated, _MOST_REPEATED)):
                    self.texts[row, column + offset] = text
            right = column + _count(cell, "number-columns-spanned") - 1
            bottom = row + _count(cell, "number-rows-spanned") - 1
            if right > column or bottom > row:
                self.merged.append((row, column, bottom, right))
            column += repeated


def _count(element: etree._Element, name: str) -> int:
    text = element.get(f"{_TABLE}{name}", "1")
    return max(int(text), 1) if text.isdecimal() else 1


def _rows(table: etree._Element) -> Iterator[tuple[etree._Element, int]]:
    for row in table.iter(f"{_TABLE}table-row"):
        yield row, _count(row, "number-rows-repeated")


def _sheet(table: etree._Element) -> Sheet:
    reader, row = _Reader(), 1
    for element, repeated in _rows(table):
        has_text = any(True for _ in element.iter(f"{_TEXT}p"))
        for offset in range(min(repeated, _MOST_REPEATED) if has_text else 1):
            reader.read_row(element, row + offset)
        row += repeated
    return Sheet(table.get(f"{_TABLE}name", ""), reader.texts, reader.merged)


def decode_ods(content: bytes) -> DecodedDocument:
    """Return the sheets of a document as grids. Raises RefusedError where it cannot be opened."""
    archive = open_archive(content, _WHAT)
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        root = etree.fromstring(archive.read("content.xml"), parser)
    except Exception as problem:
        reason = f"{type(problem).__name__}: {problem}"[:200]
        raise RefusedError("broken_file", f"{_WHAT}已损坏，打不开（{reason}）") from None
    return decode_sheets(_sheet(table) for table in root.iter(f"{_TABLE}table"))
