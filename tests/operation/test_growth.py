"""Nothing grows with the number of runs: what retention leaves is the same after five and ten.

Counted in files and in rows of databases; bytes of SQLite follow its rows with a delay.
"""

from __future__ import annotations

import platform
import shutil
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

import dagster as dg
import duckdb
import pytest

from dagster_project.defs.dead_runs import PROCESS_TAG
from dagster_project.defs.retention import forget_old_runs
from dagster_project.publication import publish
from dagster_project.release.policy import read_release_policy
from dagster_project.runtime.settings import PROJECT_DIR
from dagster_project.runtime.unreadable import set_aside_unreadable
from tests.publication.conftest import DDL


@dg.asset(check_specs=[dg.AssetCheckSpec("right", asset="told")])
def told() -> dg.MaterializeResult:
    checked = dg.AssetCheckResult(passed=True, check_name="right")
    return dg.MaterializeResult(metadata={"rows": 1}, check_results=[checked])


def _files(folder: Path) -> Counter[str]:
    """Count files by their ending: names carry ids. SQLite's own beside them come and go."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return Counter(path.suffix for path in files if not path.suffix.endswith(("-shm", "-wal")))


def _rows(home: Path) -> dict[str, int]:
    """Count the rows of what Dagster keeps for all runs together."""
    found: dict[str, int] = {}
    for path in (home / "history" / "runs.db", home / "history" / "runs" / "index.db"):
        with closing(sqlite3.connect(path)) as database:
            names = database.execute("select name from sqlite_master where type = 'table'")
            for (name,) in names.fetchall():
                [(count,)] = database.execute(f'select count(*) from "{name}"').fetchall()
                found[f"{path.stem}.{name}"] = count
    return found


def test_the_history_of_runs_stops_growing(tmp_path, monkeypatch):
    monkeypatch.setenv("JUESUAN_KEPT_RUNS", "2")
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path))
    shutil.copy(PROJECT_DIR / ".dagster" / "dagster.yaml", tmp_path)
    seen = []
    with dg.DagsterInstance.get() as instance:
        for _ in range(10):
            forget_old_runs(instance)
            # One that comes to its end, and one that is killed: of a machine before its restart.
            dg.materialize([told], instance=instance)
            killed = dg.DagsterRun(job_name="refresh", status=dg.DagsterRunStatus.STARTED)
            run = instance.add_run(killed)
            before_restart = f"{platform.node()} another-boot pid:[1] 1 1"
            instance.add_run_tags(run.run_id, {PROCESS_TAG: before_restart})
            seen.append((_files(tmp_path), _rows(tmp_path)))
    assert seen[9] == seen[4]
    # Two that are kept, and the two that came since.
    assert seen[9][1]["runs.runs"] == 4


def test_releases_and_the_warehouse_stop_growing(tmp_path):
    warehouse, published = tmp_path / "warehouse" / "w.duckdb", tmp_path / "published"
    warehouse.parent.mkdir()
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute(DDL)
    kept, seen = read_release_policy().kept_releases, []
    for number in range(8):
        with duckdb.connect(str(warehouse)) as connection:
            connection.execute("update marts.cells set amount_yuan = ?", [number])
        publish(warehouse, published)
        seen.append((_files(published), _files(warehouse.parent), warehouse.stat().st_size))
    assert len(list((published / "releases").iterdir())) == kept
    assert seen[7] == seen[kept]


@pytest.mark.parametrize("times", [1, 4])
def test_of_what_was_set_aside_one_is_kept(times, tmp_path):
    warehouse = tmp_path / "w.duckdb"
    for number in range(times):
        warehouse.write_bytes(b"no warehouse" * (number + 1_000))
        assert set_aside_unreadable(warehouse, lambda _: None)
    assert len(list(tmp_path.iterdir())) == 1
