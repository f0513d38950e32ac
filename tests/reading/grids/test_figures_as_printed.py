"""Figures as they are really printed: marks, words for nothing, hidden rows, codes as numbers."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import docx
import openpyxl
import pytest
import xlwt
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from dagster_project.reading.decoders.docx import decode_docx
from dagster_project.reading.decoders.html import decode_html
from dagster_project.reading.decoders.ods import decode_ods
from dagster_project.reading.decoders.xls import decode_xls
from dagster_project.reading.decoders.xlsx import decode_xlsx
from dagster_project.reading.interpret import interpret
from dagster_project.reading.model.cells import ReadTable
from dagster_project.reading.model.grid import DecodedDocument, TextLine
from tests.reading.grids.builders import (
    COVER,
    FUNCTIONAL_HEAD,
    GK05,
    saved,
    table,
    values,
    workbook,
)

HEAD: list[list[object]] = [[GK05], ["单位：万元"], *[list(row) for row in FUNCTIONAL_HEAD]]
Decode = Callable[[bytes], DecodedDocument]


def _table(decoded: DecodedDocument) -> ReadTable:
    decoded.items.insert(0, TextLine(COVER, "L1"))
    return table(interpret(decoded), "gk05")


def _book(*rows: list[object]) -> openpyxl.Workbook:
    return workbook([("公开05表", [*HEAD, *rows])])


def _raised_in_xlsx() -> bytes:
    small = TextBlock(InlineFont(vertAlign="superscript"), "1")
    return saved(_book(["201", "一般公共服务支出", CellRichText("500.00", small), 500, None]))


def _raised_in_xls() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("公开05表", cell_overwrite_ok=True)
    small = xlwt.Font()
    small.escapement = xlwt.Font.ESCAPEMENT_SUPERSCRIPT
    for r, row in enumerate([*HEAD, ["201", "一般公共服务支出", None, 500, None]]):
        for c, value in enumerate(row):
            sheet.write(r, c, value)
    sheet.write_rich_text(4, 2, ["500.00", ("1", small)])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _raised_in_ods() -> bytes:
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text", "style")
    )
    rows = [*HEAD, ["201", "一般公共服务支出", "", "500", ""]]
    figure = (
        "<table:table-cell><office:annotation><text:p>9</text:p></office:annotation>"
        '<text:p>500.00<text:span text:style-name="T1">1</text:span></text:p></table:table-cell>'
    )
    drawn = "".join(
        "<table:table-row>"
        + "".join(
            figure
            if (r, c) == (4, 2)
            else f"<table:table-cell><text:p>{text}</text:p></table:table-cell>"
            for c, text in enumerate(row)
        )
        + "</table:table-row>"
        for r, row in enumerate(rows)
    )
    style = (
        '<style:style style:name="T1" style:family="text">'
        '<style:text-properties style:text-position="super 58%"/></style:style>'
    )
    content = (
        f"<office:document-content {names}><office:automatic-styles>{style}"
        "</office:automatic-styles><office:body><office:spreadsheet>"
        f'<table:table table:name="公开05表">{drawn}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    return buffer.getvalue()


def _raised_in_docx() -> bytes:
    document = docx.Document()
    document.add_paragraph(GK05)
    document.add_paragraph("单位：万元")
    rows = [*FUNCTIONAL_HEAD, ["201", "一般公共服务支出", "500.00", "500", ""]]
    drawn = document.add_table(rows=len(rows), cols=5)
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            drawn.cell(r, c).text = str(text)
    drawn.cell(2, 2).paragraphs[0].add_run("1").font.superscript = True
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _raised_in_html() -> bytes:
    rows = [*FUNCTIONAL_HEAD, ["201", "一般公共服务支出", "500.00<sup>1</sup>", "500", ""]]
    drawn = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in rows)
    page = f"<html><body><p>{GK05}</p><p>单位：万元</p><table>{drawn}</table></body></html>"
    return page.encode()


@pytest.mark.parametrize(
    ("build", "decode"),
    [
        (_raised_in_xlsx, decode_xlsx),
        (_raised_in_xls, decode_xls),
        (_raised_in_ods, decode_ods),
        (_raised_in_docx, decode_docx),
        (_raised_in_html, decode_html),
    ],
    ids=["xlsx", "xls", "ods", "docx", "html"],
)
def test_a_raised_digit_behind_a_figure_is_no_digit_of_it(
    build: Callable[[], bytes], decode: Decode
) -> None:
    found = _table(decode(build()))
    cell = next(c for c in found.cells if (c.row_key, c.column_code) == ("201", "total"))
    assert (str(cell.value_numeric), cell.printed_decimals) == ("500.00", 2)


def _struck_in_xlsx() -> bytes:
    struck = TextBlock(InlineFont(strike=True), "9,")
    return saved(_book(["201", "一般公共服务支出", CellRichText(struck, "500.00"), 500, None]))


def _struck_in_docx() -> bytes:
    document = docx.Document(io.BytesIO(_raised_in_docx()))
    cell = document.tables[0].cell(2, 2)
    cell.paragraphs[0].runs[-1].font.superscript = False
    cell.paragraphs[0].runs[-1].font.strike = True
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _struck_in_html(by: str) -> bytes:
    struck = {"del": "<del>9,</del>", "style": '<b style="text-decoration:line-through">9,</b>'}
    page = _raised_in_html().decode()
    return page.replace("500.00<sup>1</sup>", f"{struck[by]}500.00").encode()


@pytest.mark.parametrize(
    ("content", "decode"),
    [
        (_struck_in_xlsx(), decode_xlsx),
        (_struck_in_docx(), decode_docx),
        (_struck_in_html("del"), decode_html),
        (_struck_in_html("style"), decode_html),
    ],
    ids=["xlsx", "docx", "html del", "html style"],
)
def test_what_is_struck_through_beside_a_figure_is_no_digit_of_it(
    content: bytes, decode: Decode
) -> None:
    found = _table(decode(content))
    cell = next(c for c in found.cells if (c.row_key, c.column_code) == ("201", "total"))
    assert (str(cell.value_numeric), cell.read_status) == ("500.00", "confirmed")


def test_a_figure_that_is_struck_through_alone_is_what_it_is() -> None:
    page = _raised_in_html().decode().replace("500.00<sup>1</sup>", "<del>500.00</del>")
    cells = {c.column_code: c for c in _table(decode_html(page.encode())).cells}
    assert str(cells["total"].value_numeric) == "500.00"


@pytest.mark.parametrize(
    ("font", "char", "figure"),
    [("Symbol", "F02D", "-500.00"), ("Symbol", "F0B4", None), ("Wingdings", "F02D", None)],
)
def test_a_sign_set_as_a_symbol_is_never_lost(font: str, char: str, figure: str | None) -> None:
    document = docx.Document(io.BytesIO(_raised_in_docx()))
    cell = document.tables[0].cell(2, 2)
    cell.paragraphs[0].runs[-1].text = ""
    symbol = OxmlElement("w:sym")
    symbol.set(qn("w:font"), font)
    symbol.set(qn("w:char"), char)
    cell.paragraphs[0].runs[0]._r.insert(0, symbol)
    buffer = io.BytesIO()
    document.save(buffer)
    cells = {c.column_code: c for c in _table(decode_docx(buffer.getvalue())).cells}
    value = cells["total"].value_numeric
    assert (None if value is None else str(value)) == figure
    assert cells["total"].read_status == ("confirmed" if figure else "unconfirmed")


@pytest.mark.parametrize(
    ("style", "hidden"),
    [
        ("", ' style="display: none"'),
        ("", " hidden"),
        ("", ' style="visibility:collapse"'),
        ("<style>/* x */ td.a, tr.gone { display:none }</style>", ' class="b gone"'),
    ],
)
def test_a_row_that_a_page_hides_is_read_said_and_not_confirmed(style: str, hidden: str) -> None:
    rows = [*FUNCTIONAL_HEAD, ["201", "甲", "3", "3", ""], ["202", "乙", "4", "4", ""]]
    drawn = "".join(
        f"<tr{hidden if row[0] == '201' else ''}>{''.join(f'<td>{t}</td>' for t in row)}</tr>"
        for row in rows
    )
    page = f"<html><head>{style}</head><body><p>{GK05}</p><p>单位：万元</p><table>{drawn}</table>"
    found = _table(decode_html(page.encode()))
    status = {(c.account_code, c.column_code): c.read_status for c in found.cells}
    assert status["201", "total"] == "unconfirmed"
    assert status["202", "total"] == "confirmed"
    assert any("隐藏" in note for note in found.reading_notes)


def test_what_a_style_sheet_hides_inside_a_cell_is_no_part_of_it() -> None:
    page = _raised_in_html().decode().replace("<sup>1</sup>", '<i class="hint">7</i>')
    page = page.replace("<html>", "<html><style>.hint{display:none}</style>")
    cells = {c.column_code: c for c in _table(decode_html(page.encode())).cells}
    assert str(cells["total"].value_numeric) == "500.00"


def test_a_field_of_a_form_shows_what_it_holds() -> None:
    page = _raised_in_html().decode().replace("500.00<sup>1</sup>", '<input value="500.00">')
    cells = {c.column_code: c for c in _table(decode_html(page.encode())).cells}
    assert str(cells["total"].value_numeric) == "500.00"


def test_figures_that_nobody_can_read_are_no_empty_form() -> None:
    decoded = decode_xlsx(saved(_book(["201", "一般公共服务支出", "5 0 0 . 0 0", None, None])))
    decoded.items.insert(0, TextLine(COVER, "L1"))
    found = interpret(decoded)
    assert found.refusal is None
    assert table(found, "gk05").read_status == "unconfirmed"


def test_a_chart_that_is_a_sheet_of_its_own_stops_nothing() -> None:
    book = _book(["201", "一般公共服务支出", 500, 500, None])
    book.create_chartsheet("图")
    assert ("201", "total") in values(_table(decode_xlsx(saved(book))))


@pytest.mark.parametrize("word", ["无", "空", "（无）", "未发生"])
def test_a_word_for_nothing_is_a_blank_and_no_doubt(word: str) -> None:
    found = _table(decode_xlsx(saved(_book(["201", "一般公共服务支出", 500, 500, word]))))
    states = {c.column_code: c.cell_state for c in found.cells}
    assert states == {"total": "value", "basic": "value", "project": "blank"}
    assert found.read_status == "confirmed"


@pytest.mark.parametrize("mark", ["×", "……", "─", "——", "/", "不涉及", "_", "#N/A"])
def test_a_mark_for_nothing_strikes_a_cell_out(mark: str) -> None:
    found = _table(decode_xlsx(saved(_book(["201", "一般公共服务支出", 500, 500, mark]))))
    states = {c.column_code: c.cell_state for c in found.cells}
    assert (states["project"], found.read_status) == ("struck_out", "confirmed")


@pytest.mark.parametrize("number_format", ["#,##0.00", "#,##0", "0.0"])
def test_a_code_kept_as_a_number_is_the_code(number_format: str) -> None:
    book = _book(
        [201, "一般公共服务支出", 500, 500, None],
        [20103, "政府办公厅（室）及相关机构事务", 500, 500, None],
        [2010301, "行政运行", 500, 500, None],
    )
    for (cell,) in book.worksheets[0].iter_rows(min_row=5, max_col=1):
        cell.number_format = number_format
    found = _table(decode_xlsx(saved(book)))
    codes = list(dict.fromkeys(c.account_code for c in found.cells))
    assert codes == ["201", "20103", "2010301"]
    assert found.read_status == "confirmed"


def _hidden_book() -> openpyxl.Workbook:
    return _book(
        ["201", "一般公共服务支出", 500, 300, 200],
        ["20103", "政府办公厅（室）及相关机构事务", 500, 300, 200],
        ["合计", None, 500, 300, 200],
    )


def test_a_hidden_row_inside_a_table_is_read_said_and_not_confirmed() -> None:
    book = _hidden_book()
    book.worksheets[0].row_dimensions[6].hidden = True
    found = _table(decode_xlsx(saved(book)))
    status = {c.row_key: c.read_status for c in found.cells}
    assert status == {"201": "confirmed", "20103": "unconfirmed", "total": "confirmed"}
    assert any("第6行是隐藏的" in note for note in found.reading_notes)


def test_a_hidden_column_with_a_head_is_read_said_and_not_confirmed() -> None:
    book = _hidden_book()
    book.worksheets[0].column_dimensions["D"].hidden = True
    found = _table(decode_xlsx(saved(book)))
    assert values(found)["201", "basic"] == "300"
    status = {c.column_code: c.read_status for c in found.cells}
    assert status == {"total": "confirmed", "basic": "unconfirmed", "project": "confirmed"}


def test_what_is_hidden_beside_a_table_is_no_part_of_it() -> None:
    book = _hidden_book()
    sheet = book.worksheets[0]
    sheet["A10"], sheet["C10"], sheet["H6"] = "205", 77, 88
    sheet.row_dimensions[10].hidden = sheet.column_dimensions["H"].hidden = True
    decoded = decode_xlsx(saved(book))
    found = _table(decoded)
    assert {c.row_key for c in found.cells} == {"201", "20103", "total"}
    assert found.read_status == "confirmed"
    assert any("3格未读" in note.text for note in decoded.left_out)
