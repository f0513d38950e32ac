"""Columns that departments print beside those of the form: rows of other_columns.csv."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from dagster_project.form.seeds import LAYOUTS_DIR, read_seed

# By its place in print, where no row of the seed knows what heads it.
UNNAMED = re.compile(r"other_\d{2}")


@dataclass(frozen=True)
class OtherWord:
    """What heads a column that is none of the form's, and its code behind that of its parent."""

    code: str
    labels: tuple[str, ...]
    value_kind: str


@cache
def other_words() -> tuple[OtherWord, ...]:
    """Return the known heads of other columns."""
    return tuple(
        OtherWord(row["column_word"], tuple(row["labels"].split("|")), row["value_kind"])
        for row in read_seed(LAYOUTS_DIR / "other_columns.csv")
    )


def is_other_column(code: str) -> bool:
    """Return whether a column code is one of a column that is none of the form's."""
    return bool(UNNAMED.fullmatch(code)) or any(
        code == word.code or code.endswith(f"_{word.code}") for word in other_words()
    )
