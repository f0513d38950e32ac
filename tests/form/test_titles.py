"""Titles of tables under every mark that is printed before or behind them."""

from __future__ import annotations

import pytest

from dagster_project.form.layouts import read_variants
from dagster_project.form.titles import is_mark, owner_in_title, table_of_title

MARKS = (
    "公开05表",
    "财决公开05表",
    "表5",
    "表2-1",
    "附表3",
    "附件1-2",
    "GK06",
    "CS05",
    "Z01",
    "表一",
)
ENUMERATORS = ("一、", "（二）", "3.", "第二部分 ", "2-1 ", "第一张 ")
TITLES = sorted({(v.title_zh, v.table_code) for v in read_variants()})


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("between", ["", " ", "：", "　"])
def test_a_mark_is_no_part_of_a_title(mark: str, between: str) -> None:
    # 表一 before 一般公共预算: only the known title tells which 一 is the mark's.
    assert [table_of_title(mark + between + title) for title, _ in TITLES] == [c for _, c in TITLES]


@pytest.mark.parametrize("before", ENUMERATORS)
def test_nor_is_an_enumerator(before: str) -> None:
    assert [table_of_title(before + title) for title, _ in TITLES] == [c for _, c in TITLES]


@pytest.mark.parametrize("mark", MARKS)
def test_a_mark_stands_alone_and_behind_a_title(mark: str) -> None:
    assert is_mark(mark)
    assert is_mark(f"（{mark}）")
    assert table_of_title(f"收入决算表（{mark}）") == table_of_title("收入决算表")


@pytest.mark.parametrize("text", ["2023", "208", "30101", "1", "12", "一", "（一）", "收入决算表"])
def test_a_number_alone_is_no_mark(text: str) -> None:
    assert not is_mark(text)


def test_who_stands_before_a_title_is_told_from_its_mark() -> None:
    assert owner_in_title("青石市水务局收入决算表") == "青石市水务局"
    assert owner_in_title("表2：收入决算表") == ""
