"""A shard can be built anywhere, any number of times, and be killed while it is."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dagster_project.loading import load
from dagster_project.loading.folders import ExtractFolder
from dagster_project.loading.load import find_folders
from dagster_project.loading.policy import LoadPolicy
from dagster_project.loading.validation import Validation, validate_folder
from dagster_project.runtime.problems import JuesuanError
from dagster_project.shards.build import ChangedMeanwhileError, build_shard
from dagster_project.shards.parallel import build_shards, share_of
from dagster_project.shards.parts import PART, add_up, prune, read_part
from dagster_project.shards.plan import Shard, plan_shards
from tests.factories import edit_json, write_document

_BUILD = """
import sys
from pathlib import Path
from dagster_project.loading.load import find_folders
from dagster_project.shards.build import build_shard
from dagster_project.shards.plan import plan_shards
raw, out = map(Path, sys.argv[1:])
[shard] = plan_shards(raw, find_folders(raw), 10)
build_shard(shard, raw, out)
"""


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    for name in ("one", "two"):
        write_document(tmp_path / "raw", f"{name}-2022", organization_id=name)
    return tmp_path / "raw"


def _plan(raw: Path, most: int = 1) -> list[Shard]:
    return plan_shards(raw, find_folders(raw), most)


def test_shards_at_once_are_the_same_as_one_after_the_other(raw: Path, tmp_path: Path) -> None:
    shards = _plan(raw)
    assert len(shards) == 2
    parts = build_shards(shards, raw, tmp_path / "at once", workers=2)
    assert [part.digest for part in parts] == [shard.digest for shard in shards]
    assert [part.documents for part in parts] == [1, 1]
    alone = build_shard(shards[1], raw, tmp_path / "alone")
    told = {name: (s.rows, s.fingerprint) for name, s in alone.relations.items()}
    assert told == {name: (s.rows, s.fingerprint) for name, s in parts[1].relations.items()}
    added = add_up(parts, "marts.documents")
    assert added is not None
    assert (added.rows, added.documents) == (2, 2)

    # What is there is not built again, what is not whole is.
    times = [(part.folder / PART).stat().st_mtime_ns for part in parts]
    again = build_shards(shards, raw, tmp_path / "at once", workers=2)
    assert [(part.folder / PART).stat().st_mtime_ns for part in again] == times
    parts[0].file("marts.checks").write_bytes(b"PAR1")
    assert read_part(parts[0].folder) is None
    assert read_part(parts[1].folder) == parts[1]

    # One document changes, and with it one shard.
    edit_json(raw / "2022" / "one-2022", published_on="2023-10-01")
    changed = {shard.digest for shard in _plan(raw)} - {shard.digest for shard in shards}
    assert len(changed) == 1
    assert prune(tmp_path / "at once", [parts[1].digest]) == 1
    assert [path.name for path in (tmp_path / "at once").iterdir()] == [parts[1].digest]


@pytest.mark.parametrize("is_damaged", [False, True])
def test_of_a_changed_shard_only_what_changed_is_read_again(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_damaged: bool
) -> None:
    out = tmp_path / "out"
    [before] = build_shards(_plan(raw, most=10), raw, out)
    if is_damaged:
        cells = before.file("raw.cells")
        cells.write_bytes(bytes(cells.stat().st_size))
    edit_json(next(raw.glob("*/one-2022")), published_on="2023-12-31")
    read: list[str] = []

    def noted(folder: ExtractFolder, policy: LoadPolicy) -> Validation:
        read.append(folder.document_id)
        return validate_folder(folder, policy)

    monkeypatch.setattr(load, "validate_folder", noted)
    [shard] = _plan(raw, most=10)
    [after] = build_shards([shard], raw, out)
    assert read == (["one-2022", "two-2022"] if is_damaged else ["one-2022"])
    anew = build_shard(shard, raw, tmp_path / "anew")
    told = {name: (s.rows, s.fingerprint) for name, s in anew.relations.items()}
    assert {name: (s.rows, s.fingerprint) for name, s in after.relations.items()} == told
    changed = {name for name, s in before.relations.items() if s.fingerprint != told[name][1]}
    assert {"raw.documents", "marts.documents"} <= changed


def test_a_killed_build_leaves_no_part_and_the_next_one_is_whole(raw: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    [shard] = _plan(raw, 10)
    command = [sys.executable, "-c", _BUILD, str(raw), str(out)]
    killed = subprocess.Popen(command)  # noqa: S603
    while not list(out.glob("*/*.parquet")):
        assert killed.poll() is None
        time.sleep(0.02)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    assert read_part(out / shard.digest) is None
    assert len(list(out.iterdir())) == 1
    part = build_shard(shard, raw, out)
    assert read_part(out / shard.digest) == part
    prune(out, [shard.digest])
    assert [path.name for path in out.iterdir()] == [shard.digest]
    assert sorted(part.files) == sorted(p.name for p in part.folder.glob("*.parquet"))
    assert {path.name for path in part.folder.iterdir()} == {PART, *part.files}


def test_a_plan_that_is_no_longer_true_builds_nothing(raw: Path, tmp_path: Path) -> None:
    [shard] = _plan(raw, 10)
    edit_json(raw / "2022" / "one-2022", published_on="2023-10-01")
    with pytest.raises(ChangedMeanwhileError, match="one-2022 changed while shard all was built"):
        build_shard(shard, raw, tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []
    other = Shard(shard.bits, shard.digest, "another state", shard.documents)
    with pytest.raises(JuesuanError, match="another state"):
        build_shard(other, raw, tmp_path / "out")


def test_memory_is_shared_by_those_who_work_at_once() -> None:
    assert share_of("2GiB", 2) == "1024MiB"
    assert share_of("3 GiB", 3) == "1024MiB"
