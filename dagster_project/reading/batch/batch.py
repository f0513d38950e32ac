"""Many documents: decoded in parallel by killable processes, written one by one in the given order.

Ids and revisions depend on what is under raw/ already, so the order of writing is the order of the
arguments, whichever document was decoded first.
"""

from __future__ import annotations

import os
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import Any

from dagster_project.reading.batch.answers import FileSummary, Reading
from dagster_project.reading.batch.archives import Archived, unpack_all
from dagster_project.reading.batch.grouping import group_media, is_disclosure_by_itself
from dagster_project.reading.batch.preflight import check_size
from dagster_project.reading.folder.extract_folder import UnsafeFolderError
from dagster_project.reading.folder.outcome import ExtractOutcome
from dagster_project.reading.folder.raw_place import RawPlace
from dagster_project.reading.folder.resume import Extracted, find_extracted
from dagster_project.reading.model.document import ReadDocument
from dagster_project.reading.model.identity import NOTHING_STATED, Stated
from dagster_project.reading.model.source import (
    RefusedError,
    SourceFile,
    identify_source,
    source_hash,
)
from dagster_project.reading.sandbox.limits import Limits
from dagster_project.reading.sandbox.nursery import DEAR_DECODERS, TEXT_DECODERS
from dagster_project.reading.sandbox.sandbox import Sandbox
from dagster_project.runtime.interrupts import StopRequest, noted_signals

# Finished readings wait in memory for those before them; a reading is a few hundred kilobytes.
_AHEAD_PER_WORKER = 8
# What hardly ever holds a document of an office program.
_LIGHT = frozenset({".pdf", ".txt", ".text"})
# So many files are asked for their medium by one process.
_LOOKED_AT_TOGETHER = 32
# How often a file is asked what it is, where its reader was killed.
_TRIES = 2
Progress = Callable[[int, int, ExtractOutcome], None]
# By name: importing the readers takes a quarter second, and only the workers need them.
_TASKS = "dagster_project.reading.batch.tasks"
READ_PATHS, SUMMARISE_PATH = f"{_TASKS}:read_paths", f"{_TASKS}:summarise_path"
MEDIUM_OF_PATH, MEDIA_OF_PATHS = f"{_TASKS}:medium_of_path", f"{_TASKS}:media_of_paths"
Read = str | Callable[..., Reading]


def _dear_decoders(paths: Sequence[Path]) -> tuple[str, ...]:
    """Return what is worth importing once: a file that is not what its name says is read too."""
    kinds = {Path(path).suffix.lower() for path in paths}
    if not kinds <= _LIGHT:
        return DEAR_DECODERS
    return TEXT_DECODERS if kinds - {".pdf"} else ()


@dataclass(frozen=True)
class BatchOptions:
    """How a batch runs; ``read`` is what a worker calls, replaced in tests by what misbehaves.

    Where it is not ``is_grouped`` every file is a document of its own; without ``keep_text`` the
    running text of documents is left out. ``stated`` is said of every document of the batch.
    ``sandbox`` is one that is there already and stays, with as many workers as there are ``jobs``.
    """

    jobs: int | None = None
    resume: bool = False
    limits: Limits = field(default_factory=Limits)
    read: Read = READ_PATHS
    is_grouped: bool = True
    keep_text: bool = True
    stated: Stated = NOTHING_STATED
    sandbox: Sandbox | None = None

    @property
    def workers(self) -> int:
        """The number of documents decoded at once: by default one per core we may use."""
        if self.jobs:
            return max(1, self.jobs)
        allowed = getattr(os, "sched_getaffinity", None)
        return len(allowed(0)) if allowed else os.cpu_count() or 1


def read_isolated(
    sandbox: Sandbox,
    files: Sequence[SourceFile],
    paths: Sequence[Path],
    read: Read = READ_PATHS,
    stated: Stated = NOTHING_STATED,
) -> Reading:
    """Return the document as the sandbox read it, or refused with what became of the attempt."""
    try:
        for file in files:
            check_size(file.size or 0)
        said = [] if stated == NOTHING_STATED else [stated]
        reading: Reading = sandbox.call(read, list(paths), *said)
    except RefusedError as refusal:
        return Reading(ReadDocument(list(files), kind=refusal.kind, refusal=refusal))
    return reading


def group_isolated(
    paths: Sequence[Path],
    sandbox: Sandbox,
    pool: ThreadPoolExecutor,
    stop: StopRequest,
    stated: Stated = NOTHING_STATED,
) -> list[list[Path]]:
    """Return the files of each document; whatever opens a file runs in the sandbox."""
    if len(paths) < 2 or all(map(is_disclosure_by_itself, paths)):
        return [[path] for path in paths]

    def ask_all(function: str, asked: Iterable[Path]) -> Iterator[Any]:
        return stop.results([pool.submit(_ask, sandbox, function, path) for path in asked])

    together = min(_LOOKED_AT_TOGETHER, -(-len(paths) // sandbox.workers))
    parts = [paths[at : at + together] for at in range(0, len(paths), together)]
    found = stop.results([pool.submit(_ask_media, sandbox, part) for part in parts])
    media = dict(zip(paths, chain.from_iterable(found), strict=True))

    def summaries(opened: Iterable[Path]) -> Iterable[FileSummary]:
        opened = list(opened)
        found = zip(opened, ask_all(SUMMARISE_PATH, opened), strict=True)
        return [summary or FileSummary(path) for path, summary in found]

    return group_media(media, summaries, stated)


def _ask_media(sandbox: Sandbox, paths: Sequence[Path]) -> list[str | None]:
    """Return the media of files looked at together; one by one where one of them does harm."""
    try:
        found: list[str | None] = sandbox.call(MEDIA_OF_PATHS, list(paths))
    except RefusedError:
        return [_ask(sandbox, MEDIUM_OF_PATH, path) for path in paths]
    return found


def _ask(sandbox: Sandbox, function: str, path: Path) -> Any:
    """Return what a file is. One whose reader was killed is asked again.

    Else the other files of its disclosure would be read without it, as a document of its year.
    """
    for _ in range(_TRIES):
        try:
            return sandbox.call(function, path)
        except RefusedError as refusal:
            if refusal.reason_code != "reader_crashed":
                break
    return None


@dataclass
class _Job:
    paths: list[Path]
    refusal: RefusedError | None = None
    files: list[SourceFile] = field(default_factory=list)
    sha256: str = ""
    known: Extracted | None = None
    future: Future[Reading] | None = None


class _Batch:
    def __init__(
        self,
        raw_dir: Path,
        options: BatchOptions,
        sandbox: Sandbox,
        stop: StopRequest,
        archives: Mapping[Path, Archived],
    ) -> None:
        self.archives = archives
        self.stop = stop
        self.place = RawPlace(raw_dir, keep_text=options.keep_text)
        self.options = options
        self.sandbox = sandbox
        self.known = (
            find_extracted(raw_dir, keep_text=options.keep_text, stated=options.stated)
            if options.resume
            else {}
        )

    def start(self, paths: list[Path], pool: ThreadPoolExecutor) -> _Job:
        """Hash one document and have it read, unless what is under raw/ came from it already."""
        try:
            files = identify_source(paths)
        except RefusedError as refusal:
            return _Job(paths, refusal)
        job = _Job(paths, files=files, sha256=source_hash(files))
        known = self.known.get(job.sha256)
        # A file that was called a draft may be handed in again as what it is.
        job.known = None if known and known.document.get("draft_words") else known
        if job.known is None:
            read, stated = self.options.read, self.options.stated
            job.future = pool.submit(read_isolated, self.sandbox, files, paths, read, stated)
        return job

    def finish(self, job: _Job) -> list[ExtractOutcome]:
        """Wait for one document, write it and say what became of it."""
        archived = self.archives.get(job.paths[0])
        sha256 = archived.sha256 if archived else None
        return [replace(outcome, archive_sha256=sha256) for outcome in self._finish(job)]

    def _finish(self, job: _Job) -> list[ExtractOutcome]:
        if job.refusal is not None:
            code, reason = job.refusal.reason_code, job.refusal.reason_zh
            return [ExtractOutcome(None, None, "refused", reason, reason_code=code)]
        if job.known is not None:
            return [job.known.outcome()]
        assert job.future is not None  # noqa: S101 - one of the three
        reading = self.stop.result(job.future)
        # Refused ones last: what was refused of the same bytes before goes when one is stored.
        parts = sorted([reading, *reading.others], key=lambda each: bool(each.document.refusal))
        return [self._store(part, job) for part in parts]

    def _store(self, reading: Reading, job: _Job) -> ExtractOutcome:
        # The file may have been exchanged between hashing and reading: what was read counts.
        sha256 = source_hash(reading.document.files) if reading.document.files else job.sha256
        if archived := self.archives.get(job.paths[0]):
            files = reading.document.files or job.files
            reading.document.files = [replace(file, archive=archived.name) for file in files]
        try:
            return self.place.store(reading.document, reading.narrative, sha256)
        except UnsafeFolderError as problem:
            return ExtractOutcome(None, None, "refused", str(problem), reason_code="unsafe_name")


def _in_order(
    batch: _Batch, groups: Sequence[list[Path]], pool: ThreadPoolExecutor, ahead: int
) -> Iterator[list[ExtractOutcome]]:
    waiting: deque[_Job] = deque()
    for paths in groups:
        batch.stop.check()
        waiting.append(batch.start(paths, pool))
        if len(waiting) > ahead:
            yield batch.finish(waiting.popleft())
    while waiting:
        yield batch.finish(waiting.popleft())


def _sandbox(options: BatchOptions, paths: Sequence[Path]) -> AbstractContextManager[Sandbox]:
    """Return the sandbox of a batch: its own, closed behind it, or the one that it was given."""
    if options.sandbox is not None:
        return nullcontext(options.sandbox)
    return Sandbox(options.workers, options.limits, _dear_decoders(paths))


def run_batch(
    paths: Sequence[Path],
    raw_dir: Path,
    options: BatchOptions | None = None,
    progress: Progress | None = None,
) -> list[ExtractOutcome]:
    """Extract every document that the files make up, and return the outcomes in their order.

    Raises StoppedBySignal after Ctrl-C or a plain kill. Nothing is half-written then: what was
    finished is there, the rest is not.
    """
    options = options or BatchOptions()
    outcomes: list[ExtractOutcome] = []
    pool = ThreadPoolExecutor(options.workers, thread_name_prefix="extract")
    with (
        tempfile.TemporaryDirectory(prefix="juesuan-") as aside,
        noted_signals() as stop,
        _sandbox(options, paths) as sandbox,
    ):
        try:
            unpacked = unpack_all([Path(path) for path in paths], Path(aside))
            separate = [[path] for path in unpacked.paths]
            groups = separate
            if options.is_grouped:
                alone = [path for [path] in separate]
                groups = group_isolated(alone, sandbox, pool, stop, options.stated)
            batch = _Batch(raw_dir, options, sandbox, stop, unpacked.archives)
            done = _in_order(batch, groups, pool, options.workers * _AHEAD_PER_WORKER)
            for number, parts in enumerate(done, start=1):
                outcomes += parts
                for outcome in parts:
                    if progress is not None:
                        progress(number, len(groups), outcome)
        finally:
            # Killing the workers first: the threads of the pool wait for their answers.
            if options.sandbox is None:
                sandbox.close()
            pool.shutdown(wait=True, cancel_futures=True)
    return outcomes
