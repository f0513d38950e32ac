"""The warehouse file: how large it grows, and how much memory its connections take."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from dagster_project.runtime import warehouse
from dagster_project.runtime.problems import JuesuanError
from dagster_project.runtime.warehouse import (
    compact,
    limit_threads,
    open_in_memory,
    open_warehouse,
)

_ROWS = 400_000


@pytest.fixture
def emptied(tmp_path: Path) -> Path:
    """Return a warehouse most of whose file holds nothing any more."""
    path = tmp_path / "juesuan.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "create schema marts;"
            f"create table gone as select md5(range::varchar) as text from range({_ROWS});"
            "create table marts.cells (id varchar primary key, amount decimal(18, 2) not null);"
            "insert into marts.cells values ('a', 1.10), ('b', 2.20);"
            "comment on table marts.cells is '单元格';"
            "comment on column marts.cells.amount is '金额';"
            'create view marts.large as select * from "juesuan"."marts"."cells" where amount > 2;'
            "checkpoint; drop table gone;"
        )
    return path


def _content(path: Path) -> list[object]:
    with duckdb.connect(str(path)) as connection:
        return [
            connection.execute(query).fetchall()
            for query in (
                "select * from marts.cells order by id",
                "select * from marts.large",
                "select table_name, comment from duckdb_tables()",
                "select column_name, comment, is_nullable from duckdb_columns() "
                "where schema_name = 'marts' order by all",
            )
        ]


def test_a_file_that_is_mostly_empty_is_written_anew_with_all_it_holds(emptied):
    before, size = _content(emptied), emptied.stat().st_size
    # What a killed run left beside it is no obstacle.
    emptied.with_name(f".{emptied.name}.compact").write_bytes(b"half of a copy")
    assert compact(emptied)
    assert emptied.stat().st_size < size / 4
    assert _content(emptied) == before
    assert [path.name for path in emptied.parent.iterdir()] == [emptied.name]


def test_a_file_that_holds_what_it_is_large_for_stays(emptied):
    compact(emptied)
    written = emptied.stat().st_mtime_ns, emptied.stat().st_ino
    assert not compact(emptied)
    assert (emptied.stat().st_mtime_ns, emptied.stat().st_ino) == written


def test_a_failure_on_the_way_leaves_the_old_file(emptied, monkeypatch):
    before = _content(emptied)

    def fail(*_: object) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", fail)
        with pytest.raises(OSError, match="disk full"):
            compact(emptied)
    assert _content(emptied) == before
    assert compact(emptied)


def test_connections_have_a_limit_of_memory_and_spill_beyond_it(tmp_path, monkeypatch):
    monkeypatch.setenv("JUESUAN_WAREHOUSE", str(tmp_path / "juesuan.duckdb"))
    # A sort of 190 MB of text.
    query = (
        "select count(*) from (select md5(range::varchar) as text, range from range(5_000_000)"
        " order by text offset 1)"
    )
    for open_one in (lambda: open_warehouse(tmp_path / "juesuan.duckdb"), open_in_memory):
        monkeypatch.setenv("JUESUAN_MEMORY_LIMIT", "100MiB")
        with open_one() as connection:
            limit, place = connection.execute(
                "select current_setting('memory_limit'), current_setting('temp_directory')"
            ).fetchall()[0]
            assert limit == "100.0 MiB"
            assert Path(place).parent == tmp_path
            assert connection.execute(query).fetchall() == [(4_999_999,)]
        assert list(tmp_path.glob("*.tmp")) == []
        monkeypatch.delenv("JUESUAN_MEMORY_LIMIT")
        with open_one() as connection:
            [(limit,)] = connection.execute("select current_setting('memory_limit')").fetchall()
            assert limit == "2.0 GiB"


def test_small_files_are_read_by_one_thread(tmp_path, monkeypatch):
    monkeypatch.delenv("JUESUAN_THREADS", raising=False)

    def threads(*files):
        with duckdb.connect(config={"threads": 3}) as connection:
            limit_threads(connection, *files)
            return connection.execute("select current_setting('threads')").fetchall()[0][0]

    small, large = tmp_path / "small", tmp_path / "large"
    small.write_bytes(b"few")
    with large.open("wb") as file:
        # Of holes: it is large and takes no room.
        file.truncate(2**30)
    assert [threads(small), threads(tmp_path / "new"), threads(small, large)] == [1, 1, 3]
    monkeypatch.setenv("JUESUAN_THREADS", "2")
    assert [threads(small), threads(large)] == [2, 2]
    with open_warehouse(tmp_path / "w.duckdb") as connection:
        assert connection.execute("select current_setting('threads')").fetchall() == [(2,)]


def test_only_a_large_file_is_compressed(tmp_path, monkeypatch):
    def compressions(path):
        with open_warehouse(path) as connection:
            connection.execute("create or replace table t as select 'a' as x from range(100_000)")
            connection.execute("checkpoint")
            return {
                kind
                for (kind,) in connection.execute(
                    "select distinct compression from pragma_storage_info('t') "
                    "where segment_type = 'VARCHAR'"
                ).fetchall()
            }

    assert compressions(tmp_path / "w.duckdb") == {"Uncompressed"}
    monkeypatch.setattr(warehouse, "_UNCOMPRESSED_BYTES", 1)
    assert "Uncompressed" not in compressions(tmp_path / "w.duckdb")


def test_a_limit_that_is_no_size_is_said(tmp_path, monkeypatch):
    monkeypatch.setenv("JUESUAN_MEMORY_LIMIT", "plenty")
    with (
        pytest.raises(JuesuanError, match="JUESUAN_MEMORY_LIMIT 是 'plenty'"),
        open_warehouse(tmp_path / "w.duckdb"),
    ):
        pass
