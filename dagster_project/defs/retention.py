"""Old runs: their history is forgotten, so that DAGSTER_HOME does not grow with every run."""

from __future__ import annotations

import os
from pathlib import Path

import dagster as dg
from dagster._core.storage.event_log import SqlEventLogStorage, SqliteEventLogStorage
from dagster._core.storage.event_log.schema import AssetCheckExecutionsTable

from dagster_project.defs.dead_runs import end_dead_runs
from dagster_project.defs.inbox import INBOX_JOB
from dagster_project.runtime.run_history import RunHistory

_VARIABLE, _DEFAULT = "JUESUAN_KEPT_RUNS", 20
_FINISHED = [
    dg.DagsterRunStatus.SUCCESS,
    dg.DagsterRunStatus.FAILURE,
    dg.DagsterRunStatus.CANCELED,
]
# A history of years is worked off little by little: nobody waits for it.
_MOST_AT_ONCE = 20


def kept_runs() -> int:
    """Return how many finished runs are kept (``JUESUAN_KEPT_RUNS``), at least one."""
    value = os.environ.get(_VARIABLE, "")
    return max(1, int(value)) if value.isdecimal() else _DEFAULT


def forget_old_runs(instance: dg.DagsterInstance) -> int:
    """Delete the finished runs behind the newest, with their events and logs; return how many.

    Runs that were killed are ended first. A reading of the inbox that failed stays: it counts how
    often a file was tried.
    """
    end_dead_runs(instance)
    runs = instance.get_runs(dg.RunsFilter(statuses=_FINISHED))
    old = [run for run in runs[kept_runs() :] if run.is_success or run.job_name != INBOX_JOB]
    for run in old[-_MOST_AT_ONCE:]:
        instance.compute_log_manager.delete_logs(prefix=[run.run_id])
        instance.delete_run(run.run_id)
        _remove_events_file(instance, run.run_id)
    _forget_checks(instance)
    return len(old[-_MOST_AT_ONCE:])


def _forget_checks(instance: dg.DagsterInstance) -> None:
    """Remove what checks found in runs that are forgotten: with a run Dagster removes all but it.

    A row per check and run, each with the metadata that the check gave.
    """
    storage = instance.event_log_storage
    if isinstance(storage, SqlEventLogStorage):
        table = AssetCheckExecutionsTable
        known = [run.run_id for run in instance.get_runs()]
        with storage.index_connection() as connection:
            connection.execute(table.delete().where(table.c.run_id.not_in(known)))


def _remove_events_file(instance: dg.DagsterInstance, run_id: str) -> None:
    """Remove the emptied database that Dagster keeps per run: it would keep its size."""
    storage = instance.event_log_storage
    if isinstance(storage, RunHistory):
        storage.close(run_id)
    if isinstance(storage, SqliteEventLogStorage):
        path = Path(storage.path_for_shard(run_id))
        for file in (path, *(path.with_name(path.name + end) for end in ("-wal", "-shm"))):
            file.unlink(missing_ok=True)
