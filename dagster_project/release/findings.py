"""Findings of a release as rows: their order, the evidence of a check, and its weights."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from dagster_project.release.marts import Row
from dagster_project.release.tabular import SEVERITIES


def severity_rank(row: Row) -> int:
    """Return 0 for the most serious; what is unknown comes last."""
    severity = row.get("severity")
    return SEVERITIES.index(severity) if severity in SEVERITIES else len(SEVERITIES)


def sort_findings(rows: Iterable[Row]) -> list[Row]:
    """Order findings: open before cleared, serious first, then as the catalogue numbers them."""
    return sorted(
        rows,
        key=lambda row: (
            row["state"] == "corrected" or bool(row["waived_by"]),
            severity_rank(row),
            row["rule_id"] or "",
            row["subject"] or "",
            row["finding_id"] or "",
        ),
    )


def read_evidence(row: Row) -> list[dict[str, Any]]:
    """Return the evidence of a verdict; anything but a list of objects is no evidence."""
    try:
        items = json.loads(row["evidence"] or "[]")
    except ValueError:
        return []
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []


def weight_sign(weight: Any) -> str:
    """Return what stands before a figure that is subtracted, or counted more than once."""
    if not isinstance(weight, int | float):
        return ""
    times = f"{abs(weight):g}×" if abs(weight) != 1 else ""
    return ("−" if weight < 0 else "") + times
