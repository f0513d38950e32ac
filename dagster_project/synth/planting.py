"""Planting errors: one printed figure is changed, and the answer says which and what it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from dagster_project.synth.tables import Row, Table

# Where slips happen, and which families of rules see them there.
_PLACES: dict[str, tuple[tuple[str, ...], tuple[str, ...], str]] = {
    # table: row roles, columns, families
    "gk01": (("class",), ("expenditure_amount",), "I|X"),
    "gk02": (("item",), ("fiscal_appropriation",), "I"),
    "gk03": (("item",), ("basic", "project"), "I|X"),
    "gk04": (("class",), ("general_public",), "I|X"),
    "gk05": (("item",), ("basic", "project"), "I|X"),
    "gk06": (("section",), ("basic",), "I|X"),
    "gk07": (("line",), ("final_total",), "I"),
}


@dataclass(frozen=True)
class Planted:
    """One changed figure, in the smallest printed unit."""

    table_code: str
    row_key: str
    column_code: str
    original: int
    planted: int
    families: str


def plant(tables: Sequence[Table], count: int, random: Random) -> list[Planted]:
    """Change ``count`` figures of one document, at most one per table; return what was changed."""
    candidates = [table for table in tables if _cells(table)]
    chosen = random.sample(candidates, count)
    return [_plant_in(table, random) for table in sorted(chosen, key=lambda t: t.table_code)]


def most_errors() -> int:
    """Return how many errors one document can take."""
    return len(_PLACES)


def _cells(table: Table) -> list[tuple[Row, str, int]]:
    """Return the cells where a slip of a leading digit is far beyond any rounding."""
    roles, columns, _ = _PLACES.get(table.table_code, ((), (), ""))
    return [
        (row, column, amount)
        for row in table.rows
        if row.row_role in roles
        for column in columns
        if (amount := row.amounts.get(column)) and amount > 1_000
    ]


def _plant_in(table: Table, random: Random) -> Planted:
    families = _PLACES[table.table_code][2]
    row, column, amount = random.choice(_cells(table))
    changed = _slip(amount, random)
    row.amounts[column] = changed
    return Planted(table.table_code, row.row_key, column, amount, changed, families)


def _slip(amount: int, random: Random) -> int:
    """Return the amount with one of its leading digits misread: far beyond any rounding."""
    digits = str(amount)
    place = random.randrange(min(3, len(digits) - 3))
    others = [digit for digit in "123456789" if digit != digits[place]]
    return int(digits[:place] + random.choice(others) + digits[place + 1 :])
