"""Headers, columns and rows of grids, one difficulty at a time, in any medium."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dagster_project.reading.model.grid import Grid
from tests.reading.grids.builders import (
    FUNCTIONAL_HEAD,
    GK03_HEAD,
    GK05,
    UNIT,
    grid,
    merge,
    read,
    table,
    values,
)

BODY = [["201", "一般公共服务支出", "3.00", "1.00", "2.00"], ["合计", "", "3.00", "1.00", "2.00"]]
THREE = {("201", "total"): "3.00", ("201", "basic"): "1.00", ("201", "project"): "2.00"}
THREE |= {("total", "total"): "3.00", ("total", "basic"): "1.00", ("total", "project"): "2.00"}


def test_columns_follow_their_labels_and_not_their_order() -> None:
    head = [["功能分类科目编码", "科目名称", "项目支出", "合计", "基本支出"]]
    body = [
        ["201", "一般公共服务支出", "2.00", "3.00", "1.00"],
        ["合计", "", "2.00", "3.00", "1.00"],
    ]
    assert values(table(read(GK05, UNIT, grid(head + body)), "gk05")) == THREE


def test_a_total_may_stand_on_top_or_at_the_bottom() -> None:
    for body in (BODY, BODY[::-1]):
        found = table(read(GK05, UNIT, grid(FUNCTIONAL_HEAD + body)), "gk05")
        assert values(found) == THREE
        assert found.rows == 2


@pytest.mark.parametrize(
    "lead",
    [
        [["201", "", "", "甲"], ["201", "06", "", "乙"], ["201", "06", "01", "丙"]],
        [["201", "", "", "甲"], ["", "06", "", "乙"], ["", "", "01", "丙"]],
        [["201", "", "", "甲"], ["201", "20106", "", "乙"], ["201", "20106", "2010601", "丙"]],
        [["201", "", "", "甲"], ["201", "6", "", "乙"], ["201", "6", "1", "丙"]],
        [["201", "", "", "甲"], ["", "6", "", "乙"], ["", "", "1", "丙"]],
    ],
    ids=["parts", "upper parts left out", "each whole", "numbers", "numbers, upper left out"],
)
def test_codes_split_over_three_columns_are_joined(lead: list[list[str]]) -> None:
    head = [
        ["项目"] * 4 + ["合计", "基本支出", "项目支出"],
        ["类", "款", "项", "科目名称", "", "", ""],
    ]
    body = [[*row, "1.00", "1.00", ""] for row in lead]
    found = table(read(GK05, UNIT, grid(head + body)), "gk05")
    assert [c.account_code for c in found.cells[::3]] == ["201", "20106", "2010601"]
    assert [c.row_role for c in found.cells[::3]] == ["class", "section", "item"]
    assert [c.printed_label for c in found.cells[::3]] == ["甲", "乙", "丙"]


@pytest.mark.parametrize(
    "glued", ["2010601行政运行", "2010601 行政运行", "201 06 01行政运行", "2010601\n行政运行"]
)
def test_a_code_glued_to_its_name_is_taken_apart(glued: str) -> None:
    head = [["项目", "合计", "基本支出", "项目支出"]]
    found = table(read(GK05, UNIT, grid([*head, [glued, "1.00", "1.00", ""]])), "gk05")
    assert {c.account_code for c in found.cells} == {"2010601"}
    assert {c.printed_label for c in found.cells} == {"行政运行"}


def test_blank_zero_and_struck_out_stay_apart() -> None:
    body = [["201", "一般公共服务支出", "0.00", "", "——"]]
    found = table(read(GK05, UNIT, grid(FUNCTIONAL_HEAD + body)), "gk05")
    assert [(c.cell_state, c.printed_text) for c in found.cells] == [
        ("value", "0.00"),
        ("blank", ""),
        ("struck_out", "——"),
    ]


def test_merged_header_cells_give_their_label_to_every_column() -> None:
    texts = [
        ["项目", "项目", "年初结转和结余", "本年收入", "本年支出", "", "", "年末结转和结余"],
        ["功能分类科目编码", "科目名称", "", "", "小计", "基本支出", "项目支出", ""],
        ["合计", "", "1.00", "2.00", "3.00", "1.00", "2.00", "0.00"],
        ["212", "城乡社区支出", "1.00", "2.00", "3.00", "1.00", "2.00", "0.00"],
    ]
    drawn = merge(merge(grid(texts), 0, 4, 0, 6), 0, 0, 0, 1)
    for column in (2, 3, 7):
        drawn = merge(drawn, 0, column, 1, column)
    found = table(read("政府性基金预算财政拨款收入支出决算表", UNIT, drawn), "gk08")
    columns = ("opening", "income", "total", "basic", "project", "closing")
    figures = ("1.00", "2.00", "3.00", "1.00", "2.00", "0.00")
    expected = dict(zip([("212", c) for c in columns], figures, strict=True))
    assert {k: v for k, v in values(found).items() if k[0] == "212"} == expected


def test_a_total_in_the_header_band_has_only_the_cells_that_are_printed() -> None:
    texts = [
        ["项目", "", "年初结转和结余", "本年收入", "本年支出", "", "", "年末结转和结余"],
        ["功能分类科目编码", "科目名称", "", "", "", "", "", ""],
        ["合计", "", "", "105.00", "合计", "基本支出", "项目支出", ""],
        ["221", "住房保障支出", "", "105.00", "105.00", "", "105.00", ""],
    ]
    found = table(read("政府性基金预算财政拨款收入支出决算表", UNIT, grid(texts)), "gk08")
    assert values(found) == {
        ("total", "income"): "105.00",
        ("221", "income"): "105.00",
        ("221", "total"): "105.00",
        ("221", "project"): "105.00",
    }
    assert {c.column_code for c in found.cells if c.row_key == "total"} == {
        *("opening", "income", "closing")
    }


ITEMS = {
    "total": ("合计", "合计"),
    "abroad": ("因公出国（境）费", "因公出国（境）费"),
    "vehicles": ("公务用车购置及运行维护费", "小计"),
    "purchase": ("公务用车购置及运行维护费", "公务用车购置费"),
    "running": ("公务用车购置及运行维护费", "公务用车运行维护费"),
    "reception": ("公务接待费", "公务接待费"),
}
KINDS = {"预算数": "budget", "决算数": "final"}


@pytest.mark.parametrize(
    ("order", "number"),
    [
        ([(item, kind) for item in ITEMS for kind in KINDS], []),
        ([(item, kind) for item in reversed(ITEMS) for kind in reversed(KINDS)], []),
        ([(item, kind) for kind in KINDS for item in ITEMS], ["公开07表"]),
    ],
    ids=["budget beside final", "another order", "budget before final"],
)
def test_three_public_items_are_told_apart_by_their_parents(
    order: list[tuple[str, str]], number: list[str]
) -> None:
    parents, leaves = ([ITEMS[item][level] for item, _ in order] for level in (0, 1))
    kinds = [kind for _, kind in order]
    head = [kinds, parents, leaves] if number else [parents, leaves, kinds]
    figures = [f"{place}.25" for place in range(len(order))]
    found = read("财政拨款“三公”经费支出决算表", *number, UNIT, grid([*head, figures]))
    assert values(table(found, "gk07")) == {
        ("three_public", f"{KINDS[kind]}_{item}"): figure
        for (item, kind), figure in zip(order, figures, strict=True)
    }


def test_two_sided_rows_are_matched_by_label_and_never_by_ordinal() -> None:
    texts = [
        ["收入", "", "支出", ""],
        ["项目", "决算数", "项目", "决算数"],
        ["一、一般公共预算财政拨款收入", "5.00", "一、一般公共服务支出", "1.00"],
        ["", "", "二十四、债务还本支出", "2.00"],
        ["", "", "二十六、抗疫特别国债安排的支出", "2.00"],
        ["本年收入合计", "5.00", "本年支出合计", "5.00"],
        ["总计", "5.00", "总计", "5.00"],
    ]
    found = table(read("收入支出决算总表", UNIT, grid(texts)), "gk01")
    assert values(found) == {
        ("general_public_appropriation", "income_amount"): "5.00",
        ("201", "expenditure_amount"): "1.00",
        ("231", "expenditure_amount"): "2.00",
        ("234", "expenditure_amount"): "2.00",
        ("income_total", "income_amount"): "5.00",
        ("expenditure_total", "expenditure_amount"): "5.00",
        ("grand_total", "income_amount"): "5.00",
        ("grand_total", "expenditure_amount"): "5.00",
    }


def test_the_same_label_twice_is_told_apart_by_where_it_stands() -> None:
    texts = [
        ["收入", "", "支出", "", "", "", ""],
        ["项目", "决算数", "项目", "合计", "一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款"],  # noqa: E501
        ["一、一般公共预算财政拨款", "5.00", "一、一般公共服务支出", "6.00", "6.00", "", ""],
        ["本年收入合计", "5.00", "本年支出合计", "6.00", "6.00", "", ""],
        ["年初财政拨款结转和结余", "1.00", "年末财政拨款结转和结余", "", "", "", ""],
        ["一、一般公共预算财政拨款", "1.00", "", "", "", "", ""],
        ["总计", "6.00", "总计", "6.00", "6.00", "", ""],
    ]  # fmt: skip
    found = values(table(read("财政拨款收入支出决算总表", UNIT, grid(texts)), "gk04"))
    assert found["general_public_appropriation", "income_amount"] == "5.00"
    assert found["opening_general_public", "income_amount"] == "1.00"
    assert found["201", "general_public"] == "6.00"


def test_economic_groups_side_by_side_are_rows_of_their_own() -> None:
    head = ["经济分类科目编码", "科目名称", "决算数"] * 2
    texts = [
        head,
        ["301", "工资福利支出", "3.00", "302", "商品和服务支出", "2.00"],
        ["301 01", "基本工资", "3.00", "302 01", "办公费", ""],
        ["", "", "", "310", "资本性支出", "0.00"],
        ["人员经费合计", "", "3.00", "公用经费合计", "", "2.00"],
    ]
    found = table(read("一般公共预算财政拨款基本支出决算表", UNIT, grid(texts)), "gk06")
    assert values(found) == {
        ("301", "basic"): "3.00",
        ("302", "basic"): "2.00",
        ("30101", "basic"): "3.00",
        ("310", "basic"): "0.00",
        ("personnel_total", "basic"): "3.00",
        ("public_total", "basic"): "2.00",
    }
    assert found.rows == 7
    assert found.cells[2].printed_code == "301 01"


def test_a_column_that_may_be_a_summand_is_kept_and_accuses_nobody() -> None:
    head = [["功能分类科目编码", "科目名称", "合计", "基本支出", "项目支出", "专项债支出"]]
    body = [["201", "一般公共服务支出", "3.00", "1.00", "1.00", "1.00"]]
    found = table(read(GK05, UNIT, grid(head + body)), "gk05")
    assert found.read_status == "unconfirmed"
    assert values(found)["201", "other_06"] == "1.00"
    assert [c.printed_header for c in found.cells if c.printed_header] == ["专项债支出"]


def test_an_unknown_column_in_place_of_a_missing_one_confirms_nothing() -> None:
    head = [["功能分类科目编码", "科目名称", "合计", "基本支出", "其他资金支出"]]
    body = [["201", "一般公共服务支出", "3.00", "3.00", "1.00"]]
    found = table(read(GK05, UNIT, grid(head + body)), "gk05")
    assert found.read_status == "unconfirmed"
    assert values(found)["201", "other_05"] == "1.00"


def test_budgets_beside_final_accounts_and_parts_of_a_column_are_read_and_named() -> None:
    head = [
        [
            "科目编码",
            "科目名称",
            "年初预算数",
            "本年支出",
            "本年支出",
            "本年支出",
            "本年支出",
            "增减",
        ],
        ["科目编码", "科目名称", "年初预算数", "合计", "基本支出", "基本支出", "项目支出", "增减"],
        [
            "科目编码",
            "科目名称",
            "年初预算数",
            "合计",
            "小计",
            "其中：人员经费",
            "项目支出",
            "增减",
        ],
    ]
    body = ["201", "甲", "5.00", "3.00", "1.00", "0.40", "2.00", "-2.00"]
    found = table(read(GK05, UNIT, grid([*head, body])), "gk05")
    assert found.read_status == "confirmed", found.reading_notes
    assert values(found) == {
        ("201", "initial_budget"): "5.00",
        ("201", "total"): "3.00",
        ("201", "basic"): "1.00",
        ("201", "basic_personnel_expense"): "0.40",
        ("201", "project"): "2.00",
        ("201", "other_08"): "-2.00",
    }
    heads = {c.column_code: c.printed_header for c in found.cells if c.printed_header}
    assert heads["basic_personnel_expense"] == "本年支出>基本支出>其中：人员经费"


def test_what_stands_under_the_income_is_no_spending() -> None:
    head = [
        ["科目编码", "科目名称", *["本年收入"] * 3, *["本年支出"] * 3],
        ["科目编码", "科目名称", *["小计", "基本支出", "项目支出"] * 2],
    ]
    body = ["201", "甲", "9.00", "5.00", "4.00", "3.00", "1.00", "2.00"]
    found = table(read(GK05, UNIT, grid([*head, body])), "gk05")
    read_values = values(found)
    assert {k[1]: read_values[k] for k in read_values if not k[1].startswith("other")} == {
        "total": "3.00",
        "basic": "1.00",
        "project": "2.00",
    }


def test_a_figure_under_no_header_leaves_the_table_unread() -> None:
    head = [[*GK03_HEAD, ""]]
    body = [["201", "一般公共服务支出", "1.00", "1.00", "", "", "", "", "9.00"]]
    found = table(read("支出决算表", UNIT, grid(head + body)), "gk03")
    assert (found.read_status, found.cells) == ("not_read", [])


def test_a_row_that_does_not_add_up_is_noticed_and_stays_confirmed() -> None:
    body = [["201", "一般公共服务支出", "9.00", "1.00", "2.00"]]
    found = table(read(GK05, UNIT, grid(FUNCTIONAL_HEAD + body)), "gk05")
    assert found.read_status == "confirmed"
    assert "不平" in found.reading_notes[0]
    assert {c.read_status for c in found.cells} == {"confirmed"}


def test_rounding_is_not_noticed() -> None:
    body = [["201", "一般公共服务支出", "3.01", "1.00", "2.00"]]
    assert not table(read(GK05, UNIT, grid(FUNCTIONAL_HEAD + body)), "gk05").reading_notes


def test_a_merged_figure_is_one_figure_whatever_object_holds_it() -> None:
    """Cells are told apart by their place: a grid that was copied cell by cell reads the same."""
    drawn = merge(grid([*FUNCTIONAL_HEAD, *BODY]), 2, 2, 2, 3)
    copy = Grid([[replace(cell) for cell in row] for row in drawn.rows], drawn.locator, drawn.page)
    own, other = (table(read(GK05, UNIT, each), "gk05") for each in (drawn, copy))
    assert (other.cells, other.reading_notes) == (own.cells, own.reading_notes)
    assert ("201", "total") in values(other)
    assert ("201", "basic") not in values(other)
    assert "只记一次" in "".join(other.reading_notes)


STACKED_THREE, STACKED_VEHICLES = "“三公”经费", "公务用车购置及运行维护费"
STACKED_HEAD = [
    ["项目", *[STACKED_THREE] * 6, "会议费"],
    ["项目", "小计", "因公出国（境）费用", "公务接待费", *[STACKED_VEHICLES] * 3, "会议费"],
    [
        *("项目", "小计", "因公出国（境）费用", "公务接待费"),
        *("小计", "公务用车购置费", "公务用车运行维护费", "会议费"),
    ],
]
STACKED_BUDGETS = ["6.70", "3.00", "0.60", "3.10", "1.10", "2.00", "1.00"]
STACKED_FINALS = ["5.98", "2.86", "0.42", "2.70", "1.05", "1.65", "0.85"]
STACKED_ITEMS = ["total", "abroad", "reception", "vehicles", "purchase", "running", "meeting"]
STACKED = {
    ("three_public", f"{kind}_{item}"): figure
    for kind, figures in (("budget", STACKED_BUDGETS), ("final", STACKED_FINALS))
    for item, figure in zip(STACKED_ITEMS, figures, strict=True)
}


@pytest.mark.parametrize("is_final_first", [False, True])
@pytest.mark.parametrize("over", [STACKED_THREE, "“三公”经费支出", "“三公”经费合计"])
def test_budgets_in_a_row_above_final_figures_are_told_by_the_names_of_the_rows(
    is_final_first: bool, over: str
) -> None:
    rows = [["预算数", *STACKED_BUDGETS], ["决算数", *STACKED_FINALS]][
        :: -1 if is_final_first else 1
    ]
    # What stands over its parts is called as a line of other tables is.
    head = [["项目", *[over] * 6, "会议费"], *STACKED_HEAD[1:]]
    found = table(read("财政拨款“三公”经费支出决算表", UNIT, grid([*head, *rows])), "gk07")
    assert values(found) == STACKED
    assert found.read_status == "confirmed", found.reading_notes


@pytest.mark.parametrize("other", ["全年预算数", "上年决算数", "其中：甲所", "决算数"])
def test_of_rows_that_do_not_say_which_figures_are_meant_none_is_taken(other: str) -> None:
    rows = [["预算数", *STACKED_BUDGETS], ["决算数", *STACKED_FINALS], [other, *["9.00"] * 7]]
    found = read("财政拨款“三公”经费支出决算表", UNIT, grid([*STACKED_HEAD, *rows]))
    assert "9.00" not in values(table(found, "gk07")).values()
    assert not values(table(found, "gk07")).keys() & STACKED.keys()


@pytest.mark.parametrize("last", ["上年决算数", "年末数"])
def test_a_row_above_another_that_holds_no_final_figures_stays_alone(last: str) -> None:
    rows = [["预算数", *STACKED_BUDGETS], [last, *STACKED_FINALS]]
    found = read("财政拨款“三公”经费支出决算表", UNIT, grid([*STACKED_HEAD, *rows]))
    assert not values(table(found, "gk07")).keys() & STACKED.keys()


FIVE = ["合计", "小计", "人员经费", "日常公用经费", "项目支出"]
# 9.00 = 6.00 + 3.00, and 6.00 = 4.00 + 2.00.
DIVIDED = {
    ("201", "total"): "9.00",
    ("201", "basic"): "6.00",
    ("201", "basic_personnel_expense"): "4.00",
    ("201", "basic_public_expense"): "2.00",
    ("201", "project"): "3.00",
}


@pytest.mark.parametrize("above", ["本年支出", ""])
@pytest.mark.parametrize("is_named", [True, False])
def test_basic_expenditure_is_what_is_divided_into_personnel_and_public(
    above: str, is_named: bool
) -> None:
    """The level 基本支出 over 小计·人员经费·日常公用经费 may not be printed."""
    middle = [*("合计", "基本支出", "基本支出", "基本支出", "项目支出")] if is_named else FIVE
    rows = [
        ["项目", "项目", *[above or label for label in middle]],
        ["功能分类科目编码", "科目名称", *middle],
        ["功能分类科目编码", "科目名称", *FIVE],
        ["201", "一般公共服务支出", "9.00", "6.00", "4.00", "2.00", "3.00"],
    ]
    found = table(read(GK05, UNIT, grid(rows)), "gk05")
    assert values(found) == DIVIDED
    assert found.read_status == "confirmed", found.reading_notes
    heads = {c.column_code: c.printed_header for c in found.cells}
    assert ("基本支出" in heads["basic_public_expense"]) == is_named


def test_basic_expenditure_may_be_named_with_its_subtotal_in_one_label() -> None:
    rows = [
        ["功能分类科目编码", "科目名称", "合计", "基本支出小计", *FIVE[2:]],
        ["201", "一般公共服务支出", "9.00", "6.00", "4.00", "2.00", "3.00"],
    ]
    found = table(read(GK05, UNIT, grid(rows)), "gk05")
    assert values(found) == DIVIDED
    assert found.read_status == "confirmed", found.reading_notes


def test_without_a_total_beside_it_a_subtotal_is_the_total() -> None:
    rows = [
        ["功能分类科目编码", "科目名称", "小计", "人员经费", "公用经费"],
        ["201", "一般公共服务支出", "6.00", "4.00", "2.00"],
    ]
    found = table(read(GK05, UNIT, grid(rows)), "gk05")
    assert ("201", "basic") not in values(found)


@pytest.mark.parametrize(
    ("printed", "code"),
    [("2010000", "201"), ("2010600", "20106"), ("2010601", "2010601"), ("[201]", "201")],
)
def test_zeros_that_fill_a_code_up_and_brackets_around_it_are_none_of_it(
    printed: str, code: str
) -> None:
    row = [printed, "甲", "1.00", "1.00", ""]
    found = table(read(GK05, UNIT, grid([*FUNCTIONAL_HEAD, row])), "gk05")
    assert {(c.row_key, c.account_code) for c in found.cells} == {(code, code)}
    assert found.read_status == "confirmed"


@pytest.mark.parametrize("numbers", [["1", "3", "2"], ["1", "4", "5"], ["1.00", "3.00", "2.00"]])
def test_numbers_that_moved_with_their_columns_are_no_figures(numbers: list[str]) -> None:
    head = [*FUNCTIONAL_HEAD, ["栏次", "栏次", *numbers]]
    found = table(read(GK05, UNIT, grid([*head, *BODY])), "gk05")
    assert values(found) == THREE
    assert found.read_status == "confirmed"


def test_figures_of_which_no_row_is_known_are_not_read_and_not_absent() -> None:
    head = [
        ["2023年决算数", "", "", "", "", "", "2024年决算数", "", "", "", "", ""],
        2 * ["合计", "因公出国（境）费", "公务用车购置及运行维护费", "", "", "公务接待费"],
        2 * ["", "", "小计", "公务用车购置费", "公务用车运行维护费", ""],
    ]
    row = ["25.00", "", "20.00", "", "20.00", "5.00", "20.00", "", "18.00", "", "18.00", "2.00"]
    drawn = grid([*head, row])
    for place in (0, 6):
        merge(drawn, 0, place, 0, place + 5)
        merge(drawn, 1, place + 2, 1, place + 4)
        for alone in (0, 1, 5):
            merge(drawn, 1, place + alone, 2, place + alone)
    found = read("2024年度部门决算", "财政拨款“三公”经费支出决算表", UNIT, drawn)
    gk07 = table(found, "gk07")
    assert (gk07.presence, gk07.read_status) == ("data", "not_read")


@pytest.mark.parametrize(
    ("names", "status"),
    [(("甲事务", "乙事务", "丙事务"), "unconfirmed"), (("未列", "未列", "未列"), "confirmed")],
)
def test_names_where_figures_belong_leave_nothing_confirmed(
    names: tuple[str, ...], status: str
) -> None:
    rows = [[f"20{n}", "", name, "1.00", "1.00"] for n, name in enumerate(names, start=1)]
    found = table(read(GK05, UNIT, grid([*FUNCTIONAL_HEAD, *rows])), "gk05")
    assert {c.read_status for c in found.cells if c.column_code == "basic"} == {status}
    assert found.read_status == "unconfirmed"


def test_columns_left_out_are_missed_where_all_others_are_known() -> None:
    head = [["科目编码", "科目名称", "本年收入合计", "财政拨款收入", "其他收入"]]
    row = ["201", "甲", "3.00", "2.00", "1.00"]
    gk02 = table(read("收入决算表", UNIT, grid([*head, row])), "gk02")
    got = {key[1]: value for key, value in values(gk02).items()}
    assert got == {"total": "3.00", "fiscal_appropriation": "2.00", "other": "1.00"}
    assert any("没有印以下各栏" in note for note in gk02.reading_notes)
    strange = [*head[0][:4], "甲类收入"]
    assert table(read("收入决算表", UNIT, grid([strange, row])), "gk02").read_status == "not_read"


@pytest.mark.parametrize(
    ("years", "place"), [(("2024年", "2023年"), 0), (("2023年度", "2024年度"), 1)]
)
def test_of_two_years_side_by_side_the_own_one_is_read(years: tuple[str, str], place: int) -> None:
    head = [["收入", "", "", "支出", "", ""], ["项目", *years, "项目", *years]]
    figures = ["8.00", "8.00"]
    figures[1 - place] = "7.00"
    rows = [
        ["本年收入合计", *figures, "本年支出合计", *figures],
        ["总计", *figures, "总计", *figures],
    ]
    drawn = grid([*head, *rows])
    merge(drawn, 0, 0, 0, 2)
    merge(drawn, 0, 3, 0, 5)
    items = ["云山市测试局2024年度部门决算", "收入支出决算总表", UNIT, drawn]
    got = values(table(read(*items), "gk01"))
    assert got["income_total", "income_amount"] == "8.00"
    assert got["expenditure_total", "expenditure_amount"] == "8.00"


def test_who_made_a_form_is_no_row_of_it() -> None:
    signed = ["制表人：李四", "", "复核：张三", "", "日期：2024.8.5"]
    drawn = grid(
        [
            *FUNCTIONAL_HEAD,
            *BODY,
            signed,
            ["单位负责人：王五 联系电话：0351-4567890", "", "", "", ""],
        ]
    )
    found = table(read(GK05, UNIT, drawn), "gk05")
    assert (values(found), found.read_status, found.rows) == (THREE, "confirmed", 2)


def test_figures_where_names_belong_leave_nothing_confirmed() -> None:
    head = [["科目编码", "科目名称", "科目名称", "合计", "基本支出"]]
    rows = [[f"20{n}", "甲", f"{n}0.50", "1.00", "1.00"] for n in (1, 2, 3)]
    found = table(read(GK05, UNIT, grid([*head, *rows])), "gk05")
    assert {c.read_status for c in found.cells} == {"unconfirmed"}
    dotted = [[f"20{n}.05", "甲", "", "1.00", "1.00"] for n in (1, 2, 3)]
    found = table(read(GK05, UNIT, grid([*head, *dotted])), "gk05")
    assert {c.account_code for c in found.cells} == {"20105", "20205", "20305"}
    assert {c.read_status for c in found.cells} == {"confirmed"}
