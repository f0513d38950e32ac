"""A figure whose account is not known is told to be unchecked, and their number is published."""

from __future__ import annotations

from pathlib import Path

from dagster_project.runtime.warehouse import open_warehouse
from tests.rules.conftest import Key, Verdict
from tests.rules.narratives import claim_key, figure, told, written

HEADING = "（三）一般公共预算财政拨款支出决算具体情况"
PATH = "社会保障和就业支出（类）人力资源和社会保障管理事务（款）行政运行（项）"
# The factory's document spends 100.00 元 on 2080101.
KNOWN = figure("general_public", "final", PATH, "100.00", account_code="2080101")
NAMELESS = figure("general_public", "final", "灯塔事务（款）灯塔养护（项）", "50.00")
UNREAD = figure("general_public", "unknown", "灯塔事务（类）", "7.00")
OWN_NAME = figure("general_public", "final", "财政拨款支出", "100.00")

CASES = {
    "n-account-unknown": told(KNOWN, NAMELESS, UNREAD, OWN_NAME),
    "n-account-quoted": written((HEADING, [f"1.“{PATH}”100.00元。"])),
    "n-account-closing-quote": written((HEADING, [f"1.{PATH}」支出决算为90.00元。"])),
}


def _coverage(warehouse: Path, document_id: str) -> tuple[int, ...]:
    with open_warehouse(warehouse, read_only=True) as connection:
        return connection.execute(
            """
            select narrative_figures, account_figures, account_figures_known,
                   narrative_figures_checked
            from reconciliation.narrative_coverage where document_id = ?
            """,
            [document_id],
        ).fetchone()


def test_a_figure_of_an_unknown_account_is_not_silence(rule_book: dict[Key, Verdict]) -> None:
    for claim in (NAMELESS, UNREAD):
        verdict = rule_book["n-account-unknown", "N08", claim_key(claim)]
        assert (verdict.status, verdict.reason_code) == ("no_data", "account_unknown")
    assert rule_book["n-account-unknown", "N08", claim_key(KNOWN)].status == "pass"
    # What the forms call by a name of its own needs no account.
    assert ("n-account-unknown", "N08", claim_key(OWN_NAME)) not in rule_book


def test_a_quoted_account_is_compared_with_its_table(rule_book: dict[Key, Verdict]) -> None:
    found = {
        document_id: [
            verdict.status
            for (document, rule_id, _), verdict in rule_book.items()
            if (document, rule_id) == (document_id, "N08")
        ]
        for document_id in ("n-account-quoted", "n-account-closing-quote")
    }
    assert found == {"n-account-quoted": ["pass"], "n-account-closing-quote": ["fail"]}


def test_coverage_counts_figures_accounts_and_checks(rule_warehouse: Path) -> None:
    assert _coverage(rule_warehouse, "n-account-unknown") == (4, 3, 1, 2)
    assert _coverage(rule_warehouse, "n-account-quoted") == (1, 1, 1, 1)
