"""Bound volumes: several years, or a department and its units, in one file; each is a document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from dagster_project.form.fields import announced_year
from dagster_project.form.labels import squeeze
from dagster_project.reading.model.grid import DecodedDocument, Grid, TextLine
from dagster_project.reading.tables.owners import Owner, cover_title
from dagster_project.reading.tables.regions import Region

# A cover may break its title: 2023年度 / 甲局 / 部门决算公开.
_LINES_OF_TITLE = 3


def _announced(
    items: Sequence[Grid | TextLine], last: int, first: int
) -> Iterator[tuple[int, int, int]]:
    """Yield the years that titles of whole disclosures say between two tables, in order.

    With each come the first and the last item of its title.
    """
    at = last + 1
    while at < first:
        joined = ""
        for end in range(at, min(at + _LINES_OF_TITLE, first)):
            item = items[end]
            if not isinstance(item, TextLine):
                break
            joined += squeeze(item.text)
            if (year := announced_year(joined)) is not None:
                yield year, at, end
                at = end
                break
        at += 1


def _cut(items: Sequence[Grid | TextLine], last: int, first: int, old: Owner, new: Owner) -> int:
    """Return where the next disclosure begins: at its cover, else behind the table before it."""
    own = (at for year, at, _ in _announced(items, last, first) if year in new.years - old.years)
    covers = (
        at
        for at in range(last + 1, first)
        if isinstance(item := items[at], TextLine) and cover_title(item.text)
    )
    start = next(own, None)
    if start is None:
        return next(covers, last + 1)
    # The name may stand above the title on a line of its own.
    while start > last + 1 and _is_name(items[start - 1], new):
        start -= 1
    return start


def _is_name(item: Grid | TextLine, owner: Owner) -> bool:
    return isinstance(item, TextLine) and squeeze(item.text) in owner.names


def _is_handed_over(owner: Owner, region: Region, following: Region | None) -> bool:
    """Return whether a first table names two, the one before it and whose all that follow are.

    The end of the text before it still speaks of the first.
    """
    is_new = bool(region.owner.names - owner.names or region.owner.years - owner.years)
    return is_new and following is not None and owner.differs(following.owner)


def split_volume(decoded: DecodedDocument, regions: Sequence[Region]) -> list[DecodedDocument]:
    """Return the disclosures of a volume, each with its own items; one for what is none.

    A new one begins where a table that was seen already comes again, for another year or
    organization: the same table twice for the same one is no volume.
    """
    items = decoded.items
    place = {item.locator: at for at, item in enumerate(items) if isinstance(item, Grid)}
    cuts, seen, owner, last = [0], set[str](), Owner(), -1
    for region, following in zip_longest(regions, regions[1:]):
        at = place.get(region.parts[0].locator, last) if region.parts else last
        # The last title before a table is that of the disclosure it is in.
        titles = [year for year, _, _ in _announced(items, last, at)][-1:]
        told = Owner(set(region.owner.names), set(titles) or set(region.owner.years))
        is_other = (
            owner.differs(region.owner)
            or owner.differs(told)
            or _is_handed_over(owner, region, following)
        )
        if region.table_code in seen and is_other:
            cuts.append(_cut(items, last, at, owner, told))
            seen, owner = set(), Owner()
        seen |= {region.table_code} if region.table_code else set()
        owner.add(region.owner)
        if not owner.years:
            owner.years |= set(titles)
        last = max([last, *(place.get(part.locator, last) for part in region.parts)])
    ends = [*cuts[1:], len(items)]
    return [
        replace(decoded, items=list(items[start:end]))
        for start, end in zip(cuts, ends, strict=True)
    ]
