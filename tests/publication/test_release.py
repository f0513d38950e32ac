"""What is in a release, and when there is a new one."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from decimal import Decimal

import duckdb
import openpyxl
import pyarrow.parquet as pq
import pytest

from dagster_project.publication import publish
from dagster_project.release import content as release_content
from dagster_project.runtime.problems import JuesuanError
from dagster_project.runtime.warehouse import RELEASE_FILE, open_release


def test_release_is_complete_and_linked_relatively(warehouse, published):
    release = publish(warehouse, published)
    current = published / "current"
    assert current.is_symlink()
    assert str(current.readlink()) == f"releases/{release.release_id}"
    assert sorted(path.name for path in current.iterdir()) == [
        "datapackage.json",
        "findings.xlsx",
        "juesuan.duckdb",
        "parquet",
        "report",
    ]


def test_marts_keep_decimals_labels_and_release_id(warehouse, published):
    release = publish(warehouse, published)
    with open_release(published / "current") as connection:
        amounts = connection.execute("select amount_yuan from marts.cells order by 1").fetchall()
        assert amounts == [(Decimal("100.10"),), (Decimal("9999999999999.99"),)]
        table = "select comment from duckdb_tables() where table_name = 'documents'"
        assert connection.execute(table).fetchall() == [
            ("文档:每次修订一行。Grain: one revision.",)
        ]
        column = "select comment from duckdb_columns() where column_name = 'message_zh'"
        assert connection.execute(column).fetchall() == [("说明",)]
        info = connection.execute("select release_id from marts.release_info").fetchall()
        assert info == [(release.release_id,)]


def test_parquet_keeps_decimals_and_release_id(warehouse, published):
    release = publish(warehouse, published)
    file = pq.ParquetFile(published / "current/parquet/cells/data.parquet")
    assert str(file.schema_arrow.field("amount_yuan").type) == "decimal128(18, 2)"
    assert file.metadata.metadata[b"release_id"].decode() == release.release_id


def test_datapackage_describes_every_file_with_hash_rows_and_types(warehouse, published):
    release = publish(warehouse, published)
    current = published / "current"
    package = json.loads((current / "datapackage.json").read_text(encoding="utf-8"))
    assert package["id"] == release.release_id
    resources = {resource["name"]: resource for resource in package["resources"]}
    assert {"documents", "findings", "cells", "release_info", "juesuan-duckdb", "report"} <= set(
        resources
    )
    listed = {resource["path"] for resource in resources.values()}
    written = {path.relative_to(current).as_posix() for path in current.rglob("*.*")}
    assert listed == written - {"datapackage.json"}
    for resource in resources.values():
        digest = hashlib.sha256((current / resource["path"]).read_bytes()).hexdigest()
        assert resource["hash"] == f"sha256:{digest}"
    assert resources["documents"]["row_count"] == 2
    assert resources["documents"]["title"] == "文档:每次修订一行"
    types = {f["name"]: f["type"] for f in resources["findings"]["schema"]["fields"]}
    assert (types["left_amount"], types["page"], types["rule_id"]) == (
        "number",
        "integer",
        "string",
    )


def test_worksheet_has_the_findings_of_the_release_as_inert_text(warehouse, published):
    release = publish(warehouse, published)
    book = openpyxl.load_workbook(published / "current/findings.xlsx")
    assert book.custom_doc_props["release_id"].value == release.release_id
    assert release.release_id in book["总览"]["A3"].value
    [sheet] = [sheet for sheet in book if sheet.title.startswith("甲局")]
    header = [cell.value for cell in sheet[1]]
    rows = list(sheet.iter_rows(min_row=2))
    # Blocking first.
    assert [row[header.index("问题编号")].value for row in rows] == ["f2", "f1"]
    formula = rows[1][header.index("问题与处理")]
    assert formula.value == '=HYPERLINK("http://x","点我")\n怎么改:核对'
    assert formula.data_type == "s"
    assert formula.quotePrefix


def test_report_is_escaped_offline_and_names_the_release(warehouse, published):
    release = publish(warehouse, published)
    page = (published / "current/report/index.html").read_text(encoding="utf-8")
    assert release.release_id in page
    assert "<script>alert" not in page
    assert "&lt;b&gt;合计不符" in page
    assert "http://" not in page.replace("http://x", "")
    assert "已隔离" in page
    document = (published / "current/report/documents/a-2022.html").read_text(encoding="utf-8")
    assert "12,345,678,901.22" in document


def test_unchanged_content_makes_no_new_release(warehouse, published):
    first = publish(warehouse, published)
    second = publish(warehouse, published)
    assert (first.is_new, second.is_new) == (True, False)
    assert second.release_id == first.release_id
    assert len(list((published / "releases").iterdir())) == 1


def test_other_row_order_is_the_same_content(warehouse, published):
    publish(warehouse, published)
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute(
            "create or replace table marts.cells as select * from marts.cells order by 2 desc"
        )
    assert not publish(warehouse, published).is_new


@pytest.mark.parametrize(
    "statement",
    [
        "update marts.cells set amount_yuan = 100.11 where amount_yuan = 100.10",
        "insert into marts.cells select * from marts.cells limit 1",
        "comment on column marts.cells.amount_yuan is '金额(元)'",
        "alter table marts.cells alter amount_yuan type decimal(20,2)",
        "alter table marts.cells add column note varchar",
        "create table marts.more as select 1 as x",
    ],
)
def test_any_change_of_rows_labels_or_schema_makes_a_release(statement, warehouse, published):
    publish(warehouse, published)
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute(statement)
    assert publish(warehouse, published).is_new


def test_new_shape_of_the_publication_makes_a_release(warehouse, published, monkeypatch):
    publish(warehouse, published)
    monkeypatch.setattr(release_content, "PUBLICATION_VERSION", "test")
    assert publish(warehouse, published).is_new


def test_last_three_releases_are_kept(warehouse, published, change):
    ids = []
    for number in range(5):
        change(number)
        ids.append(publish(warehouse, published).release_id)
    assert sorted(path.name for path in (published / "releases").iterdir()) == ids[-3:]
    assert (published / "current").resolve().name == ids[-1]
    assert [path.name for path in published.iterdir() if path.name.startswith(".trash")] == []


def test_release_made_with_the_clock_set_back_is_still_the_newest(warehouse, published, change):
    first = publish(warehouse, published, now=lambda: datetime(2030, 1, 1, tzinfo=UTC))
    change(1)
    second = publish(warehouse, published, now=lambda: datetime(2029, 1, 1, tzinfo=UTC))
    assert second.release_id > first.release_id


def test_changes_name_documents_and_findings(warehouse, published):
    first = publish(warehouse, published)
    assert first.changes.since is None
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("delete from marts.findings where finding_id = 'f1'")
        connection.execute("update marts.documents set fails = 2 where document_id = 'a-2022'")
        connection.execute("delete from marts.documents where document_id = 'b-2022'")
        connection.execute("insert into marts.documents (document_id) values ('c-2023')")
    changes = publish(warehouse, published).changes
    assert changes.since == first.release_id
    assert changes.documents_added == ["c-2023"]
    assert changes.documents_changed == ["a-2022"]
    assert changes.documents_removed == ["b-2022"]
    assert (changes.findings_added, changes.findings_removed) == ([], ["f1"])


def test_the_file_opened_directly_answers_the_first_question(warehouse, published):
    """What everybody types first, and what the guides say, each in a connection of its own."""
    publish(warehouse, published)
    for first_question in (
        "select * from marts.cells",
        "select * from juesuan.marts.cells",
        "use juesuan.marts; select * from cells",
    ):
        path = str(published / "current/juesuan.duckdb")
        with duckdb.connect(path, read_only=True) as connection:
            assert len(connection.execute(first_question).fetchall()) == 2


def test_a_release_of_version_0_1_is_read_compared_and_followed(warehouse, published):
    """It calls its file marts.duckdb, and its tables have fewer columns than today's."""
    former = publish(warehouse, published)
    (former.folder / "juesuan.duckdb").rename(former.folder / "marts.duckdb")
    with open_release(published / "current") as connection:
        assert connection.execute("select count(*) from marts.cells").fetchone() == (2,)
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("alter table marts.documents add column region_name varchar")
        connection.execute("update marts.documents set fails = 9 where document_id = 'b-2022'")
    release = publish(warehouse, published)
    assert release.changes.since == former.release_id
    # A column that is new is no change of a document.
    assert release.changes.documents_changed == ["b-2022"]
    assert (published / "current/juesuan.duckdb").is_file()
    assert (former.folder / "marts.duckdb").is_file()


def test_warehouse_without_marts_is_a_plain_error(tmp_path, published):
    duckdb.connect(str(tmp_path / "empty.duckdb")).close()
    with pytest.raises(JuesuanError, match="no marts"):
        publish(tmp_path / "empty.duckdb", published)


@pytest.mark.parametrize(
    "damage", ["report/index.html", "parquet/cells/data.parquet", RELEASE_FILE]
)
def test_a_damaged_release_is_published_again(warehouse, published, damage):
    """The content is what it was, and still somebody misses a file of it."""
    first = publish(warehouse, published)
    (first.folder / damage).unlink()
    second = publish(warehouse, published)
    assert second.is_new
    assert second.content_sha256 == first.content_sha256
    assert (published / "current" / damage).is_file()
    # A file of the same size, too.
    path = second.folder / damage
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    third = publish(warehouse, published)
    assert third.is_new
    assert not publish(warehouse, published).is_new
