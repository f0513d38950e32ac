"""Source files that somebody made to do harm, or that came out odd: every medium, every place.

One small table, printed in each medium, with one payload in one place: in a figure, a name, the
title, a note or the name of the file. Beside these, files whose very structure is the attack.
"""

from __future__ import annotations

import html
import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

import docx
import openpyxl
import xlwt
from openpyxl.utils.exceptions import IllegalCharacterError
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

from tests.reading import hostile

Rows = list[list[str]]
Values = dict[tuple[str, str], Decimal]
_COLUMNS = ("total", "basic", "project")
_FIGURES = {
    "total": ("1,500.00", "900.00", "600.00"),
    "201": ("500.00", "300.00", "200.00"),
    "20101": ("500.00", "300.00", "200.00"),
    "2010101": ("500.00", "300.00", "200.00"),
    "208": ("1,000.00", "600.00", "400.00"),
}
_NAMES = {
    "total": ("合计", ""),
    "201": ("201", "一般公共服务支出"),
    "20101": ("20101", "人大事务"),
    "2010101": ("2010101", "行政运行"),
    "208": ("208", "社会保障和就业支出"),
}
# The cell that a payload is put in, and its row.
_ROW, _COLUMN = "201", "total"
TARGET = (_ROW, _COLUMN)
TITLE = "一般公共预算财政拨款支出决算表"
COVER = "云山市测试局2024年度部门决算"


@dataclass(frozen=True)
class Payload:
    """A text, its kind, and the values that it may be read as where a figure should stand."""

    kind: str
    text: str
    means: frozenset[Decimal] = frozenset()


@dataclass(frozen=True)
class HostileFile:
    """A file: what it is, its name, how its bytes are made, and what may be read of its table."""

    kind: str
    medium: str
    name: str
    make: Callable[[], bytes]
    truth: dict[tuple[str, str], frozenset[Decimal]] = field(default_factory=dict)


def _means(*values: str) -> frozenset[Decimal]:
    return frozenset(map(Decimal, values))


_TEXTS: dict[str, tuple[str, ...]] = {
    "paths": (
        *("../../../etc/passwd", "..\\..\\windows\\win.ini", "/etc/shadow", "file:///etc/passwd"),
        *("C:\\aux", "con", "a/b", "%2e%2e%2f", "~root", "\\\\host\\share\\x"),
    ),
    "links": (
        *("http://169.254.169.254/latest/", "javascript:alert(1)", "data:text/html,<b>x</b>"),
        *('=HYPERLINK("http://x","y")', "mailto:a@b.c", "ftp://x/1.00"),
    ),
    "formulas": (
        *("=1+1", "+1+1", "-1+1", "@SUM(A1:A9)", "=cmd|'/c calc'!A0", '=WEBSERVICE("http://x")'),
        *("\t=1+1", "=A1048577", "=1/0", '=IMPORTXML("http://x","/")', "=9E999"),
    ),
    "scripts": (
        *("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "{{7*7}}", "${7*7}"),
        *("<svg/onload=alert(1)>", "%{7*7}", "{% raw %}", "$(id)", "`id`", "]]><x/>", "&xxe;"),
        *("<!--", "</table></body>", "--></script>"),
    ),
    "SQL": (
        *("'; drop table raw.documents; --", "' or '1'='1", '"; attach "x"; --', "1); copy x to"),
        *("$$", "\\'; select 1", "/* */", "%s%s%n", "{0}"),
    ),
    "bidi and zero-width": (
        *("\u202e00.005", "5\u200b00.00", "\u2066500.00\u2069", "500\u00ad.00", "\ufeff500.00"),
        *("５００．００", "5\u030000.00", "\u200f500.00", "500.00\u200d", "5\u206000.00"),
    ),
    "absurd numbers": (
        *("9" * 25, "9" * 400, "1e30", "1E+400", "-0.00", "NaN", "Infinity", "0x1F4", "1_000"),
        *("٥٠٠٫٠٠", "५००.००", "五百", "Ⅴ", "½", "500.00.00", "1,23.00", "5 00.00", "500,00"),
        *("1,234 ,567", "--500", "(-500)", "500.0000001", "+500.00", "5·00", "5'00.00", ".5", "5."),
    ),
    "marks": (
        *("500.00¹", "²500.00", "500.00①", "①500.00", "500₀", "500.00*", "500.00[1]", "500⁰⁰"),
        *("10²⁴", "5⑩", "500.00注1", "㊿500", "500.00a", "Ｏ500", "5OO.00", "l00.00"),
    ),
    "texts": (
        *("", " ", "—", "-", "…", "无", "／", "*", "#REF!", "#VALUE!", "########", "长" * 3_000),
    ),
}
# What some texts may be read as, where a figure should stand; of all others no figure may come.
_READ_AS = {
    "５００．００": ("500",),
    "\ufeff500.00": ("500",),
    "-0.00": ("0",),
    "500.00¹": ("500",),
    "²500.00": ("500",),
    "500.00①": ("500",),
    "①500.00": ("500",),
    "500₀": ("500",),
    "500⁰⁰": ("500",),
    "500.00*": ("500",),
    "500.00[1]": ("500",),
    "500.00注1": ("500",),
    "㊿500": ("500",),
    "5⑩": ("5",),
    "10²⁴": ("10",),
    "1,234 ,567": ("1234567",),
    "+500.00": ("500",),
    "9" * 25: ("9" * 25,),
    "\u2066500.00\u2069": ("500",),
    "\u200f500.00": ("500",),
    "500.00\u200d": ("500",),
    "5\u200b00.00": ("500",),
    "5\u206000.00": ("500",),
    "500\u00ad.00": ("500",),
    "5 00.00": ("500",),
    "5.": ("5",),
    # A dash stands for nothing, which some tables print for zero.
    "—": ("0",),
    "-": ("0",),
    "无": ("0",),
    "／": ("0",),
}


def payloads() -> Iterator[Payload]:
    """Yield every text."""
    for kind, texts in _TEXTS.items():
        for text in texts:
            yield Payload(kind, text, _means(*_READ_AS.get(text, ())))


def _sound() -> dict[tuple[str, str], frozenset[Decimal]]:
    return {
        (row, column): _means(text.replace(",", ""))
        for row, texts in _FIGURES.items()
        for column, text in zip(_COLUMNS, texts, strict=True)
    }


def _sheet(payload: str, place: str) -> tuple[Rows, str]:
    """Return the rows of the table with the payload in one place, and the note under it."""
    rows = [
        ["功能分类科目编码", "科目名称", "合计", "基本支出", "项目支出"],
        *([*_NAMES[row], *texts] for row, texts in _FIGURES.items()),
    ]
    if place == "figure":
        rows[2][2] = payload
    elif place == "name":
        rows[2][1] = payload
    return rows, payload if place == "note" else "注：本表反映本年度支出情况。"


def _head(payload: str, place: str) -> list[str]:
    """Return the lines above the table: whose it is, and what else may stand there."""
    cover = f"{payload}局2024年度部门决算" if place == "title" else COVER
    return [cover, *([payload] * (place == "heading")), TITLE, "公开05表", "单位：万元"]


def _xlsx(payload: str, place: str) -> bytes:
    book = openpyxl.Workbook()
    sheet, (rows, note) = book.active, _sheet(payload, place)
    for row in [*([text] for text in _head(payload, place)), *rows, [note]]:
        sheet.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _xls(payload: str, place: str) -> bytes:
    book = xlwt.Workbook()
    sheet, (rows, note) = book.add_sheet("公开05表"), _sheet(payload, place)
    for r, row in enumerate([*([text] for text in _head(payload, place)), *rows, [note]]):
        for c, text in enumerate(row):
            sheet.write(r, c, text)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _docx(payload: str, place: str) -> bytes:
    document, (rows, note) = docx.Document(), _sheet(payload, place)
    for text in _head(payload, place):
        document.add_paragraph(text)
    table = document.add_table(len(rows), len(rows[0]))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.add_paragraph(note)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _html(payload: str, place: str, *, is_raw: bool = False) -> bytes:
    rows, note = _sheet(payload, place)
    shown = (lambda text: text) if is_raw else html.escape
    head = "".join(f"<p>{shown(text)}</p>" for text in _head(payload, place))
    body = "".join(
        "<tr>" + "".join(f"<td>{shown(text)}</td>" for text in row) + "</tr>" for row in rows
    )
    page = f"<html><meta charset=utf-8><body>{head}<table>{body}</table><p>{shown(note)}</p>"
    return page.encode("utf-8", "surrogatepass")


def _csv(payload: str, place: str) -> bytes:
    import csv

    rows, note = _sheet(payload, place)
    target = io.StringIO()
    csv.writer(target).writerows([*([text] for text in _head(payload, place)), *rows, [note]])
    return target.getvalue().encode("utf-8", "surrogatepass")


def _pdf(payload: str, place: str) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    target = io.BytesIO()
    paper, (rows, note) = canvas.Canvas(target, pagesize=(595, 842)), _sheet(payload, place)
    paper.setFont("STSong-Light", 9)
    y = 800.0
    for text in _head(payload, place):
        paper.drawString(60, y, text[:200])
        y -= 18
    lefts = (60, 150, 270, 350, 430, 510)
    for row in rows:
        for left, right, text in zip(lefts[:-1], lefts[1:], row, strict=True):
            paper.rect(left, y - 6, right - left, 18)
            paper.drawString(left + 3, y, text[:60])
        y -= 18
    paper.drawString(60, y, note[:200])
    paper.save()
    return target.getvalue()


_MAKERS: dict[str, Callable[[str, str], bytes]] = {
    "xlsx": _xlsx,
    "xls": _xls,
    "docx": _docx,
    "html": _html,
    "csv": _csv,
    "pdf": _pdf,
}
_PLACES = ("figure", "name", "title", "heading", "note")


def hostile_files() -> Iterator[HostileFile]:
    """Yield every file; the order is always the same."""
    for payload in payloads():
        for medium in _MAKERS:
            for place in _PLACES:
                if place != "figure" and medium in ("xls", "csv") and payload.kind == "marks":
                    continue
                yield _file(payload, medium, place)
    yield from _structures()


def _file(payload: Payload, medium: str, place: str) -> HostileFile:
    truth = _sound()
    if place == "figure":
        # A page shows its letters in the order in which they are written, whatever they say of it.
        shown = _means("0.005") if (medium, payload.text) == ("pdf", "\u202e00.005") else _means()
        truth[TARGET] = payload.means | shown
    elif place == "name":
        # Its row may be taken for another: no figure of it is looked at.
        truth = {key: value for key, value in truth.items() if key[0] != _ROW}
    kind = f"{payload.kind} in a {place}"
    return HostileFile(
        kind, medium, f"a.{medium}", lambda: _MAKERS[medium](payload.text, place), truth
    )


def is_writable(file: HostileFile) -> bytes | None:
    """Return the bytes, None where the medium cannot hold the payload."""
    try:
        return file.make()
    except (IllegalCharacterError, ValueError, UnicodeError):
        return None


def _structures() -> Iterator[HostileFile]:
    for encoding in ("gb18030", "utf-16", "utf-16-be", "utf-32", "big5", "utf-7", "latin-1"):
        for medium in ("html", "csv"):
            text = _MAKERS[medium]("", "note").decode()
            content = text.replace("charset=utf-8", f"charset={encoding}")
            yield HostileFile(
                "encodings", medium, f"a.{medium}", _bytes(content.encode(encoding, "replace"))
            )
    sound = {medium: make("", "note") for medium, make in _MAKERS.items()}
    for medium, content in sound.items():
        for part in (1, 4, 16, 64, 100, 200):
            yield HostileFile(
                "cut", medium, f"a.{medium}", _bytes(content[: len(content) * part // 256])
            )
            changed = bytearray(content)
            for at in range(part, len(changed), max(1, len(changed) // 20)):
                changed[at] ^= 0x55
            yield HostileFile("bytes changed", medium, f"a.{medium}", _bytes(bytes(changed)))
        for other in sound:
            if other != medium:
                yield HostileFile("another content", other, f"a.{other}", _bytes(content), _sound())
    for name in ("../../a.xlsx", "a\u202exslx.exe", "-rf", "'; drop--.csv", "长" * 80 + ".pdf"):
        yield HostileFile("names", "zip", "a.zip", _bytes(_zip({name: sound["xlsx"]})), _sound())
    for medium, markup in _MARKUP.items():
        for text in markup:
            yield HostileFile(
                "scripts as markup",
                medium,
                f"a.{medium}",
                lambda text=text: _html(text, "note", is_raw=True),
                _sound(),
            )
    bombs: dict[str, tuple[str, Callable[[], bytes]]] = {
        "a workbook bomb": ("xlsx", lambda: hostile.workbook_bomb(300)),
        "a lying bomb": ("xlsx", hostile.lying_bomb),
        "1,000,000 cells": ("xlsx", lambda: _many_cells(1_000, 1_000)),
        "100,000 rows": ("xlsx", lambda: _many_cells(100_000, 5)),
        "10,000 columns": ("xlsx", lambda: _many_cells(20, 10_000)),
        "a merge over a sheet": ("xlsx", _merged_sheet),
        "a million references of styles": ("xlsx", lambda: _in_workbook(b"<c/>" * 3_000_000)),
        "entities in entities": ("xlsx", lambda: _in_workbook(b"&lol9;", _LAUGHS)),
        "a file of the system as entity": ("xlsx", lambda: _in_workbook(b"&x;", _OUTSIDE)),
        "100,000 rows of CSV": ("csv", lambda: _csv("", "note") + b"2010101,x,1,1,0\n" * 100_000),
        "10,000 columns of CSV": ("csv", lambda: b",".join([b"1.00"] * 10_000) * 5),
        "a million lines": ("text", lambda: "2010101 行政运行 1.00 1.00\n".encode() * 1_000_000),
        "one line of 20 MB": ("text", lambda: "决算表1.00 ".encode() * 1_500_000),
        "a million tags": ("html", lambda: _html("", "note") + b"<table><tr><td>" * 300_000),
        "spans of a billion": ("html", lambda: _html("", "note").replace(b"<td>", _WIDE, 5)),
        "text in nested tables": ("html", lambda: _html("", "note") + b"<div>" * 500_000),
        "100,000 paragraphs": ("docx", lambda: _paragraphs(100_000)),
        "2,000 pages": ("pdf", lambda: hostile.pdf_of_pages(2_000)),
        "no pages": ("pdf", hostile.pdf_without_pages),
        "nested forms": ("pdf", lambda: _nested_forms(12)),
        "a form of itself": ("pdf", lambda: _nested_forms(0)),
        "a hundred thousand letters": ("pdf", _many_letters),
        "a script of a PDF": ("pdf", _pdf_with_script),
        "encrypted PDF": ("pdf", hostile.encrypted_pdf),
        "encrypted workbook": ("xlsx", hostile.encrypted_workbook),
        "a zip in a zip": ("zip", lambda: _zip({"a.zip": _zip({"b.zip": sound["xlsx"]})})),
        "10,000 files in a zip": ("zip", lambda: _zip({f"{n}.x": b"" for n in range(10_000)})),
        "a link in a zip": ("zip", _zip_with_link),
    }
    for kind, (medium, make) in bombs.items():
        yield HostileFile(kind, medium, f"a.{medium}", make)


_MARKUP = {
    "html": (
        "<script>document.write('500.00')</script>",
        "<iframe src=file:///etc/passwd></iframe>",
        "<object data=x></object><embed src=x>",
        "<style>td{display:none}</style>",
        "<base href=http://x><link rel=stylesheet href=http://x>",
        "<!--[if IE]><p>1</p><![endif]-->",
        "<meta http-equiv=refresh content='0;url=http://x'>",
        "<form action=http://x><input value=500.00></form>",
    )
}
_WIDE = b"<td rowspan=1000000000 colspan=1000000000>"
_LAUGHS = b"<!DOCTYPE x [<!ENTITY lol0 'lol'>" + b"".join(
    b"<!ENTITY lol%d '%s'>" % (n, b"&lol%d;" % (n - 1) * 10) for n in range(1, 10)
)
_LAUGHS += b"]>"
_OUTSIDE = b"<!DOCTYPE x [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"


def _bytes(content: bytes) -> Callable[[], bytes]:
    return lambda: content


def _zip(members: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


def _zip_with_link() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        link = zipfile.ZipInfo("a.csv")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return target.getvalue()


def _with_sheet(sheet: bytes) -> bytes:
    source = zipfile.ZipFile(io.BytesIO(_xlsx("", "note")))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            content = sheet if name.startswith("xl/worksheets/") else source.read(name)
            archive.writestr(name, content)
    return target.getvalue()


_SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'


def _many_cells(rows: int, columns: int) -> bytes:
    row = b"<row>" + b"<c><v>1.5</v></c>" * columns + b"</row>"
    return _with_sheet(_SHEET + b"<sheetData>" + row * rows + b"</sheetData></worksheet>")


def _merged_sheet() -> bytes:
    merge = b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    cell = b'<row r="1"><c r="A1"><v>1.5</v></c></row>'
    return _with_sheet(_SHEET + b"<sheetData>" + cell + b"</sheetData>" + merge + b"</worksheet>")


def _in_workbook(inside: bytes, before: bytes = b"") -> bytes:
    content = b"<row>" + inside + b"</row>"
    return _with_sheet(before + _SHEET + b"<sheetData>" + content + b"</sheetData></worksheet>")


def _paragraphs(count: int) -> bytes:
    source = zipfile.ZipFile(io.BytesIO(_docx("", "note")))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            content = source.read(name)
            if name == "word/document.xml":
                many = "<w:p><w:r><w:t>支出1.00万元。</w:t></w:r></w:p>".encode() * count
                content = content.replace(b"<w:sectPr", many + b"<w:sectPr", 1)
            archive.writestr(name, content)
    return target.getvalue()


def _nested_forms(depth: int) -> bytes:
    """Return a page whose form draws a form ten times, and so on; of depth 0 draws itself."""
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        "/Resources<</XObject<</F 5 0 R>>>>>>",
        "<</Length 5>>\nstream\n/F Do\nendstream",
    ]
    for number in range(max(depth, 1)):
        following = 5 if depth == 0 else 6 + number
        drawn = "/F Do " * (10 if number < depth - 1 or depth == 0 else 0)
        objects.append(
            f"<</Type/XObject/Subtype/Form/BBox[0 0 595 842]/Length {len(drawn)}"
            f"/Resources<</XObject<</F {following} 0 R>>>>>>\nstream\n{drawn}\nendstream"
        )
    return hostile._pdf_of_objects(objects, "")


def _many_letters() -> bytes:
    target = io.BytesIO()
    paper = canvas.Canvas(target, pagesize=(595, 842))
    for line in range(1_000):
        paper.drawString(10, 800 - line * 0.7, "1.00 " * 40)
    paper.save()
    return target.getvalue()


def _pdf_with_script() -> bytes:
    script = "<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>>>"
    pages = ["<</Type/Pages/Kids[3 0 R]/Count 1>>", "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"]
    return hostile._pdf_of_objects([script, *pages], "")
