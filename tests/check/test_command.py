"""``juesuan check`` as its users meet it: findings, statuses, files, and nothing left behind."""

from __future__ import annotations

import json
import shutil
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from dagster_project.cli import main
from dagster_project.runtime.settings import PROJECT_DIR

SHIPPED = PROJECT_DIR / "raw" / "2022" / "xinzhou-hrss-2022"
# The basic expenditure of 2080101 in gk03: printed so, and by 70 too much.
RIGHT, WRONG = "7013207.30", "7013277.30"


@pytest.fixture
def slipped(tmp_path: Path) -> Path:
    """Return a shipped extract in which one figure of one table was slipped."""
    folder = shutil.copytree(SHIPPED, tmp_path / "raw" / "2022" / SHIPPED.name)
    table = folder / "gk03.csv"
    lines = table.read_text(encoding="utf-8").splitlines()
    (at,) = [n for n, text in enumerate(lines) if text.startswith("7,2080101") and RIGHT in text]
    lines[at] = lines[at].replace(RIGHT, WRONG)
    table.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def check(*arguments: object, published: Path) -> Result:
    environment = {"JUESUAN_PUBLISHED_DIR": str(published)}
    return CliRunner().invoke(main, ["check", *map(str, arguments)], env=environment)


def _slip(findings: list[dict[str, object]]) -> list[dict[str, object]]:
    return [row for row in findings if row["rule_id"] == "I11" and row["subject"] == "2080101"]


def test_a_slip_is_found_and_nothing_is_published(slipped: Path, tmp_path: Path) -> None:
    published = tmp_path / "published"
    before = check(SHIPPED, "--format", "json", published=published)
    after = check(slipped, "--format", "json", published=published)
    assert _slip(json.loads(before.stdout)) == []
    (found,) = _slip(json.loads(after.stdout))
    assert Decimal(str(found["difference"])) == Decimal(RIGHT) - Decimal(WRONG)
    assert after.exit_code == 3
    assert not published.exists()


def test_a_worksheet_and_pages_are_written_where_they_are_asked_for(
    slipped: Path, tmp_path: Path
) -> None:
    sheet, pages = tmp_path / "整改清单.xlsx", tmp_path / "pages"
    done = check(slipped, "--format", "xlsx", "--output", sheet, published=tmp_path / "none")
    assert done.exit_code == 3
    assert openpyxl.load_workbook(sheet).sheetnames
    again = check(slipped, "--format", "xlsx", "--output", sheet, published=tmp_path / "none")
    assert (again.exit_code, "is there already" in again.stderr) == (2, True)
    done = check(slipped, "--format", "html", "--output", pages, published=tmp_path / "none")
    page = (pages / "documents" / f"{slipped.name}.html").read_text(encoding="utf-8")
    assert "7,013,277.30" in page or WRONG in page


def test_what_is_no_disclosure_is_refused_in_words_beside_what_is(
    slipped: Path, tmp_path: Path
) -> None:
    poem = tmp_path / "诗.txt"
    poem.write_text("床前明月光\n", encoding="utf-8")
    done = check(poem, published=tmp_path / "none")
    assert done.exit_code == 3
    assert "拒收" in done.stderr
    done = check(tmp_path / "没有.pdf", published=tmp_path / "none")
    assert done.exit_code == 2
    assert "no such file" in done.stderr
    done = check(slipped, "--against", tmp_path / "none", published=tmp_path / "none")
    assert (done.exit_code, "nothing is published" in done.stderr) == (2, True)


def test_a_document_that_was_kept_back_is_told_and_never_clean(tmp_path: Path) -> None:
    folder = shutil.copytree(SHIPPED, tmp_path / "raw" / "2022" / SHIPPED.name)
    (folder / "gk03.csv").write_text("nothing\n", encoding="utf-8")
    shown = check(folder, published=tmp_path / "none")
    told = check(folder, "--format", "json", published=tmp_path / "none")
    assert (shown.exit_code, told.exit_code) == (3, 3)
    assert "没有发现问题" not in shown.stdout
    assert "已隔离" in shown.stdout
    (row,) = json.loads(told.stdout)
    assert row["document_id"] == SHIPPED.name
    assert "已隔离" in row["message_zh"]
    assert "缺少列" in row["message_zh"]
