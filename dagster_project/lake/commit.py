"""The rows of a part into the lake, in one transaction.

Killed at any moment the lake has all rows of a shard, or none that anyone sees. A shard that is
there is not committed again; two workers that commit the same shard at once leave two parts, of
which every reader takes the same one.
"""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import duckdb

from dagster_project.lake.catalog import (
    SHARDS,
    Columns,
    committed_parts,
    in_transaction,
    schema_of,
)
from dagster_project.runtime.warehouse import quote
from dagster_project.shards.parts import Part, parquet_of, part_as_text


def commit_part(connection: duckdb.DuckDBPyConnection, part: Part) -> Part:
    """Commit the files of a part, unless its shard is there; return it as it is in the lake."""

    def commit(connection: duckdb.DuckDBPyConnection) -> Part:
        folder = part.folder.parent
        if there := committed_parts(connection, [part.digest], folder).get(part.digest):
            return there
        return _insert(connection, part)

    return in_transaction(connection, commit)


def _insert(connection: duckdb.DuckDBPyConnection, part: Part) -> Part:
    shape = {name: _columns(connection, part, name) for name in _relations(part)}
    schema = schema_of(shape)
    kept = replace(
        part, files={}, lake_schema=schema, lake_part=f"{part.digest}-{uuid4().hex[:12]}"
    )
    connection.execute(f"create schema if not exists {schema}")
    for name, columns in shape.items():
        typed = ", ".join(f"{quote(column)} {type_}" for column, type_ in columns)
        table = f"{schema}.{quote(name)}"
        connection.execute(f"create table if not exists {table} (part varchar, {typed})")
        connection.execute(
            f"insert into {table} select ?, * from {parquet_of([part.file(name)])}",  # noqa: S608
            [kept.lake_part],
        )
    connection.execute(
        f"insert into {SHARDS} values (?, ?, ?, ?)",  # noqa: S608
        [kept.digest, kept.lake_part, schema, part_as_text(kept)],
    )
    return kept


def _relations(part: Part) -> list[str]:
    return sorted(name.removesuffix(".parquet") for name in part.files)


def _columns(connection: duckdb.DuckDBPyConnection, part: Part, name: str) -> Columns:
    rows = connection.execute(f"describe from {parquet_of([part.file(name)])}").fetchall()
    return tuple((row[0], row[1]) for row in rows)
