"""Which published documents a check needs beside its own: the same family's, of other years."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from dagster_project.runtime.warehouse import open_release

# An organization with its department and its units, whichever of them is checked.
_FAMILY = """
    with named as (
        select organization_id, parent_organization_id
        from marts.organizations
        where
            organization_id in (select unnest($ids))
            or organization_name in (select unnest($names))
    ),
    family as (
        select organization_id from named
        union
        select parent_organization_id from named where parent_organization_id is not null
        union
        select units.organization_id
        from marts.organizations as units
        inner join named on
            units.parent_organization_id = named.organization_id
            or units.parent_organization_id = named.parent_organization_id
    )
    select document_id, fiscal_year, organization_name
    from marts.documents
    where
        organization_id in (from family)
        and is_current
        and disclosure_id not in (select unnest($disclosures))
    order by fiscal_year, document_id
"""


@dataclass(frozen=True)
class Member:
    """A published document of the family."""

    document_id: str
    partition: str
    organization_name: str | None


def find_family(release: Path, extracts: Iterable[Path]) -> list[Member]:
    """Return the current documents of the families of some extracts, but not these disclosures."""
    said = [json.loads((folder / "document.json").read_text("utf-8")) for folder in extracts]
    asked = {
        "ids": [one["organization_id"] for one in said if one.get("organization_id")],
        "names": [one["organization_name"] for one in said if one.get("organization_name")],
        "disclosures": [one["disclosure_id"] for one in said if one.get("disclosure_id")],
    }
    with open_release(release) as connection:
        found = connection.execute(_FAMILY, asked).fetchall()
    return [Member(name, str(year), owner) for name, year, owner in found if year is not None]
