"""What a release consists of: the tables of schema ``marts``, their labels, and a content hash."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb

from dagster_project.runtime.problems import JuesuanError
from dagster_project.runtime.warehouse import quote

MARTS = "marts"
# A table of the publication itself, added to the marts that dbt builds.
RELEASE_INFO = "release_info"
# Raise it when the same content is to be published in another shape.
PUBLICATION_VERSION = "5"


@dataclass(frozen=True)
class Column:
    """One column with its Chinese label (the comment)."""

    name: str
    type: str
    comment: str


@dataclass(frozen=True)
class Table:
    """One table of schema marts with its label, columns and number of rows."""

    name: str
    comment: str
    columns: tuple[Column, ...]
    rows: int


def read_tables(connection: duckdb.DuckDBPyConnection) -> list[Table]:
    """Return the tables and views of schema marts by name; JuesuanError when there are none."""
    relations = connection.execute(
        "select table_name, comment from duckdb_tables() "
        "where database_name = current_database() and schema_name = $1 union all "
        "select view_name, comment from duckdb_views() "
        "where database_name = current_database() and schema_name = $1 order by 1",
        [MARTS],
    ).fetchall()
    if not relations:
        raise JuesuanError("the warehouse holds no marts; run the pipeline first (juesuan run)")
    columns: dict[str, list[Column]] = {}
    for table, name, kind, comment in connection.execute(
        "select table_name, column_name, data_type, comment from duckdb_columns() "
        "where database_name = current_database() and schema_name = ? "
        "order by table_name, column_index",
        [MARTS],
    ).fetchall():
        columns.setdefault(table, []).append(Column(name, kind, comment or ""))
    return [
        Table(
            name,
            comment or "",
            tuple(columns[name]),
            _count(connection, f"{MARTS}.{quote(name)}"),
        )
        for name, comment in relations
    ]


def hash_content(
    tables: Sequence[Table], digests: Mapping[str, tuple[str | None, str | None]]
) -> str:
    """Return a SHA-256 over schemas, labels and rows; the order of rows does not count.

    ``digests`` are the sum and the exclusive or of the hashes of all rows of a table: they identify
    the multiset of rows without sorting millions of them. No time of day is part of it, so that an
    unchanged warehouse gives an unchanged hash.
    """
    parts: list[object] = [PUBLICATION_VERSION]
    for table in tables:
        digest = digests.get(table.name, (None, None))
        labels = [(column.name, column.type, column.comment) for column in table.columns]
        parts.append((table.name, table.comment, labels, table.rows, digest))
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _count(connection: duckdb.DuckDBPyConnection, relation: str) -> int:
    row = connection.execute(f"select count(*) from {relation}").fetchone()  # noqa: S608
    assert row is not None  # noqa: S101 - count always returns a row
    return int(row[0])
