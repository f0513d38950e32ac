"""Decodes what LibreOffice converts: Word 97, WPS, RTF, OpenDocument texts, and flat XML."""

from __future__ import annotations

from dagster_project.reading.decoders.docx import decode_docx
from dagster_project.reading.decoders.office.convert import convert
from dagster_project.reading.decoders.xlsx import decode_xlsx
from dagster_project.reading.model.grid import DecodedDocument


def decode_doc(content: bytes) -> DecodedDocument:
    """Return a Word 97 or WPS document. Raises RefusedError where it cannot be converted."""
    return decode_docx(convert(content, "doc", "docx"))


def decode_rtf(content: bytes) -> DecodedDocument:
    """Return an RTF document. Raises RefusedError where it cannot be converted."""
    return decode_docx(convert(content, "rtf", "docx"))


def decode_odt(content: bytes) -> DecodedDocument:
    """Return an OpenDocument text. Raises RefusedError where it cannot be converted."""
    return decode_docx(convert(content, "odt", "docx"))


def decode_text_xml(content: bytes) -> DecodedDocument:
    """Return a text saved as one XML file (Word 2003, flat ODF)."""
    return decode_docx(convert(content, "xml", "docx"))


def decode_sheet_xml(content: bytes) -> DecodedDocument:
    """Return a spreadsheet saved as one XML file (flat ODF)."""
    return decode_xlsx(convert(content, "fods", "xlsx"))
