"""``make lake``: a run as on many machines, with everything that needs on this one, then gone.

PostgreSQL, a scheduler and workers are started, ``juesuan run`` builds raw/ over them and
publishes, and all are stopped. The lake goes with them: what is published stays.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import click

from dagster_project.commands.finish import finish
from dagster_project.lake.services import lake_services


def run_on_lake(workers: int, arguments: tuple[str, ...]) -> int:
    """Run ``juesuan run`` with a lake of its own; return its exit status."""
    with lake_services(workers) as services:
        click.echo(f"lake: PostgreSQL, scheduler {services.place.scheduler}, {workers} workers")
        # A warehouse of its own: that of a run without a lake reads other tables.
        own = {"JUESUAN_WAREHOUSE": str(services.folder / "warehouse" / "juesuan.duckdb")}
        command = [sys.executable, "-m", "dagster_project.cli", "run", *arguments]
        environment = os.environ | services.environment | own
        return subprocess.run(command, env=environment, check=False).returncode  # noqa: S603


@click.command(context_settings={"ignore_unknown_options": True}, help=__doc__)
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1))
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def main(workers: int, arguments: tuple[str, ...]) -> None:
    """Run the command."""
    # A plain kill, too, stops what was started.
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    finish(lambda: run_on_lake(workers, arguments))


if __name__ == "__main__":
    main()
