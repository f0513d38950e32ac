"""The warehouse over parts: relations of families are views over their Parquet files.

Nothing of a family is copied, so that one changed document costs its shard and what is made of all
documents together. Whoever reads the warehouse reads the same tables as of one build over
everything; what is only passed through on the way to them is not there.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

import duckdb

from dagster_project.release.parts import DIGESTS, MEMORY
from dagster_project.runtime.problems import JuesuanError
from dagster_project.runtime.warehouse import escape, quote
from dagster_project.shards.parts import (
    GATES,
    PART,
    Part,
    Stats,
    add_up,
    parquet_of,
    prune,
    read_part,
    rows_of,
)
from dagster_project.shards.plan import Shard
from dagster_project.shards.relations import ACCOUNTS, MARTS, RAW, Relation, Roles, relation_of
from dagster_project.warehouse.compiled import Compilation
from dagster_project.warehouse.making import comment_on
from dagster_project.warehouse.nodes import Node
from dagster_project.warehouse.scopes import FAMILY

PLAN = "plan.json"
_RESTATED = "restated"


@dataclass(frozen=True)
class Gathered:
    """A relation that stands for those of all parts; ``stats`` None: it has to be looked at.

    ``is_there``: the warehouse has it; what is only passed through it has not.
    """

    node: Node
    seconds: float
    stats: Stats | None
    is_there: bool


def parts_dir(warehouse: Path) -> Path:
    """Return where the parts of a warehouse lie: beside its file."""
    return warehouse.with_name(f"{warehouse.stem}.shards")


def note_plan(folder: Path, shards: Sequence[Shard]) -> None:
    """Note which parts make up the warehouse; none where it is one build over everything."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps([shard.digest for shard in shards])
    anew = folder / f".{PLAN}"
    anew.write_text(text, encoding="utf-8")
    anew.replace(folder / PLAN)


def noted_parts(folder: Path) -> list[Part]:
    """Return the parts that make up the warehouse; none where it is one build over everything."""
    try:
        digests = json.loads((folder / PLAN).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return []
    parts = [part for digest in digests if (part := read_part(folder / digest)) is not None]
    if len(parts) < len(digests):
        raise JuesuanError(f"a shard in {folder} is gone or damaged; run again (juesuan run)")
    return parts


def plan_files(warehouse: Path) -> list[Path]:
    """Return the files by which it is told that the parts of a warehouse are as they were."""
    folder = parts_dir(warehouse)
    return [*folder.glob(PLAN), *folder.glob(f"*/{PART}")]


def forget_parts(folder: Path) -> None:
    """Leave shards: the warehouse is one build over everything again."""
    (folder / PLAN).unlink(missing_ok=True)
    prune(folder, ())


def prune_parts(folder: Path, parts: Sequence[Part]) -> int:
    """Remove what the warehouse no longer reads, once its marts are gathered; return how many."""
    restated = sorted((folder / _RESTATED).glob("*"), key=lambda path: path.stat().st_mtime_ns)
    for old in restated[:-1]:
        old.unlink()
    return prune(folder, [*(part.digest for part in parts), _RESTATED])


def gather_raw(connection: duckdb.DuckDBPyConnection, parts: Sequence[Part]) -> None:
    """Make the raw schema: a view over the parts for each of its tables."""
    connection.execute("create schema if not exists raw")
    for relation in RAW:
        _replace_by_view(connection, relation, _union(parts, relation))


def ungather(connection: duckdb.DuckDBPyConnection) -> None:
    """Remove the views over parts that no model would replace, so that tables can be loaded."""
    connection.execute(f"drop view if exists {DIGESTS}")
    views = connection.execute(
        "select view_name from duckdb_views() where schema_name = 'raw' "
        "and database_name = current_database()"
    ).fetchall()
    for (view,) in views:
        connection.execute(f"drop view raw.{quote(view)}")


def gather(
    connection: duckdb.DuckDBPyConnection,
    compilation: Compilation,
    nodes: Sequence[Node],
    parts: Sequence[Part],
) -> Iterator[Gathered]:
    """Make relations of the warehouse from the parts, in the order given, and say so of each.

    What families give is a view; seeds, and what looks at all documents, is made by its own SQL.
    """
    roles = Roles(compilation)
    keys = cache(lambda: restated_keys(connection, parts))
    kept = {node.unique_id for node in roles.kept}
    remade = {node.unique_id for node in roles.remade}
    # As shards have them: of these the release need not take the digests again.
    unaltered: list[str] = []
    by_own_sql = groupby(nodes, lambda node: node.scope != FAMILY or node.unique_id in remade)
    for is_made, group in by_own_sql:
        if is_made:
            for made in compilation.make(connection, list(group)):
                yield Gathered(made.node, made.seconds, None, is_there=True)
            continue
        for node in group:
            relation = relation_of(node)
            stats = add_up(parts, relation.dotted)
            seconds = stats.seconds if stats else 0.0
            if node.unique_id not in kept:
                _drop(connection, relation)
                yield Gathered(node, seconds, stats, is_there=False)
                continue
            sql = _union(parts, relation)
            if node.restated and (restated := keys()):
                sql, stats = _restate(parts, relation, node.restated, restated), None
            elif node.schema == MARTS:
                unaltered.append(node.name)
            connection.execute(f"create schema if not exists {quote(node.schema)}")
            _replace_by_view(connection, relation, sql)
            comment_on(connection, node, "view")
            yield Gathered(node, seconds, stats, is_there=True)
    if unaltered:
        _gather_digests(connection, parts, unaltered)


def _gather_digests(
    connection: duckdb.DuckDBPyConnection, parts: Sequence[Part], tables: Sequence[str]
) -> None:
    listed = ", ".join(f"'{escape(name)}'" for name in tables)
    connection.execute(f"create schema if not exists {MEMORY}")
    connection.execute(
        f"create or replace view {DIGESTS} as "
        f"from {rows_of(parts, DIGESTS)} where table_name in ({listed})"
    )


def batches_of(parts: Sequence[Part]) -> Callable[[str], str]:
    """Return what names the relation of the batches that parts have made for a gate."""
    return lambda name: rows_of(parts, f"{GATES}.{name}")


def restated_keys(connection: duckdb.DuckDBPyConnection, parts: Sequence[Part]) -> Path | None:
    """Write which account keys of which part all documents together decide otherwise.

    Where several names are printed under one code in a year, and no list knows it, most documents
    decide; a shard knows only its own. None where they agree, as nearly always.
    """
    own = rows_of(parts, f"core.{ACCOUNTS}", with_part=True)
    found = (
        "select distinct own.part, own.fiscal_year, "  # noqa: S608
        "own.account_key as own_key, accounts.account_key as restated_key "
        f"from {own} as own join core.{ACCOUNTS} as accounts "
        "using (classification, account_code, fiscal_year) "
        "where own.account_key <> accounts.account_key order by all"
    )
    rows = connection.execute(found).fetchall()
    if not rows:
        return None
    folder = parts[0].folder.parent / _RESTATED
    folder.mkdir(exist_ok=True)
    path = folder / f"{hashlib.sha256(repr(rows).encode()).hexdigest()[:32]}.parquet"
    if path.exists():
        # The latest is the one that is read.
        path.touch()
    else:
        anew = escape(str(path.with_suffix(".anew")))
        connection.execute(f"copy ({found}) to '{anew}' (format parquet)")
        path.with_suffix(".anew").replace(path)
    return path


def _restate(parts: Sequence[Part], relation: Relation, column: str, keys: Path) -> str:
    """Return the rows of a relation with the column as all documents together decide it."""
    rows = rows_of(parts, relation.dotted, with_part=True)
    return (
        f"select own.* exclude (part) "  # noqa: S608
        f"replace (coalesce(keys.restated_key, own.{column}) as {column}) "
        f"from {rows} as own left join {parquet_of([keys])} as keys "
        f"on own.part = keys.part and own.fiscal_year = keys.fiscal_year "
        f"and own.{column} = keys.own_key"
    )


def _union(parts: Sequence[Part], relation: Relation) -> str:
    return f"from {rows_of(parts, relation.dotted)}"


def _replace_by_view(connection: duckdb.DuckDBPyConnection, relation: Relation, sql: str) -> None:
    _drop(connection, relation, but="view")
    connection.execute(f"create or replace view {relation.sql} as {sql}")


def _drop(
    connection: duckdb.DuckDBPyConnection, relation: Relation, but: str | None = None
) -> None:
    """Drop a table or view, unless it is of the kind that may be replaced."""
    for kind in ("table", "view"):
        there = connection.execute(
            f"select 1 from duckdb_{kind}s() where database_name = current_database() "  # noqa: S608
            f"and schema_name = ? and {kind}_name = ?",
            [relation.schema, relation.name],
        ).fetchall()
        if there and kind != but:
            connection.execute(f"drop {kind} {relation.sql}")
