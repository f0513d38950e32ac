"""One shard from raw to its part: loaded and built in a scratch database, without Dagster.

A function of plain values that leaves a folder under the hash of what it was made from: it can be
called anywhere and any number of times. Killed at any moment it leaves no part, or a whole one.
"""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path
from typing import Any

import duckdb

from dagster_project.loading.load import load_folders
from dagster_project.release.content import MARTS, read_tables
from dagster_project.release.parts import DIGESTS, digests_of
from dagster_project.runtime.problems import JuesuanError
from dagster_project.runtime.settings import DEFAULT_MEMORY_LIMIT
from dagster_project.runtime.warehouse import escape
from dagster_project.shards.parts import (
    BUILDING,
    GATES,
    Found,
    Part,
    Stats,
    parquet_of,
    read_part,
    write_part,
)
from dagster_project.shards.plan import PROJECT, Project, Shard
from dagster_project.shards.relations import RAW, Relation, Roles, kept_relations, relation_of
from dagster_project.warehouse.compiled import Compilation
from dagster_project.warehouse.making import NodeError, count_rows

_SPILL = "spill.tmp"
_SHOWN_ROWS = 10


class ChangedMeanwhileError(JuesuanError):
    """raw/ is no longer what the shards were planned from."""


def build_shard(
    shard: Shard,
    raw_dir: Path,
    out_dir: Path,
    *,
    memory_limit: str = DEFAULT_MEMORY_LIMIT,
    project: Project = PROJECT,
    former: Part | None = None,
) -> Part:
    """Build a shard of ``raw_dir`` into ``out_dir/<digest>``, unless it is there; return its part.

    ``memory_limit`` is that of its database. The dbt project must be compiled in the state that
    the shard was planned for, here as where it was planned. What ``former``, the part that this
    shard had before it changed, has loaded is not read again where its bytes are the same.
    """
    place = out_dir / shard.digest
    if part := read_part(place):
        return part
    compilation = project.compilation()
    if compilation.state != shard.state:
        raise JuesuanError(
            f"shard {shard.name} was planned for state {shard.state} of the dbt project, "
            f"and it is {compilation.state} here"
        )
    began = time.perf_counter()
    building = out_dir / f"{BUILDING}{shard.digest}-{os.getpid()}"
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir(parents=True)
    try:
        relations, tests = _fill(shard, raw_dir, building, compilation, memory_limit, former)
        files = {path.name: path.stat().st_size for path in sorted(building.glob("*.parquet"))}
        seconds = round(time.perf_counter() - began, 3)
        documents = len(shard.documents)
        part = Part(place, shard.name, shard.digest, documents, seconds, relations, tests, files)
        write_part(part, building)
        return _put_in_place(building, place)
    finally:
        shutil.rmtree(building, ignore_errors=True)


def _put_in_place(building: Path, place: Path) -> Part:
    """Rename what was built; where another build was first, its part is as good."""
    if read_part(place) is None:
        shutil.rmtree(place, ignore_errors=True)
        try:
            building.rename(place)
        except OSError:
            if read_part(place) is None:
                raise
    part = read_part(place)
    assert part is not None  # noqa: S101 - it was renamed whole
    return part


def _fill(
    shard: Shard,
    raw_dir: Path,
    building: Path,
    compilation: Compilation,
    memory_limit: str,
    former: Part | None,
) -> tuple[dict[str, Stats], dict[str, Found]]:
    """Write the files of a part; return what is known of its relations and of its data tests."""
    roles = Roles(compilation)
    # Compressed in memory, and beyond the limit on disk: a sixth cheaper than a file of its own.
    with duckdb.connect() as connection:
        connection.execute(f"set memory_limit = '{escape(memory_limit)}'")
        # Tables of a shard are of one or two parts that a thread reads: two threads cost a third
        # more and are no sooner done (decision 0086).
        connection.execute("set threads = 1")
        connection.execute("set enable_progress_bar = false")
        connection.execute(f"set temp_directory = '{escape(str(building / _SPILL))}'")
        connection.execute("attach ':memory:' as shard (compress)")
        connection.execute("use shard")
        if former is not None:
            _take_over_raw(connection, former)
        load_folders(connection, [document.folder(raw_dir) for document in shard.documents])
        _require_planned(connection, shard)
        seconds = {
            relation_of(made.node): made.seconds
            for made in compilation.make(connection, roles.built, with_comments=False)
        }
        tables = {relation_of(node) for node in roles.built if node.kind == "table"}
        relations = {
            relation.dotted: _describe(connection, relation, seconds.get(relation, 0.0))
            for relation in (*RAW, *sorted(tables, key=lambda each: each.dotted))
        }
        for relation in kept_relations(roles):
            _export(connection, relation, building / f"{relation.dotted}.parquet")
        asked = {f"{GATES}.{name}": sql for name, sql in gate_batches().items()}
        for name, sql in (asked | {DIGESTS: _digests(connection, roles)}).items():
            path = building / f"{name}.parquet"
            connection.execute(f"copy ({sql}) to '{escape(str(path))}' (format parquet)")
        tests = {node.name: _try(connection, node) for node in roles.tests}
    shutil.rmtree(building / _SPILL, ignore_errors=True)
    return relations, tests


def _take_over_raw(connection: duckdb.DuckDBPyConnection, former: Part) -> None:
    """Begin with the rows that a former part loaded: loading then reads what changed since.

    Whatever is not as it would be read today (bytes, loader, layout) the load replaces.
    """
    connection.execute("create schema raw")
    try:
        for relation in RAW:
            source = parquet_of([former.file(relation.dotted)])
            connection.execute(f"create table {relation.sql} as from {source}")
    except duckdb.Error:
        # A damaged file of a part that nobody needs any more.
        connection.execute("drop schema raw cascade")


def _require_planned(connection: duckdb.DuckDBPyConnection, shard: Shard) -> None:
    """Raise ChangedMeanwhileError when other bytes were loaded than those of the plan."""
    rows = connection.execute("select document_id, content_sha256 from raw.load_ledger").fetchall()
    planned = {document.document_id: document.content_sha256 for document in shard.documents}
    if dict(rows) != planned:
        changed = sorted({name for name, _ in planned.items() ^ dict(rows).items()})
        raise ChangedMeanwhileError(
            f"{', '.join(changed[:3])} changed while shard {shard.name} was built; run again"
        )


def _describe(connection: duckdb.DuckDBPyConnection, relation: Relation, seconds: float) -> Stats:
    columns = {row[0] for row in connection.execute(f"describe {relation.sql}").fetchall()}
    documents = "count(distinct document_id)" if "document_id" in columns else "null"
    [(rows, owners, fingerprint)] = connection.execute(
        f"select count(*), {documents}, coalesce(sum(hash(source)::hugeint), 0) "  # noqa: S608
        f"from {relation.sql} as source"
    ).fetchall()
    return Stats(rows, owners, int(fingerprint), round(seconds, 3))


def _export(connection: duckdb.DuckDBPyConnection, relation: Relation, path: Path) -> None:
    """Write a relation as Parquet; JuesuanError when a type does not come back as it was."""
    name = escape(str(path))
    connection.execute(f"copy {relation.sql} to '{name}' (format parquet, compression zstd)")
    shape = "select column_name, column_type from (describe {})"
    kept = connection.execute(shape.format(f"from {parquet_of([path])}")).fetchall()
    own = connection.execute(shape.format(f"from {relation.sql}")).fetchall()
    if kept != own:
        raise JuesuanError(
            f"{relation.dotted} has columns that Parquet cannot keep: {set(own) - set(kept)}"
        )


def _digests(connection: duckdb.DuckDBPyConnection, roles: Roles) -> str:
    """Return the query of the digests of the marts that a shard hands out."""
    names = {node.name for node in roles.kept if node.schema == MARTS}
    tables = [table for table in read_tables(connection) if table.name in names]
    return " union all ".join(digests_of(table, tables) for table in tables)


def gate_batches() -> dict[str, str]:
    """Return the SQL of what gates ask of each document: a shard answers it for its own."""
    from expectations.suites import enter_staging, leave_to_marts, marts_contract

    plans = [*enter_staging.plans(), *leave_to_marts.plans(), *marts_contract.plans()]
    return {plan.name: plan.sql for plan in plans if plan.gathered_sql}


def _try(connection: duckdb.DuckDBPyConnection, test: Any) -> Found:
    try:
        rows = count_rows(connection, test)
    except NodeError as error:
        return Found(0, [], str(error))
    return Found(rows, _first_rows(connection, test.sql) if rows else [], None)


def _first_rows(connection: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    cursor = connection.execute(f"select * from ({sql}) limit {_SHOWN_ROWS}")  # noqa: S608
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, map(_plain, row), strict=True)) for row in cursor.fetchall()]


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int | bool | None) else str(value)
