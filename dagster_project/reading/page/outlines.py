"""The tables of a page, from its rulings: whole lattices, and those with sides left open."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from statistics import median

from dagster_project.reading.model.grid import BBox
from dagster_project.reading.model.source import RefusedError
from dagster_project.reading.page.lattice import Lattice, build_lattice, touching
from dagster_project.reading.page.limits import MAX_RULINGS
from dagster_project.reading.page.merging import JOIN, SNAP, cluster, merge_rulings
from dagster_project.reading.page.page_model import Drawing, Ruling

# An open side: lines run on beyond the last crossing line by more than a corner's play.
_BEYOND = 8.0
# Lines without any crossing line belong to one table where they begin and end alike.
_ALIKE = 6.0
# The narrowest and lowest cell that can hold a character.
_SMALLEST_FILL = 6.0
_LEAST_LINES = 3
# Pieces of one line meet where they end and begin this near to one another.
_MEET = 1.0


def _open_side(lines: Sequence[Ruling], edge: float, *, at_start: bool) -> float | None:
    """Return where an open side is: most lines run on beyond the edge, to about one place."""
    ends = [r.start if at_start else r.end for r in lines]
    beyond = [e for e in ends if (edge - e if at_start else e - edge) > _BEYOND]
    if len(beyond) < 2 or 2 * len(beyond) < len({round(r.at) for r in lines}):
        return None
    return min(beyond) if at_start else max(beyond)


def close_sides(
    horizontal: list[Ruling], vertical: list[Ruling]
) -> tuple[list[Ruling], list[Ruling]]:
    """Return the lines with borders added on sides that are left open."""
    horizontal, vertical = list(horizontal), list(vertical)
    if horizontal and vertical:
        top, bottom = min(r.start for r in vertical), max(r.end for r in vertical)
        left, right = min(r.at for r in vertical), max(r.at for r in vertical)
        for edge, at_start in ((left, True), (right, False)):
            found = _open_side(horizontal, edge, at_start=at_start)
            if found is not None:
                vertical.append(Ruling(found, top, bottom))
        ys = [r.at for r in horizontal]
        left, right = min(r.start for r in horizontal), max(r.end for r in horizontal)
        for edge, at_start in ((min(ys), True), (max(ys), False)):
            found = _open_side(vertical, edge, at_start=at_start)
            if found is not None:
                horizontal.append(Ruling(found, left, right))
    return horizontal, vertical


def _joints(pieces: Sequence[Ruling]) -> list[float]:
    """Return where pieces of horizontal lines meet, one above the other on more than one line."""
    met: list[tuple[float, float]] = []
    for line in cluster({piece.at for piece in pieces}, SNAP):
        ends = sorted((p.start, p.end) for p in pieces if line[0] <= p.at <= line[-1])
        starts = [start for start, _ in ends]
        met += [
            (end, line[0])
            for _, end in ends
            if (near := bisect_left(starts, end - _MEET)) < len(starts)
            and starts[near] <= end + _MEET
        ]
    found = []
    for group in cluster({x for x, _ in met}, 2 * _MEET):
        lines = {y for x, y in met if group[0] <= x <= group[-1]}
        if len(lines) > 1:
            found.append(median(group))
    return found


def _without_verticals(lines: Sequence[Ruling], joints: Sequence[float]) -> list[Lattice]:
    """Return one-column lattices of horizontal lines that begin and end alike."""
    found = []
    for group in cluster({r.start for r in lines}, _ALIKE):
        alike = [r for r in lines if group[0] <= r.start <= group[-1]]
        for ends in cluster({r.end for r in alike}, _ALIKE):
            same = [r for r in alike if ends[0] <= r.end <= ends[-1]]
            if len(same) < _LEAST_LINES:
                continue
            top, bottom = min(r.at for r in same), max(r.at for r in same)
            sides = [
                Ruling(median(r.start for r in same), top, bottom),
                Ruling(median(r.end for r in same), top, bottom),
            ]
            lattice = build_lattice(same, sides, joints)
            if lattice is not None:
                found.append(lattice)
    return found


def _edges(fills: Sequence[BBox]) -> tuple[list[Ruling], list[Ruling]]:
    horizontal, vertical = [], []
    for left, top, right, bottom in fills:
        horizontal += [Ruling(top, left, right), Ruling(bottom, left, right)]
        vertical += [Ruling(left, top, bottom), Ruling(right, top, bottom)]
    return horizontal, vertical


def _inside(box: BBox, outer: BBox) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return outer[0] <= x <= outer[2] and outer[1] <= y <= outer[3]


def _is_frame(lattice: Lattice, others: Sequence[Lattice]) -> bool:
    """Return whether a lattice is one box around others, such as a border around the page."""
    return len(lattice.boxes) == 1 and any(
        other is not lattice and _inside(other.bbox, lattice.bbox) for other in others
    )


def _build(
    horizontal: Sequence[Ruling],
    vertical: Sequence[Ruling],
    page_no: int,
    *,
    are_fills: bool = False,
) -> list[Lattice]:
    across, down = merge_rulings(horizontal), merge_rulings(vertical)
    if len(across) > MAX_RULINGS or len(down) > MAX_RULINGS:
        raise RefusedError("page_too_dense", f"PDF 第 {page_no} 页的线条过多，不是决算公开的页")
    joints = _joints(horizontal)
    found, lonely = [], []
    for group_across, group_down in touching(across, down):
        lattice = build_lattice(*close_sides(group_across, group_down), joints)
        # A shade behind every second row touches no other: its edges are borders of rows.
        if lattice is not None and not (are_fills and len(lattice.boxes) == 1):
            found.append(lattice)
        elif not group_down or are_fills:
            lonely.extend(group_across)
    found += _without_verticals(lonely, joints)
    return [_with_inner_lines(lattice, lonely) for lattice in found]


def _with_inner_lines(lattice: Lattice, lonely: Sequence[Ruling]) -> Lattice:
    """Return a lattice without inner columns with the short lines that part levels of its header.

    No line down crosses them, so that they touch nothing of their table.
    """
    left, top, right, bottom = lattice.bbox
    inner = [
        line
        for line in lonely
        if left - JOIN <= line.start
        and line.end <= right + JOIN
        and top + SNAP < line.at < bottom - SNAP
        and line not in lattice.across
    ]
    if len(lattice.xs) > 2 or not inner:
        return lattice
    whole = build_lattice([*lattice.across, *inner], lattice.down, lattice.joints)
    return lattice if whole is None else whole


def find_lattices(drawing: Drawing, page_no: int) -> list[Lattice]:
    """Return the lattices of a page from top to bottom.

    Fills are borders only where no line is: shades behind words lie inside cells that are drawn.
    """
    found = _build(drawing.horizontal, drawing.vertical, page_no)
    fills = [
        fill
        for fill in drawing.fills
        if min(fill[2] - fill[0], fill[3] - fill[1]) >= _SMALLEST_FILL
        and not any(_inside(fill, lattice.bbox) for lattice in found)
    ]
    if len(fills) >= _LEAST_LINES:
        found += [
            lattice
            for lattice in _build(*_edges(fills), page_no, are_fills=True)
            if not any(_inside(other.bbox, lattice.bbox) for other in found)
        ]
    tables = [lattice for lattice in found if not _is_frame(lattice, found)]
    return sorted(tables, key=lambda lattice: (lattice.ys[0], lattice.xs[0]))
