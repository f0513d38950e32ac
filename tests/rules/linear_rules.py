"""The linear rules as the seeds have them."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache

from dagster_project.runtime.settings import DBT_DIR
from tests.rules.linear_document import Cell


@dataclass(frozen=True)
class Rule:
    """One row of the catalogue with its terms."""

    row: dict[str, str]
    terms: list[dict[str, str]]

    @property
    def tables(self) -> list[str]:
        """The tables of its terms."""
        return sorted({term["table_code"] for term in self.terms})

    def listed(self, column: str) -> list[str]:
        """Return the parts of a catalogue field that holds a list."""
        return self.row[column].split("|") if self.row[column] else []


@cache
def _read_seed(name: str) -> list[dict[str, str]]:
    with (DBT_DIR / "seeds/rules" / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@cache
def linear_rules() -> dict[str, Rule]:
    """Return every active linear rule of the catalogue."""
    terms = _read_seed("rule_terms.csv")
    return {
        row["rule_id"]: Rule(row, [t for t in terms if t["rule_id"] == row["rule_id"]])
        for row in _read_seed("rule_catalog.csv")
        if row["status"] == "active" and row["check_kind"] in ("sum", "copy")
    }


@cache
def condition_parts(condition: str) -> list[tuple[str, int, Cell]]:
    """Return the cells that a condition looks at: (part, weight, cell)."""
    return [
        (
            row["part_no"],
            int(row["weight"]),
            (row["table_code"], row["row_key"], row["column_code"]),
        )
        for row in _read_seed("rule_conditions.csv")
        if row["condition_code"] == condition
    ]
