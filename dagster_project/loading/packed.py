"""Packed documents as the loader reads them: as the folders that they are the contents of.

Unpacked for as long as they are being loaded, so that there is one reader of either form.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from dagster_project.loading.folders import ExtractFolder
from dagster_project.packs.pack import by_pack, size_of, write_files

_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of one's own is made in it
# As many shards are loaded at once as there are cores, and others use it too.
_ROOM = 16


@contextmanager
def unpacked(folders: Sequence[ExtractFolder]) -> Iterator[list[ExtractFolder]]:
    """Yield the folders with those that are packed, and whole, in a temporary place."""
    documents = [one.packed for one in folders if one.packed and not one.packed.damage]
    if not documents:
        yield list(folders)
        return
    packs = list(by_pack(documents))
    where = _in_memory(sum(size_of(pack) for pack, _ in packs))
    with tempfile.TemporaryDirectory(prefix="juesuan-unpacked-", dir=where) as name:
        place = Path(name)
        for _, own in packs:
            write_files(own, place)
        yield [
            replace(one, path=place / one.packed.folder)
            if one.packed and not one.packed.damage
            else one
            for one in folders
        ]


def _in_memory(size: int) -> Path | None:
    """Return the file system in memory if there is plenty of room: a third of the cost of a disk.

    Somebody who says where temporary files go has a reason.
    """
    if "TMPDIR" in os.environ or not os.access(_MEMORY, os.W_OK | os.X_OK):
        return None
    return _MEMORY if shutil.disk_usage(_MEMORY).free > _ROOM * size else None
