"""N52 where last year's disclosure is there: the changes of all its classes are known."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests import factories
from tests.rules.conftest import Key, Verdict
from tests.rules.narratives import figure, told
from tests.rules.writing import Record, Write

# What the text says: the total rose by 30.00, the one class it names by 20.00.
TOTAL, CLASS = Decimal("30.00"), Decimal("20.00")


def _change(metric: str, subject: str, amount: Decimal, code: str = "") -> Record:
    return figure(
        "general_public",
        metric,
        subject,
        str(amount),
        "元",
        "change_amount",
        direction="增加",
        base="上年",
        account_code=code,
    )


def _of_classes(*classes: str) -> dict[str, list[factories.Row]]:
    """Return the tables with these classes in gk04."""
    tables = factories.default_tables()
    amounts = {"total": "50.00", "general_public": "50.00"}
    others = [row for row in tables["gk04"] if row[1] != "class"]
    tables["gk04"] = [*others, *((code, "class", code, amounts) for code in classes)]
    return tables


def _document(class_change: Decimal, *before: str, now: tuple[str, ...] = ("208", "210")) -> Write:
    """Return a writer: the text, this year's classes, and last year's disclosure with others."""
    said = (
        _change("fiscal_expenditure", "财政拨款支出", TOTAL),
        _change("final", "社会保障和就业支出", class_change, "208"),
    )

    def write(raw_dir: Path, document_id: str) -> None:
        same = {"organization_id": f"org-{document_id}", "scope": "unit"}
        told(*said, tables=_of_classes(*now), **same)(raw_dir, document_id)
        if before:
            factories.write_document(
                raw_dir, f"{document_id}-before", year=2021, tables=_of_classes(*before), **same
            )

    return write


CASES = {
    "n-classes-known": _document(CLASS, "208"),
    "n-classes-known-equal": _document(TOTAL, "208"),
    "n-classes-ended": _document(CLASS, "208", "205"),
    "n-classes-unknown": _document(CLASS),
    # Every class there is has its change told: what is over makes one wonder.
    "n-classes-all-told": _document(CLASS, now=("208",)),
    "n-classes-all-told-equal": _document(TOTAL, now=("208",)),
}


@pytest.mark.parametrize(
    ("document_id", "status", "reason"),
    [
        ("n-classes-known", "fail", "compared"),
        ("n-classes-known-equal", "pass", "compared"),
        ("n-classes-ended", "no_data", "prior_classes_unknown"),
        ("n-classes-unknown", "no_data", "prior_classes_unknown"),
        ("n-classes-all-told", "fail", "compared"),
        ("n-classes-all-told-equal", "pass", "compared"),
    ],
)
def test_changes_of_classes_are_judged_where_last_year_is_known(
    rule_book: dict[Key, Verdict], document_id: str, status: str, reason: str
) -> None:
    found = rule_book[document_id, "N52", "document"]
    assert (found.status, found.reason_code) == (status, reason)
    if status == "fail":
        assert found.difference == TOTAL - CLASS
        assert found.severity == ("notice" if "told" in document_id else "warning")
