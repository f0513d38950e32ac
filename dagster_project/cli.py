"""The ``juesuan`` command. Nothing heavy is imported here: ``--help`` answers at once.

Exit status: 0 done; 3 done, with documents withheld or quarantined (findings: there are some);
2 could not run, with one plain line why.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from dagster_project.lib.problems import JuesuanError

EXIT_PROBLEM = 2
_PATH = click.Path(path_type=Path)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="juesuan")
def main() -> None:
    """决算 Juesuan: from published final accounts to a reconciled, published warehouse."""


@main.command()
@click.argument("files", nargs=-1, required=True, type=_PATH, metavar="FILE...")
@click.option("--raw", type=_PATH, help="Where the extract folders go (default: raw/).")
@click.option("--force", is_flag=True, help="Read again what was extracted before.")
@click.option("--jobs", type=click.IntRange(1), help="Documents at once (default: one per core).")
@click.option(
    "--figures-only",
    is_flag=True,
    help="Leave out the running text, which is its publisher's: no narrative.csv, no excerpts.",
)
def extract(
    files: Sequence[Path], raw: Path | None, force: bool, jobs: int | None, figures_only: bool
) -> None:
    """Read disclosures (FILE..., or folders of them) into extract folders.

    They go to raw/<year>/<document_id>/. Files of one disclosure (tables in a spreadsheet, the
    narrative in a text) become one document.
    """
    _set_environment(JUESUAN_RAW_DIR=raw)

    def work() -> int:
        from dagster_project.commands.extract import extract_files

        return extract_files(list(files), force=force, jobs=jobs, figures_only=figures_only)

    _finish(work)


@main.command()
@click.option("--raw", type=_PATH, help="The extract folders to load (default: raw/).")
@click.option("--published", type=_PATH, help="Where the release goes (default: published/).")
@click.option("--year", metavar="Y", help="Read this fiscal year again even if it is unchanged.")
@click.option("--wait", type=float, default=1800, help="Seconds to wait for another run.")
@click.option("-v", "--verbose", is_flag=True, help="Show the steps of Dagster and dbt.")
def run(
    raw: Path | None, published: Path | None, year: str | None, wait: float, verbose: bool
) -> None:
    """Run the whole pipeline: load, reconcile, gate and publish."""
    _set_environment(JUESUAN_RAW_DIR=raw, JUESUAN_PUBLISHED_DIR=published)

    def work() -> int:
        from dagster_project.commands.run import run_pipeline

        return run_pipeline(year, wait_seconds=wait, verbose=verbose)

    _finish(work)


@main.command()
@click.argument("document_ids", nargs=-1, metavar="[DOCUMENT_ID]...")
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["table", "csv", "json", "xlsx"]),
    default="table",
    show_default=True,
)
@click.option("--output", type=_PATH, help="Write to this file instead of the terminal.")
@click.option("--published", type=_PATH, help="The publication to read (default: published/).")
def findings(
    document_ids: Sequence[str], output_format: str, output: Path | None, published: Path | None
) -> None:
    """Show the findings of the current release, of all documents or those named."""
    _set_environment(JUESUAN_PUBLISHED_DIR=published)

    def work() -> int:
        from dagster_project.commands.findings import show_findings

        return show_findings(list(document_ids), output_format, output)

    _finish(work)


def _set_environment(**paths: Path | None) -> None:
    """Let an option win over its variable; Dagster's resources read the variables."""
    for name, path in paths.items():
        if path is not None:
            os.environ[name] = str(path.expanduser().resolve())


def _finish(work: Callable[[], int]) -> None:
    """Run a command and leave with its exit status; any error becomes one plain line."""
    status: Any
    try:
        status = work()
    except JuesuanError as error:
        click.echo(f"juesuan: {error}", err=True)
        status = EXIT_PROBLEM
    except Exception as error:  # A user gets a line and a file, never a stack trace.
        first_line = (str(error).strip() or type(error).__name__).splitlines()[0]
        click.echo(f"juesuan: unexpected error: {first_line} ({_save_traceback()})", err=True)
        status = EXIT_PROBLEM
    sys.stdout.flush()
    sys.exit(status)


def _save_traceback() -> str:
    from dagster_project.lib.settings import load_settings

    path = load_settings().dagster_home / "last_error.log"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(traceback.format_exc(), encoding="utf-8")
    except OSError:
        return "details could not be saved"
    return f"details in {path}"


if __name__ == "__main__":
    main()
