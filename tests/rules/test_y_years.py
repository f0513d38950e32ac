"""Family Y: what a year opens with is what the year before closed with; names stay."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests import factories
from tests.rules.conftest import Key, Verdict
from tests.rules.writing import Record, Write, edit_records, edit_table_json

_OPENING = ("opening_carry_over", "carry_over", "年初结转和结余")
_CLOSING = ("closing_carry_over", "carry_over", "年末结转和结余")
_FUNDS = ("total", "general_public", "government_fund", "state_capital")


def _tables(opening: str, closing: str) -> dict[str, list[factories.Row]]:
    tables = factories.default_tables()
    tables["gk01"] += [
        (*_OPENING, {"income_amount": opening}),
        (*_CLOSING, {"expenditure_amount": closing}),
    ]
    tables["gk04"] += [
        (*_OPENING, {"income_amount": opening}),
        (*_CLOSING, dict.fromkeys(_FUNDS, closing)),
    ]
    return tables


def _pair(opening: str, closing: str, scope: str = "unit", scope_before: str = "") -> Write:
    """Return a writer of a document of 2022 and of the one before."""

    def write(raw_dir: Path, document_id: str) -> None:
        same = {"organization_id": f"org-{document_id}"}
        factories.write_document(
            raw_dir, document_id, tables=_tables(opening, ""), scope=scope, **same
        )
        factories.write_document(
            raw_dir,
            f"{document_id}-before",
            year=2021,
            tables=_tables("", closing),
            scope=scope_before or scope,
            **same,
        )

    return write


def _in_wanyuan(opening: str) -> Write:
    """Return a writer: the year before closed with 1.01 万元, 50 yuan either way."""

    def wanyuan(record: Record) -> Record:
        if not record["value_numeric"]:
            return record | {"printed_unit": "万元"}
        yuan = 10_000 * Decimal(record["value_numeric"]).quantize(Decimal("0.01"))
        return record | {"printed_unit": "万元", "value_unit": "万元", "amount_yuan": str(yuan)}

    def write(raw_dir: Path, document_id: str) -> None:
        _pair(opening, "1.01")(raw_dir, document_id)
        folder = raw_dir / "2021" / f"{document_id}-before"
        for table in ("gk01", "gk04"):
            edit_records(folder, table, lambda records: [wanyuan(r) for r in records])
            edit_table_json(folder, table, unit="万元")

    return write


def _unread(raw_dir: Path, document_id: str) -> None:
    _pair("5.00", "6.00")(raw_dir, document_id)
    folder = raw_dir / "2021" / f"{document_id}-before"
    edit_table_json(folder, "gk01", read_status="unconfirmed")
    edit_table_json(folder, "gk04", read_status="not_read")


def _renamed(label: str) -> Write:
    """Return a writer: the year before printed another label for 20801."""

    def write(raw_dir: Path, document_id: str) -> None:
        _pair("", "")(raw_dir, document_id)
        for table in ("gk02", "gk03", "gk05"):
            edit_records(
                raw_dir / "2021" / f"{document_id}-before",
                table,
                lambda records: [
                    r | {"printed_label": label} if r["account_code"] == "20801" else r
                    for r in records
                ],
            )

    return write


CASES = {
    "y-equal": _pair("5.00", "5.00"),
    "y-both-blank": _pair("", ""),
    "y-other": _pair("5.00", "4.99"),
    "y-scope-unknown": _pair("5.00", "4.99", scope="unknown"),
    "y-other-scope": _pair("5.00", "5.00", scope_before="department_consolidated"),
    "y-in-tolerance": _in_wanyuan("10150.00"),
    "y-beyond-tolerance": _in_wanyuan("10150.01"),
    "y-unread": _unread,
    "y-renamed": _renamed("全然不同的另一个名称"),
    "y-name-cut": _renamed("人力资源和社会保障"),
}

EXPECTED = [
    *(("y-equal", rule_id, "pass", "compared") for rule_id in ("Y01", "Y02", "Y03")),
    *(("y-both-blank", rule_id, "pass", "compared") for rule_id in ("Y01", "Y02")),
    *(("y-other", rule_id, "fail", "compared") for rule_id in ("Y01", "Y02")),
    *(("y-scope-unknown", rule_id, "fail", "compared") for rule_id in ("Y01", "Y02")),
    *(("y-in-tolerance", rule_id, "rounding", "compared") for rule_id in ("Y01", "Y02")),
    *(("y-beyond-tolerance", rule_id, "fail", "compared") for rule_id in ("Y01", "Y02")),
    *(("y-equal-before", r, "no_data", "no_previous_year") for r in ("Y01", "Y02", "Y03")),
    *(("y-other-scope", r, "no_data", "no_previous_year") for r in ("Y01", "Y02", "Y03")),
    ("y-unread", "Y01", "no_data", "reading_unconfirmed"),
    ("y-unread", "Y02", "no_data", "previous_table_not_read"),
    ("y-renamed", "Y03", "fail", "compared"),
    ("y-name-cut", "Y03", "pass", "compared"),
]


@pytest.mark.parametrize(("document_id", "rule_id", "status", "reason"), EXPECTED)
def test_a_case_of_two_years_gets_its_verdict(
    rule_book: dict[Key, Verdict], document_id: str, rule_id: str, status: str, reason: str
) -> None:
    found = rule_book[document_id, rule_id, "document"]
    assert (found.status, found.reason_code) == (status, reason)


@pytest.mark.parametrize(
    ("document_id", "severity", "left", "right", "difference"),
    [
        ("y-other", "warning", "5.00", "4.99", "0.01"),
        ("y-scope-unknown", "notice", "5.00", "4.99", "0.01"),
        ("y-in-tolerance", "notice", "10150.00", "10100.00", "50.00"),
        ("y-beyond-tolerance", "warning", "10150.01", "10100.00", "50.01"),
    ],
)
def test_both_years_and_their_difference_are_told(
    rule_book: dict[Key, Verdict],
    document_id: str,
    severity: str,
    left: str,
    right: str,
    difference: str,
) -> None:
    for rule_id in ("Y01", "Y02"):
        found = rule_book[document_id, rule_id, "document"]
        assert found.severity == severity
        amounts = (found.left_amount, found.right_amount, found.difference)
        assert amounts == (Decimal(left), Decimal(right), Decimal(difference))


def test_a_changed_name_tells_both(rule_book: dict[Key, Verdict]) -> None:
    found = rule_book["y-renamed", "Y03", "document"]
    assert found.severity == "notice"
    words = "20801 上年“全然不同的另一个名称”,本年“人力资源和社会保障管理事务”"
    assert words in (found.message_zh or "")
