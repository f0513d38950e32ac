"""Slips planted in clean self-evaluation forms and in the text about them: which are seen.

A mutant differs from the clean document in one thing; it is seen when a rule fails that holds in
the clean one. What no rule can see has its reason here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from tests.rules.conftest import Key, Verdict
from tests.rules.judging import count_seen, wrong_in
from tests.rules.performance_forms import Form, Texts, published, said

FIRST_NAME, SECOND_NAME = "山林防火巡查项目", "林道养护项目"
_TASK = "参保人数"
UNSEEN = {
    "unit of an actual": "单位不同的指标值与实际完成值不比较:写成另一单位也可能是对的",
    "words of an actual": "文字指标没有可比的数",
}


def _indicator(name: str, target: str, actual: str, weight: str) -> Texts:
    return {
        "level3": name,
        "initial_target": target,
        "adjusted_target": target,
        "actual": actual,
        "weight": weight,
        "score": weight,
        "deviation_note": "",
    }


FORMS = (
    Form(
        name=FIRST_NAME,
        indicators=(
            _indicator("巡查次数", "≥120次", "125次", "30"),
            _indicator("火情发现率", "≥95%", "96%", "30"),
            _indicator("巡查成本", "≤90万元", "90万元", "30"),
        ),
    ),
    Form(
        name=SECOND_NAME,
        indicators=(
            _indicator(_TASK, "≥37.59万人", "39.17万人", "40"),
            _indicator("养护里程", "≥40公里", "44公里", "40"),
            _indicator("满意度", "显著提高", "显著提高", "10"),
        ),
    ),
)


def _count(metric: str, subject: str, number: str) -> Texts:
    return said(metric, subject, number, "个", kind="count", topic="performance_level")


def _task(metric: str, number: str) -> Texts:
    return said(metric, _TASK, number, "万人", kind="count", base="全年任务")


TOLD: dict[str, Texts] = {
    "projects": _count("self_evaluated_projects", "二级项目", "2"),
    "funds": said(
        "self_evaluation_funds", "项目支出", "2000000", "元", topic="performance_projects"
    ),
    "excellent": _count("projects_by_grade", "二级项目-优", "2"),
    "good": _count("projects_by_grade", "二级项目-良", "0"),
    "fair": _count("projects_by_grade", "二级项目-中", "0"),
    "poor": _count("projects_by_grade", "二级项目-差", "0"),
    "average": said("average_score", "绩效自评项目", "99", "分", kind="score"),
    "score": said("self_evaluation_score", FIRST_NAME, "99", "分", kind="score"),
    "budget": said("budget", FIRST_NAME, "1000000", "元", base="全年预算"),
    "executed": said("executed", FIRST_NAME, "900000", "元"),
    "rate": said("executed", FIRST_NAME, "90", "%", kind="execution_rate", base="预算"),
    "second score": said("self_evaluation_score", SECOND_NAME, "99", "分", kind="score"),
    "done": _task("output_count", "39.17") | {"base": ""},
    "task": _task("output_target", "37.59"),
    "task rate": said("output_target", _TASK, "104.2", "%", kind="execution_rate", base="全年任务"),
    "whole score": said(
        "self_evaluation_score", "整体", "97", "分", kind="score", topic="performance_whole"
    ),
    "whole budget": said(
        "budget", "整体", "5000000", "元", base="全年预算", topic="performance_whole"
    ),
}


def _with(form: int, indicator: int, **texts: str) -> tuple[Form, ...]:
    parts = list(FORMS[form].indicators)
    parts[indicator] = parts[indicator] | texts
    changed = replace(FORMS[form], indicators=tuple(parts))
    return tuple(changed if place == form else other for place, other in enumerate(FORMS))


def _of_form(form: int, part: str, **texts: str) -> tuple[Form, ...]:
    changed = getattr(FORMS[form], part)(**texts)
    return tuple(changed if place == form else other for place, other in enumerate(FORMS))


def _more(text: str, by: str) -> str:
    number = "".join(c for c in text if c.isdecimal() or c == ".")
    return text.replace(number, str(Decimal(number) + Decimal(by)))


def _mutants() -> Iterator[tuple[str, tuple[Form, ...], dict[str, Texts]]]:
    """Yield kind, forms and what the text tells."""
    for form, filled in enumerate(FORMS):
        for place, one in enumerate(filled.indicators):
            yield "weight", _with(form, place, weight=_more(one["weight"], "1")), TOLD
            yield "score above weight", _with(form, place, score=_more(one["score"], "1")), TOLD
            yield "points without a note", _with(form, place, score=_more(one["score"], "-1")), TOLD
            yield "dash for an actual", _with(form, place, actual="——"), TOLD
            yield "blank actual", _with(form, place, actual=""), TOLD
            if "提高" in one["actual"]:
                yield "words of an actual", _with(form, place, actual="有所提高"), TOLD
                continue
            far = "-100" if "≥" in one["initial_target"] else "100"
            worse = _more(one["initial_target"].lstrip("≥≤"), str(Decimal(far) / 100))
            yield "target missed", _with(form, place, actual=worse), TOLD
            yield "operator in an actual", _with(form, place, actual="≥" + one["actual"]), TOLD
            if "≥" in one["initial_target"]:
                # A digit too many: ten times and more.
                yield "actual out of reach", _with(form, place, actual="9" + one["actual"]), TOLD
            unit = one["actual"].lstrip("0123456789.")
            yield (
                "unit of an actual",
                _with(form, place, actual=one["actual"].replace(unit, "件")),
                TOLD,
            )
        yield "total score", _of_form(form, "with_head", score="98"), TOLD
        yield "grade", _of_form(form, "with_head", grade="良"), TOLD
        yield "rate of the form", _of_form(form, "with_funds", execution_percent="91.00"), TOLD
        yield "money of the form", _of_form(form, "with_funds", executed="99.00"), TOLD
        yield "carried over", _of_form(form, "with_funds", carried_over="11.00"), TOLD
        yield "form left out", tuple(f for f in FORMS if f is not filled), TOLD
    for told, number in (
        ("projects", "3"),
        ("excellent", "1"),
        ("good", "1"),
        ("average", "98"),
        ("score", "98"),
        ("budget", "100000"),
        ("executed", "990000"),
        ("rate", "91"),
        ("second score", "89"),
        ("funds", "900000"),
        ("done", "31.97"),
        ("task", "35.79"),
        ("task rate", "106.2"),
    ):
        changed = TOLD[told] | {"value_numeric": number, "printed_text": number}
        yield f"told: {told}", FORMS, TOLD | {told: changed}
    nothing = {"value_numeric": "0", "printed_text": "0"}
    zeros = {name: TOLD[name] | nothing for name in ("whole score", "whole budget")}
    yield "zeros for the whole", FORMS, TOLD | zeros


MUTANTS = {
    f"pm-{number:03d}": (kind, published(*forms, claims=tuple(told.values())))
    for number, (kind, forms, told) in enumerate(_mutants(), start=1)
}
CASES = {"pm-clean": published(*FORMS, claims=tuple(TOLD.values()))} | {
    document_id: write for document_id, (_, write) in MUTANTS.items()
}


def test_the_document_without_a_slip_is_clean(rule_book: dict[Key, Verdict]) -> None:
    assert {rule for rule, _ in wrong_in(rule_book, "pm-clean") if rule[0] in "PA"} == set()


def test_planted_slips_of_forms_are_seen(
    rule_book: dict[Key, Verdict], measured: list[str]
) -> None:
    kinds = {name: kind for name, (kind, _) in MUTANTS.items()}
    missed, lines = count_seen(rule_book, kinds, "pm-clean", UNSEEN, "performance mutants")
    measured += lines
    assert missed == set(UNSEEN)
