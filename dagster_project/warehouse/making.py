"""A node made in a connection: its table or view, with what the project says of it."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb

from dagster_project.runtime.problems import JuesuanError
from dagster_project.runtime.warehouse import quote
from dagster_project.warehouse.nodes import Node

# The name under which the tables of the seeds are attached while they are copied.
TEMPLATE = "juesuan_template_of_seeds"


class NodeError(JuesuanError):
    """A node that the database could not run; the message names it."""


def count_rows(connection: duckdb.DuckDBPyConnection, test: Node) -> int:
    """Return how many rows a data test finds."""
    count = f"select count(*) from ({test.sql})"  # noqa: S608 - dbt's own
    [(rows,)] = _run(connection, test, count).fetchall()
    return int(rows)


def kinds_of(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], str]:
    """Return which relations there are in the current database: table or view by schema, name."""
    rows = connection.execute(
        "select schema_name, table_name, 'table' from duckdb_tables() "
        "where database_name = current_database() union all "
        "select schema_name, view_name, 'view' from duckdb_views() "
        "where database_name = current_database() and not internal"
    ).fetchall()
    return {(schema, name): kind for schema, name, kind in rows}


def make_relation(
    connection: duckdb.DuckDBPyConnection, node: Node, existing: str | None, *, with_comments: bool
) -> None:
    """Make a relation whole, with its comments where wanted, or leave it as it was."""
    connection.execute("begin")
    try:
        if existing and existing != ("view" if node.kind == "view" else "table"):
            _run(connection, node, f"drop {existing} {node.relation}")
        for statement in _statements(node):
            _run(connection, node, statement)
        if with_comments:
            comment_on(connection, node, node.kind)
    except BaseException:
        connection.rollback()
        raise
    connection.commit()


def _statements(node: Node) -> Iterator[str]:
    if node.kind == "seed":
        yield f"create or replace table {node.relation} as from {TEMPLATE}.{node.relation}"
    elif not node.columns or node.kind == "view":
        yield f"create or replace {node.kind} {node.relation} as ({node.sql})"
    else:
        # As dbt does under a contract: columns, types and their order are the contract's.
        names = ", ".join(name for name, _ in node.columns)
        typed = ", ".join(f"{name} {type_}" for name, type_ in node.columns)
        yield f"create or replace table {node.relation} ({typed})"
        yield f"insert into {node.relation} ({names}) select {names} from ({node.sql}) as model"  # noqa: S608


def comment_on(connection: duckdb.DuckDBPyConnection, node: Node, kind: str) -> None:
    """Write what the project says of a relation, a table or a view, and of its columns."""
    if comments := _comments(connection, node, kind):
        _run(connection, node, ";".join(comments))


def _comments(connection: duckdb.DuckDBPyConnection, node: Node, kind: str) -> list[str]:
    """Return the statements that comment on a relation and on those columns that it has."""
    statements = []
    if node.comment:
        statements.append(f"comment on {kind} {node.relation} is {_text(node.comment)}")
    if node.column_comments:
        cursor = _run(connection, node, f"from {node.relation} limit 0")
        known = {column[0] for column in cursor.description or ()}
        statements += [
            f"comment on column {node.relation}.{quote(name)} is {_text(text)}"
            for name, text in node.column_comments
            if name in known
        ]
    return statements


def _run(
    connection: duckdb.DuckDBPyConnection, node: Node, statement: str
) -> duckdb.DuckDBPyConnection:
    try:
        return connection.execute(statement)
    except duckdb.Error as error:
        raise NodeError(f"{node.name}: {' '.join(str(error).split())[:300]}") from error


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
