"""What the reviewer's worksheet shows: documents, findings, and what could not be checked."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from dagster_project.contract.shown_amounts import Quantity, in_printed_unit
from dagster_project.contract.words import column_name, place_name, table_name, word
from dagster_project.release.findings import (
    is_bundle,
    is_cleared,
    number_findings,
    read_evidence,
    weight_sign,
)
from dagster_project.release.marts import Row, is_one_of, open_marts
from dagster_project.release.tabular import SEVERITIES
from dagster_project.runtime.warehouse import open_release

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
    where {some}
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
    where status = 'no_data' and {some}
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

    def of_documents(self, document_ids: Collection[str]) -> Worklist:
        """Return what is of some of its documents."""
        wanted = set(document_ids)
        documents, findings, unchecked, checks = (
            [row for row in rows if row["document_id"] in wanted]
            for rows in (self.documents, self.findings, self.unchecked, self.checks)
        )
        return Worklist(self.release_id, documents, findings, unchecked, checks)

    def findings_of(self, document_id: str) -> list[Row]:
        """Return the findings of one document, the serious ones first."""
        return [row for row in self.findings if row["document_id"] == document_id]


def read_worklist(release: Path, document_ids: Collection[str] | None = None) -> Worklist:
    """Read the worklist of a release, of all documents or only of those named."""
    with open_release(release) as connection:
        marts = open_marts(connection)
        info = connection.execute("select release_id from marts.release_info").fetchone()
        some = is_one_of(document_ids)
        documents = marts.read(
            "documents", some, order_by="organization_name, fiscal_year, document_id"
        )
        findings = marts.read("findings", some)
        unchecked = marts.query(
            "checks", ("subject_zh", "reason_code"), _UNCHECKED.format(some=some)
        )
        checks = marts.query(
            "finding_checks",
            ("finding_id", "member_no", "check_id"),
            _CHECKS.format(some=is_one_of(document_ids, "checks.document_id")),
        )
        names = {
            (row["document_id"], row["table_code"]): row["table_zh"]
            for row in marts.read("document_tables", some)
        }
    chosen = {row["document_id"] for row in documents}
    if document_ids is not None:
        chosen &= set(document_ids)
    by_document = {row["document_id"]: row for row in documents}
    counts: Counter[tuple[str, str]] = Counter()
    of_document: defaultdict[str, list[Row]] = defaultdict(list)
    for row in findings:
        kind = "cleared" if is_cleared(row) else row["severity"]
        counts[row["document_id"], kind] += 1
        row["organization_name"] = (by_document.get(row["document_id"]) or {}).get(
            "organization_name"
        )
        of_document[row["document_id"]].append(row)
    for row in documents:
        for kind in (*SEVERITIES, "cleared"):
            row[kind] = counts[row["document_id"], kind]
    place = {row["document_id"]: number for number, row in enumerate(documents)}
    return Worklist(
        release_id=str(info[0]) if info else "",
        documents=[row for row in documents if row["document_id"] in chosen],
        findings=[
            row | _numbers(row)
            for document in documents
            if document["document_id"] in chosen
            for row in number_findings(of_document[document["document_id"]])
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
            | _numbers(row)
            | _printed(row, names)
            for row in sorted(checks, key=lambda row: place[row["document_id"]])
            if row["document_id"] in chosen
        ],
    )


def _numbers(row: Row) -> dict[str, Quantity | str | None]:
    """Return both sides and the difference in the unit of the page, which goes with each.

    Several notices have none: their own are those of the checks.
    """
    if is_bundle(row):
        return {f"{name}_number": None for name in _NUMBERS}
    return {f"{name}_number": _number(row, name, column) for name, column in _NUMBERS.items()}


def _printed(row: Row, names: TableNames) -> dict[str, str]:
    """Return the figures of both sides as printed: table, label, column and page."""
    evidence = read_evidence(row)
    return {
        f"{side}_printed": _describe(
            [item for item in evidence if item.get("side") == side], row["document_id"], names
        )
        for side in _SIDES
    }


def _number(row: Row, name: str, column: str) -> Quantity | str | None:
    """Return a number in the unit of the page; where none is printed, how it is blank."""
    text = row[f"{name}_text"]
    if text and not any(character.isdigit() for character in text):
        return str(text)
    number = in_printed_unit(row[column], row["unit"], row["printed_unit"])
    if number is None:
        return None
    unit = row["printed_unit"] or row["unit"] or ""
    # Two per cents differ by points, not by per cents.
    is_points = name == "difference" and unit == "%"
    return Quantity(number, word("points", "unit") if is_points else unit)


def _describe(items: Sequence[Row], document_id: str, names: TableNames) -> str:
    printed = [item for item in items if item.get("printed_text")] or list(items)
    lines = []
    for item in printed:
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
    return "\n".join(lines)
