"""What a document is: whose, of which year, of which kind and scope, with the evidence for it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from typing import TypeVar

from dagster_project.form.seeds import read_seed
from dagster_project.reading.identity.scope import drop_own_level
from dagster_project.reading.model.identity import Organization
from dagster_project.runtime.settings import SEEDS_DIR

T = TypeVar("T")

_BUDGET = re.compile(r"部门预算(?:公开|表|情况)|预算公开|部门收支(?:预算)?总表|收支预算总表")


def most_common(values: Iterable[T | None]) -> T | None:
    """Return the value printed most often; of equals, the one printed first."""
    counted = Counter(value for value in values if value is not None)
    return counted.most_common(1)[0][0] if counted else None


@cache
def _register() -> tuple[dict[str, str], ...]:
    return tuple(read_seed(SEEDS_DIR / "codes" / "organization_register.csv"))


def find_organization(name: str, year: int | None) -> Organization:
    """Return the organization of a printed name, from the seed where it knows the name."""
    plain = drop_own_level(name)
    for row in _register():
        since, until = row["valid_from_year"] or "0", row["valid_to_year"] or "9999"
        valid = year is None or int(since) <= year <= int(until)
        if row["name_zh"] in (name, plain) and valid:
            return Organization(plain, row["organization_id"], row["region_code"] or None)
    return Organization(plain)


def speaks_of_budget(text: str) -> bool:
    """Return whether a document without any known table is a budget rather than final accounts."""
    flat = "".join(text.split())
    return bool(_BUDGET.search(flat)) and flat.count("预算") > flat.count("决算")
