"""The licence of every locked package, and what it asks of whoever passes the project on.

What a package says of itself is read by CycloneDX (``make sbom``). Where it says nothing, or
leaves a choice, ``docs/supply/licence_choices.csv`` answers, with where that was read; what a
licence asks is ``docs/supply/licence_terms.csv``. A package without an answer, or whose licence is
no row there, stops.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dagster_project.runtime.problems import JuesuanError
from dagster_project.supply.locks import Package, normalise

FOLDER = "docs/supply"
_CLASSIFIER = "License :: OSI Approved :: "


@dataclass(frozen=True)
class Licence:
    """A package, its licence (SPDX), and what that asks: one row of ``licences.csv``."""

    package: str
    lock: str
    licence: str
    terms: str


def read_choices(project: Path) -> dict[str, str]:
    """Return the licences that a person looked up, by package."""
    return {row["package"]: row["licence"] for row in _rows(project, "licence_choices.csv")}


def read_terms(project: Path) -> dict[str, str]:
    """Return what each licence asks, by its SPDX expression or the name that packages use."""
    return {row["licence"]: row["terms"] for row in _rows(project, "licence_terms.csv")}


def declared(component: Mapping[str, Any]) -> str:
    """Return the licence that a package of the bill of materials declares, empty where it does not.

    An SPDX expression before an SPDX id before the words of a classifier.
    """
    entries = component.get("licenses", [])
    spoken = [entry["expression"] for entry in entries if "expression" in entry]
    ids = [entry["license"].get("id") for entry in entries if "license" in entry]
    names = [entry["license"].get("name", "") for entry in entries if "license" in entry]
    words = sorted(name.removeprefix(_CLASSIFIER) for name in names if name)
    return next((text for text in (*spoken, *ids, *words) if text), "")


def licences_of(
    packages: Iterable[Package],
    components: Iterable[Mapping[str, Any]],
    choices: Mapping[str, str],
    terms: Mapping[str, str],
) -> list[Licence]:
    """Return a row per package. Raises JuesuanError that names every package without an answer."""
    said = {normalise(component["name"]): declared(component) for component in components}
    rows, unknown = [], []
    for package in packages:
        licence = choices.get(package.name) or said.get(package.name, "")
        if licence in terms:
            rows.append(Licence(package.name, package.lock, licence, terms[licence]))
        else:
            unknown.append(f"{package.name} ({licence or 'says nothing'})")
    if unknown:
        raise JuesuanError(
            f"licences that nobody has looked at: {', '.join(unknown)}; "
            f"add the licence to {FOLDER}/licence_terms.csv or the package to licence_choices.csv"
        )
    return rows


def write_licences(project: Path, rows: Iterable[Licence]) -> None:
    """Write ``licences.csv``."""
    with (project / FOLDER / "licences.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["package", "lock", "licence", "terms"])
        writer.writerows((row.package, row.lock, row.licence, row.terms) for row in rows)


def _rows(project: Path, name: str) -> list[dict[str, str]]:
    with (project / FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
