"""``juesuan extract``: source documents into extract folders."""

from __future__ import annotations

from pathlib import Path

import click

from dagster_project.lib.problems import JuesuanError
from dagster_project.lib.settings import load_settings


def extract_files(files: list[Path]) -> int:
    """Extract every file; return 3 when one of them was refused."""
    missing = [str(path) for path in files if not path.is_file()]
    if missing:
        raise JuesuanError(f"no such file: {', '.join(missing)}")
    from dagster_project import extraction

    outcomes = extraction.extract_files(files, load_settings().raw_dir)
    refused = False
    for outcome in outcomes:
        refused = refused or outcome.status == "refused"
        reason = f" - {outcome.reason}" if outcome.reason else ""
        click.echo(f"{outcome.document_id}: {outcome.status} → {outcome.folder}{reason}")
    return 3 if refused else 0
