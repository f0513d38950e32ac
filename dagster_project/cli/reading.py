"""Commands that read source documents: into extract folders, or to be checked at once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from dagster_project.cli.options import PATH, as_stated, deadline_option, notes, stated_options
from dagster_project.commands.finish import finish, set_environment


@click.command(
    short_help="Read disclosures into extract folders.",
    epilog=notes(
        "juesuan extract 决算.pdf",
        "juesuan extract tables.xlsx narrative.txt",
        "juesuan extract inbox/2024 --jobs 4",
        statuses="0 every document was read; 3 one was refused, with its reason; 2 could not run; "
        "130 or 143 stopped by Ctrl-C or a kill.",
    ),
)
@click.argument("files", nargs=-1, required=True, type=PATH, metavar="FILE...")
@click.option("--raw", type=PATH, help="Where the extract folders go (default: raw/).")
@click.option("--force", is_flag=True, help="Read again what was extracted before.")
@click.option(
    "--explain",
    is_flag=True,
    help="Write nothing; say what was found, why, and which rows the layout seeds lack.",
)
@click.option("--jobs", type=click.IntRange(1), help="Documents at once (default: one per core).")
@click.option(
    "--keep-source",
    is_flag=True,
    help="Keep the file itself in the extract folder (source/), so that its pages can be shown.",
)
@click.option(
    "--figures-only",
    is_flag=True,
    help="Leave out the running text, which is its publisher's: no narrative.csv, no excerpts.",
)
@stated_options
def extract(
    files: Sequence[Path],
    raw: Path | None,
    force: bool,
    explain: bool,
    jobs: int | None,
    figures_only: bool,
    keep_source: bool,
    **stated: Any,
) -> None:
    """Read disclosures (FILE..., or folders of them) into extract folders.

    They go to raw/<year>/<document_id>/. Files of one disclosure (tables in a spreadsheet, the
    narrative in a text) become one document. What a document leaves out is stated with --year,
    --organization, --scope and --published-on, and recorded as stated. Ctrl-C leaves nothing
    half-written; the same command goes on.
    """
    set_environment(JUESUAN_RAW_DIR=raw)

    def work() -> int:
        from dagster_project.commands.extract import extract_files

        return extract_files(
            list(files),
            force=force,
            explain=explain,
            jobs=jobs,
            figures_only=figures_only,
            keep_source=keep_source,
            stated=as_stated(**stated),
        )

    finish(work)


@click.command(
    short_help="Check some files now; nothing is published.",
    epilog=notes(
        "juesuan check 决算.pdf",
        "juesuan check inbox/2024 --format xlsx --output 整改清单.xlsx",
        "juesuan check 决算.pdf --format docx --deadline 2026-12-31",
        "juesuan check 决算.pdf --format pdf --open",
        statuses="0 nothing at warning or above asks for action; 3 something does, a document was "
        "kept back, or a file was refused; 2 could not run.",
    ),
)
@click.argument("files", nargs=-1, required=True, type=PATH, metavar="FILE...")
@click.option(
    "--against",
    type=PATH,
    help="The publication whose years and units are compared with (default: published/).",
)
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["table", "csv", "json", "xlsx", "docx", "pdf", "html"]),
    default="table",
    show_default=True,
)
@click.option(
    "--output",
    type=PATH,
    help="Write to this file; of html, and of several docx or pdf, to this folder.",
)
@deadline_option
@click.option("--open", "is_opened", is_flag=True, help="Open what was written.")
@click.option("--jobs", type=click.IntRange(1), help="Documents at once (default: one per core).")
@stated_options
def check(
    files: Sequence[Path],
    against: Path | None,
    output_format: str,
    output: Path | None,
    is_opened: bool,
    jobs: int | None,
    deadline: str | None,
    **stated: Any,
) -> None:
    """Check disclosures (FILE..., or folders of them) by all rules; publish nothing.

    The same rules as a run, over these documents and the published ones of their families (other
    years, the department and its units). One line per file goes to the error output. docx is the
    notice (整改通知书) to each department; pdf is a copy of the file with the findings as notes.
    """

    def work() -> int:
        from dagster_project.commands.check import check_files

        return check_files(
            list(files),
            against=against,
            output_format=output_format,
            output=output,
            is_opened=is_opened,
            jobs=jobs,
            stated=as_stated(**stated),
            deadline=deadline,
        )

    finish(work)
