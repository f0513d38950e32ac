"""The history of old runs is forgotten, and what is still needed of it stays."""

from __future__ import annotations

import shutil
from pathlib import Path

import dagster as dg
import pytest

from dagster_project.defs.inbox import INBOX_JOB
from dagster_project.defs.retention import forget_old_runs, kept_runs
from dagster_project.runtime.settings import PROJECT_DIR


@dg.asset
def kept() -> None: ...


def test_only_the_newest_runs_keep_their_events_and_logs(tmp_path, monkeypatch):
    monkeypatch.setenv("JUESUAN_KEPT_RUNS", "2")
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path))
    shutil.copy(PROJECT_DIR / ".dagster" / "dagster.yaml", tmp_path)
    with dg.DagsterInstance.get() as instance:
        going, refused = (
            instance.add_run(dg.DagsterRun(job_name=job, status=status)).run_id
            for job, status in (
                ("refresh", dg.DagsterRunStatus.STARTED),
                (INBOX_JOB, dg.DagsterRunStatus.FAILURE),
            )
        )
        done = [dg.materialize([kept], instance=instance).run_id for _ in range(4)]
        assert forget_old_runs(instance) == 2
        left = {run.run_id for run in instance.get_runs()}
        # A run under way is not finished; a file that could not be read counts its attempts.
        assert left == {going, refused, *done[2:]}
        mentioned = {path.name for path in Path(tmp_path).rglob("*")}
        assert not [name for name in mentioned for old in done[:2] if old in name]
        assert all(any(new in name for name in mentioned) for new in done[2:])
        event = instance.get_latest_materialization_event(kept.key)
        assert event.run_id == done[3]
        assert forget_old_runs(instance) == 0


@pytest.mark.parametrize(("value", "kept"), [("", 20), ("7", 7), ("0", 1), ("many", 20)])
def test_how_many_are_kept_is_a_setting(monkeypatch, value, kept):
    monkeypatch.setenv("JUESUAN_KEPT_RUNS", value)
    assert kept_runs() == kept
