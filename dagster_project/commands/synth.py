"""``juesuan synth``: invented disclosures with planted errors, to try the rules on."""

from __future__ import annotations

from pathlib import Path

import click


def write_disclosures(documents: int, years: int, errors: int, seed: int, out: Path) -> int:
    """Write the extract folders and answers.csv into ``out``."""
    from dagster_project.synth.generate import generate

    generate(documents, years, errors, seed, out, click.echo)
    return 0
