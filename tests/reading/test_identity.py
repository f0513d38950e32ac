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


@pytest.mark.parametrize(
    "title",
    [
        "{}2023年度部门决算及“三公”经费决算公开说明",
        "{}2023年度部门决算和“三公”经费支出决算信息公开情况说明",
        "{}2023年度决算公开情况说明",
        "{}2023年部门决算信息公开",
        "{}2023年度单位决算公开报告",
        "{}2023年度部门收支决算情况说明",
        "{}关于2023年度部门决算公开的说明",
        "关于{}2023年度部门决算公开的说明",
        "2023年度{}部门决算公开说明",
    ],
)
def test_a_title_names_its_owner_in_whatever_words_it_calls_itself(title: str) -> None:
    assert _name(title.format(NAME), "水务局主要职责：执行国家的法律和政策。") == NAME
    assert _year(title.format(NAME))[0][0] == "2023"


def test_a_note_below_an_empty_table_tells_the_year_where_nothing_else_does() -> None:
    table = grid([["收入支出决算总表"], ["项目", "金额"], ["合计", "1.00"]])
    for note, years in (
        ("本部门2023年度没有国有资本经营预算财政拨款支出，故本表为空。", ["2023"]),
        ("与2022年度相比没有变化，故本表为空。", []),
        ("本部门没有此项支出，故本表为空。", []),
    ):
        decoded = DecodedDocument([table, line(note)])
        printed = printed_in(decoded, find_regions(decoded), [])
        printed = [each for each in printed if each.zone != "text"]
        assert [year.value for year in find_year(printed)] == years


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
    assert _year("收入支出决算总表", file_name="03-某街道2023-决算公开表.xlsx")[0][0] == "2023"
    assert not _year("收入支出决算总表", file_name="20240815-决算公开表.xlsx")
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


SCHOOL = "青石市北关区第三中心小学"


@pytest.mark.parametrize(
    "cover",
    [
        (f"{SCHOOL}2023年度单位决算公开编制说明",),
        (f"{SCHOOL}2023年度单位决算之第三部分 情况说明",),
        (f"{SCHOOL}2023年部门决算公开信息",),
        (f"{SCHOOL}(汇总)2023年部门决算公开的说明",),
        (f"{SCHOOL}2023年度决算公开报告",),
        (f"{SCHOOL}2023年度预决算信息",),
        (SCHOOL, "2023年部门决算情况说明"),
        (f"{SCHOOL}2023年度决算.pdf",),
        (f"附件 1 {SCHOOL} 2023 年度部门决算 保密审查情况:已审查",),
        (f"{SCHOOL} 2023 年度决算 目 第一部分 录 {SCHOOL}概况 一、单位主要职责",),
        (f"{SCHOOL}2023年度一般公共预算财政拨款“三公”经费支出决算情况说明",),
        (f"{SCHOOL}2023年度一般公共预算及政府性基金财政拨款“三公”经费支出决算情况说明",),
        (f"关于{SCHOOL}2023年度“三公”经费支出决算情况说明",),
        (f"{SCHOOL}青石市2023年度单位决算公开", SCHOOL, "2023年单位决算"),
        ("[ 主题分类 ] 财政 [ 体裁分类 ] 财政预算、决算", f"{SCHOOL}2023年度部门决算情况说明"),
        (f"/{SCHOOL}2023年度决算报表.xls", f"{SCHOOL}2023年度部门决算"),
    ],
)
def test_a_title_says_whose_it_is_however_it_ends(cover: tuple[str, ...]) -> None:
    assert _name(*cover) == SCHOOL
    assert _year(*cover)[0][0] == "2023"


@pytest.mark.parametrize(
    "text",
    [
        f"{SCHOOL}是青石市北关区教育局主管的全额拨款事业单位。",
        f"{SCHOOL}下设办公室、教导处、总务处。",
        f"纳入{SCHOOL}2023年度部门决算编制范围的单位共1个，包括：",
        f"从决算单位构成看，{SCHOOL}2023年度部门决算仅包括本级决算。",
        f"决算单位：{SCHOOL}",
        f"{SCHOOL}2023年末实有在职人员36人。",
        f"{SCHOOL}2023年度“三公”经费财政拨款支出决算为7.06万元，完成预算的63.2%。",
        f"{SCHOOL}2023年度收入总计86.10万元。",
    ],
)
def test_where_no_title_names_it_a_sentence_does(text: str) -> None:
    assert _name("目录", "第一部分 部门概况", text, "（一）负责本辖区的教育教学工作。") == SCHOOL


@pytest.mark.parametrize(
    "title",
    [
        "青石省2023年度部门决算公开说明",
        "2023年度教育部门决算公开（汇总）",
        "[ 主题分类 ] 财政 [ 体裁分类 ] 财政预算、决算",
        "本学院2023年度部门决算",
        "青石市北关区人民政府关于2023年决算的报告",
    ],
)
def test_a_place_a_kind_and_the_furniture_of_a_site_are_nobody(title: str) -> None:
    assert _name(title) is None


@pytest.mark.parametrize(
    ("texts", "year"),
    [
        (
            ("因公出国（境）费支出0万元，与2022年度决算支出持平。", "2023年“三公”经费7.06万元"),
            "2023",
        ),
        ((f"{SCHOOL}2023年度“三公”经费财政拨款支出决算为7.06万元。", "较2022年度决算减少"), "2023"),
        (("2023年公务接待费支出9.95万元，较2022年决算数下降5.5%",), "2023"),
    ],
)
def test_the_year_of_a_comparison_is_not_the_year(texts: tuple[str, ...], year: str) -> None:
    assert [value for value, _ in _year("一、总体情况", *texts)] == [year]


@pytest.mark.parametrize("code", ["[127001]", "127001", "【127001】", "127001-"])
def test_the_code_of_a_unit_is_no_part_of_its_name(code: str) -> None:
    rows = [["收入决算表", ""], [f"编制单位：{code}{NAME}", ""], ["项目", "合计"], ["甲", "1.00"]]
    decoded = DecodedDocument([grid(rows)])
    assert find_name(printed_in(decoded, find_regions(decoded), []))[0].value == NAME
