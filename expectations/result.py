"""How a Great Expectations result becomes passed, failed or crashed.

An expectation that raises reports ``success = False`` like one that found something: only
``exception_info`` tells them apart. A crash means that nothing was checked, so it stops the run.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Outcome = Literal["passed", "failed", "crashed"]
Severity = Literal["critical", "warning", "info"]


@dataclass(frozen=True)
class ExpectationOutcome:
    """What one expectation said about one batch; ``rows`` are the offending ones."""

    rule_id: str
    description: str
    severity: Severity
    outcome: Outcome
    observed: Any = None
    rows: list[dict[str, Any]] = field(default_factory=list)
    error: str | None = None
    # What was asked of which batch, and of how many rows: the page of a gate shows it.
    batch: str = ""
    column: str | None = None
    checked: int | None = None
    unexpected: int | None = None


@dataclass(frozen=True)
class GateReport:
    """The outcomes of all batches at one door."""

    outcomes: list[ExpectationOutcome]

    @property
    def crashed(self) -> list[ExpectationOutcome]:
        """Return the expectations that could not be evaluated."""
        return [item for item in self.outcomes if item.outcome == "crashed"]

    @property
    def structural_failures(self) -> list[ExpectationOutcome]:
        """Return the failures that must stop the run."""
        return self._failed("critical")

    @property
    def document_failures(self) -> list[ExpectationOutcome]:
        """Return the failures that concern single documents."""
        return self._failed("warning") + self._failed("info")

    def _failed(self, severity: Severity) -> list[ExpectationOutcome]:
        return [o for o in self.outcomes if o.outcome == "failed" and o.severity == severity]


def read_outcome(
    result: Mapping[str, Any], records: list[dict[str, Any]], batch: str = ""
) -> ExpectationOutcome:
    """Map one validation result (as a dictionary) over a batch whose rows are ``records``."""
    configuration = result["expectation_config"]
    error = find_exception(result.get("exception_info"))
    details = result.get("result") or {}
    outcome: Outcome = "crashed" if error else "passed" if result["success"] else "failed"
    return ExpectationOutcome(
        rule_id=(configuration.get("meta") or {}).get("rule_id", configuration["type"]),
        description=configuration.get("description") or configuration["type"],
        severity=configuration.get("severity") or "critical",
        outcome=outcome,
        observed=details.get("observed_value"),
        rows=[records[index] for index in _row_numbers(details.get("unexpected_index_list"))],
        error=error,
        batch=batch,
        column=(configuration.get("kwargs") or {}).get("column"),
        checked=details.get("element_count", len(records)),
        unexpected=details.get("unexpected_count"),
    )


def find_exception(info: Any) -> str | None:
    """Return the message of an exception, flat or nested by metric, or None."""
    if not isinstance(info, Mapping):
        return None
    if info.get("raised_exception"):
        return str(info.get("exception_message") or "unknown exception")
    return next((found for value in info.values() if (found := find_exception(value))), None)


def _row_numbers(indexes: Iterable[Any] | None) -> list[int]:
    return [index for index in indexes or [] if isinstance(index, int)]
