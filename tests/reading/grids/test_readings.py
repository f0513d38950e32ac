"""Two readings of a cell: they agree, or the cell is unconfirmed and both are kept."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from dagster_project.reading.model.cells import ReadTable
from tests.reading.grids.builders import FUNCTIONAL_HEAD, GK05, UNIT, grid, read, table

BODY = [["201", "一般公共服务支出", "3,000.00", "1,000.00", "2,000.00"]]


def _with_reading(column: int, reading: str) -> ReadTable:
    drawn = grid(FUNCTIONAL_HEAD + BODY)
    drawn.rows[2][column] = replace(drawn.rows[2][column], reading=reading, confidence=0.8)
    return table(read(GK05, UNIT, drawn), "gk05")


def test_readings_that_differ_only_in_looks_agree() -> None:
    found = _with_reading(2, "3000.00")
    assert found.read_status == "confirmed"
    assert {c.read_status for c in found.cells} == {"confirmed"}
    assert found.cells[0].confidence == Decimal("0.8")


def test_readings_that_differ_in_a_digit_leave_both_and_no_confirmation() -> None:
    found = _with_reading(2, "3,800.00")
    assert found.read_status == "unconfirmed"
    assert [c.read_status for c in found.cells] == ["unconfirmed", "confirmed", "confirmed"]
    assert found.cells[0].printed_text == "3,000.00"
    assert any("3,000.00" in note and "3,800.00" in note for note in found.reading_notes)


def test_a_figure_that_only_one_reading_sees_is_not_confirmed() -> None:
    drawn = grid([*FUNCTIONAL_HEAD, ["201", "一般公共服务支出", "", "1.00", "2.00"]])
    drawn.rows[2][2] = replace(drawn.rows[2][2], reading="3.00")
    found = table(read(GK05, UNIT, drawn), "gk05")
    assert found.cells[0].read_status == "unconfirmed"
    assert found.cells[0].cell_state == "blank"


def test_a_code_read_in_two_ways_leaves_its_row_unconfirmed() -> None:
    found = _with_reading(0, "207")
    assert {c.read_status for c in found.cells} == {"unconfirmed"}


def test_page_and_box_of_a_cell_are_those_of_its_grid_cell() -> None:
    found = table(read(GK05, UNIT, grid(FUNCTIONAL_HEAD + BODY, page=7)), "gk05")
    first = found.cells[0]
    assert (first.page, first.bbox, first.source_locator) == (
        7,
        (20.0, 15.0, 30.0, 20.0),
        "p1!C3",
    )
