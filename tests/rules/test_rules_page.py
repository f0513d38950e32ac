"""Catalogue = logic = test = page: docs/rules.md is what the rules do today, each seen both ways.

``JUESUAN_WRITE_DOCS=1`` (``make docs``) writes the page instead of comparing it.
"""

from __future__ import annotations

import csv
import os
from pathlib import Path

from dagster_project.runtime.settings import DBT_DIR
from dagster_project.runtime.warehouse import open_warehouse
from tests.rules.page import PAGE, render


def _active_rules() -> set[str]:
    with (DBT_DIR / "seeds/rules/rule_catalog.csv").open(encoding="utf-8", newline="") as stream:
        return {row["rule_id"] for row in csv.DictReader(stream) if row["status"] == "active"}


def test_every_rule_is_seen_to_pass_and_to_fail(rule_warehouse: Path) -> None:
    with open_warehouse(rule_warehouse, read_only=True) as connection:
        seen = {
            status: {
                rule
                for (rule,) in connection.execute(
                    "select distinct rule_id from reconciliation.rule_verdicts where status = ?",
                    [status],
                ).fetchall()
            }
            for status in ("pass", "fail")
        }
    assert _active_rules() - seen["pass"] == set()
    assert _active_rules() - seen["fail"] == set()


def test_the_page_is_what_the_rules_do(rule_warehouse: Path) -> None:
    page = render(rule_warehouse)
    if os.environ.get("JUESUAN_WRITE_DOCS"):
        PAGE.write_text(page, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == page
