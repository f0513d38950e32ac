"""Invented pages of a disclosure, drawn as PDF: ``tests.printing.scan`` makes scans of them."""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image
from reportlab.lib.utils import ImageReader

from dagster_project.reading.decoders.image.images import Pixels
from tests.printing.drawing import Drawing, Table

HEADER = ("科目编码", "科目名称", "合计", "基本支出", "项目支出")
ROWS = (
    ("", "合计", "1,527.36", "1,403.11", "124.25"),
    ("201", "一般公共服务支出", "1,266.40", "1,142.15", "124.25"),
    ("20106", "财政事务", "1,266.40", "1,142.15", "124.25"),
    ("2010601", "行政运行", "1,142.15", "1,142.15", ""),
    ("2010602", "一般行政管理事务", "124.25", "", "124.25"),
    ("221", "住房保障支出", "260.96", "260.96", ""),
    ("22102", "住房改革支出", "260.96", "260.96", ""),
    ("2210201", "住房公积金", "187.46", "187.46", ""),
    ("2210203", "购房补贴", "73.50", "73.50", ""),
)


def draw(rows: Sequence[Sequence[str]] = ROWS) -> bytes:
    """Return one page with the table of expenditure, as a PDF with a text layer."""
    page = Drawing()
    page.text(200, 80, "一般公共预算财政拨款支出决算表", 14)
    page.text(440, 105, "单位：万元")
    page.table(Table([HEADER, *rows], widths=(70.0, 150.0, 90.0, 90.0, 90.0), top=115.0))
    return page.bytes()


def page_with_picture(picture: Pixels) -> bytes:
    """Return a page of text with a picture under it, as a PDF."""
    page = Drawing()
    for number in range(4):
        page.text(60, 60 + 20 * number, "Text of a page that has a picture below it.")
    page.canvas.drawImage(ImageReader(Image.fromarray(picture)), 40, 60, 515, 480)
    return page.bytes()
