"""The one resource: where the checkout's things are, and the lock for as long as a run lasts."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

import dagster as dg
from pydantic import PrivateAttr

from dagster_project.defs.dead_runs import note_process
from dagster_project.lake.lock import hold_lake
from dagster_project.runtime.lock import hold_lock
from dagster_project.runtime.logs import in_run
from dagster_project.runtime.settings import Settings, load_settings


class Workspace(dg.ConfigurableResource):
    """Paths of this checkout, from the environment; holds the warehouse lock during a run.

    With the in-process executor a resource lives exactly as long as its run, so a run that the UI
    launches is protected in the same way as one of the command line.
    """

    _settings: Settings = PrivateAttr()

    @property
    def settings(self) -> Settings:
        """Return the paths in force for this run."""
        return self._settings

    @contextmanager
    def yield_for_execution(
        self, context: dg.InitResourceContext
    ) -> Generator[Workspace, None, None]:
        """Take the lock, then hand out the paths."""
        self._settings = load_settings()
        assert context.log is not None  # noqa: S101 - Dagster always passes a log manager
        if context.instance is not None and context.run_id is not None:
            note_process(context.instance, context.run_id)
        owner = f"Dagster run {context.run_id or ''}".strip()
        with (
            hold_lock(self._settings.warehouse, owner, say=context.log.info),
            hold_lake(self._settings.lake, owner, say=context.log.info),
            in_run(context.run_id),
        ):
            yield self
