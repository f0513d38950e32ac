"""What reviewers decided: a file in the format of the waivers' seed, with the mark and its end.

``finding_waivers.csv`` (dbt/seeds/policy) names a finding, the values that were accepted, who, why
and when. A finding keeps its number in every revision of its disclosure, so a mark stays with it as
long as both values do.
"""

from __future__ import annotations

import csv
import io
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from dagster_project.release.tabular import make_inert

CONFIRMED, WAIVED, QUESTION = "confirmed", "waived", "question"
MARKS = (CONFIRMED, WAIVED, QUESTION)
MARKS_FILE = "finding_waivers.csv"
# The columns of the seed, then what it has no column for.
SEED_COLUMNS = (
    *("waiver_no", "finding_id", "left_amount", "right_amount"),
    *("waived_by", "reason_zh", "as_of"),
)
COLUMNS = (*SEED_COLUMNS, "mark", "until")
_MOST_TEXT = 500
_CHINA = timezone(timedelta(hours=8))


class MarkError(ValueError):
    """A mark is not taken, with one plain sentence."""


@dataclass(frozen=True)
class Mark:
    """One decision about a finding with these values; ``until`` is the last day it holds."""

    finding_id: str
    left_amount: Decimal | None
    right_amount: Decimal | None
    waived_by: str
    reason_zh: str
    as_of: date
    mark: str
    until: date | None = None

    def standing(self, left: Any, right: Any, today: date) -> str:
        """Return whether it ``holds``, or ``lapsed`` as its day is over or a value changed."""
        if self.until is not None and self.until < today:
            return "lapsed"
        return "holds" if (self.left_amount, self.right_amount) == (left, right) else "changed"


class MarkBook:
    """The marks of a server, one line a finding, kept in one file that is replaced as a whole."""

    def __init__(self, path: Path) -> None:
        """Read what is there."""
        self.path = path
        self._lock = threading.Lock()
        self._marks: dict[str, Mark] = {}
        if path.is_file():
            with path.open(encoding="utf-8", newline="") as stream:
                self._marks = {row["finding_id"]: _read(row) for row in csv.DictReader(stream)}

    def get(self, finding_id: str) -> Mark | None:
        """Return the mark of a finding."""
        return self._marks.get(finding_id)

    def put(self, *marks: Mark) -> None:
        """Keep marks instead of their findings' earlier ones, all or none. Raises MarkError."""
        for mark in marks:
            _require_sound(mark)
        with self._lock:
            self._write({**self._marks, **{mark.finding_id: mark for mark in marks}})

    def drop(self, *finding_ids: str) -> None:
        """Forget the marks of findings."""
        with self._lock:
            self._write({key: mark for key, mark in self._marks.items() if key not in finding_ids})

    def as_csv(self) -> str:
        """Return all marks with all columns."""
        return _csv(self._marks.values(), COLUMNS, is_sent=True)

    def waivers_csv(self, today: date) -> str:
        """Return the waivers that hold, in the columns of the seed: to be added to it."""
        holding = [
            mark
            for mark in self._marks.values()
            if mark.mark == WAIVED and (mark.until is None or mark.until >= today)
        ]
        return _csv(holding, SEED_COLUMNS, is_sent=True)

    def _write(self, marks: dict[str, Mark]) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        beside = self.path.with_suffix(".new")
        beside.write_text(_csv(marks.values(), COLUMNS), encoding="utf-8")
        beside.replace(self.path)
        self._marks = marks


def _require_sound(mark: Mark) -> None:
    if mark.mark not in MARKS:
        raise MarkError("没有这种标记")
    if not mark.waived_by.strip():
        raise MarkError("请写明是谁标记的")
    if mark.mark == WAIVED and not mark.reason_zh.strip():
        raise MarkError("豁免要写明理由")
    if max(len(mark.waived_by), len(mark.reason_zh)) > _MOST_TEXT:
        raise MarkError(f"姓名和理由各不超过 {_MOST_TEXT} 字")
    if mark.until is not None and mark.until < mark.as_of:
        raise MarkError("有效期不能早于今天")


def today() -> date:
    """Return the day in China, whose offices these are."""
    return datetime.now(_CHINA).date()


def _csv(marks: Iterable[Mark], columns: Sequence[str], *, is_sent: bool = False) -> str:
    # Somebody opens what is sent in a spreadsheet program.
    written = make_inert if is_sent else str
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    for number, mark in enumerate(marks, start=1):
        values = {
            "waiver_no": number,
            "finding_id": mark.finding_id,
            "left_amount": _text(mark.left_amount),
            "right_amount": _text(mark.right_amount),
            "waived_by": written(mark.waived_by),
            "reason_zh": written(mark.reason_zh),
            "as_of": mark.as_of.isoformat(),
            "mark": mark.mark,
            "until": mark.until.isoformat() if mark.until else "",
        }
        writer.writerow([values[name] for name in columns])
    return stream.getvalue()


def _read(row: dict[str, str]) -> Mark:
    return Mark(
        row["finding_id"],
        _decimal(row["left_amount"]),
        _decimal(row["right_amount"]),
        row["waived_by"],
        row["reason_zh"],
        date.fromisoformat(row["as_of"]),
        row.get("mark") or WAIVED,
        date.fromisoformat(row["until"]) if row.get("until") else None,
    )


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        return None


def _text(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount:.2f}"
