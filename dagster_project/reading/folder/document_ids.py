"""Stable, readable ids of disclosures and documents, made of safe ASCII only.

disclosure = organization × year × scope; a document is one revision of it.
"""

from __future__ import annotations

import hashlib
import re

from dagster_project.reading.model.identity import Organization

_LONGEST_SLUG = 40


def short_hash(text: str, length: int = 6) -> str:
    """Return the first characters of the SHA-256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:length]


def _spelled(text: str) -> str:
    # Imported only for a name that has to be spelled: its tables of phrases take a quarter second.
    from pypinyin import lazy_pinyin

    return " ".join(lazy_pinyin(text, errors=lambda rest: re.sub(r"[^A-Za-z0-9]+", " ", rest)))


def slug(text: str) -> str:
    """Return a name in lower-case ASCII letters, digits and hyphens; a cut name ends in a hash.

    Nothing else can come out, so no printed name can point outside the raw folder.
    """
    spelled = text if text.isascii() else _spelled(text)
    plain = "-".join(re.findall(r"[a-z0-9]+", spelled.lower()))
    if not plain:
        return f"x{short_hash(text)}"
    if len(plain) <= _LONGEST_SLUG:
        return plain
    return f"{plain[:_LONGEST_SLUG].rstrip('-')}-{short_hash(text)}"


def organization_id(organization: Organization) -> str:
    """Return the id from the seed, else one spelled from the name."""
    return organization.organization_id or slug(organization.name)


def disclosure_id(organization: Organization, year: int, scope: str, kind: str) -> str:
    """Return the id of a disclosure: organization, year, scope where it is a unit's own.

    What is not final accounts says so, or it would take the place of those of the same year.
    """
    parts = [organization_id(organization), str(year)]
    if scope == "unit":
        parts.append("unit")
    if kind != "final_accounts":
        parts.append(kind)
    return "-".join(parts)


def unknown_document_id(file_name: str, sha256: str) -> str:
    """Return the id of a document of which not even the year is known."""
    return f"{slug(file_name.rsplit('.', 1)[0])}-{sha256[:8]}"
