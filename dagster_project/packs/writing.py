"""Folders into a pack and back, so that a kill at any moment loses nothing.

Written beside, forced to disk, read back, put in place by one rename; only then is anything
removed, and only where that was asked for.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq

from dagster_project.packs.pack import (
    FORMAT,
    INDEX,
    PACKS,
    PackedDocument,
    by_pack,
    documents_of,
    kind_of,
    list_packs,
    read_files,
    write_files,
)
from dagster_project.runtime.problems import JuesuanError

# Hidden, and what `juesuan extract` clears away where a process was killed.
_TEMPORARY = ".tmp-"
_SCHEMA = pa.schema([("folder", pa.string()), ("content", pa.large_binary())])
# Of raw bytes in a row group: what is held in memory while a pack is written.
_GROUP_BYTES = 32 * 2**20


def write_pack(raw_dir: Path, folders: Sequence[tuple[str, str]]) -> Path:
    """Write one pack of extract folders, given as place below raw/ and hash of their bytes.

    JuesuanError, and nothing is left, where one of them changed meanwhile.
    """
    packs = raw_dir / PACKS
    packs.mkdir(exist_ok=True)
    building = packs / f"{_TEMPORARY}{uuid4().hex}"
    building.mkdir()
    try:
        names = {folder: _packed_names(raw_dir / folder) for folder, _ in folders}
        kinds = sorted({(kind_of(name) or "", name) for own in names.values() for name in own})
        files = {}
        for kind, name in kinds:
            own = [folder for folder in names if name in names[folder]]
            path = building / f"{kind}.parquet"
            _write_kind(path, raw_dir, sorted(own), name)
            files[kind] = {"bytes": path.stat().st_size, "sha256": _hash(path)}
        documents: list[dict[str, object]] = [
            {"folder": folder, "content_sha256": sha256, "files": names[folder]}
            for folder, sha256 in sorted(folders)
        ]
        index = {"format": FORMAT, "documents": documents, "files": files}
        text = json.dumps(index, ensure_ascii=False, indent=1)
        (building / INDEX).write_text(text + "\n", encoding="utf-8")
        _read_back(building)
        return _place(building, packs, documents)
    finally:
        shutil.rmtree(building, ignore_errors=True)


def is_packable(folder: Path) -> bool:
    """Return whether all that lies in a folder can be packed: no kept source, no foreign file."""
    return all(
        path.is_file() and kind_of(path.name) is not None
        for path in folder.iterdir()
        if not path.name.startswith(".")
    )


def _packed_names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.is_file() and kind_of(path.name))


def _write_kind(path: Path, raw_dir: Path, folders: Sequence[str], name: str) -> None:
    with pq.ParquetWriter(path, _SCHEMA, compression="zstd", use_dictionary=False) as writer:
        batch: dict[str, bytes] = {}
        for folder in folders:
            batch[folder] = (raw_dir / folder / name).read_bytes()
            if sum(map(len, batch.values())) > _GROUP_BYTES:
                writer.write_table(_table(batch))
                batch = {}
        if batch:
            writer.write_table(_table(batch))


def _table(batch: dict[str, bytes]) -> pa.Table:
    return pa.table([list(batch), list(batch.values())], schema=_SCHEMA)


def _hash(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _read_back(pack: Path) -> None:
    """Raise JuesuanError unless the pack gives back every folder as it was hashed."""
    try:
        for _ in read_files(documents_of(pack)):
            pass
    except JuesuanError as error:
        raise JuesuanError(
            "文件夹在打包期间被改动,未打包,请重试 "
            f"(a folder changed while it was packed; nothing was packed; run again): {error}"
        ) from error


def _place(building: Path, packs: Path, documents: Sequence[dict[str, object]]) -> Path:
    for path in building.iterdir():
        _force(path)
    _force(building)
    numbers = [path.name.partition("-")[0] for path in list_packs(packs.parent)]
    number = max((int(text) for text in numbers if text.isdecimal()), default=0)
    digest = hashlib.sha256(json.dumps(documents).encode()).hexdigest()[:12]
    place = packs / f"{number + 1:06d}-{digest}"
    building.rename(place)
    _force(packs)
    return place


def _force(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def unpack(raw_dir: Path, documents: Sequence[PackedDocument]) -> int:
    """Write those documents as folders of which there is none yet; return how many.

    Damaged ones are left where they are.
    """
    written = 0
    for _, own in by_pack(documents):
        wanted = [one for one in own if not one.damage and not (raw_dir / one.folder).exists()]
        if not wanted:
            continue
        building = raw_dir / PACKS / f"{_TEMPORARY}{uuid4().hex}"
        try:
            write_files(wanted, building)
            for one in wanted:
                folder = building / one.folder
                for path in folder.iterdir():
                    _force(path)
                (raw_dir / one.folder).parent.mkdir(exist_ok=True)
                folder.rename(raw_dir / one.folder)
                written += 1
        finally:
            shutil.rmtree(building, ignore_errors=True)
    return written


def remove(path: Path) -> None:
    """Remove a folder or a pack so that nobody ever sees a part of it."""
    aside = path.with_name(f"{_TEMPORARY}{uuid4().hex}")
    path.rename(aside)
    shutil.rmtree(aside)


def clear_leftovers(raw_dir: Path) -> None:
    """Remove what killed commands left in the folder of packs; nobody else may be at work."""
    for path in (raw_dir / PACKS).glob(f"{_TEMPORARY}*"):
        shutil.rmtree(path, ignore_errors=True)
