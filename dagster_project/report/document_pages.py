"""A page per document: findings, charts, printed tables, claims, and what could not be checked."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from operator import itemgetter
from pathlib import Path
from typing import Any

from dagster_project.release.marts import (
    COUNTS,
    Between,
    DocumentRows,
    Marts,
    Row,
    Wanted,
    is_one_of,
)
from dagster_project.release.parquet import link
from dagster_project.report import charts
from dagster_project.report.cell_marks import mark_cells
from dagster_project.report.chart_specs import Chart
from dagster_project.report.drawn_rows import draw_rows, draw_unchecked, draw_verdicts
from dagster_project.report.findings import Names, build_findings
from dagster_project.report.metrics import MetricLine, Metrics
from dagster_project.report.page_keys import PageKeys, key_of
from dagster_project.report.pages import Site, document_url
from dagster_project.report.peer_shards import shard_url
from dagster_project.report.printed_tables import build_table
from dagster_project.report.source_pages import SourcePages, image_folder
from dagster_project.report.table_shapes import PrintedTable

_MOST_SUBJECTS = 30
_NOTES = ("note", "statement")
# What the pages of so many documents show is sorted at once, a dozen tables side by side: of real
# ones half a gigabyte, of which nothing can be spilled while it is read.
_AT_ONCE = 400
# The checks that findings stand for; whoever asks adds which, and in what order.
MEMBER_CHECKS = (
    "select checks.document_id, members.finding_id, members.member_no, members.member_id, "
    "members.waived_by, checks.left_amount, checks.right_amount, "
    "checks.rule_id, checks.subtype, checks.message_zh, checks.evidence, checks.page, "
    "checks.left_text, checks.right_text, checks.difference_text "
    "from marts.finding_checks as members "
    "inner join marts.checks as checks on members.check_id = checks.check_id"
)


def write_document_pages(
    site: Site,
    marts: Marts,
    documents: Sequence[Row],
    metrics: Metrics,
    sources: SourcePages | None = None,
    previous: Path | None = None,
) -> None:
    """Write the page of every document, in the order of their ids, so many at a time.

    ``previous`` is the report of an earlier release: pages that would be the same are linked.
    """
    ordered = sorted(documents, key=itemgetter("document_id"))
    known = [document["document_id"] for document in ordered]
    keys = PageKeys(marts, site.common)
    titles: dict[str, Row] = {}

    def to_draw() -> Iterator[tuple[Row, list[MetricLine], str]]:
        for document in ordered:
            document_id = document["document_id"]
            lines = metrics.of_document(document)
            shown = sources.files_of(document_id) if sources else ()
            key = keys.of_document(document_id, lines, shown)
            if not _link_page(site, previous, document_id, key):
                yield document, lines, key

    waiting = to_draw()
    while batch := list(islice(waiting, _AT_ONCE)):
        titles = titles or {row["rule_id"]: row for row in marts.read("rules")}
        content = _content(marts, _wanted([row["document_id"] for row, _, _ in batch], known))
        for document, lines, key in batch:
            document_id = document["document_id"]
            own = {name: rows.take(document_id) for name, rows in content.items()}
            site.write(
                document_url(document_id),
                "document.html.jinja",
                content_key=key,
                metrics=lines,
                peers_url=shard_url(document_id),
                source_pages=sources.of_document(document_id, own["findings"]) if sources else {},
                **_context(document, own, titles),
            )


def _wanted(ids: Sequence[str], known: Sequence[str]) -> Wanted:
    """Return what asks for some of the known documents, both in order.

    It is all between two where most of them are wanted, else each.
    """
    between = bisect_right(known, ids[-1]) - bisect_left(known, ids[0])
    return Between(ids[0], ids[-1]) if between < 2 * len(ids) else ids


def _link_page(site: Site, previous: Path | None, document_id: str, key: str) -> bool:
    """Link the page of an earlier release with the images that it shows, if it has this key."""
    if previous is None or not key:
        return False
    url = document_url(document_id)
    if key_of(previous / url) != key:
        return False
    images = image_folder(document_id)
    for path in (previous / images).iterdir() if (previous / images).is_dir() else ():
        link(path, site.folder / images / path.name)
    link(previous / url, site.folder / url)
    site.pages += 1
    return True


def _content(marts: Marts, documents: Wanted) -> dict[str, DocumentRows]:
    """Return everything about the documents: a query per mart."""
    content = {
        "cells": marts.by_document(
            "cells", "document_id, table_code, row_no, column_code", documents
        ),
        "headings": marts.by_document("headings", "document_id, heading_no", documents),
        "claims": marts.by_document("claims", "document_id, claim_no", documents),
        "glossary": marts.by_document("glossary", "document_id, glossary_no", documents),
        "unknown_tables": marts.by_document("unknown_tables", "document_id, unknown_no", documents),
        "findings": marts.by_document("findings", "document_id, finding_id", documents),
        "verdicts": _verdict_counts(marts, documents),
        "unchecked": _unchecked(marts, documents),
        "member_checks": _member_checks(marts, documents),
    }
    for table in (
        *("document_tables", "expenditure_by_function", "expenditure_by_economic"),
        *("three_public", "year_on_year", "performance_projects"),
    ):
        content[table] = marts.by_document(table, documents=documents)
    return content


def _verdict_counts(marts: Marts, documents: Wanted) -> DocumentRows:
    """Return how often each rule that could judge gave each verdict, and how many rules there are.

    What could not be judged at all is listed with its reason.
    """
    return marts.query_by_document(
        "checks",
        ("document_id", "rule_id", "status"),
        "select * from (select *, count(*) over (partition by document_id) as rules from "  # noqa: S608
        f"(select document_id, rule_id, {COUNTS} from marts.checks "
        f"where {is_one_of(documents)} group by all)) "
        "where checks > not_applicable + no_data order by document_id, rule_id",
    )


def _unchecked(marts: Marts, documents: Wanted) -> DocumentRows:
    """Return, by rule and reason, what could not be judged, and on what."""
    return marts.query_by_document(
        "checks",
        ("document_id", "rule_id", "status", "reason_code", "subject_zh"),
        "select document_id, rule_id, reason_code, count(*) as checks, "  # noqa: S608 - own text
        f"coalesce(min(subject_zh, {_MOST_SUBJECTS}), []) as subjects "
        f"from marts.checks where status = 'no_data' and {is_one_of(documents)} "
        "group by all order by document_id, reason_code, rule_id",
    )


def _member_checks(marts: Marts, documents: Wanted) -> DocumentRows:
    """Return every check that a finding stands for, the one that speaks first."""
    return marts.query_by_document(
        "finding_checks",
        ("finding_id", "member_no", "check_id"),
        f"{MEMBER_CHECKS} where {is_one_of(documents, 'checks.document_id')} "
        "order by checks.document_id, members.finding_id, members.member_no",
    )


def _context(
    document: Row, own: Mapping[str, list[Row]], rules: Mapping[str, Row]
) -> dict[str, Any]:
    member_checks: dict[str, list[Row]] = {}
    for check in own["member_checks"]:
        member_checks.setdefault(check["finding_id"], []).append(check)
    marks = mark_cells(own["findings"], member_checks)
    tables = build_tables(document, own, marks)
    sentences = {row["claim_key"]: row["excerpt"] for row in own["claims"] if row["excerpt"]}
    tables_zh = {row["table_code"]: row["table_zh"] for row in own["document_tables"]}
    names = Names(tables_zh, name_columns(tables), sentences)
    # A mark is on a cell; one on a cell that is not printed leads nowhere.
    printed = set(marks) and {
        (cell["table_code"], cell["row_no"], cell["column_code"]) for cell in own["cells"]
    } & set(marks)
    applied = own["verdicts"]
    findings = build_findings(own["findings"], member_checks, names, printed)
    return {
        "document": document,
        "tables": tables,
        "draw_rows": draw_rows,
        "draw_unchecked": draw_unchecked,
        "draw_verdicts": draw_verdicts,
        "findings": findings,
        "charts": _charts(own),
        "year_notes": sorted(
            {r["not_comparable_reason"] for r in own["year_on_year"] if r["not_comparable_reason"]}
        ),
        "claims": own["claims"],
        "glossary": own["glossary"],
        "unknown_tables": own["unknown_tables"],
        "unchecked": own["unchecked"],
        "verdicts": applied,
        "idle_rules": applied[0]["rules"] - len(applied) if applied else 0,
        "rules": rules,
    }


def name_columns(tables: Sequence[PrintedTable]) -> dict[tuple[str, str], str]:
    """Return what the columns of tables are called, by table and column code."""
    return {
        (table.row["table_code"], column.code): " ".join(column.path)
        for table in tables
        for block in table.blocks
        for side in block.sides
        for column in side.columns
    }


def build_tables(
    document: Row, own: Mapping[str, list[Row]], marks: Mapping[Any, Any]
) -> list[PrintedTable]:
    """Rebuild the tables of a document from its rows of the marts, by name of the mart."""
    cells: dict[str, list[Row]] = {}
    for cell in own["cells"]:
        cells.setdefault(cell["table_code"], []).append(cell)
    notes: dict[str, list[str]] = {}
    for heading in own["headings"]:
        if heading["heading_kind"] in _NOTES and heading["table_code"]:
            notes.setdefault(heading["table_code"], []).append(heading["printed_text"] or "")
    groups = {
        row["row_key"]: row["expense_group"]
        for row in own["expenditure_by_economic"]
        if row["expense_group"]
    }
    if groups:
        groups |= {"personnel_total": "personnel", "public_total": "public"}
    # A table that this form does not have is nothing to show; a missing one is.
    tables = sorted(
        (row for row in own["document_tables"] if row["presence"] != "not_required"),
        key=lambda row: row["table_code"],
    )
    return [
        build_table(
            table,
            cells.get(table["table_code"], []),
            document,
            marks,
            notes.get(table["table_code"], [table["statement"]] if table["statement"] else []),
            groups,
        )
        for table in tables
    ]


def _charts(own: Mapping[str, list[Row]]) -> list[Chart]:
    drawn = [
        charts.spending_by_account(own["expenditure_by_function"]),
        charts.basic_and_project(own["expenditure_by_function"]),
        charts.economic_structure(own["expenditure_by_economic"]),
        charts.three_public(own["three_public"]),
        charts.year_on_year(own["year_on_year"]),
        charts.performance_scores(own["performance_projects"]),
    ]
    return [chart for chart in drawn if chart is not None]
