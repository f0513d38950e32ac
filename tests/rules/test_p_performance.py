"""Family P: self-evaluation forms, by themselves and against the narrative."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.rules.conftest import Key, Verdict
from tests.rules.performance_forms import NAME, PART, Form, published, said

FORM = Form()
SECOND_FORM = Form(name="林道养护项目")
# Without a printed weight for the execution rate, the indicators have 90 of 100.
UNWEIGHTED = Form(
    head={"score": "99", "grade": "优"},
    funds={"funds_total": {k: v for k, v in FORM.funds["funds_total"].items() if k != "weight"}},
)
NOTED = {"score": "45", "deviation_note": "暴雨停巡。"}
ADJUSTED = "2022年新的任务指标为100次。"
REVIEW = (
    said("budget", NAME, "1000000", "元", base="全年预算"),
    said("executed", NAME, "900000", "元"),
    said("executed", NAME, "90", "%", kind="execution_rate", base="预算"),
    said("self_evaluation_score", NAME, "99", "分", kind="score"),
)


def _count(number: str, subject: str = "二级项目") -> dict[str, str]:
    return said("self_evaluated_projects", subject, number, "个", kind="count")


def _grades(**numbers: str) -> tuple[dict[str, str], ...]:
    return tuple(
        said("projects_by_grade", f"二级项目-{grade}", number, "个", kind="count")
        for grade, number in numbers.items()
    )


def _average(text: str) -> dict[str, str]:
    return said("average_score", "绩效自评项目", text, "分", kind="score")


CASES = {
    "p-clean": published(FORM, claims=(*REVIEW, _count("1"), _count("0", "一级项目"))),
    "p-none": published(),
    "p-not-read": published(is_read=False),
    "p-unweighted": published(UNWEIGHTED),
    # Of 85 points for indicators 15 are left; 90 % of them are 13.5.
    "p-other-weight": published(
        UNWEIGHTED.with_first(weight="45", score="45").with_funds(score="13.5")
    ),
    "p-unweighted-wrong": published(UNWEIGHTED.with_first(weight="45", score="45")),
    "p-weights-wrong": published(FORM.with_first(weight="51")),
    "p-weight-blank": published(FORM.with_first(weight="")),
    "p-weights-unconfirmed": published(
        Form(unconfirmed=frozenset({".i01"})).with_first(weight="51", score="52")
    ),
    "p-no-indicators": published(Form(indicators=())),
    "p-total-wrong": published(FORM.with_head(score="98")),
    "p-total-blank": published(FORM.with_head(score="")),
    # 40.004 and 49.99 would be rounded: three rounded scores carry 0.015.
    "p-total-rounded": published(FORM.with_first(score="49.99").with_head(score="98.98")),
    "p-total-past-rounding": published(FORM.with_first(score="49.99").with_head(score="98.97")),
    "p-score-blank": published(FORM.with_first(score="")),
    "p-over-weight": published(FORM.with_first(score="50.01")),
    "p-rate-wrong": published(FORM.with_funds(execution_percent="90.02")),
    # 90.00 ± 0.005 of 100.00 ± 0.005: up to 90.0095 %, which prints as 90.01.
    "p-rate-edge": published(FORM.with_funds(execution_percent="90.01")),
    # 66.666 % cut to 66.66: 2,000,000 of 3,000,000 yuan, printed to 0.000001 万元.
    "p-rate-truncated": published(
        FORM.with_funds(
            full_year_budget="300.000000", executed="200.000000", execution_percent="66.66"
        )
    ),
    "p-rate-rounded": published(
        FORM.with_funds(
            full_year_budget="300.000000", executed="200.000000", execution_percent="66.67"
        )
    ),
    "p-rate-as-share": published(FORM.with_funds(execution_percent="0.9")),
    "p-rate-blank": published(FORM.with_funds(execution_percent="")),
    "p-no-budget": published(FORM.with_funds(full_year_budget="0.00", execution_percent="0.00")),
    "p-execution-score-wrong": published(FORM.with_funds(score="9.5")),
    # 90.00 % may be 89.995 to 90.005, so 8.9995 to 9.0005 points of 10, printed as 9.00 or 9.01.
    "p-execution-score-near": published(FORM.with_funds(score="9.01", execution_percent="90.05")),
    "p-execution-score-capped": published(
        FORM.with_funds(executed="110.00", execution_percent="110.00", score="10")
    ),
    "p-execution-score-blank": published(FORM.with_funds(score="")),
    "p-parts": published(
        FORM.with_part("funds_fiscal", **PART)
        .with_part("funds_carried", budgeted="", full_year_budget="", executed="")
        .with_part("funds_central", budgeted="60.00", full_year_budget="60.00", executed="50.00")
    ),
    "p-parts-wrong": published(
        FORM.with_part("funds_fiscal", **PART).with_part("funds_carried", executed="1.00")
    ),
    # Two parts and a total, each ± 50 yuan: 150 yuan.
    "p-parts-rounded": published(
        FORM.with_part("funds_fiscal", executed="50").with_part("funds_carried", executed="39.99")
    ),
    "p-parts-past-rounding": published(
        FORM.with_part("funds_fiscal", executed="50").with_part("funds_carried", executed="39.98")
    ),
    "p-one-part": published(FORM.with_part("funds_fiscal", executed="80.00")),
    "p-carry-wrong": published(FORM.with_funds(carried_over="9.00")),
    "p-carry-rounded": published(FORM.with_funds(carried_over="10.01")),
    "p-carry-past-rounding": published(FORM.with_funds(carried_over="10.02")),
    "p-no-executed": published(FORM.with_funds(executed="")),
    "p-grade-wrong": published(FORM.with_head(score="89.99")),
    "p-grade-edge": published(FORM.with_head(score="90")),
    "p-grade-lower-edge": published(FORM.with_head(score="60", grade="中")),
    "p-grade-other-scale": published(FORM.with_head(grade="合格")),
    "p-grade-of-fifty": published(FORM.with_head(weight="50", score="45")),
    "p-missed": published(FORM.with_first(actual="119次")),
    "p-missed-and-docked": published(FORM.with_first(actual="119次", **NOTED)),
    "p-cost-over": published(
        FORM.with_first(initial_target="≤5万元", adjusted_target="≤5万元", actual="5.01万元")
    ),
    "p-cost-at": published(
        FORM.with_first(initial_target="≤5万元", adjusted_target="≤5万元", actual="5万元")
    ),
    "p-adjusted-met": published(FORM.with_first(adjusted_target="≥100次", actual="101次")),
    "p-words": published(
        FORM.with_first(initial_target="有所提高", adjusted_target="有所提高", actual="达成预期")
    ),
    "p-other-unit": published(FORM.with_first(actual="0.01万次")),
    "p-actual-operator": published(FORM.with_first(actual="≥120次")),
    "p-two-operators": published(
        Form(indicators=tuple(i | {"actual": "≥" + i["actual"]} for i in FORM.indicators))
    ),
    "p-actual-exact": published(FORM.with_first(actual="＝120次")),
    "p-actual-blank": published(FORM.with_first(actual="")),
    "p-target-kept": published(FORM.with_first(score="45", deviation_note=ADJUSTED)),
    "p-target-adjusted": published(
        FORM.with_first(score="45", adjusted_target="≥100次", deviation_note=ADJUSTED)
    ),
    "p-target-to-adjust": published(
        FORM.with_first(score="45", deviation_note="建议下年把目标调整为100次。")
    ),
    "p-no-adjusted-column": published(
        FORM.with_first(score="45", deviation_note=ADJUSTED).without("adjusted_target")
    ),
    "p-docked": published(FORM.with_first(score="45")),
    "p-docked-noted": published(FORM.with_first(**NOTED)),
    "p-no-note-column": published(FORM.with_first(score="45").without("deviation_note")),
    "p-zero": published(FORM.with_first(score="0")),
    "p-said-other": published(FORM, claims=(said("executed", NAME, "900100", "元"),)),
    "p-said-rounded": published(FORM, claims=(said("executed", NAME, "900050", "元"),)),
    "p-said-past-rounding": published(FORM, claims=(said("executed", NAME, "900050.01", "元"),)),
    "p-said-unit-slip": published(FORM, claims=(said("executed", NAME, "900000", "万元"),)),
    "p-said-of-another": published(FORM, claims=(said("executed", "护林项目", "1", "元"),)),
    "p-said-budget-of-unknown-kind": published(
        FORM, claims=(said("budget", NAME, "1", "元", base="预算"),)
    ),
    "p-said-score": published(
        FORM, claims=(said("self_evaluation_score", NAME, "98.99", "分", kind="score"),)
    ),
    "p-said-rate": published(
        FORM, claims=(said("executed", NAME, "90.1", "%", kind="execution_rate", base="预算"),)
    ),
    "p-same-names": published(FORM, FORM, claims=(said("executed", NAME, "1", "元"),)),
    "p-counted-more": published(FORM, claims=(_count("8"), _count("8"), _count("0", "一级项目"))),
    # Six of the first level are made of those of the second: no number that nobody wrote.
    "p-counted-by-level": published(FORM, claims=(_count("64"), _count("6", "一级项目"))),
    "p-counted-one-of-level": published(FORM, claims=(_count("3"), _count("1", "一级项目"))),
    "p-graded": published(claims=(_count("8"), *_grades(优="6", 良="1", 中="1", 差="0"))),
    "p-graded-less": published(claims=(_count("8"), *_grades(优="6", 良="1", 中="0", 差="0"))),
    "p-graded-more": published(claims=(_count("8"), *_grades(优="9"))),
    "p-graded-some": published(claims=(_count("8"), *_grades(优="6"))),
    "p-graded-one": published(claims=(_count("8"), *_grades(优="8"))),
    "p-graded-uncounted": published(claims=_grades(优="6")),
    # (99 + 99.01) / 2 = 99.005: 99.01 and 99.00 both are within half of the last digit.
    **{
        f"p-average-{text}": published(
            FORM, SECOND_FORM.with_head(score="99.01"), claims=(_count("2"), _average(text))
        )
        for text in ("99.00", "99.01", "99.02", "99")
    },
    "p-average-of-some": published(FORM, claims=(_count("2"), _average("50"))),
    "p-average-no-score": published(FORM.with_head(score=""), claims=(_count("1"), _average("99"))),
}  # fmt: skip

P, I1 = "p1", "p1.i01"
TOTAL_ROW, EXECUTED, RATE = "p1.funds_total", "p1/executed", "p1/execution_percent"
EXPECTED = [
    *((f"p-{case}", rule, "document", status, reason, None)
      for case, status, reason in (
          ("none", "not_applicable", "no_form"), ("not-read", "no_data", "table_not_read"))
      for rule in (f"P{n:02d}" for n in (*range(1, 15), 16))),
    ("p-clean", "P01", P, "pass", "compared", "0"),
    ("p-unweighted", "P01", P, "pass", "compared", "0"),
    ("p-other-weight", "P01", P, "pass", "compared", "0"),
    ("p-unweighted-wrong", "P01", P, "fail", "compared", "-5"),
    ("p-weights-wrong", "P01", P, "fail", "compared", "1"),
    ("p-weight-blank", "P01", P, "fail", "compared", "-50"),
    ("p-weights-unconfirmed", "P01", P, "no_data", "figure_unconfirmed", None),
    ("p-no-indicators", "P01", P, "no_data", "no_weights", None),
    ("p-clean", "P02", P, "pass", "compared", "0"),
    ("p-total-wrong", "P02", P, "fail", "compared", "1"),
    ("p-total-rounded", "P02", P, "rounding", "compared", "0.01"),
    ("p-total-past-rounding", "P02", P, "fail", "compared", "0.02"),
    ("p-total-blank", "P02", P, "no_data", "no_total_score", None),
    ("p-score-blank", "P02", P, "no_data", "score_blank", None),
    ("p-execution-score-blank", "P02", P, "no_data", "no_execution_score", None),
    ("p-no-indicators", "P02", P, "no_data", "no_scores", None),
    ("p-weights-unconfirmed", "P02", P, "no_data", "figure_unconfirmed", None),
    ("p-clean", "P03", I1, "pass", "compared", "0"),
    ("p-over-weight", "P03", I1, "fail", "compared", "0.01"),
    ("p-over-weight", "P03", "p1.i02", "pass", "compared", "0"),
    ("p-weight-blank", "P03", I1, "no_data", "weight_blank", None),
    ("p-score-blank", "P03", I1, "no_data", "score_blank", None),
    ("p-weights-unconfirmed", "P03", I1, "no_data", "figure_unconfirmed", None),
    ("p-clean", "P04", TOTAL_ROW, "pass", "compared", "0"),
    ("p-rate-edge", "P04", TOTAL_ROW, "pass", "compared", "0.01"),
    ("p-rate-wrong", "P04", TOTAL_ROW, "fail", "compared", "0.02"),
    ("p-rate-rounded", "P04", TOTAL_ROW, "pass", "compared", "0"),
    ("p-rate-truncated", "P04", TOTAL_ROW, "fail", "compared", "-0.01"),
    ("p-rate-as-share", "P04", TOTAL_ROW, "pass", "compared", "0"),
    ("p-rate-blank", "P04", TOTAL_ROW, "no_data", "rate_blank", None),
    ("p-no-executed", "P04", TOTAL_ROW, "no_data", "executed_blank", None),
    ("p-no-budget", "P04", TOTAL_ROW, "not_applicable", "budget_zero", None),
    ("p-parts", "P04", "p1.funds_carried", "not_applicable", "row_blank", None),
    ("p-clean", "P05", P, "pass", "compared", "0"),
    ("p-unweighted", "P05", P, "pass", "compared", "0"),
    ("p-execution-score-near", "P05", P, "pass", "compared", None),
    ("p-execution-score-capped", "P05", P, "pass", "compared", "0"),
    ("p-execution-score-wrong", "P05", P, "fail", "compared", "0.5"),
    ("p-execution-score-blank", "P05", P, "no_data", "score_blank", None),
    ("p-rate-blank", "P05", P, "no_data", "rate_blank", None),
    ("p-clean", "P06", EXECUTED, "not_applicable", "no_parts", None),
    ("p-parts", "P06", EXECUTED, "pass", "compared", "0"),
    ("p-parts-wrong", "P06", EXECUTED, "fail", "compared", "-10000"),
    ("p-parts-wrong", "P06", "p1/budgeted", "pass", "compared", "0"),
    ("p-parts-rounded", "P06", EXECUTED, "rounding", "compared", "100"),
    ("p-parts-past-rounding", "P06", EXECUTED, "fail", "compared", "200"),
    ("p-one-part", "P06", EXECUTED, "no_data", "one_part", "100000"),
    ("p-one-part", "P06", "p1/budgeted", "no_data", "parts_blank", None),
    ("p-clean", "P07", P, "pass", "compared", "0"),
    ("p-carry-wrong", "P07", P, "fail", "compared", "10000"),
    ("p-carry-rounded", "P07", P, "rounding", "compared", "-100"),
    ("p-carry-past-rounding", "P07", P, "fail", "compared", "-200"),
    ("p-no-executed", "P07", P, "no_data", "executed_blank", None),
    ("p-clean", "P08", P, "pass", "compared", None),
    ("p-grade-edge", "P08", P, "pass", "compared", None),
    ("p-grade-wrong", "P08", P, "fail", "compared", None),
    ("p-grade-lower-edge", "P08", P, "pass", "compared", None),
    ("p-grade-of-fifty", "P08", P, "pass", "compared", None),
    ("p-grade-other-scale", "P08", P, "not_applicable", "other_scale", None),
    ("p-total-blank", "P08", P, "no_data", "no_total_score", None),
    ("p-clean", "P09", I1, "pass", "compared", None),
    ("p-missed", "P09", I1, "fail", "compared", None),
    ("p-missed", "P09", "p1.i02", "pass", "compared", None),
    ("p-missed-and-docked", "P09", I1, "pass", "compared", None),
    ("p-cost-over", "P09", I1, "fail", "compared", None),
    ("p-cost-at", "P09", I1, "pass", "compared", None),
    ("p-adjusted-met", "P09", I1, "pass", "compared", None),
    ("p-words", "P09", I1, "not_applicable", "words", None),
    ("p-other-unit", "P09", I1, "not_applicable", "other_unit", None),
    ("p-actual-blank", "P09", I1, "no_data", "actual_blank", None),
    ("p-clean", "P10", I1, "pass", "compared", None),
    ("p-actual-operator", "P10", I1, "fail", "compared", None),
    ("p-actual-exact", "P10", I1, "pass", "compared", None),
    ("p-actual-blank", "P10", I1, "no_data", "actual_blank", None),
    ("p-clean", "P11", I1, "not_applicable", "no_note", None),
    ("p-target-kept", "P11", I1, "fail", "compared", None),
    ("p-target-adjusted", "P11", I1, "pass", "compared", None),
    ("p-target-to-adjust", "P11", I1, "not_applicable", "no_change_noted", None),
    ("p-docked-noted", "P11", I1, "not_applicable", "no_change_noted", None),
    ("p-no-adjusted-column", "P11", I1, "not_applicable", "no_adjusted_column", None),
    ("p-clean", "P12", I1, "pass", "compared", "0"),
    ("p-docked", "P12", I1, "fail", "compared", "-5"),
    ("p-zero", "P12", I1, "fail", "compared", "-50"),
    ("p-docked-noted", "P12", I1, "pass", "compared", "-5"),
    ("p-no-note-column", "P12", I1, "not_applicable", "no_note_column", None),
    ("p-score-blank", "P12", I1, "no_data", "score_blank", None),
    *(("p-clean", "P13", f"p1/{figure}", "pass", "compared", "0")
      for figure in ("full_year_budget", "executed", "execution_percent", "score")),
    ("p-clean", "P13", "p1/budgeted", "no_data", "not_in_text", None),
    ("p-said-other", "P13", EXECUTED, "fail", "compared", "100"),
    ("p-said-rounded", "P13", EXECUTED, "pass", "compared", "50"),
    ("p-said-past-rounding", "P13", EXECUTED, "fail", "compared", "50.01"),
    ("p-said-unit-slip", "P13", EXECUTED, "fail", "compared", "8999100000"),
    ("p-said-of-another", "P13", EXECUTED, "no_data", "not_in_text", None),
    ("p-said-budget-of-unknown-kind", "P13", "p1/full_year_budget", "no_data", "not_in_text", None),
    ("p-said-score", "P13", "p1/score", "fail", "compared", "-0.01"),
    ("p-said-rate", "P13", RATE, "fail", "compared", "0.1"),
    ("p-same-names", "P13", EXECUTED, "no_data", "name_repeated", None),
    ("p-total-blank", "P13", "p1/score", "no_data", "not_in_form", None),
    ("p-clean", "P14", "document", "pass", "compared", "0"),
    ("p-counted-more", "P14", "document", "fail", "compared", "7"),
    ("p-counted-by-level", "P14", "document", "fail", "compared", "5"),
    ("p-counted-one-of-level", "P14", "document", "pass", "compared", "0"),
    ("p-missed", "P14", "document", "no_data", "not_in_text", None),
    ("p-graded", "P15", "二级项目", "pass", "compared", "0"),
    ("p-graded-less", "P15", "二级项目", "fail", "compared", "-1"),
    ("p-graded-more", "P15", "二级项目", "fail", "compared", "1"),
    ("p-graded-some", "P15", "二级项目", "fail", "compared", "-2"),
    ("p-graded-one", "P15", "二级项目", "pass", "compared", "0"),
    ("p-graded-uncounted", "P15", "二级项目", "no_data", "not_counted", None),
    ("p-clean", "P15", "document", "not_applicable", "nothing_printed", None),
    ("p-average-99.00", "P16", "document", "pass", "compared", None),
    ("p-average-99.01", "P16", "document", "pass", "compared", None),
    ("p-average-99", "P16", "document", "pass", "compared", None),
    ("p-average-99.02", "P16", "document", "fail", "compared", None),
    ("p-average-of-some", "P16", "document", "not_applicable", "not_all_published", None),
    ("p-average-no-score", "P16", "document", "no_data", "no_total_score", None),
    ("p-clean", "P16", "document", "not_applicable", "not_in_text", None),
]  # fmt: skip

MESSAGES = [
    ("p-weights-wrong", "P01", P, "warning", f"{NAME}:各项分值合计 101 分,应为 100 分,差 1 分"),
    ("p-weight-blank", "P01", P, "warning", "1 项没有印分值"),
    ("p-rate-truncated", "P04", TOTAL_ROW, "notice", "66.66 %"),
    ("p-rate-wrong", "P04", TOTAL_ROW, "warning", "90.02 %"),
    ("p-execution-score-wrong", "P05", P, "notice", "9.50 分,按比例应为 9 分"),
    ("p-parts-wrong", "P06", EXECUTED, "warning", "资金总额 90.00 万元,各项来源合计 91.00 万元"),
    ("p-carry-wrong", "P07", P, "notice", "10.00 万元,结转结余印为 9.00 万元"),
    ("p-grade-wrong", "P08", P, "notice", "89.99 分,等级印为“优”,按通常标准为“良”"),
    ("p-missed", "P09", I1, "warning", "指标值 ≥120次,实际完成 119次"),
    ("p-actual-operator", "P10", I1, "notice", "印为“≥120次”"),
    ("p-target-kept", "P11", I1, "notice", f"仍为“≥120次”,说明却称任务已变更:{ADJUSTED}"),
    ("p-docked", "P12", I1, "notice", "得分 45 分,分值 50 分"),
    ("p-said-unit-slip", "P13", EXECUTED, "warning", "10 的 4 次方倍"),
    ("p-counted-more", "P14", "document", "notice", "自评项目 8 个,公开的自评表 1 个"),
    ("p-graded-less", "P15", "二级项目", "warning", "优 6 个、良 1 个、中 0 个、差 0 个"),
    ("p-graded-some", "P15", "二级项目", "notice", "各等级(优 6 个)合计 6 个,自评项目为 8 个"),
    ("p-average-99.02", "P16", "document", "warning", "平均得分 99.02 分"),
]


@pytest.mark.parametrize(
    ("document_id", "rule_id", "subject", "status", "reason", "difference"), EXPECTED
)
def test_a_case_of_a_form_gets_its_verdict(
    rule_book: dict[Key, Verdict],
    document_id: str,
    rule_id: str,
    subject: str,
    status: str,
    reason: str,
    difference: str | None,
) -> None:
    found = rule_book[document_id, rule_id, subject]
    assert (found.status, found.reason_code) == (status, reason)
    if difference is not None:
        assert found.difference == Decimal(difference)


@pytest.mark.parametrize(("document_id", "rule_id", "subject", "severity", "words"), MESSAGES)
def test_a_finding_about_a_form_has_its_figures(
    rule_book: dict[Key, Verdict],
    document_id: str,
    rule_id: str,
    subject: str,
    severity: str,
    words: str,
) -> None:
    found = rule_book[document_id, rule_id, subject]
    assert found.severity == severity
    assert words in (found.message_zh or "")


def test_the_clean_form_has_no_finding_of_its_family(rule_book: dict[Key, Verdict]) -> None:
    found = {
        key: verdict.status
        for key, verdict in rule_book.items()
        if key[0] == "p-clean" and key[1].startswith("P")
    }
    assert found
    assert {key for key, status in found.items() if status in ("fail", "rounding")} == set()


def test_a_habit_of_a_form_is_one_cause(rule_book: dict[Key, Verdict]) -> None:
    causes = [
        verdict.root_cause_id
        for (document_id, rule_id, _), verdict in rule_book.items()
        if (document_id, rule_id, verdict.status) == ("p-two-operators", "P10", "fail")
    ]
    assert (len(causes), len(set(causes))) == (2, 1)
