"""``juesuan extract``: source documents into extract folders."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from dagster_project.lib.problems import JuesuanError
from dagster_project.lib.settings import load_settings

# What is taken out of a folder; a file named as such is read whatever its name.
_SUFFIXES = frozenset(
    {
        *(".pdf", ".txt", ".text", ".xlsx", ".xlsm", ".xls", ".et", ".ods", ".docx", ".doc"),
        *(".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp"),
    }
)
INTERRUPTED = 2


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
    jobs: int | None = None,
    figures_only: bool = False,
) -> int:
    """Extract every document; return 3 when one of them was refused, 2 after Ctrl-C."""
    files = find_files(paths)
    from dagster_project.extraction import ExtractOutcome, extract_files
    from dagster_project.extraction.batch import BatchOptions

    counts: Counter[str] = Counter()

    def tell(number: int, total: int, outcome: ExtractOutcome) -> None:
        counts["skipped" if outcome.is_skipped else outcome.status] += 1
        counts["problems"] += outcome.status == "refused"
        status = f"{outcome.status}, unchanged" if outcome.is_skipped else outcome.status
        reason = f" - {outcome.reason}" if outcome.reason else ""
        click.echo(f"[{number}/{total}] {outcome.document_id}: {status} → {outcome.folder}{reason}")

    options = BatchOptions(jobs=jobs, resume=not force, keep_text=not figures_only)
    try:
        extract_files(files, load_settings().raw_dir, options, tell)
    except KeyboardInterrupt:
        # A second Ctrl-C here would only cost the line.
        click.echo(
            f"interrupted; {_describe(counts)}; the same command goes on from here", err=True
        )
        return INTERRUPTED
    click.echo(_describe(counts))
    return 3 if counts["problems"] else 0


def _describe(counts: Counter[str]) -> str:
    return f"{counts['read']} read, {counts['refused']} refused, {counts['skipped']} unchanged"
