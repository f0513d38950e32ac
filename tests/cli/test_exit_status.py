"""Exit statuses of the public contract: 0 done, 3 with something to look at, 2 could not run."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import dagster as dg
import duckdb
import pytest
from click.testing import CliRunner, Result

from dagster_project.cli import main
from dagster_project.commands.run import _check
from dagster_project.commands.summary import describe_changes
from dagster_project.publication import publish
from tests.publication.conftest import DDL


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """Publish the hand-made marts of the publication tests."""
    warehouse = tmp_path / "w.duckdb"
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute(DDL)
    publish(warehouse, tmp_path / "published")
    return tmp_path / "published"


def change(published: Path, statement: str) -> None:
    """Publish again after a change of the marts."""
    warehouse = published.parent / "w.duckdb"
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute(statement)
    publish(warehouse, published)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def one_line(result: Result) -> str:
    """Return the only line of an error; there is no stack trace."""
    lines = result.stderr.strip().splitlines()
    assert len(lines) == 1, result.stderr
    assert "Traceback" not in result.output
    return lines[0]


def test_findings_are_3_and_readable(published):
    result = run("findings", "--published", published)
    assert result.exit_code == 3
    for text in (
        "合计不符",
        "12,345,678,901.22 元",
        "阻断",
        "收入决算表",
        "b-2022:已隔离。表头不对",
    ):
        assert text in result.stdout
    assert "gk02" not in result.stdout
    assert result.stdout.index("合计不符") < result.stdout.index("HYPERLINK")


def test_findings_of_a_clean_document_are_0(published):
    change(published, "update marts.documents set gate_status = 'open'")
    result = run("findings", "b-2022", "--published", published)
    assert result.exit_code == 0
    assert "没有发现问题" in result.stdout


@pytest.mark.parametrize(
    "calmed", ["severity = 'notice'", "waived_by = '张三'", "state = 'corrected'"]
)
def test_notices_waived_and_corrected_findings_are_0(calmed, published):
    change(published, f"update marts.findings set {calmed}")
    assert run("findings", "--published", published).exit_code == 0


def test_unknown_document_is_2_and_names_those_there_are(published):
    result = run("findings", "nope", "--published", published)
    assert result.exit_code == 2
    assert "nope" in one_line(result)
    assert "a-2022" in one_line(result)


def test_nothing_published_is_2(tmp_path):
    result = run("findings", "--published", tmp_path)
    assert result.exit_code == 2
    assert "juesuan run" in one_line(result)


def test_csv_is_inert_and_keeps_negative_numbers(published):
    change(published, "update marts.findings set difference = -5.00 where finding_id = 'f1'")
    result = run("findings", "--format", "csv", "--published", published)
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert rows[1]["message_zh"].startswith("'=HYPERLINK")
    assert rows[1]["difference"] == "-5.00"
    assert rows[0]["left_amount"] == "12345678901.23"


def test_what_was_kept_back_is_told_in_every_format(published):
    change(published, "delete from marts.findings")
    shown = run("findings", "--published", published)
    told = run("findings", "--format", "json", "--published", published)
    listed = run("findings", "--format", "csv", "--published", published)
    assert "1 份文件没有采用,不能说没有问题" in shown.stdout
    assert not shown.stdout.splitlines()[-1].startswith("没有发现问题")
    (row,) = json.loads(told.stdout)
    assert row["document_id"] == "b-2022"
    assert (row["severity"], row["rule_id"]) == ("blocking", "")
    assert "已隔离。表头不对" in row["message_zh"]
    assert "已隔离。表头不对" in listed.stdout


def test_tables_that_were_not_read_are_told_in_every_format(published):
    change(published, "delete from marts.findings")
    change(published, "update marts.documents set gate_status = 'open'")
    change(
        published,
        "create table marts.unknown_tables as select * from (values "
        "('a-2022', 1, '收入决算表', 'not_read'), ('a-2022', 2, '支出决算表', 'not_recognised'), "
        "('b-2022', 1, '资产情况表', 'as_printed')) "
        "as t (document_id, unknown_no, title, unknown_state)",
    )
    shown = run("findings", "--published", published)
    told = run("findings", "--format", "json", "--published", published)
    assert shown.exit_code == told.exit_code == 0
    assert "a-2022:2 张表没有读出,没有核对:收入决算表、支出决算表" in shown.stdout
    assert not shown.stdout.splitlines()[-1].startswith("没有发现问题")
    (row,) = json.loads(told.stdout)
    assert (row["document_id"], row["severity"], row["rule_id"]) == ("a-2022", "notice", "")
    assert "收入决算表、支出决算表" in row["message_zh"]


def test_only_of_documents_that_were_judged_nothing_was_found(published):
    change(published, "delete from marts.findings")
    change(published, "update marts.documents set gate_status = 'open'")
    result = run("findings", "--published", published)
    assert result.exit_code == 0
    assert "没有发现问题" in result.stdout


def test_json_keeps_cents_as_text(published):
    result = run("findings", "--format", "json", "--published", published)
    rows = [row for row in json.loads(result.stdout) if row["rule_id"]]
    assert [row["difference"] for row in rows] == ["12345678901.22", "0.10"]


def test_xlsx_without_output_is_a_file_in_this_folder(published, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = run("findings", "--format", "xlsx", "--published", published)
    assert result.exit_code == 3
    release = (published / "current").resolve().name
    path = tmp_path / f"findings-{release}.xlsx"
    assert path.read_bytes()[:2] == b"PK"
    assert str(path) in result.stderr
    # It may hold replies by now: it is not written over unless it is named.
    path.write_bytes(b"replies")
    result = run("findings", "--format", "xlsx", "--published", published)
    assert result.exit_code == 2
    assert "--output" in one_line(result)
    assert path.read_bytes() == b"replies"
    result = run("findings", "--format", "xlsx", "--output", path, "--published", published)
    assert (result.exit_code, path.read_bytes()[:2]) == (3, b"PK")


def test_xlsx_goes_to_a_named_file(published, tmp_path):
    path = tmp_path / "f.xlsx"
    result = run("findings", "--format", "xlsx", "--output", path, "--published", published)
    assert (result.exit_code, path.read_bytes()[:2]) == (3, b"PK")


def test_table_goes_to_a_file(published, tmp_path):
    path = tmp_path / "f.txt"
    result = run("findings", "--output", path, "--published", published)
    assert result.stdout == ""
    assert "合计不符" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("make", "words"), [(False, "does not exist"), (True, "holds no document")]
)
def test_run_without_raw_is_2(make, words, tmp_path):
    raw = tmp_path / "raw"
    if make:
        raw.mkdir()
    result = run("run", "--raw", raw, "--published", tmp_path / "published")
    assert result.exit_code == 2
    assert words in one_line(result)
    assert not (tmp_path / "published").exists()


def test_extract_of_a_missing_file_is_2(tmp_path):
    result = run("extract", tmp_path / "none.txt", "--raw", tmp_path / "raw")
    assert result.exit_code == 2
    assert "none.txt" in one_line(result)


def test_unexpected_error_is_one_line_with_the_details_in_a_file(published, tmp_path, monkeypatch):
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path / "home"))
    (published / "current" / "juesuan.duckdb").write_bytes(b"not a database")
    result = run("findings", "--published", published)
    assert result.exit_code == 2
    assert "last_error.log" in one_line(result)
    assert "Traceback" in (tmp_path / "home" / "last_error.log").read_text(encoding="utf-8")


def test_help_is_quick_because_nothing_heavy_is_imported():
    code = (
        "import sys, dagster_project.cli\n"
        "heavy = {'dagster', 'dbt', 'duckdb', 'pandas', 'great_expectations', 'openpyxl', 'rich'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    output = subprocess.run(  # noqa: S603 - our own interpreter and code
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout
    assert output.strip() == "[]"


def test_changes_are_told_in_one_line():
    names = ("documents_added", "documents_changed", "documents_removed")
    nothing = {name: [] for name in (*names, "findings_added", "findings_removed")}
    changes = nothing | {"since": "r1", "documents_added": ["a", "b"]}
    told = describe_changes({"is_new": True, "release_id": "r2", "changes": changes})
    assert told == ["发布 r2(上一次 r1):新增文件 2"]
    assert "没有新的发布" in describe_changes({"is_new": False, "release_id": "r2"})[0]


def wait() -> None:
    time.sleep(5)


def query() -> None:
    """Ask for what takes long, with one thread as a run does: another one hears no signal."""
    connection = duckdb.connect(config={"threads": 1})
    connection.execute("select sum(a.range * b.range) from range(100000) a, range(99999) b")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("work", [wait, query])
def test_a_run_that_was_asked_to_stop_within_a_step_is_interrupted(number, work):
    """Dagster makes a failed step of it; who pressed Ctrl-C is not told of a failure."""

    @dg.asset
    def asked() -> None:
        threading.Timer(0.2, os.kill, (os.getpid(), number)).start()
        work()

    quiet = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
    result = dg.materialize([asked], run_config=quiet, raise_on_error=False)
    with pytest.raises(KeyboardInterrupt):
        _check(result)


@pytest.mark.parametrize(("gib", "is_enough"), [("3.9", False), ("4", True)])
def test_a_run_without_addresses_is_refused_in_words_before_it_begins(
    tmp_path: Path, gib: str, *, is_enough: bool
) -> None:
    """Later the C library would end it, with a message that tells nobody what to do."""
    settings = {
        "JUESUAN_RAW_DIR": str(tmp_path / "nothing"),
        "JUESUAN_WAREHOUSE": str(tmp_path / "w.duckdb"),
        "DAGSTER_HOME": str(tmp_path),
    }
    code = (
        "import resource, sys; from dagster_project.cli import main;"
        f"resource.setrlimit(resource.RLIMIT_AS, (int({gib} * 2**30),) * 2); main(['run'])"
    )
    result = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | settings,
    )
    assert result.returncode == 2
    assert len(result.stderr.strip().splitlines()) == 1, result.stderr
    assert ("ulimit -v" in result.stderr) is not is_enough
