"""A BI client: reads the published marts in a loop, and notes what one connection saw."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

# Each total stands in two tables of one release: a mixture of two would show.
QUERIES = (
    "select (select release_id from release_info), (select count(*) from documents), "
    "(select count(*) from checks), (select sum(checks) from documents)",
    "select (select release_id from release_info), count(*), "
    "(select count(*) from checks), (select sum(checks) from documents) from documents",
)


Answer = tuple[str, int, int]


@dataclass
class BiClient:
    """What was read: every answer as (release, documents, checks), and every failed query."""

    link: Path
    answers: list[Answer] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    _stop: threading.Event = field(default_factory=threading.Event)

    def read_once(self) -> Answer | None:
        """Open the file, ask twice over one connection, close; None before the first release."""
        if not self.link.exists():
            return None
        with duckdb.connect(str(self.link), read_only=True) as connection:
            connection.execute("use juesuan.marts")
            first, second = (connection.execute(query).fetchone() for query in QUERIES)
        if first is None or first != second:
            raise AssertionError(f"one connection, two answers: {first} and {second}")
        release, documents, checks, counted = first
        if checks != counted:
            raise AssertionError(f"{release}: {checks} checks, but documents count {counted}")
        return release, documents, checks

    def wait_for(self, wanted: Callable[[Answer], bool], seconds: float = 60) -> None:
        """Wait for such an answer: however slow the machine, no state goes by unseen."""
        until = time.monotonic() + seconds
        while not self.failures and time.monotonic() < until:
            if any(wanted(answer) for answer in list(self.answers)):
                return
            time.sleep(0.05)

    def run(self) -> None:
        """Read until told to stop."""
        while not self._stop.wait(0.05):
            try:
                if answer := self.read_once():
                    self.answers.append(answer)
            except Exception as error:
                self.failures.append(f"{type(error).__name__}: {error}")

    def __enter__(self) -> BiClient:
        """Start reading in the background."""
        self._thread = threading.Thread(target=self.run, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop reading."""
        self._stop.set()
        self._thread.join()

    @property
    def states(self) -> dict[str, set[tuple[int, int]]]:
        """Return what was seen of each release: more than one thing would be a mixture."""
        seen: dict[str, set[tuple[int, int]]] = {}
        for release, documents, checks in self.answers:
            seen.setdefault(release, set()).add((documents, checks))
        return seen
