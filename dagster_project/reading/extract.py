"""The doors of reading: one document, or all that the given files make up."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from dagster_project.reading.batch.batch import BatchOptions, Progress, read_isolated, run_batch
from dagster_project.reading.folder.outcome import ExtractOutcome, TableSummary
from dagster_project.reading.folder.raw_place import RawPlace
from dagster_project.reading.model.source import RefusedError, identify_source, source_hash
from dagster_project.reading.sandbox.sandbox import shared_sandbox

__all__ = ["ExtractOutcome", "TableSummary", "extract_document", "extract_files"]


def extract_document(
    paths: Sequence[Path], raw_dir: Path, *, keep_text: bool = True
) -> ExtractOutcome:
    """Read one document from its source files and write its extract folder under ``raw_dir``.

    Returns what became of it, read or refused with a plain reason; raises only where ``raw_dir``
    itself cannot be written.
    """
    paths = [Path(path) for path in paths]
    try:
        files = identify_source(paths)
    except RefusedError as refusal:
        return ExtractOutcome(
            None, None, "refused", refusal.reason_zh, reason_code=refusal.reason_code
        )
    reading = read_isolated(shared_sandbox(), files, paths)
    sha256 = source_hash(reading.document.files or files)
    return RawPlace(raw_dir, keep_text=keep_text).store(reading.document, reading.narrative, sha256)


def extract_files(
    paths: Sequence[Path],
    raw_dir: Path,
    options: BatchOptions | None = None,
    progress: Progress | None = None,
) -> list[ExtractOutcome]:
    """Read the documents that the files make up; one bad file never stops the others.

    Files that belong together, such as tables and their narrative, are one document.
    """
    return run_batch(paths, raw_dir, options, progress)
