"""A raw folder, a warehouse, a publication and an instance of their own, and the runs among them.

Two inputs are told apart by what they publish: A is one document, B one more. Every fault happens
to a run from A to B (or back), so that what is published afterwards is the old, the new, or wrong.
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from functools import cached_property
from multiprocessing import forkserver
from multiprocessing.process import BaseProcess
from pathlib import Path

import duckdb

from dagster_project.loading.folders import hash_folder, list_folders
from dagster_project.release.folders import content_of, current_release, is_whole, releases_dir
from tests.factories import write_document

# Imported once and forked for each run: half of what a run of one document costs.
_PRELOADED = [
    "tests.faults.warm",
    "dagster_project.commands.run",
    "dagster_project.definitions",
    "expectations.checkpoint",
    "dagster_project.report.site",
    "vl_convert",
    "tests.faults.hooks",
]
_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(_PRELOADED)
Hook = Callable[[], None]
# Steps that are no commands of their own.
PUBLISH, LOAD = "publish", "load"


@dataclass(frozen=True)
class Said:
    """How a command ended: exit status (negative: the signal), and the lines it wrote."""

    status: int | None
    lines: list[str]

    @property
    def last(self) -> str:
        """Return the line that tells how it went."""
        own = [line for line in self.lines if line.startswith("juesuan:")]
        told = own or [line for line in self.lines if line.startswith(("发布", "无需运行"))]
        return (told or self.lines or [""])[-1]


def _work(arguments: list[str], variables: dict[str, str], log: str, hook: Hook | None) -> None:
    """Be the ``juesuan`` command, in a process group of its own, writing into ``log``."""
    os.setsid()
    os.environ.update(variables)
    target = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for stream in (1, 2):
        os.dup2(target, stream)
    # Ctrl-C and Python's own handlers as in a process of the shell.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    from dagster_project.cli import main

    if hook:
        hook()
    if arguments == [PUBLISH]:
        _publish()
    if arguments == [LOAD]:
        _load()
    main(arguments)


def _load() -> None:
    """Load raw/ into the warehouse and leave: how a run begins, and where it meets the file."""
    from dagster_project.commands.finish import finish
    from dagster_project.commands.run import _say
    from dagster_project.loading.load import load_raw
    from dagster_project.runtime.lock import hold_lock
    from dagster_project.runtime.logs import show_progress
    from dagster_project.runtime.settings import load_settings
    from dagster_project.runtime.unreadable import set_aside_unreadable
    from dagster_project.runtime.warehouse import open_warehouse

    def work() -> int:
        settings = load_settings()
        with hold_lock(settings.warehouse, "juesuan run", say=_say):
            set_aside_unreadable(settings.warehouse, _say)
            with open_warehouse(settings.warehouse) as connection:
                load_raw(connection, settings.raw_dir)
        return 0

    show_progress(verbose=False)
    finish(work)


def _publish() -> None:
    """Publish the marts as they are and leave: the last step of a run, and how it says its end."""
    from dagster_project.commands.finish import finish
    from dagster_project.publication import publish
    from dagster_project.runtime.settings import load_settings

    def work() -> int:
        settings = load_settings()
        release = publish(settings.warehouse, settings.published_dir)
        print(f"发布 {release.release_id}")
        return 0

    finish(work)


@dataclass
class Command:
    """A ``juesuan`` command that is running."""

    process: BaseProcess
    log: Path

    def lines(self) -> list[str]:
        """Return what it has written so far."""
        try:
            return self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        except FileNotFoundError:
            return []

    def wait_for(self, announced: str, seconds: float = 300) -> bool:
        """Wait until a line begins so; False when the command ended without it."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if any(line.startswith(announced) for line in self.lines()):
                return True
            if not self.process.is_alive():
                return False
            time.sleep(0.005)
        return False

    def kill(self) -> Said:
        """Kill its whole process group."""
        assert self.process.pid is not None
        for kill in (os.killpg, os.kill):
            try:
                kill(self.process.pid, signal.SIGKILL)
            except (ProcessLookupError, PermissionError):
                continue
        return self.end()

    def end(self, seconds: float = 600) -> Said:
        """Wait for its end; one that does not come is a fault of its own."""
        self.process.join(seconds)
        if self.process.is_alive():
            self.kill()
            return Said(None, [*self.lines(), f"juesuan: still running after {seconds:.0f} s"])
        return Said(self.process.exitcode, self.lines())


@dataclass
class Place:
    """Everything that a run reads and writes, below one folder."""

    base: Path
    contents: dict[str, str] = field(default_factory=dict)
    input: str = "A"
    _number: int = 0

    @property
    def raw(self) -> Path:
        """Return the folder of extracts."""
        return self.base / "raw"

    @property
    def published(self) -> Path:
        """Return the folder of releases."""
        return self.base / "published"

    @property
    def warehouse(self) -> Path:
        """Return the file that is built."""
        return self.base / "warehouse" / "juesuan.duckdb"

    @property
    def home(self) -> Path:
        """Return the Dagster instance."""
        return self.base / "home"

    @cached_property
    def variables(self) -> dict[str, str]:
        """Return the environment of its commands."""
        return {
            "JUESUAN_RAW_DIR": str(self.raw),
            "JUESUAN_PUBLISHED_DIR": str(self.published),
            "JUESUAN_WAREHOUSE": str(self.warehouse),
            "JUESUAN_INBOX_DIR": str(self.base / "inbox"),
            "DAGSTER_HOME": str(self.home),
        }

    def start(self, *arguments: str, hook: Hook | None = None, **more: str) -> Command:
        """Start a command, ``run`` if no other is named."""
        self._number += 1
        log = self.base / f"log-{self._number}.txt"
        process = _CONTEXT.Process(
            target=_work,
            args=(list(arguments) or ["run"], self.variables | more, str(log), hook),
        )
        process.start()
        return Command(process, log)

    def run(self, *arguments: str, hook: Hook | None = None, **more: str) -> Said:
        """Run a command to its end."""
        return self.start(*arguments, hook=hook, **more).end()

    def publish(self, *, hook: Hook | None = None) -> Said:
        """Publish what a run made of this input before: a run from its last step on."""
        shutil.copyfile(self.made_of(self.input), self.warehouse)
        return self.start(PUBLISH, hook=hook).end()

    def load(self) -> Said:
        """Load what is in raw/: a run up to its first step."""
        return self.start(LOAD).end()

    def loaded(self) -> set[str]:
        """Return the documents that the warehouse holds, read whole."""
        with duckdb.connect(str(self.warehouse), read_only=True) as connection:
            found = connection.execute("select document_id from raw.documents").fetchall()
        return {document for (document,) in found}

    def made_of(self, name: str) -> Path:
        """Return the warehouse that a run made of an input."""
        return self.base / "made" / f"{name}.duckdb"

    def put(self, name: str) -> None:
        """Make the input A or B."""
        self.input = name
        shutil.rmtree(self.raw, ignore_errors=True)
        write_document(self.raw, "one-2022")
        if name == "B":
            write_document(self.raw, "two-2022")

    def raw_state(self) -> dict[str, str]:
        """Return the hash of each extract folder."""
        return {each.folder: hash_folder(each.path) for each in list_folders(self.raw)}

    def found(self) -> str:
        """Return what is published: A, B, none, or mixed (a file is not what it was made as)."""
        release = current_release(self.published)
        if release is None:
            return "none"
        if not is_whole(release):
            return "mixed"
        content = content_of(release)
        return next((name for name, known in self.contents.items() if known == content), "mixed")

    def runs_under_way(self) -> int:
        """Return how many runs the instance believes to be going on."""
        path = self.home / "history" / "runs.db"
        if not path.is_file():
            return 0
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as history:
            asked = "select count(*) from runs where status in ('STARTED', 'CANCELING')"
            return int(history.execute(asked).fetchone()[0])

    def whole_releases(self) -> set[str]:
        """Return the names of the releases whose every file is what it was made as."""
        folder = releases_dir(self.published)
        return {p.name for p in folder.glob("[0-9]*") if content_of(p) and is_whole(p)}

    def copy(self, base: Path) -> Place:
        """Return a copy of everything at another place."""
        logs = shutil.ignore_patterns("log-*.txt")
        shutil.copytree(self.base, base, symlinks=True, ignore=logs)
        return Place(base, self.contents)


def make_template(base: Path) -> Place:
    """Return a place at which A is published, after B was: the content of both is known."""
    place = Place(base)
    for name in ("B", "A"):
        place.put(name)
        said = place.run()
        assert said.status == 0, said.lines
        release = current_release(place.published)
        assert release is not None
        content = content_of(release)
        assert content is not None
        place.contents[name] = content
        place.made_of(name).parent.mkdir(exist_ok=True)
        shutil.copyfile(place.warehouse, place.made_of(name))
    return place


def seconds_of_commands() -> float:
    """Return the CPU seconds of all commands that have ended."""
    process = forkserver._forkserver._forkserver_pid  # type: ignore[attr-defined]
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    # utime, stime, and those of its children, in ticks; the state is the first field here.
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
