"""``make sbom`` and ``make audit``: what the project is built of, and what is known against it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import click

from dagster_project.commands.finish import finish
from dagster_project.runtime.problems import JuesuanError
from dagster_project.runtime.settings import PROJECT_DIR
from dagster_project.supply.audit import Audit, read_audit
from dagster_project.supply.bill import bill_of, write_bill
from dagster_project.supply.licences import (
    FOLDER,
    licences_of,
    read_choices,
    read_terms,
    write_licences,
)
from dagster_project.supply.locks import LOCKS, read_locks

_BILL = "sbom.cdx.json"


def write_supply(project: Path, tools: Path) -> None:
    """Write the bill of materials and the licences of what this interpreter has installed.

    ``tools`` is the folder of cyclonedx-py. Raises JuesuanError where a licence is unknown.
    """
    command: list[str | Path] = [
        tools / "cyclonedx-py",
        "environment",
        "--output-reproducible",
        "--pyproject",
        project / "pyproject.toml",
        sys.executable,
    ]
    installed = json.loads(_output(command))
    packages = read_locks(project)
    rows = licences_of(
        packages, installed["components"], read_choices(project), read_terms(project)
    )
    write_licences(project, rows)
    write_bill(project / FOLDER / _BILL, bill_of(installed, packages))


def audit(project: Path, tools: Path) -> Audit:
    """Ask for known vulnerabilities of every locked package."""
    command: list[str | Path] = [tools / "pip-audit", "--disable-pip", "--progress-spinner", "off"]
    command += ["--format", "json", "--timeout", "10"]
    for lock in LOCKS:
        command += ["--requirement", project / lock]
    return read_audit(_output(command, may_fail=True))


def _output(command: list[str | Path], *, may_fail: bool = False) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode and not may_fail:
        raise JuesuanError(f"{Path(command[0]).name} failed: {done.stderr.strip()[-500:]}")
    return done.stdout


def _work(what: str, tools: Path) -> int:
    if what == "sbom":
        write_supply(PROJECT_DIR, tools)
        return 0
    outcome = audit(PROJECT_DIR, tools)
    click.echo("\n".join((*outcome.found, outcome.sentence)))
    return 1 if outcome.found else 0


@click.command()
@click.argument("what", type=click.Choice(["sbom", "audit"]))
@click.argument("tools", type=click.Path(exists=True, file_okay=False, path_type=Path))
def main(what: str, tools: Path) -> None:
    """Write the bill of materials and the licences, or ask for known vulnerabilities."""
    finish(lambda: _work(what, tools))


if __name__ == "__main__":
    main()
