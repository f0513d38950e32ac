"""Invented disclosures: without errors nothing is found, with errors exactly those planted."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
from collections import Counter
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from dagster_project.cli import main
from tests.building import build

CLEAN, WRONG, ERRORS = 1, 2, 30


def synth(out: Path, **options: int) -> Path:
    words = [word for name, value in options.items() for word in (f"--{name}", str(value))]
    result = CliRunner().invoke(main, ["synth", *words, "--out", str(out)])
    assert result.exit_code == 0, result.output
    return out


def read_answers(folder: Path) -> list[dict[str, str]]:
    with (folder / "answers.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def printed_at(folder: Path, answer: dict[str, str]) -> str:
    [path] = folder.glob(f"*/{answer['document_id']}/{answer['table_code']}.csv")
    with path.open(encoding="utf-8", newline="") as stream:
        [cell] = [
            row
            for row in csv.DictReader(stream)
            if (row["row_key"], row["column_code"]) == (answer["row_key"], answer["column_code"])
        ]
    return cell["printed_text"]


def digest(folder: Path) -> dict[str, str]:
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return {str(f.relative_to(folder)): hashlib.sha256(f.read_bytes()).hexdigest() for f in files}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build one warehouse of 20 documents that add up and 20 with 30 errors."""
    base = tmp_path_factory.mktemp("synth")
    clean = synth(base / "clean", documents=20, years=2, seed=CLEAN)
    wrong = synth(base / "wrong", documents=20, years=2, seed=WRONG, errors=ERRORS)
    for folder in (clean, wrong):
        for year in folder.glob("2*"):
            shutil.copytree(year, base / "raw" / year.name, dirs_exist_ok=True)
    build(base / "raw", base / "w.duckdb", ["fct_findings"])
    return base


@pytest.fixture(scope="module")
def findings(place: Path) -> list[tuple[str, str, str, str, str]]:
    with duckdb.connect(str(place / "w.duckdb"), read_only=True) as connection:
        return connection.execute(
            "select document_id, severity, rule_id, table_code, evidence::varchar "
            "from reconciliation.fct_findings"
        ).fetchall()


@pytest.mark.slow
def test_documents_without_errors_are_open_checked_and_without_findings(place, findings):
    with duckdb.connect(str(place / "w.duckdb"), read_only=True) as connection:
        gates = connection.execute(
            "select gate_status, count(*) from reconciliation.document_gate group by 1"
        ).fetchall()
        [(checked,)] = connection.execute(
            "select min(passes) from (select count(*) filter (where status = 'pass') as passes "
            f"from reconciliation.rule_verdicts where document_id like 'synth{CLEAN}-%' "
            "group by document_id)"
        ).fetchall()
    assert gates == [("open", 40)]
    assert checked > 200
    assert [row for row in findings if row[0].startswith(f"synth{CLEAN}-")] == []


@pytest.mark.slow
def test_every_planted_error_is_found_and_nothing_else(place, findings, measured):
    answers = read_answers(place / "wrong")
    assert len(answers) == ERRORS
    expected = sorted((answer["document_id"], answer["table_code"]) for answer in answers)
    found = sorted(
        (document, table) for document, severity, _, table, _ in findings if severity == "warning"
    )
    assert found == expected
    families = {(a["document_id"], a["table_code"]): a["rule_families"] for a in answers}
    for document, severity, rule, table, _ in findings:
        assert severity == "warning", rule
        assert rule[0] in families[document, table].split("|")
    for answer in answers:
        [evidence] = [
            row[4]
            for row in findings
            if (row[0], row[3]) == (answer["document_id"], answer["table_code"])
        ]
        assert f'"printed_text":"{answer["planted"]}"' in evidence
    measured.append(f"synth: {ERRORS} errors planted in 20 documents, {len(found)} found")


def test_answers_say_what_is_printed_and_what_was(tmp_path):
    """The same documents without errors print the original figures, and all else is equal."""
    right = synth(tmp_path / "right", documents=6, years=2, seed=7)
    wrong = synth(tmp_path / "wrong", documents=6, years=2, seed=7, errors=6)
    answers = read_answers(wrong)
    for answer in answers:
        assert printed_at(wrong, answer) == answer["planted"]
        assert printed_at(right, answer) == answer["original"]
        assert Decimal(answer["planted"]) != Decimal(answer["original"])
    before, after = digest(right), digest(wrong)
    changed = {name for name in before if before[name] != after[name]} - {"answers.csv"}
    assert changed == {
        path.relative_to(wrong).as_posix()
        for answer in answers
        for path in wrong.glob(f"*/{answer['document_id']}/{answer['table_code']}.csv")
    }


def test_the_same_seed_gives_the_same_bytes_and_another_one_others(tmp_path):
    first, again, other = (
        digest(synth(tmp_path / name, documents=5, years=2, seed=seed, errors=3))
        for name, seed in (("a", 3), ("b", 3), ("c", 4))
    )
    assert first == again
    figures = [
        {value for name, value in digests.items() if name.endswith("gk03.csv")}
        for digests in (first, other)
    ]
    assert len(figures[0]) == len(figures[1]) == 5
    assert not figures[0] & figures[1]


def test_forms_units_and_years_vary(tmp_path):
    out = synth(tmp_path / "out", documents=6, years=2, seed=1)
    texts = [path.read_text(encoding="utf-8") for path in out.glob("*/*/document.json")]
    assert len(texts) == 6
    assert sorted(path.name for path in out.glob("2*")) == ["2023", "2024"]
    for word in ('"form": "shanxi"', '"form": "shanghai"', '"form": "national"'):
        assert sum(word in text for text in texts) == 2
    assert sum('"unit": "元"' in text for text in texts) == 2


def test_a_table_that_a_form_does_not_have_has_no_number(tmp_path):
    out = synth(tmp_path / "out", documents=3, years=1, seed=1)
    documents = [json.loads(path.read_bytes()) for path in out.glob("*/*/document.json")]
    tables = [table for document in documents for table in document["tables"]]
    absent = [table for table in tables if table["presence"] == "not_required"]
    # A third of the departments print gk10; gk11 belongs to forms that synth does not invent.
    absences = Counter(t["table_code"] for t in absent)
    assert absences.keys() == {"gk10", "gk11"}
    assert absences["gk10"] == 2
    assert {(t["printed_number"], t["title"]) for t in absent} == {(None, None)}


@pytest.mark.parametrize(
    ("options", "words"),
    [({"documents": 1, "errors": 8}, "at most 7"), ({"documents": 0}, "documents")],
)
def test_impossible_numbers_are_refused(options, words, tmp_path):
    arguments = [word for name, value in options.items() for word in (f"--{name}", str(value))]
    result = CliRunner().invoke(main, ["synth", *arguments, "--out", str(tmp_path / "out")])
    assert result.exit_code == 2
    assert words in result.stderr
    assert not (tmp_path / "out").exists()


def test_a_folder_that_holds_something_is_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    result = CliRunner().invoke(main, ["synth", "--out", str(tmp_path)])
    assert result.exit_code == 2
    assert "not empty" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
