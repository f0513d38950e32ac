"""Bound volumes: several years, or a department and its units, in one file; each is a document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from dagster_project.reading.model.grid import DecodedDocument, Grid, TextLine
from dagster_project.reading.tables.owners import Owner, cover_title
from dagster_project.reading.tables.regions import Region, find_regions


def _cut(items: Sequence[Grid | TextLine], last: int, first: int) -> int:
    """Return where the next disclosure begins: at its cover, else behind the table before it."""
    for at in range(last + 1, first):
        item = items[at]
        if isinstance(item, TextLine) and cover_title(item.text):
            return at
    return last + 1


def _is_handed_over(owner: Owner, region: Region, following: Region | None) -> bool:
    """Return whether a first table names two, the one before it and whose all that follow are.

    The end of the text before it still speaks of the first.
    """
    is_new = bool(region.owner.names - owner.names or region.owner.years - owner.years)
    return is_new and following is not None and owner.differs(following.owner)


def split_volume(decoded: DecodedDocument) -> list[DecodedDocument]:
    """Return the disclosures of a volume, each with its own items; one for what is none.

    A new one begins where a table that was seen already comes again, for another year or
    organization: the same table twice for the same one is no volume.
    """
    items = decoded.items
    place = {item.locator: at for at, item in enumerate(items) if isinstance(item, Grid)}
    cuts, seen, owner, last = [0], set[str](), Owner(), -1
    regions = find_regions(decoded)
    for region, following in zip_longest(regions, regions[1:]):
        at = place.get(region.parts[0].locator, last) if region.parts else last
        is_other = owner.differs(region.owner) or _is_handed_over(owner, region, following)
        if region.table_code in seen and is_other:
            cuts.append(_cut(items, last, at))
            seen, owner = set(), Owner()
        seen |= {region.table_code} if region.table_code else set()
        owner.add(region.owner)
        last = max([last, *(place.get(part.locator, last) for part in region.parts)])
    ends = [*cuts[1:], len(items)]
    return [
        replace(decoded, items=list(items[start:end]))
        for start, end in zip(cuts, ends, strict=True)
    ]
