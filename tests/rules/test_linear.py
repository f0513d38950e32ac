"""Every linear rule, table-driven, is seen in each of its verdicts.

To pass, to fail by an exact amount, to stay quiet beside it, to say no_data where a table was not
read, not_applicable where it is not for the document, and both edges of its tolerance.

The documents are invented, and what the rules must say of them is arithmetic on their figures and
the rows of rule_terms.csv: a rule that is added as rows is tested without a change here.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from dagster_project.runtime.warehouse import open_warehouse
from tests.rules.linear_arithmetic import Key
from tests.rules.linear_bases import bases, homes
from tests.rules.linear_cases import Case, cases
from tests.rules.linear_document import DIGIT, Cell, Document
from tests.rules.linear_rules import linear_rules
from tests.rules.linear_targets import Target
from tests.rules.linear_writing import writer

CASES = {document_id: writer(case.document) for document_id, case in cases().items()}
SEED_ROWS = {
    "codes/organization_register.csv": [
        {
            "organization_id": document_id,
            "name_zh": f"某局{document_id}",
            "region_code": "140900",
            "nature": case.document.department.nature,
        }
        for document_id, case in cases().items()
    ]
}
RULES = sorted(linear_rules())
WANYUAN = 10_000


@dataclass(frozen=True)
class Found:
    """One verdict of the program, in yuan."""

    status: str
    reason_code: str
    left: Decimal | None
    right: Decimal | None
    difference: Decimal | None
    tolerance: Decimal | None
    evidence: frozenset[Cell]


@pytest.fixture(scope="module")
def found(rule_warehouse: Path) -> dict[str, dict[Key, Found]]:
    """Every verdict of the linear rules: {document_id: {(rule, subject): verdict}}."""
    with open_warehouse(rule_warehouse, read_only=True) as connection:
        rows = connection.execute(
            """
            select
                document_id, rule_id, subject, status, reason_code,
                left_amount, right_amount, difference, tolerance, every.evidence
            from reconciliation.rule_verdicts
            inner join reconciliation.verdict_evidence as every
                using (document_id, rule_id, subject)
            where document_id like 'linear-%'
            """
        ).fetchall()
    verdicts: dict[str, dict[Key, Found]] = {document_id: {} for document_id in CASES}
    for document_id, rule_id, subject, *fields, evidence in rows:
        if rule_id in linear_rules():
            cells = frozenset(
                (c["table_code"], c["row_key"], c["column_code"]) for c in json.loads(evidence)
            )
            verdicts[document_id][rule_id, subject] = Found(*fields, cells)
    return verdicts


def _in_yuan(
    document: Document, rule_id: str, *amounts: Decimal | None
) -> tuple[Decimal | None, ...]:
    """Return amounts of a rule in yuan; counts stay counts."""
    is_count = any(t["column_code"] == "quantity" for t in linear_rules()[rule_id].terms)
    factor = 1 if is_count or document.department.unit == "元" else WANYUAN
    return tuple(None if amount is None else factor * amount for amount in amounts)


def _targets(kind: str, rule_id: str) -> list[tuple[Case, Target]]:
    return [
        (case, target)
        for case in cases().values()
        if case.kind == kind
        for target in case.targets
        if target.rule_id == rule_id
    ]


@pytest.mark.parametrize("document_id", sorted(CASES))
def test_every_verdict_is_what_the_terms_give(
    found: dict[str, dict[Key, Found]], document_id: str
) -> None:
    case = cases()[document_id]
    expected = {
        key: (e.status, *_in_yuan(case.document, key[0], e.left, e.right, e.tolerance))
        for key, e in case.expected.items()
    }
    printed = {
        key: (v.status, v.left, v.right, v.tolerance) for key, v in found[document_id].items()
    }
    assert printed.keys() == expected.keys()
    assert {key: (v, expected[key]) for key, v in printed.items() if v != expected[key]} == {}


@pytest.mark.parametrize("rule_id", RULES)
def test_a_rule_passes_where_the_figures_add_up(
    found: dict[str, dict[Key, Found]], rule_id: str
) -> None:
    for unit in ("元", "万元"):
        assert rule_id in homes(unit), "no invented department has figures on both sides"
        verdicts = found[homes(unit)[rule_id].name]
        mine = [v for (rule, _), v in verdicts.items() if rule == rule_id]
        assert {v.status for v in mine} <= {"pass", "not_applicable"}
        assert [v for v in mine if v.status == "pass" and v.left and v.right]


def _row_of(rule_id: str, term_no: str) -> tuple[str, str]:
    [term] = [t for t in linear_rules()[rule_id].terms if t["term_no"] == term_no]
    return term["table_code"], term["selector"]


def test_every_term_counts_except_those_taken_away_again() -> None:
    changed = {
        (target.rule_id, target.term_no) for case in cases().values() for target in case.targets
    }
    idle = {
        (rule_id, term["term_no"])
        for rule_id, rule in linear_rules().items()
        for term in rule.terms
    } - changed
    # 财政拨款收入 in one line: a form that the invented departments do not print.
    one_line = {(r, n) for r, n in idle if _row_of(r, n) == ("gk01", "fiscal_appropriation")}
    assert one_line == {("X02", "5")}
    idle -= one_line
    # 公用经费 is every class, less 301 and 303: a cell of 301 nets to nothing.
    for rule_id, term_no in idle:
        for weights in (w for k, w in homes("元")[rule_id].plans.items() if k[0] == rule_id):
            assert weights.of_term[term_no]
            assert weights.cells.keys().isdisjoint(weights.of_term[term_no])


@pytest.mark.parametrize("rule_id", RULES)
def test_a_rule_fails_by_the_amount_that_one_cell_is_wrong(
    found: dict[str, dict[Key, Found]], rule_id: str
) -> None:
    targets = _targets("terms", rule_id) + _targets("digit", rule_id)
    assert len(targets) >= 2
    for case, target in targets:
        verdict = found[case.document_id][target.key]
        assert (verdict.status, verdict.difference) == ("fail", target.wanted)
        assert target.cell in verdict.evidence
        assert verdict.tolerance == 0
    assert abs(targets[-1][1].wanted) in (DIGIT, 1)


@pytest.mark.parametrize("rule_id", RULES)
def test_a_rule_stays_quiet_when_another_cell_of_its_tables_is_wrong(
    found: dict[str, dict[Key, Found]], rule_id: str
) -> None:
    [(case, target)] = _targets("beside", rule_id)
    clean, verdict = case.base.expected[target.key], found[case.document_id][target.key]
    assert case.document.value(target.cell) != case.base.document.value(target.cell)
    assert (verdict.status, verdict.left, verdict.right) == ("pass", clean.left, clean.right)


_INEQUALITIES = [r for r in RULES if linear_rules()[r].row["relation"] != "="]


# A small part of a whole: what is left is never nothing.
_ALWAYS_ROOM = {"X47", "X48", "X49"}


@pytest.mark.parametrize("rule_id", sorted(set(_INEQUALITIES) - _ALWAYS_ROOM))
def test_an_inequality_leaves_no_room_where_all_of_it_is_spent(
    found: dict[str, dict[Key, Found]], rule_id: str
) -> None:
    tight = [
        verdict
        for base in bases("元")
        if not base.document.department.has_room
        for (rule, _), verdict in found[base.name].items()
        if rule == rule_id and verdict.status != "not_applicable"
    ]
    assert {(v.status, v.difference) for v in tight} == {("pass", 0)}
    assert [v for v in tight if v.left and v.right]


@pytest.mark.parametrize("rule_id", _INEQUALITIES)
def test_an_inequality_holds_with_room_and_without(
    found: dict[str, dict[Key, Found]], rule_id: str
) -> None:
    [(case, target)] = _targets("equal", rule_id)
    clean, equal = case.base.expected[target.key], found[case.document_id][target.key]
    room = (
        clean.difference if linear_rules()[rule_id].row["relation"] == ">=" else -clean.difference
    )
    assert room > 0
    assert (equal.status, equal.difference) == ("pass", 0)
    assert found[case.base.name][target.key].status == "pass"


@pytest.mark.parametrize("rule_id", RULES)
def test_a_difference_at_the_tolerance_is_rounding_and_a_digit_more_is_a_failure(
    found: dict[str, dict[Key, Found]], rule_id: str
) -> None:
    [(case, edge)] = _targets("edge", rule_id)
    [(next_case, beyond)] = _targets("beyond", rule_id)
    assert (edge.key, edge.cell) == (beyond.key, beyond.cell)
    # Half of 0.01 万元, 50 yuan, for every printed amount, as often as it counts.
    weights = case.base.plans[edge.key].cells
    filled = {cell: w for cell, w in weights.items() if case.document.value(cell) is not None}
    is_count = edge.cell[2] == "quantity"
    tolerance = 0 if is_count else 50 * sum(abs(weight) for weight in filled.values())
    near, far = found[case.document_id][edge.key], found[next_case.document_id][beyond.key]
    step = 1 if is_count else 100
    assert near.tolerance == far.tolerance == tolerance
    assert near.status == ("pass" if is_count else "rounding")
    assert abs(near.difference) == tolerance // step * step
    assert far.status == "fail"
    assert abs(far.difference) == abs(near.difference) + step


@pytest.mark.parametrize("rule_id", RULES)
def test_a_rule_says_no_data_when_a_table_it_needs_was_not_read(
    found: dict[str, dict[Key, Found]], rule_id: str
) -> None:
    # A table also says which variant is printed and whether a condition holds.
    reasons = {"table_not_read", "variant_unknown", "condition_unknown"}
    for table in linear_rules()[rule_id].tables:
        verdicts = found[f"{homes('元')[rule_id].name}-without-{table}"]
        mine = [v for (rule, _), v in verdicts.items() if rule == rule_id]
        assert {v.status for v in mine} == {"no_data"}
        assert {v.reason_code for v in mine} <= reasons


_LIMITS = {
    "applies_variant": "other_variant",
    "applies_natures": "other_nature",
    "applies_condition": "condition_",
    "applies_form": "other_form",
}


@pytest.mark.parametrize(
    ("rule_id", "limit"),
    [(r, limit) for r in RULES for limit in _LIMITS if linear_rules()[r].row[limit]],
)
def test_a_rule_that_is_not_for_a_document_says_so(
    found: dict[str, dict[Key, Found]], rule_id: str, limit: str
) -> None:
    reasons = {
        verdict.reason_code
        for document_id, verdicts in found.items()
        for key, verdict in verdicts.items()
        if key[0] == rule_id and cases()[document_id].expected[key].status == "not_applicable"
    }
    assert [reason for reason in reasons if reason.startswith(_LIMITS[limit])]
