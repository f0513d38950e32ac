"""What a run asks of shards: bring the parts of a warehouse in line with raw/, or do without."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from dagster_project.loading.load import find_folders
from dagster_project.runtime.settings import Settings
from dagster_project.shards.gather import note_plan, parts_dir
from dagster_project.shards.parallel import build_shards
from dagster_project.shards.parts import Part, read_part, write_part
from dagster_project.shards.plan import Shard, plan_shards

log = logging.getLogger(__name__)


# Given the shards, and those that are built again even where they are there.
Builder = Callable[[Sequence[Shard], Collection[str]], list[Part]]


def refresh_parts(
    settings: Settings, reread_years: Collection[str] = (), elsewhere: Builder | None = None
) -> list[Part] | None:
    """Build the shards that changed and return all parts; None where one build does.

    ``reread_years`` are loaded again although their bytes did not change. What makes up the
    warehouse is noted once every shard is there: a run that is stopped before is as if never begun.
    ``elsewhere`` builds the shards instead of processes of this machine.
    """
    shards = plan(settings, even_one=elsewhere is not None)
    if shards is None:
        return None
    folder = parts_dir(settings.warehouse)
    again = [
        shard.digest
        for shard in shards
        if any(Path(document.path).parts[0] in reread_years for document in shard.documents)
    ]
    if elsewhere is not None:
        parts = elsewhere(shards, again)
        for part in parts:
            _note(part)
    else:
        for shard in shards:
            there = read_part(folder / shard.digest)
            if shard.digest in again or (there is not None and there.lake_schema):
                _forget(folder / shard.digest)
        parts = build_shards(shards, settings.raw_dir, folder, memory_limit=settings.memory_limit)
    note_plan(folder, shards)
    return parts


def plan(settings: Settings, *, even_one: bool = False) -> list[Shard] | None:
    """Return the shards of raw/, None where it is so small that one build does.

    That is told by the number of documents: a family that cannot be cut is a shard by itself.
    ``even_one``: shards are wanted, be it a single one.
    """
    folders = find_folders(settings.raw_dir)
    if len(folders) <= settings.shard_documents and not even_one:
        return None
    return plan_shards(settings.raw_dir, folders, settings.shard_documents)


def _note(part: Part) -> None:
    """Keep beside the warehouse what is known of a part whose rows are in the lake."""
    shutil.rmtree(part.folder, ignore_errors=True)
    part.folder.mkdir(parents=True)
    write_part(part, part.folder)


def _forget(folder: Path) -> None:
    """Take a part for not built, while readers may still have its files open."""
    (folder / "part.json").unlink(missing_ok=True)
