"""Connections to the warehouse file.

DuckDB gives a file to one writing process, and within a process only one configuration at a time:
connections here are opened with no options at all and closed before dbt opens its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from dagster_project.runtime.problems import JuesuanError


@contextmanager
def open_warehouse(path: Path, *, read_only: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
    """Yield a connection and close it; JuesuanError when another program holds the file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        connection = duckdb.connect(str(path), read_only=read_only)
    except duckdb.IOException as error:
        first_line = str(error).splitlines()[0]
        raise JuesuanError(f"cannot open the warehouse {path}: {first_line}") from error
    try:
        yield connection
    finally:
        connection.close()


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
    with duckdb.connect() as connection:
        escaped = str(path).replace("'", "''")
        connection.execute(f"attach '{escaped}' as release (read_only)")
        connection.execute("use release")
        yield connection


def quote(name: str) -> str:
    """Quote an identifier for SQL."""
    return '"' + name.replace('"', '""') + '"'
