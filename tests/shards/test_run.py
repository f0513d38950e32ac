"""``juesuan run`` in shards, by Dagster: the release of one build, made of what changed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from dagster_project.commands.pack import pack_raw
from dagster_project.loading.load import find_folders
from dagster_project.release.parts import content_of_marts
from dagster_project.runtime.warehouse import RELEASE_FILE, open_warehouse
from dagster_project.shards.gather import parts_dir
from dagster_project.shards.parallel import build_shards
from dagster_project.shards.parts import PART
from dagster_project.shards.plan import plan_shards
from dagster_project.warehouse.compiled import Compilation
from tests.building import build
from tests.factories import edit_json, write_document


def _run(place: Path) -> str:
    variables = {
        "JUESUAN_RAW_DIR": str(place / "raw"),
        "JUESUAN_PUBLISHED_DIR": str(place / "published"),
        "JUESUAN_WAREHOUSE": str(place / "w" / "juesuan.duckdb"),
        "DAGSTER_HOME": str(place / "home"),
        "JUESUAN_SHARD_DOCUMENTS": "1",
    }
    done = subprocess.run(
        [sys.executable, "-m", "dagster_project.cli", "run"],
        env=os.environ | variables,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_run_builds_what_changed_and_publishes_what_one_build_gives(
    compilation: Compilation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = tmp_path / "raw"
    for name in ("one", "two"):
        write_document(raw, f"{name}-2022", organization_id=name)
    parts = parts_dir(tmp_path / "w" / "juesuan.duckdb")
    before = build_shards(plan_shards(raw, find_folders(raw), 1), raw, parts, workers=1)
    told = {part.digest: (part.folder / PART).stat().st_mtime_ns for part in before}
    edit_json(raw / "2022" / "one-2022", published_on="2023-10-01")
    _run(tmp_path)
    after = {path.parent.name: path.stat().st_mtime_ns for path in parts.glob(f"*/{PART}")}
    # The part of before the change is gone, the other one was not built again.
    assert (len(told), len(after), len(told.items() & after.items())) == (2, 2, 1)
    build(raw, tmp_path / "once.duckdb")
    with open_warehouse(tmp_path / "once.duckdb", read_only=True) as connection:
        content = content_of_marts(connection)
    release = tmp_path / "published" / "current"
    with duckdb.connect(str(release / RELEASE_FILE), read_only=True) as connection:
        stated = connection.execute("select content_sha256 from marts.release_info").fetchall()
        days = connection.execute("select published_on::varchar from marts.documents").fetchall()
    assert stated == [(content,)]
    assert ("2023-10-01",) in days
    # Nothing has changed where the same documents are packed.
    monkeypatch.setenv("JUESUAN_RAW_DIR", str(raw))
    assert pack_raw(removes_folders=True) == 0
    assert list((raw / "2022").iterdir()) == []
    assert "无需运行" in _run(tmp_path)
