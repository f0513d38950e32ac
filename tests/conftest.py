"""What the whole test suite shares: figures that a run measured, and how it is cut in two.

With several workers (``make test``) tests that share a warehouse or a server stay together, and
the longest groups start first.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

_MEASURED: list[str] = []
_HERE = Path(__file__).parent
# Folders whose tests share something dear, and files that are dear alone; the longest first.
_TOGETHER = (
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


def _place(item: pytest.Item) -> tuple[int, str]:
    path = item.path.relative_to(_HERE).as_posix()
    for number, prefix in enumerate(_TOGETHER):
        # Each file of the OCR tests makes its own scans.
        if path.startswith(prefix):
            return number, path if prefix == "extraction/ocr" else prefix
    return len(_TOGETHER), path


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Name the group of each test, and put the longest groups first."""
    for item in items:
        item.add_marker(pytest.mark.xdist_group(_place(item)[1]))
    items.sort(key=lambda item: _place(item)[0])


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
