"""A release made of the last one and what changed is what one written in full would be."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest

from dagster_project import publication
from dagster_project.publication import publish
from dagster_project.release.policy import ReleasePolicy, read_release_policy
from dagster_project.report import page_keys
from dagster_project.runtime.warehouse import open_release
from tests.report import sample_marts
from tests.sampling import one_in

_REGIONS = ("310107", "140900", None)


@pytest.fixture
def policy(monkeypatch: pytest.MonkeyPatch) -> ReleasePolicy:
    """Limits so small that a dozen documents pass them."""
    small = replace(
        read_release_policy(),
        rows_per_parquet_file=12,
        most_changed_percent=60,
        most_deleted_percent=400,
        rows_per_worksheet=10,
    )
    monkeypatch.setattr(publication, "read_release_policy", lambda: small)
    return small


class Corpus:
    """A warehouse of marts whose documents come, change and go."""

    def __init__(self, path: Path) -> None:
        """Make it with a few documents."""
        self.path, self.documents, self.made = path / "juesuan.duckdb", [], 0
        with sample_marts.new_database(path) as connection:
            sample_marts.create_marts(connection)
            # One: a page for each rule would be most of what this test costs.
            rule = {"rule_id": "I01", "title_zh": "规则", "family": "I", "severity": "warning"}
            sample_marts.insert(connection, "rules", [rule])
            sample_marts.insert_metrics(connection)
        for _ in range(8):
            self.add()

    def run(self, statement: str, *values: Any) -> None:
        """Execute a statement in the warehouse."""
        with duckdb.connect(str(self.path)) as connection:
            connection.execute(statement, list(values))

    def add(self, name: str = "", year: int = 2022) -> str:
        """Add a document with findings."""
        self.made += 1
        document_id = f"d'{self.made}" if self.made % 5 == 0 else f"d-{self.made}"
        name = name or f"第{self.made}局"
        with duckdb.connect(str(self.path)) as connection:
            rows = sample_marts.document_rows(document_id, name, year + self.made % 2)
            sample_marts.insert_document(connection, rows)
            finding = sample_marts.finding(document_id, f"fnd_{document_id}")
            sample_marts.insert(connection, "findings", [finding])
            connection.execute(
                "update marts.documents set region_code = ? where document_id = ?",
                [_REGIONS[self.made % 3], document_id],
            )
        self.documents.append(document_id)
        return document_id

    def remove(self, document_id: str) -> None:
        """Take a document out, with all that it has."""
        self.run(
            "delete from marts.finding_checks where finding_id in "
            "(select finding_id from marts.findings where document_id = ?)",
            document_id,
        )
        for table in self.tables("document_id"):
            self.run(f"delete from marts.{table} where document_id = ?", document_id)
        self.documents.remove(document_id)

    def tables(self, column: str) -> list[str]:
        """Return the tables with a column."""
        with duckdb.connect(str(self.path)) as connection:
            found = connection.execute(
                "select table_name from duckdb_columns() where schema_name = 'marts' "
                "and column_name = ? order by 1",
                [column],
            ).fetchall()
        return [name for (name,) in found]

    def step(self, chance: random.Random) -> None:
        """Let something happen that happens to a corpus."""
        document = chance.choice(self.documents)
        kind = chance.choice(("add", "change", "remove", "revise", "move", "corpus", "mend"))
        if kind == "add" or len(self.documents) < 5:
            self.add()
        elif kind == "remove":
            self.remove(document)
        elif kind == "change":
            self.run(
                "update marts.cells set printed_text = ? where document_id = ? and row_no = 1",
                f"{chance.random():.4f}",
                document,
            )
        elif kind == "mend":
            self.run("delete from marts.findings where document_id = ?", document)
        elif kind == "revise":
            self.run(
                "update marts.documents set is_current = false where document_id = ?", document
            )
            self.add()
        elif kind == "move":
            region = chance.choice(_REGIONS)
            self.run(
                "update marts.documents set region_code = ?, organization_name = ? "
                "where document_id = ?",
                region,
                f"改名{chance.random():.3f}局",
                document,
            )
        else:
            self.run("update marts.rules set title_zh = ? where rule_id = 'I01'", chance.random())


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return Corpus(tmp_path)


def _tables(release: Path) -> dict[str, tuple[Any, ...]]:
    """Return columns, labels and rows of each mart, without what names the release."""
    with open_release(release) as connection:
        names = connection.execute(
            "select table_name, comment from duckdb_tables() "
            "where database_name = 'release' and schema_name = 'marts'"
        ).fetchall()
        return {
            name: (
                comment,
                connection.execute(
                    "select column_name, data_type, comment from duckdb_columns() where "
                    "database_name = 'release' and table_name = ? order by column_index",
                    [name],
                ).fetchall(),
                sorted(map(repr, connection.execute(f"from marts.{name}").fetchall())),
            )
            for name, comment in names
            if name != "release_info"
        }


def _parquet(release: Path) -> dict[str, list[str]]:
    with duckdb.connect() as connection:
        return {
            folder.name: sorted(
                map(repr, connection.execute(f"from '{folder}/*.parquet'").fetchall())
            )
            for folder in sorted((release / "parquet").iterdir())
            if folder.name != "release_info"
        }


_RELEASE = re.compile(r"\d{8}T\d{6}\.\d+Z-[0-9a-f]{8}|\d{4}-\d\d-\d\d \d\d:\d\d UTC")


def _pages(release: Path) -> dict[str, str]:
    """Return the files of the report as text, without the release that wrote each."""
    return {
        path.relative_to(release).as_posix(): _RELEASE.sub("", path.read_text("utf-8"))
        for path in sorted((release / "report").rglob("*"))
        if path.suffix in (".html", ".js") and "assets" not in path.parts
    }


def _books(release: Path) -> dict[str, list[Any]]:
    """Return the cells of the workbooks by file and sheet, without the release that wrote each."""
    books = {}
    for path in sorted(release.rglob("*.xlsx")):
        for sheet in openpyxl.load_workbook(path):
            rows = [
                [_RELEASE.sub("", cell) if isinstance(cell, str) else cell for cell in row]
                for row in sheet.iter_rows(values_only=True)
            ]
            books[f"{path.relative_to(release)} {sheet.title}"] = rows
    return books


@pytest.mark.parametrize("seed", one_in(2, [1, 2], 0))
def test_after_random_changes_a_release_is_what_a_full_one_is(
    seed: int, corpus: Corpus, policy: ReleasePolicy, tmp_path: Path
) -> None:
    chance = random.Random(seed)  # noqa: S311 - a test, no secret
    shared = dict.fromkeys(("parquet/*/*.parquet", "documents/*.html", "worksheets/*.xlsx"), 0)
    publish(corpus.path, tmp_path / "published")
    for number in range(4):
        for _ in range(chance.randint(1, 2)):
            corpus.step(chance)
        by_parts = publish(corpus.path, tmp_path / "published")
        full = publish(corpus.path, tmp_path / f"full-{number}")
        assert by_parts.content_sha256 == full.content_sha256
        assert _tables(by_parts.folder) == _tables(full.folder)
        assert _parquet(by_parts.folder) == _parquet(full.folder)
        assert _pages(by_parts.folder) == _pages(full.folder)
        assert _books(by_parts.folder) == _books(full.folder)
        names = [
            sorted(path.relative_to(one.folder).as_posix() for path in one.folder.rglob("*"))
            for one in (by_parts, full)
        ]
        assert names[0] == names[1]
        for kind in shared:
            found = by_parts.folder.rglob(kind)
            shared[kind] += sum(path.stat().st_nlink > 1 for path in found)
        # Nothing happened: nothing is published.
        assert not publish(corpus.path, tmp_path / "published").is_new
    # It could also be equal because everything was written anew.
    assert all(shared.values()), shared


def _written(release: Path) -> set[str]:
    """Return the files of a release that it shares with no other, without what is of the corpus."""
    own = (path for path in release.rglob("*") if path.is_file() and path.stat().st_nlink == 1)
    return {path.relative_to(release).as_posix() for path in own}


def test_one_changed_document_writes_its_page_and_what_is_of_the_corpus(
    corpus: Corpus, policy: ReleasePolicy, tmp_path: Path
) -> None:
    publish(corpus.path, tmp_path / "published")
    corpus.run("update marts.cells set printed_text = '1' where document_id = 'd-3' and row_no = 1")
    # Where a document stands among the others moves with any of them.
    corpus.run("update marts.metric_values set peer_percentile = 7, peers = 9")
    corpus.run("update marts.metric_totals set median = 3")
    written = _written(publish(corpus.path, tmp_path / "published").folder)
    assert {name for name in written if name.startswith("report/documents/")} == {
        "report/documents/d-3.html"
    }
    # Its cells are in the file of its year and region, and in no other.
    [cells] = [name for name in written if name.startswith("parquet/cells/")]
    assert cells.startswith("parquet/cells/2023-310107")
    assert not [name for name in written if name.startswith("parquet/checks/")]
    assert not [name for name in written if name.startswith("worksheets/")]


def test_another_word_draws_every_page_again(
    corpus: Corpus, policy: ReleasePolicy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(corpus.path, tmp_path / "published")
    corpus.run("update marts.cells set printed_text = '1' where document_id = 'd-3' and row_no = 1")
    monkeypatch.setattr(page_keys, "fingerprint_code", lambda: "other words")
    written = _written(publish(corpus.path, tmp_path / "published").folder)
    assert len([name for name in written if name.startswith("report/documents/")]) == 8


def test_a_file_of_many_changes_is_written_anew_before_it_is_mostly_holes(
    corpus: Corpus, policy: ReleasePolicy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tight = replace(policy, most_deleted_percent=30)
    monkeypatch.setattr(publication, "read_release_policy", lambda: tight)
    deleted = []
    for number in range(8):
        corpus.run("update marts.cells set printed_text = ? where document_id = 'd-3'", str(number))
        release = publish(corpus.path, tmp_path / "published").folder
        with open_release(release) as connection:
            deleted += connection.execute("select deleted_rows from publication.history").fetchone()
    # It grows with each change, and begins again.
    assert deleted[0] == 0
    assert deleted[1] > 0
    assert 0 in deleted[2:]
