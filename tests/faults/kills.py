"""Runs that are killed: at every stage they announce, and at random moments."""

from __future__ import annotations

import os
import random
import signal
import time

from tests.faults.table import Fault, Trial

# What a run says of itself, in this order; after the last line it only sums up.
STAGES = (
    "preparing",
    "loading",
    "2022/two-2022",
    "building",
    "verdicts: 50 ",
    "verdicts: 150 ",
    "verdicts: 200 ",
    "marts: ",
    "published: ",
)
_SECONDS_LEFT = 0.05
_EVERY = 10


def faults() -> list[Fault]:
    """Return the kills; ``FAULTS`` says how many at random moments."""
    times = int(os.environ.get("FAULTS") or 20)
    return [
        Fault("kill -9 at each stage", _kill_at_stages),
        Fault("kill -9 at a random moment", lambda trial: _kill_at_random(trial, times)),
        Fault("kill -15 and Ctrl-C", _ask_to_stop),
    ]


def _kill_at_stages(trial: Trial) -> None:
    for stage in STAGES:
        command = trial.place.start()
        assert command.wait_for(stage), f"never said {stage!r}: {command.lines()}"
        trial.judge(command.kill())
        trial.turn()
    trial.recover()


def _kill_at_random(trial: Trial, times: int) -> None:
    """Kill at moments spread evenly over a run; every few kills a run is let through."""
    chance = random.Random(15)  # noqa: S311 - the same moments every time
    began = time.monotonic()
    trial.place.run()
    whole = time.monotonic() - began
    trial.turn()
    for number in range(times):
        command = trial.place.start()
        command.process.join(whole * (number + chance.random()) / times)
        trial.judge(command.kill())
        trial.turn()
        if number % _EVERY == _EVERY - 1:
            trial.recover()
            trial.turn()
    trial.recover()


def _ask_to_stop(trial: Trial) -> None:
    # Within a step Dagster answers both alike.
    asked = (
        (signal.SIGTERM, "verdicts: 100 ", 128 + signal.SIGINT),
        (signal.SIGINT, "verdicts: 50 ", 128 + signal.SIGINT),
        (signal.SIGINT, "preparing", 128 + signal.SIGINT),
    )
    for number, stage, status in asked:
        command = trial.place.start()
        assert command.wait_for(stage)
        assert command.process.pid is not None
        os.kill(command.process.pid, number)
        said = command.end(120)
        trial.judge()
        trial.row.said = said.last
        if said.status != status:
            trial.row.wrong.append(f"after {number.name} it ended with {said.status}")
        trial.turn()
    trial.recover()
