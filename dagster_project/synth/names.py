"""Names of codes and lines as the forms print them: rows of the seeds, never written down twice."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from dagster_project.runtime.settings import SEEDS_DIR

DATA = Path(__file__).parent / "data"
_ACCOUNTS = {
    "function": "codes/functional_accounts.csv",
    "economic": "codes/economic_accounts.csv",
}


@dataclass(frozen=True)
class Line:
    """One printed line of a two-sided table or of gk10."""

    row_key: str
    row_role: str
    account_code: str
    label: str
    column_group: str


def read_rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV by column name."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def is_valid(row: dict[str, str], year: int) -> bool:
    """Return whether a row of a seed holds in a fiscal year."""
    return int(row["valid_from_year"]) <= year <= int(row["valid_to_year"] or 9999)


@lru_cache(maxsize=4)
def _seed(name: str) -> list[dict[str, str]]:
    return read_rows(SEEDS_DIR / name)


@lru_cache(maxsize=512)
def account_name(code: str, year: int, kind: str = "function") -> str:
    """Return what an account is called in a year; the nearest known name before it was seen."""
    rows = [
        row
        for row in _seed(_ACCOUNTS[kind])
        if row[f"{kind}_code"] == code
        and row.get("classification", "department_economic") == "department_economic"
    ]
    valid = [row for row in rows if is_valid(row, year)]
    nearest = min(valid or rows, key=lambda row: abs(int(row["valid_from_year"]) - year))
    return nearest["name_zh"]


@lru_cache(maxsize=256)
def printed_lines(form: str, table: str, group: str, year: int) -> tuple[Line, ...]:
    """Return the lines of one side of a table in the printed order, each key once."""
    lines: dict[str, Line] = {}
    rows = [
        row
        for row in _seed("layouts/line_layouts.csv")
        if (row["form"], row["table_code"], row["column_group"]) == (form, table, group)
        and is_valid(row, year)
    ]
    for row in sorted(rows, key=lambda row: int(row["line_order"])):
        lines.setdefault(
            row["row_key"],
            Line(row["row_key"], row["row_role"], row["account_code"], row["label_zh"], group),
        )
    return tuple(lines.values())


@lru_cache(maxsize=256)
def table_columns(form: str, table: str, variant: str, year: int) -> tuple[str, ...]:
    """Return the columns of a table in the printed order."""
    rows = [
        row
        for row in _seed("layouts/table_layouts.csv")
        if (row["form"], row["table_code"], row["variant"]) == (form, table, variant)
        and is_valid(row, year)
    ]
    ordered = sorted(rows, key=lambda row: int(row["column_no"]))
    return tuple(dict.fromkeys(row["column_code"] for row in ordered))


@lru_cache(maxsize=64)
def table_title(form: str, table: str) -> str:
    """Return the title of a table in a form."""
    return next(
        row["title"]
        for row in _seed("layouts/table_layouts.csv")
        if (row["form"], row["table_code"]) == (form, table)
    )
