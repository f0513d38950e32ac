"""Many files: in parallel, in order, interrupted and resumed; one bad file never stops the rest."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from click.testing import CliRunner

from dagster_project.cli import main
from dagster_project.reading import extract_files
from dagster_project.reading.batch.batch import BatchOptions
from dagster_project.reading.folder.extract_folder import repair_raw
from dagster_project.reading.folder.raw_place import RawPlace
from dagster_project.reading.folder.resume import STAMP
from dagster_project.reading.model.document import ReadDocument
from dagster_project.reading.model.source import RefusedError, SourceFile
from dagster_project.reading.sandbox.limits import MEGABYTE, Limits
from dagster_project.runtime.interrupts import StoppedBySignal, noted_signals
from dagster_project.runtime.settings import PROJECT_DIR
from tests.reading.misbehaving import read_or_misbehave
from tests.reading.test_documents import dump, save

# The command itself, with a reader that never gets beyond the documents called held.
HELD = """
from functools import partial
from dagster_project.cli import main
from dagster_project.reading.batch import batch
from tests.reading.misbehaving import read_until_held
batch.BatchOptions = partial(batch.BatchOptions, read=read_until_held)
main()
"""
LIMITS = Limits(seconds=3, memory_bytes=1024 * MEGABYTE)


def options(**settings: object) -> BatchOptions:
    return BatchOptions(**({"jobs": 2, "limits": LIMITS, "read": read_or_misbehave} | settings))  # type: ignore[arg-type]


def content(folder: Path) -> dict[str, bytes]:
    """Return all files below a folder by their path in it."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def test_what_hangs_crashes_or_eats_memory_leaves_its_reason_and_the_batch_goes_on(
    tmp_path: Path,
) -> None:
    names = ["a.txt", "hang.txt", "crash.txt", "memory.txt", "b.txt"]
    paths = [save(tmp_path, name, dump(n, name=f"示例市{n}局")) for n, name in enumerate(names)]
    outcomes = extract_files(paths, tmp_path / "raw", options())
    assert [o.reason_code for o in outcomes] == [
        *(None, "timed_out", "reader_crashed"),
        *("out_of_memory", None),
    ]
    for outcome in outcomes[1:4]:
        assert outcome.folder is not None
        document = json.loads((outcome.folder / "document.json").read_text(encoding="utf-8"))
        assert document["reason_zh"] == outcome.reason
        assert document["source"]["files"][0]["bytes"] > 1000


def test_ids_do_not_depend_on_which_document_is_decoded_first(tmp_path: Path) -> None:
    # Three source files of one disclosure; the first takes longest.
    paths = [save(tmp_path, n, dump(k)) for k, n in enumerate(("slow.txt", "b.txt", "c.txt"), 1)]
    for jobs in (1, 3):
        raw = tmp_path / f"raw{jobs}"
        outcomes = extract_files(paths, raw, options(jobs=jobs))
        first = outcomes[0].document_id
        assert [o.document_id for o in outcomes] == [first, f"{first}-r2", f"{first}-r3"]
        names = [
            json.loads((o.folder / "document.json").read_text("utf-8"))["source"]["files"][0][
                "name"
            ]
            for o in outcomes
            if o.folder
        ]
        assert names == [path.name for path in paths]
    assert content(tmp_path / "raw1") == content(tmp_path / "raw3")


def test_what_was_extracted_before_is_not_read_again(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    paths = [save(tmp_path, f"{n}.txt", dump(n, name=f"示例市{n}局")) for n in (1, 2)]
    paths.append(save(tmp_path, "hang.txt", dump(3)))
    paths.append(save(tmp_path, "letter.txt", "今年的工作总结。"))
    extract_files(paths, raw, options())
    before = content(raw)
    again = extract_files(paths, raw, options(resume=True))
    # What was refused for lack of time may have more of it today.
    assert [o.is_skipped for o in again] == [True, True, False, True]
    assert [o.status for o in again] == ["read", "read", "refused", "refused"]
    assert content(raw) == before


def test_another_reader_or_other_layouts_read_again(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    path = save(tmp_path, "a.txt", dump(1))
    folder = extract_files([path], raw)[0].folder
    assert folder is not None
    assert extract_files([path], raw, options(resume=True))[0].is_skipped
    (folder / STAMP).write_text("0 0000000000000000\n", encoding="utf-8")
    assert not extract_files([path], raw, options(resume=True))[0].is_skipped
    path.write_text(dump(2), encoding="utf-8")
    assert not extract_files([path], raw, options(resume=True))[0].is_skipped


def test_a_process_killed_while_writing_is_made_good_by_the_next(tmp_path: Path) -> None:
    year = tmp_path / "raw" / "2023"
    (year / ".tmp-old-a-2023-0123abcd").mkdir(parents=True)
    (year / ".tmp-old-a-2023-0123abcd" / "document.json").write_text("{}", encoding="utf-8")
    (year / ".tmp-b-2023-77-0123abcd").mkdir()
    (year / "c-2023").mkdir()
    (year / ".tmp-old-c-2023-0123abcd").mkdir()
    repair_raw(tmp_path / "raw")
    assert sorted(path.name for path in year.iterdir()) == ["a-2023", "c-2023"]
    assert (year / "a-2023" / "document.json").read_text(encoding="utf-8") == "{}"


@pytest.mark.parametrize(
    ("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["ctrl-c", "kill"]
)
def test_a_stopped_batch_leaves_whole_documents_and_the_same_command_goes_on(
    number: signal.Signals, status: int, tmp_path: Path
) -> None:
    sources, raw = tmp_path / "sources", tmp_path / "raw"
    sources.mkdir()
    for document in range(12):
        # However slow the machine, the signal comes while the fourth document is being read.
        name = f"{document:02}{'-held' if document >= 3 else ''}.txt"
        save(sources, name, dump(document, name=f"示例市第{document}局"))
    command = [sys.executable, "-c", HELD, "extract", str(sources), "--raw", str(raw)]
    running = subprocess.Popen(  # noqa: S603 - our own interpreter and code
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        cwd=PROJECT_DIR,
    )
    assert running.stdout is not None
    for document in range(1, 4):
        assert running.stdout.readline().startswith(f"[{document}/12] ")
    os.kill(running.pid, number)
    lines, errors = running.communicate(timeout=300)
    assert running.returncode == status, errors
    assert lines == ""
    done = sorted(raw.glob("*/*/document.json"))
    assert len(done) == 3
    assert errors.count("\n") == 1, errors
    assert errors.startswith("interrupted after 3 of 12 documents: ")
    assert not [path for path in raw.rglob("*") if path.name.startswith(".tmp")]
    for path in done:
        assert json.loads(path.read_text(encoding="utf-8"))["status"] == "read"
        assert (path.parent / "narrative.csv").is_file()
    result = CliRunner().invoke(main, ["extract", str(sources), "--raw", str(raw)])
    assert result.exit_code == 0, result.output
    assert result.stdout.count("unchanged →") == len(done)
    assert len(list(raw.glob("*/*/document.json"))) == 12


def test_a_signal_is_noted_wherever_it_comes_and_acted_upon_where_it_is_safe() -> None:
    is_over = threading.Event()
    with ThreadPoolExecutor(1) as pool, noted_signals() as stop:
        slow = pool.submit(is_over.wait, 60)
        signal.raise_signal(signal.SIGTERM)
        with pytest.raises(StoppedBySignal) as stopped:
            stop.result(slow)
        assert not slow.done(), "the signal was noticed only when the work was over"
        is_over.set()
        assert stopped.value.exit_status == 143


def test_two_batches_at_once_do_not_take_the_same_revision(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    commands = []
    for half in (0, 1):
        paths = [save(tmp_path, f"{half}-{n}.txt", dump(10 * half + n)) for n in range(5)]
        arguments = [sys.executable, "-m", "dagster_project.cli", "extract", *paths, "--raw", raw]
        commands.append(subprocess.Popen(arguments, stdout=subprocess.DEVNULL))  # noqa: S603
    assert [command.wait(300) for command in commands] == [0, 0]
    found = [json.loads(p.read_text(encoding="utf-8")) for p in raw.glob("2023/*/document.json")]
    assert sorted(d["revision"] for d in found) == list(range(1, 11))
    assert len({d["source"]["sha256"] for d in found}) == 10


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    holder = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(holder, fcntl.LOCK_EX)
    files = [SourceFile("a.txt", b"", "0" * 64, "text/plain", size=1)]
    document = ReadDocument(files, refusal=RefusedError("no_table", "没有表"))
    with ThreadPoolExecutor(1) as pool:
        storing = pool.submit(RawPlace(tmp_path).store, document, [], "0" * 64)
        time.sleep(0.5)
        assert not storing.done()
        assert not list(tmp_path.iterdir())
        os.close(holder)
        assert storing.result(60).folder == tmp_path / "unknown" / "a-00000000"


def test_folders_are_searched_and_other_files_left_alone(tmp_path: Path) -> None:
    inside = tmp_path / "in" / "2023"
    inside.mkdir(parents=True)
    save(inside, "a.txt", dump(1))
    for name in ("README.md", ".hidden.txt", "~$a.xlsx"):
        save(inside, name, "x")
    raw = tmp_path / "raw"
    result = CliRunner().invoke(main, ["extract", str(tmp_path / "in"), "--raw", str(raw)])
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("[1/1] ")
    assert result.stdout.endswith("1 read, 0 refused, 0 unchanged\n")
    (tmp_path / "none").mkdir()
    result = CliRunner().invoke(main, ["extract", str(tmp_path / "none"), "--raw", str(raw)])
    assert result.exit_code == 2
    assert "no document in folder" in result.stderr


def test_a_pipe_is_no_document_and_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    started = time.monotonic()
    [outcome] = extract_files([tmp_path / "a.txt"], tmp_path / "raw")
    assert outcome.reason_code == "not_a_file"
    assert time.monotonic() - started < 30
