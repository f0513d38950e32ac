"""A lake has one runner at a time, whoever it is and wherever."""

from __future__ import annotations

import subprocess
import sys

import pytest

from dagster_project.lake.lock import hold_lake
from dagster_project.lake.services import Services
from dagster_project.runtime.problems import JuesuanError

pytestmark = pytest.mark.slow

_HOLD = """
import sys
from dagster_project.lake.lock import hold_lake
from dagster_project.runtime.settings import LakePlace
with hold_lake(LakePlace(sys.argv[1], "", ""), "first run", say=print, wait_seconds=0):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_runner_waits_and_says_for_whom(services: Services) -> None:
    said: list[str] = []
    place = services.place
    command = [sys.executable, "-c", _HOLD, place.catalog]
    with subprocess.Popen(  # noqa: S603
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "held\n"
        with (
            pytest.raises(JuesuanError, match=rf"in use by first run \(process {first.pid}, since"),
            hold_lake(place, "second", say=said.append, wait_seconds=0.1),
        ):
            raise AssertionError("two runners")
        assert len(said) == 1
        assert f"first run (process {first.pid}" in said[0]
        # Whoever is killed lets go.
        first.kill()
    with hold_lake(place, "second", say=said.append, wait_seconds=60):
        # A step of a run takes what its run holds.
        with hold_lake(place, "step", say=said.append, wait_seconds=0):
            pass
        with pytest.raises(subprocess.CalledProcessError):
            subprocess.run(command, check=True, input="", capture_output=True, text=True)  # noqa: S603
    subprocess.run(command, check=True, input="", capture_output=True, text=True)  # noqa: S603
    assert len(said) <= 2
