"""A decoder that runs somebody else's code finds each door closed; what reads goes on reading."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dagster_project.reading.batch.tasks import read_paths
from dagster_project.reading.decoders.office.convert import find_program
from dagster_project.reading.sandbox import confine
from dagster_project.reading.sandbox.limits import Limits
from dagster_project.reading.sandbox.sandbox import Sandbox
from tests.reading import breaking_out
from tests.reading.test_documents import dump

SHUT = {door.name: door.is_closed for door in confine.describe_doors()}
needs = {
    name: pytest.mark.skipif(not shut, reason=f"this kernel cannot close the door to {name}")
    for name, shut in SHUT.items()
}


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(1, Limits(seconds=20)) as opened:
        yield opened


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    (tmp_path / "kept.txt").write_text("as it was", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    return tmp_path


@needs["files"]
@pytest.mark.parametrize("act", breaking_out.WRITING, ids=lambda act: act.__name__)
def test_nothing_is_written_outside(
    act: Callable[[Path], object], sandbox: Sandbox, outside: Path
) -> None:
    before = breaking_out.state(outside)
    assert sandbox.call(breaking_out.attempt, act, outside) == "refused"
    assert breaking_out.state(outside) == before
    # The attempt itself is sound: without a sandbox it changes something.
    act(outside)
    assert breaking_out.state(outside) != before


@needs["files"]
def test_its_own_folder_is_written_and_is_gone_afterwards(sandbox: Sandbox) -> None:
    place = Path(sandbox.call(breaking_out.write_in_own_folder))
    assert place.name == "own.txt"
    assert not place.parent.exists()


@needs["network"]
@pytest.mark.parametrize("act", breaking_out.TALKING, ids=lambda act: act.__name__)
def test_there_is_no_network(act: Callable[[int], object], sandbox: Sandbox) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert sandbox.call(breaking_out.attempt, act, port) == "refused"
        act(port)


@needs["programs"]
@pytest.mark.parametrize("act", breaking_out.STARTING, ids=lambda act: act.__name__)
def test_no_program_is_started(act: Callable[[], object], sandbox: Sandbox) -> None:
    assert sandbox.call(breaking_out.attempt_closed, act) == "refused"
    act()


@needs["programs"]
def test_threads_are_started_where_no_program_is(sandbox: Sandbox) -> None:
    assert sandbox.call(breaking_out.attempt_closed, breaking_out.start_thread) == "done"


@needs["files"]
def test_other_processes_are_not_signalled(sandbox: Sandbox) -> None:
    if confine._landlock_abi() < 6:
        pytest.skip("this kernel's Landlock does not hold back signals (Linux 6.12)")
    assert sandbox.call(breaking_out.attempt, breaking_out.signal, os.getpid()) == "refused"


@needs["programs"]
def test_a_file_closes_the_doors_itself_unless_it_needs_a_program(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    text, word = tmp_path / "a.txt", tmp_path / "a.rtf"
    text.write_text(dump(1), encoding="utf-8")
    word.write_text("{\\rtf1 2023}", encoding="utf-8")
    assert sandbox.call(breaking_out.read_and_start, text) == "refused"
    assert sandbox.call(breaking_out.read_and_start, word) == "done"


@pytest.mark.skipif(find_program() is None, reason="LibreOffice is not installed")
def test_libreoffice_converts_inside(tmp_path: Path) -> None:
    before = set(Path("/tmp").glob("OSL_PIPE_*"))  # noqa: S108
    path = tmp_path / "a.rtf"
    path.write_text("{\\rtf1\\ansi 2023 nian \\par 1.00}", encoding="utf-8")
    with Sandbox(1, Limits()) as sandbox:
        refusal = sandbox.call(read_paths, [path]).document.refusal
    assert refusal is None or refusal.reason_code not in ("broken_file", "timed_out"), refusal
    # The way it talked to itself is cleared away.
    assert set(Path("/tmp").glob("OSL_PIPE_*")) <= before  # noqa: S108


def test_closing_costs_little(tmp_path: Path) -> None:
    """Less than a hundredth of what reading the smallest document takes."""
    with Sandbox(1, Limits(seconds=20)) as sandbox:
        sandbox.call(breaking_out.nothing)
        began = time.process_time()
        seconds = min(sandbox.call(breaking_out.seconds_of_closing) for _ in range(5))
    assert time.process_time() - began < 5
    assert seconds < 0.005


def test_a_kernel_without_them_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(confine, "_libc", None)
    assert [door.is_closed for door in confine.describe_doors()] == [False, False, False]
    assert all("解码进程能" in door.what_zh for door in confine.describe_doors())
    confine.close_files_and_network(tmp_path)
    confine.close_programs()
