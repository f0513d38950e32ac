"""Names of accounts as the code lists have them in a year."""

from __future__ import annotations

from functools import cache

from dagster_project.form.seeds import CODES_DIR, read_seed

FUNCTION, ECONOMIC = "function", "economic"
_FILES = {FUNCTION: "functional_accounts.csv", ECONOMIC: "economic_accounts.csv"}


@cache
def _accounts(kind: str) -> dict[str, list[dict[str, str]]]:
    """Return the rows of each code, those of the departments' classification only."""
    found: dict[str, list[dict[str, str]]] = {}
    for row in read_seed(CODES_DIR / _FILES[kind]):
        if row.get("classification", "department_economic") == "department_economic":
            found.setdefault(row[f"{kind}_code"], []).append(row)
    return found


@cache
def account_name(code: str, year: int, kind: str = FUNCTION) -> str:
    """Return what an account is called in a year; the nearest known name before it was seen."""
    rows = _accounts(kind)[code]
    valid = [
        row
        for row in rows
        if int(row["valid_from_year"]) <= year <= int(row["valid_to_year"] or 9999)
    ]
    nearest = min(valid or rows, key=lambda row: abs(int(row["valid_from_year"]) - year))
    return nearest["name_zh"]
