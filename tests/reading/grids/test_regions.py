"""Which grid is which table: titles, continued tables, notes, units, and what a document is."""

from __future__ import annotations

import pytest

from dagster_project.reading.interpret import interpret
from dagster_project.reading.model.grid import DecodedDocument
from tests.reading.grids.builders import (
    COVER,
    FUNCTIONAL_HEAD,
    GK03_HEAD,
    GK05,
    UNIT,
    grid,
    line,
    read,
    table,
    values,
)

ROWS = [
    ["201", "一般公共服务支出", "3.00", "1.00", "2.00"],
    ["20103", "政府办公厅（室）及相关机构事务", "3.00", "1.00", "2.00"],
    ["2010301", "行政运行", "3.00", "1.00", "2.00"],
    ["合计", "", "3.00", "1.00", "2.00"],
]


@pytest.mark.parametrize("repeats_header", [True, False])
def test_a_table_goes_on_over_the_page_break(repeats_header: bool) -> None:
    first = grid(FUNCTIONAL_HEAD + ROWS[:2], "p1", 1)
    rest = grid((FUNCTIONAL_HEAD if repeats_header else []) + ROWS[2:], "p2", 2)
    found = table(read(GK05, UNIT, first, line("- 5 -"), rest), "gk05")
    assert found.rows == 4
    assert len(values(found)) == 12
    assert (found.page_first, found.page_last) == (1, 2)
    assert {c.page for c in found.cells if c.row_key == "total"} == {2}


def test_a_name_that_wraps_over_the_page_break_is_one_name() -> None:
    first = grid(
        [*FUNCTIONAL_HEAD, ["20103", "政府办公厅（室）及", "3.00", "1.00", "2.00"]], "p1", 1
    )
    rest = grid([["", "相关机构事务", "", "", ""], ROWS[3]], "p2", 2)
    found = table(read(GK05, UNIT, first, rest), "gk05")
    assert found.cells[0].printed_label == "政府办公厅（室）及相关机构事务"
    assert found.rows == 2


def test_a_continued_part_drawn_with_other_columns_is_placed_by_position() -> None:
    head = [["项目", "项目", "科目名称", "合计", "基本支出", "项目支出"]]
    first = grid([*head, ["201", "", "甲", "3.00", "1.00", "2.00"]], "p1", 1)
    rest = grid([["201", "06", "乙", "2.00", "", "2.00"]], "p2", 2)
    rest.rows[0].pop(1)
    found = table(read(GK05, UNIT, first, rest), "gk05")
    assert found.read_status == "confirmed"
    assert found.cells[3].printed_text == "2.00"
    assert [c.cell_state for c in found.cells[3:]] == ["value", "blank", "value"]


def test_a_title_over_two_lines_and_with_a_number_is_known() -> None:
    found = read("五、一般公共预算财政拨款", "支出决算表", UNIT, grid(FUNCTIONAL_HEAD + ROWS))
    assert table(found, "gk05").presence == "data"


def test_a_lost_title_is_made_up_for_by_a_header_that_only_one_table_has() -> None:
    body = ["201", "一般公共服务支出", "1.00", "1.00", "", "", "", ""]
    found = read("说明文字。", UNIT, grid([GK03_HEAD, body]))
    assert values(table(found, "gk03")) == {("201", "total"): "1.00", ("201", "basic"): "1.00"}


def test_a_title_in_the_list_of_contents_is_no_table() -> None:
    found = read(
        "目录", "一、收入支出决算总表", "二、收入决算表", GK05, UNIT, grid(FUNCTIONAL_HEAD + ROWS)
    )
    assert table(found, "gk01").presence == "not_required"
    assert table(found, "gk05").presence == "data"


def test_a_note_below_the_title_of_an_unknown_table_is_that_tables() -> None:
    fund = "政府性基金预算财政拨款支出决算表"
    rows = [["212", "城乡社区支出", "3.00", "1.00", "2.00"]]
    empty = grid([["栏次", "1", "2"], ["", "", ""]])
    found = read(
        *(fund, UNIT, grid(FUNCTIONAL_HEAD + rows)),
        *("政府性基金预算财政拨款“三公”经费支出决算表", UNIT, empty, "注：本表无数据。"),
    )
    notes = [(h.kind, h.table_code) for h in found.headings if h.text == "注：本表无数据。"]
    assert notes == [("note", "")]


def test_notes_and_statements_belong_to_the_table_above_them() -> None:
    empty = grid([*FUNCTIONAL_HEAD, ["", "", "", "", ""]])
    found = read(
        *(GK05, UNIT, empty, "注：本表反映一般公共预算财政", "拨款支出情况。"),
        "说明：本部门没有此项支出，故本表无数据。",
        *("支出决算表", UNIT, grid([GK03_HEAD, ["201", "甲", "1.00", "1.00", "", "", "", ""]])),
    )  # fmt: skip
    assert table(found, "gk05").presence == "empty_stated"
    assert table(found, "gk05").statement == "说明：本部门没有此项支出，故本表无数据。"
    notes = [
        (h.kind, h.table_code, h.text)
        for h in found.headings
        if h.kind not in ("cover", "table_title")
    ]
    assert notes == [
        ("note", "gk05", "注：本表反映一般公共预算财政拨款支出情况。"),
        ("statement", "gk05", "说明：本部门没有此项支出，故本表无数据。"),
    ]


def test_each_table_has_the_unit_printed_with_it() -> None:
    other = grid([GK03_HEAD, ["201", "甲", "1.00", "1.00", "", "", "", ""]])
    found = read(GK05, "单位：元", grid(FUNCTIONAL_HEAD + ROWS), "支出决算表", UNIT, other)
    assert table(found, "gk05").unit == "元"
    assert table(found, "gk03").unit == "万元"
    assert table(found, "gk03").cells[0].amount_yuan == 10000


def test_title_and_unit_may_stand_inside_the_grid() -> None:
    texts = [
        [GK05, "", "", "", ""],
        ["部门：云山市测试局", "", "", "", UNIT],
        *FUNCTIONAL_HEAD,
        *ROWS,
    ]
    found = read(grid(texts))
    assert table(found, "gk05").unit == "万元"
    assert len(values(table(found, "gk05"))) == 12


def test_tables_stacked_on_one_sheet_are_taken_apart() -> None:
    pad = ["", "", ""]
    texts = [
        [GK05, "", "", "", "", *pad],
        *([*row, *pad] for row in FUNCTIONAL_HEAD + ROWS),
        ["支出决算表", *[""] * 7],
        GK03_HEAD,
        ["201", "甲", "1.00", "1.00", "", "", "", ""],
    ]
    found = read(UNIT, grid(texts))
    assert len(values(table(found, "gk05"))) == 12
    assert len(values(table(found, "gk03"))) == 2


def test_the_same_table_twice_is_not_confirmed() -> None:
    other = grid([GK03_HEAD, ["201", "甲", "1.00", "1.00", "", "", "", ""]])
    one = grid(FUNCTIONAL_HEAD + ROWS)
    found = read(
        GK05, UNIT, one, "支出决算表", UNIT, other, GK05, UNIT, grid(FUNCTIONAL_HEAD + ROWS)
    )
    assert table(found, "gk05").read_status == "unconfirmed"
    assert len(values(table(found, "gk05"))) == 12


def test_name_and_year_come_from_the_title_page() -> None:
    found = read(GK05, UNIT, grid(FUNCTIONAL_HEAD + ROWS))
    # One table of nobody known is no form: nothing is required of it.
    assert (found.form, found.year, found.kind) == ("unknown", 2024, "final_accounts")
    assert found.organization is not None
    assert found.organization.name == "云山市测试局"
    assert table(found, "gk10").presence == "not_required"
    assert found.lines[0].text == COVER


@pytest.mark.parametrize(
    ("cover", "number", "form", "gk10"),
    [
        ("云山市测试局2024年度部门决算", "公开05表", "unknown", "not_required"),
        ("河南省测试局2024年度部门决算", "公开05表", "unknown", "not_required"),
        ("河南省测试局2024年度部门决算", "", "unknown", "not_required"),
        ("山西省测试局2024年度部门决算", "公开05表", "shanxi", "missing"),
        ("上海市测试局2024年度部门决算", "", "shanghai", "not_required"),
    ],
)
def test_region_and_printed_numbers_tell_the_form(
    cover: str, number: str, form: str, gk10: str
) -> None:
    lines = [line(text) for text in (cover, GK05, number, "单位：元") if text]
    found = interpret(DecodedDocument([*lines, grid(FUNCTIONAL_HEAD + ROWS)]))
    assert found.form == form
    assert table(found, "gk05").printed_number == (number or None)
    assert table(found, "gk10").presence == gk10


def test_the_text_tells_the_region_where_the_name_does_not() -> None:
    told = ["按照上海市财政局的要求公开。", "根据上海市人民政府的规定。", "上海市各区。"]
    tables = [GK05, UNIT, grid(FUNCTIONAL_HEAD + ROWS)]
    elsewhere = ["按照河南省财政厅的要求公开。", "根据河南省人民政府的规定。"]
    weights = [
        sum(form.weight for form in read(*lines, *tables).forms if form.value == "shanghai")
        for lines in (told, elsewhere, [])
    ]
    # For it, against it, neither.
    assert weights[0] > weights[2] > weights[1]


@pytest.mark.parametrize(
    ("items", "code"),
    [
        ((GK05, UNIT, grid([*FUNCTIONAL_HEAD, ["205", "教育支出", "", "", ""]])), "template"),
        (("今年的工作总结。",), "no_table"),
        (("某局2024年部门预算公开", "部门收支预算总表", "预算", "预算"), "budget"),
    ],
)
def test_what_is_no_disclosure_is_refused_with_its_reason(items: tuple, code: str) -> None:
    found = read(*items)
    assert found.refusal is not None
    assert found.refusal.reason_code == code
