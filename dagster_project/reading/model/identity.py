"""Whose a document is and what it covers, as values: how they are found is reading/identity."""

from __future__ import annotations

from dataclasses import dataclass


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
