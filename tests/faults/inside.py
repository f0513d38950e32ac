"""Faults inside a run: a model or an expectation that fails, a clock that goes back."""

from __future__ import annotations

from functools import partial

from tests.faults import hooks
from tests.faults.table import Fault, Trial


def faults() -> list[Fault]:
    """Return what may fail inside."""
    return [
        Fault("a model of the verdicts fails", partial(_run, hooks.fail_model("fct_cells"))),
        Fault("a model of the marts fails", partial(_run, hooks.fail_model("findings"))),
        Fault("an expectation crashes", partial(_run, hooks.crash_expectation)),
        Fault("the clock went back two years", _clock),
    ]


def _run(hook: hooks.Hook, trial: Trial) -> None:
    said = trial.place.run(hook=hook)
    if said.status != 2:
        trial.row.wrong.append(f"the run ended with {said.status}")
    trial.judge(said)
    trial.recover()


def _clock(trial: Trial) -> None:
    """Set back the clock of the publication, which is all that asks it."""
    for _ in range(2):
        said = trial.place.publish(hook=hooks.clock_back(730))
        trial.judge(said)
        trial.turn()
    trial.recover(trial.place.publish)
