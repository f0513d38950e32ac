"""Commands that make extract folders: invented ones, packs of them, folders of packs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from dagster_project.cli.options import PATH, notes
from dagster_project.commands.finish import finish, set_environment


@click.command(
    short_help="Invent disclosures with planted errors.",
    epilog=notes(
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
@click.option("--out", type=PATH, required=True, help="A new folder for the extract folders.")
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


@click.command(
    short_help="Make a few large files of extract folders.",
    epilog=notes(
        "juesuan pack",
        "juesuan pack --remove-folders",
        statuses="0 done; 2 could not run, and nothing was removed.",
    ),
)
@click.option("--raw", type=PATH, help="The extract folders (default: raw/).")
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


@click.command(
    short_help="Make extract folders of packs again.",
    epilog=notes(
        "juesuan unpack",
        "juesuan unpack example-bureau-2024 --remove-packs",
        statuses="0 done; 3 done, but a document is damaged; 2 could not run.",
    ),
)
@click.argument("document_ids", nargs=-1, metavar="[DOCUMENT_ID]...")
@click.option("--raw", type=PATH, help="Where the packs are (default: raw/).")
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
