"""Runs that are not alone: another run, the UI, readers of the warehouse and of the release."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dagster_project.runtime.settings import PROJECT_DIR
from dagster_project.runtime.warehouse import RELEASE_FILE
from tests.bi.client import BiClient
from tests.faults import hooks
from tests.faults.place import Place
from tests.faults.table import Fault, Trial

_READER = (
    "import duckdb, sys; c = duckdb.connect(sys.argv[1], read_only=True);"
    "print('open', flush=True); sys.stdin.read()"
)
_RUNS = 10


def faults() -> list[Fault]:
    """Return what may be there beside a run."""
    return [
        Fault("two runs at once", _two_runs),
        Fault("three runs at once, one killed", _three_runs),
        Fault("a reader holds the warehouse", _reader_of_warehouse),
        Fault(f"BI reads through {_RUNS} runs", _readers_of_releases),
        Fault("a run beside the UI", _beside_ui),
    ]


def _two_runs(trial: Trial) -> None:
    both = [trial.place.start(), trial.place.start()]
    said = [command.end() for command in both]
    waited = [line for each in said for line in each.lines if "waiting" in line]
    assert waited, "no run said that it waits"
    trial.row.said = waited[0]
    trial.judge()
    for each in said:
        trial.tell(each)
        if each.status != 0:
            trial.row.wrong.append(f"one run ended with {each.status}: {each.last}")
    trial.recover()


def _three_runs(trial: Trial) -> None:
    first, *others = [trial.place.start() for _ in range(3)]
    first.wait_for("verdicts: 100 ", 60)
    first.kill()
    for command in others:
        said = command.end()
        trial.tell(said)
        if said.status != 0:
            trial.row.wrong.append(f"one run ended with {said.status}: {said.last}")
    trial.judge()
    trial.recover()


@contextmanager
def _reader(path: Path) -> Iterator[subprocess.Popen[str]]:
    reader = subprocess.Popen(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", _READER, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with reader:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "open\n"
        try:
            yield reader
        finally:
            reader.kill()


def _reader_of_warehouse(trial: Trial) -> None:
    with _reader(trial.place.warehouse) as reader:
        said = trial.place.run(hook=hooks.short_wait)
        trial.judge(said)
        if f"PID {reader.pid}" not in said.last:
            trial.row.wrong.append(f"who holds it is not said: {said.last}")
        # And one that lets go while the run waits.
        command = trial.place.start()
        assert command.wait_for(trial.place.warehouse.name), "the wait is not announced"
        reader.kill()
        if command.end().status != 0:
            trial.row.wrong.append("a run that waited in time did not end well")
    trial.judge()
    trial.recover()


def _readers_of_releases(trial: Trial) -> None:
    """Two clients read all the while; one of them through the parquet files."""
    with BiClient(trial.place.published / "current" / RELEASE_FILE) as client:
        # What a reader sees of a run is its last step; every fifth is a whole one.
        for number in range(1, _RUNS + 1):
            said = trial.place.publish() if number % 5 else trial.place.run()
            trial.judge(said)
            trial.turn()
    trial.row.said = f"{len(client.answers)} reads of {len(client.states)} releases"
    trial.row.wrong += client.failures[:3]
    mixed = [name for name, states in client.states.items() if len(states) != 1]
    if mixed or len(client.states) < _RUNS:
        trial.row.wrong.append(f"releases seen in two states: {mixed}; {len(client.states)} seen")
    trial.recover(trial.place.publish)


def _beside_ui(trial: Trial) -> None:
    with _ui(trial.place) as port:
        said = trial.place.run()
        trial.judge(said)
        trial.turn()
        if not _answers(port):
            trial.row.wrong.append("the UI does not answer after the run")
    # What its daemon was about when it ended is ended, too.
    trial.recover()


@contextmanager
def _ui(place: Place) -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "dagster", "dev", "-h", "127.0.0.1", "-p", str(port)]
    with (place.base / "ui.txt").open("wb") as log:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter
            [*command, "-m", "dagster_project.definitions"],
            env=os.environ | place.variables,
            cwd=PROJECT_DIR,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        end = time.monotonic() + 240
        while not _answers(port) and time.monotonic() < end:
            assert process.poll() is None, "the UI did not start"
            time.sleep(0.5)
        yield port
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/server_info", timeout=5) as answer:
            return answer.status == 200
    except (OSError, urllib.error.URLError):
        return False
