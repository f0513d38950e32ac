"""What the reviewer's worksheet shows: documents, findings, and what could not be checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from dagster_project.contract.shown_amounts import in_printed_unit
from dagster_project.contract.words import column_name, place_name, table_name, word
from dagster_project.release.findings import read_evidence, sort_findings, weight_sign
from dagster_project.release.marts import Row, open_marts
from dagster_project.release.tabular import SEVERITIES
from dagster_project.runtime.warehouse import open_release

# A sum over a long table has hundreds of addends: a finding names the first, its checks name all.
_SHOWN_FIGURES = 8
_SIDES = ("left", "right")
_NUMBERS = {"left": "left_amount", "right": "right_amount", "difference": "difference"}

# What a document calls a table: {(document_id, table_code): name}.
TableNames = Mapping[tuple[str, str], str | None]

# One line per finding × check that it stands for; the first speaks for it.
_CHECKS = """
    select
        members.finding_id, members.member_no, members.member_id, members.waived_by,
        checks.document_id, documents.organization_name, documents.fiscal_year,
        checks.rule_id, rules.title_zh, checks.table_code, checks.page, checks.message_zh,
        checks.left_amount, checks.right_amount, checks.difference, checks.unit,
        checks.left_text, checks.right_text, checks.difference_text,
        checks.printed_unit, checks.evidence
    from marts.finding_checks as members
    inner join marts.checks on members.check_id = checks.check_id
    left join marts.documents on checks.document_id = documents.document_id
    left join marts.rules on checks.rule_id = rules.rule_id
    order by checks.document_id, members.finding_id, members.member_no
"""

# One line per document × reason: a table that was not read leaves hundreds of checks undone, and a
# document without a narrative some sixty rules; each is one thing to know.
_UNCHECKED = """
    select
        document_id,
        reason_code,
        count(*) as places,
        count(distinct rule_id) as rules,
        string_agg(distinct rule_id, '、' order by rule_id) as rules_zh,
        string_agg(distinct table_code, '、' order by table_code) as table_codes,
        list_sort(list(distinct coalesce(subject_zh, subject)))[1:3] as subjects
    from marts.checks
    where status = 'no_data'
    group by document_id, reason_code
    order by document_id, reason_code
"""


@dataclass(frozen=True)
class Worklist:
    """The rows of one workbook, with the release that they come from."""

    release_id: str
    documents: list[Row]
    findings: list[Row]
    unchecked: list[Row]
    checks: list[Row] = field(default_factory=list)

    def findings_of(self, document_id: str) -> list[Row]:
        """Return the findings of one document, the serious ones first."""
        return [row for row in self.findings if row["document_id"] == document_id]


def read_worklist(release: Path, document_ids: Collection[str] | None = None) -> Worklist:
    """Read the worklist of a release, of all documents or only of those named."""
    with open_release(release) as connection:
        marts = open_marts(connection)
        info = connection.execute("select release_id from marts.release_info").fetchone()
        documents = marts.read("documents", order_by="organization_name, fiscal_year, document_id")
        findings = marts.read("findings")
        unchecked = marts.query("checks", ("subject_zh", "reason_code"), _UNCHECKED)
        checks = marts.query("finding_checks", ("finding_id", "member_no", "check_id"), _CHECKS)
        names = {
            (row["document_id"], row["table_code"]): row["table_zh"]
            for row in marts.read("document_tables")
        }
    chosen = {row["document_id"] for row in documents}
    if document_ids is not None:
        chosen &= set(document_ids)
    by_document = {row["document_id"]: row for row in documents}
    counts: Counter[tuple[str, str]] = Counter()
    for row in findings:
        counts[row["document_id"], _kind_of(row)] += 1
        row["organization_name"] = (by_document.get(row["document_id"]) or {}).get(
            "organization_name"
        )
    for row in documents:
        for kind in (*SEVERITIES, "cleared"):
            row[kind] = counts[row["document_id"], kind]
    place = {row["document_id"]: number for number, row in enumerate(documents)}
    return Worklist(
        release_id=str(info[0]) if info else "",
        documents=[row for row in documents if row["document_id"] in chosen],
        findings=[
            row | _both_sides(row, _SHOWN_FIGURES, names)
            # Sorting twice keeps the order within a document: sorted() is stable.
            for row in sorted(sort_findings(findings), key=lambda row: place[row["document_id"]])
            if row["document_id"] in chosen
        ],
        unchecked=[
            row
            | {
                "reason_zh": word(row["reason_code"], "reason"),
                "subjects_zh": ";".join(row["subjects"]),
                "tables_zh": "、".join(
                    names.get((row["document_id"], code)) or table_name(code)
                    for code in (row["table_codes"] or "").split("、")
                    if code
                ),
            }
            for row in unchecked
            if row["document_id"] in chosen
        ],
        checks=[
            row
            | {"table_zh": names.get((row["document_id"], row["table_code"]))}
            | _both_sides(row, None, names)
            for row in sorted(checks, key=lambda row: place[row["document_id"]])
            if row["document_id"] in chosen
        ],
    )


def _kind_of(row: Row) -> str:
    is_cleared = row["state"] == "corrected" or row["waived_by"]
    return "cleared" if is_cleared else row["severity"]


def _both_sides(row: Row, most_figures: int | None, names: TableNames) -> dict[str, Any]:
    """Return both sides in the unit of the page, and as printed: table, label, column and page."""
    evidence = read_evidence(row)
    sides: dict[str, Decimal | str | None] = {
        f"{name}_number": _number(row, name, column) for name, column in _NUMBERS.items()
    }
    for side in _SIDES:
        own = [item for item in evidence if item.get("side") == side]
        sides[f"{side}_printed"] = _describe(own, most_figures, row["document_id"], names)
    return sides


def _number(row: Row, name: str, column: str) -> Decimal | str | None:
    """Return a number in the unit of the page; where none is printed, how it is blank."""
    text = row[f"{name}_text"]
    if text and not any(character.isdigit() for character in text):
        return str(text)
    return in_printed_unit(row[column], row["unit"], row["printed_unit"])


def _describe(
    items: Sequence[Row], most_figures: int | None, document_id: str, names: TableNames
) -> str:
    printed = [item for item in items if item.get("printed_text")] or list(items)
    lines = []
    for item in printed[:most_figures]:
        table, column = str(item.get("table_code")), str(item.get("column_code"))
        where = place_name(item.get("page"), item.get("source_locator"))
        parts = (
            names.get((document_id, table)) or table_name(table),
            item.get("printed_label") or "",
            column_name(table, column),
            weight_sign(item.get("weight")) + (item.get("printed_text") or "(空)"),
            f"({where})" if where else "",
        )
        lines.append(" ".join(part for part in parts if part))
    if most_figures is not None and len(printed) > most_figures:
        lines.append(f"另有 {len(printed) - most_figures} 个数,见“核对明细”")
    return "\n".join(lines)
