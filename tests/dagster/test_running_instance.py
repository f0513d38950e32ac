"""A running instance, as ``make ui`` starts it: what is dropped into the inbox gets published."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from dagster_project.release.folders import current_release
from dagster_project.runtime.settings import PROJECT_DIR

SAMPLE = PROJECT_DIR / "tests" / "samples" / "economic-basic-only.txt"
PATIENCE_SECONDS = 600


@dataclass
class Place:
    """The folders of one instance, and the process that runs it."""

    base: Path
    process: subprocess.Popen[bytes] | None = None

    @property
    def variables(self) -> dict[str, str]:
        """Return the environment of the instance."""
        return {
            "JUESUAN_RAW_DIR": str(self.base / "raw"),
            "JUESUAN_INBOX_DIR": str(self.base / "inbox"),
            "JUESUAN_PUBLISHED_DIR": str(self.base / "published"),
            "JUESUAN_WAREHOUSE": str(self.base / "warehouse" / "juesuan.duckdb"),
            "DAGSTER_HOME": str(self.base / "home"),
        }

    def start(self) -> None:
        """Start web server, daemon and code server on a free port."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        command = [sys.executable, "-m", "dagster", "dev", "-h", "127.0.0.1", "-p", str(port)]
        with (self.base / "dev.log").open("wb") as log:
            self.process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                [*command, "-m", "dagster_project.definitions"],
                cwd=PROJECT_DIR,
                env=os.environ | self.variables,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def stop(self) -> None:
        """Stop what was started here, runs included."""
        if self.process is None or self.process.poll() is not None:
            return
        os.killpg(self.process.pid, signal.SIGINT)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def wait_for(self, condition: Callable[[], bool]) -> None:
        """Look again and again, patiently: test machines are busy."""
        end = time.monotonic() + PATIENCE_SECONDS
        while not condition():
            if time.monotonic() > end:
                raise AssertionError((self.base / "dev.log").read_text(errors="replace")[-4000:])
            time.sleep(0.5)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    place = Place(tmp_path)
    (place.base / "home").mkdir()
    (place.base / "inbox").mkdir()
    (place.base / "raw").mkdir()
    shutil.copy(PROJECT_DIR / ".dagster" / "dagster.yaml", place.base / "home")
    place.start()
    yield place
    place.stop()


@pytest.mark.slow
def test_dropped_file_is_published_without_a_command(place, measured):
    inbox, raw, published = (place.base / name for name in ("inbox", "raw", "published"))
    dropped = time.monotonic()
    (inbox / "决算.txt").write_bytes(SAMPLE.read_bytes())
    place.wait_for(lambda: current_release(published) is not None)

    [folder] = raw.glob("2*/*")
    assert json.loads((folder / "document.json").read_bytes())["status"] == "read"
    with duckdb.connect(
        str(published / "current" / "juesuan.duckdb"), read_only=True
    ) as connection:
        documents = connection.execute("select document_id from marts.documents").fetchall()
    assert documents == [(folder.name,)]
    [done] = (inbox / "done").glob("*/*")
    assert done.read_bytes() == SAMPLE.read_bytes()
    assert [path.name for path in inbox.iterdir()] == ["done"]

    place.stop()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    measured.append(
        f"running instance: from start to a dropped file being published "
        f"{time.monotonic() - dropped:.0f} s ({used.ru_utime + used.ru_stime:.0f} s CPU)"
    )
