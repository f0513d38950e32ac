"""Commands that look after an installation: what is wrong, and a copy of what is not made again."""

from __future__ import annotations

from pathlib import Path

import click

from dagster_project.cli.options import PATH, notes
from dagster_project.commands.finish import finish


@click.command(
    short_help="Look for the usual faults of an installation.",
    epilog=notes(
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


@click.command(
    "backup",
    short_help="Keep a copy of what cannot be made again.",
    epilog=notes(
        "juesuan backup /mnt/backups/juesuan-2024-09-30.tar.gz",
        statuses="0 done; 2 could not run, or the file is there already.",
    ),
)
@click.argument("file", type=PATH)
@click.option("--serve-data", type=PATH, help="The workbench's folder (default: .serve/).")
def back_up(file: Path, serve_data: Path | None) -> None:
    """Write raw/, releases, marks and the seeds that an office edits into one FILE.

    Every file has its hash in it. A run or an extraction that is under way is waited for.
    """

    def work() -> int:
        from dagster_project.commands.backup import back_up

        return back_up(file, serve_data)

    finish(work)


@click.command(
    "restore",
    short_help="Take a backup back.",
    epilog=notes(
        "juesuan restore /mnt/backups/juesuan-2024-09-30.tar.gz --check",
        "juesuan restore /mnt/backups/juesuan-2024-09-30.tar.gz",
        statuses="0 done; 2 could not run, or the backup is damaged: then nothing was changed.",
    ),
)
@click.argument("file", type=PATH)
@click.option("--check", "only_check", is_flag=True, help="Read every byte of it, change nothing.")
@click.option("--serve-data", type=PATH, help="The workbench's folder (default: .serve/).")
def take_back(file: Path, only_check: bool, serve_data: Path | None) -> None:
    """Put what a backup FILE holds in place of what is there.

    What was there is moved aside (….before-<time>), never removed. Run juesuan run afterwards: the
    warehouse is made from raw/.
    """

    def work() -> int:
        from dagster_project.commands.backup import take_back

        return take_back(file, serve_data, only_check=only_check)

    finish(work)
