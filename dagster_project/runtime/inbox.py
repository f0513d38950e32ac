"""The inbox folder: what waits in it, and where a file goes once it was read or refused."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dagster_project.runtime.file_state import is_quiet, visible_tree
from dagster_project.runtime.settings import PROJECT_DIR

DONE, REFUSED = "done", "refused"
# Lock files of Office, and downloads and copies that have not got their name yet.
_TEMPORARY_STARTS = ("~$",)
_TEMPORARY_ENDS = (".part", ".crdownload", ".tmp", ".download")


@dataclass(frozen=True)
class Moved:
    """One file that left the inbox: its name there, where it is now, and why it was refused."""

    name: str
    path: Path
    reason: str | None = None


def inbox_dir() -> Path:
    """Return the inbox: ``JUESUAN_INBOX_DIR``, or ``inbox/`` in the checkout."""
    path = os.environ.get("JUESUAN_INBOX_DIR") or PROJECT_DIR / "inbox"
    return Path(path).expanduser().resolve()


def waiting_files(inbox: Path, now: float | None = None) -> list[Path]:
    """Return the files to be read: whole ones, in the inbox itself or in folders dropped there.

    A folder that was dropped is one delivery: it waits until all of its files are whole.
    """
    found = [
        path
        for path in visible_tree(inbox)
        if path.relative_to(inbox).parts[0] not in (DONE, REFUSED)
        and not path.name.startswith(_TEMPORARY_STARTS)
    ]
    unfinished = {
        path.relative_to(inbox).parts[0]
        for path in found
        if path.name.lower().endswith(_TEMPORARY_ENDS) or not is_quiet(path, now)
    }
    return [path for path in found if path.relative_to(inbox).parts[0] not in unfinished]


def move_done(inbox: Path, path: Path, day: date) -> Moved:
    """Move a file that was read to ``done/<date>``."""
    name = path.relative_to(inbox).as_posix()
    return Moved(name, _move(path, inbox / DONE / day.isoformat() / name))


def move_refused(inbox: Path, path: Path, reason: str) -> Moved:
    """Move a file that was refused to ``refused``, with a file beside it that says why."""
    name = path.relative_to(inbox).as_posix()
    target = _move(path, inbox / REFUSED / name)
    target.with_name(f"{target.name}.原因.txt").write_text(f"{reason}\n", encoding="utf-8")
    return Moved(name, target, reason)


def remove_empty_folders(inbox: Path) -> None:
    """Remove the folders that were emptied, deepest first; never the inbox and its archive."""
    folders = [path for path in inbox.rglob("*") if path.is_dir()]
    for folder in sorted(folders, reverse=True):
        if folder.relative_to(inbox).parts[0] not in (DONE, REFUSED) and not any(folder.iterdir()):
            folder.rmdir()


def _move(path: Path, target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    free, number = target, 1
    # An earlier file of that name stays: nothing that was dropped is ever lost.
    while free.exists():
        number += 1
        free = target.with_name(f"{target.stem}~{number}{target.suffix}")
    return path.rename(free)
