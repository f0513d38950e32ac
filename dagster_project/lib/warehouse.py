"""Connections to the warehouse file.

DuckDB gives a file to one writing process, and within a process only one configuration at a time:
connections here are opened with no options at all and closed before dbt opens its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from dagster_project.lib.problems import JuesuanError


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


@contextmanager
def open_release(release: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Yield a read-only connection to the ``marts.duckdb`` of a release.

    DuckDB names a database after its file, so in ``marts.duckdb`` opened directly ``marts.cells``
    could be a catalog or a schema and is refused; attached under another name it is plain.
    """
    with duckdb.connect() as connection:
        path = str(release / "marts.duckdb").replace("'", "''")
        connection.execute(f"attach '{path}' as release (read_only)")
        connection.execute("use release")
        yield connection


def quote(name: str) -> str:
    """Quote an identifier for SQL."""
    return '"' + name.replace('"', '""') + '"'
