"""Family P, what the figures of self-evaluation mean: P17 to P24, written before the rules.

Each case is a document; what must be said of it follows from the figures in it.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.rules.judging import Book, Expected, Message, is_ruled, is_told
from tests.rules.performance_forms import FIRST, SECOND, Form, Texts, published, said

WHOLE = "部门（单位）整体"
FORM = Form()


def _whole(score: str, budget: str = "", executed: str = "", funds: str = "") -> tuple[Texts, ...]:
    """Return what a text says of the evaluation of the whole department."""
    told = {
        "self_evaluation_score": (WHOLE, score, "分", "score"),
        "budget": (WHOLE, budget, "元", "amount"),
        "executed": (WHOLE, executed, "元", "amount"),
        "whole_evaluation_funds": ("合计", funds, "元", "amount"),
    }
    return tuple(
        said(metric, subject, text, unit, kind=kind, topic="performance_whole")
        for metric, (subject, text, unit, kind) in told.items()
        if text
    )


def _of(*indicators: Texts, **head: str) -> Form:
    return replace(FORM, indicators=indicators).with_head(**head)


def _numbered(target: str, actual: str, weight: str, score: str, **texts: str) -> Texts:
    return (
        FIRST
        | {
            "initial_target": target,
            "adjusted_target": target,
            "actual": actual,
            "weight": weight,
            "score": score,
        }
        | texts
    )


def _graded(**numbers: str) -> tuple[Texts, ...]:
    return tuple(
        said("projects_by_grade", f"二级项目-{grade}", number, "个", kind="count")
        for grade, number in numbers.items()
    )


def _funds(amount: str, subject: str = "项目支出") -> Texts:
    return said("self_evaluation_funds", subject, amount, "元", topic="performance_projects")


def _task(
    actual: str, task: str, rate: str, unit: str = "万人", task_unit: str = ""
) -> tuple[Texts, ...]:
    subject = "全市参保"
    return (
        said("output_count", subject, actual, unit, kind="count"),
        said("output_target", subject, task, task_unit or unit, kind="count", base="全年任务"),
        said("output_target", subject, rate, "%", kind="execution_rate", base="全年任务"),
    )


def _scored(project: str) -> Texts:
    return said("self_evaluation_score", project, "99", "分", kind="score")


INSURED = _numbered("≥35.85万人", "39.17万人", "50", "50", level3="参保人数")
HALF = _numbered("≥100次", "50次", "50", "25", deviation_note="暴雨停巡。")
STEP = _numbered("≥100%", "90%", "40", "20", level3="火情发现率", deviation_note="一处漏报。")

CASES = {
    "m-none": published(),
    "m-clean": published(FORM),
    # P17
    "m-whole-zero": published(claims=_whole("0", "0", "0", "0")),
    "m-whole-zero-decimals": published(claims=_whole("0.00", "0.00", "0.00")),
    "m-whole-scored": published(claims=_whole("96.5", "1000", "900", "1000")),
    "m-whole-funds-zero": published(claims=_whole("96.5", "0", "0", "0")),
    "m-whole-score-alone": published(claims=_whole("0")),
    "m-whole-without-score": published(claims=_whole("", "0", "0", "0")),
    # P18
    "m-placeholder-scored": published(FORM.with_first(actual="——")),
    "m-placeholder-docked": published(
        FORM.with_first(actual="——", score="0", deviation_note="任务取消。")
    ),
    "m-blank-scored": published(FORM.with_first(actual="")),
    "m-none-is-good": published(
        FORM.with_first(initial_target="无事故", adjusted_target="无事故", actual="无")
    ),
    "m-noted-without-value": published(
        FORM.with_first(
            initial_target="≤4.5%",
            adjusted_target="≤4.5%",
            actual="≤0%",
            score="0",
            deviation_note="不在采样范围,该项指标无数值。",
        )
    ),
    "m-zero-is-good": published(
        FORM.with_first(initial_target="≤2次", adjusted_target="≤2次", actual="0次")
    ),
    "m-noted-otherwise": published(
        FORM.with_first(actual="119次", score="49", deviation_note="缺一次巡查的数值记录。")
    ),
    # P19
    "m-alike": published(
        _of(
            HALF,
            _numbered("≥100%", "90%", "40", "36", level3="火情发现率", deviation_note="漏报。"),
        )
    ),
    "m-proportional-and-stepped": published(_of(HALF, STEP)),
    "m-only-steps": published(_of(STEP, STEP | {"level3": "办结率"})),
    "m-inverted": published(
        _of(
            _numbered("≥100次", "99次", "50", "10", deviation_note="一次。"),
            _numbered("≥100%", "20%", "40", "20", level3="火情发现率", deviation_note="漏报。"),
        )
    ),
    "m-two-forms": published(_of(HALF), replace(_of(STEP), name="林道养护项目")),
    "m-nothing-for-a-miss": published(_of(HALF, STEP | {"score": "0"})),
    "m-rounded-share": published(
        # 2,130,500 of 4,200,000 is 50.726 %, of 15 points 7.609: printed 7.61.
        _of(_numbered("≥4200000元", "2130500元", "15", "7.61", deviation_note="疫情。"), HALF)
    ),
    # P20
    "m-twice": published(FORM.with_first(actual="240次")),
    "m-nearly-twice": published(FORM.with_first(actual="239次")),
    "m-six-times-noted": published(FORM.with_first(actual="800次", deviation_note="新增林区。")),
    "m-six-times-docked": published(FORM.with_first(actual="800次", score="45")),
    "m-below-half": published(
        FORM.with_first(initial_target="≤60日", adjusted_target="≤60日", actual="15日")
    ),
    # P21
    "m-last-years-target": published(
        _of(INSURED, SECOND), claims=_task("39.17", "37.59", "104.20")
    ),
    "m-this-years-target": published(
        _of(INSURED | {"adjusted_target": "≥37.59万人"}, SECOND),
        claims=_task("39.17", "37.59", "104.20"),
    ),
    "m-other-actual": published(_of(INSURED, SECOND), claims=_task("39.18", "37.59", "104.23")),
    "m-other-unit": published(
        _of(INSURED, SECOND), claims=_task("39.17", "37.59", "104.20", "万户")
    ),
    "m-short-number": published(
        _of(_numbered("≥12次", "15次", "50", "50"), SECOND),
        claims=_task("15", "14", "107.14", "次"),
    ),
    # P22
    "m-grades-more-forms": published(
        FORM,
        replace(FORM, name="甲项目"),
        claims=(
            *_graded(优="1", 良="1"),
            said("self_evaluated_projects", "二级项目", "2", "个", kind="count"),
        ),
    ),
    "m-grades-same": published(FORM, claims=_graded(优="1", 良="0", 中="0", 差="0")),
    "m-grades-some-published": published(FORM, claims=_graded(优="6", 良="1", 中="1", 差="0")),
    "m-grades-all-published": published(
        FORM,
        replace(FORM, name="甲项目").with_head(score="85", grade="良"),
        claims=(
            *_graded(优="2", 良="0"),
            said("self_evaluated_projects", "二级项目", "2", "个", kind="count"),
        ),
    ),
    "m-grades-other-words": published(FORM.with_head(grade="优秀"), claims=_graded(优="1")),
    "m-grades-not-told": published(FORM, claims=(_funds("1000000"),)),
    # P23: a form's funds are 100.00 万元, 90.00 executed.
    "m-funds-all": published(FORM, claims=(_funds("1000000"),)),
    "m-funds-executed": published(FORM, claims=(_funds("900000"),)),
    "m-funds-less": published(FORM, claims=(_funds("899949.99"),)),
    "m-funds-rounded": published(FORM, claims=(_funds("899950"),)),
    "m-funds-more": published(FORM, claims=(_funds("5000000"),)),
    "m-funds-by-level": published(
        FORM, claims=(_funds("500000", "一级项目"), _funds("400000", "二级项目"))
    ),
}

CASES |= {
    # P24
    "m-told-published": published(FORM, claims=(_scored(FORM.name),)),
    "m-told-shorter": published(FORM, claims=(_scored("山林防火巡查"),)),
    "m-told-unpublished": published(FORM, claims=(_scored(FORM.name), _scored("林道养护项目"))),
    "m-told-other-name": published(FORM, claims=(_scored("山林巡查项目"),)),
    # Quotes inside quotes, a number of the list and 项目 are no other name; 二期 is.
    "m-told-quoted": published(
        replace(FORM, name="乡村“两癌”救助(一期)"),
        claims=(_scored("2.乡村‘两癌’救助（一期）项目"),),
    ),
    "m-told-next-stage": published(
        replace(FORM, name="乡村“两癌”救助(一期)"), claims=(_scored("乡村‘两癌’救助（二期）项目"),)
    ),
    "m-published-untold": published(
        FORM, replace(FORM, name="林道养护项目"), claims=(_scored(FORM.name),)
    ),
}

D, I1, I2 = "document", "p1.i01", "p1.i02"
EXPECTED = [
    ("m-none", "P17", D, "no_data", "narrative_not_read"),
    ("m-grades-same", "P17", D, "not_applicable", "nothing_stated"),
    ("m-whole-zero", "P17", D, "fail", "compared"),
    ("m-whole-zero-decimals", "P17", D, "fail", "compared"),
    ("m-whole-scored", "P17", D, "pass", "compared"),
    ("m-whole-funds-zero", "P17", D, "pass", "compared"),
    ("m-whole-score-alone", "P17", D, "no_data", "figures_not_stated"),
    ("m-whole-without-score", "P17", D, "no_data", "figures_not_stated"),
    ("m-none", "P18", D, "not_applicable", "no_form"),
    ("m-clean", "P18", I1, "pass", "compared"),
    ("m-placeholder-scored", "P18", I1, "fail", "compared"),
    ("m-placeholder-docked", "P18", I1, "pass", "compared"),
    ("m-blank-scored", "P18", I1, "fail", "actual_blank"),
    ("m-none-is-good", "P18", I1, "pass", "compared"),
    ("m-noted-without-value", "P18", I1, "fail", "compared"),
    ("m-zero-is-good", "P18", I1, "pass", "compared"),
    ("m-noted-otherwise", "P18", I1, "pass", "compared"),
    ("m-none", "P19", D, "not_applicable", "no_form"),
    ("m-clean", "P19", D, "not_applicable", "nothing_missed"),
    ("m-alike", "P19", D, "pass", "compared"),
    ("m-proportional-and-stepped", "P19", D, "fail", "compared"),
    ("m-only-steps", "P19", D, "pass", "compared"),
    ("m-inverted", "P19", D, "fail", "compared"),
    ("m-two-forms", "P19", D, "fail", "compared"),
    ("m-nothing-for-a-miss", "P19", D, "fail", "compared"),
    ("m-rounded-share", "P19", D, "pass", "compared"),
    ("m-none", "P20", D, "not_applicable", "no_form"),
    ("m-clean", "P20", D, "pass", "compared"),
    ("m-twice", "P20", D, "fail", "compared"),
    ("m-nearly-twice", "P20", D, "pass", "compared"),
    ("m-six-times-noted", "P20", D, "pass", "compared"),
    ("m-six-times-docked", "P20", D, "pass", "compared"),
    ("m-below-half", "P20", D, "pass", "compared"),
    ("m-last-years-target", "P21", I1, "fail", "compared"),
    ("m-last-years-target", "P21", I2, "not_applicable", "not_in_text"),
    ("m-this-years-target", "P21", I1, "pass", "compared"),
    ("m-other-actual", "P21", I1, "not_applicable", "not_in_text"),
    ("m-other-unit", "P21", I1, "not_applicable", "not_in_text"),
    ("m-short-number", "P21", I1, "not_applicable", "not_in_text"),
    ("m-none", "P22", D, "not_applicable", "no_form"),
    ("m-grades-more-forms", "P22", D, "fail", "compared"),
    ("m-grades-same", "P22", D, "pass", "compared"),
    ("m-grades-some-published", "P22", D, "pass", "compared"),
    ("m-grades-all-published", "P22", D, "fail", "compared"),
    ("m-grades-other-words", "P22", D, "pass", "compared"),
    ("m-grades-not-told", "P22", D, "no_data", "not_in_text"),
    ("m-none", "P23", D, "not_applicable", "no_form"),
    ("m-funds-all", "P23", D, "pass", "compared"),
    ("m-funds-executed", "P23", D, "pass", "compared"),
    ("m-funds-less", "P23", D, "fail", "compared"),
    ("m-funds-rounded", "P23", D, "pass", "compared"),
    ("m-funds-more", "P23", D, "pass", "compared"),
    ("m-funds-by-level", "P23", D, "pass", "compared"),
    ("m-none", "P24", D, "not_applicable", "no_form"),
    ("m-clean", "P24", D, "no_data", "not_in_text"),
    ("m-told-published", "P24", D, "pass", "compared"),
    ("m-told-shorter", "P24", D, "pass", "compared"),
    ("m-told-unpublished", "P24", D, "fail", "compared"),
    ("m-told-other-name", "P24", D, "fail", "compared"),
    ("m-told-quoted", "P24", D, "pass", "compared"),
    ("m-told-next-stage", "P24", D, "fail", "compared"),
    ("m-published-untold", "P24", D, "pass", "compared"),
    ("m-clean", "P23", D, "no_data", "not_in_text"),
]

MESSAGES = [
    (
        "m-whole-zero",
        "P17",
        D,
        "warning",
        "自评得分 0 分、预算数 0 元、执行数 0 元、涉及资金 0 元",
    ),
    ("m-placeholder-scored", "P18", I1, "notice", "实际完成值印为“——”,得分 50 分"),
    ("m-blank-scored", "P18", I1, "notice", "实际完成值空白,得分 50 分"),
    (
        "m-noted-without-value",
        "P18",
        I1,
        "notice",
        "说明却称没有数值:不在采样范围,该项指标无数值。",
    ),
    (
        "m-proportional-and-stepped",
        "P19",
        D,
        "notice",
        "“巡查次数”完成 50.00%,得分占分值 50.00%;“火情发现率”完成 90.00%,得分占分值 50.00%",
    ),
    ("m-twice", "P20", D, "notice", "“巡查次数”指标值 ≥120次,实际完成 240次"),
    ("m-last-years-target", "P21", I1, "notice", "≥35.85万人,情况说明所写全年任务为 37.59万人"),
    ("m-grades-more-forms", "P22", D, "warning", "优:情况说明 1 个,公开的自评表 2 个"),
    ("m-told-unpublished", "P24", D, "notice", "没有公开自评表:“林道养护项目”"),
    ("m-funds-less", "P23", D, "notice", "少于公开的自评表资金合计 90.00 万元"),
]


@pytest.mark.parametrize("case", EXPECTED)
def test_what_a_form_means_gets_its_verdict(rule_book: Book, case: Expected) -> None:
    is_ruled(rule_book, case)


@pytest.mark.parametrize("case", MESSAGES)
def test_what_a_form_means_is_said_with_its_figures(rule_book: Book, case: Message) -> None:
    is_told(rule_book, case)
