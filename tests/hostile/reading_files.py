"""What became of a hostile file: read right, refused in words, in doubt, or something worse."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from pathlib import Path

from dagster_project.reading.batch.archives import unpack_all
from dagster_project.reading.batch.tasks import read_paths
from dagster_project.reading.model.cells import CONFIRMED
from dagster_project.reading.model.source import RefusedError
from dagster_project.reading.sandbox.sandbox import Sandbox
from tests.hostile.files import HostileFile, is_writable

RIGHT, REFUSED, DOUBT, WRONG, RAW, SLOW = "right", "refused", "doubt", "wrong", "raw", "slow"
OUTCOMES = (RIGHT, REFUSED, DOUBT, WRONG, RAW, SLOW)
# CPU seconds; a sound disclosure of 40 pages takes less.
MOST_SECONDS = 10.0
# What the sandbox says of a child that did not answer: nothing else is an end.
_ENDED = {
    "timed_out": SLOW,
    "out_of_memory": SLOW,
    "reader_crashed": REFUSED,
    "page_too_dense": REFUSED,
}
_CHINESE = re.compile("[\u4e00-\u9fff]")
_PYTHON = re.compile(r"[a-z](Error|Exception)\b|Traceback|object at 0x|dagster_project")


@dataclass(frozen=True)
class Result:
    """What became of one file, in CPU seconds, and what shows it."""

    file: HostileFile
    outcome: str
    seconds: float
    shows: str = ""


@dataclass(frozen=True)
class _Found:
    """What was read in the child: the reason of a refusal, or the figures with their state."""

    reason_code: str
    reason_zh: str
    figures: dict[tuple[str, str], tuple[object, bool]]
    seconds: float


def read_in_child(path: Path) -> _Found:
    """Return figures of 公开05表 by row and column: value, and whether it is certain."""
    began = time.process_time()
    document = read_paths([path]).document
    figures: dict[tuple[str, str], tuple[object, bool]] = {}
    for table in document.tables:
        if table.table_code == "gk05":
            for cell in table.cells:
                certain = cell.read_status == CONFIRMED
                figures[cell.row_key, cell.column_code] = (cell.value_numeric, certain)
    refusal = document.refusal
    code, reason = (refusal.reason_code, refusal.reason_zh) if refusal else ("", "")
    return _Found(code, reason, figures, time.process_time() - began)


def read_file(file: HostileFile, sandbox: Sandbox, folder: Path) -> Result | None:
    """Return what becomes of a file; None where its medium cannot hold it."""
    content = is_writable(file)
    if content is None:
        return None
    path = folder / file.name
    path.write_bytes(content)
    began = time.process_time()
    members = unpack_all([path], folder / "aside").paths if file.medium == "zip" else [path]
    unpacking = time.process_time() - began
    started = time.monotonic()
    try:
        found = sandbox.call(read_in_child, members[0])
    except RefusedError as refusal:
        seconds = time.monotonic() - started
        outcome = _ENDED.get(refusal.reason_code, RAW)
        return Result(file, outcome, seconds, refusal.reason_zh)
    return _judge(file, found, unpacking)


def _judge(file: HostileFile, found: _Found, unpacking: float) -> Result:
    seconds = found.seconds + unpacking
    if seconds > MOST_SECONDS:
        return Result(file, SLOW, seconds, f"{seconds:.1f} s")
    if found.reason_code:
        is_plain = _CHINESE.search(found.reason_zh) and not _PYTHON.search(found.reason_zh)
        return Result(file, REFUSED if is_plain else RAW, seconds, found.reason_zh)
    outcome = RIGHT
    for key, allowed in file.truth.items():
        value, certain = found.figures.get(key, (None, True))
        if value is None:
            # Blank or not read is an answer, if not the best.
            outcome = DOUBT if allowed and outcome == RIGHT else outcome
        elif value not in allowed:
            if certain:
                return Result(file, WRONG, seconds, f"{key} = {value}, not {set(allowed)}")
            outcome = DOUBT
    return Result(file, outcome, seconds)
