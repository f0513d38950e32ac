"""Packed documents as the loader reads them: as the folders that they are the contents of.

Unpacked for as long as they are being loaded, so that there is one reader of either form.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from dagster_project.loading.folders import ExtractFolder, hash_folder
from dagster_project.packs.pack import by_pack, write_files
from dagster_project.runtime.problems import JuesuanError


@contextmanager
def unpacked(folders: Sequence[ExtractFolder]) -> Iterator[list[ExtractFolder]]:
    """Yield the folders with those that are packed, and whole, in a temporary place."""
    documents = [one.packed for one in folders if one.packed and not one.packed.damage]
    if not documents:
        yield list(folders)
        return
    with tempfile.TemporaryDirectory(prefix="juesuan-unpacked-") as name:
        place = Path(name)
        for _, own in by_pack(documents):
            write_files(own, place)
        yield [_in(place, folder) for folder in folders]


def _in(place: Path, folder: ExtractFolder) -> ExtractFolder:
    packed = folder.packed
    if packed is None or packed.damage:
        return folder
    path = place / packed.folder
    if hash_folder(path) != packed.content_sha256:
        raise JuesuanError(
            f"打包 {packed.pack.name} 中的 {packed.folder} 在读取期间被改动,请重试 "
            "(changed while it was read; run again)"
        )
    return replace(folder, path=path)
