"""A table without a unit: what all others print is taken and never confirmed, else nothing is."""

from __future__ import annotations

import pytest

from dagster_project.reading.decoders.html import decode_html
from dagster_project.reading.decoders.xlsx import decode_xlsx
from dagster_project.reading.interpret import interpret
from tests.reading.grids.builders import (
    FUNCTIONAL_HEAD,
    GK03_HEAD,
    GK05,
    UNIT,
    grid,
    read,
    saved,
    table,
    values,
    workbook,
)

ROW05 = ["201", "甲", "3.00", "1.00", "2.00"]
ROW03 = ["201", "甲", "3.00", "1.00", "2.00", "", "", ""]


def _amounts(found, code):
    return [c for c in table(found, code).cells if c.cell_state == "value"]


def test_the_unit_of_all_other_tables_is_taken_and_not_confirmed() -> None:
    found = read(
        "支出决算表", UNIT, grid([GK03_HEAD, ROW03]), GK05, grid([*FUNCTIONAL_HEAD, ROW05])
    )
    gk05 = table(found, "gk05")
    assert (gk05.unit, gk05.read_status) == ("万元", "unconfirmed")
    assert [c.amount_yuan for c in _amounts(found, "gk05")] == [30000, 10000, 20000]
    assert {c.read_status for c in _amounts(found, "gk05")} == {"unconfirmed"}
    assert any("没有印金额单位" in note for note in gk05.reading_notes)
    assert table(found, "gk03").read_status == "confirmed"


@pytest.mark.parametrize("others", ["none", "two"])
def test_where_the_others_do_not_tell_no_amount_is_in_yuan(others: str) -> None:
    more = [
        "收入决算表",
        "单位：元",
        grid([["科目编码", "科目名称", "本年收入合计"], ["201", "甲", "3.00"]]),
    ]
    told = [UNIT] if others == "two" else []
    items = ["支出决算表", *told, grid([GK03_HEAD, ROW03]), GK05, grid([*FUNCTIONAL_HEAD, ROW05])]
    found = read(*items, *(more if others == "two" else []))
    gk05 = table(found, "gk05")
    assert (gk05.unit, gk05.read_status) == (None, "unconfirmed")
    assert len(values(gk05)) == 3
    assert all(c.amount_yuan is None for c in gk05.cells)
    assert {c.read_status for c in _amounts(found, "gk05")} == {"unconfirmed"}


def test_a_unit_in_the_heads_of_the_columns_is_printed() -> None:
    head = [
        ["功能分类科目编码", "科目名称", "合计（万元）", "基本支出（万元）", "项目支出（万元）"]
    ]
    found = read(GK05, grid([*head, ROW05]))
    assert (table(found, "gk05").unit, table(found, "gk05").read_status) == ("万元", "confirmed")


MARKS = ["GK05", "表5", "附表5", "Z05", "CS05", "表2-1", "公开05表", "附件5"]


def _sheet(mark: str) -> list[list[object]]:
    blank: list[object] = [None] * 4
    return [
        [mark, *blank],
        [GK05, *blank],
        ["部门：云山市测试局", None, "2024年度", None, UNIT],
        *FUNCTIONAL_HEAD,
        ROW05,
    ]


@pytest.mark.parametrize("mark", MARKS)
def test_a_mark_in_a_cell_of_its_own_does_not_cost_the_unit(mark: str) -> None:
    book = saved(workbook([("Sheet1", _sheet(mark))]))
    page = "".join(
        "<tr>" + "".join(f"<td>{cell or ''}</td>" for cell in row) + "</tr>" for row in _sheet(mark)
    )
    html = f"<html><body><table>{page}</table></body></html>".encode()
    for decoded in (decode_xlsx(book), decode_html(html)):
        found = interpret(decoded)
        gk05 = table(found, "gk05")
        assert (gk05.unit, gk05.title, gk05.read_status) == ("万元", GK05, "confirmed")
        assert [c.amount_yuan for c in _amounts(found, "gk05")] == [30000, 10000, 20000]


@pytest.mark.parametrize(
    "note",
    ["注：金额单位为万元", "注：本表以“万元”为金额单位（保留两位小数）", "注：1.金额单位：万元。"],
)
def test_a_unit_told_below_the_table_is_printed(note: str) -> None:
    gk05 = table(read(GK05, grid([*FUNCTIONAL_HEAD, ROW05]), note), "gk05")
    assert (gk05.unit, gk05.read_status) == ("万元", "confirmed")


def test_a_unit_in_brackets_behind_the_title_is_printed() -> None:
    gk05 = table(read(f"{GK05}（万元）", grid([*FUNCTIONAL_HEAD, ROW05])), "gk05")
    assert (gk05.unit, gk05.read_status) == ("万元", "confirmed")


def test_a_unit_below_the_table_does_not_speak_against_the_one_above() -> None:
    gk05 = table(read(GK05, "单位：元", grid([*FUNCTIONAL_HEAD, ROW05]), "注：单位为万元"), "gk05")
    assert gk05.unit == "元"


@pytest.mark.parametrize("printed", ["单位：元/万元", "单位：元、万元", "金额单位：万元或元"])
def test_of_two_units_to_choose_from_none_is_taken(printed: str) -> None:
    gk05 = table(read(GK05, printed, grid([*FUNCTIONAL_HEAD, ROW05])), "gk05")
    assert (gk05.unit, gk05.read_status) == (None, "unconfirmed")
    assert all(cell.amount_yuan is None for cell in gk05.cells)


def test_a_column_in_another_unit_is_kept_as_printed() -> None:
    head = [["科目编码", "科目名称", "合计（元）", "基本支出", "项目支出"]]
    gk05 = table(read(GK05, UNIT, grid([*head, ["201", "甲", "30000.00", "1.00", "2.00"]])), "gk05")
    assert gk05.read_status == "unconfirmed"
    assert any("以“元”为单位" in note for note in gk05.reading_notes)
    cells = {cell.column_code: cell for cell in gk05.cells}
    assert (cells["total"].amount_yuan, cells["total"].read_status) == (None, "unconfirmed")
    assert (cells["basic"].amount_yuan, cells["basic"].read_status) == (10000, "confirmed")


def test_a_figure_may_repeat_the_unit_of_its_table_and_no_other() -> None:
    rows = [
        ["201", "甲", "3.00万元", "1.00万元", "2.00万元"],
        ["202", "乙", "5.00元", "", "5.00元"],
    ]
    gk05 = table(read(GK05, UNIT, grid([*FUNCTIONAL_HEAD, *rows])), "gk05")
    assert [c.amount_yuan for c in gk05.cells if c.account_code == "201"] == [30000, 10000, 20000]
    assert all(c.amount_yuan is None for c in gk05.cells if c.account_code == "202")


@pytest.mark.parametrize(
    "owner", ["填报单位（盖章）：云山市测试局", "部门(公章)：云山市测试局", "部门；云山市测试局"]
)
def test_the_place_of_a_stamp_beside_the_unit_does_not_cost_it(owner: str) -> None:
    drawn = grid([[owner, "", "", "", UNIT], *FUNCTIONAL_HEAD, ROW05])
    found = read(GK05, drawn)
    assert table(found, "gk05").unit == "万元"
    assert found.organization is not None
    assert found.organization.name == "云山市测试局"


def test_a_table_of_zeros_without_any_unit_is_not_confirmed() -> None:
    row = ["201", "甲", "0.00", "0.00", "0.00"]
    gk05 = table(read(GK05, grid([*FUNCTIONAL_HEAD, row])), "gk05")
    assert (gk05.unit, gk05.presence, gk05.read_status) == (None, "data", "unconfirmed")
