"""The ``raw`` schema as DDL and column types; docs/architecture.md says what the columns mean."""

from __future__ import annotations

from dagster_project.contract.cell_model import (
    CELL_COLUMNS,
    CLAIM_COLUMNS,
    HEADING_COLUMNS,
    NARRATIVE_COLUMNS,
    STATEMENT_COLUMNS,
)

_TYPES = {
    "fiscal_year": "INTEGER",
    "revision": "INTEGER",
    "approved_on": "DATE",
    "published_on": "DATE",
    "retrieved_on": "DATE",
    "table_figures": "INTEGER",
    "table_figures_read": "INTEGER",
    "text_figures": "INTEGER",
    "text_figures_read": "INTEGER",
    "unknown_no": "INTEGER",
    "figures": "INTEGER",
    "problem_no": "INTEGER",
    "line_no": "INTEGER",
    "row_no": "INTEGER",
    "heading_no": "INTEGER",
    "claim_no": "INTEGER",
    "statement_no": "INTEGER",
    "level": "INTEGER",
    "page": "INTEGER",
    "page_first": "INTEGER",
    "page_last": "INTEGER",
    "printed_decimals": "INTEGER",
    "declared_cells": "INTEGER",
    "validated_cells": "INTEGER",
    "value_numeric": "DECIMAL(24,6)",
    "amount_yuan": "DECIMAL(18,2)",
    "confidence": "DECIMAL(4,3)",
    "readings_agree": "BOOLEAN",
    "identities_hold": "BOOLEAN",
}

DOCUMENT_COLUMNS = (
    "document_id",
    "folder",
    "fiscal_year",
    "content_sha256",
    "load_status",
    "reason_code",
    "reason_zh",
    "kind",
    "form",
    "organization_id",
    "organization_name",
    "region_code",
    "disclosure_id",
    "revision",
    "supersedes",
    "scope",
    "scope_evidence",
    "approved_on",
    "published_on",
    "retrieved_on",
    "source_sha256",
    "source_files",
    "reader_name",
    "reader_version",
    # Which edition of its disclosure it is, as read; and what that makes it beside the others.
    "printed_on",
    "draft_words",
    "edition",
    "edition_reason",
    "compared_document_id",
    # How much of what is printed was read; nothing in extracts of before it was counted.
    "table_figures",
    "table_figures_read",
    "text_figures",
    "text_figures_read",
    "unread_pages",
)
PROBLEM_COLUMNS = ("document_id", "problem_no", "file", "line_no", "problem_code", "message_zh")
TABLE_COLUMNS = (
    "document_id",
    "table_code",
    "printed_number",
    "title",
    "variant",
    "presence",
    "unit",
    "read_status",
    "readings_agree",
    "identities_hold",
    "reading_note",
    "statement",
    "figures_sha256",
    "page_first",
    "page_last",
    "source_locator",
)
# Tables that are printed and were not understood, in reading order.
UNKNOWN_TABLE_COLUMNS = (
    "document_id",
    "unknown_no",
    "title",
    "state",
    "reason_zh",
    "table_code",
    "figures",
    "heads",
    "page_first",
    "page_last",
    "source_locator",
)
# What the loader itself remembers: which bytes, read by which loader, gave the rows that are here,
# and how many cells Python counted, to compare with what DuckDB holds.
LEDGER_COLUMNS = (
    "document_id",
    "folder",
    "partition_key",
    "content_sha256",
    "loader_fingerprint",
    "declared_cells",
    "validated_cells",
)

# Written from Python values, one row per document or table.
SMALL_TABLES = {
    "documents": DOCUMENT_COLUMNS,
    "problems": PROBLEM_COLUMNS,
    "document_tables": TABLE_COLUMNS,
    "unknown_tables": UNKNOWN_TABLE_COLUMNS,
    "load_ledger": LEDGER_COLUMNS,
}
# Bulk-read from the CSVs: the columns that stand before the CSV's own.
CSV_TABLES = {
    "cells": (("document_id", "table_code"), CELL_COLUMNS),
    "headings": (("document_id",), HEADING_COLUMNS),
    "narrative": (("document_id",), NARRATIVE_COLUMNS),
    "claims": (("document_id",), CLAIM_COLUMNS),
    "statements": (("document_id",), STATEMENT_COLUMNS),
}
# The columns of each CSV that is no table of cells, by file name.
COMPANION_COLUMNS = {
    f"{table}.csv": columns for table, (_, columns) in CSV_TABLES.items() if table != "cells"
}
# The tables of the contract, in the order of the lineage graph; load_ledger is the loader's own.
RAW_TABLES = (
    "documents",
    "problems",
    "document_tables",
    "unknown_tables",
    "cells",
    "headings",
    "narrative",
    "claims",
    "statements",
)
# Blank as printed is '' and not NULL: the absence of text is itself what was read.
TEXT_AS_PRINTED = ("printed_text", "printed_label")


def sql_type(column: str) -> str:
    """Return the DuckDB type of a column; everything that is not listed is text."""
    return _TYPES.get(column, "VARCHAR")


def all_columns(table: str) -> tuple[str, ...]:
    """Return the columns of ``raw.<table>`` in order."""
    if table in SMALL_TABLES:
        return SMALL_TABLES[table]
    before, own = CSV_TABLES[table]
    return before + own


def create_statements() -> list[str]:
    """Return idempotent DDL for the schema and its tables."""
    tables = (*SMALL_TABLES, *CSV_TABLES)
    return ["create schema if not exists raw"] + [
        f"create table if not exists raw.{table} ("
        + ", ".join(f"{name} {sql_type(name)}" for name in all_columns(table))
        + ")"
        for table in tables
    ]
