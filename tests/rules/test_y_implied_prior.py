"""Y04: this year less the printed change is what the year before disclosed."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests import factories
from tests.rules.conftest import Key, Verdict
from tests.rules.narratives import figure, write_narrative
from tests.rules.writing import Write

# The factory's document spends 100.00 元 in both years.
SPENT = Decimal("100.00")


def _pair(change: str, direction: str, *, unit: str = "元", before: bool = True) -> Write:
    """Return a writer of a document that says how much it changed, and of the year before."""

    def write(raw_dir: Path, document_id: str) -> None:
        same = {"organization_id": f"org-{document_id}", "scope": "unit"}
        folder = factories.write_document(raw_dir, document_id, **same)
        said = figure(
            "general_public",
            "general_public_expenditure",
            "一般公共预算财政拨款支出",
            change,
            unit,
            "change_amount",
            direction=direction,
            base="上年",
        )
        write_narrative(folder, [said], [])
        if before:
            factories.write_document(raw_dir, f"{document_id}-before", year=2021, **same)

    return write


CASES = {
    "y-implied-same": _pair("0.00", "增加"),
    "y-implied-less": _pair("10.00", "增加"),
    "y-implied-more": _pair("0.01", "减少"),
    "y-implied-rounded": _pair("0.01", "增加", unit="万元"),
    "y-implied-beyond": _pair("0.02", "增加", unit="万元"),
    "y-implied-alone": _pair("10.00", "增加", before=False),
}
EXPECTED = {
    "y-implied-same": ("pass", None),
    "y-implied-less": ("fail", SPENT - Decimal("10.00") - SPENT),
    "y-implied-more": ("fail", SPENT + Decimal("0.01") - SPENT),
    # Three figures of 万元 with two decimals: 3 × 50 元.
    "y-implied-rounded": ("rounding", SPENT - Decimal("100.00") - SPENT),
    "y-implied-beyond": ("fail", SPENT - Decimal("200.00") - SPENT),
    "y-implied-alone": ("no_data", None),
}


@pytest.mark.parametrize("document_id", CASES)
def test_the_implied_year_before_is_compared(
    rule_book: dict[Key, Verdict], document_id: str
) -> None:
    found = rule_book[document_id, "Y04", "general_public_total"]
    status, difference = EXPECTED[document_id]
    assert found.status == status
    if difference is not None:
        assert (found.difference, found.severity) == (difference, "notice")
