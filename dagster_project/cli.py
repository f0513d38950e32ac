"""The ``juesuan`` command. Nothing heavy is imported here: ``--help`` answers at once.

Exit status: 0 done; 3 done, with documents withheld or quarantined (findings: there are some);
2 could not run, with one plain line why.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dagster_project.commands.finish import finish, set_environment
from dagster_project.runtime.problems import JuesuanError

if TYPE_CHECKING:
    from dagster_project.commands.extract import StatedValues

_PATH = click.Path(path_type=Path)
_DAY = click.DateTime(["%Y-%m-%d"])
_published = click.option(
    "--published", type=_PATH, help="The publication to read (default: published/)."
)

_deadline = click.option(
    "--deadline",
    metavar="DAYS|DAY",
    help="Of docx: reply within so many working days (default: 10) or by a day; '' leaves a blank.",
)


def _stated(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that state what a document leaves out."""
    for option in (
        click.option("--published-on", type=_DAY, help="When it was published."),
        click.option(
            "--scope",
            type=click.Choice(["department_consolidated", "unit"]),
            help="What it covers.",
        ),
        click.option(
            "--organization", metavar="NAME", help="Whose it is, where no name is printed."
        ),
        click.option(
            "--year", type=click.IntRange(1990, 2100), help="The year, where none is printed."
        ),
    ):
        command = option(command)
    return command


def _as_stated(
    year: int | None, organization: str | None, scope: str | None, published_on: datetime | None
) -> StatedValues:
    return (year, organization, scope, published_on.date() if published_on else None)


def _notes(*examples: str, statuses: str) -> str:
    """Return what stands below the options: examples, line by line, and the exit statuses."""
    # Click keeps the lines of a paragraph that begins with a backspace.
    return "\n\n".join(
        (
            "\b\nExamples:\n" + "\n".join(f"  {line}" for line in examples),
            f"Exit status: {statuses}",
        )
    )


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=_notes(
        "juesuan extract disclosures/             read source documents into raw/",
        "juesuan run                              reconcile everything and publish it",
        "juesuan findings                         what is wrong, where, by how much",
        "juesuan check 决算.pdf                   what is wrong in a file, at once",
        "juesuan export expenditure_by_function   any published table as a file",
        statuses="0 done; 3 done, but a document was withheld or quarantined (findings: there are "
        "some); 2 could not run, with one plain line why.",
    ),
)
@click.version_option(package_name="juesuan")
def main() -> None:
    """决算 Juesuan: from published final accounts to a reconciled, published warehouse.

    Places can be changed with JUESUAN_RAW_DIR, JUESUAN_PUBLISHED_DIR, JUESUAN_WAREHOUSE,
    JUESUAN_TARGET and DAGSTER_HOME; each has a default inside the checkout.
    """


@main.command(
    short_help="Read disclosures into extract folders.",
    epilog=_notes(
        "juesuan extract 决算.pdf",
        "juesuan extract tables.xlsx narrative.txt",
        "juesuan extract inbox/2024 --jobs 4",
        statuses="0 every document was read; 3 one was refused, with its reason; 2 could not run; "
        "130 or 143 stopped by Ctrl-C or a kill.",
    ),
)
@click.argument("files", nargs=-1, required=True, type=_PATH, metavar="FILE...")
@click.option("--raw", type=_PATH, help="Where the extract folders go (default: raw/).")
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
@_stated
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
            stated=_as_stated(**stated),
        )

    finish(work)


@main.command(
    epilog=_notes(
        "juesuan run",
        "juesuan run --year 2024",
        "juesuan run --raw /data/raw --published /data/published",
        statuses="0 done; 3 done, but a document was withheld or quarantined; 2 could not run or "
        "was stopped by a gate, and what was published before stays.",
    )
)
@click.option("--raw", type=_PATH, help="The extract folders to load (default: raw/).")
@click.option("--published", type=_PATH, help="Where the release goes (default: published/).")
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


@main.command(
    short_help="Show what is wrong: where, by how much, what to do.",
    epilog=_notes(
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
@click.option("--output", type=_PATH, help="Write to this file instead of the terminal.")
@_deadline
@_published
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


@main.command(
    short_help="Check some files now; nothing is published.",
    epilog=_notes(
        "juesuan check 决算.pdf",
        "juesuan check inbox/2024 --format xlsx --output 整改清单.xlsx",
        "juesuan check 决算.pdf --format docx --deadline 2026-12-31",
        "juesuan check 决算.pdf --format pdf --open",
        statuses="0 nothing at warning or above asks for action; 3 something does, or a file was "
        "refused; 2 could not run.",
    ),
)
@click.argument("files", nargs=-1, required=True, type=_PATH, metavar="FILE...")
@click.option(
    "--against",
    type=_PATH,
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
    type=_PATH,
    help="Write to this file; of html, and of several docx or pdf, to this folder.",
)
@_deadline
@click.option("--open", "is_opened", is_flag=True, help="Open what was written.")
@click.option("--jobs", type=click.IntRange(1), help="Documents at once (default: one per core).")
@_stated
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
            stated=_as_stated(**stated),
            deadline=deadline,
        )

    finish(work)


@main.command(
    short_help="The reviewer's workbench in the browser.",
    epilog=_notes(
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
@click.option("--published", type=_PATH, help="The publication to browse and to compare with.")
@click.option("--data", type=_PATH, help="Where uploads and marks are kept (default: .serve/).")
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


@main.command(
    short_help="Write marts as csv, xlsx, parquet or json.",
    epilog=_notes(
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
@click.option("--out", type=_PATH, default=".", help="The folder to write into (default: here).")
@click.option(
    "--labels",
    type=click.Choice(["zh", "en"]),
    help="Headings: Chinese labels or names (default: zh for csv and xlsx, en for the others).",
)
@click.option("--list", "is_list", is_flag=True, help="List the marts with their rows.")
@_published
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


@main.command(
    short_help="Invent disclosures with planted errors.",
    epilog=_notes(
        "juesuan synth --documents 20 --errors 5 --out try/raw",
        # A warehouse and a run history of their own: those of the checkout stay as they are.
        "JUESUAN_WAREHOUSE=try/juesuan.duckdb DAGSTER_HOME=try/dagster \\",
        "  juesuan run --raw try/raw --published try/published",
        "juesuan findings --published try/published",
        statuses="0 done; 2 could not run.",
    ),
)
@click.option("--documents", type=click.IntRange(1), default=20, show_default=True)
@click.option("--years", type=click.IntRange(1, 7), default=2, show_default=True)
@click.option("--errors", type=click.IntRange(0), default=0, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--out", type=_PATH, required=True, help="A new folder for the extract folders.")
def synth(documents: int, years: int, errors: int, seed: int, out: Path) -> None:
    """Invent disclosures whose tables add up, but for the errors asked for.

    Several organizations publish year after year, in three forms and two units. OUT is laid out
    like raw/; OUT/answers.csv says which figure was changed, and what it was. The same numbers and
    the same seed give the same bytes.
    """

    def work() -> int:
        from dagster_project.commands.synth import write_disclosures

        return write_disclosures(documents, years, errors, seed, out)

    finish(work)


@main.command(
    short_help="Make a few large files of extract folders.",
    epilog=_notes(
        "juesuan pack",
        "juesuan pack --remove-folders",
        statuses="0 done; 2 could not run, and nothing was removed.",
    ),
)
@click.option("--raw", type=_PATH, help="The extract folders (default: raw/).")
@click.option(
    "--remove-folders", is_flag=True, help="Remove the folders that are packed, byte for byte."
)
def pack(raw: Path | None, remove_folders: bool) -> None:
    """Pack extract folders into raw/packs/, some hundred documents to a pack.

    Thousands of small folders are slow to copy, list and back up; a run reads either form, and a
    folder wins over a pack. Nothing is removed unless asked for. To withdraw a packed document:
    juesuan unpack ID --remove-packs, then remove its folder.
    """
    set_environment(JUESUAN_RAW_DIR=raw)

    def work() -> int:
        from dagster_project.commands.pack import pack_raw

        return pack_raw(removes_folders=remove_folders)

    finish(work)


@main.command(
    short_help="Make extract folders of packs again.",
    epilog=_notes(
        "juesuan unpack",
        "juesuan unpack example-bureau-2024 --remove-packs",
        statuses="0 done; 3 done, but a document is damaged; 2 could not run.",
    ),
)
@click.argument("document_ids", nargs=-1, metavar="[DOCUMENT_ID]...")
@click.option("--raw", type=_PATH, help="Where the packs are (default: raw/).")
@click.option("--remove-packs", is_flag=True, help="Remove packs of which all is a folder now.")
def unpack(document_ids: Sequence[str], raw: Path | None, remove_packs: bool) -> None:
    """Write packed documents as the folders that they were, byte for byte.

    Of all packs, or of those that hold the documents named. A folder that is there stays.
    """
    set_environment(JUESUAN_RAW_DIR=raw)

    def work() -> int:
        from dagster_project.commands.pack import unpack_raw

        return unpack_raw(document_ids, removes_packs=remove_packs)

    finish(work)


@main.command(
    short_help="Look for the usual faults of an installation.",
    epilog=_notes(
        "juesuan doctor",
        "juesuan doctor --json",
        statuses="0 nothing is wrong; 3 something is, with its remedy; 2 could not run.",
    ),
)
@click.option("--json", "as_json", is_flag=True, help="For programs: one object per part.")
def doctor(as_json: bool) -> None:
    """Look at packages, fonts, disks, settings, raw/, warehouse, releases, history and inbox.

    Nothing is changed.
    """

    def work() -> int:
        from dagster_project.commands.doctor import tell

        return tell(as_json=as_json)

    finish(work)


@main.command(
    "backup",
    short_help="Keep a copy of what cannot be made again.",
    epilog=_notes(
        "juesuan backup /mnt/backups/juesuan-2024-09-30.tar.gz",
        statuses="0 done; 2 could not run, or the file is there already.",
    ),
)
@click.argument("file", type=_PATH)
@click.option("--serve-data", type=_PATH, help="The workbench's folder (default: .serve/).")
def back_up(file: Path, serve_data: Path | None) -> None:
    """Write raw/, releases, marks and the seeds that an office edits into one FILE.

    Every file has its hash in it. A run or an extraction that is under way is waited for.
    """

    def work() -> int:
        from dagster_project.commands.backup import back_up

        return back_up(file, serve_data)

    finish(work)


@main.command(
    "restore",
    short_help="Take a backup back.",
    epilog=_notes(
        "juesuan restore /mnt/backups/juesuan-2024-09-30.tar.gz --check",
        "juesuan restore /mnt/backups/juesuan-2024-09-30.tar.gz",
        statuses="0 done; 2 could not run, or the backup is damaged: then nothing was changed.",
    ),
)
@click.argument("file", type=_PATH)
@click.option("--check", "only_check", is_flag=True, help="Read every byte of it, change nothing.")
@click.option("--serve-data", type=_PATH, help="The workbench's folder (default: .serve/).")
def take_back(file: Path, only_check: bool, serve_data: Path | None) -> None:
    """Put what a backup FILE holds in place of what is there.

    What was there is moved aside (….before-<time>), never removed. Run juesuan run afterwards: the
    warehouse is made from raw/.
    """

    def work() -> int:
        from dagster_project.commands.backup import take_back

        return take_back(file, serve_data, only_check=only_check)

    finish(work)


if __name__ == "__main__":
    main()
