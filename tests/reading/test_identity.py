"""Whose a document is and of which year: weighed over every place that prints it."""

from __future__ import annotations

import pytest

from dagster_project.reading.identity.evidence import plain
from dagster_project.reading.identity.printed import find_name, find_year, printed_in
from dagster_project.reading.model.grid import DecodedDocument
from dagster_project.reading.tables.regions import find_regions
from tests.reading.grids.builders import grid, line

NAME = "青石市水务局"


def _year(*texts: str, file_name: str = "") -> list[tuple[str, float]]:
    printed = printed_in(DecodedDocument([line(text) for text in texts]), [], [file_name])
    return [(found.value, found.weight) for found in find_year(printed)]


def _name(*texts: str, file_name: str = "") -> str | None:
    printed = printed_in(DecodedDocument([line(text) for text in texts]), [], [file_name])
    return next((found.value for found in find_name(printed)), None)


@pytest.mark.parametrize(
    "cover",
    [
        (f"{NAME}2023年度部门决算", "2024年8月"),
        (NAME, "2023年度部门决算", "二〇二四年八月"),
        (f"{NAME}二〇二三年度部门决算公开", "2024年8月30日"),
        ("2023年度", NAME, "部门决算", "2024-08-30"),
        (f"2023年{NAME}部门决算", "编制日期：2024年9月"),
    ],
)
def test_a_date_under_the_cover_is_not_the_year(cover: tuple[str, ...]) -> None:
    assert _year(*cover)[0][0] == "2023"
    assert _name(*cover) == NAME


def test_the_end_of_the_year_tells_the_year_and_a_comparison_does_not() -> None:
    found = _year(
        "截至2023年12月31日，本部门共有车辆3辆。",
        "比2022年度决算数增长8.24%。",
        "（2024年8月30日）",
    )
    assert [value for value, _ in found] == ["2023"]


@pytest.mark.parametrize(
    "line",
    [
        "单位：万元",
        "单位名称：",
        "编制单位：",
        "部门：",
        "（公章）",
        "目录",
        "表1",
        "2024年8月",
        "金额单位：元",
    ],
)
def test_what_stands_around_tables_is_no_name(line: str) -> None:
    assert _name(line, "2023年度部门决算") is None


def test_a_seal_is_no_part_of_a_name() -> None:
    assert plain(f"{NAME}（公章）") == NAME
    assert plain(f"{NAME}(盖章)") == NAME


def test_a_file_name_speaks_where_nothing_else_does() -> None:
    assert _year("收入支出决算总表", file_name=f"{NAME}2023年度部门决算.xlsx")[0][0] == "2023"
    assert _name("收入支出决算总表", file_name=f"附件1：{NAME}2023年度部门决算.xlsx") == NAME
    # 3 of a cover against 1 of a file name.
    found = _year(f"{NAME}2023年度部门决算", file_name="2022年度决算.xlsx")
    assert found[0][0] == "2023"
    assert dict(found)["2022"] == 1


def test_many_places_of_one_kind_weigh_no_more_than_one() -> None:
    title = f"{NAME}2023年度部门决算"
    assert _year(title) == _year(title, *[title] * 8)


def test_a_cover_above_the_table_of_the_same_grid_is_a_cover() -> None:
    rows = [
        [f"{NAME}2023年度部门决算", ""],
        ["收入决算表", ""],
        ["单位：万元", ""],
        ["项目", "合计"],
    ]
    decoded = DecodedDocument([grid([*rows, ["甲", "1.00"]])])
    printed = printed_in(decoded, find_regions(decoded), [])
    assert find_year(printed)[0].value == "2023"
    assert find_name(printed)[0].value == NAME


def test_a_cover_sheet_is_a_cover() -> None:
    decoded = DecodedDocument([grid([[f"{NAME}2023年度部门决算"], ["2024年8月"]])])
    printed = printed_in(decoded, [], [])
    assert find_year(printed)[0].value == "2023"
    assert find_name(printed)[0].value == NAME
