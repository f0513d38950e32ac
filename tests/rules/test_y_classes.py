"""Family Y: the classes of two years, and organizations that were merged in between.

Written before Y05; what must be said follows from the figures of each case.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import factories
from tests.rules.judging import Book, Expected, Message, is_ruled, is_told
from tests.rules.writing import Write

_NAMES = {"205": "教育支出", "208": "社会保障和就业支出", "215": "资源勘探工业信息等支出"}


def _years(this: dict[str, str], last: dict[str, str], name: str = "") -> Write:
    """Return a document of 2022 and the one before, with these classes in gk03."""

    def tables(classes: dict[str, str]) -> dict[str, list[factories.Row]]:
        found = factories.default_tables()
        total, *_ = found["gk03"]
        found["gk03"] = [
            total,
            *(
                (code, "class", name or _NAMES[code], total[3] | {"total": amount})
                for code, amount in classes.items()
            ),
        ]
        return found

    def write(raw_dir: Path, document_id: str) -> None:
        same = {"organization_id": f"org-{document_id}"}
        factories.write_document(raw_dir, document_id, tables=tables(this), **same)
        factories.write_document(
            raw_dir, f"{document_id}-before", year=2021, tables=tables(last), **same
        )

    return write


BOTH = {"205": "100000.00", "208": "900000.00"}
CASES = {
    "yc-same": _years(BOTH, BOTH),
    "yc-appeared": _years(BOTH, {"208": "900000.00"}),
    "yc-vanished": _years({"208": "900000.00"}, BOTH),
    "yc-zero": _years({"205": "0.00", "208": "900000.00"}, BOTH),
    "yc-small": _years({"205": "99999.99", "208": "900000.00"}, {"208": "900000.00"}),
    # One per cent of 10,100,000.00 is 101,000.00.
    "yc-less-than-a-hundredth": _years(
        {"205": "100000.00", "208": "10000000.00"}, {"208": "10000000.00"}
    ),
    "yc-moved": _years({"205": "900000.00"}, {"208": "900000.00"}, name="教育支出"),
    "yc-merged": _years(BOTH, {"208": "900000.00"}),
    "yc-alone": lambda raw_dir, document_id: factories.write_document(raw_dir, document_id),
}
SEED_ROWS = {
    "codes/organization_events.csv": [
        {
            "event_no": "9001",
            "organization_id": "org-yc-merged",
            "event": "merged",
            "event_year": "2022",
            "former_organization_id": "org-yc-other",
        }
    ]
}

EXPECTED: list[Expected] = [
    ("yc-same", "Y05", "document", "pass", "compared"),
    ("yc-appeared", "Y05", "document", "fail", "compared"),
    ("yc-vanished", "Y05", "document", "fail", "compared"),
    ("yc-zero", "Y05", "document", "fail", "compared"),
    ("yc-small", "Y05", "document", "pass", "compared"),
    ("yc-less-than-a-hundredth", "Y05", "document", "pass", "compared"),
    ("yc-moved", "Y05", "document", "fail", "compared"),
    ("yc-same-before", "Y05", "document", "no_data", "no_previous_year"),
    # What was merged is compared with nothing.
    *(
        ("yc-merged", rule, "document", "no_data", "organization_changed")
        for rule in ("Y01", "Y05")
    ),
    *(
        ("yc-merged", rule, "document", "no_data", "organization_changed")
        for rule in ("Y03", "A03")
    ),
]
MESSAGES: list[Message] = [
    ("yc-appeared", "Y05", "document", "notice", "205 教育支出本年 100,000.00 元,上年没有"),
    ("yc-vanished", "Y05", "document", "notice", "205 教育支出上年 100,000.00 元,本年没有"),
    ("yc-moved", "Y05", "document", "notice", "205 教育支出本年 900,000.00 元,上年列在 208"),
]


@pytest.mark.parametrize("case", EXPECTED, ids=lambda case: f"{case[0]}-{case[1]}")
def test_classes_of_two_years(rule_book: Book, case: Expected) -> None:
    is_ruled(rule_book, case)


@pytest.mark.parametrize("case", MESSAGES, ids=lambda case: case[0])
def test_messages_about_classes(rule_book: Book, case: Message) -> None:
    is_told(rule_book, case)
