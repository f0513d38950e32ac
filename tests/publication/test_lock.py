"""One lock beside the warehouse: exclusive between processes, re-entrant within one."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from dagster_project.runtime.lock import hold_lock
from dagster_project.runtime.problems import JuesuanError

HOLDER = """
import sys
from pathlib import Path
from dagster_project.runtime.lock import hold_lock
with hold_lock(Path(sys.argv[1]), "make run", say=print):
    print("held", flush=True)
    sys.stdin.read()
"""


def start_holder(target: Path) -> subprocess.Popen[str]:
    """Return a process that holds the lock until its standard input is closed."""
    process = subprocess.Popen(  # noqa: S603 - our own interpreter and code
        [sys.executable, "-c", HOLDER, str(target)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def stop(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.wait()
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.close()
    process.stdout.close()


def test_second_process_waits_and_says_for_whom(tmp_path):
    target = tmp_path / "w.duckdb"
    holder = start_holder(target)
    said: list[str] = []

    def hear(line: str) -> None:
        # Let go only now: however slow the machine, it was waited for.
        said.append(line)
        assert holder.stdin is not None
        holder.stdin.close()

    with hold_lock(target, "test", say=hear):
        pass
    stop(holder)
    assert len(said) == 1
    assert "make run" in said[0]
    assert str(holder.pid) in said[0]


def test_wait_in_vain_is_a_plain_error(tmp_path):
    target = tmp_path / "w.duckdb"
    holder = start_holder(target)
    with (
        pytest.raises(JuesuanError, match="make run"),
        hold_lock(target, "test", say=lambda _: None, wait_seconds=0.3),
    ):
        pass
    stop(holder)


def test_killed_holder_frees_the_lock(tmp_path):
    target = tmp_path / "w.duckdb"
    stop(start_holder(target))
    said: list[str] = []
    with hold_lock(target, "test", say=said.append):
        assert said == []


def test_lock_is_reentrant_within_the_process_and_across_threads(tmp_path):
    target = tmp_path / "w.duckdb"
    inside: list[bool] = []

    def take_again() -> None:
        with hold_lock(target, "thread", say=pytest.fail, wait_seconds=0.1):
            inside.append(True)

    with hold_lock(target, "outer", say=pytest.fail):
        thread = threading.Thread(target=take_again)
        thread.start()
        thread.join()
        assert inside == [True]
        # Still held after the inner release.
        holder = tmp_path / ".w.duckdb.holder.json"
        assert "outer" in holder.read_text(encoding="utf-8")
    assert not holder.exists()
