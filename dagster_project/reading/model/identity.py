"""Whose a document is and what it covers, as values: how they are found is reading/identity."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Organization:
    """One organization: known from the seed, or only by its printed name."""

    name: str
    organization_id: str | None = None
    region_code: str | None = None


@dataclass(frozen=True)
class Scope:
    """What the document covers, and the words that say so."""

    scope: str
    evidence: str


@dataclass(frozen=True)
class Candidate:
    """One value that a document may mean, with what speaks for it, in words."""

    value: str
    weight: float
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class Stated:
    """What whoever hands a document in says of it: recorded as stated, never as printed."""

    year: int | None = None
    organization: str | None = None
    scope: str | None = None
    published_on: date | None = None

    def as_json(self) -> dict[str, str]:
        """Return what was stated, by the field of document.json that it fills."""
        said = {
            "fiscal_year": self.year,
            "organization_name": self.organization,
            "scope": self.scope,
            "published_on": self.published_on,
        }
        return {name: str(value) for name, value in said.items() if value is not None}


NOTHING_STATED = Stated()
