"""What a document is: whose, of which year, of which kind and scope, with the evidence for it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from dagster_project.form.seeds import read_seed
from dagster_project.reading.identity.evidence import plain
from dagster_project.reading.identity.scope import drop_own_level
from dagster_project.reading.model.identity import Organization
from dagster_project.runtime.settings import SEEDS_DIR

T = TypeVar("T")

_BUDGET = re.compile(r"部门预算(?:公开|表|情况)|预算公开|部门收支(?:预算)?总表|收支预算总表")


def most_common(values: Iterable[T | None]) -> T | None:
    """Return the value printed most often; of equals, the one printed first."""
    counted = Counter(value for value in values if value is not None)
    return counted.most_common(1)[0][0] if counted else None


@dataclass(frozen=True)
class _Known:
    """A name that an organization of the register has or had, and the province it is in."""

    name: str
    organization_id: str
    region_code: str | None
    province: str
    since: int = 0
    until: int = 9999

    def is_called(self, printed: str, text: str) -> bool:
        """Return whether a document means it: as printed, or with its province left out.

        Districts of several cities share a name: the text has to name the province then.
        """
        known, asked = plain(self.name), plain(printed)
        if known == asked:
            return True
        if not self.province or self.province[:-1] not in asked + text:
            return False
        return known.replace(self.province, "", 1) == asked.replace(self.province, "", 1)


@cache
def _known() -> tuple[_Known, ...]:
    """Return the names of the register, then those from before an organization was renamed."""
    codes = SEEDS_DIR / "codes"
    provinces = {
        row["region_code"][:2]: row["name_zh"]
        for row in read_seed(codes / "region_register.csv")
        if row["level"] == "province"
    }
    register = read_seed(codes / "organization_register.csv")
    regions = {row["organization_id"]: row["region_code"] for row in register}

    def known(name: str, organization_id: str, since: str = "", until: str = "") -> _Known:
        region = regions.get(organization_id) or ""
        province = provinces.get(region[:2], "")
        years = int(since or 0), int(until or 9999)
        return _Known(name, organization_id, region or None, province, *years)

    return (
        *(
            known(
                row["name_zh"],
                row["organization_id"],
                row["valid_from_year"],
                row["valid_to_year"],
            )
            for row in register
        ),
        *(
            known(row["former_name_zh"], row["organization_id"])
            for row in read_seed(codes / "organization_events.csv")
            if row["event"] == "renamed"
        ),
    )


def find_organization(name: str, year: int | None, text: str = "") -> Organization:
    """Return the organization of a printed name, from the seeds where they know the name.

    ``text`` is what else the document prints: it may name the province that a name leaves out.
    """
    own = drop_own_level(name)
    found = [
        known
        for known in _known()
        if (year is None or known.since <= year <= known.until)
        and (known.is_called(name, text) or known.is_called(own, text))
    ]
    if len({known.organization_id for known in found}) == 1:
        return Organization(own, found[0].organization_id, found[0].region_code)
    return Organization(own)


def speaks_of_budget(text: str) -> bool:
    """Return whether a document without any known table is a budget rather than final accounts."""
    flat = "".join(text.split())
    return bool(_BUDGET.search(flat)) and flat.count("预算") > flat.count("决算")
