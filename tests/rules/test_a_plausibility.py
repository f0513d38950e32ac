"""Family A: hints at what is hardly plausible."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import factories
from tests.rules.conftest import Key, Verdict
from tests.rules.writing import Write, edit_table_json, with_tables, without_table


def _three_public(**figures: str) -> Write:
    columns = dict(factories.default_tables()["gk07"][0][3])
    return with_tables("gk07", [("three_public", "line", "三公", columns | figures)])


def _negative(row_key: str, column: str) -> Write:
    def write(raw_dir: Path, document_id: str) -> None:
        folder = factories.write_document(raw_dir, document_id)
        minus = {"printed_text": "-1.00", "value_numeric": "-1.00", "amount_yuan": "-1.00"}
        factories.edit_cell(folder, "gk03", row_key, column, **minus)

    return write


def _negative_unconfirmed(raw_dir: Path, document_id: str) -> None:
    _negative("2080101", "basic")(raw_dir, document_id)
    edit_table_json(raw_dir / "2022" / document_id, "gk03", read_status="unconfirmed")


def _grown(before: str, now: str) -> Write:
    """Return a writer: item 2080101 of gk03 in two years."""

    def write(raw_dir: Path, document_id: str) -> None:
        for name, year, amount in (
            (document_id, 2022, now),
            (f"{document_id}-before", 2021, before),
        ):
            folder = factories.write_document(
                raw_dir, name, year=year, organization_id=f"org-{document_id}", scope="unit"
            )
            figures = {"printed_text": amount, "value_numeric": amount, "amount_yuan": amount}
            factories.edit_cell(folder, "gk03", "2080101", "total", **figures)

    return write


def _personnel(amount: str) -> Write:
    rows = [
        (key, role, label, {"basic": amount if key == "personnel_total" else "60.00"})
        for key, role, label, _ in factories.default_tables()["gk06"]
    ]
    return with_tables("gk06", rows)


def _only_projects(raw_dir: Path, document_id: str) -> None:
    tables = factories.default_tables()
    tables["gk05"] = [
        (key, role, label, {"total": "100.00", "basic": "", "project": "100.00"})
        for key, role, label, _ in tables["gk05"]
    ]
    factories.write_document(raw_dir, document_id, tables=tables)


CASES = {
    "a-clean": lambda raw_dir, document_id: factories.write_document(raw_dir, document_id),
    "a-at-budget": _three_public(budget_reception="3.00", final_reception="3.00"),
    "a-over-budget": _three_public(budget_reception="3.00", final_reception="3.01"),
    "a-no-budget": _three_public(budget_abroad="", final_abroad="0.01"),
    "a-no-three-public": without_table("gk07"),
    "a-negative": _negative("2080101", "basic"),
    "a-negative-unconfirmed": _negative_unconfirmed,
    "a-tenfold": _grown("10000.00", "100000.00"),
    "a-more-than-tenfold": _grown("10000.00", "100000.01"),
    "a-small-before": _grown("9999.99", "200000.00"),
    "a-no-personnel": _personnel(""),
    "a-only-projects": _only_projects,
    "a-no-gk06": without_table("gk06"),
}

EXPECTED = [
    ("a-clean", "A01", "pass", "compared"),
    ("a-at-budget", "A01", "pass", "compared"),
    ("a-over-budget", "A01", "fail", "compared"),
    ("a-no-budget", "A01", "fail", "compared"),
    ("a-no-three-public", "A01", "no_data", "table_missing"),
    ("a-clean", "A02", "pass", "compared"),
    ("a-negative", "A02", "fail", "compared"),
    ("a-negative-unconfirmed", "A02", "no_data", "reading_unconfirmed"),
    ("a-tenfold", "A03", "pass", "compared"),
    ("a-more-than-tenfold", "A03", "fail", "compared"),
    ("a-small-before", "A03", "pass", "compared"),
    ("a-clean", "A03", "no_data", "no_previous_year"),
    ("a-clean", "A04", "pass", "compared"),
    ("a-no-personnel", "A04", "fail", "compared"),
    ("a-only-projects", "A04", "not_applicable", "no_basic_expenditure"),
    ("a-no-gk06", "A04", "no_data", "table_missing"),
]

MESSAGES = [
    ("a-over-budget", "A01", "公务接待费决算数 3.01 元,预算数 3.00 元"),
    ("a-no-budget", "A01", "因公出国(境)费决算数 0.01 元,预算数为空(未填列)"),
    ("a-negative", "A02", "公开03表 支出决算表 2080101 行政运行 印为 -1.00 元"),
    ("a-more-than-tenfold", "A03", "2080101 行政运行 100,000.01 元,上年 10,000.00 元"),
    ("a-no-personnel", "A04", "有基本支出 60.00 元,而公开06表"),
]


@pytest.mark.parametrize(("document_id", "rule_id", "status", "reason"), EXPECTED)
def test_a_case_of_plausibility_gets_its_verdict(
    rule_book: dict[Key, Verdict], document_id: str, rule_id: str, status: str, reason: str
) -> None:
    found = rule_book[document_id, rule_id, "document"]
    assert (found.status, found.reason_code) == (status, reason)


@pytest.mark.parametrize(("document_id", "rule_id", "words"), MESSAGES)
def test_a_hint_is_a_notice_with_its_figures(
    rule_book: dict[Key, Verdict], document_id: str, rule_id: str, words: str
) -> None:
    found = rule_book[document_id, rule_id, "document"]
    assert found.severity == "notice"
    assert words in (found.message_zh or "")
