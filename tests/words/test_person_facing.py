"""What people read holds no code: names of tables, 第 21 页, Chinese measures.

Every text that a person is shown of the shipped disclosures and of invented ones, from all places
where texts are shown: marts, worksheet, report, command line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest

from dagster_project.commands.findings import render_table
from dagster_project.commands.silence import unread_tables
from dagster_project.release.tabular import read_findings, read_rows
from dagster_project.runtime.warehouse import open_release
from tests.building import mixed_release

CODE = re.compile(
    r"gk\d\d|jx01|(?<![A-Za-z0-9])L\d+|(?<![A-Za-z0-9])p\d+|(?<![A-Za-z0-9_])[a-z]+(?:_[a-z0-9]+)+"
)
# The places of a spreadsheet are its own: 工作表“支出决算表”L12.
CELL_OF_SHEET = re.compile(r"工作表“.*?”[A-Z]{1,3}\d+")
TEXTS = {
    "documents": ("gate_reasons", "scope_evidence"),
    "document_tables": ("table_zh", "reading_note", "statement"),
    "checks": ("subject_zh", "message_zh", "table_zh"),
    "findings": (
        *("subject_zh", "title_zh", "message_zh", "next_step_zh", "certainty_zh"),
        *("cannot_tell_zh", "table_zh"),
    ),
    "rules": ("title_zh", "statement_zh", "formula_zh", "next_step_zh", "cannot_tell_zh"),
    "year_on_year": ("not_comparable_reason",),
    "performance_projects": ("project_name",),
    "procurement_and_assets": ("line_name",),
}
# Keys for whoever answers: they are to be kept as they are.
KEYS = {"文件编号", "问题编号", "单项编号", "规则", "工作表"}


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return shipped disclosures, invented ones with errors, and one that cannot be loaded."""
    return (mixed_release(tmp_path_factory) / "published" / "current").resolve()


def _codes(texts: Iterable[tuple[str, object]]) -> list[str]:
    found = []
    for place, text in texts:
        plain = CELL_OF_SHEET.sub("", str(text or ""))
        found += [f"{place}: {match[0]} in {plain[:120]}" for match in CODE.finditer(plain)]
    return sorted(set(found))


@pytest.mark.parametrize("table", TEXTS)
def test_texts_of_the_marts(release: Path, table: str) -> None:
    with open_release(release) as connection:
        texts = [
            (column, text)
            for column in TEXTS[table]
            for (text,) in connection.execute(
                f"select distinct {column} from marts.{table} where {column} is not null"
            ).fetchall()
        ]
    assert texts
    assert _codes(texts) == []


def test_cells_of_the_worksheet(release: Path) -> None:
    book = openpyxl.load_workbook(release / "findings.xlsx", read_only=True)
    texts = []
    for sheet in book:
        rows = sheet.iter_rows(values_only=True)
        # The overview has lines above its header.
        header = next(row for row in rows if row[0] in ("文件编号", "序号", "单位"))
        texts += [
            (f"{sheet.title} {title}", value)
            for row in rows
            for title, value in zip(header, row, strict=False)
            if isinstance(value, str) and title not in KEYS
        ]
    assert len(texts) > 100
    assert _codes(texts) == []


class _Text(HTMLParser):
    """What a page shows; what stands in <code> is a key to copy, a script is for the browser."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in ("script", "style", "code")
        self.texts += [text for name, text in attrs if name in ("aria-label", "title") and text]

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in ("script", "style", "code")

    def handle_data(self, data: str) -> None:
        if not self._silent and data.strip():
            self.texts.append(data)


def _pages(release: Path) -> Iterator[tuple[str, str]]:
    for path in sorted((release / "report").rglob("*.html")):
        page = _Text()
        page.feed(path.read_text(encoding="utf-8"))
        yield from ((path.name, text) for text in page.texts)


def test_pages_of_the_report(release: Path) -> None:
    texts = list(_pages(release))
    assert len(texts) > 1000
    assert _codes(texts) == []


def test_table_of_the_command(release: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "400")
    documents = read_rows(release, "documents", ("document_id",)).dicts()
    text = render_table(
        read_findings(release),
        documents,
        release.name,
        to_terminal=False,
        unread=unread_tables(release, documents),
    )
    assert len(text.splitlines()) > 100
    assert _codes((line, line) for line in text.splitlines()) == []
