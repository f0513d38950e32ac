"""Family D: a department is the sum of its units, when all of them are there."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests import factories
from tests.rules.conftest import Key, Verdict
from tests.rules.writing import Write, without_table

# Each department has one unit in the register; every factory document spends 100.00.
_DEPARTMENTS = ("equal", "other", "unit-absent", "unit-unread", "office-absent")
SEED_ROWS = {
    "codes/organization_register.csv": [
        {
            "organization_id": f"d-{name}-unit",
            "name_zh": f"某局下属{name}",
            "region_code": "140900",
            "parent_organization_id": f"d-{name}",
        }
        for name in _DEPARTMENTS
    ]
}


def _spending(amount: str) -> dict[str, list[factories.Row]]:
    tables = factories.default_tables()
    tables["gk04"] = [
        (
            key,
            role,
            label,
            {
                column: amount if key == "expenditure_total" else text
                for column, text in figures.items()
            },
        )
        for key, role, label, figures in tables["gk04"]
    ]
    return tables


def _department(total: str, *, office: bool = True, unit: str = "read") -> Write:
    """Return a writer of a department of this total, its office and its unit, 100.00 each."""

    def write(raw_dir: Path, document_id: str) -> None:
        factories.write_document(
            raw_dir,
            document_id,
            tables=_spending(total),
            organization_id=document_id,
            scope="department_consolidated",
        )
        if office:
            own = {"organization_id": document_id, "scope": "unit"}
            factories.write_document(raw_dir, f"{document_id}-office", **own)
        fields = {"organization_id": f"{document_id}-unit", "scope": "unit"}
        if unit == "read":
            factories.write_document(raw_dir, f"{document_id}-unit", **fields)
        elif unit == "without gk04":
            without_table("gk04", **fields)(raw_dir, f"{document_id}-unit")

    return write


CASES = {
    "d-equal": _department("200.00"),
    "d-other": _department("200.01"),
    "d-unit-absent": _department("200.00", unit="absent"),
    "d-unit-unread": _department("100.00", unit="without gk04"),
    "d-office-absent": _department("100.00", office=False),
}


@pytest.mark.parametrize(
    ("document_id", "status", "reason"),
    [
        ("d-equal", "pass", "compared"),
        ("d-other", "fail", "compared"),
        ("d-unit-absent", "no_data", "units_missing"),
        ("d-unit-unread", "no_data", "units_missing"),
        ("d-office-absent", "no_data", "units_missing"),
        ("d-equal-unit", "not_applicable", "no_units_listed"),
        ("d-equal-office", "not_applicable", "no_units_listed"),
    ],
)
def test_a_department_is_compared_only_when_all_units_are_there(
    rule_book: dict[Key, Verdict], document_id: str, status: str, reason: str
) -> None:
    found = rule_book[document_id, "D01", "document"]
    assert (found.status, found.reason_code) == (status, reason)


def test_a_department_that_is_not_the_sum_says_by_how_much(rule_book: dict[Key, Verdict]) -> None:
    found = rule_book["d-other", "D01", "document"]
    assert found.severity == "warning"
    assert found.difference == Decimal("200.01") - 2 * Decimal("100.00")
    assert "2 个单位(含本级)之和 200.00 元" in (found.message_zh or "")
