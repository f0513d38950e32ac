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
    "公开表1",
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


def test_a_colon_behind_a_title_is_no_part_of_it() -> None:
    assert [table_of_title(title + "：") for title, _ in TITLES] == [c for _, c in TITLES]
    assert table_of_title("详见收入决算表：") is None


def test_who_stands_before_a_title_is_told_from_its_mark() -> None:
    assert owner_in_title("青石市水务局收入决算表") == "青石市水务局"
    assert owner_in_title("表2：收入决算表") == ""


@pytest.mark.parametrize(
    "title",
    [
        "一般公共预算财政拨款项目支出决算表",
        "一般公共预算财政拨款项目支出决算明细表",
        "一般公共预算财政拨款项目支出决算明晰表",
        "政府性基金预算财政拨款项目支出决算表",
        "政府性基金预算财政拨款基本支出决算表",
        "国有资本经营预算财政拨款项目支出决算表",
        "财政拨款支出决算表（经济科目）",
        "财政拨款基本支出决算表（经济科目）",
        "一般公共预算财政拨款支出决算表（经济科目）",
        "公开08表 一般公共预算财政拨款项目支出决算明细表",
        "青石市水务局2023年度政府性基金预算财政拨款项目支出决算表",
    ],
)
def test_a_word_that_makes_it_another_table_is_no_misread_character(title: str) -> None:
    assert table_of_title(title) is None


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("一般公共预算财政拨款墓本支出决算明细表", "gk06"),
        ("政府性墓金预算财政拔款收入支出决算表", "gk08"),
        ("国有资本经菅预算财政拨款支出决算表", "gk09"),
        ("一般公共预算财政拨款支出预算表", "gk05"),
    ],
)
def test_a_misread_character_or_a_slip_is_forgiven(title: str, code: str) -> None:
    assert table_of_title(title) == code


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("一般公共预算财政拨款支出决算表（功能科目）", "gk05"),
        ("公开07表 一般公共预算财政拨款基本支出决算表（经济科目）", "gk06"),
        ("财政拨款支出决算表（功能科目）", "gk11"),
        ("一般公共预算财政拨款安排的“三公”经费支出决算表", "gk07"),
    ],
)
def test_what_a_title_adds_in_brackets_or_of_the_money_is_known(title: str, code: str) -> None:
    assert table_of_title(title) == code
