"""Disks that are full or read-only, memory and file sizes that are limited."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from tests.faults import hooks
from tests.faults.place import Place, Said
from tests.faults.table import Fault, Trial

_MEGABYTE = 1024 * 1024
# Where a disk is, and what meets it: releases are written by the last step of a run alone.
_Part = Callable[[Place], Path]
_Run = Callable[[Place], Said]
_PARTS: dict[str, tuple[_Part, _Run]] = {
    "the warehouse": (lambda place: place.warehouse.parent, Place.run),
    "the releases": (lambda place: place.published, Place.publish),
    "the instance": (lambda place: place.home, Place.run),
}
_MOUNT, _UMOUNT = "/bin/mount", "/bin/umount"


def faults() -> list[Fault]:
    """Return the faults; those of disks need a mount, and so root."""
    found = [
        Fault("no file above 1 MB", partial(_limited, hooks.limit(resource.RLIMIT_FSIZE, 1 << 20))),
        Fault("1.2 GB of memory", partial(_limited, hooks.limit(resource.RLIMIT_AS, 1200 << 20))),
        Fault("32 open files", partial(_limited, hooks.limit(resource.RLIMIT_NOFILE, 32))),
        Fault("JUESUAN_MEMORY_LIMIT=10MB", partial(_variable, "JUESUAN_MEMORY_LIMIT", "10MB")),
        Fault("JUESUAN_MEMORY_LIMIT=much", partial(_variable, "JUESUAN_MEMORY_LIMIT", "much")),
    ]
    if os.geteuid() == 0:
        for name, (part, run) in _PARTS.items():
            found += [
                Fault(f"disk of {name} full, {free} kB left", partial(_full, part, run, free))
                for free in (0, 600)
            ]
            found.append(Fault(f"{name} read-only", partial(_read_only, part, run)))
        raw = partial(_read_only, lambda place: place.raw, Place.run)
        found.append(Fault("raw/ read-only", raw))
    return found


def _limited(hook: hooks.Hook, trial: Trial) -> None:
    trial.judge(trial.place.run(hook=hook))
    trial.recover()


def _variable(name: str, value: str, trial: Trial) -> None:
    trial.judge(trial.place.run(**{name: value}))
    trial.recover()


def _full(part: _Part, run: _Run, free: int, trial: Trial) -> None:
    with _own_disk(part(trial.place)) as disk:
        filler = disk / "filler"
        with filler.open("wb") as stream:
            status = os.statvfs(disk)
            left = status.f_bavail * status.f_frsize - free * 1024
            os.posix_fallocate(stream.fileno(), 0, left)
        trial.judge(run(trial.place))
        filler.unlink()
        trial.recover(partial(run, trial.place))


def _read_only(part: _Part, run: _Run, trial: Trial) -> None:
    with _own_disk(part(trial.place)) as disk:
        _call(_MOUNT, "-o", "remount,ro", disk)
        trial.judge(run(trial.place))
        _call(_MOUNT, "-o", "remount,rw", disk)
        trial.recover(partial(run, trial.place))


@contextmanager
def _own_disk(folder: Path) -> Iterator[Path]:
    """Put a small disk where a folder is, with what was in it."""
    aside = folder.with_name(f"{folder.name}-aside")
    folder.rename(aside)
    folder.mkdir()
    size = sum(path.stat().st_size for path in aside.rglob("*") if path.is_file())
    _call(_MOUNT, "-t", "tmpfs", "-o", f"size={2 * size + 64 * _MEGABYTE}", "faults", folder)
    try:
        shutil.copytree(aside, folder, symlinks=True, dirs_exist_ok=True)
        yield folder
    finally:
        _call(_UMOUNT, "-l", folder)


def _call(*command: object) -> None:
    subprocess.run([str(word) for word in command], check=True)  # noqa: S603 - mount, our folders
