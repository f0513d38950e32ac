"""Text boxes are read where they hang; headers, footnotes and comments are at least told."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import docx
import openpyxl
from docx.oxml import parse_xml
from openpyxl.comments import Comment

from dagster_project.reading.decoders.docx import decode_docx
from dagster_project.reading.decoders.xlsx import decode_xlsx
from dagster_project.reading.model.coverage import Coverage
from tests.reading.grids.builders import saved

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"


def _box(text: str) -> str:
    """Return a paragraph on which a text box hangs, with its copy for older programs."""
    inside = f"<w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent>"
    return (
        f'<w:p xmlns:w="{_W}" xmlns:mc="{_MC}"><w:r><w:t>说明如下。</w:t></w:r><w:r>'
        f'<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>{inside}</w:drawing>'
        f"</mc:Choice><mc:Fallback><w:pict>{inside}</w:pict></mc:Fallback></mc:AlternateContent>"
        "</w:r></w:p>"
    )


def _bytes(document: docx.document.Document, more: Mapping[str, str] | None = None) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    with zipfile.ZipFile(buffer, "a") as archive:
        for name, content in (more or {}).items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _texts(content: bytes) -> list[str]:
    return [line.text for line in decode_docx(content).lines()]


def test_a_text_box_is_read_once_behind_the_paragraph_that_it_hangs_on() -> None:
    document = docx.Document()
    document.element.body.insert(0, parse_xml(_box("2023年度支出合计9.00万元。")))
    assert _texts(_bytes(document)) == ["说明如下。", "2023年度支出合计9.00万元。"]
    assert decode_docx(_bytes(document)).beside == []


def test_a_text_box_on_a_cell_is_told_and_no_part_of_what_the_cell_holds() -> None:
    document = docx.Document()
    cell = document.add_table(1, 2).cell(0, 1)
    cell.text = "3.00"
    cell._tc.append(parse_xml(_box("改为4.00")))
    decoded = decode_docx(_bytes(document))
    [drawn] = decoded.grids()
    assert drawn.rows[0][1].text == "3.00说明如下。"
    assert decoded.beside == ["表中文本框中有 1 段文字、1 个数没有读（如“改为4.00”）"]


def test_a_running_head_is_told_where_it_holds_an_amount() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "云山市测试局2023年度部门决算 第 3 页"
    assert decode_docx(_bytes(document)).beside == []
    document.sections[0].footer.paragraphs[0].text = "本年支出合计9.00万元"
    [note] = decode_docx(_bytes(document)).beside
    assert note == "页眉、页脚中有 1 段文字、1 个数没有读（如“本年支出合计9.00万元”）"


def test_footnotes_are_told() -> None:
    note = f'<w:footnotes xmlns:w="{_W}"><w:footnote><w:p><w:r><w:t>其中含上年结转3.00万元'
    more = {"word/footnotes.xml": note + "</w:t></w:r></w:p></w:footnote></w:footnotes>"}
    [said] = decode_docx(_bytes(docx.Document(), more)).beside
    assert said.startswith("脚注、尾注中有 1 段文字、1 个数没有读")


def test_notes_and_drawings_of_a_workbook_are_told() -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["A1"] = "支出决算表"
    assert decode_xlsx(saved(book)).beside == []
    book.active["A1"].comment = Comment("实为5.00", "甲")
    buffer = io.BytesIO(saved(book))
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(
            "xl/drawings/drawing1.xml",
            f'<x xmlns:a="{_A}"><a:p><a:r><a:t>说明</a:t></a:r></a:p></x>',
        )
    assert decode_xlsx(buffer.getvalue()).beside == [
        "文本框（图形）中有 1 段文字、0 个数没有读（如“说明”）",
        "批注中有 1 段文字、1 个数没有读（如“实为5.00”）",
    ]


def test_what_was_not_read_is_told_with_how_much_was() -> None:
    said = "批注中有 1 段文字、1 个数没有读（如“实为5.00”）"
    assert Coverage(text_figures=2, text_figures_read=2, beside=(said,)).line == (
        f"文字中 2 个数读入 2 个；{said}"
    )
