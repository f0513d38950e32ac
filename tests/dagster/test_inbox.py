"""The inbox: whole files are read and moved, none is lost, and one run is asked for per state."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import dagster as dg
import pytest

from dagster_project.defs.inbox import INBOX_JOB
from dagster_project.defs.inbox.assets import take_in
from dagster_project.defs.sensors import INBOX_TAG, inbox_sensor
from dagster_project.runtime import file_state
from dagster_project.runtime.inbox import waiting_files
from dagster_project.runtime.settings import PROJECT_DIR

SAMPLE = PROJECT_DIR / "tests" / "samples" / "economic-basic-only.txt"
LATER = file_state.QUIET_SECONDS + 1


@pytest.fixture
def inbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "inbox"
    path.mkdir()
    monkeypatch.setenv("JUESUAN_INBOX_DIR", str(path))
    return path


@pytest.fixture
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files count as whole as soon as they are there."""
    monkeypatch.setattr(file_state, "QUIET_SECONDS", 0)


def names(inbox: Path, paths: list[Path]) -> list[str]:
    return [path.relative_to(inbox).as_posix() for path in paths]


def test_a_file_waits_until_nothing_has_been_written_for_a_while(inbox):
    file = inbox / "a.pdf"
    file.write_bytes(b"half")
    # A copy that keeps the old time of modification is still a file that just changed.
    os.utime(file, (1, 1))
    assert waiting_files(inbox) == []
    assert names(inbox, waiting_files(inbox, time.time() + LATER)) == ["a.pdf"]


def test_temporary_hidden_and_archived_files_do_not_wait(inbox):
    for name in (
        "~$a.xlsx",
        "b.pdf.part",
        "c.crdownload",
        ".hidden",
        "done/x.pdf",
        "refused/y.pdf",
    ):
        (inbox / name).parent.mkdir(exist_ok=True)
        (inbox / name).write_bytes(b"x")
    assert waiting_files(inbox, time.time() + LATER) == []


def test_a_folder_waits_for_its_last_file(inbox):
    for name in ("whole/a.xlsx", "growing/b.xlsx", "growing/c.txt.part"):
        (inbox / name).parent.mkdir(exist_ok=True)
        (inbox / name).write_bytes(b"x")
    assert names(inbox, waiting_files(inbox, time.time() + LATER)) == ["whole/a.xlsx"]


@pytest.mark.usefixtures("no_waiting")
def test_files_are_read_and_moved_and_the_refused_say_why(inbox, tmp_path):
    content = SAMPLE.read_bytes()
    (inbox / "new").mkdir()
    (inbox / "new" / "决算.txt").write_bytes(content)
    (inbox / "empty.pdf").write_bytes(b"")
    (inbox / "picture.bin").write_bytes(bytes(range(256)) * 40)
    told: list[str] = []

    moved = take_in(inbox, tmp_path / "raw", told.append)

    assert {file.name: file.reason is None for file in moved} == {
        "new/决算.txt": True,
        "empty.pdf": False,
        "picture.bin": False,
    }
    [done] = (inbox / "done").glob("*/new/决算.txt")
    assert done.read_bytes() == content
    for name in ("empty.pdf", "picture.bin"):
        assert (inbox / "refused" / name).exists()
        assert (inbox / "refused" / f"{name}.原因.txt").read_text(encoding="utf-8").strip()
    assert waiting_files(inbox) == []
    assert not (inbox / "new").exists()
    documents = [json.loads(p.read_bytes()) for p in (tmp_path / "raw").glob("*/*/document.json")]
    assert [d["status"] for d in documents].count("read") == 1
    assert len(told) == 3

    # The same bytes again, under a name that is taken: read once, and both files are kept.
    (inbox / "empty.pdf").write_bytes(b"")
    (inbox / "again.txt").write_bytes(content)
    moved = take_in(inbox, tmp_path / "raw", told.append)
    assert {file.path.name for file in moved} == {"again.txt", "empty~2.pdf"}
    assert len(list((tmp_path / "raw").glob("2*/*"))) == 1


@pytest.mark.usefixtures("no_waiting")
def test_one_run_per_state_and_a_killed_one_is_tried_again(inbox):
    with dg.DagsterInstance.ephemeral() as instance:

        def tick() -> dg.RunRequest | dg.SkipReason:
            return inbox_sensor(dg.build_sensor_context(instance=instance))

        assert isinstance(tick(), dg.SkipReason)
        (inbox / "a.pdf").write_bytes(b"a")
        (inbox / "b.pdf").write_bytes(b"b")
        first = tick()
        # Asked again before the run exists, the key is the same: the daemon starts one run.
        assert tick().run_key == first.run_key

        run = add_run(instance, first, dg.DagsterRunStatus.STARTED)
        assert isinstance(tick(), dg.SkipReason)
        instance.report_run_failed(run)
        again = tick()
        assert again.run_key != first.run_key
        for _ in range(2):
            instance.report_run_failed(add_run(instance, tick(), dg.DagsterRunStatus.STARTED))
        assert "3 times" in tick().skip_message
        # Another file is another state.
        (inbox / "c.pdf").write_bytes(b"c")
        assert isinstance(tick(), dg.RunRequest)


def add_run(
    instance: dg.DagsterInstance, request: dg.RunRequest, status: dg.DagsterRunStatus
) -> dg.DagsterRun:
    run = dg.DagsterRun(job_name=INBOX_JOB, tags=dict(request.tags), status=status)
    assert INBOX_TAG in run.tags
    return instance.add_run(run)
