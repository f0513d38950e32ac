"""What it takes for a figure read by OCR to be confirmed. No image is needed for these."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from dagster_project.reading.model.cells import CONFIRMED, NOT_READ, UNCONFIRMED, ReadTable
from dagster_project.reading.model.grid import BY_OCR, DecodedDocument, Grid, GridCell, TextLine
from dagster_project.reading.model.source import SourceFile
from dagster_project.reading.reader import DecodedFile, read_decoded
from dagster_project.reading.trust.confirm import confirm_tables
from tests.reading.cells import made_cell
from tests.reading.ocr import invented

PLACE = f"p1{BY_OCR}"

ROWS = (
    ("total", "合计", "", "100.00", "60.00", "40.00"),
    ("201", "一般公共服务支出", "201", "70.00", "30.00", "40.00"),
    ("20106", "财政事务", "20106", "70.00", "30.00", "40.00"),
    ("2010601", "行政运行", "2010601", "30.00", "30.00", ""),
    ("2010602", "一般行政管理事务", "2010602", "40.00", "", "40.00"),
    ("221", "住房保障支出", "221", "30.00", "30.00", ""),
)
COLUMNS = ("total", "basic", "project")
# By the digits of the account.
ROLES = {0: "total", 3: "class", 5: "section", 7: "item"}


def table(rows: tuple[tuple[str, ...], ...] = ROWS, **changes: dict[str, Any]) -> ReadTable:
    """Return a table as read; ``changes`` to cells are named row_column."""
    read = ReadTable("gk05", variant="standard", presence="data", unit="万元")
    for number, (key, label, account, *values) in enumerate(rows, start=1):
        for column, value in zip(COLUMNS, values, strict=True):
            cell = made_cell(
                row_no=number,
                row_key=key,
                row_role=ROLES[len(account)],
                printed_label=label,
                account_code=account,
                column_code=column,
                printed_text=value,
                cell_state="value" if value else "blank",
                value_numeric=Decimal(value) if value else None,
                page=1,
                source_locator=PLACE,
                is_from_pixels=True,
            )
            read.cells.append(replace(cell, **changes.get(f"r{key}_{column}", {})))
    return read


def status(read: ReadTable, row: str, column: str) -> str:
    (cell,) = [c for c in read.cells if (c.row_key, c.column_code) == (row, column)]
    return cell.read_status


def test_a_table_that_adds_up_is_confirmed() -> None:
    read = table()
    confirm_tables([read])
    assert {cell.read_status for cell in read.cells} == {CONFIRMED}
    assert read.read_status == CONFIRMED


def test_a_digit_read_alike_twice_but_wrong_is_unconfirmed() -> None:
    wrong = {"printed_text": "35.00", "value_numeric": Decimal("35.00")}
    read = table(r2010601_total=wrong, r2010601_basic=wrong)
    confirm_tables([read])
    assert status(read, "2010601", "total") == UNCONFIRMED
    assert status(read, "2010601", "basic") == UNCONFIRMED
    assert read.read_status == UNCONFIRMED


def test_equal_figures_alone_confirm_nothing() -> None:
    read = table((("total", "合计", "", "35.00", "35.00", ""),))
    confirm_tables([read])
    assert status(read, "total", "total") == UNCONFIRMED


def test_a_character_in_doubt_or_two_readings_leave_a_figure_unconfirmed() -> None:
    read = table(
        r221_total={"confidence": Decimal("0.62")}, r221_basic={"read_status": UNCONFIRMED}
    )
    confirm_tables([read])
    assert status(read, "221", "total") == UNCONFIRMED
    assert status(read, "221", "basic") == UNCONFIRMED
    assert status(read, "201", "total") == CONFIRMED


def test_a_code_with_the_name_of_another_is_unconfirmed() -> None:
    rows = (*ROWS[:3], ("2010607", "行政运行", "2010607", "30.00", "30.00", ""), *ROWS[4:])
    read = table(rows)
    confirm_tables([read])
    assert status(read, "2010607", "total") == UNCONFIRMED
    assert status(read, "2010607", "project") == UNCONFIRMED


def test_ink_without_a_reading_is_not_read_and_breaks_the_sums_it_may_be_in() -> None:
    read = table(r221_project={"confidence": Decimal("0.0")})
    confirm_tables([read])
    assert status(read, "221", "project") == NOT_READ
    assert status(read, "221", "basic") == CONFIRMED
    assert read.read_status == UNCONFIRMED


def test_cells_of_other_media_keep_the_status_they_have() -> None:
    place = {"is_from_pixels": False}
    read = table((("total", "合计", "", "35.00", "", ""),), rtotal_total=place, rtotal_basic=place)
    confirm_tables([read])
    assert status(read, "total", "total") == CONFIRMED


def test_an_account_without_the_one_above_it_is_unconfirmed() -> None:
    rows = (*ROWS[:3], ("2013101", "行政运行", "2013101", "30.00", "30.00", ""), *ROWS[4:])
    read = table(rows)
    confirm_tables([read])
    assert status(read, "2013101", "total") == UNCONFIRMED


def test_a_table_with_another_unit_than_the_rest_is_unconfirmed() -> None:
    tables = [table(), table(), table()]
    tables[1].table_code, tables[2].table_code = "gk08", "gk09"
    tables[2].unit = "元"
    confirm_tables(tables)
    assert tables[0].read_status == CONFIRMED
    assert status(tables[2], "221", "basic") == UNCONFIRMED
    assert tables[2].read_status == UNCONFIRMED


def test_figures_of_an_image_are_judged_by_their_sums_when_a_document_is_read() -> None:
    """Without an engine: the grid is what OCR would hand over, one figure misread alike twice."""
    lines = ("云山市测试局", "2024年度部门决算", "一般公共预算财政拨款支出决算表", "单位：万元")
    rows = [list(row) for row in invented.ROWS]
    rows[7][2] = rows[7][3] = "187.64"
    grid = Grid(
        [[seen(text) for text in row] for row in (invented.HEADER, *rows)],
        PLACE,
        1,
        is_from_pixels=True,
    )
    decoded = DecodedDocument([*(TextLine(text, PLACE, 1) for text in lines), grid], 1)
    source = SourceFile("s.png", b"", "0" * 64, "image/png")
    (document,) = read_decoded([DecodedFile(source, "image", decoded)])
    (read,) = [t for t in document.tables if t.presence == "data"]
    assert status(read, "2210201", "total") == UNCONFIRMED
    assert status(read, "2010601", "total") == CONFIRMED


def seen(text: str) -> GridCell:
    return GridCell(text, PLACE, 1, reading=text or None, is_from_pixels=True)
