"""Marks of a bundle of notices: one check of it, or each that it has at the moment."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from starlette.exceptions import HTTPException

from dagster_project.serve import looking
from dagster_project.serve.marks import WAIVED, Mark, MarkBook, MarkError, today

_MEMBERS = [
    {"member_id": "fnd_a", "left_amount": Decimal("60.01"), "right_amount": Decimal("100.00")},
    {"member_id": "fnd_b", "left_amount": None, "right_amount": None},
]
_ROW: dict[str, Any] = {
    "finding_id": "fnd_whole",
    "document_id": "a-2024",
    "left_amount": Decimal("60.01"),
    "right_amount": Decimal("100.00"),
    "items": 2,
}
_WHOLE = ("fnd_whole", Decimal("60.01"), Decimal("100.00"))


@pytest.fixture(autouse=True)
def members(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "read_members", lambda *_: _MEMBERS)


def test_a_form_marks_a_finding_one_check_or_all_of_a_bundle() -> None:
    first, second = (tuple(member.values()) for member in _MEMBERS)
    book: Any = None
    assert looking._marked(book, _ROW | {"items": 1}, "") == [_WHOLE]
    assert looking._marked(book, _ROW, "fnd_b") == [second]
    # Whoever waives the whole waives what it consists of: a notice that comes later is not in it.
    assert looking._marked(book, _ROW, "") == [_WHOLE, first, second]
    with pytest.raises(HTTPException):
        looking._marked(book, _ROW, "fnd_other")


def test_marks_are_kept_all_or_none_and_go_out_as_waivers(tmp_path: Path) -> None:
    marks = MarkBook(tmp_path / "marks.csv")

    def mark(finding_id: str, why: str) -> Mark:
        return Mark(finding_id, None, None, "李四", why, today(), WAIVED)

    with pytest.raises(MarkError):
        marks.put(mark("fnd_a", "有说明"), mark("fnd_b", ""))
    assert marks.get("fnd_a") is None
    marks.put(mark("fnd_a", "有说明"), mark("fnd_b", "有说明"))
    rows = csv.DictReader(io.StringIO(marks.waivers_csv(today())))
    assert [row["finding_id"] for row in rows] == ["fnd_a", "fnd_b"]
    marks.drop("fnd_a", "fnd_b")
    assert marks.get("fnd_b") is None
