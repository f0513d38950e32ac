"""The same input gives the same release (issue 8, point 8)."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dagster_project.loading.load import load_raw
from dagster_project.runtime.warehouse import open_warehouse
from tests.hostile.conftest import Corpus
from tests.hostile.pipeline import Run, run_pipeline

pytestmark = pytest.mark.slow


def test_threads_and_the_order_of_folders_make_no_difference(
    hostile: Corpus, tmp_path: Path
) -> None:
    """Once with one thread and all at once; once with four, copied and loaded backwards."""
    raw_dir = tmp_path / "elsewhere"
    folders = sorted(path for path in hostile.raw_dir.glob("*/*") if path.is_dir())
    for number, folder in enumerate(reversed(folders), start=1):
        shutil.copytree(folder, raw_dir / folder.relative_to(hostile.raw_dir))
        if number % 25 == 0:
            with open_warehouse(tmp_path / "w.duckdb") as connection:
                load_raw(connection, raw_dir)

    again = run_pipeline(raw_dir, tmp_path, threads=4)

    assert again.obstacles == []
    if again.content_sha256 != hostile.run.content_sha256:
        pytest.fail(f"other content: {_differences(hostile.run, again, tmp_path)}")


def _differences(first: Run, second: Run, base: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Return, per table, up to two rows of the second run that the first does not have."""
    # Both are called w.duckdb, and views name the catalog they were made in.
    found = {}
    with duckdb.connect(str(base / "both.duckdb")) as connection:
        for name, run in (("a", first), ("b", second)):
            connection.execute(f"attach '{run.warehouse}' as {name} (read_only)")
        tables = connection.execute(
            "select table_name from duckdb_tables() "
            "where database_name = 'a' and schema_name = 'marts'"
        ).fetchall()
        for (table,) in tables:
            other = f"from b.marts.{table} except select * from a.marts.{table}"
            rows = connection.execute(f"select * {other}").fetchmany(2)
            if rows:
                found[table] = rows
    return found
