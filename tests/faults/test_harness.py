"""What ``make faults`` would say of a wrong state, and the faults that cost nothing to try."""

from __future__ import annotations

import errno
import os
import sqlite3
import subprocess
import sys
from collections import Counter
from pathlib import Path

import duckdb
import pytest

from dagster_project.publication import publish
from dagster_project.runtime.advice import advise, find_advice
from dagster_project.runtime.problems import JuesuanError
from dagster_project.runtime.unreadable import set_aside_broken_instance, set_aside_unreadable
from tests.factories import write_document
from tests.faults.place import Place, Said
from tests.faults.table import LOST, MIXED, NEW, OLD, Row, Trial, write_page
from tests.publication.conftest import DDL


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """Return a place at which A was published, and B was before; made without a run."""
    place = Place(tmp_path)
    place.warehouse.parent.mkdir()
    with duckdb.connect(str(place.warehouse)) as connection:
        connection.execute(DDL)
    place.contents["A"] = publish(place.warehouse, place.published).content_sha256
    write_document(place.raw, "one-2022")
    return place


@pytest.fixture
def trial(place: Place) -> Trial:
    trial = Trial(place, Row("a fault"))
    trial.begin()
    return trial


def test_old_and_new_are_told_apart(trial: Trial) -> None:
    assert trial.judge() == OLD
    trial.old, trial.new = "B", "A"
    assert trial.judge() == NEW
    assert trial.row.is_right


@pytest.mark.parametrize("name", ["findings.xlsx", "datapackage.json"])
@pytest.mark.parametrize("content", [b"half", b"\xff{", b"[]", b'{"content_sha256": 1}'])
def test_a_damaged_release_is_mixed(name: str, content: bytes, trial: Trial) -> None:
    (trial.place.published / "current" / name).write_bytes(content)
    assert trial.judge() == MIXED
    assert not trial.row.is_right


def test_rows_of_an_earlier_run_stay_on_the_page(tmp_path: Path) -> None:
    page = tmp_path / "faults.md"
    first = Row("a", Counter({OLD: 2, LOST: 1}), "a | b", "发布 x", seconds=3)
    write_page([first], ["a", "b"], page)
    assert "3 faults of 1 kinds: 2 old, 0 new, 0 mixed, 1 lost, 1 kinds not tried yet" in (
        page.read_text(encoding="utf-8")
    )
    write_page([Row("b", Counter({NEW: 4}))], ["b", "a"], page)
    *_, second, third = page.read_text(encoding="utf-8").splitlines()
    assert second == "| b | 4 | 0 | 4 | 0 | 0 | 0 |  |  |"
    assert third == "| a | 3 | 2 | 0 | 0 | 1 | 3 | a / b | 发布 x |"


def test_another_content_is_mixed(trial: Trial) -> None:
    trial.place.contents["A"] = "0" * 64
    assert trial.judge() == MIXED


def test_nothing_published_and_a_changed_raw_are_lost(trial: Trial) -> None:
    (trial.place.raw / "2022" / "one-2022" / "gk01.csv").write_bytes(b"")
    assert trial.judge() == LOST
    (trial.place.published / "current").unlink()
    assert trial.judge() == LOST


@pytest.mark.parametrize(
    ("status", "line"),
    [
        (2, "juesuan: 意外错误 unexpected error: 'NoneType'"),
        (2, "juesuan: no disk"),
        (2, "juesuan: 磁盘已满"),
        (2, "juesuan: 出错 (sqlite3.OperationalError) of the disk"),
        (1, "Traceback (most recent call last):"),
        (None, "juesuan: still running"),
    ],
)
def test_what_is_not_a_sentence_of_advice_is_wrong(
    trial: Trial, status: int | None, line: str
) -> None:
    trial.tell(Said(status, [line]))
    assert trial.row.wrong


def test_a_sentence_of_advice_is_right(trial: Trial) -> None:
    advice = find_advice("No space left on device")
    trial.tell(Said(2, [f"juesuan: {advice}: /place"]))
    assert trial.row.wrong == []


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), "磁盘已满"),
        (OSError(errno.EROFS, os.strerror(errno.EROFS)), "只读"),
        (PermissionError(errno.EACCES, os.strerror(errno.EACCES)), "所有者"),
        (OSError(errno.EFBIG, os.strerror(errno.EFBIG)), "ulimit -f"),
        (OSError(errno.EMFILE, os.strerror(errno.EMFILE)), "ulimit -n"),
        (MemoryError(), "内存不够"),
        (sqlite3.OperationalError("attempt to write a readonly database"), "只读"),
        (sqlite3.OperationalError("database or disk is full"), "磁盘已满"),
        (RuntimeError("can't start new thread"), "ulimit -u"),
    ],
)
def test_the_same_refusal_has_the_same_advice_whoever_says_it(error: Exception, words: str) -> None:
    advice = advise(error)
    assert advice is not None
    assert words in advice
    wrapped = JuesuanError("the run was stopped")
    wrapped.__cause__ = error
    assert advise(wrapped) == advice


def test_an_error_of_the_program_has_none() -> None:
    assert advise(KeyError("document_id")) is None


def test_duckdb_on_a_place_without_room_is_advised(tmp_path: Path) -> None:
    """DuckDB's own words, beyond the largest file that the process may write."""
    code = (
        "import duckdb, resource, signal, sys; from dagster_project.commands.finish import finish;"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20));"
        "finish(lambda: duckdb.connect(sys.argv[1]).execute("
        "'create table t as select md5(range::varchar) from range(300000)') and 0)"
    )
    result = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", code, str(tmp_path / "w.duckdb")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 2
    assert "ulimit -f" in result.stderr
    assert "unexpected" not in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("content", [b"garbage" * 1_000, b""])
def test_a_broken_instance_is_set_aside_and_a_sound_one_stays(
    tmp_path: Path, content: bytes
) -> None:
    home = tmp_path / "home"
    (home / "history" / "runs").mkdir(parents=True)
    index = home / "history" / "runs" / "index.db"
    with sqlite3.connect(index) as database:
        database.execute("create table t (x)")
    database.close()
    said: list[str] = []
    assert not set_aside_broken_instance(home, said.append)
    index.write_bytes(content)
    assert set_aside_broken_instance(home, said.append)
    assert not index.exists()
    assert (home / "unreadable" / "history" / "runs" / "index.db").is_file()
    assert "运行记录" in said[0]
    # What was set aside is not found again.
    assert not set_aside_broken_instance(home, said.append)


def test_a_warehouse_that_is_a_dangling_link_is_removed(tmp_path: Path) -> None:
    link = tmp_path / "w.duckdb"
    link.symlink_to(tmp_path / "nowhere" / "w.duckdb")
    said: list[str] = []
    assert set_aside_unreadable(link, said.append)
    assert not link.is_symlink()
    assert "重建" in said[0]
