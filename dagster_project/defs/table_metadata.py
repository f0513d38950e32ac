"""Row counts, document counts and content fingerprints of tables, as Dagster metadata."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import dagster as dg
import duckdb

from dagster_project.runtime.warehouse import quote
from dagster_project.shards.parts import Stats

_MAX_ROWS = 50


def describe_tables(
    connection: duckdb.DuckDBPyConnection, tables: Sequence[tuple[str, str]]
) -> dict[tuple[str, str], dict[str, Any]]:
    """Return metadata by (schema, table): rows, documents where there are any, fingerprint.

    Of a view only the name: to count it is to compute it, and what it is made of is counted.
    """
    with_documents = set(
        connection.execute(
            "select schema_name, table_name from duckdb_columns() where column_name = 'document_id'"
        ).fetchall()
    )
    views = set(connection.execute("select schema_name, view_name from duckdb_views()").fetchall())
    metadata: dict[tuple[str, str], dict[str, Any]] = {}
    for schema, table in tables:
        uri = {"dagster/uri": f"{schema}.{table}"}
        if (schema, table) in views:
            metadata[schema, table] = uri
            continue
        documents = "count(distinct document_id)" if (schema, table) in with_documents else "null"
        row = connection.execute(
            f"select count(*), {documents}, coalesce(sum(hash(source)::hugeint), 0) "  # noqa: S608
            f"from {quote(schema)}.{quote(table)} as source"
        ).fetchone()
        assert row is not None  # noqa: S101 - an aggregate always returns a row
        rows, document_count, fingerprint = row
        metadata[schema, table] = {
            "dagster/row_count": rows,
            # The sum of row hashes: equal content gives an equal value, whatever the order.
            "fingerprint": f"{fingerprint:x}",
            **uri,
        }
        if document_count is not None:
            metadata[schema, table]["documents"] = document_count
    return metadata


def describe_stats(schema: str, table: str, stats: Stats | None) -> dict[str, Any]:
    """Return the metadata of ``describe_tables`` for a relation that parts of it tell of."""
    uri = {"dagster/uri": f"{schema}.{table}"}
    if stats is None:
        return uri
    documents = {} if stats.documents is None else {"documents": stats.documents}
    counts = {"dagster/row_count": stats.rows, "fingerprint": f"{stats.fingerprint:x}"}
    return counts | documents | uri


def as_markdown(rows: Sequence[dict[str, Any]]) -> dg.MarkdownMetadataValue:
    """Return rows as a Markdown table, the first of them when there are many."""
    if not rows:
        return dg.MetadataValue.md("(没有)")
    columns = list(rows[0])
    lines = ["| " + " | ".join(columns) + " |", "|" + "---|" * len(columns)]
    lines += [
        "| " + " | ".join(_escape(row.get(column)) for column in columns) + " |"
        for row in rows[:_MAX_ROWS]
    ]
    if len(rows) > _MAX_ROWS:
        lines.append(f"\n另有 {len(rows) - _MAX_ROWS} 行。")
    return dg.MetadataValue.md("\n".join(lines))


def _escape(value: Any) -> str:
    text = "" if value is None else str(value)
    return text.replace("|", "\\|").replace("\n", " ").replace("<", "&lt;")
