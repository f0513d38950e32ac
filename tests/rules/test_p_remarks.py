"""Family P, what the text says of a project beside its form: P25 and P26, labels before the rules.

The factory's form: 100.00 万元 of budget, 90.00 executed, both indicators with full marks.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.rules.judging import Book, Expected, Message, is_ruled, is_told
from tests.rules.narratives import figure, remark
from tests.rules.performance_forms import FIRST, NAME, SECOND, Form, Texts, published

OUTPUT = {"level1": "产出指标"}
EFFECT = {"level1": "效益指标"}
FORM = Form(indicators=(FIRST | OUTPUT, SECOND | EFFECT))
MISSED = FIRST | OUTPUT | {"actual": "60次", "score": "25"}
EFFECT_MISSED = SECOND | EFFECT | {"actual": "90%", "score": "36"}


def _missed(project: str = NAME) -> Texts:
    return remark(
        "objective_missed", "performance", project, printed_text="巡查目标未达成", page="7"
    )


def _recalled(amount: str, project: str = NAME) -> Texts:
    return remark("money_recalled", "performance", project, printed_text=amount, page="7")


def _indicators(*indicators: Texts) -> Form:
    return replace(FORM, indicators=indicators)


def _set(metric: str, number: str, project: str = NAME) -> Texts:
    return figure("performance_review", metric, project, number, "个", "count")


CASES = {
    # P27: the form has two indicators.
    "pr-set-two": published(FORM, claims=(_set("indicators_set", "2"),)),
    "pr-set-three": published(FORM, claims=(_set("indicators_set", "3"),)),
    "pr-set-other-project": published(FORM, claims=(_set("indicators_set", "3", "防汛演练"),)),
    "pr-goals-three": published(FORM, claims=(_set("goals_set", "3"),)),
    "pr-goals-one": published(FORM, claims=(_set("goals_set", "1"),)),
    "pr-set-no-indicators": published(
        replace(FORM, indicators=()), claims=(_set("indicators_set", "3"),)
    ),
    "pr-none": published(),
    "pr-silent": published(FORM),
    "pr-missed-full-marks": published(FORM, remarks=(_missed(),)),
    "pr-missed-points-off": published(_indicators(MISSED, SECOND | EFFECT), remarks=(_missed(),)),
    # Points came off, but of another thing than what the project was to do.
    "pr-missed-effect-points-off": published(
        _indicators(FIRST | OUTPUT, EFFECT_MISSED), remarks=(_missed(),)
    ),
    "pr-missed-twice": published(FORM, remarks=(_missed(), _missed())),
    "pr-missed-short-name": published(FORM, remarks=(_missed("山林防火巡查"),)),
    "pr-missed-other-project": published(FORM, remarks=(_missed("防汛演练"),)),
    "pr-missed-no-output": published(
        _indicators(FIRST | EFFECT, SECOND | EFFECT), remarks=(_missed(),)
    ),
    "pr-missed-score-blank": published(
        _indicators(FIRST | OUTPUT | {"score": ""}), remarks=(_missed(),)
    ),
    # 10.00 of 100.00 went back: 90.00 is the budget of the year.
    "pr-recalled-left": published(FORM, remarks=(_recalled("10万元"),)),
    "pr-recalled-adjusted": published(
        FORM.with_funds(full_year_budget="90.00", carried_over="0.00", execution_percent="100.00"),
        remarks=(_recalled("10万元"),),
    ),
    "pr-recalled-in-yuan": published(FORM, remarks=(_recalled("100,000.00元"),)),
    "pr-recalled-other-adjustment": published(
        FORM.with_funds(full_year_budget="95.00"), remarks=(_recalled("10万元"),)
    ),
    "pr-recalled-no-initial": published(
        FORM.with_funds(budgeted=""), remarks=(_recalled("10万元"),)
    ),
    "pr-recalled-nothing": published(FORM, remarks=(_recalled("0万元"),)),
}

EXPECTED = [
    ("pr-none", "P25", "document", "not_applicable", "no_form"),
    ("pr-silent", "P25", "p1", "not_applicable", "nothing_missed"),
    ("pr-missed-full-marks", "P25", "p1", "fail", "compared"),
    ("pr-missed-points-off", "P25", "p1", "pass", "compared"),
    ("pr-missed-effect-points-off", "P25", "p1", "fail", "compared"),
    ("pr-missed-twice", "P25", "p1", "fail", "compared"),
    ("pr-missed-short-name", "P25", "p1", "fail", "compared"),
    ("pr-missed-other-project", "P25", "p1", "not_applicable", "nothing_missed"),
    ("pr-missed-no-output", "P25", "p1", "not_applicable", "nothing_missed"),
    ("pr-missed-score-blank", "P25", "p1", "no_data", "figures_not_stated"),
    ("pr-none", "P26", "document", "not_applicable", "no_form"),
    ("pr-silent", "P26", "p1", "not_applicable", "nothing_stated"),
    ("pr-recalled-left", "P26", "p1", "fail", "compared"),
    ("pr-recalled-adjusted", "P26", "p1", "pass", "compared"),
    ("pr-recalled-in-yuan", "P26", "p1", "fail", "compared"),
    ("pr-recalled-other-adjustment", "P26", "p1", "pass", "compared"),
    ("pr-recalled-no-initial", "P26", "p1", "no_data", "budget_blank"),
    ("pr-recalled-nothing", "P26", "p1", "pass", "compared"),
    ("pr-none", "P27", "document", "not_applicable", "no_form"),
    ("pr-silent", "P27", "p1", "not_applicable", "nothing_stated"),
    ("pr-set-two", "P27", "p1", "pass", "compared"),
    ("pr-set-three", "P27", "p1", "fail", "compared"),
    ("pr-set-other-project", "P27", "p1", "not_applicable", "nothing_stated"),
    ("pr-goals-three", "P27", "p1", "fail", "compared"),
    ("pr-goals-one", "P27", "p1", "pass", "compared"),
    ("pr-set-no-indicators", "P27", "p1", "no_data", "figures_not_stated"),
]

MESSAGES = [
    ("pr-set-three", "P27", "p1", "notice", "指标写为 3个,自评表列有指标 2 项"),
    ("pr-goals-three", "P27", "p1", "notice", "目标写为 3个"),
    (
        "pr-missed-full-marks",
        "P25",
        "p1",
        "notice",
        "“巡查目标未达成”,自评表的产出指标 1 项却都得满分",
    ),
    (
        "pr-recalled-left",
        "P26",
        "p1",
        "notice",
        "财政收回 10万元,自评表的全年预算数仍为年初的 100.00 万元",
    ),
]


@pytest.mark.parametrize("case", EXPECTED)
def test_what_is_said_of_a_project_is_held_against_its_form(
    rule_book: Book, case: Expected
) -> None:
    is_ruled(rule_book, case)


@pytest.mark.parametrize("case", MESSAGES)
def test_what_text_and_form_say_stands_side_by_side(rule_book: Book, case: Message) -> None:
    is_told(rule_book, case)
