"""A warehouse file that nothing can be read from: set aside, with the reason, and built anew.

So are the databases in which Dagster notes its runs.

The warehouse holds nothing that ``raw/`` does not hold, so no hand is needed; the file is kept, one
of them, for whoever wants to know what happened to the disk.
"""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from dagster_project.runtime.warehouse import quote

ASIDE = ".unreadable-"
# What DuckDB says of a file whose content is not, or not wholly, what it wrote. Anything else
# (permissions, a full disk, a lock) is no reason to move the file.
_BROKEN = (
    "not a valid DuckDB database file",
    "Corrupt database file",
    "Could not read enough bytes",
    "Is a directory",
    "version number",
    "Failed to deserialize",
)


def set_aside_unreadable(path: Path, say: Callable[[str], None], *, whole: bool = False) -> bool:
    """Move a warehouse that cannot be read out of the way; return whether it was moved.

    ``whole`` reads every block of it, not only what is read to open it.
    """
    if path.is_symlink() and not path.exists():
        path.unlink()
        say(
            "仓库文件是断开的链接,已去掉,由 raw/ 重建 (a dangling link, removed; rebuilt from raw/)"
        )
        return True
    if not path.exists() or not (reason := _find_damage(path, whole=whole)):
        return False
    for old in path.parent.glob(f"{path.name}{ASIDE}*"):
        shutil.rmtree(old) if old.is_dir() else old.unlink()
    aside = path.with_name(f"{path.name}{ASIDE}{datetime.now(UTC):%Y%m%dT%H%M%SZ}")
    path.rename(aside)
    # Its log says what to do to a file that is not there any more.
    path.with_name(f"{path.name}.wal").unlink(missing_ok=True)
    say(
        f"仓库文件读不出来({reason}),已移到 {aside.name},由 raw/ 重建 "
        f"(the warehouse is unreadable; set aside and rebuilt from raw/)"
    )
    return True


def is_damage(message: str) -> bool:
    """Return whether DuckDB says of a file that its content is not what was written."""
    return any(words in message for words in _BROKEN)


_NEVER_EMPTY = ("index.db", "runs.db", "schedules.db")
_BROKEN_INSTANCE = ("not a database", "malformed")


def set_aside_broken_instance(home: Path, say: Callable[[str], None]) -> bool:
    """Move the databases of a Dagster instance away where one is damaged; return whether.

    They tell of earlier runs, and nothing that is published follows from them.
    """
    aside = home / "unreadable"
    databases = (path for path in home.rglob("*.db") if aside not in path.parents)
    broken = [path for path in databases if _is_broken(path)]
    if not broken:
        return False
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir()
    for name in {path.relative_to(home).parts[0] for path in broken}:
        (home / name).rename(aside / name)
    say(
        f"运行记录读不出来({broken[0].name}),已移到 {aside},从头记起 "
        "(the history of runs is unreadable; set aside and begun anew)"
    )
    return True


def _is_broken(path: Path) -> bool:
    try:
        with contextlib.closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as database:
            [(tables,)] = database.execute("select count(*) from sqlite_master").fetchall()
            # Emptied, or killed before there was a table: Dagster takes it for a finished one.
            return not tables and path.name in _NEVER_EMPTY
    except sqlite3.DatabaseError as error:
        return any(words in str(error) for words in _BROKEN_INSTANCE)


def _find_damage(path: Path, *, whole: bool) -> str | None:
    if path.is_dir():
        return "是文件夹"
    try:
        with duckdb.connect(str(path)) as connection:
            if whole:
                _read_all(connection)
    except duckdb.Error as error:
        first_line = str(error).splitlines()[0]
        return first_line if is_damage(first_line) else None
    return None


def _read_all(connection: duckdb.DuckDBPyConnection) -> None:
    tables = connection.execute("select schema_name, table_name from duckdb_tables()").fetchall()
    for schema, table in tables:
        name = f"{quote(schema)}.{quote(table)}"
        connection.execute(f"select sum(hash(t)) from {name} as t").fetchall()  # noqa: S608
