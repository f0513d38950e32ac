"""Runs of the whole pipeline that nobody starts by hand: asked for once per state of raw/."""

from __future__ import annotations

from pathlib import Path

import dagster as dg

from dagster_project.defs.dead_runs import end_dead_runs
from dagster_project.defs.partitions import sync_partitions
from dagster_project.last_run import Inputs, note_whole_run, read_inputs
from dagster_project.loading.folders import list_folders, partitions_of
from dagster_project.runtime.file_state import hash_state, is_quiet, visible_tree
from dagster_project.runtime.settings import Settings

PIPELINE_JOB = "refresh"
PIPELINE_TAG = "juesuan/pipeline"
STATE_TAG = "juesuan/raw_state"
INPUTS_TAG = "juesuan/inputs"
# A second run helps where the first one was killed; one that a gate stopped needs a person.
MOST_ATTEMPTS = 2
_RANGE_START = "dagster/asset_partition_range_start"
_RANGE_END = "dagster/asset_partition_range_end"


def pipeline_tags(raw_dir: Path) -> dict[str, str]:
    """Return the tags that tell what state of raw/ a run is about."""
    return {PIPELINE_TAG: "all", STATE_TAG: hash_state(raw_dir, visible_tree(raw_dir))}


def inputs_tag(settings: Settings) -> dict[str, str]:
    """Return the tag of a run of everything that says what it works from: raw/ and the rest."""
    inputs = read_inputs(settings)
    return {INPUTS_TAG: f"{inputs.raw} {inputs.rest}"}


def note_run(run: dg.DagsterRun, settings: Settings) -> None:
    """Note a run of everything that has published: the next one may find nothing to do.

    Parts of it, chosen or executed again in the UI, may have met a warehouse of another day.
    """
    tag = run.tags.get(INPUTS_TAG)
    if tag and not run.asset_selection and run.parent_run_id is None:
        note_whole_run(settings, Inputs(*tag.split()))


def partition_tags(instance: dg.DagsterInstance, years: list[str]) -> dict[str, str]:
    """Bring the partitions in line with raw/ and return the tags that select them all."""
    sync_partitions(instance, years)
    order = instance.get_dynamic_partitions("fiscal_year")
    return {_RANGE_START: order[0], _RANGE_END: order[-1]}


def request_refresh(instance: dg.DagsterInstance, raw_dir: Path) -> dg.RunRequest | dg.SkipReason:
    """Ask for a run if raw/ is in another state than the last run saw, and at rest.

    What counts is the state of the folder, not that somebody noticed a change: a tick that was
    missed is made up for by the next one, and raw/ going back to an older state is a change too.
    """
    years = partitions_of(list_folders(raw_dir)) if raw_dir.is_dir() else []
    if not years:
        return dg.SkipReason(f"no document in {raw_dir}")
    files = visible_tree(raw_dir)
    if not all(is_quiet(path) for path in files):
        return dg.SkipReason("raw/ is being written to; looking again at the next tick")
    tags = pipeline_tags(raw_dir)
    end_dead_runs(instance)
    runs = instance.get_runs(dg.RunsFilter(tags={PIPELINE_TAG: "all"}), limit=MOST_ATTEMPTS)
    if runs and not runs[0].is_finished:
        return dg.SkipReason(f"run {runs[0].run_id} is under way; looking again when it is done")
    same = [run for run in runs if run.tags.get(STATE_TAG) == tags[STATE_TAG]]
    if runs and runs[0] in same:
        if runs[0].is_success:
            return dg.SkipReason("raw/ is as the last run found it")
        if len(same) >= MOST_ATTEMPTS:
            return dg.SkipReason(f"run {runs[0].run_id} failed twice on this raw/; see its log")
    base = runs[0].run_id if runs else "first"
    return dg.RunRequest(
        # The run before is part of the key: the same state may come again later.
        run_key=f"{tags[STATE_TAG]}:{base}",
        tags=tags | partition_tags(instance, years),
    )
