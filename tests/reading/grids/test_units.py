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
