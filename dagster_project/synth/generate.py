"""Documents by the number, errors by the number, the same for the same seed."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from random import Random

from dagster_project.runtime.problems import JuesuanError
from dagster_project.synth.figures import Figures, draw_figures, draw_organization
from dagster_project.synth.planting import most_errors, plant
from dagster_project.synth.tables import build_tables
from dagster_project.synth.writing import printed, write_folder

LAST_YEAR = 2024
ANSWERS = "answers.csv"
_ANSWER_COLUMNS = (
    "document_id",
    "table_code",
    "row_key",
    "column_code",
    "original",
    "planted",
    "rule_families",
)


def generate(
    documents: int, years: int, errors: int, seed: int, out: Path, say: Callable[[str], None]
) -> None:
    """Write ``documents`` extract folders over ``years`` years, and answers.csv beside them.

    Every organization publishes once a year. Errors are spread over the documents, and two of one
    document never touch the same table.
    """
    if out.exists() and any(out.iterdir()):
        raise JuesuanError(f"{out} is not empty; name a new folder")
    if errors > documents * most_errors():
        raise JuesuanError(f"{documents} documents take at most {documents * most_errors()} errors")
    out.mkdir(parents=True, exist_ok=True)
    shares = _spread(errors, documents, _random(seed, "errors"))
    answers: list[dict[str, str]] = []
    number = 0
    for position in range(-(-documents // years)):
        # A generator of its own: an organization does not depend on how many there are before it.
        random = _random(seed, position)
        organization = draw_organization(position, f"synth{seed}", random)
        figures: Figures | None = None
        for year in range(LAST_YEAR - years + 1, LAST_YEAR + 1):
            if number == documents:
                break
            figures = draw_figures(organization, figures, random)
            tables = build_tables(organization, figures, year)
            planted = plant(tables, shares[number], _random(seed, f"errors {number}"))
            folder = write_folder(out, organization, year, tables)
            answers += [
                {
                    "document_id": folder.name,
                    "table_code": error.table_code,
                    "row_key": error.row_key,
                    "column_code": error.column_code,
                    "original": printed(error.original),
                    "planted": printed(error.planted),
                    "rule_families": error.families,
                }
                for error in planted
            ]
            number += 1
            if number % 100 == 0:
                say(f"{number} of {documents} documents")
    with (out / ANSWERS).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, _ANSWER_COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(answers)
    say(f"{number} documents with {len(answers)} errors → {out}")


def _random(seed: int, name: object) -> Random:
    return Random(f"{seed}:{name}")  # noqa: S311 - the same numbers again are what is wanted


def _spread(errors: int, documents: int, random: Random) -> list[int]:
    """Return how many errors each document gets: as evenly as possible."""
    shares = [errors // documents] * documents
    for chosen in random.sample(range(documents), errors % documents):
        shares[chosen] += 1
    return shares
