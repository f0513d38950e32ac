"""juesuan.duckdb of a release: the last one's with what changed, or written anew.

Tables of schema ``marts`` are real tables, so that the file alone is what BI opens. To write all of
them costs the same however little changed; a copy of the last release's file costs a tenth, and in
it the rows of the documents that changed are deleted and inserted.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import duckdb

from dagster_project.release.content import MARTS, RELEASE_INFO, Table, read_tables
from dagster_project.release.files import write_labels, write_release_info
from dagster_project.release.parts import (
    CORPUS,
    HISTORY,
    Parts,
    find_changed,
    has_parts,
    owner_column,
    write_parts,
)
from dagster_project.release.policy import ReleasePolicy
from dagster_project.runtime.warehouse import (
    RELEASE_FILE,
    attach_what_it_reads,
    escape,
    limit_memory,
    limit_threads,
    quote,
)


def write_duckdb(
    warehouse: Path,
    path: Path,
    tables: Sequence[Table],
    parts: Parts,
    policy: ReleasePolicy,
    previous: Path | None = None,
) -> None:
    """Write schema marts with its labels, and the digests of its parts, without release_info.

    ``previous`` is a whole release: its file is taken over where most of it is still right.
    """
    before = previous / RELEASE_FILE if previous is not None else None
    if before is not None and before.is_file():
        shutil.copyfile(before, path)
        with _opened(path, warehouse) as connection:
            is_done = _write_changes(connection, tables, parts, policy)
        if is_done:
            return
        path.unlink()
    with _opened(path, warehouse) as connection:
        connection.begin()
        connection.execute(f"create schema {MARTS}")
        for table in tables:
            _write_table(connection, table)
        write_parts(connection, parts, deleted_rows=0)
        connection.commit()


def finish_duckdb(
    path: Path, release_id: str, content_sha256: str, created_at: datetime
) -> list[Table]:
    """Write release_info into the file; return all tables as written."""
    with duckdb.connect(str(path)) as connection:
        write_release_info(connection, release_id, content_sha256, created_at)
        return read_tables(connection)


def _opened(path: Path, warehouse: Path) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(str(path))
    limit_memory(connection)
    limit_threads(connection, warehouse)
    attach_what_it_reads(connection, warehouse)
    connection.execute(f"attach '{escape(str(warehouse))}' as warehouse (read_only)")
    return connection


def _write_table(connection: duckdb.DuckDBPyConnection, table: Table) -> None:
    name = f"{MARTS}.{quote(table.name)}"
    connection.execute(f"create or replace table {name} as select * from warehouse.{name}")  # noqa: S608
    write_labels(connection, table)


def _write_changes(
    connection: duckdb.DuckDBPyConnection,
    tables: Sequence[Table],
    parts: Parts,
    policy: ReleasePolicy,
) -> bool:
    """Bring a copy of the last release up to date; False where writing anew is the cheaper way."""
    if not has_parts(connection):
        return False
    there = {table.name: table for table in read_tables(connection)}
    find_changed(connection, parts)
    rows = {table.name: table.rows for table in tables}
    changed = _changed_rows(connection)
    anew, by_document = [], []
    for table in tables:
        before, own = there.get(table.name), changed.get(table.name, {})
        is_alike = before is not None and (before.comment, before.columns) == (
            table.comment,
            table.columns,
        )
        if (
            not is_alike
            or CORPUS in own
            or _percent(own, rows[table.name]) > (policy.most_changed_percent)
        ):
            anew.append(table)
        elif own:
            by_document.append((table, own))
    written = sum(table.rows for table in anew)
    if 100 * written > policy.most_changed_percent * max(1, sum(rows.values())):
        return False
    [(deleted,)] = connection.execute(f"select deleted_rows from {HISTORY}").fetchall()  # noqa: S608
    deleted += sum(old for _, own in by_document for old, _ in own.values())
    if 100 * deleted > policy.most_deleted_percent * max(1, sum(rows.values())):
        return False
    connection.begin()
    # A row that leads to its document by its finding goes while the findings are still there.
    owners = {table.name: owner_column(table, tables) for table in tables}
    for table, own in sorted(by_document, key=lambda one: owners[one[0].name] == "document_id"):
        _exchange_rows(connection, table, owners[table.name], own)
    for table in anew:
        _write_table(connection, table)
    for name in there.keys() - rows.keys() - {RELEASE_INFO}:
        connection.execute(f"drop table {MARTS}.{quote(name)}")
    write_parts(connection, parts, deleted)
    connection.commit()
    return True


def _changed_rows(
    connection: duckdb.DuckDBPyConnection,
) -> dict[str, dict[str, tuple[int, int]]]:
    """Return, by table and document, how many rows there were and are."""
    changed: dict[str, dict[str, tuple[int, int]]] = {}
    for table, document, old, new in connection.execute("from changed").fetchall():
        changed.setdefault(table, {})[document] = (old, new)
    return changed


def _percent(own: dict[str, tuple[int, int]], rows: int) -> float:
    return 100 * sum(max(counts) for counts in own.values()) / max(1, rows)


def _exchange_rows(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    owner: str | None,
    own: dict[str, tuple[int, int]],
) -> None:
    """Delete the rows of some documents and insert what they are now."""
    # Listed, so that a scan looks at the column and passes by whatever holds none of them.
    listed = ", ".join(f"'{escape(document)}'" for document in own)
    name = f"{MARTS}.{quote(table.name)}"

    def chosen(database: str) -> str:
        if owner == "document_id":
            return f"document_id in ({listed})"
        findings = f"{database}{MARTS}.findings"
        return f"finding_id in (select finding_id from {findings} where document_id in ({listed}))"  # noqa: S608

    connection.execute(f"delete from {name} where {chosen('')}")  # noqa: S608
    connection.execute(
        f"insert into {name} select * from warehouse.{name} where {chosen('warehouse.')}"  # noqa: S608
    )
