"""Tables that are none of the form's are kept as printed, and hung on no other table."""

from __future__ import annotations

from decimal import Decimal

from dagster_project.reading.model.cells import Cell
from tests.reading.grids.builders import (
    FUNCTIONAL_HEAD,
    GK03_HEAD,
    GK05,
    UNIT,
    grid,
    merge,
    read,
    table,
)

ROW05 = ["201", "甲", "3.00", "1.00", "2.00"]
OPERATING = grid(
    [
        ["项目", "行次", "预算数", "决算数"],
        ["栏次", "", "1", "2"],
        ["一、机关运行经费", "1", "——", "7.00"],
        ["（一）行政单位", "2", "", "7.00"],
        ["二、车辆数（辆）", "3", "", "4"],
        ["1.应急保障用车", "4", "", "1"],
    ],
    "p2",
    2,
)


def test_an_unknown_table_is_kept_with_its_rows_heads_and_units() -> None:
    found = read(
        *(GK05, UNIT, grid([*FUNCTIONAL_HEAD, ROW05])),
        *("机关运行经费情况表", "公开11表", UNIT, OPERATING),
    )
    other = table(found, "other_01")
    assert (other.title, other.unit, other.presence) == ("机关运行经费情况表", "万元", "data")
    read_cells = {(c.printed_label, c.printed_header): c for c in other.cells if c.value_numeric}
    assert read_cells["（一）行政单位", "决算数"].amount_yuan == Decimal(70000)
    assert read_cells["二、车辆数（辆）", "决算数"].value_unit == "辆"
    # What is listed below a number of cars is a number of cars.
    assert read_cells["1.应急保障用车", "决算数"].value_kind == "count"
    assert {c.printed_line_no for c in other.cells} == {"1", "2", "3", "4"}
    gk05 = table(found, "gk05")
    assert (gk05.read_status, gk05.rows, gk05.reading_notes) == ("confirmed", 1, [])


def test_a_year_in_brackets_between_title_and_table_is_no_title() -> None:
    found = read(
        *(GK05, UNIT, grid([*FUNCTIONAL_HEAD, ROW05])),
        *("机关运行经费情况表", "（2024年度）", UNIT, OPERATING),
    )
    assert table(found, "other_01").title == "机关运行经费情况表"


def test_the_second_part_of_a_kept_table_has_its_own_heads() -> None:
    first = grid(
        [["项目名称", "全年执行数", "分值", "得分"], ["甲项目", "8.00", "10", "9.50"]], "p2", 2
    )
    second = grid(
        [["二级指标", "年度指标值", "分值", "得分"], ["数量", "9.00", "20", "18"]], "p3", 3
    )
    title = ("项目支出绩效评价情况表", UNIT)
    found = read(GK05, UNIT, grid([*FUNCTIONAL_HEAD, ROW05]), *title, first, *title, second)
    heads = {c.printed_text: c.printed_header for c in table(found, "other_01").cells}
    assert (heads["8.00"], heads["9.00"]) == ("全年执行数", "年度指标值")


def test_a_note_in_the_text_is_none_of_a_table_whose_title_it_does_not_follow() -> None:
    found = read(
        *(GK05, UNIT, grid([*FUNCTIONAL_HEAD, ROW05]), "注：本表反映支出情况。"),
        *("机关运行经费情况表", "公开11表", UNIT, OPERATING),
        *("第三部分", "情况说明", "说明：本部门没有此项支出，故本表无数据。"),
    )
    assert table(found, "other_01").statement is None
    notes = [(h.table_code, h.text) for h in found.headings if h.kind in ("note", "statement")]
    assert notes == [("gk05", "注：本表反映支出情况。")]


def test_a_second_table_of_a_known_name_is_kept_beside_the_first() -> None:
    detail = grid(
        [["科目编码", "科目名称", "合计", "工资", "奖金"], ["201", "甲", "2.00", "1.50", "0.50"]]
    )
    found = read(GK05, UNIT, detail, GK05, UNIT, grid([*FUNCTIONAL_HEAD, ROW05], "p2", 2))
    assert table(found, "gk05").rows == 1
    assert {c.printed_text for c in table(found, "gk05").cells} == {"3.00", "1.00", "2.00"}
    assert {c.printed_text for c in table(found, "other_01").cells} == {"2.00", "1.50", "0.50"}


def test_a_title_short_of_a_word_is_the_whole_only_where_both_sides_stand() -> None:
    two_sided = grid(
        [
            ["收入", "收入", "支出", "支出"],
            ["项目", "决算数", "项目", "决算数"],
            ["四、上级补助收入", "3.00", "一、一般公共服务支出", "3.00"],
        ]
    )
    found = read("收入支出决算表", UNIT, two_sided)
    assert table(found, "gk01").presence == "data"
    listed = grid([GK03_HEAD, ["201", "甲", "3.00", "1.00", "2.00", "", "", ""]])
    gk05 = grid([*FUNCTIONAL_HEAD, ROW05], "p2", 2)
    found = read("收入支出决算表", UNIT, listed, GK05, UNIT, gk05)
    assert not table(found, "gk01").cells
    assert table(found, "other_01").title == "收入支出决算表"


def test_of_which_is_part_of_the_line_above_and_never_a_line_of_its_own() -> None:
    two_sided = grid(
        [
            ["收入", "收入", "支出", "支出"],
            ["项目", "决算数", "项目", "决算数"],
            ["一、财政拨款收入", "8.00", "一、一般公共服务支出", "10.00"],
            ["其中：政府性基金预算财政拨款", "3.00", "", ""],
            ["六、其他收入", "2.00", "", ""],
            ["其中：捐赠收入", "1.00", "", ""],
            ["本年收入合计", "10.00", "本年支出合计", "10.00"],
        ]
    )
    found = table(read("收入支出决算总表", UNIT, two_sided), "gk01")
    roles = {c.printed_label: c.row_role for c in found.cells if c.column_code == "income_amount"}
    assert roles["其中：政府性基金预算财政拨款"] == roles["其中：捐赠收入"] == "of_which"
    lines = [c for c in found.cells if c.column_code == "income_amount" and c.row_role == "line"]
    assert sum(c.value_numeric for c in lines) == Decimal(10)
    # X02 adds fiscal_appropriation to the three funds: its parts must not carry their keys.
    keys = {c.row_key for c in found.cells if c.column_code == "income_amount"}
    assert "fiscal_appropriation" in keys
    assert "government_fund_appropriation" not in keys


DETAIL_HEAD = ["科目编码", "科目名称", "决算数"] * 3


def _details(*rows: list[str], heads: list[str] | None = None, merged: int = 0) -> list[Cell]:
    title = "一般公共预算财政拨款项目支出决算明细表"
    detail = grid([heads or DETAIL_HEAD, *rows], "p2", 2)
    if merged:
        merge(detail, len(rows), 0, len(rows), merged - 1)
    found = read(GK05, UNIT, grid([*FUNCTIONAL_HEAD, ROW05]), title, "公开08表", UNIT, detail)
    return table(found, "other_01").cells


def test_one_list_in_groups_side_by_side_has_one_column_of_figures() -> None:
    cells = _details(
        ["302", "商品和服务支出", "3.00", "30214", "租赁费", "1.00", "310", "资本性支出", "2.00"],
        ["30201", "办公费", "2.00", "", "", "", "31002", "办公设备购置", "2.00"],
    )
    assert {c.column_code for c in cells if c.printed_text} == {"c03"}
    assert [c.printed_code for c in cells if c.printed_text] == [
        *("302", "30201", "30214", "310", "31002")
    ]


def test_groups_that_are_headed_otherwise_keep_their_own_columns() -> None:
    cells = _details(
        ["302", "商品和服务支出", "3.00", "310", "资本性支出", "2.00"],
        ["30201", "办公费", "2.00", "31002", "办公设备购置", "2.00"],
        heads=["科目编码", "科目名称", "预算数", "科目编码", "科目名称", "决算数"],
    )
    assert {c.column_code for c in cells} == {"c03", "c06"}


def test_a_label_over_all_groups_is_no_figure_of_any() -> None:
    cells = _details(
        ["302", "商品和服务支出", "3.00", "310", "资本性支出", "2.00", "399", "其他支出", "1.00"],
        ["30201", "办公费", "3.00", "31002", "办公设备购置", "2.00", "39999", "其他支出", "1.00"],
        ["合计", "", "", "", "", "", "", "", "6.00"],
        merged=8,
    )
    totals = [c for c in cells if c.printed_label == "合计"]
    assert [(c.column_code, c.printed_text) for c in totals] == [("c03", "6.00")]
