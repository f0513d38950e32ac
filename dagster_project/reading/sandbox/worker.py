"""A process that runs each task in a child of its own, and kills the child that does not end.

Forked by ``nursery.py``, which has imported the decoders: a child costs about 10 ms instead of a
second of imports, and nothing that one document did to the memory of its child reaches the next.
"""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import resource
import select
import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from pkgutil import resolve_name
from typing import IO, Any, NoReturn

from dagster_project.reading.sandbox.confine import close_files_and_network
from dagster_project.reading.sandbox.frames import (
    CRASHED,
    DENSE,
    FAILED,
    MEMORY,
    PAGES,
    RESULT,
    TIMEOUT,
    pack,
    read_frame,
    split_frames,
    write_frame,
)
from dagster_project.reading.sandbox.limits import MOST_WRITTEN_BYTES, Limits

# Objects made before garbage is looked for, and how often older ones are looked through.
_SELDOM = (50_000, 20, 100)
_announce: Callable[[int, int], None] | None = None
_pages = _scans = 0


def announce_pages(pages: int, scans: int = 0) -> None:
    """Tell the watching process of more pages, and of pages for OCR: it waits so much longer.

    May be called again as more becomes known. Outside a worker it does nothing.
    """
    global _pages, _scans
    _pages, _scans = _pages + pages, _scans + scans
    if _announce is not None:
        _announce(_pages, _scans)


@contextlib.contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Refuse the document if what is done inside takes more seconds of the processor than this.

    A library in C cannot be interrupted: the kernel ends the process. Outside a worker nothing is.
    """
    if _announce is not None:
        signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        if _announce is not None:
            signal.setitimer(signal.ITIMER_PROF, 0)


def _set_limits(limits: Limits, pages: int = 0, scans: int = 0) -> None:
    # Not every system lets a process limit its address space; the time limit holds in any case.
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds_for(pages, scans), hard))
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_WRITTEN_BYTES, MOST_WRITTEN_BYTES))
    # A crash is reported; a core file of gigabytes beside the documents helps nobody.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _send(pipe: int, tag: bytes, payload: bytes) -> None:
    message = memoryview(pack(tag, payload))
    while message:
        message = message[os.write(pipe, message) :]


def _confine(folder: Path) -> None:
    """Write below ``folder`` alone from here on, where libraries look for a place, too."""
    os.environ["TMPDIR"] = tempfile.tempdir = str(folder)
    close_files_and_network(folder)


def _run_child(pipe: int, request: bytes, folder: Path) -> NoReturn:
    """Run the task, send its answer and leave; never returns into the code of the parent."""
    global _announce
    # It ends with its document: what is in a circle may as well wait for that.
    gc.set_threshold(*_SELDOM)
    try:
        function, arguments, limits = pickle.loads(request)  # noqa: S301 - from our own caller
        _set_limits(limits)
        _confine(folder)

        def announce(pages: int, scans: int) -> None:
            _set_limits(limits, pages, scans)
            _send(pipe, PAGES, f"{pages} {scans}".encode())

        _announce = announce
        if isinstance(function, str):
            function = resolve_name(function)
        answer: tuple[bytes, bytes] = (RESULT, pickle.dumps(function(*arguments)))
    except MemoryError:
        answer = (MEMORY, b"")
    except BaseException as fault:
        answer = (FAILED, f"{type(fault).__name__}: {fault}"[:500].encode("utf-8", "replace"))
    # What the memory limit has to do with sending the answer is nothing: it is made already.
    with contextlib.suppress(BaseException):
        _send(pipe, *answer)
    os._exit(0)


def _kill(child: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)


def _watch(child: int, pipe: int, caller: int, limits: Limits) -> tuple[bytes, bytes]:
    """Return the answer of the child, or what became of it."""
    started, allowed = time.monotonic(), limits.seconds_for(0)
    buffer = bytearray()
    while True:
        left = started + allowed - time.monotonic()
        if left <= 0:
            _kill(child)
            return TIMEOUT, f"{allowed:.0f}".encode()
        ready, _, _ = select.select([pipe, caller], [], [], left)
        if caller in ready:
            # No second request comes while one is running: the caller is gone.
            _kill(child)
            os._exit(1)
        if pipe not in ready:
            continue
        chunk = os.read(pipe, 1 << 20)
        if not chunk:
            return CRASHED, b""
        buffer += chunk
        for tag, payload in split_frames(buffer):
            if tag != PAGES:
                return tag, payload
            allowed = limits.seconds_for(*map(int, payload.split()))


def _run(request: bytes, caller: int) -> tuple[bytes, bytes]:
    limits: Limits = pickle.loads(request)[2]  # noqa: S301 - from our own caller
    reading, writing = os.pipe()
    folder = Path(tempfile.mkdtemp(prefix="juesuan-"))
    child = os.fork()
    if not child:
        os.close(reading)
        os.close(caller)
        _run_child(writing, request, folder)
    os.close(writing)
    try:
        tag, payload = _watch(child, reading, caller, limits)
    finally:
        os.close(reading)
        _kill(child)
        _, status = os.waitpid(child, 0)
        shutil.rmtree(folder, ignore_errors=True)
    if tag == CRASHED:
        number = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
        if number == signal.SIGXCPU:
            return TIMEOUT, f"{limits.cpu_seconds_for(0)}".encode()
        if number == signal.SIGPROF:
            return DENSE, b""
        return CRASHED, str(number).encode()
    return tag, payload


def _read_exactly(stream: IO[bytes], size: int) -> bytes:
    found = b""
    while len(found) < size and (chunk := stream.read(size - len(found))):
        found += chunk
    return found


class _Unbuffered:
    """Reads whole messages without reading ahead: ``select`` must see what is not yet read."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def read(self, size: int = -1) -> bytes:
        return _read_exactly(self._stream, size)


def serve(requests: int, replies: int) -> None:
    """Answer requests, through these descriptors, until the caller closes its end."""
    stream: Any = _Unbuffered(os.fdopen(requests, "rb", buffering=0))
    with os.fdopen(replies, "wb") as answers:
        while (frame := read_frame(stream)) is not None:
            write_frame(answers, *_run(frame[1], requests))
