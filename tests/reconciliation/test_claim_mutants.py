"""How much of what can go wrong with a figure of the narrative the rules see.

A sample of every kind of claim and of change; ``python -m tests.bench.bench_claim_mutants`` takes
all of them.
"""

from __future__ import annotations

import pytest

from tests.reconciliation import claim_mutants
from tests.reconciliation.claim_mutants import Measured

PER_GROUP = 4
MONEY_AND_PERCENT = ("amount", "change_amount", "share", "change_percent", "execution_rate")


@pytest.fixture(scope="module")
def measured_mutants(tmp_path_factory: pytest.TempPathFactory) -> Measured:
    """Return what became of the sample."""
    mutants = claim_mutants.sample(list(claim_mutants.all_mutants()), PER_GROUP)
    return claim_mutants.measure(tmp_path_factory.mktemp("claims"), mutants)


def _share_seen(found: Measured, mutation: str, kinds: tuple[str, ...]) -> float:
    group = [m for m in found.mutants if m.mutation == mutation and m.claim_kind in kinds]
    assert group
    return sum(mutant not in found.unseen for mutant in group) / len(group)


def test_unseen_claim_mutants_are_those_that_nothing_else_tells(
    measured_mutants: Measured, measured: list[str]
) -> None:
    """Print the shares; the document itself must explain an unseen mutant, not a missing rule."""
    measured += measured_mutants.lines()
    assert [mutant for mutant, why in measured_mutants.unseen.items() if not why] == []


@pytest.mark.parametrize(
    ("mutation", "kinds", "floor"),
    [
        # One rule reads every unit of money and every percent sign.
        ("unitless", MONEY_AND_PERCENT, 1.0),
        # A direction stands beside a rate or two amounts, or it would not be said; a university
        # with four tables says two of its changes with one figure alone.
        ("turned", ("amount", "change_amount", "change_percent"), 0.8),
        # Standard sentences state amounts that a table, a sum or a rate holds as well; without a
        # table for procurement and performance, some of theirs stand alone.
        ("times-ten", ("amount", "change_amount"), 0.75),
        ("times-ten-thousand", ("amount", "change_amount"), 0.75),
        # A share is printed beside its part and its whole.
        ("times-ten", ("share",), 0.7),
    ],
)
def test_wrong_figures_of_the_text_are_seen(
    measured_mutants: Measured, mutation: str, kinds: tuple[str, ...], floor: float
) -> None:
    assert _share_seen(measured_mutants, mutation, kinds) >= floor
