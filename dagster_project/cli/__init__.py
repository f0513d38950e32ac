"""The ``juesuan`` command. Nothing heavy is imported here: ``--help`` answers at once.

Exit status: 0 done; 3 done, with documents withheld or quarantined (findings: there are some);
2 could not run, with one plain line why.
"""

from __future__ import annotations

import click

from dagster_project.cli.folders import pack, synth, unpack
from dagster_project.cli.options import notes
from dagster_project.cli.reading import check, extract
from dagster_project.cli.release import export, findings, run, serve
from dagster_project.cli.upkeep import back_up, doctor, take_back


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=notes(
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


for command in (
    *(extract, check),
    *(run, findings, export, serve),
    *(synth, pack, unpack),
    *(doctor, back_up, take_back),
):
    main.add_command(command)
