"""Every numeric token is a claim or has a class; values, units and excerpts are as printed."""

from __future__ import annotations

import pytest

from tests.reading.claims.helpers import read_text


@pytest.mark.parametrize(
    ("sentence", "classes"),
    [
        ("与2030年度相比没有变化。", {"2030": "year"}),
        ("2029-2031年连续三年。", {"2029": "year", "2031": "year"}),
        ("某局202年度情况。", {"202": "year"}),
        ("截至2031年12月31日完成。", {"2031": "date", "12": "date", "31": "date"}),
        ("主要原因是1、人员变动；2、搬迁。", {"1": "enumerator", "2": "enumerator"}),
        ("12.一般公共服务支出。", {"12": "enumerator"}),
        ("（3）其他事项", {"3": "enumerator"}),
        ("为第4届运动会提供保障。", {"4": "ordinal"}),
        ("根据某发〔2031〕7号文件。", {"2031": "document_number", "7": "document_number"}),
        ("依据《2031年行动方案》。", {"2031": "title"}),
        ("聚焦8+6产业，开展131服务。", {"8": "name_part", "6": "name_part", "131": "name_part"}),
        ("PM2.5持续改善。", {"2.5": "name_part"}),
        ("建设期3年，分步实施。", {"3": "duration"}),
        ("科目编码2019801。", {"2019801": "account_code"}),
        ("见附件2。", {"2": "table_number"}),
        ("单价100万元以上设备已盘点。", {"100": "threshold"}),
        ("咨询电话0350-3030303。", {"0350": "phone", "3030303": "phone"}),
    ],
)
def test_number_that_claims_nothing_has_its_class(sentence: str, classes: dict[str, str]) -> None:
    reading = read_text("一、其他情况说明", sentence)
    assert reading.claims == []
    found = {
        n.printed_text: n.not_claim_class
        for n in reading.not_claims
        if n.paragraph.section_code == ""
    }
    assert found.items() >= classes.items()


def test_heading_numbers_are_accounted_for() -> None:
    reading = read_text("一、收入支出决算总体情况说明", "收入总计1元。")
    assert [(n.printed_text, n.not_claim_class) for n in reading.not_claims] == [("2031", "year")]
    assert reading.numbers == 2


def test_value_unit_and_text_are_as_printed() -> None:
    text = "某局 2031 年度收入总计 1,234,567.80\n元，支出总计 0.30 万元。"
    claims = read_text("一、收入支出决算总体情况说明", text).claims
    assert [(c.printed_text, c.value_numeric, c.value_unit) for c in claims] == [
        ("1,234,567.80", "1234567.80", "元"),
        ("0.30", "0.30", "万元"),
    ]
    assert claims[1].excerpt == "某局2031年度收入总计1,234,567.80元，支出总计0.30万元"
    assert (claims[0].paragraph.page, claims[0].paragraph.locator) == (9, "L3")


def test_full_width_figures_are_figures() -> None:
    claims = read_text(
        "二、支出决算情况说明", "支出合计１２．５０万元，其中：基本支出占８０％。"
    ).claims
    assert [(c.value_numeric, c.value_unit) for c in claims] == [("12.50", "万元"), ("80", "%")]


def test_missing_unit_stays_missing() -> None:
    reading = read_text(
        "五、一般公共预算财政拨款支出决算情况说明",
        "1、一般公共服务支出（类）邮亭事务（款）驿路养护（项）。年初预算为7.00万元，支出决算为4.19。",
        "教育支出（类）15万元，占 76.23;卫生健康支出（类）3万元。",
    )
    found = [(c.claim_kind, c.value_numeric, c.value_unit) for c in reading.claims]
    assert ("amount", "4.19", "") in found
    assert ("share", "76.23", "") in found


def test_negative_change_keeps_its_sign() -> None:
    claims = read_text("一、收入支出决算总体情况说明", "收入总计减少-3.50万元。").claims
    assert claims[0].value_numeric == "-3.50"


def test_overlong_number_cannot_break_the_load() -> None:
    reading = read_text("一、收入支出决算总体情况说明", f"收入总计{'9' * 30}元。")
    assert reading.claims == []
    assert reading.not_claims[-1].not_claim_class == "overlong"


def test_sentence_over_two_paragraphs_is_one() -> None:
    claims = read_text(
        "五、一般公共预算财政拨款支出决算情况说明",
        "一般公共预算财政拨款支出8万元，占本年支出合计的",
        "50.00%。与2030年度相比持平。",
    ).claims
    assert [(c.claim_kind, c.base) for c in claims] == [
        ("amount", "上年"),
        ("share", "本年支出合计"),
    ]


def test_only_the_narrative_is_read() -> None:
    reading = read_text("一、收入支出决算总体情况说明", "收入总计1元。")
    assert len(reading.claims) == 1
    assert read_text("无标题").claims == []


def test_unknown_sentence_is_counted_and_its_figures_come_out() -> None:
    reading = read_text("十一、其他重要事项的情况说明", "本年度向灯塔拨付燃油12吨、贴补3.5万元。")
    assert [(c.claim_kind, c.metric, c.value_unit) for c in reading.claims] == [
        ("count", "unknown", "吨"),
        ("amount", "unknown", "万元"),
    ]
    assert [(u.figures, u.paragraph.page) for u in reading.uncovered_sentences] == [(2, 9)]
    assert reading.sentences == 1


@pytest.mark.parametrize("word", ["支出", "项目", "部门", "组织", "处理"])
def test_word_after_a_number_is_not_its_unit(word: str) -> None:
    reading = read_text("十一、其他重要事项的情况说明", f"本年度预算为6{word}情况另行说明。")
    assert [(c.value_numeric, c.value_unit) for c in reading.claims] == [("6", "")]


def test_account_code_before_a_name_is_not_a_figure_but_a_count_is() -> None:
    text = "2019801行政运行年初预算为6万元，惠及群众21417人次。"
    reading = read_text("（三）支出决算具体情况", text)
    assert [c.printed_text for c in reading.claims] == ["6", "21417"]
    assert [n.not_claim_class for n in reading.not_claims][-1] == "account_code"
