"""What a text owes: reasons that its neighbours have, the right line of a total, numbers in order.

N82 to N85, S13, and what N39 and N60 say of the same kind; labels written before the rules.
The factory's bureau is 某市某局, 2022, with totals of 100.00 in its tables.
"""

from __future__ import annotations

import pytest

from tests import factories
from tests.rules.judging import Book, Expected, Message, is_ruled, is_told
from tests.rules.narratives import (
    PART,
    Tables,
    figure,
    remark,
    told,
    written,
)
from tests.rules.writing import Record, Write

OVERALL = "一、收入支出决算总体情况说明"
DETAIL = "二、一般公共预算财政拨款支出决算情况说明"
TOTALS = "某市某局2022年度收入总计100.00元，支出总计100.00元。"
ACCOUNTS = {"2080501": "行政单位离退休", "2080505": "基本养老保险缴费", "2210201": "住房公积金"}


def _carried_over() -> Tables:
    """Return the overall tables with 20.00 carried over: totals of 120.00."""
    tables = factories.default_tables()
    grown: dict[str, list[factories.Row]] = {}
    for code in ("gk01", "gk04"):
        grown[code] = [
            (
                key,
                role,
                label,
                {name: "120.00" if value else value for name, value in figures.items()}
                if key == "grand_total"
                else figures,
            )
            for key, role, label, figures in tables[code]
        ]
    return grown


def _total(printed: str, subject: str = "收入总计", tables: Tables | None = None) -> Write:
    fiscal = subject.startswith("财政拨款")
    topic, metric = (
        ("fiscal_overall", "fiscal_grand_total") if fiscal else ("overall", "grand_total")
    )
    return told(figure(topic, metric, subject, printed), tables=tables)


def _share(percent: str) -> Write:
    """Return a writer: 60.00 of the year's income, which the text does not state."""
    about = ("general_public", "fiscal_expenditure", "财政拨款支出")
    part = figure(*about, "60.00")
    return told(part, figure(*about, percent, "%", "share", base="本年收入合计"))


def _sources(*told_of: str, topic: str = "income") -> Write:
    """Return a writer: a text of these sources, of 60, 30 and 10 in the table."""
    amounts = {"财政拨款收入": "60.00", "事业收入": "30.00", "其他收入": "10.00", "杂项": "10.00"}
    columns = {"fiscal_appropriation": "60.00", "undertaking": "30.00", "other": "10.00"}
    rows = factories.default_tables()["gk02"]
    table: list[factories.Row] = [(k, role, name, found | columns) for k, role, name, found in rows]
    said = [figure(topic, "income_item", name, amounts[name]) for name in told_of]
    return told(*said, tables={"gk02": table})


def _items_told(*codes: str) -> Write:
    """Return a writer: a text of these accounts, of five in the table."""
    five = ("2080501", "2080502", "2080505", "2080506", "2080599")
    whole: factories.Row = ("total", "total", "合计", {"total": "15.00"})
    amounts = dict(zip(five, ("1.00", "2.00", "3.00", "4.00", "5.00"), strict=True))
    rows: list[factories.Row] = [(code, "item", code, {"total": amounts[code]}) for code in five]
    said = [
        figure("general_public", "final", code, amounts.get(code, "5.00"), account_code=code)
        for code in codes
    ]
    return told(*said, tables={"gk05": [whole, *rows]})


def _growth(rates: dict[str, str], *reasoned: str) -> Write:
    """Return a writer: accounts that grew by so much, and those that have a reason."""
    figures = [
        figure(
            "general_public",
            "final",
            ACCOUNTS[code],
            rate,
            "%",
            "change_percent",
            account_code=code,
            direction="增加",
            base="上年",
        )
        for code, rate in rates.items()
    ]
    remarks = [
        remark("reason", "general_public", ACCOUNTS[code], account_code=code) for code in reasoned
    ]
    return told(*figures, remarks=remarks)


def _items(*numbers: str) -> Write:
    names = ("办公", "会议", "培训", "差旅")
    texts = [f"{number}{name}支出1.00元。" for number, name in zip(numbers, names, strict=False)]
    return written((OVERALL, [TOTALS]), (DETAIL, texts))


def _changed(*paragraphs: str) -> Write:
    return written((OVERALL, list(paragraphs)))


INCOME = "2022年度收入总计100.00元，比2021年度增加10.00元，增长11.11%。"
SPENDING = "2022年度支出总计100.00元，比2021年度增加10.00元，增长11.11%。"
WHY = "主要原因是新招录人员。"


_COVERED = "纳入某市某局2022年度部门决算编制范围的单位共2个，即{}。"


def _introduced(*lines: str, listed: str = "") -> Write:
    first = ("第一部分 某市某局概况", [*lines, *([listed] if listed else [])])
    return written(first, (PART, []), (OVERALL, [TOTALS]))


def _twice(second: str, section: str = "3.1") -> Write:
    said: list[Record] = [
        figure(
            "general_public",
            "final",
            "行政单位离退休",
            text,
            "万元",
            account_code="2080501",
            section=own,
            base=base,
        )
        for text, own, base in (("269.85", "3.1", ""), (second, section, "预算"))
    ]
    return told(*said)


CASES = {
    "no-none": told(),
    "no-silent": told(figure("operating_expense", "operating_expense", "机关运行经费", "10.00")),
    "no-total": _total("120.00", tables=_carried_over()),
    "no-total-of-year": _total("100.00", tables=_carried_over()),
    "no-total-spent-of-year": _total("100.00", "支出总计", tables=_carried_over()),
    "no-total-fiscal-of-year": _total("100.00", "财政拨款支出总计", tables=_carried_over()),
    "no-total-mixed": told(
        figure("overall", "grand_total", "收入总计", "120.00"),
        figure("overall", "grand_total", "支出总计", "100.00"),
        tables=_carried_over(),
    ),
    "no-total-both-of-year": told(
        figure("overall", "grand_total", "收入总计", "100.00"),
        figure("overall", "grand_total", "支出总计", "100.00"),
        tables=_carried_over(),
    ),
    # One figure on both lines, and one that is on neither: N01's.
    "no-total-same": _total("100.00"),
    "no-total-other": _total("101.00", tables=_carried_over()),
    "no-share-of-table": _share("61.00"),
    "no-share-right": _share("60.00"),
    "no-sources": _sources("财政拨款收入", "事业收入", "其他收入"),
    "no-sources-short": _sources("财政拨款收入", "事业收入"),
    "no-sources-one": _sources("财政拨款收入"),
    "no-sources-by-another-name": _sources("财政拨款收入", "事业收入", "杂项"),
    "no-sources-elsewhere": _sources("财政拨款收入", "事业收入", topic="overall"),
    "no-accounts": _items_told("2080501", "2080502", "2080505", "2080506", "2080599"),
    "no-accounts-short": _items_told("2080501", "2080502", "2080505", "2080506"),
    "no-accounts-some": _items_told("2080501", "2080502", "2080505"),
    "no-accounts-by-another-name": _items_told(
        "2080501", "2080502", "2080505", "2080506", "2101101"
    ),
    "no-accounts-together": _items_told("20805", "2080501"),
    "no-growth": _growth({"2080501": "30.00", "2080505": "25.00"}, "2080501", "2080505"),
    "no-growth-one": _growth({"2080501": "30.00", "2080505": "20.00"}, "2080501"),
    "no-growth-near": _growth({"2080501": "30.00", "2080505": "19.99"}, "2080501"),
    "no-growth-nowhere": _growth({"2080501": "30.00", "2080505": "25.00"}),
    "no-growth-small": _growth({"2080501": "1.00", "2210201": "2.00"}),
    "no-items": _items("1.", "2.", "3.", "4."),
    "no-items-skipped": _items("1.", "2.", "4."),
    "no-items-repeated": _items("1、", "2、", "2、"),
    "no-items-unnumbered": _items("", "", ""),
    "no-items-anew": _items("1.", "2.", "1.", "2."),
    "no-why-each": _changed(INCOME + WHY, SPENDING + WHY),
    "no-why-first": _changed(INCOME + WHY, SPENDING),
    "no-why-last": _changed(INCOME, SPENDING + WHY),
    "no-why-behind": _changed(INCOME + WHY, SPENDING, WHY),
    "no-why-nowhere": _changed(INCOME, SPENDING),
    "no-own-duties": _introduced("一、某市某局主要职能"),
    "no-other-duties": _introduced("一、某市水利局主要职能"),
    "no-other-in-sentence": _introduced("某市水利局是主管水利工作的市政府工作部门。"),
    "no-other-in-article": _introduced("第二条某市水利局是主管水利工作的市政府工作部门。"),
    "no-units-duties": _introduced("一、某市某局主要职能", "二、某市水利局主要职能"),
    "no-other-organ": _introduced("一、某市水利委员会主要职能"),
    "no-other-kind": _introduced("一、某市养护中心主要职能"),
    "no-other-place": _introduced("一、邻县水利局主要职能"),
    "no-no-duties": _introduced("一、本局主要职能"),
    # The department's own level among those whose accounts are told: it is the department's.
    "no-level-own": _introduced(_COVERED.format("某市某局本级和某市服务中心")),
    "no-level-other": _introduced(_COVERED.format("某市水利局本级和某市服务中心")),
    "no-level-other-place": _introduced(_COVERED.format("邻县水利局（本级）、某市服务中心")),
    "no-level-both": _introduced(_COVERED.format("某市水利局本级和某市某局本级")),
    "no-level-short": _introduced(_COVERED.format("局本级和某市服务中心")),
    "no-level-units": _introduced(_COVERED.format("某市服务中心和某市水利局")),
    "no-level-listed": _introduced("纳入决算编制范围的单位包括：", "1.某市水利局（本级）"),
    "no-level-elsewhere": _introduced("本单位协助某市水利局本级开展工作。"),
    "no-twice-same": _twice("269.85"),
    "no-twice-last-digit": _twice("269.86"),
    "no-twice-rounded": _twice("269.9"),
    "no-twice-more": _twice("269.87"),
    "no-twice-elsewhere": _twice("269.86", section="3.2"),
}
D = "document"
_TOTAL = "overall|grand_total|收入总计|amount"
_SHARE = "general_public|fiscal_expenditure|财政拨款支出|share|本年收入合计"
_SPENT = "overall|grand_total|支出总计|change_amount|上年"
_EARNED = "overall|grand_total|收入总计|change_amount|上年"
PASS, FAIL = ("pass", "compared"), ("fail", "compared")
_VERDICTS: dict[tuple[str, str], dict[str, tuple[str, str]]] = {
    ("N82", D): {
        "no-none": ("no_data", "narrative_not_read"),
        "no-silent": ("not_applicable", "nothing_stated"),
        "no-total": PASS,
        "no-total-of-year": FAIL,
        "no-total-spent-of-year": FAIL,
        "no-total-fiscal-of-year": FAIL,
        "no-total-mixed": FAIL,
        "no-total-both-of-year": FAIL,
        "no-total-same": PASS,
        "no-total-other": PASS,
    },
    ("N83", D): {
        "no-none": ("no_data", "narrative_not_read"),
        "no-silent": ("not_applicable", "nothing_stated"),
        "no-growth": PASS,
        "no-growth-one": FAIL,
        "no-growth-near": PASS,
        "no-growth-nowhere": PASS,
        "no-growth-small": PASS,
    },
    ("N20", _SHARE): {"no-share-of-table": FAIL, "no-share-right": PASS},
    ("N85", D): {
        "no-none": ("no_data", "narrative_not_read"),
        "no-silent": ("not_applicable", "nothing_stated"),
        "no-sources": PASS,
        "no-sources-short": FAIL,
        "no-sources-one": ("not_applicable", "nothing_stated"),
        "no-sources-by-another-name": PASS,
        "no-sources-elsewhere": ("not_applicable", "nothing_stated"),
        "no-accounts": PASS,
        "no-accounts-short": FAIL,
        "no-accounts-some": PASS,
        "no-accounts-by-another-name": PASS,
        "no-accounts-together": PASS,
    },
    ("S13", D): {
        "no-none": ("no_data", "narrative_not_read"),
        "no-silent": PASS,
        "no-items": PASS,
        "no-items-skipped": FAIL,
        "no-items-repeated": FAIL,
        "no-items-unnumbered": PASS,
        "no-items-anew": PASS,
    },
    ("N39", _SPENT): {
        "no-why-each": PASS,
        "no-why-first": FAIL,
        "no-why-last": PASS,
        "no-why-behind": PASS,
        "no-why-nowhere": FAIL,
    },
    ("N39", _EARNED): {"no-why-first": PASS, "no-why-last": PASS, "no-why-nowhere": FAIL},
    ("N60", D): {
        "no-own-duties": PASS,
        "no-other-duties": FAIL,
        "no-other-in-sentence": FAIL,
        "no-other-in-article": FAIL,
        "no-units-duties": PASS,
        "no-other-organ": FAIL,
        "no-other-kind": PASS,
        "no-other-place": PASS,
        "no-no-duties": PASS,
        "no-level-own": PASS,
        "no-level-other": FAIL,
        "no-level-other-place": FAIL,
        "no-level-both": PASS,
        "no-level-short": PASS,
        "no-level-units": PASS,
        "no-level-listed": FAIL,
        "no-level-elsewhere": PASS,
    },
    ("N84", D): {
        "no-none": ("no_data", "narrative_not_read"),
        "no-silent": ("not_applicable", "nothing_stated"),
        "no-twice-same": PASS,
        "no-twice-last-digit": FAIL,
        "no-twice-more": PASS,
        "no-twice-rounded": ("not_applicable", "nothing_stated"),
        "no-twice-elsewhere": ("not_applicable", "nothing_stated"),
    },
}
EXPECTED = [
    (document, rule, subject, *verdict)
    for (rule, subject), verdicts in _VERDICTS.items()
    for document, verdict in verdicts.items()
]
MESSAGES = [
    ("no-total-of-year", "N82", D, "notice", "收入总计 100.00元(表中总计 120.00)"),
    ("no-total-mixed", "N82", D, "warning", "支出总计 100.00元(表中总计 120.00)"),
    ("no-total-both-of-year", "N82", D, "notice", "收入总计 100.00元(表中总计 120.00)"),
    (
        "no-total-other",
        "N01",
        _TOTAL,
        "warning",
        "正文写为 101.00元,公开01表 收入支出决算总表为 120.00",
    ),
    ("no-share-of-table", "N20", _SHARE, "warning", "÷ 公开02表 收入决算表的本年收入合计 100.00"),
    ("no-sources-short", "N85", D, "notice", "收入缺 其他收入 10.00"),
    ("no-accounts-short", "N85", D, "notice", "科目缺 2080599"),
    ("no-growth-one", "N83", D, "notice", "没有写的:2080505 基本养老保险缴费增加20.00%"),
    ("no-items-skipped", "S13", D, "notice", "跳号:“2.”后是“4.”"),
    ("no-items-repeated", "S13", D, "notice", "重号:“2.”后是“2.”"),
    ("no-why-first", "N39", _SPENT, "notice", "增加10.00元,没有说明原因"),
    ("no-other-duties", "N60", D, "notice", "“某市水利局”"),
    ("no-level-other", "N60", D, "notice", "“某市水利局”"),
    ("no-twice-last-digit", "N84", D, "notice", "2080501 行政单位离退休 269.85与269.86万元"),
]


@pytest.mark.parametrize("case", EXPECTED)
def test_what_a_text_owes_gets_its_verdict(rule_book: Book, case: Expected) -> None:
    is_ruled(rule_book, case)


@pytest.mark.parametrize("case", MESSAGES)
def test_what_a_text_owes_is_told(rule_book: Book, case: Message) -> None:
    is_told(rule_book, case)
