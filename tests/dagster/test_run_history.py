"""The event log over one engine a file: what it stores is what Dagster's own stores."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
from dagster._core.storage.event_log import SqliteEventLogStorage

from dagster_project.runtime.run_history import RunHistory
from dagster_project.runtime.settings import PROJECT_DIR

_ASSETS = 30
_KEYS = [dg.AssetKey(["layer", f"t{number}"]) for number in range(_ASSETS)]


@dg.multi_asset(
    specs=[dg.AssetSpec(key, deps=_KEYS[:number]) for number, key in enumerate(_KEYS)],
    check_specs=[dg.AssetCheckSpec("tested", asset=key) for key in _KEYS],
)
def step() -> Iterator[dg.MaterializeResult]:
    for number, key in enumerate(_KEYS):
        tested = dg.AssetCheckResult(check_name="tested", asset_key=key, passed=number != 1)
        metadata = {"rows": number}
        yield dg.MaterializeResult(asset_key=key, metadata=metadata, check_results=[tested])


def _run(instance: dg.DagsterInstance) -> dg.ExecuteInProcessResult:
    definitions = dg.Definitions([step], executor=dg.in_process_executor)
    return definitions.resolve_implicit_global_asset_job_def().execute_in_process(
        instance=instance,
        run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}},
    )


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a DAGSTER_HOME as ``juesuan run`` makes one."""
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path))
    monkeypatch.setenv("DAGSTER_EVENT_BATCH_SIZE", "1000")
    shutil.copy(PROJECT_DIR / ".dagster" / "dagster.yaml", tmp_path)
    return tmp_path


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the SQLite files that are opened from now on."""
    files: list[str] = []
    connect = sqlite3.dbapi2.connect

    def noted(path: str, *arguments: Any, **options: Any) -> sqlite3.Connection:
        files.append(path)
        return connect(path, *arguments, **options)

    monkeypatch.setattr(sqlite3.dbapi2, "connect", noted)
    return files


def test_files_are_opened_once_not_for_every_event(home, opened):
    with dg.DagsterInstance.get() as instance:
        assert _run(instance).success
        history = instance.event_log_storage
        assert isinstance(history, RunHistory)
        events = len(instance.all_logs(instance.get_runs()[0].run_id))
    assert events > 5 * _ASSETS
    assert len([path for path in opened if "/history/runs/" in path]) < 10


def test_dagster_reads_what_was_stored(home):
    with dg.DagsterInstance.get() as instance:
        result = _run(instance)
        run_id = result.run_id
    own = SqliteEventLogStorage(str(home / "history" / "runs"))
    events = [record.event_log_entry for record in own.get_records_for_run(run_id).records]
    assert [event.dagster_event for event in events if event.dagster_event] == [
        *_planned(events),
        *result.all_events,
    ]
    for key in _KEYS:
        [record] = own.get_asset_records([key])
        materialized = record.asset_entry.last_materialization.asset_materialization
        assert materialized.metadata["rows"].value == _KEYS.index(key)
        [check] = own.get_asset_check_execution_history(dg.AssetCheckKey(key, "tested"), limit=2)
        assert check.event.asset_check_evaluation.passed == (key != _KEYS[1])


def _planned(events: list[dg.EventLogEntry]) -> list[dg.DagsterEvent]:
    """Return what is said of a run before it begins, which its result does not repeat."""
    told = [event.dagster_event for event in events if event.dagster_event]
    return [event for event in told if event.event_type_value.endswith("_PLANNED")]


def test_an_older_history_goes_on(home):
    configuration = (home / "dagster.yaml").rename(home / "later.yaml")
    with dg.DagsterInstance.get() as instance:
        assert type(instance.event_log_storage) is SqliteEventLogStorage
        first = _run(instance).run_id
    configuration.rename(home / "dagster.yaml")
    with dg.DagsterInstance.get() as instance:
        second = _run(instance).run_id
        assert {run.run_id for run in instance.get_runs()} == {first, second}
        assert len(instance.all_logs(first)) == len(instance.all_logs(second))
        events = instance.fetch_materializations(_KEYS[0], limit=3).records
        assert [event.run_id for event in events] == [second, first]
