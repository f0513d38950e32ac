"""Small invented disclosures: grids and workbooks of a few rows, each with one difficulty."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import replace

import openpyxl

from dagster_project.reading.interpret import interpret
from dagster_project.reading.model.cells import ReadTable
from dagster_project.reading.model.document import ReadDocument
from dagster_project.reading.model.grid import DecodedDocument, Grid, GridCell, TextLine

COVER = "云山市测试局2024年度部门决算"
UNIT = "单位：万元"
FUNCTIONAL_HEAD = [
    ["项目", "项目", "合计", "基本支出", "项目支出"],
    ["功能分类科目编码", "科目名称", "合计", "基本支出", "项目支出"],
]
GK05 = "一般公共预算财政拨款支出决算表"
GK03_HEAD = [
    *("功能分类科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出"),
    *("上缴上级支出", "经营支出", "对附属单位补助支出"),
]

Texts = Sequence[Sequence[str]]


def grid(texts: Texts, name: str = "p1", page: int | None = 1) -> Grid:
    """Return a grid of plain cells without spans."""
    rows = [
        [
            GridCell(
                text,
                f"{name}!{chr(65 + c)}{r}",
                page,
                (c * 10.0, r * 5.0, c * 10.0 + 10, r * 5.0 + 5),
            )
            for c, text in enumerate(row)
        ]
        for r, row in enumerate(texts, start=1)
    ]
    return Grid(rows, name, page)


def merge(drawn: Grid, top: int, left: int, bottom: int, right: int) -> Grid:
    """Merge a block of cells, places counted from 0, the last ones inside."""
    origin = drawn.rows[top][left]
    whole = replace(origin, row_span=bottom - top + 1, column_span=right - left + 1)
    for row in range(top, bottom + 1):
        for column in range(left, right + 1):
            drawn.rows[row][column] = whole
    return drawn


def line(text: str, page: int | None = 1) -> TextLine:
    """Return one line of running text."""
    return TextLine(text, f"p{page}", page)


def document(*items: Grid | TextLine | str) -> DecodedDocument:
    """Return a decoded document with a title page; strings are lines of text."""
    lines = [line(item) if isinstance(item, str) else item for item in (COVER, *items)]
    return DecodedDocument(lines)


def read(*items: Grid | TextLine | str) -> ReadDocument:
    """Interpret a document of these items."""
    return interpret(document(*items))


def table(found: ReadDocument, code: str) -> ReadTable:
    """Return one table of a document."""
    return next(t for t in found.tables if t.table_code == code)


def values(read_table: ReadTable) -> dict[tuple[str, str], str]:
    """Return the figures of a table by row key and column."""
    return {
        (cell.row_key, cell.column_code): cell.printed_text
        for cell in read_table.cells
        if cell.cell_state == "value"
    }


def workbook(sheets: Iterable[tuple[str, Sequence[Sequence[object]]]]) -> openpyxl.Workbook:
    """Return a workbook of these sheets, None for a blank cell."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    return book


def saved(book: openpyxl.Workbook) -> bytes:
    """Return the bytes of a workbook."""
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
