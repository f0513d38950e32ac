"""Text outside tables comes as lines in reading order; what repeats at the edges is kept apart."""

from __future__ import annotations

import io

import pytest
from reportlab.lib.utils import ImageReader

from dagster_project.reading.decoders.pdf import PageWithoutText, decode_pdf, render_page
from dagster_project.reading.decoders.pdf.opening import open_pdf
from dagster_project.reading.model.source import RefusedError
from tests.printing.drawing import Drawing, Table


def test_lines_stand_around_the_table_in_reading_order() -> None:
    drawing = Drawing()
    drawing.text(250, 200, "注：本表无数据")
    drawing.text(72, 80, "收入决算表")
    drawing.table(Table([["合计", "1.00"], ["其他收入", "1.00"]]))
    drawing.text(72, 100, "部门：某局")
    drawing.text(400, 100, "单位：万元")
    decoded = decode_pdf(drawing.bytes())
    kinds = [getattr(item, "text", "grid") for item in decoded.items]
    assert kinds == ["收入决算表", "部门：某局 单位：万元", "grid", "注：本表无数据"]
    assert all(line.page == 1 and line.bbox for line in decoded.lines())


def test_headers_footers_and_page_numbers_are_kept_apart() -> None:
    drawing = Drawing()
    for page in range(4):
        drawing.text(72, 40, "某局2024年度部门决算公开")
        drawing.text(290, 810, f"- {page + 1} -")
        drawing.text(72, 300, f"2024年收入{page}00万元。")
        drawing.text(72, 320, str(page))
        drawing.next_page()
    decoded = decode_pdf(drawing.bytes())
    assert len(decoded.margin_lines) == 8
    assert [line.text for line in decoded.lines()][:2] == ["2024年收入000万元。", "0"]


def test_a_table_title_repeated_at_the_top_is_no_header() -> None:
    drawing = Drawing()
    for _ in range(4):
        drawing.text(72, 40, "收入支出决算总表")
        drawing.next_page()
    assert len(list(decode_pdf(drawing.bytes()).lines())) == 4


def test_a_page_that_is_an_image_is_listed_for_ocr() -> None:
    drawing = Drawing()
    drawing.table(Table([["合计", "1.00"], ["其他收入", "1.00"]]))
    with open_pdf(drawing.bytes()) as document:
        picture = render_page(document, 1, dpi=72)
    assert picture.size == (595, 842)
    stored = io.BytesIO()
    picture.save(stored, "PNG")
    scan = Drawing()
    scan.text(72, 80, "封面")
    scan.next_page()
    scan.canvas.drawImage(ImageReader(io.BytesIO(stored.getvalue())), 0, 0, 595, 842)
    decoded = decode_pdf(scan.bytes())
    assert decoded.pages_without_text == [PageWithoutText(2, 595.0, 842.0, "image")]


def test_an_image_beyond_measure_is_not_rendered() -> None:
    drawing = Drawing((10_000, 10_000))
    drawing.text(72, 80, "大")
    with open_pdf(drawing.bytes()) as document, pytest.raises(RefusedError, match="过大"):
        render_page(document, 1, dpi=300)
