"""What medium a file is, by its content and never by its name; and which decoder reads it."""

from __future__ import annotations

import importlib
import os
import re
import struct
from collections.abc import Callable
from importlib.util import find_spec

from dagster_project.reading.decoders.containers import is_encrypted, open_archive
from dagster_project.reading.decoders.text.encoding import beginning
from dagster_project.reading.model.grid import DecodedDocument
from dagster_project.reading.model.source import RefusedError

Decoder = Callable[[bytes], DecodedDocument]

TEXT, PDF, IMAGE = "text", "pdf", "image"
# Where the decoder of each medium lives; imported when the first such file comes.
_DECODERS = {
    "xlsx": ("dagster_project.reading.decoders.xlsx", "decode_xlsx"),
    "xls": ("dagster_project.reading.decoders.xls", "decode_xls"),
    "ods": ("dagster_project.reading.decoders.ods", "decode_ods"),
    "docx": ("dagster_project.reading.decoders.docx", "decode_docx"),
    "html": ("dagster_project.reading.decoders.html", "decode_html"),
    "mhtml": ("dagster_project.reading.decoders.mhtml", "decode_mhtml"),
    "xml2003": ("dagster_project.reading.decoders.spreadsheet_xml", "decode_spreadsheet_xml"),
    "delimited": ("dagster_project.reading.decoders.delimited", "decode_delimited"),
    "doc": ("dagster_project.reading.decoders.office.decode", "decode_doc"),
    "rtf": ("dagster_project.reading.decoders.office.decode", "decode_rtf"),
    "odt": ("dagster_project.reading.decoders.office.decode", "decode_odt"),
    "wordxml": ("dagster_project.reading.decoders.office.decode", "decode_text_xml"),
    "fods": ("dagster_project.reading.decoders.office.decode", "decode_sheet_xml"),
    "pdf": ("dagster_project.reading.decoders.pdf", "decode_pdf"),
    "image": ("dagster_project.reading.decoders.image.decode", "decode_image"),
}
# Read through LibreOffice, a program of its own.
CONVERTED = frozenset(m for m, (module, _) in _DECODERS.items() if ".office." in module)
# What reads pictures, an optional part (make setup-ocr): the group `ocr` of pyproject.toml.
_OCR_MODULES = ("rapidocr", "onnxruntime", "cv2", "PIL", "numpy")
# Texts of an office program, tables among their paragraphs.
WRITTEN = frozenset({"docx", "doc", "rtf", "odt", "wordxml"})
_MEDIA_TYPES = {
    "text": "text/plain",
    "html": "text/html",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xls": "application/vnd.ms-excel",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "mhtml": "multipart/related",
    "xml2003": "application/vnd.ms-excel",
    "delimited": "text/plain",
    "doc": "application/msword",
    "rtf": "application/rtf",
    "odt": "application/vnd.oasis.opendocument.text",
    "wordxml": "application/msword",
    "fods": "application/vnd.oasis.opendocument.spreadsheet",
}
_IMAGES = {
    b"\x89PNG": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"II*\x00": "image/tiff",
    b"MM\x00*": "image/tiff",
    b"BM": "image/bmp",
    b"GIF8": "image/gif",
    b"RIFF": "image/webp",
}
_ARCHIVES = (
    ("xl/workbook.xml", "xlsx"),
    ("word/document.xml", "docx"),
)
_NOT_SUPPORTED = (
    ("xl/workbook.bin", "xlsb 电子表格，请另存为 xlsx"),
    ("ppt/presentation.xml", "演示文稿"),
    ("OFD.xml", "版式文件（ofd），请用 OFD 阅读器打印或另存为 PDF"),
)
# What a text begins with that is none: web pages, web archives, and XML of office programs.
_KINDS = (
    (
        "html",
        r"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html|table|meta|head|body)\b",
    ),
    ("mhtml", r"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?content-type:\s*multipart/related"),
    (
        "xml2003",
        r"(?:<[?!][^>]*>\s*)*<(?:\w+:)?workbook\b[^>]*schemas-microsoft-com:office:spreadsheet",
    ),
    ("wordxml", r"(?:<[?!][^>]*>\s*)*<(?:w:worddocument|pkg:package)\b"),
    ("fods", r"(?:<[?!][^>]*>\s*)*<office:document\b[^>]*opendocument\.spreadsheet"),
    ("wordxml", r"(?:<[?!][^>]*>\s*)*<office:document\b[^>]*opendocument\.text"),
)
_BEGINNINGS = tuple(
    (medium, re.compile(rf"\s*{pattern}", re.IGNORECASE | re.DOTALL)) for medium, pattern in _KINDS
)
# How far into a PDF its mark may stand.
HEAD_BYTES = 1024
# How far into a file its kind shows: Word writes 6,000 characters of namespaces.
_HEAD = 16_384


def _medium_of_archive(content: bytes) -> str:
    archive = open_archive(content, "压缩文件")
    names = set(archive.namelist())
    for name, medium in _ARCHIVES:
        if name in names:
            return medium
    kind = archive.read("mimetype")[:200] if "mimetype" in names else b""
    if b"opendocument.spreadsheet" in kind:
        return "ods"
    if b"opendocument.text" in kind:
        return "odt"
    for name, what in _NOT_SUPPORTED:
        if name in names:
            raise RefusedError("unsupported_medium", f"不能读{what}")
    raise RefusedError("unsupported_medium", "这是压缩包，请解压后逐个提取")


def _medium_of_compound(content: bytes) -> str:
    if is_encrypted(content):
        raise RefusedError("encrypted", "文件有密码，打不开")
    is_sheet = any(name.encode("utf-16-le") in content for name in ("Workbook", "Book"))
    is_text = "WordDocument".encode("utf-16-le") in content
    if is_sheet and is_text:
        # One of them is embedded in the other.
        is_text = "WordDocument" in _streams_of(content)
    if is_text:
        return "doc"
    if is_sheet:
        return "xls"
    raise RefusedError("unsupported_medium", "这是旧版 Office 文件，但不是电子表格或文字文档")


def _streams_of(content: bytes) -> frozenset[str]:
    """Return the names of the streams of a compound file itself, not of what it embeds."""
    from xlrd.compdoc import CompDoc, CompDocError

    with open(os.devnull, "w", encoding="utf-8") as nowhere:  # noqa: PTH123
        try:
            entries = CompDoc(content, logfile=nowhere).dirlist
        except (CompDocError, AssertionError, IndexError, struct.error):
            raise RefusedError("broken_file", "文件已损坏，打不开") from None
    return frozenset(entry.name for entry in entries if entry.parent == 0)


def is_pdf(content: bytes) -> bool:
    """Return whether the content is a PDF, as its first ``HEAD_BYTES`` say."""
    return b"%PDF" in content[:HEAD_BYTES]


def is_image(content: bytes) -> bool:
    """Return whether the content is a picture, which only OCR reads."""
    return content.startswith(tuple(_IMAGES))


def media_type_of(medium: str, content: bytes) -> str:
    """Return the MIME type of a file of this medium."""
    if medium != IMAGE:
        return _MEDIA_TYPES[medium]
    return next(kind for begins, kind in _IMAGES.items() if content.startswith(begins))


def medium_of(content: bytes) -> str:
    """Return the medium of a file's content. Raises RefusedError for media that cannot be read."""
    if not content.strip():
        raise RefusedError("empty_file", "文件是空的")
    if is_pdf(content):
        return PDF
    if content.startswith(b"PK\x03\x04"):
        return _medium_of_archive(content)
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _medium_of_compound(content)
    if is_image(content):
        return IMAGE
    if content.startswith(b"{\\rtf"):
        return "rtf"
    # Who only groups files by their media needs no decoder.
    from dagster_project.reading.decoders.delimited import delimiter_of

    head = beginning(content)
    for medium, kind in _BEGINNINGS:
        if kind.match(head[:_HEAD].lstrip("\ufeff")):
            return medium
    return "delimited" if delimiter_of(head) else TEXT


def has_ocr() -> bool:
    """Return whether this installation can read pictures."""
    return all(find_spec(name) for name in _OCR_MODULES)


def ocr_missing(what: str) -> str:
    """Return the sentence about what only OCR could read, with the command that mends it."""
    remedy = "请运行 make setup-ocr，再重新提取（或重新放入收件箱）"
    return f"{what}是图像，本安装没有图像识别部件；{remedy}"


def decoder_of(medium: str) -> Decoder:
    """Return the decoder of a medium. Raises RefusedError for pictures where OCR is missing."""
    if medium == IMAGE and not has_ocr():
        raise RefusedError("ocr_missing", ocr_missing("文件"))
    module, name = _DECODERS[medium]
    decoder: Decoder = getattr(importlib.import_module(module), name)
    return decoder
