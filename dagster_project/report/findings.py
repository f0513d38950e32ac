"""Findings as pages show them: both sides of the check with printed texts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dagster_project.lib.tabular import SEVERITIES
from dagster_project.report.amounts import in_unit
from dagster_project.report.marts import Row
from dagster_project.report.words import table_name, word

# A sum over a long table has dozens of addends; the page stays light, the marts have them all.
_MOST_ITEMS = 40
# More items than these, and the blank ones are only counted: the figures are what is compared.
FEW_ITEMS = 3
MOST_MEMBERS = 40

CellKey = tuple[str, int, str]


@dataclass(frozen=True)
class Item:
    """One printed figure that took part in a check."""

    side: str
    sign: str
    place: str
    label: str
    text: str
    where: str
    anchor: str | None


@dataclass(frozen=True)
class CheckSide:
    """One side of a check: what is on it, how many more cells are blank, and what it adds up to."""

    label: str
    total: str
    items: list[Item]
    blanks: int


@dataclass
class Finding:
    """One finding: its row of the marts, both sides, and the other verdicts of the same cause."""

    row: Row
    sides: list[CheckSide]
    difference_text: str
    where: str
    more_items: int = 0
    members: list[Row] = field(default_factory=list)

    @property
    def is_cleared(self) -> bool:
        """Corrected or waived: shown, but not as something to act on."""
        return self.row["state"] == "corrected" or bool(self.row["waived_by"])


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


def where_printed(page: Any, locator: Any) -> str:
    """Say where something is printed: the page where the medium has pages."""
    return f"第 {page} 页" if page else str(locator or "")


def cell_anchor(key: CellKey) -> str:
    """Return the id of a cell's element."""
    return f"c-{key[0]}-{key[1]}-{key[2]}"


def read_evidence(row: Row) -> list[dict[str, Any]]:
    """Return the evidence of a verdict; anything but a list of objects is no evidence."""
    try:
        items = json.loads(row["evidence"] or "[]")
    except ValueError:
        return []
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []


def build_findings(
    rows: Sequence[Row],
    cause_checks: Mapping[str, list[Row]],
    column_labels: Mapping[tuple[str, str], str],
    units: Mapping[str, str | None],
    printed: Mapping[CellKey, Any],
) -> list[Finding]:
    """Return the findings of one document in the order of ``sort_findings``."""
    findings = []
    for row in sort_findings(rows):
        evidence = read_evidence(row)
        items = [_item(entry, column_labels, printed) for entry in evidence[:_MOST_ITEMS]]
        printed_unit = units.get(row["table_code"] or "")
        members = [
            check
            for check in cause_checks.get(row["root_cause_id"] or "", [])
            if (check["rule_id"], check["subject"]) != (row["rule_id"], row["subject"])
        ]
        findings.append(
            Finding(
                row=row,
                sides=_sides(row, items, printed_unit),
                difference_text=in_unit(row["difference"], row["unit"], printed_unit),
                where=where_printed(row["page"], row["source_locator"]),
                more_items=max(0, len(evidence) - _MOST_ITEMS),
                members=members[:MOST_MEMBERS],
            )
        )
    return findings


def _sides(row: Row, items: Sequence[Item], printed_unit: str | None) -> list[CheckSide]:
    """Return left and right, and what decided whether the rule applies where there is such."""
    sides = []
    for name in dict.fromkeys(("left", "right", *(item.side for item in items))):
        own = [item for item in items if item.side == name]
        total = in_unit(row.get(f"{name}_amount"), row["unit"], printed_unit)
        if not own and not total:
            continue
        shown = own if len(own) <= FEW_ITEMS else [item for item in own if item.text]
        sides.append(CheckSide(word(name, "side"), total, shown, len(own) - len(shown)))
    return sides


def _item(
    entry: dict[str, Any],
    column_labels: Mapping[tuple[str, str], str],
    printed: Mapping[CellKey, Any],
) -> Item:
    table, row_no, column = (entry.get(name) for name in ("table_code", "row_no", "column_code"))
    key = (str(table), row_no, str(column))
    column_label = column_labels.get((str(table), str(column)), str(column or ""))
    label = str(entry.get("printed_label") or "")
    if not label and entry.get("row_key") == "total":
        label = "合计"
    weight = entry.get("weight")
    return Item(
        side=str(entry.get("side") or ""),
        sign="−" if isinstance(weight, int | float) and weight < 0 else "",
        place=table_name(table),
        label=" · ".join(part for part in (label, column_label) if part),
        text=str(entry.get("printed_text") or ""),
        where=where_printed(entry.get("page"), entry.get("source_locator")),
        anchor=cell_anchor(key) if key in printed else None,
    )
