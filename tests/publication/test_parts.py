"""A release made of the last one and what changed is what one written in full would be."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dagster_project import publication
from dagster_project.publication import publish
from dagster_project.release.policy import ReleasePolicy, read_release_policy
from dagster_project.runtime.warehouse import open_release
from tests.report import sample_marts

_REGIONS = ("310107", "140900", None)
Marts = Callable[[str], None]


@pytest.fixture
def policy(monkeypatch: pytest.MonkeyPatch) -> ReleasePolicy:
    """Limits so small that a dozen documents pass them."""
    small = replace(
        read_release_policy(),
        rows_per_parquet_file=12,
        most_changed_percent=60,
        most_deleted_percent=400,
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
            sample_marts.insert_rules(connection)
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


@pytest.mark.parametrize("seed", [1, 2])
def test_after_random_changes_a_release_is_what_a_full_one_is(
    seed: int, corpus: Corpus, policy: ReleasePolicy, tmp_path: Path
) -> None:
    chance = random.Random(seed)  # noqa: S311 - a test, no secret
    linked = 0
    publish(corpus.path, tmp_path / "published")
    for number in range(6):
        for _ in range(chance.randint(1, 3)):
            corpus.step(chance)
        by_parts = publish(corpus.path, tmp_path / "published")
        full = publish(corpus.path, tmp_path / f"full-{number}")
        assert by_parts.content_sha256 == full.content_sha256
        assert _tables(by_parts.folder) == _tables(full.folder)
        assert _parquet(by_parts.folder) == _parquet(full.folder)
        names = [
            sorted(path.relative_to(one.folder).as_posix() for path in one.folder.rglob("*"))
            for one in (by_parts, full)
        ]
        assert names[0] == names[1]
        linked += sum(path.stat().st_nlink > 1 for path in by_parts.folder.rglob("*.parquet"))
        # Nothing happened: nothing is published.
        assert not publish(corpus.path, tmp_path / "published").is_new
    assert linked
