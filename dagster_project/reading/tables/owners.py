"""Whose a table is, and of which year, as far as its head says: a table of another is another."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from dagster_project.form.fields import department_in, year_in
from dagster_project.form.labels import squeeze

_COVER_TITLE = re.compile(
    r"(?P<name>[^，。；：:“”]{0,40}?)(?P<year>(?:19|20)\d{2})年度?(?:部门|单位|部门（单位）)?决算"
    r"(?:公开|报告|说明|公开说明)?"
)
_LONGEST_TITLE = 60
_SEAL = re.compile(r"[（(]\S{0,4}章[）)]")


def cover_title(text: str) -> re.Match[str] | None:
    """Return the title of a whole disclosure, 甲局2023年度部门决算, as a match; else None."""
    plain = squeeze(text)
    return _COVER_TITLE.fullmatch(plain) if len(plain) <= _LONGEST_TITLE else None


@dataclass
class Owner:
    """The names and years that texts around tables print."""

    names: set[str] = field(default_factory=set)
    years: set[int] = field(default_factory=set)

    @classmethod
    def said_in(cls, texts: Iterable[str]) -> Owner:
        """Return what table heads, table titles and covers say."""
        owner = cls()
        for text in texts:
            cover = cover_title(text)
            name = (cover["name"] or None) if cover else department_in(text)
            year = int(cover["year"]) if cover else year_in(text)
            owner.names |= {_SEAL.sub("", name)} if name else set()
            owner.years |= {year} if year else set()
        return owner

    def differs(self, other: Owner) -> bool:
        """Return whether both say something, and not the same."""
        years = self.years and other.years and not self.years & other.years
        names = self.names and other.names and not self.names & other.names
        return bool(years or names)

    def add(self, other: Owner) -> None:
        """Take down what another text of the same disclosure says."""
        self.names |= other.names
        self.years |= other.years
