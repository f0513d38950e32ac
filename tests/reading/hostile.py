"""Files that are made to go wrong, in a few lines each."""

from __future__ import annotations

import io
import zipfile
from functools import cache

import openpyxl
import pypdfium2

MEGABYTE = 1024 * 1024


def pdf_of_pages(count: int) -> bytes:
    """Return a PDF of so many blank pages."""
    document = pypdfium2.PdfDocument.new()
    for _ in range(count):
        document.new_page(595, 842)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _pdf_of_objects(objects: list[str], trailer: str) -> bytes:
    body = b"%PDF-1.4\n"
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n".encode()
    start = len(body)
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    body += f"xref\n0 {size}\n0000000000 65535 f \n{table}".encode()
    return (
        body
        + f"trailer\n<</Size {size}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF\n".encode()
    )


def pdf_without_pages() -> bytes:
    """Return a PDF whose page tree is empty."""
    return _pdf_of_objects(["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[]/Count 0>>"], "")


def encrypted_pdf() -> bytes:
    """Return a PDF that opens with a password only."""
    key = "<" + "5A" * 32 + ">"
    return _pdf_of_objects(
        [
            "<</Type/Catalog/Pages 2 0 R>>",
            "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
            f"<</Filter/Standard/V 1/R 2/O {key}/U {key}/P -60>>",
        ],
        f"/Encrypt 4 0 R/ID[{key}{key}]",
    )


def workbook(cells: int = 4) -> bytes:
    """Return a small sound workbook."""
    book = openpyxl.Workbook()
    for number in range(1, cells + 1):
        book.active.cell(number, 1, number)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


@cache
def workbook_bomb(megabytes: int = 400) -> bytes:
    """Return a workbook of a few hundred kilobytes with a sheet of hundreds of megabytes."""
    source = zipfile.ZipFile(io.BytesIO(workbook()))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            if not name.startswith("xl/worksheets/"):
                archive.writestr(name, source.read(name))
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as stream:
            for _ in range(megabytes):
                stream.write(b" " * MEGABYTE)
    return target.getvalue()


def lying_bomb() -> bytes:
    """Return a workbook bomb that declares a harmless size in its directory."""
    content = bytearray(workbook_bomb(300))
    at = content.rfind(b"xl/worksheets/sheet1.xml")
    header = content.rfind(b"PK\x01\x02", 0, at)
    content[header + 24 : header + 28] = (4096).to_bytes(4, "little")
    return bytes(content)


def encrypted_workbook() -> bytes:
    """Return the beginning of what Office writes for a workbook with a password."""
    name = "EncryptedPackage".encode("utf-16-le")
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504 + name + b"\x00" * 1024
