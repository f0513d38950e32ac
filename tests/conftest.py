"""What the whole test suite shares: figures that a run measured, printed at its end."""

from __future__ import annotations

import pytest

_MEASURED: list[str] = []


@pytest.fixture
def measured() -> list[str]:
    """Lines appended here are printed under the test summary, also when all tests pass."""
    return _MEASURED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what was measured."""
    if _MEASURED:
        terminalreporter.section("measured")
        for line in _MEASURED:
            terminalreporter.write_line(line)
