"""Texts that number and name nothing, or that are of one thing alone, are read all the same."""

from __future__ import annotations

from dagster_project.reading.narrative.claims import Paragraph, read_claims
from dagster_project.reading.narrative.claims.model import ClaimReading
from tests.reading.claims.cases import THREE, TOTALS
from tests.reading.claims.helpers import ACCOUNTS, brief, read_text


def read(*texts: str) -> ClaimReading:
    pieces = [Paragraph(text, page=9, locator=f"L{i}") for i, text in enumerate(texts, start=1)]
    return read_claims(pieces, ACCOUNTS)


def test_a_page_of_three_public_expenses_alone_is_read() -> None:
    reading = read(
        "某县水务局2031年度一般公共预算财政拨款“三公”经费支出决算情况说明",
        "二、2031年度一般公共预算财政拨款“三公”经费支出情况说明",
        "（一）总体情况说明。",
        "2031年度“三公”经费支出预算为9.00万元，支出决算为6.00万元，完成预算的66.67%。",
    )
    assert [claim.topic for claim in reading.claims] == ["three_public"] * 3


def test_a_text_that_numbers_and_names_nothing_is_read() -> None:
    reading = read(
        "2031年收入构成情况",
        "2031年度总收入27.00万元，其中：财政拨款收入20.00万元，其他收入7.00万元。",
        "三公经费情况",
        "公务接待费用4.00万元，公务用车运行维护费2.00万元。",
        "名词解释",
        "财政拨款收入：指从财政部门取得的资金，如2030年的100.00万元。",
    )
    assert [(claim.metric, claim.topic) for claim in reading.claims] == [
        ("grand_total", ""),
        ("income_item", ""),
        ("income_item", ""),
        ("final", "three_public"),
        ("final", "three_public"),
    ]


def test_what_stands_in_the_part_of_duties_is_not_read() -> None:
    reading = read(
        "第一部分 单位概况",
        "本单位管理的专项资金收入和支出共300.00万元。",
        "第二部分 决算表",
    )
    assert not reading.claims


def test_a_full_stop_of_latin_script_ends_a_sentence() -> None:
    reading = read_text(
        TOTALS, "2031年度收入总计50.00万元.与上年相比收入减少了10.00万元.主要是人员减少。"
    )
    assert brief(reading)[1][1:3] == ("grand_total", "收入总计")


def test_what_the_difference_comes_from_is_a_reason() -> None:
    reading = read_text(
        THREE,
        "“三公”经费支出决算6.00万元，比上年减少2.00万元。",
        "2031年度“三公”经费支出决算小于上年决算数的主要情况：接待任务减少，支出8.00万元以内。",
    )
    [reason] = [s for s in reading.statements if s.statement_kind == "reason"]
    assert reason.base == "小于"
    assert reading.claims[-1].metric == "reason_detail"


def test_what_is_told_of_vehicles_below_their_own_title_is_no_asset() -> None:
    reading = read(
        "某镇2031年“三公”经费支出说明",
        "一、公务接待费",
        "2031年公务接待费9.00万元。",
        "二、公务用车购置及运行维护费",
        "2031年按规定更新购置公务用车1辆，车辆购置支出8.00万元。截至年底，单位共有公务用车6辆。",
    )
    assert [(claim.metric, claim.topic) for claim in reading.claims] == [
        ("final", "three_public"),
        ("vehicles_purchased", "three_public"),
        ("final", "three_public"),
        ("vehicles_held", "three_public"),
    ]


def test_a_reason_needs_no_word_behind_it() -> None:
    reading = read_text(THREE, "“三公”经费比上年减少2.00万元，减少的主要原因厉行节约，控制接待。")
    assert [s.statement_kind for s in reading.statements].count("reason") == 1


def test_a_paragraph_that_names_nothing_is_of_no_part_listed_before() -> None:
    reading = read(
        "（二）一般公共预算支出决算情况说明",
        "2031年度一般公共预算财政拨款支出50.00万元。其中：工资福利支出45.00万元，资本性支出5.00万元。",
        "2031年预算数40.00万元，决算数50.00万元，增加10.00万元。",
    )
    assert [(claim.metric, claim.subject) for claim in reading.claims[3:5]] == [
        ("budget", ""),
        ("final", ""),
    ]


def test_a_paragraph_below_a_title_is_of_what_the_title_names() -> None:
    reading = read(
        "“三公”经费支出决算情况说明",
        "“三公”经费支出9.00万元，其中：公务接待费4.00万元，公务用车运行维护费5.00万元。",
        "（一）公务接待费",
        "2031年预算数6.00万元，决算数4.00万元。",
    )
    assert [(claim.metric, claim.subject) for claim in reading.claims[3:]] == [
        ("budget", "公务接待费"),
        ("final", "公务接待费"),
    ]


def test_the_list_of_a_budget_ends_with_its_paragraph() -> None:
    reading = read(
        "“三公”经费支出决算情况说明",
        "“三公”经费预算9.00万元。具体情况如下：",
        "（一）公务接待费支出4.00万元。",
    )
    assert [(claim.metric, claim.subject) for claim in reading.claims] == [
        ("budget", "“三公”经费"),
        ("final", "公务接待费"),
    ]
