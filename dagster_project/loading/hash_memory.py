"""Hashes of extract folders that have not been touched since: a run asks for them several times.

A folder is known by name, size, node and both times of each of its files. The time of change is set
by every write, rename and copy, and nobody can set it back; what changed only just now is read
again, for the clock of a file system may stand still for a moment.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from dagster_project.runtime.file_state import QUIET_SECONDS

# Raise it when the same files have another hash.
_VERSION = 1
# Folder → signature and hash: what this process knows, and what of it is on disk.
_known: dict[str, tuple[str, str]] = {}
_kept: dict[str, tuple[str, str]] = {}


def remembered(folder: Path, files: list[Path], hash_folder: Callable[[Path], str]) -> str:
    """Return ``hash_folder`` of a folder of some files, from memory where it is the same folder."""
    signature, latest = _signature(files)
    if (known := _known.get(str(folder))) and known[0] == signature:
        return known[1]
    found = hash_folder(folder)
    is_quiet = latest < time.time_ns() - QUIET_SECONDS * 1e9
    if signature and is_quiet and _signature(files) == (signature, latest):
        _known[str(folder)] = (signature, found)
    return found


def _signature(files: list[Path]) -> tuple[str, int]:
    """Return a name for the state of the files and when the last one changed, in ns; '' if gone."""
    try:
        status = [(path.name, path.stat()) for path in files]
    except OSError:
        return "", 0
    told = sorted(
        (os.fsencode(n), s.st_size, s.st_ino, s.st_mtime_ns, s.st_ctime_ns, s.st_mode)
        for n, s in status
    )
    return sha256(repr(told).encode()).hexdigest(), max(
        (s.st_ctime_ns for _, s in status), default=0
    )


def recall(file: Path) -> None:
    """Take what ``keep`` wrote; a file that cannot be read says nothing."""
    try:
        version, known = json.loads(file.read_text(encoding="utf-8"))
        if version != _VERSION:
            return
        _kept.update({str(name): (str(each[0]), str(each[1])) for name, each in known.items()})
    except (OSError, ValueError, TypeError, AttributeError, IndexError):
        return
    _known.update(_kept | _known)


def keep(file: Path) -> None:
    """Write what is known, unless it stands there; what is gone is left out."""
    if _known == _kept:
        return
    there = {name: each for name, each in _known.items() if Path(name).is_dir()}
    building = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        building.write_text(json.dumps([_VERSION, there]), encoding="utf-8")
        building.replace(file)
    except (OSError, UnicodeEncodeError):
        # It is a help and nothing else.
        building.unlink(missing_ok=True)
        return
    _kept.clear()
    _kept.update(there)
    _known.clear()
    _known.update(there)
