"""Commands that make a release and show what is in it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from dagster_project.cli.options import PATH, deadline_option, notes, published_option
from dagster_project.commands.finish import finish, set_environment
from dagster_project.runtime.problems import JuesuanError


@click.command(
    epilog=notes(
        "juesuan run",
        "juesuan run --year 2024",
        "juesuan run --raw /data/raw --published /data/published",
        statuses="0 done; 3 done, but a document was withheld or quarantined; 2 could not run or "
        "was stopped by a gate, and what was published before stays.",
    )
)
@click.option("--raw", type=PATH, help="The extract folders to load (default: raw/).")
@click.option("--published", type=PATH, help="Where the release goes (default: published/).")
@click.option("--year", metavar="Y", help="Read this fiscal year again even if it is unchanged.")
@click.option("--force", is_flag=True, help="Run although nothing changed since the last run.")
@click.option(
    "--wait",
    type=click.FloatRange(0),
    default=1800,
    show_default=True,
    help="Seconds to wait for another run.",
)
@click.option("-v", "--verbose", is_flag=True, help="Show the steps of Dagster and dbt.")
def run(
    raw: Path | None,
    published: Path | None,
    year: str | None,
    force: bool,
    wait: float,
    verbose: bool,
) -> None:
    """Run the whole pipeline: load, reconcile, gate and publish.

    Where raw/, code, rules and settings are those of the last run there is nothing to do. Unchanged
    extract folders are not read again, and unchanged content makes no new release. A run
    that another one keeps waiting (of the UI, a schedule, a second terminal) says for whom.
    """
    set_environment(JUESUAN_RAW_DIR=raw, JUESUAN_PUBLISHED_DIR=published)

    def work() -> int:
        from dagster_project.commands.run import run_pipeline

        return run_pipeline(year, wait_seconds=wait, verbose=verbose, force=force)

    finish(work)


@click.command(
    short_help="Show what is wrong: where, by how much, what to do.",
    epilog=notes(
        "juesuan findings putuo-yichuan-2025",
        "juesuan findings --format csv --output findings.csv",
        "juesuan findings putuo-yichuan-2025 --format xlsx --output 整改清单.xlsx",
        "juesuan findings putuo-yichuan-2025 --format docx --deadline 10",
        statuses="0 nothing at warning or above asks for action; 3 something does; 2 could not "
        "run.",
    ),
)
@click.argument("document_ids", nargs=-1, metavar="[DOCUMENT_ID]...")
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["table", "csv", "json", "xlsx", "docx"]),
    default="table",
    show_default=True,
)
@click.option("--output", type=PATH, help="Write to this file instead of the terminal.")
@deadline_option
@published_option
def findings(
    document_ids: Sequence[str],
    output_format: str,
    output: Path | None,
    deadline: str | None,
    published: Path | None,
) -> None:
    """Show the findings of the current release, of all documents or those named.

    As xlsx it is the worksheet (整改清单) that the release holds as findings.xlsx, with room for
    the department's reply; without --output it becomes findings-<release>.xlsx in this folder. As
    docx it is the notice (整改通知书) to each department, 整改通知书.docx or a folder of them.
    """
    set_environment(JUESUAN_PUBLISHED_DIR=published)

    def work() -> int:
        from dagster_project.commands.findings import show_findings

        return show_findings(list(document_ids), output_format, output, deadline)

    finish(work)


@click.command(
    short_help="Write marts as csv, xlsx, parquet or json.",
    epilog=notes(
        "juesuan export --list",
        "juesuan export documents expenditure_by_function --out exports",
        "juesuan export checks --format parquet --labels en",
        statuses="0 done; 2 could not run.",
    ),
)
@click.argument("marts", nargs=-1, metavar="[MART]...")
@click.option(
    "--format",
    "file_format",
    type=click.Choice(["csv", "xlsx", "parquet", "json"]),
    default="csv",
    show_default=True,
)
@click.option("--out", type=PATH, default=".", help="The folder to write into (default: here).")
@click.option(
    "--labels",
    type=click.Choice(["zh", "en"]),
    help="Headings: Chinese labels or names (default: zh for csv and xlsx, en for the others).",
)
@click.option("--list", "is_list", is_flag=True, help="List the marts with their rows.")
@published_option
def export(
    marts: Sequence[str],
    file_format: str,
    out: Path,
    labels: str | None,
    is_list: bool,
    published: Path | None,
) -> None:
    """Write marts of the current release as files: <MART>.<FORMAT>.

    Money stays exact in csv, parquet and json (there as text); Excel itself calculates with 15
    digits. A csv opens in Excel by a double click.
    """
    set_environment(JUESUAN_PUBLISHED_DIR=published)

    def work() -> int:
        from dagster_project.commands.export import export_marts, list_marts

        if is_list:
            return list_marts()
        if not marts:
            raise JuesuanError("name a mart, or see juesuan export --list")
        return export_marts(marts, file_format, labels, out)

    finish(work)


@click.command(
    short_help="The reviewer's workbench in the browser.",
    epilog=notes(
        "juesuan serve --open",
        "JUESUAN_SERVE_TOKEN=… juesuan serve --host 0.0.0.0 --name review.example.gov",
        statuses="0 stopped; 2 could not run.",
    ),
)
@click.option("--port", type=click.IntRange(1, 65535), default=8710, show_default=True)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="The address to listen on; another than this machine's own needs a token.",
)
@click.option(
    "--token",
    envvar="JUESUAN_SERVE_TOKEN",
    help="What whoever asks has to know (rather as JUESUAN_SERVE_TOKEN).",
)
@click.option(
    "--name", "names", multiple=True, help="What the server is called in addresses, behind a proxy."
)
@click.option("--published", type=PATH, help="The publication to browse and to compare with.")
@click.option("--data", type=PATH, help="Where uploads and marks are kept (default: .serve/).")
@click.option("--open", "is_opened", is_flag=True, help="Open it in the browser.")
@click.option("--jobs", type=click.IntRange(1), help="Documents at once (default: one per core).")
def serve(
    port: int,
    host: str,
    token: str | None,
    names: tuple[str, ...],
    published: Path | None,
    data: Path | None,
    is_opened: bool,
    jobs: int | None,
) -> None:
    """Drop files, see their findings on the page where they stand, mark them.

    Listens on this machine alone, publishes nothing, and asks no other machine for anything.
    """
    set_environment(JUESUAN_PUBLISHED_DIR=published)

    def work() -> int:
        from dagster_project.commands.serve import serve as serve_bench

        return serve_bench(
            host=host,
            port=port,
            token=token or None,
            names=names,
            data=data,
            is_opened=is_opened,
            jobs=jobs,
        )

    finish(work)
