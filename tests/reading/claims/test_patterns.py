"""Every pattern of the grammar reads an invented sentence, and without it that reading fails."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dagster_project.form.seeds import read_seed
from dagster_project.reading.narrative.claims.grammar import (
    CLAIMS_DIR,
    GrammarError,
    _compile,
    read_grammar,
)
from tests.reading.claims.cases import CASES as STANDARD
from tests.reading.claims.cases import Case
from tests.reading.claims.helpers import brief, read_text
from tests.reading.claims.owned_cases import OWNED
from tests.reading.claims.published_cases import PUBLISHED
from tests.reading.claims.template_cases import TEMPLATES
from tests.reading.claims.worded_cases import WORDED

CASES = (*STANDARD, *PUBLISHED, *WORDED, *OWNED, *TEMPLATES)
PATTERNS = [pattern.pattern_id for pattern in read_grammar().patterns]
METRICS = {row["metric"] for row in read_seed(CLAIMS_DIR / "claim_metrics.csv")}
KINDS = {
    "amount",
    "share",
    "change_amount",
    "change_percent",
    "execution_rate",
    "count",
    "score",
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.text[:24])
def test_sentence_is_read(case: Case) -> None:
    assert brief(read_text(case.heading, case.text)) == list(case.claims)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.text[:24])
def test_spaces_and_ascii_marks_change_nothing(case: Case) -> None:
    spaced = case.text.replace("万元", " 万 元").replace("（", "(").replace("）", ")")
    spaced = spaced.replace("：", ":").replace("；", ";").replace("，", ", ")
    found = [claim[:5] for claim in brief(read_text(case.heading, spaced))]
    assert found == [claim[:5] for claim in case.claims]


@pytest.mark.parametrize("pattern_id", PATTERNS)
def test_without_the_pattern_a_sentence_is_read_otherwise(pattern_id: str) -> None:
    grammar = read_grammar()
    users = [
        case
        for case in CASES
        if pattern_id in {c.pattern_id for c in read_text(case.heading, case.text).claims}
    ]
    assert users, f"{pattern_id}: no case uses it"
    without = replace(
        grammar, patterns=tuple(p for p in grammar.patterns if p.pattern_id != pattern_id)
    )
    assert any(
        brief(read_text(case.heading, case.text, grammar=without)) != list(case.claims)
        for case in users
    ), f"{pattern_id}: nothing is lost without it"


def test_metrics_and_kinds_are_those_of_the_vocabulary() -> None:
    claims = [claim for case in CASES for claim in case.claims]
    assert {claim[0] for claim in claims} == KINDS
    assert {claim[1] for claim in claims} <= METRICS
    named = {p.metric for p in read_grammar().patterns} - {"=", "@", "@account"}
    assert named <= METRICS
    assert {known.metric for known in read_grammar().subjects} - {""} <= METRICS


def test_template_residue_reads_the_first_direction() -> None:
    text = "与2030年度相比，收入支出总计增加（减少）5.43万元，增长（下降）5.82%。"
    found = brief(read_text("一、收入支出决算总体情况说明", text))
    assert [(claim[0], claim[5]) for claim in found] == [
        ("change_amount", "增加"),
        ("change_percent", "增加"),
    ]


def test_unknown_slot_is_named_with_its_row() -> None:
    with pytest.raises(GrammarError, match=r"claim_patterns\.csv x: 没有名为 \{nowhere\} 的槽位"):
        _compile("{nowhere}", {}, "claim_patterns.csv x")


def test_a_level_statement_without_a_figure_is_kept_apart() -> None:
    reading = read_text(
        "七、财政拨款“三公”经费支出决算情况说明",
        "“三公”经费支出决算为3万元。",
        "2031年度“三公”经费财政拨款支出决算数与2030年度持平。",
    )
    assert [(s.subject, s.direction, s.base) for s in reading.statements] == [
        ("“三公”经费", "持平", "上年")
    ]
    assert [(c.direction, c.base) for c in reading.claims] == [("持平", "上年")]
