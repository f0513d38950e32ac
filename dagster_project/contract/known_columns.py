"""Which columns the canonical tables have: rows of ``dbt/seeds/layouts/table_layouts.csv``."""

from __future__ import annotations

import csv
from functools import lru_cache

from dagster_project.runtime.settings import SEEDS_DIR

LAYOUT_FILE = SEEDS_DIR / "layouts" / "table_layouts.csv"


@lru_cache(maxsize=1)
def known_columns() -> dict[str, frozenset[str]]:
    """Return {table_code: column codes} over all forms and years; empty for a table without any."""
    found: dict[str, set[str]] = {}
    with LAYOUT_FILE.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            found.setdefault(row["table_code"], set()).add(row["column_code"])
    return {table: frozenset(codes) for table, codes in found.items()}
