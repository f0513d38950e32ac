"""Traditional characters compare as their simplified ones; what is printed stays as it is."""

from __future__ import annotations

from dagster_project.form.fields import department_in, unit_in
from dagster_project.form.labels import comparable, fold, normalise_title
from dagster_project.form.titles import table_of_title
from tests.reading.grids.builders import grid, read, table, values

TRADITIONAL = [
    ["項目", "項目", "合計", "基本支出", "項目支出"],
    ["功能分類科目編碼", "科目名稱", "合計", "基本支出", "項目支出"],
    ["201", "一般公共服務支出", "3.00", "2.00", "1.00"],
    ["合計", "", "3.00", "2.00", "1.00"],
]


def test_both_writings_of_a_title_are_one() -> None:
    for printed in ("收入支出決算總表", "收入支出決算总表", "收入支出决算总表"):
        assert table_of_title(printed) == "gk01"
    assert normalise_title("財政撥款") == normalise_title("财政拨款")
    assert comparable("項目支出") == comparable("项目支出")


def test_what_is_compared_is_as_long_as_what_is_printed() -> None:
    printed = "部門：雲山市測試局"
    assert len(fold(printed)) == len(printed)
    assert department_in(printed) == "雲山市測試局"
    assert unit_in("單位：萬元") == "万元"


def test_a_table_in_traditional_characters_is_read_and_keeps_them() -> None:
    found = read("一般公共預算財政撥款支出決算表", "單位：萬元", grid(TRADITIONAL))
    read_table = table(found, "gk05")
    assert values(read_table) == {
        ("201", "total"): "3.00",
        ("201", "basic"): "2.00",
        ("201", "project"): "1.00",
        ("total", "total"): "3.00",
        ("total", "basic"): "2.00",
        ("total", "project"): "1.00",
    }
    assert read_table.unit == "万元"
    assert read_table.cells[0].printed_label == "一般公共服務支出"
