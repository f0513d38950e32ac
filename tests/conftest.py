"""What the whole test suite shares: figures that a run measured, and how it is cut in two.

With several workers (``make test``) the tests of a file stay together, and the longest start first.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

_MEASURED: list[str] = []
_HERE = Path(__file__).parent
_LONGEST = (
    "cli",
    "dagster/test_running_instance.py",
    "reconciliation/test_claim_mutants.py",
    "reconciliation",
    "rules",
    "browser/test_dagster_ui.py",
    "dagster",
    "browser",
    "synth",
    "extraction/ocr",
    "report",
)


@pytest.fixture
def measured() -> list[str]:
    """Lines appended here are printed under the test summary, also when all tests pass."""
    return _MEASURED


def _place(item: pytest.Item) -> int:
    path = item.path.relative_to(_HERE).as_posix()
    return next((n for n, prefix in enumerate(_LONGEST) if path.startswith(prefix)), len(_LONGEST))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first."""
    items.sort(key=_place)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand what a worker measured to whoever prints the summary."""
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["measured"] = list(_MEASURED)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take what a worker measured."""
    _MEASURED.extend(getattr(node, "workeroutput", {}).get("measured", ()))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what was measured."""
    if _MEASURED:
        terminalreporter.section("measured")
        for line in _MEASURED:
            terminalreporter.write_line(line)
