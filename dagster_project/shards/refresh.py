"""What a run asks of shards: bring the parts of a warehouse in line with raw/, or do without."""

from __future__ import annotations

import logging
from collections.abc import Collection
from pathlib import Path

from dagster_project.loading.load import find_folders
from dagster_project.runtime.settings import Settings
from dagster_project.shards.gather import note_plan, parts_dir
from dagster_project.shards.parallel import build_shards
from dagster_project.shards.parts import Part
from dagster_project.shards.plan import Shard, plan_shards

log = logging.getLogger(__name__)


def refresh_parts(settings: Settings, reread_years: Collection[str] = ()) -> list[Part] | None:
    """Build the shards that changed and return all parts; None where one build does.

    ``reread_years`` are loaded again although their bytes did not change. What makes up the
    warehouse is noted once every shard is there: a run that is stopped before is as if never begun.
    """
    shards = plan(settings)
    if shards is None:
        return None
    folder = parts_dir(settings.warehouse)
    for shard in shards:
        if any(Path(document.path).parts[0] in reread_years for document in shard.documents):
            _forget(folder / shard.digest)
    parts = build_shards(shards, settings.raw_dir, folder, memory_limit=settings.memory_limit)
    note_plan(folder, shards)
    return parts


def plan(settings: Settings) -> list[Shard] | None:
    """Return the shards of raw/, None where it is so small that one build does.

    That is told by the number of documents: a family that cannot be cut is a shard by itself.
    """
    folders = find_folders(settings.raw_dir)
    if len(folders) <= settings.shard_documents:
        return None
    return plan_shards(settings.raw_dir, folders, settings.shard_documents)


def _forget(folder: Path) -> None:
    """Take a part for not built, while readers may still have its files open."""
    (folder / "part.json").unlink(missing_ok=True)
