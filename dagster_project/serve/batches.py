"""Checks of uploaded files: each a folder, done one after the other by one thread.

``checks/<id>/`` holds ``files/<number>/<name>`` as uploaded, ``release/`` as the check made it and
``batch.json``, so that a server that was stopped still has what it had.
"""

from __future__ import annotations

import contextlib
import gc
import json
import queue
import re
import secrets
import shutil
import threading
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from dagster_project.check.scratch import build_scratch
from dagster_project.contract.words import word
from dagster_project.reading.batch.batch import BatchOptions
from dagster_project.reading.folder.outcome import ExtractOutcome
from dagster_project.reading.sandbox.sandbox import Sandbox, SandboxClosedError
from dagster_project.release.folders import current_release
from dagster_project.runtime.problems import JuesuanError
from dagster_project.serve.config import ServeConfig
from dagster_project.warehouse.compiled import Compilation, compile_project

RECEIVING, WAITING, READING, RECONCILING, DONE, FAILED = (
    *("receiving", "waiting", "reading", "reconciling"),
    *("done", "failed"),
)
_UNDER_WAY = frozenset({WAITING, READING, RECONCILING})
_ID = re.compile(r"c[0-9a-f]{12}")
_STATE = "batch.json"
_STOPPED = "服务停止时尚未核对完，请再核对一次"


@dataclass
class Line:
    """What became of one document: the line that the command line prints of it."""

    document_id: str | None
    status: str
    text: str


@dataclass
class Batch:
    """One check: its files, how far it is, what became of each document."""

    batch_id: str
    created: float
    status: str = RECEIVING
    files: list[str] = field(default_factory=list)
    bytes: int = 0
    read: int = 0
    groups: int = 0
    lines: list[Line] = field(default_factory=list)
    document_ids: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    problem: str = ""
    seconds: float = 0.0

    @property
    def is_under_way(self) -> bool:
        """Whether it waits or is being worked on."""
        return self.status in _UNDER_WAY


class Batches:
    """All checks of a server, and the thread that does them."""

    def __init__(self, config: ServeConfig) -> None:
        """Find what an earlier server left, and begin to wait for work."""
        self.config = config
        config.batches.mkdir(parents=True, exist_ok=True)
        self._lock = threading.RLock()
        self._batches: dict[str, Batch] = {}
        self._work: queue.Queue[str | None] = queue.Queue()
        options = BatchOptions(jobs=config.jobs)
        self._sandbox = Sandbox(options.workers, options.limits)
        self._compilation: Compilation | None = None
        self._find_earlier()
        self._thread = threading.Thread(target=self._run, name="check", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop: what is being read is given up, and said to be."""
        self._work.put(None)
        self._sandbox.close()
        self._thread.join(timeout=30)

    def all(self) -> list[Batch]:
        """Return all checks, the newest first."""
        with self._lock:
            return sorted(self._batches.values(), key=lambda batch: -batch.created)

    def get(self, batch_id: str) -> Batch | None:
        """Return a check."""
        with self._lock:
            return self._batches.get(batch_id)

    def folder(self, batch: Batch) -> Path:
        """Return the folder of a check."""
        return self.config.batches / batch.batch_id

    def new(self) -> Batch:
        """Begin a check that waits for its files."""
        batch = Batch(f"c{secrets.token_hex(6)}", time.time())
        with self._lock:
            self._drop_old()
            (self.config.batches / batch.batch_id / "files").mkdir(parents=True)
            self._batches[batch.batch_id] = batch
            self._save(batch)
        return batch

    def start(self, batch: Batch) -> None:
        """Put a check that has its files in line."""
        with self._lock:
            if batch.is_under_way or not batch.files:
                return
            batch.status, batch.problem, batch.lines, batch.read = WAITING, "", [], 0
            self._save(batch)
        self._work.put(batch.batch_id)

    def remove(self, batch: Batch) -> bool:
        """Forget a check and delete its files, unless it is being worked on."""
        with self._lock:
            if batch.is_under_way:
                return False
            self._batches.pop(batch.batch_id, None)
        shutil.rmtree(self.folder(batch), ignore_errors=True)
        return True

    def save(self, batch: Batch) -> None:
        """Write how far a check is."""
        with self._lock:
            self._save(batch)

    def _save(self, batch: Batch) -> None:
        path = self.folder(batch) / _STATE
        beside = path.with_suffix(".new")
        beside.write_text(json.dumps(asdict(batch), ensure_ascii=False), encoding="utf-8")
        beside.replace(path)

    def _find_earlier(self) -> None:
        for path in sorted(self.config.batches.glob(f"*/{_STATE}")):
            with contextlib.suppress(OSError, ValueError, TypeError):
                said: dict[str, Any] = json.loads(path.read_text("utf-8"))
                said["lines"] = [Line(**line) for line in said.get("lines", [])]
                batch = Batch(**said)
                if not _ID.fullmatch(batch.batch_id) or batch.batch_id != path.parent.name:
                    continue
                if batch.is_under_way or batch.status == RECEIVING:
                    batch.status, batch.problem = FAILED, _STOPPED
                self._batches[batch.batch_id] = batch

    def _drop_old(self) -> None:
        kept = [batch for batch in self.all() if not batch.is_under_way]
        for batch in kept[self.config.most_batches - 1 :]:
            self.remove(batch)

    def _run(self) -> None:
        # Both take seconds, and nobody waits for them yet.
        with contextlib.suppress(Exception):
            self._compilation = compile_project()
        with contextlib.suppress(Exception):
            self._sandbox.call(abs, 0)
        while (batch_id := self._work.get()) is not None:
            batch = self.get(batch_id)
            if batch is None:
                continue
            began = time.perf_counter()
            try:
                self._check(batch)
            except SandboxClosedError:
                batch.status, batch.problem = FAILED, _STOPPED
            except JuesuanError as problem:
                batch.status, batch.problem = FAILED, str(problem)
            except Exception as fault:
                # Whatever a document brings about must not end the thread.
                batch.status = FAILED
                batch.problem = f"核对时出错（{type(fault).__name__}），请把文件交给维护者"
            batch.seconds = time.perf_counter() - began
            self.save(batch)
            gc.collect()

    def _check(self, batch: Batch) -> None:
        folder = self.folder(batch)
        work, release = folder / "work", folder / "release"
        for left in (work, release):
            shutil.rmtree(left, ignore_errors=True)
        work.mkdir()
        batch.status = READING

        def tell(number: int, total: int, outcome: ExtractOutcome) -> None:
            batch.read, batch.groups = number, total
            line = Line(outcome.document_id, outcome.status, _without_path(outcome, folder))
            batch.lines = [*batch.lines, line]
            if number == total:
                batch.status = RECONCILING

        files = sorted((path for path in (folder / "files").glob("*/*")), key=_number)
        published = current_release(self.config.published)
        self._compilation = self._compilation or compile_project()
        scratch = build_scratch(
            files,
            work,
            self._compilation,
            options=BatchOptions(jobs=self.config.jobs, sandbox=self._sandbox),
            against=(published, self.config.raw) if published else None,
            tell=tell,
        )
        batch.document_ids = list(scratch.document_ids)
        batch.beside = [member.document_id for member in scratch.beside]
        if not scratch.document_ids:
            batch.status, batch.problem = FAILED, "这些文件都没有读出，无从核对"
            return
        work.rename(release)
        batch.status = DONE


def _number(path: Path) -> int:
    return int(path.parent.name)


def _without_path(outcome: ExtractOutcome, folder: Path) -> str:
    """Return the line of a document; where its file lies on this machine is nobody's business."""
    line = outcome.log_line
    for path in (f"{folder.resolve()}/", f"{folder}/"):
        line = line.replace(path, "")
    return re.sub(r"(?:work/raw|files)/\S*/", "", line)


def state_of(batch: Batch) -> dict[str, Any]:
    """Return what a page that waits is told of a check."""
    return {
        "id": batch.batch_id,
        "status": batch.status,
        "status_zh": word(batch.status, "batch"),
        "read": batch.read,
        "groups": batch.groups,
        "files": len(batch.files),
        "lines": [asdict(line) for line in _last(batch.lines)],
        "problem": batch.problem,
        "seconds": round(batch.seconds, 1),
    }


def _last(lines: Sequence[Line], most: int = 200) -> Sequence[Line]:
    return lines[-most:]
