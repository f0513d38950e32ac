"""Attaching the lake: DuckLake with its catalog in PostgreSQL, Parquet on a shared path.

The two extensions come with wheels of the lock (``make setup-lake``) and are loaded from where pip
put them; nothing is ever downloaded. A connection that has the lake knows it as ``lake``.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import duckdb

from dagster_project.runtime.problems import JuesuanError
from dagster_project.runtime.settings import LakePlace

LAKE = "lake"
# In this order: DuckLake asks for the other one, and must find it loaded.
_EXTENSIONS = ("postgres_scanner", "ducklake")
# Commits of many workers are numbered one after the other: DuckLake tries again by itself.
_COMMIT_TRIES = 100


def attach_lake(connection: duckdb.DuckDBPyConnection, place: LakePlace) -> None:
    """Make the lake known to a connection, unless it is; JuesuanError when it cannot be reached."""
    there = "select 1 from duckdb_databases() where database_name = ?"
    if connection.execute(there, [LAKE]).fetchall():
        return
    load_extensions(connection)
    connection.execute(f"set ducklake_max_retry_count = {_COMMIT_TRIES:d}")
    catalog, data = _escape(place.catalog), _escape(place.data)
    try:
        # Everything is a Parquet file: rows kept in the catalog are nothing for other engines.
        connection.execute(
            f"attach 'ducklake:postgres:{catalog}' as {LAKE} "
            f"(data_path '{data}', data_inlining_row_limit 0)"
        )
    except duckdb.Error as error:
        first_line = str(error).splitlines()[0]
        raise JuesuanError(
            f"无法打开数据湖目录 (cannot open the catalog of the lake, JUESUAN_LAKE_CATALOG, or "
            f"its data, JUESUAN_LAKE_DATA): {first_line}"
        ) from error


def load_extensions(connection: duckdb.DuckDBPyConnection) -> None:
    """Load what speaks to PostgreSQL and what is a lake; JuesuanError where it is not installed."""
    for setting in ("autoinstall_known_extensions", "autoload_known_extensions"):
        connection.execute(f"set {setting} = false")
    for path in _find_extensions():
        connection.execute(f"load '{_escape(str(path))}'")


def _find_extensions() -> list[Path]:
    found = []
    for name in _EXTENSIONS:
        spec = find_spec(f"duckdb_extension_{name}")
        places = list(spec.submodule_search_locations or ()) if spec else []
        file = f"extensions/v{duckdb.__version__}/{name}.duckdb_extension"
        path = next((Path(p) / file for p in places if (Path(p) / file).is_file()), None)
        if path is None:
            raise JuesuanError(
                f"JUESUAN_TARGET=lake 需要 DuckDB {duckdb.__version__} 的扩展 {name}:请执行 "
                f"make setup-lake (the extension {name} is missing: make setup-lake)"
            )
        found.append(path)
    return found


def _escape(text: str) -> str:
    return text.replace("'", "''")
