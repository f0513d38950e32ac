"""The end of a run on the lake: its parts become what readers of the lake see, and others go.

In one transaction: whoever reads ``lake.marts`` sees the run before, or this one.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence

import duckdb

from dagster_project.lake.catalog import MARTS, PLAN, SHARDS, in_transaction
from dagster_project.runtime.ducklake import LAKE
from dagster_project.runtime.warehouse import quote
from dagster_project.shards import relations as of_shards
from dagster_project.shards.gather import restated_keys
from dagster_project.shards.parts import Part
from dagster_project.shards.relations import Relation, Roles, relation_of
from dagster_project.warehouse.compiled import Compilation
from dagster_project.warehouse.nodes import Node

log = logging.getLogger(__name__)

# How long a file that no snapshot of today needs stays for whoever is reading it.
_KEPT_DAYS = 7


def settle(
    connection: duckdb.DuckDBPyConnection, compilation: Compilation, parts: Sequence[Part]
) -> None:
    """Let readers of the lake see some parts and what was made of all documents, and no others.

    ``connection`` is that of the warehouse, in which the marts are made.
    """
    roles = Roles(compilation)
    in_transaction(connection, lambda c: _show(c, roles, parts))
    in_transaction(connection, lambda c: _remove_others(c, parts))
    age = f"now() - interval '{_KEPT_DAYS} days'"
    connection.execute(f"call ducklake_expire_snapshots('{LAKE}', older_than => {age})")
    connection.execute(f"call ducklake_cleanup_old_files('{LAKE}', older_than => {age})")


def _show(connection: duckdb.DuckDBPyConnection, roles: Roles, parts: Sequence[Part]) -> None:
    connection.execute(f"create schema if not exists {MARTS}")
    connection.execute(f"delete from {PLAN}")  # noqa: S608
    keys = [part.key for part in parts]
    connection.execute(f"insert into {PLAN} select unnest(?)", [keys])
    kept = {node.unique_id for node in roles.kept}
    is_restated = restated_keys(connection, parts) is not None
    there = dict(_kinds(connection))
    for node in roles.by_id.values():
        if node.schema != of_shards.MARTS or node.kind == "test":
            continue
        # A mart of families is read where its rows are, unless all documents restate some of them.
        is_view = node.unique_id in kept and not (node.restated and is_restated)
        name = f"{MARTS}.{quote(node.name)}"
        kind = "view" if is_view else "table"
        if there.get(node.name, kind) != kind:
            connection.execute(f"drop {there[node.name]} {name}")
            del there[node.name]
        if is_view:
            rows = f"{parts[0].lake_schema}.{quote(relation_of(node).dotted)}"
            connection.execute(
                f"create or replace view {name} as select * exclude (part) "  # noqa: S608
                f"from {rows} where part in (select part from {PLAN})"
            )
        else:
            _copy(connection, node, name, is_there=node.name in there)


def _copy(connection: duckdb.DuckDBPyConnection, node: Node, name: str, *, is_there: bool) -> None:
    own = Relation(node.schema, node.name).sql
    if is_there:
        connection.execute(f"drop table {name}")
    connection.execute(f"create table {name} as from {own}")


def _kinds(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    rows = connection.execute(
        "select table_name, 'table' from duckdb_tables() "
        "where database_name = $1 and schema_name = 'marts' union all "
        "select view_name, 'view' from duckdb_views() "
        "where database_name = $1 and schema_name = 'marts'",
        [LAKE],
    ).fetchall()
    return [(name, kind) for name, kind in rows]


def _remove_others(connection: duckdb.DuckDBPyConnection, parts: Sequence[Part]) -> None:
    """Remove the rows of parts that no run asks for any more, and tables of another shape."""
    [(others,)] = connection.execute(
        f"select count(*) from {SHARDS} where part not in (select part from {PLAN})"  # noqa: S608
    ).fetchall()
    if not others:
        return
    connection.execute(
        f"delete from {SHARDS} where part not in (select part from {PLAN})"  # noqa: S608
    )
    own = parts[0].lake_schema.removeprefix(f"{LAKE}.")
    tables = connection.execute(
        "select schema_name, table_name from duckdb_tables() "
        "where database_name = ? and starts_with(schema_name, 'parts_')",
        [LAKE],
    ).fetchall()
    for schema, table in tables:
        name = f"{LAKE}.{quote(schema)}.{quote(table)}"
        if schema == own:
            connection.execute(
                f"delete from {name} where part not in (select part from {PLAN})"  # noqa: S608
            )
        else:
            connection.execute(f"drop table {name}")
    for schema in {schema for schema, _ in tables} - {own}:
        connection.execute(f"drop schema {LAKE}.{quote(schema)}")
