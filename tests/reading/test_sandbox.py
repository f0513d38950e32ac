"""The sandbox: what hangs, crashes or eats memory ends with a reason, and the next task runs."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from dagster_project.reading.model.source import RefusedError
from dagster_project.reading.sandbox.limits import MEGABYTE, Limits
from dagster_project.reading.sandbox.sandbox import PASSING_REASONS, Sandbox
from tests.reading import misbehaving

LIMITS = Limits(seconds=1.5, seconds_per_page=1.0, longest_seconds=4, memory_bytes=1024 * MEGABYTE)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(1, LIMITS) as opened:
        opened.call(misbehaving.double, 0)
        yield opened


def test_a_task_returns_its_value_whatever_it_prints(sandbox: Sandbox) -> None:
    assert [sandbox.call(misbehaving.double, n) for n in range(5)] == [0, 2, 4, 6, 8]


@pytest.mark.parametrize(
    ("task", "code"),
    [
        (misbehaving.spin, "timed_out"),
        (misbehaving.eat_memory, "out_of_memory"),
        (misbehaving.segfault, "reader_crashed"),
        (misbehaving.leave, "reader_crashed"),
        (misbehaving.fail, "reader_failed"),
    ],
)
def test_what_goes_wrong_has_a_reason_and_the_next_task_runs(
    task: Callable[..., object], code: str, sandbox: Sandbox
) -> None:
    started = time.monotonic()
    with pytest.raises(RefusedError) as refusal:
        sandbox.call(task)
    assert refusal.value.reason_code == code
    assert "\n" not in refusal.value.reason_zh
    # Its time is 2 s; what was never ended would take for ever.
    assert time.monotonic() - started < 30
    assert (code in PASSING_REASONS) == (code != "reader_failed")
    assert sandbox.call(misbehaving.double, 21) == 42


def test_waiting_costs_time_too(sandbox: Sandbox) -> None:
    with pytest.raises(RefusedError, match="2秒"):
        sandbox.call(misbehaving.sleep, 60)


def test_a_document_of_more_pages_may_take_longer(sandbox: Sandbox) -> None:
    assert sandbox.call(misbehaving.sleep, 2.0, 2) == "awake"
    assert Limits().seconds_for(100_000) == Limits().longest_seconds


def test_each_task_has_a_process_of_its_own(sandbox: Sandbox) -> None:
    assert len({sandbox.call(misbehaving.process_id) for _ in range(3)}) == 3


def test_nothing_of_a_closed_sandbox_lives_on() -> None:
    with Sandbox(1, Limits(seconds=30)) as sandbox:
        child = sandbox.call(misbehaving.process_id)
        worker = sandbox._all[0]._process
        assert worker is not None
    for process in (child, worker):
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)


def test_workers_share_one_process_that_imports_and_are_apart_from_one_another() -> None:
    with Sandbox(2, Limits(seconds=30)) as sandbox, ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda seconds: sandbox.call(misbehaving.sleep, seconds), (0.3, 0.3)))
        first, second = (worker._process for worker in sandbox._all)
        assert first is not None
        assert second is not None
        parents = {_status_of(process, "PPid") for process in (first, second)}
        assert first != second
        assert len(parents) == 1
        assert parents.isdisjoint({str(os.getpid()), "1"})
        # One that is killed is forked anew, and the other goes on; the task that meets it dying
        # is refused.
        os.kill(first, signal.SIGKILL)
        for _ in range(2):
            with contextlib.suppress(RefusedError):
                sandbox.call(misbehaving.double, 1)
        assert [sandbox.call(misbehaving.double, n) for n in range(4)] == [0, 2, 4, 6]
        assert sandbox._all[1]._process == second


def _status_of(process: int, name: str) -> str:
    """Return what the system says of a process; skip where it does not say."""
    status = Path(f"/proc/{process}/status")
    if not status.exists():
        pytest.skip("no /proc on this system")
    lines = (line.partition(":") for line in status.read_text().splitlines())
    return next(value.strip() for key, _, value in lines if key == name)


def test_an_installation_that_does_not_start_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dagster_project.reading.sandbox.sandbox._COMMAND", ["false"])
    with Sandbox(1) as broken, pytest.raises(RefusedError, match="启动失败") as refusal:
        broken.call(misbehaving.double, 1)
    assert refusal.value.reason_code == "reader_failed"
