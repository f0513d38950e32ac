"""Findings of a release as rows: their order, the evidence of a check, and its weights."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from dagster_project.contract.words import place_name, table_name, word
from dagster_project.release.marts import Row
from dagster_project.release.tabular import SEVERITIES

# A sum over several pages or a column of a sheet has more places than a reader goes to.
_MOST_OTHER_PLACES = 3


def severity_rank(row: Row) -> int:
    """Return 0 for the most serious; what is unknown comes last."""
    severity = row.get("severity")
    return SEVERITIES.index(severity) if severity in SEVERITIES else len(SEVERITIES)


def sort_findings(rows: Iterable[Row]) -> list[Row]:
    """Order findings: open before cleared, serious first, then as the catalogue numbers them."""
    return sorted(
        rows,
        key=lambda row: (
            is_cleared(row),
            severity_rank(row),
            row["rule_id"] or "",
            row["subject"] or "",
            row["finding_id"] or "",
        ),
    )


def read_evidence(row: Row) -> list[dict[str, Any]]:
    """Return the evidence of a verdict; anything but a list of objects is no evidence."""
    try:
        items = json.loads(row.get("evidence") or "[]")
    except ValueError:
        return []
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []


def is_cleared(row: Row) -> bool:
    """Return whether a finding is corrected or waived: shown, but not as something to act on."""
    return row["state"] == "corrected" or bool(row["waived_by"])


def is_rounding(row: Row) -> bool:
    """Return whether a finding is the one notice of a document about its rounding."""
    return row.get("status") == "rounding"


def is_bundle(row: Row) -> bool:
    """Return whether a finding is several notices of a document: no two figures speak for it."""
    return (row.get("items") or 1) > 1


def answers(row: Row) -> list[str]:
    """Return what to do about a finding and how sure it is, a line each; why, its message says."""
    parts = {"do": row.get("next_step_zh"), "sure": row.get("certainty_zh")}
    return [f"{word(code, 'finding_part')}:{text}" for code, text in parts.items() if text]


def number_findings(rows: Iterable[Row]) -> list[Row]:
    """Return the findings of one document in the order of their weight, with their ``number``.

    The worksheet, the notice and the notes in a PDF call a finding by it. Rounding, which asks for
    nothing, comes after what asks for something; what is cleared comes last.
    """
    ordered = sorted(sort_findings(rows), key=lambda row: (is_cleared(row), is_rounding(row)))
    return [row | {"number": number} for number, row in enumerate(ordered, start=1)]


def compared_places(row: Row) -> str:
    """Return where else than at its own place the sides of a finding are printed, if anywhere."""
    own = place_name(row.get("page"), row.get("source_locator"))
    others = {
        place_name(item.get("page"), item.get("source_locator"))
        for item in read_evidence(row)
        if item.get("side") in ("left", "right") and item.get("printed_text")
    } - {own, ""}
    if not others or len(others) > _MOST_OTHER_PLACES:
        return ""
    return f"{word('compared', 'finding_part')}{'、'.join(sorted(others, key=_by_number))}"


def _by_number(place: str) -> list[tuple[int, str]]:
    return [(int(part) if part.isdigit() else 0, part) for part in place.split()]


def printed_in(row: Row) -> str:
    """Return what the page or line of a finding belongs to: a table, or the narrative.

    A figure of the narrative is compared with a table: the page is not the table's.
    """
    table = row.get("table_zh") or table_name(row.get("table_code"))
    if not _is_in_narrative(row):
        return table
    narrative = table_name("claims")
    return f"{narrative}(对照{table})" if table else narrative


def _is_in_narrative(row: Row) -> bool:
    if (row.get("rule_id") or "").startswith("N"):
        return True
    locator = row.get("source_locator")
    return bool(locator) and any(
        item.get("table_code") == "claims" and item.get("source_locator") == locator
        for item in read_evidence(row)
    )


def weight_sign(weight: Any) -> str:
    """Return what stands before a figure that is subtracted, or counted more than once."""
    if not isinstance(weight, int | float):
        return ""
    times = f"{abs(weight):g}×" if abs(weight) != 1 else ""
    return ("−" if weight < 0 else "") + times
