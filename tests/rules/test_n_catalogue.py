"""Family N: every rule of the catalogue has been seen to do all that it can do."""

from __future__ import annotations

import csv

from dagster_project.runtime.settings import SEEDS_DIR
from tests.rules import (
    test_a_natures,
    test_n_denials,
    test_n_meaning,
    test_n_owed,
    test_n_percents,
    test_n_reach,
    test_n_reasons,
    test_n_said,
    test_n_sums,
    test_n_tables,
    test_n_text,
    test_n_told,
    test_n_words,
)


def _seen() -> dict[str, set[str]]:
    """Return {rule: the statuses that its cases expect}."""
    found: dict[str, set[str]] = {}
    for rule_id, status in (
        *((case[1], case[3]) for case in test_n_tables.EXPECTED),
        *((case[1], case[3]) for case in test_n_percents.EXPECTED),
        *((case[1], case[3]) for case in test_n_words.EXPECTED),
        *((case[1], case[3]) for case in test_n_sums.EXPECTED),
        *((case[1], case[3]) for case in test_n_meaning.EXPECTED),
        *((case[1], case[3]) for case in test_n_text.EXPECTED),
        *((case[1], case[3]) for case in test_n_denials.EXPECTED),
        *((case[1], case[3]) for case in test_n_reasons.EXPECTED),
        *((case[1], case[3]) for case in test_n_said.EXPECTED),
        *((case[1], case[3]) for case in test_n_owed.EXPECTED if case[1].startswith("N")),
        *((case[1], case[3]) for case in test_n_reach.EXPECTED if case[1].startswith("N")),
        *((case[1], case[3]) for case in test_n_told.EXPECTED),
        *((case[1], case[2]) for case in test_a_natures.STATED),
    ):
        found.setdefault(rule_id, set()).add(status)
    return found


def _catalogue() -> dict[str, dict[str, str]]:
    path = SEEDS_DIR / "rules" / "rule_catalog.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return {r["rule_id"]: r for r in rows if r["family"] == "N" and r["status"] == "active"}


def test_the_catalogue_and_the_cases_name_the_same_rules() -> None:
    assert set(_seen()) == set(_catalogue())


def test_every_rule_was_seen_to_pass_to_fail_and_to_say_that_it_cannot_tell() -> None:
    seen = _seen()
    assert [r for r in seen if "pass" not in seen[r]] == []
    assert [r for r in seen if "fail" not in seen[r]] == []
    assert [r for r in seen if not seen[r] & {"no_data", "not_applicable"}] == []


def test_every_rule_that_compares_amounts_was_seen_at_the_edge_of_rounding() -> None:
    compared = {
        rule_id
        for rule_id, rule in _catalogue().items()
        if rule["check_kind"] in ("claim", "claim_sum")
        and rule["tolerance_kind"] == "half_printed_unit"
    }
    seen = _seen()
    assert [r for r in sorted(compared) if "rounding" not in seen[r]] == []
