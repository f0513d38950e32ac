"""Connections to DuckDB: the warehouse file, releases, and how much memory each may take.

DuckDB gives a file to one writing process, and within a process only one configuration at a time:
connections here are opened with no options at all and closed before dbt opens its own. The limit of
memory is set afterwards (dbt's in profiles.yml); beyond it DuckDB writes to disk, beside its file.
"""

from __future__ import annotations

import logging
import os
import re
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from dagster_project.runtime.advice import find_advice
from dagster_project.runtime.ducklake import attach_lake
from dagster_project.runtime.problems import JuesuanError
from dagster_project.runtime.settings import load_settings

# What is smaller is read by one thread: several cost half as much processor time again and are done
# no sooner, because most tables are of one part that one thread reads (decision 0086).
_SMALL_BYTES = 512 * 2**20
# A warehouse file up to here is written as it is: finding how to compress each column of 290 small
# tables takes a fifth of what making them takes (decision 0099).
_UNCOMPRESSED_BYTES = 128 * 2**20
# How long a run waits for a program that reads the warehouse file.
_WAIT_SECONDS = 60.0
_HOLDER = re.compile(r"Conflicting lock is held in (.+? \(PID \d+\))")
log = logging.getLogger(__name__)


@contextmanager
def open_warehouse(path: Path, *, read_only: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
    """Yield a connection and close it; JuesuanError when another program keeps the file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = _connect(path, read_only)
    try:
        limit_memory(connection)
        limit_threads(connection, path)
        if not read_only and path.stat().st_size < _UNCOMPRESSED_BYTES:
            connection.execute("set force_compression = 'uncompressed'")
        attach_what_it_reads(connection, path)
        yield connection
    finally:
        connection.close()


def attach_what_it_reads(connection: duckdb.DuckDBPyConnection, warehouse: Path) -> None:
    """Attach the lake where the tables of a warehouse are views over it (JUESUAN_TARGET=lake)."""
    settings = load_settings()
    if settings.lake is not None and warehouse == settings.warehouse:
        attach_lake(connection, settings.lake)


def _connect(path: Path, read_only: bool) -> duckdb.DuckDBPyConnection:
    """Connect, waiting a while for whoever holds the file."""
    until = time.monotonic() + _WAIT_SECONDS
    is_said = False
    while True:
        try:
            return duckdb.connect(str(path), read_only=read_only)
        except duckdb.IOException as error:
            first_line = str(error).splitlines()[0]
            if "Could not set lock" not in first_line:
                advice = find_advice(first_line) or "请运行 juesuan run (run juesuan run)"
                raise JuesuanError(
                    f"打不开仓库 {path},{advice}: cannot open the warehouse: {first_line}"
                ) from error
            found = _HOLDER.search(first_line)
            holder = found[1] if found else "?"
            if time.monotonic() > until:
                raise JuesuanError(
                    f"{path.name} 正被 {holder} 打开,请关闭它后重试;查数请用 published/current "
                    f"中的 {RELEASE_FILE} (it is open in {holder}: close it and try again; "
                    "query the published file instead)"
                ) from error
            if not is_said:
                log.warning(
                    "%s 正被 %s 打开,等待中 (is open there; waiting up to %.0f s)",
                    *(path.name, holder, _WAIT_SECONDS),
                )
                is_said = True
            time.sleep(0.2)


def limit_memory(connection: duckdb.DuckDBPyConnection) -> None:
    """Let a connection take no more memory than ``JUESUAN_MEMORY_LIMIT``; the rest is spilled."""
    limit = load_settings().memory_limit
    try:
        connection.execute(f"set memory_limit = '{escape(limit)}'")
    except duckdb.Error as error:
        raise JuesuanError(
            f"JUESUAN_MEMORY_LIMIT 是 {limit!r},应为 2GiB 或 800MB 这样的大小 "
            f"(it is {limit!r}; DuckDB takes a size such as 2GiB or 800MB)"
        ) from error


def limit_threads(connection: duckdb.DuckDBPyConnection, *files: Path) -> None:
    """Let a connection have the threads of ``JUESUAN_THREADS``, else as many as its files need.

    Small files are read by one thread, others by as many as DuckDB takes by itself.
    """
    threads = load_settings().threads
    size = sum(file.stat().st_size for file in files if file.is_file())
    if threads is None and size < _SMALL_BYTES:
        threads = 1
    if threads is not None:
        connection.execute(f"set threads = {threads:d}")


@contextmanager
def open_in_memory(*reads: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Yield a connection to a database without a file; it spills beside the warehouse.

    ``reads`` are the files that will be attached.
    """
    beside = load_settings().warehouse.parent
    with duckdb.connect() as connection:
        limit_memory(connection)
        limit_threads(connection, *reads)
        # Made when it is needed, and removed: of a process, because two must not share one.
        spill = beside if beside.is_dir() else Path(tempfile.gettempdir())
        place = escape(str(spill / f".spill-{os.getpid()}.tmp"))
        connection.execute(f"set temp_directory = '{place}'")
        yield connection


def compact(path: Path) -> bool:
    """Write a warehouse anew where less than half of its file is content; return whether it was.

    Every run makes its tables beside the old ones, so the file is larger than what it holds, by
    about as much. More is left behind where documents left, and DuckDB gives no space back by
    itself. Killed at any moment the file is the old one or the new one, each whole.
    """
    anew = path.with_name(f".{path.name}.compact")
    # What a killed run left.
    anew.unlink(missing_ok=True)
    with open_warehouse(path) as connection:
        connection.execute("checkpoint")
        [(total, free)] = connection.execute(
            "select total_blocks, free_blocks from pragma_database_size()"
            " where database_name = current_database()"
        ).fetchall()
    if 2 * free <= total:
        return False
    with open_in_memory(path) as connection:
        # Views name the database that they are in: it is called after its file.
        name = quote(path.stem)
        attach_what_it_reads(connection, path)
        connection.execute(f"attach '{escape(str(path))}' as {name} (read_only)")
        connection.execute(f"attach '{escape(str(anew))}' as anew")
        connection.execute(f"copy from database {name} to anew")
    anew.replace(path)
    return True


# DuckDB names a database after its file; were that called like its schema, ``marts.cells`` could be
# either (decision 0021).
RELEASE_FILE = "juesuan.duckdb"
# How the file of releases up to 0.1.0 is called: the next run still compares itself with one.
_FORMER_RELEASE_FILE = "marts.duckdb"


@contextmanager
def open_release(release: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Yield a read-only connection to the database of a release, whichever version wrote it."""
    path = release / RELEASE_FILE
    if not path.is_file():
        path = release / _FORMER_RELEASE_FILE
    with open_in_memory(path) as connection:
        connection.execute(f"attach '{escape(str(path))}' as release (read_only)")
        connection.execute("use release")
        yield connection


def quote(name: str) -> str:
    """Quote an identifier for SQL."""
    return '"' + name.replace('"', '""') + '"'


def escape(text: str) -> str:
    """Escape a text for SQL, to stand between single quotes."""
    return text.replace("'", "''")
