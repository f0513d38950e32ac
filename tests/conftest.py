"""What the whole test suite shares: what a run measured, did not prove and cost, how it is cut.

With several workers (``make test``) the tests of a file stay together, and the longest start first.
"""

from __future__ import annotations

import resource
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.shared_documents import ABSENT, SHARED

_MEASURED: list[str] = []
# CPU seconds by file, of child processes too: unlike seconds, they are alike on a busy machine.
_COST: Counter[str] = Counter()
_LITTLE, _DEAREST = 60, 12
_HERE = Path(__file__).parent
# The longest first, so that no core is idle at the end. Beside the first, which lets dbt compile
# the project, stand some that need no warehouse; of those that share a build one is early and the
# others late, so that no worker waits for what another one builds.
_LONGEST = (
    "cli/test_pipeline.py",
    "reading/ocr",
    "published_forms",
    "dagster/test_running_instance.py",
    "reconciliation/test_claim_mutants.py",
    "bench/test_engines.py",
    "rules/test_linear.py",
    "reconciliation/test_mutants.py",
    "hostile/test_hostile_documents.py",
    "hostile/test_odd_folders.py",
    "shards",
    "lake",
    "loading",
    "dagster/test_gates.py",
    "check/test_equals_run.py",
    "reconciliation",
    "hostile",
    "operation",
    "browser/test_dagster_ui.py",
    "serve/test_workbench.py",
    "dagster",
    "browser",
    "publication",
    "synth",
    "bi",
    "warehouse",
    "serve",
    "words",
    "outgoing",
    "check",
    "sources",
    "cli",
    "rules",
    "report",
)
# Builds warehouses, starts processes, renders or reads many documents: not in `make test-fast`.
_SLOW = (
    *("bi", "browser", "cli", "dagster", "export", "hostile", "publication", "reconciliation"),
    *("rules", "serve", "synth", "warehouse", "words"),
    *("reading/ocr", "reading/variations", "reading/test_batch.py"),
)


@pytest.fixture
def measured() -> list[str]:
    """Lines appended here are printed under the test summary, also when all tests pass."""
    return _MEASURED


def _place(item: pytest.Item) -> int:
    path = item.path.relative_to(_HERE).as_posix()
    return next((n for n, prefix in enumerate(_LONGEST) if path.startswith(prefix)), len(_LONGEST))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first, and mark what is left out of the inner loop."""
    items.sort(key=_place)
    for item in items:
        if item.path.relative_to(_HERE).as_posix().startswith(_SLOW):
            item.add_marker(pytest.mark.slow)


def _cpu_seconds() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Add what a test and its fixtures cost to the cost of its file."""
    before = _cpu_seconds()
    try:
        return (yield)
    finally:
        _COST[item.path.relative_to(_HERE).as_posix()] += _cpu_seconds() - before


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand what a worker measured to whoever prints the summary."""
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["measured"] = list(_MEASURED)
        output["cost"] = dict(_COST)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take what a worker measured."""
    output = getattr(node, "workeroutput", {})
    _MEASURED.extend(output.get("measured", ()))
    _COST.update(output.get("cost", {}))


def _not_proved(skipped: list[pytest.TestReport]) -> Counter[str]:
    """Return what the tests prove that ../shared is missing for, and how many tests each is."""
    reasons = (report.longrepr[2] for report in skipped if isinstance(report.longrepr, tuple))
    return Counter(reason.partition(ABSENT)[2] for reason in reasons if ABSENT in reason)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what was not proved, what was measured, and which files cost most."""
    absent = _not_proved(terminalreporter.stats.get("skipped", []))
    if absent:
        terminalreporter.section("not proved")
        terminalreporter.write_line(
            f"{absent.total()} tests were not run: there is no {SHARED.name}/ beside the checkout, "
            "or not all of it. They prove that"
        )
        for proves, tests in sorted(absent.items()):
            terminalreporter.write_line(f"  {proves} ({tests})")
    if _MEASURED:
        terminalreporter.section("measured")
        for line in _MEASURED:
            terminalreporter.write_line(line)
    if _COST.total() > _LITTLE:
        terminalreporter.section("cost")
        terminalreporter.write_line(f"{_COST.total():.0f} CPU seconds; the dearest files:")
        for file, seconds in _COST.most_common(_DEAREST):
            terminalreporter.write_line(f"  {seconds:5.0f}  {file}")
