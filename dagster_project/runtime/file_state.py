"""Whether files are still being written, and a name for the state that a set of files is in."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Collection, Iterable
from pathlib import Path

# Every write, rename and copy sets the time of change (ctime), which nobody can set back: files
# that have not changed for this long are no longer being written.
QUIET_SECONDS = 5.0


def is_quiet(path: Path, now: float | None = None) -> bool:
    """Return whether nothing has been written to a file for a while; False when it is gone."""
    try:
        changed = path.stat().st_ctime
    except OSError:
        return False
    return changed <= (time.time() if now is None else now) - QUIET_SECONDS


def hash_state(root: Path, files: Iterable[Path]) -> str:
    """Return a hash over names, sizes and times of files below ``root``; their order is no matter.

    The same state gives the same hash however often and by whom it is looked at.
    """
    digest = hashlib.sha256()
    for path in sorted(files):
        try:
            status = path.stat()
        except OSError:
            continue
        line = f"{path.relative_to(root).as_posix()}\0{status.st_size}\0{status.st_mtime_ns}\n"
        digest.update(line.encode())
    return digest.hexdigest()[:32]


def visible_tree(root: Path, without: Collection[str] = ()) -> list[Path]:
    """Return the files below ``root``, without hidden ones and what lies in hidden folders.

    ``without`` names folders of ``root`` itself that are not entered. A link that leads nowhere is
    no file; where there is no ``root`` there is none.
    """
    found: list[Path] = []
    for place, folders, names in os.walk(root):
        left_out = without if place == str(root) else ()
        folders[:] = [name for name in folders if name[0] != "." and name not in left_out]
        found += [Path(place, name) for name in names if name[0] != "."]
    return sorted(path for path in found if path.is_file())
