"""What a sentence says of its own figures (N21, N86, N87, P28), labels written before the rules."""

from __future__ import annotations

import pytest

from tests.rules.conftest import Verdict
from tests.rules.judging import Book
from tests.rules.narratives import told, written
from tests.rules.writing import Write

OVERALL = "一、收入支出决算总体情况说明"
TOTALS = "某市某局2022年度收入总计100.00元，支出总计100.00元。"


def _said(text: str) -> Write:
    return written((OVERALL, [TOTALS, text]))


PASS, FAIL = "pass", "fail"
NOT_SAID = ""

_SUMS = {
    "retired-right": ("离退休人员97人，其中：离休4人，退休93人。", PASS),
    "retired-wrong": ("离退休人员97人，其中：离休4人，退休95人。", FAIL),
    "retired-short": ("离退休人员97人，其中：离休4人，退休91人。", FAIL),
    "retired-in-brackets": ("年末离退休人员97人（其中离休4人，退休95人）。", FAIL),
    # Only one of the two is told: the other may be the rest.
    "retired-one": ("离退休人员97人，其中离休4人。", NOT_SAID),
    # 遗属 are something else: not all that is listed is of this kind.
    "retired-more": ("离退休人员97人，其中：离休4人，退休91人，遗属2人。", PASS),
    # What overlaps is no sum.
    "persons-overlapping": ("在职人员97人，其中：党员80人，女性40人。", NOT_SAID),
    "students-too-many": ("在校生480人，其中本科生300人、硕士研究生150人、博士研究生40人。", FAIL),
    "students-fewer": ("在校生480人，其中本科生300人、硕士研究生100人。", PASS),
    # 博士 is taken out of 研究生, not of the whole.
    "students-nested": ("在校生480人，其中本科生300人，硕士生180人，其中博士生40人。", PASS),
    "posts-held": (
        "行政编制68人，实有人数64人；事业编制112人，实有人数105人，其中行政编制70人。",
        NOT_SAID,
    ),
    "posts-too-many": ("编制总数50名，其中：行政编制40名（含工勤编制5名），事业编制20名。", FAIL),
    "posts-aside": ("编制总数50名，其中：行政编制40名（含事业编制5名），事业编制10名。", PASS),
    "cars-too-many": ("单位共有公务用车6辆，其中：轿车3辆、越野车3辆、旅行车1辆。", FAIL),
    "cars-fewer": ("单位共有公务用车6辆，其中：轿车3辆、越野车1辆。", PASS),
    "bands-too-many": (
        "28个项目中，自评得分90分（含）以上的26个，80分（含）至90分的3个。",
        FAIL,
    ),
    "bands-right": ("28个项目中，自评得分90分（含）以上的25个，80分（含）至90分的3个。", PASS),
    # 80分以上 includes 90分以上.
    "bands-cumulative": (
        "28个项目中，自评得分90分以上的26个，80分以上的28个。",
        NOT_SAID,
    ),
    "procedures-short": (
        "评价项目12个，涉及金额48.50元。其中，普通程序评价项目2个，简易程序评价项目8个。",
        FAIL,
    ),
    "scores-wrong": (
        "自评得分为94.2分，其中：管理得分48.2分（满分50分），履职得分44.0分（满分50分）。",
        FAIL,
    ),
    "scores-right": (
        "自评得分为94.2分，其中：管理得分48.2分（满分50分），履职得分46.0分（满分50分）。",
        PASS,
    ),
    # 数量 may be part of 产出: without full marks that make a hundred nothing is known.
    "scores-nested": ("自评得分为94.2分，其中：产出得分48.2分，数量得分20.0分。", NOT_SAID),
    "costs-too-much": (
        "公务用车运行维护费支出12.60万元，主要用于车辆维护，其中：燃料费5.30万元；维修费4.21万元；"
        "过桥过路费1.06万元；保险费2.12万元。",
        FAIL,
    ),
    "costs-rounded": (
        "公务用车运行维护费支出12.60万元，其中：燃料费5.31万元；维修费5.18万元；保险费2.12万元。",
        PASS,
    ),
    "visits-too-much": (
        "国内公务接待3批次，共计支出3.96万元，具体内容包括：接待督查组1.86万元，"
        "接待外省考察1.43万元，接待市县来人0.76万元。",
        FAIL,
    ),
    "visits-of-little": (
        "某局2022年度共计支出0.40万元，其中接待督查组0.20万元，接待市县来人0.25万元。",
        FAIL,
    ),
    "visits-of-kinds": (
        "公务接待费支出3.96万元，其中：接待费国内部分3.96万元，外事接待0.00万元。",
        NOT_SAID,
    ),
}
_RATES = {
    "target-wrong": ("繁育苗木320万株，完成年度目标300万株的116.67%。", FAIL),
    "target-right": ("繁育苗木320万株，完成年度目标300万株的106.67%。", PASS),
    "target-of-area": ("治理面积5120平方公里，为年度目标任务5000平方公里的112.40%。", FAIL),
    # 万株 are rounded: 106.8% may be.
    "target-rounded": ("繁育苗木3.2万株，完成年度目标3.0万株的105.0%。", PASS),
    "target-other-unit": ("繁育苗木320万株，完成年度目标300亩的116.67%。", NOT_SAID),
    "budget-wrong": (
        "防汛项目全年预算数为1,200.00万元，执行数为1,104.00万元，完成预算的95.00%。",
        FAIL,
    ),
    "budget-right": (
        "防汛项目全年预算数为1,200.00万元，执行数为1,104.00万元，完成预算的92.00%。",
        PASS,
    ),
    "budget-zero": (
        "防汛项目全年预算数为0万元，执行数为0万元，完成预算的0%。",
        "not_applicable",
    ),
    "budget-no-rate": ("防汛项目全年预算数为1,200.00万元，执行数为1,104.00万元。", NOT_SAID),
    "difference-wrong": (
        "与年初预算相比，年初预算数3601.79万元，决算数4052.14万元，预决算差异率21.50%。",
        FAIL,
    ),
    "difference-right": (
        "与年初预算相比，年初预算数3601.79万元，决算数4052.14万元，预决算差异率12.50%。",
        PASS,
    ),
    "difference-less": (
        "与年初预算相比，年初预算数4000.00万元，决算数3000.00万元，预决算差异率-25.00%。",
        PASS,
    ),
}
_SCORES = {
    "score-graded-too-high": ("防汛项目自评得分79.5分，自评结论为“优秀”。", FAIL),
    "score-graded-too-low": ("防汛项目绩效自评得分91.8分，评为“良”。", FAIL),
    "score-at-the-limit": ("防汛项目自评得分90分，自评等级为“优”。", PASS),
    "score-without-grade": ("防汛项目自评得分79.5分。", PASS),
    "score-above-a-hundred": ("防汛项目自评得分106.50分。", FAIL),
    "score-of-120": ("防汛项目自评得分106.50分（满分120分）。", NOT_SAID),
    # Limits that the text states go before the usual ones.
    "score-own-limits": (
        "85分以上为“优”，70分以上为“良”。防汛项目自评得分86.0分，自评等级为“优”。",
        NOT_SAID,
    ),
    "score-of-a-band": ("自评得分90分（含）以上的项目25个，评为“良”的1个。", NOT_SAID),
    "score-not-said": ("本年度对全部项目开展绩效自评。", NOT_SAID),
}
_THREE = "七、“三公”经费财政拨款支出决算情况说明"
_SPENT = "2022年度“三公”经费支出共计27.90元，"
_GROWTH = {
    "change-of-budget-wrong": (f"{_SPENT}较年初预算数减少7.10元，下降28.20%。", FAIL),
    "change-of-budget-right": (f"{_SPENT}较年初预算数减少7.10元，下降20.29%。", PASS),
    "change-of-both": (
        f"{_SPENT}较年初预算数减少7.10元，下降20.29%；较上年支出数增加2.90元，增长11.60%。",
        PASS,
    ),
    "change-of-last-year-wrong": (f"{_SPENT}较上年支出数增加2.90元，增长21.60%。", FAIL),
    "change-without-rate": (f"{_SPENT}较年初预算数减少7.10元。", NOT_SAID),
}
CASES = {
    **{
        f"nt-{name}": written((OVERALL, [TOTALS]), (_THREE, [text]))
        for name, (text, _) in _GROWTH.items()
    },
    "nt-none": told(),
    **{f"nt-{name}": _said(text) for name, (text, _) in (_SUMS | _RATES | _SCORES).items()},
}
MESSAGES = [
    ("retired-wrong", "N86", "写为 97人,其中离休 4人、退休 95人,合计 99人,不等于总数"),
    ("cars-too-many", "N86", "合计 7辆,多于总数"),
    (
        "visits-of-little",
        "N86",
        "共计支出:写为 0.40万元,其中接待督查组 0.20万元、接待市县来人 0.25万元,合计 0.45万元",
    ),
    ("target-wrong", "N87", "写为 116.67%,而 320万株 ÷ 300万株 = 106.67%"),
    ("change-of-budget-wrong", "N21", "减少额 7.10元 ÷ (本年数 27.90元 + 减少额 7.10元) = 20.29%"),
    ("difference-wrong", "N87", "(4052.14 − 3601.79) ÷ 3601.79 = 12.50%"),
]


EXPECTED = [
    *((f"nt-{name}", "N86", "", status) for name, (_, status) in _SUMS.items() if status),
    *((f"nt-{name}", "N87", "", status) for name, (_, status) in _RATES.items() if status),
    ("nt-none", "N86", "", "no_data"),
    ("nt-none", "N87", "", "no_data"),
]


def _verdicts(book: Book, name: str, rule: str) -> list[Verdict]:
    return [
        verdict
        for (document, own_rule, _), verdict in book.items()
        if document == f"nt-{name}" and own_rule == rule
    ]


def _outcome(book: Book, name: str, rule: str) -> str:
    """Return the status of the one figure that the text states, empty where it states none."""
    found = {v.status for v in _verdicts(book, name, rule) if v.reason_code != "nothing_stated"}
    return found.pop() if found else NOT_SAID


@pytest.mark.parametrize(("name", "case"), _SUMS.items())
def test_a_whole_is_judged_by_its_parts(rule_book: Book, name: str, case: tuple[str, str]) -> None:
    assert _outcome(rule_book, name, "N86") == case[1]


@pytest.mark.parametrize(("name", "case"), _RATES.items())
def test_a_rate_is_judged_by_its_figures(rule_book: Book, name: str, case: tuple[str, str]) -> None:
    assert _outcome(rule_book, name, "N87") == case[1]


@pytest.mark.parametrize(("name", "case"), _SCORES.items())
def test_a_score_is_judged_by_its_grade(rule_book: Book, name: str, case: tuple[str, str]) -> None:
    assert _outcome(rule_book, name, "P28") == case[1]


@pytest.mark.parametrize(("name", "case"), _GROWTH.items())
def test_a_change_is_judged_by_its_rate(rule_book: Book, name: str, case: tuple[str, str]) -> None:
    assert _outcome(rule_book, name, "N21") == case[1]


@pytest.mark.parametrize("rule", ["N86", "N87", "P28"])
def test_where_nothing_was_read_nothing_is_judged(rule_book: Book, rule: str) -> None:
    assert {(v.status, v.reason_code) for v in _verdicts(rule_book, "none", rule)} == {
        ("no_data", "narrative_not_read")
    }


@pytest.mark.parametrize(("name", "rule", "words"), MESSAGES)
def test_both_are_told(rule_book: Book, name: str, rule: str, words: str) -> None:
    (verdict,) = _verdicts(rule_book, name, rule)
    assert verdict.severity == "warning"
    assert words in (verdict.message_zh or "")
