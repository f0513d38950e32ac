"""``juesuan extract``: source documents into extract folders."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dagster_project.runtime.interrupts import StoppedBySignal, noted_signals
from dagster_project.runtime.problems import JuesuanError
from dagster_project.runtime.settings import load_settings

if TYPE_CHECKING:
    from dagster_project.reading import ExtractOutcome

# Year, organization, scope and day of publication, as stated: a Stated before its import.
StatedValues = tuple[int | None, str | None, str | None, date | None]
# What is taken out of a folder; a file named as such is read whatever its name.
_SUFFIXES = frozenset(
    {
        *(
            ".pdf",
            ".txt",
            ".text",
            ".xlsx",
            ".xlsm",
            ".xls",
            ".et",
            ".ods",
            ".docx",
            ".doc",
            ".htm",
            ".html",
            ".zip",
        ),
        *(".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp"),
    }
)


def find_files(paths: list[Path]) -> list[Path]:
    """Return the files named, and those of the folders named, each once, in a stable order.

    Hidden files and the lock files of Office (``~$…``) are left out of folders.
    """
    missing = [str(path) for path in paths if not path.exists()]
    if missing:
        raise JuesuanError(f"no such file: {', '.join(missing)}")
    found: dict[Path, None] = {}
    for path in paths:
        if not path.is_dir():
            found[path] = None
            continue
        inside = [
            file
            for file in sorted(path.rglob("*"))
            if file.suffix.lower() in _SUFFIXES
            and file.is_file()
            and not any(part.startswith((".", "~$")) for part in file.relative_to(path).parts)
        ]
        if not inside:
            raise JuesuanError(f"no document in folder {path} (looked for {_known_suffixes()})")
        found.update(dict.fromkeys(inside))
    return list(found)


def _known_suffixes() -> str:
    return " ".join(sorted(_SUFFIXES))


def extract_files(
    paths: list[Path],
    *,
    force: bool = False,
    explain: bool = False,
    jobs: int | None = None,
    figures_only: bool = False,
    keep_source: bool = False,
    stated: StatedValues,
) -> int:
    """Extract every document; return 3 when one was refused, 130 or 143 when stopped."""
    files = find_files(paths)
    if explain:
        return _explain(files, jobs, stated)
    counts: Counter[str] = Counter()
    by_hash: dict[str, Path] = {}
    if keep_source:
        from dagster_project.sources.keeping import hash_files

        by_hash = hash_files(files)

    def tell(number: int, total: int, outcome: ExtractOutcome) -> None:
        counts["skipped" if outcome.is_skipped else outcome.status] += 1
        counts["total"] = total
        counts["problems"] += outcome.status == "refused"
        status = f"{outcome.status}, unchanged" if outcome.is_skipped else outcome.status
        said = [outcome.coverage_line, outcome.standing and outcome.standing.line]
        if keep_source and outcome.folder is not None:
            said.append(_keep(outcome.folder, by_hash))
        rest = "".join(f" - {text}" for text in (outcome.reason, *said) if text)
        click.echo(f"[{number}/{total}] {outcome.document_id}: {status} → {outcome.folder}{rest}")

    try:
        # From before the imports on, which take a second.
        with noted_signals() as stop:
            from dagster_project.reading import extract_files
            from dagster_project.reading.batch.batch import BatchOptions
            from dagster_project.reading.model.identity import Stated

            stop.check()
            options = BatchOptions(
                jobs=jobs,
                resume=not force,
                keep_text=not figures_only,
                stated=Stated(*stated),
            )
            extract_files(files, load_settings().raw_dir, options, tell)
    except StoppedBySignal as stopped:
        done = counts["read"] + counts["refused"] + counts["skipped"]
        click.echo(
            f"interrupted after {done} of {counts['total'] or len(files)} documents: "
            f"{_describe(counts)}; nothing is half-written, run the same command again to go on",
            err=True,
        )
        return stopped.exit_status
    click.echo(_describe(counts))
    return 3 if counts["problems"] else 0


def _keep(folder: Path, files: dict[str, Path]) -> str:
    from dagster_project.sources.keeping import keep_source

    if not folder.is_dir():
        return "source not kept: the document is packed (juesuan unpack)"
    missing = keep_source(folder, files)
    return f"source not kept: {', '.join(missing)}" if missing else ""


def _explain(files: list[Path], jobs: int | None, stated: StatedValues) -> int:
    """Print what is found in every document and what the seeds lack; return 3 for a refusal."""
    from dagster_project.reading.batch.batch import BatchOptions
    from dagster_project.reading.explain import explanation, read_to_explain
    from dagster_project.reading.model.identity import Stated

    problems = 0
    for document in read_to_explain(files, BatchOptions(jobs=jobs, stated=Stated(*stated))):
        problems += document.refusal is not None
        click.echo("\n".join([*explanation(document), ""]))
    return 3 if problems else 0


def _describe(counts: Counter[str]) -> str:
    return f"{counts['read']} read, {counts['refused']} refused, {counts['skipped']} unchanged"
