"""What the whole test suite shares: what a run measured, what it did not prove, how it is cut.

With several workers (``make test``) the tests of a file stay together, and the longest start first.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.shared_documents import ABSENT, SHARED

_MEASURED: list[str] = []
_HERE = Path(__file__).parent
_LONGEST = (
    "hostile",
    "cli",
    "dagster/test_running_instance.py",
    "reconciliation/test_claim_mutants.py",
    "reconciliation",
    "rules",
    "browser/test_dagster_ui.py",
    "serve",
    "dagster",
    "browser",
    "synth",
    "words",
    "publication",
    "bi",
    "warehouse",
    "reading/ocr",
    "report",
)
# Builds warehouses, starts processes, renders or reads many documents: not in `make test-fast`.
_SLOW = (
    *(prefix for prefix in _LONGEST if prefix != "report"),
    "export",
    "reading/variations",
    "reading/test_batch.py",
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


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand what a worker measured to whoever prints the summary."""
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["measured"] = list(_MEASURED)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take what a worker measured."""
    _MEASURED.extend(getattr(node, "workeroutput", {}).get("measured", ()))


def _not_proved(skipped: list[pytest.TestReport]) -> Counter[str]:
    """Return what the tests prove that ../shared is missing for, and how many tests each is."""
    reasons = (report.longrepr[2] for report in skipped if isinstance(report.longrepr, tuple))
    return Counter(reason.partition(ABSENT)[2] for reason in reasons if ABSENT in reason)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what was not proved, and what was measured."""
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
