"""A misspelt word in a seed is an error with its line and the nearest word, before a run."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner

from dagster_project.cli import main
from dagster_project.commands import run as run_command
from dagster_project.form.seed_checks import check_seeds, require_sound_seeds
from dagster_project.runtime.problems import JuesuanError
from dagster_project.runtime.settings import SEEDS_DIR, load_settings
from dagster_project.warehouse import dbt_runner

Rows = list[dict[str, str]]
# Seed, column, what is written, and the word it is written for (none: any row will do).
MISSPELT = [
    ("rules/rule_terms.csv", "column_code", "undertakng", "undertaking"),
    ("rules/rule_terms.csv", "table_code", "gk2", "gk02"),
    ("rules/rule_terms.csv", "selector", "income_totl", "income_total"),
    ("rules/rule_terms.csv", "selector_kind", "kei", "key"),
    ("rules/rule_terms.csv", "rule_id", "I1O", ""),
    ("rules/rule_terms.csv", "when_row_absent", "nodata", "no_data"),
    ("rules/rule_terms.csv", "weight", "one", ""),
    ("rules/rule_catalog.csv", "tables", "gk01|gk1", ""),
    ("rules/rule_catalog.csv", "severity", "waring", "warning"),
    ("rules/rule_conditions.csv", "row_key", "undertakings", "undertaking"),
    ("rules/claim_references.csv", "column_code", "income_amout", "income_amount"),
    ("rules/claim_references.csv", "metric", "grand_totl", "grand_total"),
    ("claims/claim_subjects.csv", "metric", "fiscal_grand_totl", "fiscal_grand_total"),
    ("claims/claim_patterns.csv", "claim_kind", "shares", "share"),
    ("claims/claim_topics.csv", "pattern", "三公(", ""),
    ("layouts/table_layouts.csv", "form", "shangxi", "shanxi"),
    ("layouts/line_layouts.csv", "row_role", "totals", "total"),
    ("layouts/form_evidence.csv", "value", "gkk11", "gk11"),
    ("layouts/form_tables.csv", "standing", "sen", "seen"),
    ("layouts/table_shapes.csv", "shape", "twosided", "two_sided"),
    ("layouts/reading_identities.csv", "column_code", "undertakin", "undertaking"),
]


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SEEDS_DIR, tmp_path / "seeds"))


def edit(path: Path, change: Callable[[Rows], None]) -> None:
    """Write a seed again after a change of its rows."""
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        rows, names = list(reader), list(reader.fieldnames or ())
    change(rows)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def spoil(path: Path, column: str, word: str, right: str) -> int:
    """Write a word into the last row that has the right one there; return its line."""
    with path.open(encoding="utf-8", newline="") as stream:
        values = [row[column] for row in csv.DictReader(stream)]
    at = max(n for n, value in enumerate(values) if (value == right if right else value))
    edit(path, lambda rows: rows[at].update({column: word}))
    return at + 2


def test_the_seeds_are_sound() -> None:
    assert check_seeds() == []


@pytest.mark.parametrize(("file", "column", "word", "right"), MISSPELT)
def test_a_misspelt_word_is_named_with_its_line_and_the_nearest_one(
    seeds: Path, file: str, column: str, word: str, right: str
) -> None:
    line = spoil(seeds / file, column, word, right)
    own = [p for p in check_seeds(seeds) if (p.line_no, p.column) == (line, column)]
    assert [p.file for p in own] == [f"dbt/seeds/{file}"]
    assert own[0].value in word
    assert own[0].value in str(own[0]) or "regular expression" in str(own[0])
    assert right in str(own[0])


def test_a_column_that_is_not_declared_or_missing_is_named(seeds: Path) -> None:
    path = seeds / "rules/rule_terms.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("column_code", "colum_code", 1), encoding="utf-8")
    found = [str(problem) for problem in check_seeds(seeds)]
    assert found == [
        "dbt/seeds/rules/rule_terms.csv line 1: no column 'colum_code' is declared; "
        "nearest: 'column_code'",
        "dbt/seeds/rules/rule_terms.csv line 1: the column 'column_code' is missing",
    ]


def test_a_key_twice_and_a_rule_without_terms_are_named(seeds: Path) -> None:
    path = seeds / "rules/rule_terms.csv"
    edit(path, lambda rows: rows.append(dict(rows[0])))
    repeated = [p for p in check_seeds(seeds) if p.column == "rule_id"]
    assert [p.message for p in repeated] == ["the same key as in line 2: I01, 1"]
    text = path.read_text(encoding="utf-8")
    kept = [line for line in text.splitlines(keepends=True) if not line.startswith("X07,")]
    path.write_text("".join(kept), encoding="utf-8")
    assert "X07 has no row in dbt/seeds/rules/rule_terms.csv" in [
        p.message for p in check_seeds(seeds)
    ]


def test_lines_are_those_of_the_file_after_a_field_of_several_lines(seeds: Path) -> None:
    path = seeds / "layouts/table_shapes.csv"
    edit(path, lambda rows: rows[0].update(note_zh="一\n二"))
    edit(path, lambda rows: rows[2].update(shape="by_functoin"))
    assert [p.line_no for p in check_seeds(seeds) if p.column == "shape"] == [5]


def test_a_run_stops_at_once_with_plain_lines(seeds: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    line = spoil(seeds / "rules/rule_terms.csv", "column_code", "undertakng", "undertaking")
    monkeypatch.setattr(run_command, "require_sound_seeds", partial(require_sound_seeds, seeds))
    result = CliRunner().invoke(main, ["run"])
    assert result.exit_code == 2
    assert "Traceback" not in result.output
    assert result.stderr.splitlines() == [
        "juesuan: the seeds cannot be used (1):",
        f"  dbt/seeds/rules/rule_terms.csv line {line}, column_code: "
        "'undertakng' is not known here; nearest: 'undertaking'",
    ]


def test_many_problems_are_counted_and_not_all_shown(seeds: Path) -> None:
    edit(seeds / "rules/rule_terms.csv", lambda rows: [r.update(side="middle") for r in rows])
    with pytest.raises(JuesuanError) as caught:
        require_sound_seeds(seeds)
    lines = str(caught.value).splitlines()
    assert len(lines) == 22
    assert lines[-1].endswith(f"and {len(check_seeds(seeds)) - 20} more")


def test_dbt_does_not_begin(seeds: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spoil(seeds / "layouts/table_layouts.csv", "form", "shangxi", "shanxi")
    monkeypatch.setattr(dbt_runner, "require_sound_seeds", partial(require_sound_seeds, seeds))
    monkeypatch.setattr(dbt_runner, "_invoke", lambda *_: pytest.fail("dbt was started"))
    project = dbt_runner.ParsedProject(load_settings(), None, {})
    with pytest.raises(JuesuanError, match="'shangxi' is not known here; nearest: 'shanxi'"):
        dbt_runner.run_dbt(project, ["build"])
