"""A list that a form prints in groups side by side: 项目·预算数·决算数, and the same again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from dagster_project.form.header_words import is_lead
from dagster_project.reading.model.grid import GridCell, Row
from dagster_project.reading.tables.header import read_header
from dagster_project.reading.tables.regions import Part

_FIGURES = ("决算", "统计", "数量")


def groups_side_by_side(width: int, lead: Collection[int]) -> list[list[int]]:
    """Return the columns of each group: what stands in front of figures, and the figures.

    ``lead`` are the places of columns that stand in front.
    """
    groups: list[list[int]] = [[]]
    for place in range(width):
        if place in lead and groups[-1] and groups[-1][-1] not in lead:
            groups.append([])
        groups[-1].append(place)
    return groups


def _targets(
    group: Sequence[int], first: Sequence[int], paths: Sequence[tuple[str, ...]]
) -> list[int] | None:
    """Return the column of the first group that each column of another is, or None."""
    heads = [paths[place] for place in first]
    own = [paths[place] for place in group]
    if own == heads:
        return list(first)
    # Numbers of groups and persons have no budget: they stand where final figures do.
    leads = [place for place, path in zip(group, own, strict=True) if is_lead(path)]
    counted = [path for path in own if not is_lead(path)]
    same_lead = [paths[p] for p in leads] == heads[: len(leads)]
    if same_lead and len(counted) == 1 and any(word in counted[0][-1] for word in _FIGURES):
        last = next((p for p in reversed(first) if "决算" in paths[p][-1]), None)
        return None if last is None else [*first[: len(leads)], last]
    return None


def unfold(part: Part) -> Part:
    """Return a part with its groups below one another, or as it is where they are not alike."""
    header = read_header(part.rows)
    lead = {place for place, path in enumerate(header.paths) if is_lead(path)}
    groups = groups_side_by_side(len(header.paths), lead)
    if len(groups) < 2 or 0 not in lead:
        return part
    first = groups[0]
    targets = [_targets(group, first, header.paths) for group in groups]
    if first != list(range(len(first))) or any(target is None for target in targets):
        return part
    rows = [[row[place] for place in first] for row in part.rows[: header.depth]]
    for group, target in zip(groups, targets, strict=True):
        for row in part.rows[header.depth :]:
            if any(row[place].text.strip() for place in group):
                rows.append(_moved(row, dict(zip(target or (), group, strict=True)), len(first)))
    return replace(part, rows=rows)


def _moved(row: Row, places: dict[int, int], width: int) -> Row:
    anchor = row[next(iter(places.values()))]
    blank = GridCell("", anchor.locator, anchor.page)
    return [
        row[places[at]] if at in places else replace(blank, place=(-1, at)) for at in range(width)
    ]
