"""One lock beside the warehouse file, taken by every entry point for as long as it works.

DuckDB itself refuses a second writer, but only when it opens the file: between the loader, dbt and
the publication the file is free for a moment, and a second run would slip in half-way.
"""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from dagster_project.runtime.problems import JuesuanError

DEFAULT_WAIT_SECONDS = 1800.0


@contextmanager
def hold_lock(
    target: Path,
    owner: str,
    *,
    say: Callable[[str], None],
    wait_seconds: float = DEFAULT_WAIT_SECONDS,
) -> Iterator[None]:
    """Hold the lock of ``target`` (a file or folder); re-entrant within this process.

    Says in one line for whom it waits; JuesuanError when the wait was in vain.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    lock_path = target.with_name(f".{target.name}.lock")
    holder_path = target.with_name(f".{target.name}.holder.json")
    # A singleton counts its acquisitions, so that an asset can take what its launcher holds;
    # Dagster may run the asset in another thread.
    lock = FileLock(lock_path, thread_local=False, is_singleton=True)
    is_outermost = not lock.is_locked
    _acquire(lock, holder_path, target, say, wait_seconds)
    try:
        if is_outermost:
            holder = {"pid": os.getpid(), "owner": owner, "since": time.strftime("%H:%M:%S")}
            holder_path.write_text(json.dumps(holder, ensure_ascii=False), encoding="utf-8")
        yield
    finally:
        if is_outermost:
            holder_path.unlink(missing_ok=True)
        lock.release()


@contextmanager
def hold_folder(folder: Path) -> Iterator[None]:
    """Let no other process write below a folder meanwhile; it is made where it is missing.

    The lock is on the folder itself: a lock file would lie among data that is committed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _acquire(
    lock: FileLock,
    holder_path: Path,
    target: Path,
    say: Callable[[str], None],
    wait_seconds: float,
) -> None:
    try:
        lock.acquire(timeout=0)
        return
    except Timeout:
        holder = describe_holder(holder_path)
    say(
        f"{target.name} 正被 {holder} 使用,等待中 "
        f"({target.name} is in use by {holder}; waiting, at most {wait_seconds:.0f} s)"
    )
    try:
        lock.acquire(timeout=wait_seconds, poll_interval=0.2)
    except Timeout:
        raise JuesuanError(
            f"{target} 仍被 {holder} 使用,请稍后再试 "
            f"(still in use by {holder} after {wait_seconds:.0f} s; try again later)"
        ) from None


def describe_holder(holder_path: Path) -> str:
    """Return who holds the lock, as it wrote down; a killed holder's note may be out of date."""
    try:
        holder = json.loads(holder_path.read_text(encoding="utf-8"))
        return f"{holder['owner']} (process {holder['pid']}, since {holder['since']})"
    except (OSError, ValueError, KeyError):
        return "another process"
