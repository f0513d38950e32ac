"""Reading the seeds of dbt/seeds, which say what the forms are."""

from __future__ import annotations

import csv
from pathlib import Path

from dagster_project.runtime.settings import SEEDS_DIR

LAYOUTS_DIR = SEEDS_DIR / "layouts"
CODES_DIR = SEEDS_DIR / "codes"
RULES_DIR = SEEDS_DIR / "rules"


def read_seed(path: Path) -> list[dict[str, str]]:
    """Return the rows of one seed CSV as text."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
