"""Where a finding is printed: a page of the narrative is never told as a page of a table."""

from __future__ import annotations

import json

import pytest

from dagster_project.release.findings import printed_in

TABLE = "财政拨款收入支出决算总表"


def said(table_code: str, locator: str) -> dict[str, str]:
    return {"side": "left", "table_code": table_code, "source_locator": locator}


@pytest.mark.parametrize(
    ("rule_id", "table_zh", "evidence", "expected"),
    [
        ("N02", TABLE, [said("claims", "p21"), said("gk04", "p13")], f"情况说明(对照{TABLE})"),
        ("N38", TABLE, [], f"情况说明(对照{TABLE})"),
        ("N20", None, [said("claims", "p21")], "情况说明"),
        ("P14", TABLE, [said("claims", "p21")], f"情况说明(对照{TABLE})"),
        # The row that is wrong is a row of the table; the narrative only bears witness.
        ("P13", TABLE, [said("claims", "p20"), said("jx01", "p21")], TABLE),
        ("I32", TABLE, [said("gk04", "p21")], TABLE),
        ("S06", None, [], ""),
    ],
)
def test_the_page_is_told_with_what_is_printed_on_it(
    rule_id: str, table_zh: str | None, evidence: list[dict[str, str]], expected: str
):
    row = {
        "rule_id": rule_id,
        "table_code": None,
        "table_zh": table_zh,
        "source_locator": "p21",
        "evidence": json.dumps(evidence),
    }
    assert printed_in(row) == expected
