"""Faults planted one by one: doctor finds each, says what to do, and finds nothing else."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from dagster_project.cli import main
from dagster_project.operation.doctor import examine
from dagster_project.operation.doctor import machine as machine_part
from dagster_project.runtime.settings import PROJECT_DIR, load_settings


@pytest.fixture
def office(tmp_path, monkeypatch):
    """Return a sound installation that has published once."""
    places = {
        "JUESUAN_RAW_DIR": tmp_path / "raw",
        "JUESUAN_PUBLISHED_DIR": tmp_path / "published",
        "JUESUAN_WAREHOUSE": tmp_path / "warehouse" / "juesuan.duckdb",
        "JUESUAN_INBOX_DIR": tmp_path / "inbox",
        "DAGSTER_HOME": tmp_path / "dagster",
    }
    for name, path in places.items():
        monkeypatch.setenv(name, str(path))
    _write(tmp_path / "raw/2023/a-2023/document.json", "{}")
    release = tmp_path / "published/releases/20240101T000000.000000Z-abcdef01"
    _write(release / "page.html", "决算")
    digest = "b3d5b4a4a8d8a2bbf3d77d5a2e0b4b47"
    resources: list[dict[str, str]] = []
    _write(
        release / "datapackage.json",
        json.dumps({"content_sha256": digest, "resources": resources}),
    )
    (tmp_path / "published/current").symlink_to(f"releases/{release.name}")
    (tmp_path / "warehouse").mkdir()
    with duckdb.connect(str(places["JUESUAN_WAREHOUSE"])) as connection:
        connection.execute("create table t as select 1 as a")
    (tmp_path / "dagster/history").mkdir(parents=True)
    shutil.copy(PROJECT_DIR / ".dagster/dagster.yaml", tmp_path / "dagster/dagster.yaml")
    _note_run(tmp_path, "SUCCESS")
    return tmp_path


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _note_run(office: Path, status: str) -> None:
    with sqlite3.connect(office / "dagster/history/runs.db") as connection:
        connection.execute("drop table if exists runs")
        connection.execute("create table runs (id integer, run_id, status, pipeline_name)")
        connection.execute("insert into runs values (1, 'r1', ?, 'warehouse')", [status])
    connection.close()


def _damage_warehouse(office, _):
    path = load_settings().warehouse
    path.write_bytes(path.read_bytes()[:100])


def _hold_warehouse(office, request):
    code = (
        "import duckdb, sys, time; c = duckdb.connect(sys.argv[1]);"
        "print('held', flush=True); time.sleep(600)"
    )
    command = [sys.executable, "-c", code, str(load_settings().warehouse)]
    holder = subprocess.Popen(command, stdout=subprocess.PIPE)  # noqa: S603
    request.addfinalizer(holder.wait)
    request.addfinalizer(holder.kill)
    assert holder.stdout.readline() == b"held\n"


def _lose_release(office, _):
    shutil.rmtree(office / "published/releases")


def _change_release(office, _):
    [release] = (office / "published/releases").iterdir()
    package = {"content_sha256": "x", "resources": [{"path": "page.html", "hash": "sha256:0"}]}
    _write(release / "datapackage.json", json.dumps(package))


def _cut_release(office, _):
    (office / "published/releases/20240102T000000.000000Z-abcdef02").mkdir()


def _set_clock_back(office, _):
    [release] = (office / "published/releases").iterdir()
    later = release.with_name("21240101T000000.000000Z-abcdef01")
    release.rename(later)
    (office / "published/current").unlink()
    (office / "published/current").symlink_to(f"releases/{later.name}")


def _orphan_folder(office, _):
    _write(office / "raw/2023/b-2023/gk01.csv", "row_no\n")


def _lose_raw(office, _):
    shutil.rmtree(office / "raw")


def _garble_instance(office, _):
    _write(office / "dagster/dagster.yaml", "telemetry: [")


def _fail_run(office, _):
    _note_run(office, "FAILURE")


def _damage_history(office, _):
    _write(office / "dagster/history/runs.db", "no database" * 200)


def _misspell_limit(office, request):
    request.getfixturevalue("monkeypatch").setenv("JUESUAN_MEMORY_LIMIT", "much")


def _fill_disk(office, request):
    usage = type(shutil.disk_usage(office))(10**12, 10**12 - 10, 10)
    patch = request.getfixturevalue("monkeypatch")
    patch.setattr(machine_part.shutil, "disk_usage", lambda _: usage)


def _lose_fonts(office, request):
    find = machine_part.find_spec
    patch = request.getfixturevalue("monkeypatch")
    patch.setattr(machine_part, "find_spec", lambda name: None if "fonts" in name else find(name))


def _other_version(office, request):
    version = machine_part.version
    patch = request.getfixturevalue("monkeypatch")
    patch.setattr(
        machine_part, "version", lambda name: "0.0.1" if name == "duckdb" else version(name)
    )


# What is planted, and the part and words by which it has to be found.
FAULTS = {
    _damage_warehouse: ("仓库 warehouse", "读不出来"),
    _hold_warehouse: ("仓库 warehouse", "PID"),
    _lose_release: ("发布 published", "current 指向不存在"),
    _change_release: ("发布 published", "缺失或被改动"),
    _cut_release: ("发布 published", "abcdef02"),
    _set_clock_back: ("时钟 clock", "在未来"),
    _orphan_folder: ("提取结果 raw", "2023/b-2023"),
    _lose_raw: ("提取结果 raw", "不存在"),
    _garble_instance: ("运行记录 Dagster", "dagster.yaml"),
    _fail_run: ("运行记录 Dagster", "r1"),
    _damage_history: ("运行记录 Dagster", "runs.db"),
    _misspell_limit: ("内存上限 memory limit", "much"),
    _fill_disk: ("目录", "剩余 0.0 GiB"),
    _lose_fonts: ("字体 fonts", "缺失"),
    _other_version: ("软件包 packages", "duckdb 0.0.1"),
}


def _wrong():
    return [each for each in examine() if each.state == "wrong"]


def test_nothing_is_wrong_with_a_sound_installation(office):
    assert _wrong() == []


@pytest.mark.parametrize("plant", FAULTS, ids=lambda plant: plant.__name__.strip("_"))
def test_a_planted_fault_is_found_and_nothing_else(plant, office, request):
    plant(office, request)
    part, words = FAULTS[plant]
    found = _wrong()
    assert found
    assert all(each.part.startswith(part) and each.remedy for each in found)
    assert any(words in each.found for each in found)


def test_a_folder_that_cannot_be_written_is_found(office):
    if os.geteuid() == 0:
        pytest.skip("root may write anywhere")
    (office / "published").chmod(0o500)
    assert [each.part for each in _wrong()] == ["目录 published"]


def test_what_killed_commands_left_is_told_and_is_no_fault(office):
    _write(office / "raw/2023/.tmp-x-1-2/gk01.csv", "")
    _write(office / "published/.building-x/page.html", "")
    _write(
        office / "warehouse/.juesuan.duckdb.holder.json",
        json.dumps({"pid": 2**22 + 1, "owner": "juesuan run", "since": "01:02:03"}),
    )
    told = {each.part: each.found for each in examine() if each.state == "note"}
    assert ".tmp-x-1-2" in told["提取结果 raw"]
    assert ".building-x" in told["发布 published"]
    assert "没有正常结束" in told["仓库锁 lock"]
    assert _wrong() == []


def test_nothing_is_changed(office):
    def state():
        return {path: path.lstat().st_mtime_ns for path in office.rglob("*")}

    before = state()
    examine()
    assert state() == before


def test_the_command_says_how_many_and_exits_with_3(office):
    result = CliRunner().invoke(main, ["doctor"])
    assert result.exit_code == 0, result.output
    _lose_raw(office, None)
    result = CliRunner().invoke(main, ["doctor"])
    assert result.exit_code == 3
    assert "故障 1 项" in result.output
    parts = json.loads(CliRunner().invoke(main, ["doctor", "--json"]).output)
    assert [each["part"] for each in parts if each["state"] == "wrong"] == ["提取结果 raw"]
