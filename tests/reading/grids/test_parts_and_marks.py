"""Tables that go on over a page break, and what in a grid looks like something it is not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dagster_project.reading.model.grid import Grid, GridCell
from tests.reading.grids.builders import FUNCTIONAL_HEAD, GK05, UNIT, grid, read, table, values

TWO_SIDED_HEAD = [
    ["收入", "", "支出", "", "", "", ""],
    [
        *("项目", "金额", "项目", "合计", "一般公共预算财政拨款"),
        *("政府性基金预算财政拨款", "国有资本经营预算财政拨款"),
    ],
]
GK04 = "财政拨款收入支出决算总表"


def test_the_rest_of_a_name_under_a_header_printed_again_is_no_header() -> None:
    first = [*FUNCTIONAL_HEAD, ["2080506", "机关事业单位职业年金缴费", "5.00", "5.00", ""]]
    second = [
        *FUNCTIONAL_HEAD,
        ["", "支出", "", "", ""],
        ["221", "住房保障支出", "2.00", "", "2.00"],
    ]
    third = [*FUNCTIONAL_HEAD, ["229", "其他支出", "1.00", "", "1.00"]]
    pages = [grid(rows, f"p{n}", n) for n, rows in enumerate((first, second, third), 1)]
    found = table(read(GK05, UNIT, *pages), "gk05")
    assert found.read_status == "confirmed"
    assert {c.printed_label for c in found.cells if c.account_code == "2080506"} == {
        "机关事业单位职业年金缴费支出"
    }
    assert values(found)["229", "project"] == "1.00"


@pytest.mark.parametrize("blank", ["", "-"])
def test_a_line_named_like_a_column_goes_on_the_table_on_the_next_page(blank: str) -> None:
    first = [
        *TWO_SIDED_HEAD,
        ["本年收入合计", "9.00", "本年支出合计", "9.00", "9.00", "", ""],
        ["年初财政拨款结转和结余", "3.00", "年末财政拨款结转和结余", "3.00", "3.00", "", ""],
        ["一般公共预算财政拨款", "3.00", "", "", "", "", ""],
    ]
    second = [
        ["政府性基金预算财政拨款", blank, "", "", "", "", ""],
        ["总计", "12.00", "总计", "12.00", "12.00", "", ""],
    ]
    pages = grid(first, "p1", 1), grid(second, "p2", 2)
    found = table(read(GK04, UNIT, *pages), "gk04")
    assert found.read_status == "confirmed"
    assert values(found)["grand_total", "income_amount"] == "12.00"
    assert values(found)["grand_total", "general_public"] == "12.00"


def test_heads_joined_in_one_row_on_the_next_page_go_on_the_table() -> None:
    first = [*FUNCTIONAL_HEAD, ["201", "一般公共服务支出", "5.00", "5.00", ""]]
    joined = ["功能分类科目编码", "项目科目名称", "合计", "基本支出", "项目支出"]
    second = [joined, ["221", "住房保障支出", "2.00", "", "2.00"]]
    found = table(read(GK05, UNIT, grid(first, "p1", 1), grid(second, "p2", 2)), "gk05")
    assert found.read_status == "confirmed"
    assert values(found)["221", "project"] == "2.00"


def test_figures_right_behind_a_table_that_belong_to_none_put_it_in_doubt() -> None:
    first = [*FUNCTIONAL_HEAD, ["201", "一般公共服务支出", "5.00", "5.00", ""]]
    second = [["合计", "基本支出", "另一栏"], ["7.00", "7.00", "8.00"]]
    found = table(read(GK05, UNIT, grid(first, "p1", 1), grid(second, "p2", 2)), "gk05")
    assert found.read_status == "unconfirmed"
    assert "p2" in "".join(found.reading_notes)


def _sideways(drawn: Grid) -> Grid:
    """Return the grid as it stands on a page printed sideways: columns one below the other."""

    def turn(cell: GridCell) -> GridCell:
        left, top, right, bottom = cell.bbox or (0.0, 0.0, 0.0, 0.0)
        return replace(cell, bbox=(top, left, bottom, right))

    return drawn.changed(turn)


def test_a_last_page_with_the_total_alone_is_placed_on_a_page_printed_sideways() -> None:
    first = grid([*FUNCTIONAL_HEAD, ["201", "一般公共服务支出", "5.00", "4.00", "1.00"]], "p1", 1)
    last = grid([["合计", "", "5.00", "4.00", "1.00"]], "p2", 2)
    label = replace(last.rows[0][0], bbox=(0.0, 5.0, 20.0, 10.0))
    rest = Grid([[label, *last.rows[0][2:]]], "p2", 2)
    found = table(read(GK05, UNIT, _sideways(first), _sideways(rest)), "gk05")
    assert values(found)["total", "project"] == "1.00"
    assert found.read_status == "confirmed"


def test_two_numbers_in_one_cell_are_never_one_number() -> None:
    rows = [*FUNCTIONAL_HEAD, ["201", "一般公共服务支出", "12 34", "12", "34"]]
    found = table(read(GK05, UNIT, grid(rows)), "gk05")
    assert values(found)["201", "total"] == "12 34"
    assert found.read_status == "unconfirmed"
    assert [c.value_numeric for c in found.cells] == [None, 12, 34]


def test_a_row_of_strokes_is_no_header() -> None:
    rows = [*FUNCTIONAL_HEAD, ["", "本年合计", "—", "—", "—"], ["201", "支出", "—", "—", "—"]]
    found = table(read(GK05, UNIT, grid(rows)), "gk05")
    assert {c.row_key for c in found.cells} == {"total", "201"}
    assert {c.cell_state for c in found.cells} == {"struck_out"}


def test_headings_between_the_lines_of_the_statistics_table_are_no_lines() -> None:
    rows = [
        ["项目", "行次", "采购金额"],
        ["一、政府采购情况", "", ""],
        ["合计", "1", "3.00"],
        ["货物", "2", "3.00"],
        ["二、机关运行经费", "", "统计数"],
        ["（一）行政单位", "5", "8.00"],
        ["项目", "行次", "统计数"],
        ["（一）车辆数合计（辆）", "7", "2"],
    ]
    found = table(read("部门决算公开相关信息统计表", UNIT, grid(rows)), "gk10")
    assert found.read_status == "confirmed"
    assert values(found) == {
        ("procurement_total", "amount"): "3.00",
        ("procurement_goods", "amount"): "3.00",
        ("operating_expense_administrative", "amount"): "8.00",
        ("vehicles_total", "quantity"): "2",
    }
