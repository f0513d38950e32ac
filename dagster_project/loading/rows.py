"""From validations to the rows of the small raw tables (documents, problems, tables, ledger)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import duckdb
import pyarrow as pa

from dagster_project.contract.raw_schema import (
    COMPANION_COLUMNS,
    DOCUMENT_COLUMNS,
    SMALL_TABLES,
    TABLE_COLUMNS,
    UNKNOWN_TABLE_COLUMNS,
    sql_type,
)
from dagster_project.loading.validation import Validation

_ARROW = {"VARCHAR": pa.string(), "INTEGER": pa.int32(), "DATE": pa.date32(), "BOOLEAN": pa.bool_()}
_DATES = ("approved_on", "published_on", "retrieved_on")


def insert_small_rows(
    connection: duckdb.DuckDBPyConnection,
    validations: Sequence[Validation],
    hashes: dict[str, str],
    loader_fingerprint: str,
) -> None:
    """Insert the rows of ``validations`` into the small raw tables; ``hashes`` by folder."""
    rows: dict[str, list[dict[str, Any]]] = {table: [] for table in SMALL_TABLES}
    for validation in validations:
        content = hashes[validation.folder.folder]
        rows["documents"].append(document_row(validation, content))
        rows["problems"] += problem_rows(validation)
        rows["load_ledger"].append(ledger_row(validation, content, loader_fingerprint))
        if validation.load_status == "loaded":
            rows["document_tables"] += table_rows(validation)
            rows["unknown_tables"] += unknown_table_rows(validation)
    for table, columns in SMALL_TABLES.items():
        schema = pa.schema([(name, _ARROW[sql_type(name)]) for name in columns])
        connection.register("new_rows", pa.Table.from_pylist(rows[table], schema=schema))
        connection.execute(f"insert into raw.{table} select * from new_rows")  # noqa: S608
        connection.unregister("new_rows")


def document_row(validation: Validation, content_sha256: str) -> dict[str, Any]:
    """Return the row of raw.documents; a quarantined document keeps what could be read of it."""
    document = validation.document
    trusted = validation.load_status != "quarantined"
    if trusted:
        row = {name: document.get(name) for name in DOCUMENT_COLUMNS}
        row |= {name: _date_or_none(document.get(name)) for name in _DATES}
        row |= _coverage(document)
        # What it is beside the others of its disclosure is found when all are loaded.
        row |= dict.fromkeys(("edition", "edition_reason", "compared_document_id"))
    else:
        # Only text survives a bad document.json, to say whose document it is.
        row = {name: _text_or_none(document.get(name)) for name in _IDENTITY}
    source, reader = _object(document.get("source")), _object(document.get("reader"))
    return row | {
        "document_id": validation.folder.document_id,
        "folder": validation.folder.folder,
        "fiscal_year": validation.folder.fiscal_year,
        "content_sha256": content_sha256,
        "load_status": validation.load_status,
        "reason_code": validation.reason_code,
        "reason_zh": validation.reason_zh,
        "source_sha256": _text_or_none(source.get("sha256")),
        "source_files": _file_names(source),
        "reader_name": _text_or_none(reader.get("name")),
        "reader_version": _text_or_none(reader.get("version")),
    }


def _coverage(document: dict[str, Any]) -> dict[str, Any]:
    """Return the columns of coverage; the pages that could not be read as one text."""
    coverage = _object(document.get("coverage"))
    pages = "、".join(map(str, coverage.get("unread_pages") or ())) or None
    names = ("table_figures", "table_figures_read", "text_figures", "text_figures_read")
    return {name: coverage.get(name) for name in names} | {"unread_pages": pages}


def unknown_table_rows(validation: Validation) -> list[dict[str, Any]]:
    """Return the rows of raw.unknown_tables, numbered in reading order."""
    tables = _object(validation.document.get("coverage")).get("unknown_tables") or []
    return [
        {name: table.get(name) for name in UNKNOWN_TABLE_COLUMNS}
        | {
            "document_id": validation.folder.document_id,
            "unknown_no": number,
            "heads": "、".join(table.get("heads") or ()) or None,
        }
        for number, table in enumerate(tables, start=1)
    ]


def _object(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


_IDENTITY = (
    "kind",
    "form",
    "organization_id",
    "organization_name",
    "region_code",
    "disclosure_id",
    "supersedes",
    "scope",
    "scope_evidence",
)


def problem_rows(validation: Validation) -> list[dict[str, Any]]:
    """Return the rows of raw.problems, numbered in the order in which they were found."""
    return [
        {
            "document_id": validation.folder.document_id,
            "problem_no": number,
            "file": problem.file,
            "line_no": problem.line_no,
            "problem_code": problem.problem_code,
            "message_zh": problem.message_zh,
        }
        for number, problem in enumerate(validation.problems, start=1)
    ]


def table_rows(validation: Validation) -> list[dict[str, Any]]:
    """Return the rows of raw.document_tables, one per table expected of the document."""
    return [
        {name: table.get(name) for name in TABLE_COLUMNS}
        | {"document_id": validation.folder.document_id}
        for table in validation.document.get("tables") or []
    ]


def ledger_row(
    validation: Validation, content_sha256: str, loader_fingerprint: str
) -> dict[str, Any]:
    """Return the loader's own memory of one folder."""
    loaded = validation.load_status == "loaded"
    tables = validation.document.get("tables") or [] if loaded else []
    counted = sum(n for name, n in validation.records.items() if name not in COMPANION_COLUMNS)
    return {
        "document_id": validation.folder.document_id,
        "folder": validation.folder.folder,
        "partition_key": validation.folder.partition,
        "content_sha256": content_sha256,
        "loader_fingerprint": loader_fingerprint,
        "declared_cells": sum(table.get("cells") or 0 for table in tables),
        "validated_cells": counted if loaded else 0,
    }


def _file_names(source: dict[str, Any]) -> str | None:
    files = source.get("files")
    if not isinstance(files, list):
        return None
    return "; ".join(str(file.get("name")) for file in files if isinstance(file, dict)) or None


def _text_or_none(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _date_or_none(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
