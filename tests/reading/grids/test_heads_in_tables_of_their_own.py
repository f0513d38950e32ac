"""Titles, numbers, departments and units that stand in a small table of their own above a table."""

from __future__ import annotations

import pytest

from dagster_project.reading.decoders.html import decode_html
from dagster_project.reading.interpret import interpret
from dagster_project.reading.model.cells import ReadTable
from tests.reading.grids.builders import COVER, FUNCTIONAL_HEAD, GK05, grid, read, table, values

FUND = "政府性基金预算财政拨款支出决算表"
DEPARTMENT = "编制单位：云山市测试局"
ROWS = [
    ["201", "一般公共服务支出", "3.00", "1.00", "2.00"],
    ["2010301", "行政运行", "3.00", "1.00", "2.00"],
    ["合计", "", "3.00", "1.00", "2.00"],
]
OTHER_ROWS = [
    ["212", "城乡社区支出", "7.00", "", "7.00"],
    ["2120899", "其他国有土地使用权出让收入安排的支出", "7.00", "", "7.00"],
    ["合计", "", "7.00", "", "7.00"],
]
TABLE = FUNCTIONAL_HEAD + ROWS
OTHER_TABLE = FUNCTIONAL_HEAD + OTHER_ROWS


def _web_page(*items: str | list[list[str]]) -> dict[str, ReadTable]:
    """Return the tables of a web page, whose grids have no pages."""
    parts = [f"<h1>{COVER}</h1>"]
    for item in items:
        if isinstance(item, str):
            parts.append(f"<p>{item}</p>")
            continue
        rows = ("".join(f"<td>{text}</td>" for text in row) for row in item)
        parts.append("<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>")
    html = f"<html><meta charset='utf-8'><body>{''.join(parts)}</body></html>"
    return {t.table_code: t for t in interpret(decode_html(html.encode())).tables if t.cells}


HEADS = [
    pytest.param([["", "", "表五"], [DEPARTMENT, "", "单位：万元"]], id="mark, department, unit"),
    pytest.param([["公开05表"], ["部门：云山市测试局"], ["单位：万元"]], id="one below the other"),
    pytest.param([[DEPARTMENT, "2024年度", "金额单位：万元"]], id="one row with the year"),
    pytest.param([["编制单位：", "云山市测试局", "单位：万元"]], id="name in a cell of its own"),
]


@pytest.mark.parametrize("head", HEADS)
def test_a_table_is_read_below_a_small_table_with_its_fields(head: list[list[str]]) -> None:
    found = _web_page(GK05, head, TABLE, FUND, head, OTHER_TABLE)
    assert values(found["gk05"])["total", "total"] == "3.00"
    assert values(found["gk08"])["total", "total"] == "7.00"
    assert {found[code].unit for code in ("gk05", "gk08")} == {"万元"}
    assert {found[code].read_status for code in ("gk05", "gk08")} == {"confirmed"}


@pytest.mark.parametrize("head", HEADS)
def test_the_title_may_stand_in_the_small_table_as_well(head: list[list[str]]) -> None:
    blanks = [""] * (len(head[0]) - 1)
    own, other = ([[title, *blanks], *head] for title in (GK05, FUND))
    found = _web_page(own, TABLE, other, OTHER_TABLE)
    assert values(found["gk05"])["total", "total"] == "3.00"
    assert values(found["gk08"])["total", "total"] == "7.00"
    assert found["gk05"].unit == "万元"


def test_title_and_fields_may_stand_in_two_small_tables() -> None:
    found = _web_page([[GK05]], [[DEPARTMENT, "单位：万元"]], TABLE)
    assert values(found["gk05"])["total", "total"] == "3.00"
    assert found["gk05"].unit == "万元"


def test_a_table_without_a_title_below_a_head_of_its_own_is_not_joined_to_the_one_before() -> None:
    found = _web_page(GK05, TABLE, [[DEPARTMENT, "单位：万元"]], OTHER_TABLE)
    assert "212" not in {cell.row_key for cell in found["gk05"].cells}


def test_a_title_alone_is_not_that_of_a_table_with_a_title_of_its_own() -> None:
    own = [[FUND, "", "", "", ""], *OTHER_TABLE]
    found = _web_page([[GK05, "公开05表"]], own)
    assert "gk05" not in found
    assert values(found["gk08"])["total", "total"] == "7.00"


def test_a_head_repeated_on_the_next_page_does_not_end_the_table() -> None:
    head = [[DEPARTMENT, "单位：万元"]]
    found = table(
        read(
            *(GK05, grid(head, "p1a", 1), grid(FUNCTIONAL_HEAD + ROWS[:2], "p1", 1)),
            *(grid(head, "p2a", 2), grid(FUNCTIONAL_HEAD + ROWS[2:], "p2", 2)),
        ),
        "gk05",
    )
    assert values(found)["total", "total"] == "3.00"
    assert found.rows == 3
