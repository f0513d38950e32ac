"""Which cells of the printed tables are marked, by which findings, and how strongly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dagster_project.release.findings import read_evidence, severity_rank, sort_findings
from dagster_project.release.marts import Row
from dagster_project.report.findings import FEW_ITEMS, MOST_MEMBERS, CellKey


@dataclass
class Mark:
    """How a cell is marked: by the worst of its findings; the cause more than an addend."""

    severity: str
    finding_ids: list[str]
    is_cause: bool


def mark_cells(rows: Sequence[Row], member_checks: Mapping[str, list[Row]]) -> dict[CellKey, Mark]:
    """Return the marked cells: the cell that a finding names, and lightly those it compared.

    A finding that names no cell accuses both when it compares one figure with one other. The many
    addends of a sum are not marked, nor are those of the other verdicts of its cause: a long table
    would be all marks.
    """
    marks: dict[CellKey, Mark] = {}
    for row in sort_findings(rows):
        evidence = [item for item in read_evidence(row) if item.get("side") in ("left", "right")]
        sides: dict[str, int] = defaultdict(int)
        for item in evidence:
            sides[item["side"]] += bool(item.get("printed_text"))
        names_cell = row["row_no"] is not None and row["column_code"] is not None
        if names_cell:
            key = (row["table_code"], row["row_no"], row["column_code"])
            _add_mark(marks, key, row, is_cause=True)
        for item in evidence:
            key = (item.get("table_code"), item.get("row_no"), item.get("column_code"))
            if None in key or sides[item["side"]] > FEW_ITEMS:
                continue
            is_cause = not names_cell and sides[item["side"]] <= 1
            _add_mark(marks, key, row, is_cause=is_cause)
        for check in member_checks.get(row["finding_id"], [])[:MOST_MEMBERS]:
            for item in read_evidence(check):
                key = (item.get("table_code"), item.get("row_no"), item.get("column_code"))
                if item.get("side") == "left" and None not in key:
                    _add_mark(marks, key, row, is_cause=False)
    return marks


def _add_mark(marks: dict[CellKey, Mark], key: CellKey, row: Row, *, is_cause: bool) -> None:
    mark = marks.setdefault(key, Mark(row["severity"], [], is_cause=False))
    if row["finding_id"] not in mark.finding_ids:
        mark.finding_ids.append(row["finding_id"])
    if severity_rank(row) < severity_rank({"severity": mark.severity}):
        mark.severity = row["severity"]
    mark.is_cause = mark.is_cause or is_cause
