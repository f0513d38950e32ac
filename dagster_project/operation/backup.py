"""A backup: one compressed archive with a hash of every file, written whole or not at all.

Members are called ``raw/…``, ``releases/…``, ``marks/…``, ``seeds/…``; the last member is
``MANIFEST.json``, so an archive that was cut short has none.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import tarfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import IO, Any

from dagster_project.operation.places import Place
from dagster_project.runtime.problems import JuesuanError

MANIFEST = "MANIFEST.json"
_FORMAT = 1
# Parquet is compressed already, figures shrink to a tenth at any level.
_LEVEL = 1
_SHOWN = 5
_CHUNK = 2**20
_TOP = ("raw", "releases", "marks", "seeds")


@dataclass(frozen=True)
class Contents:
    """What a sound backup holds: when it was made, by which version, the hash of every file."""

    created_at: str
    juesuan: str
    current: str | None
    files: dict[str, str]


class _Hashing:
    """A file that is hashed while the archive reads it: every byte is read once."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self.digest = stream, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self.digest.update(data)
        return data


def write_backup(path: Path, places: list[Place], current: Path | None) -> Contents:
    """Write what lies in ``places`` to ``path``; ``current`` is the release in force.

    Whoever calls holds the locks: nothing must change meanwhile. Raises JuesuanError where the
    file is there already.
    """
    if path.exists():
        raise JuesuanError(f"{path} is there already; a backup never replaces another")
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part-{os.getpid()}")
    hashes: dict[str, str] = {}
    try:
        with tarfile.open(part, "w:gz", compresslevel=_LEVEL) as archive:
            last = None
            for place, name, file in _files(places):
                if place is not last:
                    # Links lead to files of their own place: each can be taken back alone.
                    archive.inodes.clear()  # type: ignore[attr-defined]
                    last = place
                hashes[name] = _add(archive, name, file)
            contents = Contents(
                datetime.now(UTC).isoformat(timespec="seconds"),
                version("juesuan"),
                current.name if current else None,
                hashes,
            )
            text = json.dumps({"format": _FORMAT} | vars(contents), ensure_ascii=False)
            _add_text(archive, MANIFEST, text)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return contents


def read_backup(path: Path) -> Contents:
    """Read every byte of a backup and return what it holds.

    Raises JuesuanError that names what is damaged or missing, or was never part of it.
    """
    found: dict[str, str] = {}
    manifest: Any = None
    try:
        with gzip.open(path) as whole, tarfile.open(fileobj=whole) as archive:
            for member in archive:
                _require_plain(path, member)
                if member.islnk():
                    # A second name: going back to the bytes would mean reading all from the start.
                    found[member.name] = found.get(member.linkname, "")
                elif (stream := archive.extractfile(member)) is None:
                    continue
                elif member.name == MANIFEST:
                    manifest = json.load(stream)
                else:
                    found[member.name] = _digest(stream)
            # The manifest hashes the files; only the checksum at the end speaks for the manifest.
            while whole.read(_CHUNK):
                pass
    except (tarfile.TarError, EOFError, OSError, ValueError, KeyError, zlib.error) as error:
        if isinstance(error, FileNotFoundError):
            raise
        raise JuesuanError(
            f"{path} is damaged ({error}); nothing was changed, take another backup;"
            "备份已损坏,未作任何改动,请换一份"
        ) from error
    if not isinstance(manifest, dict) or manifest.pop("format", None) != _FORMAT:
        raise JuesuanError(
            f"{path} is no whole backup of juesuan: it has no {MANIFEST};"
            "不是完整的备份,未作任何改动,请换一份"
        )
    try:
        contents = Contents(**manifest)
    except TypeError as error:
        raise JuesuanError(f"{path}: {MANIFEST} is of another version ({error})") from error
    wrong = sorted(
        name
        for name in contents.files.keys() | found.keys()
        if contents.files.get(name) != found.get(name)
    )
    if wrong:
        shown = ", ".join(wrong[:_SHOWN]) + (" …" if len(wrong) > _SHOWN else "")
        raise JuesuanError(
            f"{path}: {len(wrong)} files are not what was kept ({shown}); nothing was changed;"
            "备份中有文件已改动,未作任何改动,请换一份"
        )
    return contents


def unpack(path: Path, place: Place, folder: Path) -> None:
    """Unpack what a backup that was read before holds of a place, into an empty folder."""
    with tarfile.open(path, "r:gz") as archive:
        members = (
            member
            for member in archive
            if member.name == place.name or member.name.startswith(f"{place.name}/")
        )
        archive.extractall(folder, members, filter="data")


def _files(places: list[Place]) -> Iterator[tuple[Place, str, Path]]:
    for place in places:
        if place.path.is_file():
            yield place, place.name, place.path
        elif place.path.is_dir():
            for file in sorted(place.path.rglob("*")):
                inside = file.relative_to(place.path)
                # What a killed extraction or publication left is nobody's.
                if file.is_file() and not any(part.startswith(".tmp-") for part in inside.parts):
                    yield place, f"{place.name}/{inside.as_posix()}", file


def _add(archive: tarfile.TarFile, name: str, file: Path) -> str:
    member = archive.gettarinfo(file, name)
    if member.islnk():
        # A second name of a file that is in the archive: its bytes are there once.
        archive.addfile(member)
        with file.open("rb") as stream:
            return _digest(stream)
    with file.open("rb") as stream:
        hashing = _Hashing(stream)
        archive.addfile(member, hashing)
    return hashing.digest.hexdigest()


def _digest(stream: IO[bytes]) -> str:
    return hashlib.file_digest(stream, "sha256").hexdigest()  # type: ignore[arg-type]


def _add_text(archive: tarfile.TarFile, name: str, text: str) -> None:
    content = text.encode()
    member = tarfile.TarInfo(name)
    member.size = len(content)
    archive.addfile(member, io.BytesIO(content))


def _require_plain(path: Path, member: tarfile.TarInfo) -> None:
    """Refuse members that would leave the places of a backup."""
    names = [member.name] + ([member.linkname] if member.islnk() else [])
    for name in names:
        parts = PurePosixPath(name).parts
        if name != MANIFEST and (not parts or parts[0] not in _TOP or ".." in parts):
            raise JuesuanError(f"{path} is no backup of juesuan: it holds {name!r}")
    if not (member.isreg() or member.islnk() or member.isdir()):
        raise JuesuanError(f"{path} is no backup of juesuan: {member.name!r} is no file")
