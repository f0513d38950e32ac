"""Columns without lines are read where their heads vouch for each of them, and else refused."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from dagster_project.reading.model.grid import GridCell, TextLine
from dagster_project.reading.tables.body import read_body
from dagster_project.reading.tables.choose import UnknownColumnsError
from dagster_project.reading.tables.regions import Part, Region

HEAD = ["科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出"]
NUMBERS = ["", "栏次", "1", "2", "3"]
BODY = ["201", "一般公共服务支出", "30.00", "20.00", "10.00"]


def _region(*parts: Sequence[Sequence[str]], is_undrawn: bool = True) -> Region:
    made = [
        Part(
            [
                [GridCell(text, "p4", 4, place=(i, j)) for j, text in enumerate(row)]
                for i, row in enumerate(rows)
            ],
            "p4",
            4,
            is_undrawn=is_undrawn,
        )
        for rows in parts
    ]
    return Region("gk03", "支出决算表", TextLine("支出决算表", "p4", 4), parts=made)


def test_columns_that_are_all_headed_and_numbered_are_read() -> None:
    body = read_body(_region([HEAD, NUMBERS, BODY]), None, 2023)
    (row,) = body.rows
    assert [(c.code, cell.text) for c, cell in row.figures()] == [
        ("total", "30.00"),
        ("basic", "20.00"),
        ("project", "10.00"),
    ]


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([[*HEAD[:4], "项目支出经营支出", "上缴上级支出"], [*BODY, ""]], "不是已知的一栏"),
        ([HEAD, ["", "栏次", "1", "2 3", ""], BODY], "栏次与各栏不能一一对应"),
        ([HEAD, ["", "栏次", "", "1", "2"], BODY], "栏次与各栏不能一一对应"),
    ],
)
def test_columns_that_may_not_be_what_heads_them_are_not_read(
    rows: Sequence[Sequence[str]], reason: str
) -> None:
    with pytest.raises(UnknownColumnsError, match=reason):
        read_body(_region(rows), None, 2023)


def test_a_column_that_departments_print_beside_those_of_the_form_is_known() -> None:
    body = read_body(_region([[*HEAD, "年初预算数"], [*BODY, "31.00"]]), None, 2023)
    (row,) = body.rows
    assert [cell.text for _, cell in row.figures()] == ["30.00", "20.00", "10.00", "31.00"]


def test_a_head_over_several_columns_may_stand_over_one_of_them() -> None:
    joined = [*HEAD[:3], "本年支出基本支出", "项目支出"]
    body = read_body(_region([joined, BODY]), None, 2023)
    (row,) = body.rows
    assert [(c.code, cell.text) for c, cell in row.figures()] == [
        ("total", "30.00"),
        ("basic", "20.00"),
        ("project", "10.00"),
    ]


def test_heads_told_apart_on_one_page_may_be_joined_on_the_next() -> None:
    over = ["项目", "项目", "本年支出", "本年支出", "本年支出"]
    under = ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]
    joined = ["项目科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出"]
    body = read_body(_region([over, under, BODY], [joined, BODY]), None, 2023)
    assert len(body.rows) == 2
    for row in body.rows:
        assert [c.code for c, _ in row.figures()] == ["total", "basic", "project"]


def test_the_rest_of_a_table_without_its_header_is_not_read_by_the_number_of_its_columns() -> None:
    with pytest.raises(UnknownColumnsError, match="续表没有表头"):
        read_body(_region([HEAD, NUMBERS, BODY], [BODY]), None, 2023)


def test_where_lines_are_drawn_a_stranger_is_kept_as_one() -> None:
    rows = [[*HEAD, "奖励"], [*BODY, "1.00"]]
    body = read_body(_region(rows, is_undrawn=False), None, 2023)
    assert any(c.header == "奖励" for c, _ in body.rows[0].figures())
