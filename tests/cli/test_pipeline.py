"""``juesuan run`` on a real build: killed, finished, repeated, and stopped by a gate."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from dagster_project.cli import main
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


def kill_run(place: Path, announced: str, seconds_later: float) -> None:
    """Start a run and kill it a while after it announced a step."""
    process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
        COMMAND, env=os.environ | variables(place), stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    for line in process.stderr:
        if line.startswith(announced):
            break
    time.sleep(seconds_later)
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stderr.close()


@pytest.mark.slow
def test_killed_runs_are_followed_by_a_whole_one(place, measured):
    """Killed before the first release and before the second; a BI client reads all the while."""
    with BiClient(place / "published" / "current" / "juesuan.duckdb") as client:
        kill_and_run(place)
    assert client.failures == []
    # Two releases, each seen in one state: the first with two documents, the second with three.
    assert [len(states) for states in client.states.values()] == [1, 1]
    assert [documents for states in client.states.values() for documents, _ in states] == [2, 3]
    measured.append(f"BI client: {len(client.answers)} reads during four runs, none failed")


def kill_and_run(place: Path) -> None:
    """Kill a run, let one finish, change the input, kill one more, let one finish."""
    kill_run(place, "building", 4)
    assert not (place / "published" / "current").exists()

    result = run(place)
    assert result.returncode == 3, result.stderr
    assert "已隔离 bad-2022" in result.stdout
    # The file by the name of its table: no code in front of people.
    assert "收入决算表的提取文件" in result.stdout
    package = json.loads((place / "published/current/datapackage.json").read_text("utf-8"))
    assert [package["id"]] == releases(place)

    write_document(place / "raw", "later-2022")
    kill_run(place, "building", 7)
    with open_release(place / "published" / "current") as connection:
        [(release_id,)] = connection.execute("select release_id from marts.release_info").fetchall()
    assert release_id in releases(place)

    result = run(place)
    assert result.returncode == 3, result.stderr
    with open_release(place / "published" / "current") as connection:
        loaded = connection.execute("select document_id from marts.documents order by 1").fetchall()
    assert loaded == [("bad-2022",), ("good-2022",), ("later-2022",)]


@pytest.mark.slow
def test_second_run_makes_no_new_release(place):
    before = releases(place)
    result = run(place)
    assert result.returncode == 3, result.stderr
    assert "没有新的发布" in result.stdout
    assert releases(place) == before


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
