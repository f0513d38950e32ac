"""Runs a function on a hostile file in a process that can be killed: time and memory are limited.

Not a jail against an attacker who already runs code: it keeps a decoder that hangs, eats memory or
crashes from taking the batch with it.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from functools import cache
from typing import Any

from dagster_project.reading.model.source import RefusedError
from dagster_project.reading.sandbox.frames import (
    CRASHED,
    FAILED,
    MEMORY,
    RESULT,
    TIMEOUT,
    read_frame,
    write_frame,
)
from dagster_project.reading.sandbox.limits import MEGABYTE, Limits
from dagster_project.runtime.settings import PROJECT_DIR

# What depends on the machine and not on the file: tried again when a batch is resumed.
PASSING_REASONS = frozenset({"timed_out", "out_of_memory", "reader_crashed"})
# -P: a folder named dagster_project where the user happens to stand must not be imported instead.
_START = "import sys; from dagster_project.reading.sandbox.worker import main; sys.exit(main())"
_COMMAND = [sys.executable, "-P", "-c", _START]


class SandboxClosedError(RuntimeError):
    """The sandbox was closed while a task was running."""


class _Worker:
    """One worker process; started when first used, and again after it died."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._is_retired = False

    def _start(self) -> subprocess.Popen[bytes]:
        with self._lock:
            return self._start_alone()

    def _start_alone(self) -> subprocess.Popen[bytes]:
        if self._is_retired:
            raise SandboxClosedError
        if self._process is None or self._process.poll() is not None:
            paths = [str(PROJECT_DIR), os.environ.get("PYTHONPATH", "")]
            environment = dict(os.environ) | {"PYTHONPATH": os.pathsep.join(filter(None, paths))}
            # A session of its own: Ctrl-C reaches the caller alone, which then ends the rest.
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                _COMMAND,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=environment,
                start_new_session=True,
            )
        return self._process

    def ask(self, request: bytes) -> tuple[bytes, bytes]:
        """Return the answer to one request; a worker that died gives CRASHED."""
        process = self._start()
        assert process.stdin is not None  # noqa: S101 - opened with pipes
        assert process.stdout is not None  # noqa: S101
        try:
            write_frame(process.stdin, RESULT, request)
            answer = read_frame(process.stdout)
        except (BrokenPipeError, ValueError):
            answer = None
        if answer is None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(1)
            code = process.returncode
            self.close()
            if code is not None and code >= 0:
                # It ended by itself: an installation that cannot be imported, not a bad file.
                return FAILED, f"读取进程启动失败，状态码{code}".encode()
            return CRASHED, b"9"
        return answer

    def retire(self) -> None:
        """Kill the worker for good: a thread that is about to start it again must not."""
        with self._lock:
            self._is_retired = True
        self.close()

    def close(self) -> None:
        """Kill the worker and whatever child it has."""
        process, self._process = self._process, None
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()


def _refusal(tag: bytes, payload: bytes, limits: Limits) -> RefusedError:
    """Return what became of a task as one plain sentence."""
    if tag == TIMEOUT:
        return RefusedError("timed_out", f"读取超过{payload.decode()}秒仍未结束，已中止")
    if tag == MEMORY:
        size = limits.memory_bytes // MEGABYTE
        return RefusedError("out_of_memory", f"读取所需内存超过{size}MB，已中止")
    if tag == CRASHED:
        number = int(payload or 0)
        name = signal.Signals(number).name if number else "无信号"
        why = "，可能是系统内存不足" if name == "SIGKILL" else "，文件可能已损坏"
        return RefusedError("reader_crashed", f"读取时解码程序崩溃（{name}）{why}")
    what = payload.decode("utf-8", "replace") if tag == FAILED else "无应答"
    reason = " ".join(f"读取器出错（{what}），请把此文件交给维护者".split())
    return RefusedError("reader_failed", reason)


class Sandbox:
    """So many workers; ``call`` may be used from several threads at once."""

    def __init__(self, workers: int = 1, limits: Limits | None = None) -> None:
        """Make the workers; their processes start when they are first needed."""
        self.limits = limits or Limits()
        self._closed = threading.Event()
        self._all = [_Worker() for _ in range(workers)]
        self._free: queue.Queue[_Worker] = queue.Queue()
        for worker in self._all:
            self._free.put(worker)

    def call(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """Return what a module-level function returns. Raises RefusedError where it did not."""
        worker = self._free.get()
        try:
            if self._closed.is_set():
                raise SandboxClosedError
            request = pickle.dumps((function, arguments, self.limits))
            tag, payload = worker.ask(request)
        finally:
            self._free.put(worker)
        if self._closed.is_set():
            worker.close()
            raise SandboxClosedError
        if tag != RESULT:
            raise _refusal(tag, payload, self.limits)
        return pickle.loads(payload)  # noqa: S301 - from our own child

    def close(self) -> None:
        """Kill all workers; tasks that are running end with SandboxClosedError."""
        self._closed.set()
        for worker in self._all:
            worker.retire()

    def __enter__(self) -> Sandbox:
        """Return the sandbox itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Kill all workers."""
        self.close()


@cache
def shared_sandbox() -> Sandbox:
    """Return the sandbox of one worker that single documents share in this process."""
    sandbox = Sandbox(1)
    atexit.register(sandbox.close)
    return sandbox
