"""What is changed inside the process of a run before it begins, where no other way leads there."""

from __future__ import annotations

import resource
from datetime import UTC, datetime, timedelta
from functools import partial

from tests.faults.place import Hook


def limit(kind: int, value: int) -> Hook:
    """Return what limits a resource of the process."""
    return partial(_limit, kind, value)


def _limit(kind: int, value: int) -> None:
    resource.setrlimit(kind, (value, value))


def clock_back(days: int) -> Hook:
    """Return what sets the clock of the publication back."""
    return partial(_clock_back, days)


def _clock_back(days: int) -> None:
    from dagster_project import publication

    defaults = publication.publish.__kwdefaults__
    assert defaults is not None
    defaults["now"] = lambda: datetime.now(UTC) - timedelta(days=days)


def short_wait() -> None:
    """Wait one second for whoever holds the warehouse, not a minute."""
    from dagster_project.runtime import warehouse

    warehouse._WAIT_SECONDS = 1.0


def fail_model(name: str) -> Hook:
    """Return what lets a model fail."""
    return partial(_fail_model, name)


def _fail_model(name: str) -> None:
    from dagster_project.warehouse import making
    from dagster_project.warehouse.nodes import Node

    sound = making._statements

    def statements(node: Node) -> object:
        return ["select 1 + 'a model that fails'"] if node.name == name else sound(node)

    making._statements = statements  # type: ignore[assignment]


def crash_expectation() -> None:
    """Let the expectations of gate 2 miss the columns that they look at."""
    from dataclasses import replace

    from expectations.suites import leave_to_marts

    sound = leave_to_marts.plans

    def plans() -> object:
        first, *others = sound()
        return [replace(first, sql="select document_id from raw.documents"), *others]

    leave_to_marts.plans = plans  # type: ignore[assignment]
    from dagster_project.defs.gates import checks

    for gate in checks.GATES:
        if gate.number == 2:
            object.__setattr__(gate, "plans", plans)
