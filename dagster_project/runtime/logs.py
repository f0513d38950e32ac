"""What a run tells while it works: lines for people, or one JSON object a line for machines.

``JUESUAN_LOG=json`` chooses the latter: time (UTC), level, logger, message, and, where they are
known, ``run_id`` and ``document_id``.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from dagster_project.runtime.problems import JuesuanError

_VARIABLE = "JUESUAN_LOG"
# The Dagster run of this process: the lock lets one work at a time, in whichever thread.
_runs: list[str] = []


@contextmanager
def in_run(run_id: str | None) -> Iterator[None]:
    """Give every line that is told meanwhile the id of a run."""
    _runs.append(run_id or "")
    try:
        yield
    finally:
        _runs.pop()


class JsonLines(logging.Formatter):
    """One record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; what is not known is left out."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "run_id": (_runs[-1] or None) if _runs else None,
            "document_id": getattr(record, "document_id", None),
            "error": self.formatException(record.exc_info) if record.exc_info else None,
        }
        known = {name: value for name, value in line.items() if value is not None}
        return json.dumps(known, ensure_ascii=False)


def show_progress(*, verbose: bool) -> None:
    """Send what the project tells to standard error. Raises JuesuanError for an unknown form."""
    form = os.environ.get(_VARIABLE) or "text"
    if form not in ("text", "json"):
        raise JuesuanError(f"{_VARIABLE} is {form!r}; it takes text or json")
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines() if form == "json" else logging.Formatter("%(message)s"))
    logger = logging.getLogger("dagster_project")
    logger.handlers = [handler]
    logger.propagate = False
    logger.setLevel(logging.DEBUG if verbose else logging.INFO)
