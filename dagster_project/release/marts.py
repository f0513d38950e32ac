"""What the report reads: columns of the published marts, by name.

A release may lack a table or a column (an older one, or a mart that is not built yet): a missing
table is empty and a missing column is None, so that the pages say "unknown" instead of failing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

import duckdb

from dagster_project.runtime.warehouse import escape, quote

Row = dict[str, Any]
# Rows that are fetched at once.
_FETCHED = 2_000

_DISCLOSURE = ("document_id", "fiscal_year", "organization_id", "organization_name", "scope")

# table → the columns that pages show; whatever else a mart has is not read.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "documents": (
        *_DISCLOSURE,
        *("disclosure_id", "region_code", "scope_evidence", "revision", "is_current", "supersedes"),
        *("edition", "edition_reason_zh", "compared_document_id", "confirmation_line"),
        *("table_figures", "table_figures_read", "text_figures", "text_figures_read"),
        *("unknown_tables", "unread_pages", "printed_on"),
        *("form", "kind", "gate_status", "gate_reasons", "has_findings", "read_status"),
        *("withheld_tables", "narrative_figures", "account_figures"),
        *("account_figures_known", "narrative_figures_checked"),
        *("completeness", "checks", "passes", "roundings", "fails", "no_data", "not_applicable"),
        *("source_files", "source_sha256", "approved_on", "published_on", "retrieved_on"),
        *("reader_name", "reader_version"),
    ),
    "organizations": ("organization_id", "organization_name", "region_code", "region_name"),
    "regions": ("region_code", "province_name"),
    "coverage": (
        *_DISCLOSURE,
        *("region_code", "due_on", "exempt_reason", "published_on", "coverage_status"),
    ),
    "document_tables": (
        *("document_id", "table_code", "printed_number", "title", "table_zh", "variant"),
        *("printed_unit", "is_required", "presence", "read_status", "reading_note", "statement"),
        *("page_first", "page_last", "source_locator"),
    ),
    "cells": (
        *("document_id", "table_code", "row_no", "column_code", "row_key", "row_role"),
        *("account_code", "printed_line_no", "printed_code", "printed_label", "printed_text"),
        *("cell_state", "value_kind", "read_status", "printed_header"),
    ),
    "unknown_tables": (
        *("document_id", "unknown_no", "title", "unknown_state", "reason_zh", "table_code"),
        *("figures", "heads", "page_first", "page_last", "source_locator"),
    ),
    "headings": ("document_id", "heading_no", "heading_kind", "table_code", "printed_text"),
    "claims": (
        *("document_id", "claim_no", "claim_key", "claim_kind", "metric", "subject"),
        "printed_text",
        *("value_unit", "page", "source_locator", "excerpt", "has_findings"),
    ),
    "glossary": (
        *("document_id", "glossary_no", "term", "definition", "account_code", "printed_text"),
        *("page", "source_locator"),
    ),
    "findings": (
        *("finding_id", "document_id", "fiscal_year", "rule_id", "subject", "subject_zh", "state"),
        *("severity", "status", "subtype", "title_zh", "left_amount", "right_amount", "difference"),
        *("unit", "printed_unit", "left_text", "right_text", "difference_text"),
        *("table_code", "table_zh", "row_no", "column_code", "printed_label", "printed_text"),
        *("page", "source_locator", "root_cause_id", "verdicts_of_cause", "items", "message_zh"),
        *("next_step_zh", "certainty_zh", "cannot_tell_zh", "waived_by", "evidence"),
    ),
    "rules": (
        *("rule_id", "rule_order", "family", "status", "title_zh", "statement_zh", "formula_zh"),
        *("tables", "subject_grain", "relation", "severity", "tolerance_kind", "applies_form"),
        *("applies_variant", "applies_condition", "applies_natures", "valid_from_year"),
        *("valid_to_year", "basis", "citation", "message_zh", "next_step_zh", "cannot_tell_zh"),
    ),
    "expenditure_by_function": (
        *("document_id", "account_code", "account_name", "account_level", "row_key", "is_leaf"),
        *("total", "basic", "project"),
    ),
    "expenditure_by_economic": (
        *("document_id", "account_code", "account_name", "account_level", "row_key"),
        *("expense_group", "total", "basic"),
    ),
    "three_public": (
        *("document_id", "budget_basis"),
        *("budget_total", "budget_abroad", "budget_purchase", "budget_running", "budget_reception"),
        *("final_total", "final_abroad", "final_purchase", "final_running", "final_reception"),
    ),
    "year_on_year": (
        *("document_id", "metric", "amount", "prior_disclosed", "prior_implied"),
        *("is_comparable", "not_comparable_reason"),
    ),
    "performance_projects": (
        *("document_id", "project_key", "project_name", "full_year_budget", "executed"),
        *("execution_percent", "score", "grade"),
    ),
    "metrics": (
        *("metric_code", "metric_order", "metric_zh", "formula_zh", "metric_unit", "source_zh"),
        "note_zh",
    ),
    "metric_values": (
        *("document_id", "fiscal_year", "organization_id", "scope", "metric_code", "metric_zh"),
        *("metric_unit", "budget_basis", "metric_value", "peers", "peer_percentile"),
    ),
    "metric_totals": (
        *("fiscal_year", "scope", "metric_code", "budget_basis", "metric_documents", "median"),
    ),
    "department_year": (
        *_DISCLOSURE,
        *("region_code", "has_findings", "income_total", "expenditure_total", "basic", "project"),
        *("fiscal_expenditure_total", "personnel_basic", "public_basic", "three_public_final"),
    ),
}


# How often each verdict was given, as columns of a query over checks.
VERDICTS = ("pass", "rounding", "fail", "no_data", "not_applicable")
COUNTS = ", ".join(
    ["count(*) as checks", *(f"count(*) filter (where status = '{v}') as {v}" for v in VERDICTS)]
)


def is_kept_back(document: Mapping[str, Any]) -> bool:
    """Return whether a document was kept back: silence about it says nothing."""
    return bool(document["gate_status"] != "open")


@dataclass(frozen=True)
class Between:
    """The documents from one id to another, both of them included."""

    first: str
    last: str


Wanted = Collection[str] | Between | None


@dataclass(frozen=True)
class Marts:
    """An open release; knows which tables and columns it has."""

    connection: duckdb.DuckDBPyConnection
    available: Mapping[str, frozenset[str]]

    def read(
        self, table: str, where: str = "true", parameters: Sequence[Any] = (), order_by: str = "all"
    ) -> list[Row]:
        """Return the rows of a mart with exactly the columns of ``COLUMNS``."""
        present = self.available.get(table)
        if not present:
            return []
        columns = COLUMNS[table]
        records = self.connection.execute(
            f"select {self._selected(table)} from marts.{quote(table)} "  # noqa: S608
            f"where {where} order by {order_by}",
            parameters,
        ).fetchall()
        return [dict(zip(columns, record, strict=True)) for record in records]

    def _selected(self, table: str) -> str:
        present = self.available[table]
        return ", ".join(
            quote(name) if name in present else f"null as {quote(name)}" for name in COLUMNS[table]
        )

    def query(
        self, table: str, needs: Iterable[str], statement: str, parameters: Sequence[Any] = ()
    ) -> list[Row]:
        """Return the rows of ``statement``, or none when ``table`` lacks what it needs."""
        if not set(needs) <= self.available.get(table, frozenset()):
            return []
        cursor = self.connection.execute(statement, parameters)
        names = [column[0] for column in cursor.description or []]
        return [dict(zip(names, record, strict=True)) for record in cursor.fetchall()]

    def by_document(
        self, table: str, order_by: str = "all", documents: Wanted = None
    ) -> DocumentRows:
        """Return the rows of a mart, of some documents or all, to be taken document by document.

        ``order_by`` begins with the document; "all" does where it is the first of ``COLUMNS``.
        """
        if not self.available.get(table):
            return DocumentRows.none()
        return self.query_by_document(
            table,
            ("document_id",),
            f"select {self._selected(table)} from marts.{quote(table)} "  # noqa: S608
            f"where {is_one_of(documents)} order by {order_by}",
        )

    def query_by_document(self, table: str, needs: Iterable[str], statement: str) -> DocumentRows:
        """Return the rows of a statement that is ordered by ``document_id``, none as in query."""
        if not set(needs) <= self.available.get(table, frozenset()):
            return DocumentRows.none()
        # A connection of its own: several results are read at once, none of them held whole.
        cursor = self.connection.cursor()
        [(database,)] = self.connection.execute("select current_database()").fetchall()
        cursor.execute(f"use {quote(database)}")
        cursor.execute(statement)
        return DocumentRows(_rows(cursor))


def is_one_of(documents: Wanted, column: str = "document_id") -> str:
    """Return a condition that holds for rows of some documents, of all where none are named.

    They are listed in the text: a scan then looks at this column first and passes by the rest.
    """
    if documents is None:
        return "true"
    if isinstance(documents, Between):
        return f"{column} between '{escape(documents.first)}' and '{escape(documents.last)}'"
    listed = ", ".join(f"'{escape(document)}'" for document in sorted(documents))
    return f"{column} in ({listed})" if listed else "false"


def _rows(cursor: duckdb.DuckDBPyConnection) -> Iterator[Row]:
    names = [column[0] for column in cursor.description or []]
    while records := cursor.fetchmany(_FETCHED):
        for record in records:
            # Both come from one cursor: a check of their lengths is a tenth of reading a row.
            yield dict(zip(names, record))  # noqa: B905
    cursor.close()


class DocumentRows:
    """Rows in the order of their ``document_id``, handed out document by document.

    One scan of a table serves every document: to ask for a few at a time reads all of it each time.
    """

    def __init__(self, rows: Iterator[Row]) -> None:
        """Take rows that come in the order of their ``document_id``."""
        self._groups = groupby(rows, key=itemgetter("document_id"))
        self._next: tuple[str, list[Row]] | None = None
        self._advance()

    @classmethod
    def none(cls) -> DocumentRows:
        """Return no rows at all."""
        return cls(iter(()))

    def take(self, document_id: str) -> list[Row]:
        """Return the rows of a document; ids are asked for in ascending order."""
        while self._next is not None and self._next[0] < document_id:
            self._advance()
        if self._next is None or self._next[0] != document_id:
            return []
        rows = self._next[1]
        self._advance()
        return rows

    def _advance(self) -> None:
        found = next(self._groups, None)
        self._next = None if found is None else (found[0], list(found[1]))


def open_marts(connection: duckdb.DuckDBPyConnection) -> Marts:
    """Describe the marts of a release that ``open_release`` opened."""
    available: dict[str, set[str]] = {}
    for table, column in connection.execute(
        "select table_name, column_name from duckdb_columns() "
        "where database_name = current_database() and schema_name = 'marts'"
    ).fetchall():
        available.setdefault(table, set()).add(column)
    return Marts(connection, {table: frozenset(names) for table, names in available.items()})
