"""``juesuan extract``: killed, its readers killed, on a full and on a read-only disk."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from dagster_project.runtime.settings import PROJECT_DIR
from tests.faults.place import Said
from tests.faults.resources import _call, _own_disk
from tests.faults.table import LOST, MIXED, NEW, OLD, Fault, Trial

_SAMPLES = ("collapsed-spaces.txt", "empty-tables.txt", "fund-with-data-gb18030.txt")
_TIMES = 8


def faults() -> list[Fault]:
    """Return the faults of reading."""
    found = [
        Fault("extract: kill -9 at a random moment", _kill),
        Fault("extract: its readers killed", _kill_readers),
    ]
    if os.geteuid() == 0:
        found += [
            Fault("extract: disk of raw/ full", partial(_disk, is_full=True)),
            Fault("extract: raw/ read-only", partial(_disk, is_full=False)),
        ]
    return found


def _files() -> list[str]:
    return [str(PROJECT_DIR / "tests/samples" / name) for name in _SAMPLES]


def _extract(trial: Trial) -> Callable[..., object]:
    return partial(trial.place.start, "extract", "--jobs", "2", *_files())


def _expected(trial: Trial) -> dict[str, str]:
    """Return what a whole extract adds to raw/, which is taken out again."""
    before = set(trial.place.raw_state())
    trial.place.start("extract", *_files()).end()
    state = trial.place.raw_state()
    trial.begin()
    return {name: value for name, value in state.items() if name not in before}


def _judge(trial: Trial, expected: dict[str, str], before: dict[str, str]) -> None:
    """Every folder is whole or absent, and those of before are as they were."""
    state = trial.place.raw_state()
    added = {name: value for name, value in state.items() if name not in before}
    if any(state.get(name) != value for name, value in before.items()):
        trial.row.results[LOST] += 1
    elif any(expected.get(name) != value for name, value in added.items()):
        trial.row.results[MIXED] += 1
    else:
        trial.row.results[NEW if added == expected else OLD] += 1


def _finish(trial: Trial, expected: dict[str, str], before: dict[str, str]) -> None:
    said = trial.place.start("extract", *_files()).end()
    trial.row.next_said = said.last
    if trial.place.raw_state() != before | expected:
        trial.row.results[LOST] += 1
        trial.row.wrong.append("after the next extract raw/ is not what it should be")
    hidden = [path.name for path in trial.place.raw.rglob(".*") if path.name != ".reader"]
    if hidden:
        trial.row.wrong.append(f"left behind: {hidden}")


def _kill(trial: Trial) -> None:
    expected, before = _expected(trial), trial.place.raw_state()
    began = time.monotonic()
    trial.place.start("extract", "--jobs", "2", *_files()).end()
    whole = time.monotonic() - began
    for number in range(_TIMES):
        trial.begin()
        command = trial.place.start("extract", "--jobs", "2", *_files())
        command.process.join(whole * (number + 1) / (_TIMES + 1))
        command.kill()
        _judge(trial, expected, before)
    _finish(trial, expected, before)


def _kill_readers(trial: Trial) -> None:
    expected, before = _expected(trial), trial.place.raw_state()
    command = trial.place.start("extract", "--jobs", "2", *_files())
    killed = 0
    while command.process.is_alive() and killed < 3:
        for child in _descendants(command.process.pid or 0):
            try:
                os.kill(child, signal.SIGKILL)
                killed += 1
            except ProcessLookupError:
                continue
        time.sleep(0.05)
    said = command.end(120)
    assert killed, "there was nobody to kill"
    trial.row.said = said.last
    if said.status not in (0, 3):
        trial.row.wrong.append(f"exit status {said.status}: {said.last}")
    state = trial.place.raw_state()
    lost = any(state.get(name) != value for name, value in before.items())
    trial.row.results[LOST if lost else OLD] += 1
    _finish_after_refusals(trial, expected, before)


def _finish_after_refusals(trial: Trial, expected: dict[str, str], before: dict[str, str]) -> None:
    """Read again, by the same command, what was refused because its reader died."""
    said = trial.place.start("extract", *_files()).end()
    trial.row.next_said = said.last
    state = trial.place.raw_state()
    if any(state.get(name) != value for name, value in (before | expected).items()):
        trial.row.results[LOST] += 1
        trial.row.wrong.append(f"not read again: {sorted(state)} for {sorted(expected)}")


def _descendants(process: int) -> list[int]:
    found: list[int] = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == process:
            child = int(path.parent.name)
            found += [child, *_descendants(child)]
    return found


def _disk(trial: Trial, *, is_full: bool) -> None:
    expected, before = _expected(trial), trial.place.raw_state()
    with _own_disk(trial.place.raw) as disk:
        filler = disk / ".filler"
        if is_full:
            with filler.open("wb") as stream:
                status = os.statvfs(disk)
                left = status.f_bavail * status.f_frsize - 16_384
                os.posix_fallocate(stream.fileno(), 0, left)
        else:
            _call("/bin/mount", "-o", "remount,ro", disk)
        said: Said = trial.place.start("extract", *_files()).end()
        trial.tell(said)
        if is_full:
            filler.unlink()
        else:
            _call("/bin/mount", "-o", "remount,rw", disk)
        _judge(trial, expected, before)
        _finish(trial, expected, before)
