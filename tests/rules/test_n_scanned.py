"""A figure of a scanned text is read once: it accuses nobody, and its document stays open."""

from __future__ import annotations

from pathlib import Path

from dagster_project.runtime.warehouse import open_warehouse
from tests.rules.conftest import Key, Verdict
from tests.rules.narratives import claim_key, figure, told

# The factory's document spends 100.00 元; the scan was read as 1,000.00.
SAID = figure("expenditure", "expenditure_total", "本年支出合计", "1,000.00")

MARKED = "第 3 页（图像）"

CASES = {
    "n-printed": told(SAID),
    "n-scanned": told(SAID | {"read_status": "unconfirmed"}),
    # An extract from before readers said it, and one whose reader knows better than its place.
    "n-scanned-before": told(SAID | {"source_locator": MARKED}),
    "n-scanned-twice": told(SAID | {"source_locator": MARKED, "read_status": "confirmed"}),
}


def test_a_figure_of_a_scan_is_not_held_against_the_table(
    rule_book: dict[Key, Verdict], rule_warehouse: Path
) -> None:
    key = claim_key(SAID)
    for document_id in ("n-printed", "n-scanned-twice"):
        assert rule_book[document_id, "N04", key].status == "fail"
    for document_id in ("n-scanned", "n-scanned-before"):
        scanned = rule_book[document_id, "N04", key]
        assert (scanned.status, scanned.reason_code) == ("no_data", "reading_unconfirmed")
    with open_warehouse(rule_warehouse, read_only=True) as connection:
        gate = connection.execute(
            "select gate_status from reconciliation.document_gate where document_id = 'n-scanned'"
        ).fetchone()
    assert gate == ("open",)
