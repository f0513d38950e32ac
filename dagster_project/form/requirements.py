"""Which tables a form requires, of which years, and on what ground: rows of form_tables.csv.

``standing`` is ``seen`` (in a document that is named), ``published`` (a regulation or an official
template, cited) or ``assumed`` (knowledge of the field): nobody is accused over what is assumed.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from dagster_project.form.seeds import LAYOUTS_DIR, read_seed

UNKNOWN_FORM = "unknown"


@dataclass(frozen=True)
class Requirement:
    """One table of a form in some years: whether it is required, and where it is printed."""

    form: str
    table_code: str
    valid_from_year: int
    valid_to_year: int
    order: int
    printed_numbers: tuple[str, ...]
    is_required: bool
    standing: str
    source_zh: str

    def is_valid_in(self, year: int | None) -> bool:
        """Return whether this holds for the year; an unknown year excludes nothing."""
        return year is None or self.valid_from_year <= year <= self.valid_to_year


@cache
def read_requirements() -> tuple[Requirement, ...]:
    """Return what every form says of every table, in the order of the seed."""
    return tuple(
        Requirement(
            form=row["form"],
            table_code=row["table_code"],
            valid_from_year=int(row["valid_from_year"]),
            valid_to_year=int(row["valid_to_year"] or 9999),
            order=int(row["table_order"]),
            printed_numbers=tuple(filter(None, row["printed_numbers"].split("|"))),
            is_required=row["is_required"] == "true",
            standing=row["standing"],
            source_zh=row["source_zh"],
        )
        for row in read_seed(LAYOUTS_DIR / "form_tables.csv")
    )


def requirements_of(form: str, year: int | None) -> dict[str, Requirement]:
    """Return, by table code, what a form says of its tables in a year, the latest first."""
    valid = [r for r in read_requirements() if r.form == form and r.is_valid_in(year)]
    return {r.table_code: r for r in sorted(valid, key=lambda r: r.valid_from_year)}
