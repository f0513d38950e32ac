"""Bound volumes: several years, or a department and its units, in one file; each is a document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dagster_project.reading.model.grid import DecodedDocument, Grid, TextLine
from dagster_project.reading.tables.owners import Owner, cover_title
from dagster_project.reading.tables.regions import find_regions


def _cut(items: Sequence[Grid | TextLine], last: int, first: int) -> int:
    """Return where the next disclosure begins: at its cover, else behind the table before it."""
    for at in range(last + 1, first):
        item = items[at]
        if isinstance(item, TextLine) and cover_title(item.text):
            return at
    return last + 1


def split_volume(decoded: DecodedDocument) -> list[DecodedDocument]:
    """Return the disclosures of a volume, each with its own items; one for what is none.

    A new one begins where a table that was seen already comes again, for another year or
    organization: the same table twice for the same one is no volume.
    """
    items = decoded.items
    place = {item.locator: at for at, item in enumerate(items) if isinstance(item, Grid)}
    cuts, seen, owner, last = [0], set[str](), Owner(), -1
    for region in find_regions(decoded):
        at = place.get(region.parts[0].locator, last) if region.parts else last
        if region.table_code in seen and owner.differs(region.owner):
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
