"""Spreadsheets and Word documents built here, decoded into grids and read as disclosures."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

import docx
import pytest
import xlwt
from openpyxl.styles import Alignment

from dagster_project.reading.decoders.docx import decode_docx
from dagster_project.reading.decoders.html import decode_html
from dagster_project.reading.decoders.media import medium_of
from dagster_project.reading.decoders.ods import decode_ods
from dagster_project.reading.decoders.xls import decode_xls
from dagster_project.reading.decoders.xlsx import decode_xlsx
from dagster_project.reading.interpret import interpret
from dagster_project.reading.model.grid import DecodedDocument, Grid, TextLine
from dagster_project.reading.model.source import RefusedError
from tests.reading.grids.builders import GK05, saved, table, values, workbook

ROWS: list[list[object]] = [
    [GK05, None, None, None, None],
    ["部门：云山市测试局", None, None, None, "单位：万元"],
    ["项目", None, "合计", "基本支出", "项目支出"],
    ["功能分类科目编码", "科目名称", None, None, None],
    ["201", "一般公共服务支出", 1003, 1000.5, 2.5],
    ["合计", None, 1003, 1000.5, 0],
]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PRINTED = {
    ("201", "total"): "1,003.00",
    ("201", "basic"): "1,000.50",
    ("201", "project"): "2.50",
    ("total", "total"): "1,003.00",
    ("total", "basic"): "1,000.50",
    ("total", "project"): "0.00",
}


def _read(decoded: DecodedDocument) -> dict[tuple[str, str], str]:
    decoded.items.append(TextLine("云山市测试局2024年度部门决算", "L1"))
    found = interpret(decoded)
    assert found.refusal is None, found.refusal
    return values(table(found, "gk05"))


def _xlsx() -> bytes:
    book = workbook([(GK05, ROWS)])
    sheet = book.worksheets[0]
    for merged in ("A1:E1", "A3:B3", "C3:C4", "D3:D4", "E3:E4", "A6:B6"):
        sheet.merge_cells(merged)
    for row in sheet.iter_rows(min_row=5, min_col=3):
        for cell in row:
            cell.number_format = "#,##0.00"
    sheet["H500"].alignment = Alignment(horizontal="center")
    return saved(book)


def _xls() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet(GK05)
    style = xlwt.easyxf(num_format_str="#,##0.00")
    for r, row in enumerate(ROWS):
        for c, value in enumerate(row):
            if value is not None and (r, c) not in ((2, 0), (5, 0)):
                sheet.write(
                    r,
                    c,
                    value,
                    style if isinstance(value, int | float) else xlwt.Style.default_style,
                )
    sheet.write_merge(2, 2, 0, 1, "项目")
    sheet.write_merge(5, 5, 0, 1, "合计")
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _ods() -> bytes:
    def cell(value: object) -> str:
        if value is None:
            return "<table:table-cell/>"
        text = value if isinstance(value, str) else f"{value:,.2f}"
        return f"<table:table-cell><text:p>{text}</text:p></table:table-cell>"

    rows = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in ROWS)
    empty = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="1024"/></table:table-row>'  # noqa: E501
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    content = f'<office:document-content {names}><office:body><office:spreadsheet><table:table table:name="{GK05}">{rows}{empty}</table:table></office:spreadsheet></office:body></office:document-content>'  # noqa: E501
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    return buffer.getvalue()


def _docx() -> bytes:
    document = docx.Document()
    document.add_paragraph(GK05)
    document.add_paragraph("部门：云山市测试局　　单位：万元")
    drawn = document.add_table(rows=4, cols=5)
    for r, row in enumerate(ROWS[2:]):
        for c, value in enumerate(row):
            text = value if isinstance(value, str) else "" if value is None else f"{value:,.2f}"
            drawn.cell(r, c).text = text
    drawn.cell(0, 0).merge(drawn.cell(0, 1))
    for column in (2, 3, 4):
        drawn.cell(0, column).merge(drawn.cell(1, column))
    drawn.cell(3, 0).merge(drawn.cell(3, 1))
    document.add_paragraph("注：本表反映支出情况。")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("medium", "build", "decode"),
    [
        ("xlsx", _xlsx, decode_xlsx),
        ("xls", _xls, decode_xls),
        ("ods", _ods, decode_ods),
        ("docx", _docx, decode_docx),
    ],
)
def test_the_same_table_is_read_the_same_from_every_medium(
    medium: str, build: Callable[[], bytes], decode: Callable[[bytes], DecodedDocument]
) -> None:
    content = build()
    assert medium_of(content) == medium
    assert _read(decode(content)) == PRINTED


def test_merged_cells_are_one_cell_with_its_span() -> None:
    (drawn,) = decode_xlsx(_xlsx()).grids()
    assert drawn.rows[2][0] == drawn.rows[2][1]
    assert (drawn.rows[2][2].row_span, drawn.rows[2][2].column_span) == (2, 1)
    assert drawn.rows[2][2] == drawn.rows[3][2]


def test_empty_ends_are_dropped_and_cells_are_named() -> None:
    (drawn,) = decode_xlsx(_xlsx()).grids()
    assert (len(drawn.rows), drawn.width) == (6, 5)
    assert drawn.rows[4][2].locator == f"{GK05}!C5"


def test_hidden_sheets_are_left_out_and_named() -> None:
    book = workbook([(GK05, ROWS), ("支出决算表", ROWS)])
    book.worksheets[1].sheet_state = "hidden"
    decoded = decode_xlsx(saved(book))
    assert [grid.locator for grid in decoded.grids()] == [GK05]
    said = "隐藏的工作表“支出决算表”未读"
    assert [(sheet.sheet, sheet.text) for sheet in decoded.left_out] == [("支出决算表", said)]
    decoded.items.append(TextLine("云山市测试局2024年度部门决算", "L1"))
    hidden = table(interpret(decoded), "gk03")
    # It is in the file: nobody is accused of leaving it out.
    assert (hidden.presence, hidden.read_status) == ("data", "not_read")
    assert hidden.reading_notes == [said]


def test_a_hidden_sheet_is_known_by_its_title_too() -> None:
    book = workbook([(GK05, ROWS), ("Sheet2", [["支出决算表"], ["项目", "合计"], ["甲", "1.00"]])])
    book.worksheets[1].sheet_state = "hidden"
    decoded = decode_xlsx(saved(book))
    decoded.items.append(TextLine("云山市测试局2024年度部门决算", "L1"))
    assert table(interpret(decoded), "gk03").presence == "data"
    # Of nobody's form nothing is required; what is not in the file is not there.
    assert table(interpret(decoded), "gk02").presence == "not_required"


def test_text_numbers_are_numbers_and_zero_is_no_blank() -> None:
    rows = [*ROWS[:4], ["201", "一般公共服务支出", "1,003.00", " 1 003.00 ", 0]]
    assert _read(decode_xlsx(saved(workbook([(GK05, rows)])))) == {
        ("201", "total"): "1,003.00",
        ("201", "basic"): "1003.00",
        ("201", "project"): "0",
    }


def _edited(content: bytes, edit: Callable[[bytes], bytes]) -> bytes:
    """Return a workbook with the XML of its sheets edited."""
    source, buffer = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for item in source.infolist():
            data = source.read(item)
            made.writestr(item, edit(data) if "worksheets/" in item.filename else data)
    return buffer.getvalue()


def _calculated(part: bytes) -> bytes:
    """Return a sheet with the results of its formulas stored, of SUM none, of TRIM an empty one."""
    part = re.sub(rb"<f>([\d.]+)</f><v ?/?>(?:</v>)?", rb"<f>\1</f><v>\1</v>", part)
    return re.sub(
        rb'<c ([^>]*?)(?: t="\w+")?><f>TRIM\(""\)</f>', rb'<c \1 t="str"><f>TRIM("")</f>', part
    )


def test_a_workbook_that_was_never_calculated_is_refused_with_what_to_do() -> None:
    rows = [*ROWS[:5], ["合计", None, "=SUM(C5:C5)", "=SUM(D5)", 2.5]]
    found = interpret(decode_xlsx(saved(workbook([(GK05, rows)]))))
    assert found.refusal is not None
    assert found.refusal.reason_code == "formulas_without_results"
    assert "2个公式" in found.refusal.reason_zh
    assert "保存" in found.refusal.reason_zh


def test_a_formula_whose_result_is_an_empty_text_is_a_blank() -> None:
    rows = [*ROWS[:5], ["合计", None, "=1003", "=1003", '=TRIM("")']]
    assert _read(decode_xlsx(_edited(saved(workbook([(GK05, rows)])), _calculated))) == {
        ("201", "total"): "1003",
        ("201", "basic"): "1000.5",
        ("201", "project"): "2.5",
        ("total", "total"): "1003",
        ("total", "basic"): "1003",
    }


def test_a_formula_without_a_stored_result_is_no_blank_and_not_confirmed() -> None:
    rows = [*ROWS[:5], ["合计", None, "=SUM(C5:C5)", "=1000.5", "=2.5"]]
    content = _edited(saved(workbook([(GK05, rows)])), _calculated)
    decoded = decode_xlsx(content)
    decoded.items.append(TextLine("云山市测试局2024年度部门决算", "L1"))
    found = table(interpret(decoded), "gk05")
    assert found.read_status == "unconfirmed"
    total = next(c for c in found.cells if (c.row_key, c.column_code) == ("total", "total"))
    assert (total.printed_text, total.read_status) == ("=SUM(C5:C5)", "unconfirmed")
    assert total.value_numeric is None


def test_a_cell_far_outside_is_named_and_not_walked_to() -> None:
    book = workbook([(GK05, ROWS)])
    book.worksheets[0]["XFD1048576"] = 1
    decoded = decode_xlsx(saved(book))
    (drawn,) = decoded.grids()
    assert (len(drawn.rows), drawn.width) == (6, 5)
    assert "未读" in decoded.left_out[0].text


def test_paragraphs_and_tables_of_a_word_document_keep_their_order() -> None:
    items = decode_docx(_docx()).items
    assert [type(item) for item in items] == [TextLine, TextLine, Grid, TextLine]


def test_cells_of_a_word_table_merged_downwards_are_one_cell() -> None:
    (drawn,) = decode_docx(_docx()).grids()
    assert drawn.rows[0][2] == drawn.rows[1][2]
    assert (drawn.rows[0][2].row_span, drawn.rows[0][0].column_span) == (2, 2)


def _html(encoding: str = "utf-8", *, names_it: bool = True) -> bytes:
    def cell(value: object, attributes: str = "") -> str:
        text = value if isinstance(value, str) else "" if value is None else f"{value:,.2f}"
        return f"<td{attributes}><span>{text}</span></td>"

    head = f'<meta http-equiv=Content-Type content="text/html; charset={encoding}">'
    rows = [
        cell("项目", " colspan=2") + "".join(cell(v, " rowspan='2'") for v in ROWS[2][2:]),
        "".join(cell(v) for v in ROWS[3][:2]),
        "".join(map(cell, ROWS[4])),
        cell("合计", " colspan=2") + "".join(map(cell, ROWS[5][2:])),
        f"<td style='display:none'>9</td>{cell('')}",
    ]
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    text = (
        f"<html><head>{head if names_it else ''}<title>导出</title></head><body><div>菜单</div>"
        f"<table><tr><td><p>{GK05}</p><p>部门：云山市测试局　　单位：万元</p>"
        f"<table>{body}</table><p>注：本表反映支出情况。</p></td></tr></table></body></html>"
    )
    return text.encode(encoding)


@pytest.mark.parametrize(
    "content",
    [_html(), _html("gb2312"), _html("gb18030", names_it=False), b"\xef\xbb\xbf" + _html()],
    ids=["utf-8", "gb2312", "no charset", "bom"],
)
def test_a_web_page_that_is_called_a_spreadsheet_is_read(content: bytes) -> None:
    assert medium_of(content) == "html"
    (drawn,) = decode_html(content).grids()
    assert (drawn.rows[0][0].column_span, drawn.rows[0][2].row_span) == (2, 2)
    assert drawn.width == 5
    assert _read(decode_html(content)) == PRINTED


def test_what_the_site_shows_around_a_disclosure_is_no_part_of_it() -> None:
    page = """<html><body><nav>首页</nav>
    <div>当前位置：<a href="/">首页</a> &gt; <a href="/cw">财务公开</a> &gt; 正文</div>
    <ul><li><a href="a.htm">2022年度部门决算</a></li><li><a href="b.htm">收费公示</a></li></ul>
    <h1><a href="self.htm">某局2023年度部门决算</a></h1>
    <p><a href="#one">第一部分 概况</a></p>
    <p>附件：<a href="t.xlsx">某局2023年度部门决算表</a></p>
    <p>公开网址为<a href="http://x">本局网站</a>，联系电话010-1234。</p>
    <p>上一条：<a href="c.htm">2022年度部门决算</a>　下一条：<a href="d.htm">公示</a></p>
    <p>版权所有：某局 陕ICP备05000000号</p><footer>某县人民政府</footer>
    </body></html>"""
    assert [line.text for line in decode_html(page.encode()).lines()] == [
        "某局2023年度部门决算",
        "第一部分 概况",
        "附件：某局2023年度部门决算表",
        "公开网址为本局网站，联系电话010-1234。",
    ]


def test_a_web_page_without_tables_or_with_nothing_is_refused() -> None:
    page = "<html><body><p>今年的工作总结。</p></body></html>".encode()
    found = interpret(decode_html(page))
    assert found.refusal is not None
    assert found.refusal.reason_code == "no_table"


def test_a_page_of_endless_depth_is_no_crash() -> None:
    # The parser gives up below some depth of its own.
    page = b"<html><body>" + b"<div>" * 100_000 + b"x"
    assert len(list(decode_html(page).lines())) <= 1


@pytest.mark.parametrize("cut", [0.3, 0.9])
@pytest.mark.parametrize("build", [_xlsx, _ods, _docx])
def test_a_truncated_office_file_is_refused(build: Callable[[], bytes], cut: float) -> None:
    content = build()
    with pytest.raises(RefusedError, match="损坏"):
        medium_of(content[: int(len(content) * cut)])


def test_a_binary_workbook_is_refused_with_what_to_do() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("xl/workbook.bin", b"\x83\x01\x00")
    with pytest.raises(RefusedError, match="另存为 xlsx"):
        medium_of(buffer.getvalue())


def test_a_zip_bomb_is_refused_before_it_is_opened() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 40_000_000)
    with pytest.raises(RefusedError, match="压缩"):
        medium_of(buffer.getvalue())


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (OLE + "PowerPoint Document".encode("utf-16-le"), "unsupported_medium"),
    ],
)
def test_what_no_decoder_reads_is_refused_by_its_content(content: bytes, code: str) -> None:
    with pytest.raises(RefusedError) as refused:
        medium_of(content)
    assert refused.value.reason_code == code
