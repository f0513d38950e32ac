"""``juesuan run`` on a real build: killed, finished, repeated for nothing, stopped by a gate."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from dagster_project import last_run
from dagster_project.cli import main
from dagster_project.runtime.settings import PROJECT_DIR, load_settings
from dagster_project.runtime.warehouse import open_release
from expectations.checkpoint import BatchPlan
from expectations.suites import leave_to_marts
from tests.bi.client import BiClient
from tests.factories import write_document

COMMAND = [sys.executable, "-m", "dagster_project.cli", "run"]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a good and a bad document under raw/."""
    base = tmp_path_factory.mktemp("pipeline")
    write_document(base / "raw", "good-2022")
    (write_document(base / "raw", "bad-2022") / "gk02.csv").write_bytes(b"")
    return base


def variables(place: Path) -> dict[str, str]:
    return {
        "JUESUAN_RAW_DIR": str(place / "raw"),
        "JUESUAN_PUBLISHED_DIR": str(place / "published"),
        "JUESUAN_WAREHOUSE": str(place / "warehouse" / "juesuan.duckdb"),
        "DAGSTER_HOME": str(place / "home"),
    }


def run(place: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own interpreter and module
        COMMAND, env=os.environ | variables(place), capture_output=True, text=True, check=False
    )


def releases(place: Path) -> list[str]:
    return sorted(path.name for path in (place / "published" / "releases").glob("[0-9]*"))


def kill_run(place: Path, announced: str) -> None:
    """Start a run and kill it as soon as it has announced a step."""
    process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
        COMMAND, env=os.environ | variables(place), stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    for line in process.stderr:
        if line.startswith(announced):
            break
    else:
        pytest.fail(f"the run never said {announced!r}")
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stderr.close()


@pytest.mark.slow
def test_killed_runs_are_followed_by_a_whole_one(place, measured):
    """Killed before the first release and before the second; a BI client reads all the while."""
    with BiClient(place / "published" / "current" / "juesuan.duckdb") as client:
        kill_and_run(place)
        client.wait_for(lambda answer: answer[1] == 3)
    assert client.failures == []
    # Two releases, each seen in one state: the first with two documents, the second with three.
    assert [len(states) for states in client.states.values()] == [1, 1]
    assert [documents for states in client.states.values() for documents, _ in states] == [2, 3]
    measured.append(f"BI client: {len(client.answers)} reads during four runs, none failed")


def kill_and_run(place: Path) -> None:
    """Kill a run, let one finish, change the input, kill one more, let one finish."""
    kill_run(place, "verdicts: 100")
    assert not (place / "published" / "current").exists()

    result = run(place)
    assert result.returncode == 3, result.stderr
    assert "已隔离 bad-2022" in result.stdout
    # The file by the name of its table: no code in front of people.
    assert "收入决算表的提取文件" in result.stdout
    package = json.loads((place / "published/current/datapackage.json").read_text("utf-8"))
    assert [package["id"]] == releases(place)

    write_document(place / "raw", "later-2022")
    kill_run(place, "marts: ")
    with open_release(place / "published" / "current") as connection:
        [(release_id,)] = connection.execute("select release_id from marts.release_info").fetchall()
    assert release_id in releases(place)

    result = run(place)
    assert result.returncode == 3, result.stderr
    with open_release(place / "published" / "current") as connection:
        loaded = connection.execute("select document_id from marts.documents order by 1").fetchall()
    assert loaded == [("bad-2022",), ("good-2022",), ("later-2022",)]
    # Closed behind the run: no log beside the newest history and its index, each as large again.
    index = place / "home" / "history" / "runs" / "index.db"
    histories = set(index.parent.glob("*.db")) - {index}
    newest = max(histories, key=lambda path: path.stat().st_mtime)
    for database in (index, newest):
        assert not database.with_name(f"{database.name}-wal").exists()


@pytest.mark.slow
def test_nothing_changed_is_nothing_to_do(place):
    """One line, the exit status of the run before, no new release, nothing heavy imported."""
    before = releases(place)
    code = (
        "import atexit, sys; from dagster_project.cli import main; "
        "heavy = {'dagster', 'dbt', 'great_expectations', 'pandas', 'dagster_dbt'}; "
        "atexit.register(lambda: print('imported', sorted(heavy & set(sys.modules)))); "
        "main(['run'])"
    )
    result = subprocess.run(  # noqa: S603 - our own interpreter and module
        [sys.executable, "-c", code],
        env=os.environ | variables(place),
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 3, result.stderr
    said, imported = result.stdout.strip().splitlines()
    assert "nothing to do" in said
    assert before[-1] in said
    assert "1 份" in said
    assert imported == "imported []"
    assert result.stderr == ""
    assert releases(place) == before


Change = Callable[[Path, pytest.MonkeyPatch], object]
CHANGES: dict[str, Change] = {
    "a byte of a document, its time set back": lambda place, _: edit_keeping_time(
        place / "raw/2022/good-2022/gk01.csv"
    ),
    "a document that is new": lambda place, _: write_document(place / "raw", "new-2022"),
    "a document that is gone": lambda place, _: shutil.rmtree(place / "raw/2022/later-2022"),
    "another year folder": lambda place, _: (place / "raw/2022").rename(place / "raw/2023"),
    "the warehouse is gone": lambda place, _: (place / "warehouse/juesuan.duckdb").unlink(),
    "the warehouse was written to": lambda place, _: os.utime(place / "warehouse/juesuan.duckdb"),
    "the link to the release is gone": lambda place, _: (place / "published/current").unlink(),
    "a page of the release is gone": lambda place, _: (
        place / "published/current/report/index.html"
    ).unlink(),
    "the history of runs is gone": lambda place, _: shutil.rmtree(place / "home/history"),
    "another place for releases": lambda place, patch: patch.setenv(
        "JUESUAN_PUBLISHED_DIR", str(place / "elsewhere")
    ),
    "another target": lambda _, patch: [
        patch.setenv(f"JUESUAN_{name}", value)
        for name, value in (
            ("TARGET", "lake"),
            ("LAKE_CATALOG", "host=nowhere"),
            ("LAKE_DATA", "/nowhere/"),
            ("LAKE_SCHEDULER", "tcp://nowhere:1"),
        )
    ],
    "another package": lambda _, patch: patch.setattr(last_run, "_installed", lambda: {"new-2"}),
    "code": lambda place, patch: patch.setattr(
        last_run, "PROJECT_DIR", changed(place, PROJECT_DIR, "expectations/result.py")
    ),
    "a rule": lambda place, patch: patch.setattr(
        last_run, "DBT_DIR", changed(place, PROJECT_DIR, "dbt/seeds/rules/rule_terms.csv") / "dbt"
    ),
    "a waiver": lambda place, patch: patch.setattr(
        last_run,
        "DBT_DIR",
        changed(place, PROJECT_DIR, "dbt/seeds/policy/finding_waivers.csv") / "dbt",
    ),
    "a run was begun and not finished": lambda *_: last_run.forget_last_run(load_settings()),
}


@pytest.mark.slow
@pytest.mark.parametrize("what", CHANGES)
def test_whatever_changed_there_is_something_to_do(place, tmp_path, monkeypatch, what):
    for name, value in variables(place).items():
        monkeypatch.setenv(name, value)
    unchanged = last_run.find_unchanged(load_settings())
    assert unchanged is not None
    assert unchanged.kept_back == 1
    # Put aside with its times, and put back: names of places are part of what a run works from.
    shutil.copytree(place, tmp_path / "aside", symlinks=True)
    try:
        CHANGES[what](place, monkeypatch)
        assert last_run.find_unchanged(load_settings()) is None
    finally:
        shutil.rmtree(place)
        shutil.copytree(tmp_path / "aside", place, symlinks=True)


@pytest.mark.slow
def test_the_same_project_elsewhere_is_no_change(place, tmp_path, monkeypatch):
    """That a changed copy is a change would say nothing if every copy were."""
    for name, value in variables(place).items():
        monkeypatch.setenv(name, value)
    copy = changed(tmp_path, PROJECT_DIR, None)
    monkeypatch.setattr(last_run, "PROJECT_DIR", copy)
    monkeypatch.setattr(last_run, "DBT_DIR", copy / "dbt")
    assert last_run.find_unchanged(load_settings()) is not None


@pytest.mark.slow
def test_a_run_whose_inputs_changed_meanwhile_is_not_noted(place, monkeypatch):
    """What was loaded counts: raw/ that was changed and changed back was seen in between."""
    for name, value in variables(place).items():
        monkeypatch.setenv(name, value)
    settings = load_settings()
    inputs = last_run.read_inputs(settings)
    note = place / "published/.last_run.json"
    kept = note.read_bytes()
    last_run.forget_last_run(settings)
    for began_with in (replace(inputs, raw="other"), replace(inputs, rest="other")):
        last_run.note_whole_run(settings, began_with)
        assert last_run.find_unchanged(settings) is None
    with monkeypatch.context() as patch:
        # As if raw/ were, before and after, another one than was loaded.
        other = replace(inputs, raw="other")
        patch.setattr(last_run, "read_inputs", lambda _: other)
        last_run.note_whole_run(settings, other)
        assert last_run.find_unchanged(settings) is None
    last_run.note_whole_run(settings, inputs)
    assert note.read_bytes() == kept


def edit_keeping_time(path: Path) -> None:
    """Change one byte of a file without changing its size or its time."""
    content, times = path.read_bytes(), path.stat()
    path.write_bytes(content[:-2] + b"?" + content[-1:])
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def changed(place: Path, project: Path, name: str | None) -> Path:
    """Return a copy of what a run works from, with one more line in one of its files."""
    copy = place / "project"
    for part in ("dagster_project", "expectations", "dbt"):
        ignored = shutil.ignore_patterns("target", "logs", "__pycache__")
        shutil.copytree(project / part, copy / part, ignore=ignored)
    if name:
        with (copy / name).open("a", encoding="utf-8") as stream:
            stream.write("\n")
    return copy


@pytest.mark.slow
def test_structural_failure_stops_the_run_and_what_was_published_stays(place, monkeypatch):
    """Gate 2 expects one document more than there is."""
    for name, value in variables(place).items():
        monkeypatch.setenv(name, value)
    plans = leave_to_marts.plans()
    count = "select count(*) + 1 from raw.documents"
    lost = BatchPlan("gate_documents", plans[0].sql, count, "G2-00", plans[0].build)
    from dagster_project.defs.gates import checks

    gates = [
        type(gate)(gate.number, gate.name, gate.asset, lambda: [lost], gate.purpose_zh)
        if gate.number == 2
        else gate
        for gate in checks.GATES
    ]
    monkeypatch.setattr("dagster_project.definitions.GATES", gates)
    shutil.copytree(place / "raw/2022/good-2022", place / "raw/2022/copy-2022")
    before = releases(place)

    result = CliRunner().invoke(main, ["run"])

    assert result.exit_code == 2
    last_line = result.stderr.strip().splitlines()[-1]
    assert last_line.startswith("juesuan: the run was stopped")
    assert "G2-00" in last_line
    assert releases(place) == before
