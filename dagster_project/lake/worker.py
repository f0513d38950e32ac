"""What a worker does: build a shard in its own scratch folder and commit it to the lake.

Runs anywhere where this code, its raw/ (the same path) and the lake can be reached. Done twice it
is done once.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from dagster_project.lake.catalog import committed_parts, open_lake
from dagster_project.lake.commit import commit_part
from dagster_project.runtime.settings import LakePlace
from dagster_project.shards.build import build_shard
from dagster_project.shards.parts import Part
from dagster_project.shards.plan import Shard
from dagster_project.warehouse.compiled import compile_project


def build_and_commit(
    shard: Shard, raw_dir: Path, notes: Path, place: LakePlace, memory_limit: str
) -> Part:
    """Return the part of a shard as it is in the lake; built and committed unless it is there.

    ``notes`` is the folder in which whoever asks keeps what is known of parts; nothing is written.
    """
    with open_lake(place) as connection:
        if there := committed_parts(connection, [shard.digest], notes).get(shard.digest):
            return there
    # Once on a machine that has not compiled this state of the dbt project yet.
    compile_project()
    with tempfile.TemporaryDirectory(prefix="shard-", dir=_scratch()) as name:
        part = build_shard(shard, raw_dir, Path(name), memory_limit=memory_limit)
        # Opened anew: a build may last longer than a connection that nobody uses.
        with open_lake(place) as connection:
            commit_part(connection, part)
            return committed_parts(connection, [shard.digest], notes)[shard.digest]


def _scratch() -> str | None:
    """Return the folder of this worker, which Dask removes after a worker that was killed."""
    from distributed import get_worker

    try:
        return str(get_worker().local_directory)
    except ValueError:
        return None
