"""Taking a backup back: everything is unpacked and checked first, then put in place.

What was there is moved aside under ``….before-<time>``, never removed. The warehouse is not part of
a backup: the next run makes it from ``raw/``.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from dagster_project.operation.backup import Contents, read_backup, unpack
from dagster_project.operation.places import Place
from dagster_project.release.folders import complete_releases, point_current_at

UNPACKING = ".restoring-"
ASIDE = ".before-"


@dataclass(frozen=True)
class Restored:
    """What a restore did: what the backup held, and where that which was there lies now."""

    contents: Contents
    put_aside: tuple[Path, ...]


def restore(path: Path, places: list[Place], published: Path) -> Restored:
    """Put what a backup holds in place of what is there.

    A place that the backup does not know stays as it is. Killed at any moment, every place is as it
    was or as the backup has it; the other state lies beside it.
    """
    contents = read_backup(path)
    stamp = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    unpacked: list[tuple[Place, Path]] = []
    aside: list[Path] = []
    try:
        for number, place in enumerate(places):
            # Beside what it replaces: a rename needs one file system.
            folder = place.path.parent / f"{UNPACKING}{os.getpid()}-{number}"
            unpacked.append((place, folder))
            folder.mkdir(parents=True)
            unpack(path, place, folder)
        for place, folder in unpacked:
            new = folder / place.name
            if new.exists() and not _is_same_file(new, place.path):
                aside += _replace(new, place.path, stamp)
    finally:
        for _, folder in unpacked:
            shutil.rmtree(folder, ignore_errors=True)
    for release in complete_releases(published):
        if release.name == contents.current:
            point_current_at(published, release)
    return Restored(contents, tuple(aside))


def _is_same_file(new: Path, old: Path) -> bool:
    return new.is_file() and old.is_file() and new.read_bytes() == old.read_bytes()


def _replace(new: Path, place: Path, stamp: str) -> list[Path]:
    if not place.exists():
        new.rename(place)
        return []
    aside = place.with_name(f"{place.name}{ASIDE}{stamp}")
    place.rename(aside)
    try:
        new.rename(place)
    except OSError:
        aside.rename(place)
        raise
    return [aside]
