"""``make rule ID=X07``: one rule with its formula, its rows, and its verdicts."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dagster_project.commands import rule
from dagster_project.commands.rule import main
from dagster_project.contract.words import word
from dagster_project.runtime.settings import PROJECT_DIR
from tests.report.sample_marts import create_marts, insert, new_database

TERMS = PROJECT_DIR / "dbt/seeds/rules/rule_terms.csv"
TABLES = PROJECT_DIR / "dbt/seeds/layouts/table_layouts.csv"
LINES = PROJECT_DIR / "dbt/seeds/layouts/line_layouts.csv"
CHECKS = [
    ("1", "a-2022", "X07", "fail", "compared", "3 与 4 不相等"),
    ("2", "b-2022", "X07", "no_data", "table_not_read", None),
    ("3", "a-2022", "X08", "fail", "compared", "别的规则"),
]
COLUMNS = ("check_id", "document_id", "rule_id", "status", "reason_code", "message_zh")


def rows_of(seed: Path) -> list[dict[str, str]]:
    with seed.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def in_words(term: dict[str, str]) -> str:
    """Return a term of a formula in words: table, row (a total is one in every table), column."""
    code = term["table_code"]
    columns = {r["column_code"]: r for r in rows_of(TABLES) if r["table_code"] == code}
    lines = {r["row_key"]: r["label"] for r in rows_of(LINES) if r["table_code"] == code}
    key, column = term["selector"], columns[term["column_code"]]
    row = word(key, "row_key") if key == "total" else lines[key]
    return f"{column['title']}·{row}·{column['header_label']}"


def show(rule_id: str) -> Result:
    return CliRunner().invoke(main, [rule_id])


@pytest.fixture(autouse=True)
def unpublished(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUESUAN_PUBLISHED_DIR", str(tmp_path / "published"))


def test_a_rule_is_shown_with_its_formula_and_its_rows() -> None:
    result = show("X07")
    assert result.exit_code == 0
    terms = [(n, row) for n, row in enumerate(rows_of(TERMS), 2) if row["rule_id"] == "X07"]
    for line, _term in terms:
        assert f"dbt/seeds/rules/rule_terms.csv:{line}  rule_id=X07 " in result.output
    left, right = (in_words(term) for _line, term in terms)
    assert f"公式:{left} = {right}\n" in result.output
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
