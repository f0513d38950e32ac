"""Runs whose process is gone: killed, or the machine was switched off. Nobody else ends them.

Dagster notes the end of a run from within it. A killed one stays under way for ever: the queue
waits for it, the sensors ask for no other, and its history is never old enough to be forgotten.
"""

from __future__ import annotations

import contextlib
import os
import platform
from pathlib import Path

import dagster as dg

PROCESS_TAG = "juesuan/process"
_UNDER_WAY = [dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.CANCELING]
# Field 22 of /proc/<pid>/stat, counted behind the name, which may hold anything.
_STARTED_AT = 19


def note_process(instance: dg.DagsterInstance, run_id: str) -> None:
    """Note at a run which process works at it: this one."""
    if (process := _describe(os.getpid())) is not None:
        instance.add_run_tags(run_id, {PROCESS_TAG: process})


def end_dead_runs(instance: dg.DagsterInstance) -> list[str]:
    """End the runs whose process is known to be gone as failed; return their ids."""
    ended = []
    for run in instance.get_runs(dg.RunsFilter(statuses=_UNDER_WAY)):
        if _is_gone(run.tags.get(PROCESS_TAG, "")):
            told = "运行的进程已不在(被终止,或机器重启) (its process is gone: killed, or a restart)"
            instance.report_run_failed(run, told)
            ended.append(run.run_id)
    return ended


def _describe(process: int) -> str | None:
    """Return what names a process over all time: machine, start, its space of numbers, number.

    None where the system does not say.
    """
    with contextlib.suppress(OSError, IndexError):
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        if fields[0] not in "ZX":
            boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
            space = Path(f"/proc/{process}/ns/pid").readlink()
            return f"{platform.node()} {boot} {space} {process} {fields[_STARTED_AT]}"
    return None


def _is_gone(named: str) -> bool:
    """Return whether a process has ended; one of another machine or container is not known."""
    own = _describe(os.getpid())
    if not named or own is None:
        return False
    (node, boot, space, number, _), (here, now, ours, *_) = named.split(), own.split()
    if node != here or (boot == now and space != ours):
        return False
    return boot != now or _describe(int(number)) != named
