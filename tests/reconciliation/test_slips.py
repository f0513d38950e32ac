"""One slip is one finding, at the table where it was made: a sample of bench_slips."""

from __future__ import annotations

import pytest

from tests.reconciliation import slips

FORMS = ("hubei-2021", "chongqing-2022", "ministry-2023")
# Tables that print the same accounts: what stands in the wrong place can be told from the others.
LIKE_EACH_OTHER = {"gk02", "gk03", "gk05"}
MOST_WARNINGS, MOST_MISPLACED, LEAST_SEEN = 1.3, 0.02, 0.93


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> list[slips.Outcome]:
    """Plant two of each kind in three forms, in one build."""
    base = tmp_path_factory.mktemp("slips")
    healthy = slips.healthy_disclosures(base, FORMS)
    assert {disclosure.form for disclosure in healthy} == set(FORMS)
    # A warning of an unchanged disclosure would have no slip to belong to: measure() says so.
    return slips.measure(base, list(slips.plant(healthy, each=2, seed=3)))


def _of_one_cause(outcomes: list[slips.Outcome]) -> list[slips.Outcome]:
    return [outcome for outcome in outcomes if outcome.slip.kind != slips.UNRELATED]


def test_every_kind_of_slip_is_planted(outcomes: list[slips.Outcome]) -> None:
    assert {outcome.slip.kind for outcome in outcomes} == set(slips.PLANTS)


def test_one_slip_is_one_finding(outcomes: list[slips.Outcome], measured: list[str]) -> None:
    measured.extend(slips.lines(outcomes))
    found = _of_one_cause(outcomes)
    seen = [outcome for outcome in found if outcome.warnings]
    assert len(seen) >= LEAST_SEEN * len(found)
    assert sum(len(outcome.warnings) for outcome in seen) <= MOST_WARNINGS * len(seen)


def test_findings_point_at_the_table_of_the_slip(outcomes: list[slips.Outcome]) -> None:
    warnings = [w for outcome in _of_one_cause(outcomes) for w in outcome.warnings]
    misplaced = [w for outcome in _of_one_cause(outcomes) for w in outcome.misplaced]
    assert len(misplaced) <= MOST_MISPLACED * len(warnings), misplaced
    # Where two tables differ and nothing else speaks, either may be named; never a third.
    assert [w for outcome in outcomes for w in outcome.blameless] == []


def test_two_unrelated_slips_stay_two_findings(outcomes: list[slips.Outcome]) -> None:
    pairs = [outcome for outcome in outcomes if outcome.slip.kind == slips.UNRELATED]
    assert pairs
    two = [o for o in pairs if len(o.warnings) == 2]
    assert len(two) >= 0.75 * len(pairs), [(o.slip.said, o.warnings) for o in pairs]


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("unit slip of one table", "10000 倍"),
        ("unit label of one table", "10000 倍"),
        ("two columns exchanged", "互换"),
        ("table slid by 1 to 5", "错开"),
    ],
)
def test_a_whole_table_is_called_by_what_happened_to_it(
    outcomes: list[slips.Outcome], kind: str, words: str
) -> None:
    of_kind = [o for o in outcomes if o.slip.kind == kind and o.slip.ill & LIKE_EACH_OTHER]
    named = [o for o in of_kind if any(words in message for *_, message in o.warnings)]
    assert len(named) >= 0.5 * len(of_kind), [o.warnings for o in of_kind]
