"""``make rule ID=X07``: one rule with its formula, its rows, and its verdicts."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dagster_project.commands import rule
from dagster_project.commands.rule import main
from dagster_project.runtime.settings import PROJECT_DIR
from tests.report.sample_marts import create_marts, insert, new_database

TERMS = PROJECT_DIR / "dbt/seeds/rules/rule_terms.csv"
CHECKS = [
    ("1", "a-2022", "X07", "fail", "compared", "3 与 4 不相等"),
    ("2", "b-2022", "X07", "no_data", "table_not_read", None),
    ("3", "a-2022", "X08", "fail", "compared", "别的规则"),
]
COLUMNS = ("check_id", "document_id", "rule_id", "status", "reason_code", "message_zh")


def show(rule_id: str) -> Result:
    return CliRunner().invoke(main, [rule_id])


@pytest.fixture(autouse=True)
def unpublished(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUESUAN_PUBLISHED_DIR", str(tmp_path / "published"))


def test_a_rule_is_shown_with_its_formula_and_its_rows() -> None:
    result = show("X07")
    assert result.exit_code == 0
    with TERMS.open(encoding="utf-8", newline="") as stream:
        terms = [n for n, row in enumerate(csv.DictReader(stream), 2) if row["rule_id"] == "X07"]
    for line in terms:
        assert f"dbt/seeds/rules/rule_terms.csv:{line}  rule_id=X07 " in result.output
    assert "公式:gk01.其他收入·决算数 = gk02.合计·其他收入" in result.output
    assert "不符例:" in result.output
    assert "### X08" not in result.output
    assert "make run shows the verdicts" in result.output


def test_a_rule_that_is_a_model_names_its_file() -> None:
    assert "rule_n33_list_complete.sql" in show("N33").output


def test_the_verdicts_of_the_release_are_counted_and_failures_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with new_database(tmp_path) as connection:
        create_marts(connection)
        insert(connection, "checks", [dict(zip(COLUMNS, row, strict=True)) for row in CHECKS])
    monkeypatch.setattr(rule, "current_release", lambda _published: tmp_path)
    lines = show("X07").output.splitlines()
    assert lines[-4].startswith("verdicts of release ")
    assert lines[-4].endswith(": 2")
    assert lines[-3:] == [
        "       1  fail (compared)",
        "       1  no_data (table_not_read)",
        "  a-2022: 3 与 4 不相等",
    ]


def test_an_unknown_rule_is_refused_with_the_nearest() -> None:
    result = show("X7")
    assert result.exit_code == 2
    assert result.stderr.startswith("juesuan: no rule X7; nearest: ")
