"""Ctrl-C and a plain kill of a batch: noted when they come, acted upon where it is safe.

An exception raised by a signal handler can come up anywhere, also between taking a lock of a
thread pool and remembering to give it back; whoever waits for that lock then waits for ever. So the
handler here only takes a note, and the batch asks for it between two steps.
"""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, wait
from types import FrameType
from typing import TypeVar

T = TypeVar("T")
_SIGNALS = (signal.SIGINT, signal.SIGTERM)
# How long a signal may go unnoticed while a document is read.
_LOOK_SECONDS = 0.1


class StoppedBySignal(KeyboardInterrupt):
    """A batch that ended because it was asked to; ``exit_status`` is what a shell expects."""

    def __init__(self, number: int) -> None:
        """Keep the number of the signal."""
        super().__init__(signal.Signals(number).name)
        self.exit_status = 128 + number


class StopRequest:
    """Whether the process was asked to stop."""

    def __init__(self) -> None:
        """Begin without a request."""
        self._number: int | None = None

    def note(self, number: int, _: FrameType | None) -> None:
        """Take a note of a signal; whoever insists a second time gets the signal itself."""
        if self._number is not None:
            for noted in _SIGNALS:
                signal.signal(noted, signal.SIG_DFL)
        self._number = number

    def check(self) -> None:
        """Raise StoppedBySignal if the process was asked to stop."""
        if self._number is not None:
            raise StoppedBySignal(self._number)

    def result(self, future: Future[T]) -> T:
        """Wait for a future, or until the process is asked to stop."""
        self.check()
        while not wait([future], _LOOK_SECONDS).done:
            self.check()
        return future.result()

    def results(self, futures: Iterable[Future[T]]) -> Iterator[T]:
        """Yield the results of futures in their order."""
        return map(self.result, list(futures))


_noting: list[StopRequest] = []


@contextlib.contextmanager
def noted_signals() -> Iterator[StopRequest]:
    """Note signals instead of being interrupted by them; inside another such block, share its note.

    Only the main thread gets signals; elsewhere nobody asks to stop.
    """
    if threading.current_thread() is not threading.main_thread():
        yield StopRequest()
        return
    if _noting:
        yield _noting[-1]
        return
    request = StopRequest()
    before = {number: signal.signal(number, request.note) for number in _SIGNALS}
    _noting.append(request)
    try:
        yield request
    finally:
        _noting.remove(request)
        for number, handler in before.items():
            signal.signal(number, handler)
