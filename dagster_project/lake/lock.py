"""One runner per lake: a lock in PostgreSQL, beside the catalog, for as long as a run lasts.

Two runs of two warehouses on one lake would take turns in what readers see, and remove each other's
parts. The lock is the session's: whoever dies lets go of it, and there is no note to be out of
date. It is held by an open transaction that writes nothing; workers commit meanwhile.
"""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import duckdb

from dagster_project.runtime.ducklake import load_extensions
from dagster_project.runtime.lock import DEFAULT_WAIT_SECONDS
from dagster_project.runtime.problems import JuesuanError
from dagster_project.runtime.settings import LakePlace
from dagster_project.runtime.warehouse import escape

# Any two numbers that nobody else takes in a database that is the lake's own.
_KEYS = (1_246_450, 14)
_LOOK_SECONDS = 1.0
# What PostgreSQL keeps of the name of a session.
_MOST_BYTES = 63
_TAKE = f"select pg_try_advisory_xact_lock({_KEYS[0]}, {_KEYS[1]})"
_HOLDER = (
    "select application_name from pg_locks join pg_stat_activity using (pid) "  # noqa: S608
    f"where locktype = 'advisory' and classid = {_KEYS[0]} and objid = {_KEYS[1]} and granted "
    "and pg_locks.database = (select oid from pg_database where datname = current_database())"
)
# How often this process holds which lake: a step of a run takes what the run holds.
_held: dict[str, int] = {}


@contextmanager
def hold_lake(
    place: LakePlace | None,
    owner: str,
    *,
    say: Callable[[str], None],
    wait_seconds: float = DEFAULT_WAIT_SECONDS,
) -> Iterator[None]:
    """Be the one runner of a lake (None: without one, nothing is held); re-entrant.

    Says in one line for whom it waits; JuesuanError when the wait was in vain.
    """
    if place is None:
        yield
        return
    catalog = place.catalog
    if _held.get(catalog):
        _held[catalog] += 1
        try:
            yield
        finally:
            _held[catalog] -= 1
        return
    with duckdb.connect() as connection:
        _open(connection, catalog)
        _take(connection, owner, say, wait_seconds)
        _held[catalog] = 1
        try:
            yield
        finally:
            # Closing the session lets go.
            del _held[catalog]


def _open(connection: duckdb.DuckDBPyConnection, catalog: str) -> None:
    load_extensions(connection)
    try:
        connection.execute(f"attach '{escape(catalog)}' as catalog_db (type postgres, read_only)")
    except duckdb.Error as error:
        first_line = str(error).splitlines()[0]
        raise JuesuanError(
            "无法打开数据湖目录 (cannot open the catalog of the lake, JUESUAN_LAKE_CATALOG): "
            f"{first_line}"
        ) from error


def _take(
    connection: duckdb.DuckDBPyConnection,
    owner: str,
    say: Callable[[str], None],
    wait_seconds: float,
) -> None:
    until, has_said = time.monotonic() + wait_seconds, False
    since = f"{time.strftime('%H:%M:%S')}, {socket.gethostname()}"
    name = f"{owner} (process {os.getpid()}, since {since})".encode()[:_MOST_BYTES]
    told = escape(name.decode(errors="ignore"))
    while True:
        connection.execute("begin")
        _ask(connection, f"select set_config('application_name', '{told}', false)")
        if _ask(connection, _TAKE) == [(True,)]:
            return
        holder = "、".join(name for (name,) in _ask(connection, _HOLDER)) or "another run"
        connection.execute("rollback")
        if time.monotonic() >= until:
            raise JuesuanError(
                f"数据湖仍由 {holder} 使用,请等其结束或停止后再试;一湖一个运行者 "
                f"(the lake is still in use by {holder} after {wait_seconds:.0f} s: wait for that "
                "run or stop it, and run again; another warehouse needs a lake of its own)"
            )
        if not has_said:
            has_said = True
            say(
                f"数据湖正被 {holder} 使用,等待中 "
                f"(the lake is in use by {holder}; waiting, at most {wait_seconds:.0f} s)"
            )
        time.sleep(min(_LOOK_SECONDS, wait_seconds))


def _ask(connection: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    return connection.execute(f"from postgres_query('catalog_db', '{escape(sql)}')").fetchall()
