"""Runs a function on a hostile file in a process that can be killed: time and memory are limited.

A decoder that hangs, eats memory or crashes does not take the batch with it; one that was taken
over finds the doors closed that the kernel can close (``confine.py``).
"""

from __future__ import annotations

import atexit
import contextlib
import os
import pickle
import queue
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from functools import cache
from typing import IO, Any

from dagster_project.reading.model.source import RefusedError
from dagster_project.reading.sandbox.frames import (
    CRASHED,
    DENSE,
    FAILED,
    MEMORY,
    RESULT,
    TIMEOUT,
    read_frame,
    write_frame,
)
from dagster_project.reading.sandbox.limits import MEGABYTE, Limits
from dagster_project.reading.sandbox.nursery import DEAR_DECODERS, PROCESS_NUMBER, WANTED
from dagster_project.runtime.settings import PROJECT_DIR

# What depends on the machine and not on the file: tried again when a batch is resumed.
PASSING_REASONS = frozenset({"timed_out", "out_of_memory", "reader_crashed"})
# -P: a folder named dagster_project where the user happens to stand must not be imported instead.
_START = (
    "import sys; from dagster_project.reading.sandbox.nursery import main; "
    "sys.exit(main(sys.argv[1:]))"
)
_COMMAND = [sys.executable, "-P", "-c", _START]


# What a process that was killed from outside ended with; our own limits say which they were.
_KILLED = str(int(signal.SIGKILL)).encode()
# How long the process that forks may take to say by its status why it ended, and to end.
_LAST_WORDS_SECONDS, _END_SECONDS = 1.0, 10.0


class SandboxClosedError(RuntimeError):
    """The sandbox was closed while a task was running."""


class _StartError(RuntimeError):
    """The process that forks workers ended by itself: an installation that cannot be imported."""


class _Nursery:
    """The process that forks the workers; started when the first is wanted, and if it died."""

    def __init__(self, decoders: Sequence[str]) -> None:
        self._decoders = decoders
        self._process: subprocess.Popen[bytes] | None = None
        self._socket: socket.socket | None = None
        self._lock = threading.Lock()
        self._is_ready = self._is_closed = False
        self._status: int | None = None

    def _start(self) -> socket.socket:
        if self._is_closed:
            raise SandboxClosedError
        if self._socket is None:
            paths = [str(PROJECT_DIR), os.environ.get("PYTHONPATH", "")]
            environment = dict(os.environ) | {"PYTHONPATH": os.pathsep.join(filter(None, paths))}
            self._socket, theirs = socket.socketpair()
            with theirs:
                # A session of its own: Ctrl-C reaches the caller alone, which then ends the rest.
                self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                    [*_COMMAND, *self._decoders],
                    stdin=theirs.fileno(),
                    stdout=subprocess.DEVNULL,
                    env=environment,
                    start_new_session=True,
                )
        return self._socket

    def fork(self, requests: int, replies: int) -> int:
        """Return the process number of a new worker that talks through these descriptors."""
        with self._lock:
            caller, answer = self._start(), b""
            with contextlib.suppress(OSError):
                socket.send_fds(caller, [WANTED], [requests, replies])
                answer = caller.recv(PROCESS_NUMBER.size, socket.MSG_WAITALL)
            if len(answer) == PROCESS_NUMBER.size:
                self._is_ready = True
                return int(PROCESS_NUMBER.unpack(answer)[0])
            self._end()
            if self._is_closed:
                raise SandboxClosedError
            raise _StartError(self._status)

    def refuse(self) -> None:
        """Fork no worker any more: whoever waits for one gets SandboxClosedError."""
        self._is_closed = True
        if (caller := self._socket) is not None:
            with contextlib.suppress(OSError):
                caller.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """End the process; the workers have to be killed before."""
        with self._lock:
            self._end()

    def _end(self) -> None:
        caller, self._socket = self._socket, None
        process, self._process = self._process, None
        if caller is not None:
            caller.close()
        if process is None:
            return
        if not self._is_ready:
            # It may be importing still, and nothing waits for it.
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(_LAST_WORDS_SECONDS if not self._is_closed else 0)
            process.kill()
        try:
            process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        self._status, self._is_ready = process.returncode, False


class _Worker:
    """One worker process; started when first used, and again after it died."""

    def __init__(self, nursery: _Nursery) -> None:
        self._nursery = nursery
        self._process: int | None = None
        self._requests: IO[bytes] | None = None
        self._replies: IO[bytes] | None = None
        self._lock = threading.Lock()
        self._is_retired = False

    def _start(self) -> tuple[IO[bytes], IO[bytes]]:
        with self._lock:
            if self._is_retired:
                raise SandboxClosedError
            if self._replies is not None and select.select([self._replies], [], [], 0)[0]:
                # Nothing was asked, so this is no answer: it died meanwhile.
                self.close()
            if self._requests is None or self._replies is None:
                theirs_in, ours_in = os.pipe()
                ours_out, theirs_out = os.pipe()
                self._requests, self._replies = os.fdopen(ours_in, "wb"), os.fdopen(ours_out, "rb")
                try:
                    self._process = self._nursery.fork(theirs_in, theirs_out)
                except BaseException:
                    self.close()
                    raise
                finally:
                    os.close(theirs_in)
                    os.close(theirs_out)
            return self._requests, self._replies

    def ask(self, request: bytes) -> tuple[bytes, bytes]:
        """Return the answer to one request; a worker that died gives CRASHED."""
        try:
            requests, replies = self._start()
        except _StartError as problem:
            return FAILED, f"读取进程启动失败，状态码{problem}".encode()
        try:
            write_frame(requests, RESULT, request)
            answer = read_frame(replies)
        except (BrokenPipeError, ValueError):
            answer = None
        if answer is None:
            self.close()
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
        if process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process, signal.SIGKILL)
        streams = self._requests, self._replies
        self._requests = self._replies = None
        for stream in streams:
            if stream is not None:
                with contextlib.suppress(OSError, ValueError):
                    stream.close()


def _refusal(tag: bytes, payload: bytes, limits: Limits) -> RefusedError:
    """Return what became of a task as one plain sentence."""
    if tag == TIMEOUT:
        return RefusedError("timed_out", f"读取超过{payload.decode()}秒仍未结束，已中止")
    if tag == DENSE:
        what = "PDF 有一页的图形层层嵌套，过于复杂，不是决算公开的页，已中止"
        return RefusedError("page_too_dense", what)
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

    def __init__(
        self,
        workers: int = 1,
        limits: Limits | None = None,
        decoders: Sequence[str] = DEAR_DECODERS,
    ) -> None:
        """Make the workers; their processes start when they are first needed.

        ``decoders``: those of the dear ones that files will need, imported once for all of them.
        """
        self.workers = workers
        self.limits = limits or Limits()
        self._closed = threading.Event()
        self._nursery = _Nursery(decoders)
        self._all = [_Worker(self._nursery) for _ in range(workers)]
        self._free: queue.Queue[_Worker] = queue.Queue()
        for worker in self._all:
            self._free.put(worker)

    def call(self, function: str | Callable[..., Any], *arguments: Any) -> Any:
        """Return what a module-level function returns. Raises RefusedError where it did not.

        A function given as "module:name" is imported by the worker alone.
        """
        worker = self._free.get()
        try:
            if self._closed.is_set():
                raise SandboxClosedError
            request = pickle.dumps((function, arguments, self.limits))
            tag, payload = worker.ask(request)
            if (tag, payload) == (CRASHED, _KILLED) and not self._closed.is_set():
                # By somebody else, not for what the file is: a file that does harm does it again.
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
        self._nursery.refuse()
        for worker in self._all:
            worker.retire()
        self._nursery.close()

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
