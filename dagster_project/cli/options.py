"""Options that several commands have, and what stands below the options of all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from dagster_project.commands.extract import StatedValues

PATH = click.Path(path_type=Path)
_DAY = click.DateTime(["%Y-%m-%d"])
published_option = click.option(
    "--published", type=PATH, help="The publication to read (default: published/)."
)

deadline_option = click.option(
    "--deadline",
    metavar="DAYS|DAY",
    help="Of docx: reply within so many working days (default: 10) or by a day; '' leaves a blank.",
)


def stated_options(command: Callable[..., None]) -> Callable[..., None]:
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


def as_stated(
    year: int | None, organization: str | None, scope: str | None, published_on: datetime | None
) -> StatedValues:
    """Return what those options stated."""
    return (year, organization, scope, published_on.date() if published_on else None)


def notes(*examples: str, statuses: str) -> str:
    """Return what stands below the options: examples, line by line, and the exit statuses."""
    # Click keeps the lines of a paragraph that begins with a backspace.
    return "\n\n".join(
        (
            "\b\nExamples:\n" + "\n".join(f"  {line}" for line in examples),
            f"Exit status: {statuses}",
        )
    )
