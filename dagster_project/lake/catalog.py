"""What the lake holds, and how it is opened.

lake.juesuan.shards              one row per commit of a shard: digest, part, schema, told
lake.juesuan.plan                the parts that make up the lake as a reader sees it
lake.parts_<shape>."<s>.<t>"     the rows of relation s.t of all parts, told apart by column part
lake.marts.<table>               what readers ask: the parts of the plan, or all documents at once

A shape is a hash of tables, columns and types: another release of the code makes tables beside
those that are there, and readers see them when a whole run is settled.
"""

from __future__ import annotations

import hashlib
import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import duckdb

from dagster_project.runtime.ducklake import LAKE, attach_lake
from dagster_project.runtime.problems import JuesuanError
from dagster_project.runtime.settings import LakePlace
from dagster_project.shards.parts import Part, part_of_text

T = TypeVar("T")
Columns = tuple[tuple[str, str], ...]
BOOKS = f"{LAKE}.juesuan"
SHARDS, PLAN = f"{BOOKS}.shards", f"{BOOKS}.plan"
MARTS = f"{LAKE}.marts"
_TRIES = 12
_MOST_SECONDS = 5.0
# What DuckLake says when another transaction was first, and what PostgreSQL says of its own.
_CONFLICTS = ("conflict", "could not serialize", "deadlock detected", "duplicate key")


@contextmanager
def open_lake(place: LakePlace) -> Iterator[duckdb.DuckDBPyConnection]:
    """Yield a connection that knows the lake, with its books made."""
    with duckdb.connect() as connection:
        connection.execute("set enable_progress_bar = false")
        attach_lake(connection, place)
        if not _has_books(connection):
            in_transaction(connection, _make_books)
        yield connection


def _has_books(connection: duckdb.DuckDBPyConnection) -> bool:
    there = (
        "select count(*) from duckdb_tables() where database_name = ? "
        "and schema_name = 'juesuan' and table_name in ('shards', 'plan')"
    )
    return connection.execute(there, [LAKE]).fetchall() == [(2,)]


def _make_books(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(f"create schema if not exists {BOOKS}")
    connection.execute(
        f"create table if not exists {SHARDS} "
        "(digest varchar, part varchar, schema varchar, told varchar)"
    )
    connection.execute(f"create table if not exists {PLAN} (part varchar)")


def in_transaction(
    connection: duckdb.DuckDBPyConnection, do: Callable[[duckdb.DuckDBPyConnection], T]
) -> T:
    """Do something in one transaction, again where another one was first, a dozen times at most."""
    for number in range(1, _TRIES + 1):
        connection.execute("begin")
        try:
            result = do(connection)
            connection.execute("commit")
            return result
        except duckdb.Error as error:
            _roll_back(connection)
            if not is_conflict(error):
                raise
            if number == _TRIES:
                raise JuesuanError(
                    f"the lake was changed by others {_TRIES} times in a row: {error}"
                ) from error
        except BaseException:
            _roll_back(connection)
            raise
        # Whoever tries again at the same moment meets the same other one.
        time.sleep(random.uniform(0, min(0.1 * 2**number, _MOST_SECONDS)))  # noqa: S311
    raise AssertionError("not reached")


def is_conflict(error: duckdb.Error) -> bool:
    """Return whether another transaction was first: the same may be done again."""
    text = str(error).lower()
    return any(word in text for word in _CONFLICTS)


def _roll_back(connection: duckdb.DuckDBPyConnection) -> None:
    try:
        connection.execute("rollback")
    except duckdb.Error:
        # A commit that failed has ended its transaction.
        return


def schema_of(shape: Mapping[str, Columns]) -> str:
    """Return the schema for relations of these columns, given by relation."""
    digest = hashlib.sha256(repr(sorted(shape.items())).encode()).hexdigest()
    return f"{LAKE}.parts_{digest[:16]}"


def committed_parts(
    connection: duckdb.DuckDBPyConnection, digests: Sequence[str], folder: Path
) -> dict[str, Part]:
    """Return the parts that the lake has of some shards, by digest; their notes are in a folder.

    Of a shard that was committed twice (a worker was given up and lived) the first by name counts,
    for everyone: the rows of the other are in no plan.
    """
    rows = connection.execute(
        f"select digest, min_by(told, part) from {SHARDS} "  # noqa: S608
        "where digest in (select unnest(?)) group by digest",
        [list(digests)],
    ).fetchall()
    return {digest: part_of_text(told, folder / digest) for digest, told in rows}
