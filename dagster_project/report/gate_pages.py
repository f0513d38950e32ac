"""A gate as a page: each expectation in words, what came of it, and the rows that it found.

Great Expectations' own pages load their styles from elsewhere; these are one file that asks nobody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dagster_project.report.pages import document_url, render
from expectations.result import ExpectationOutcome, GateReport

_STYLE = Path(__file__).parent / "static" / "report.css"
# More are counted: a list of thousands is looked at in the warehouse.
_MOST_ROWS = 200


@dataclass(frozen=True)
class Shown:
    """An expectation with the rows that it found, the columns that are empty in all left out."""

    outcome: ExpectationOutcome
    columns: Sequence[str]
    rows: Sequence[dict[str, Any]]

    @property
    def more(self) -> int:
        """Return how many rows are left out."""
        return len(self.outcome.rows) - len(self.rows)


def write_gate_page(
    path: Path, number: int, purpose_zh: str, report: GateReport, site: Path | None = None
) -> None:
    """Write the page of a gate; a document in ``site`` is linked from its rows."""
    shown = [_shown(outcome) for outcome in report.outcomes]
    batches: dict[str, list[Shown]] = {}
    for item in shown:
        batches.setdefault(item.outcome.batch, []).append(item)
    counts = Counter(item.outcome.outcome for item in shown)
    addresses = {
        row["document_id"]: (site / document_url(row["document_id"])).as_uri()
        for item in shown
        for row in item.rows
        if site is not None and row.get("document_id")
    }
    text = render(
        "gate.html.jinja",
        number=number,
        purpose_zh=purpose_zh,
        batches=batches,
        counts=counts,
        found=[item for item in shown if item.outcome.outcome != "passed"],
        addresses=addresses,
        style=_STYLE.read_text(encoding="utf-8"),
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _shown(outcome: ExpectationOutcome) -> Shown:
    rows = outcome.rows[:_MOST_ROWS]
    names = list(dict.fromkeys(name for row in rows for name in row))
    columns = [name for name in names if any(row.get(name) not in (0, None, "") for row in rows)]
    return Shown(outcome, columns, rows)
