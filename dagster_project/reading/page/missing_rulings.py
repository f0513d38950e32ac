"""Rulings between columns that are not drawn: columns told apart by what stands in them.

Only where two amounts on one line share a cell is anything cut. Where borders are drawn cell by
cell, pieces of the horizontal lines meet between two columns; else a border is put into the gap.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from dagster_project.reading.page.lattice import Lattice, build_lattice
from dagster_project.reading.page.merging import SNAP
from dagster_project.reading.page.page_model import Char, Ruling
from dagster_project.reading.page.undrawn_heads import LABEL_GAP, parted_rows
from dagster_project.reading.page.undrawn_words import (
    Word,
    find_columns,
    is_crowded,
    numbers_columns,
    words_of,
)

# Points: what is set to one side of a cell stands this near to its border, and as straight.
_PAD, _STRAIGHT = 3.0, 1.0
# So many labels of one level weigh as much as one of the next.
_LOWER = 4
_Span = tuple[float, float]
# A word of the header and the row above which it stands; the first row of a cell and its words.
_Label = tuple[int, Word]
_Band = tuple[int, list[list[Word]]]


def _is_body(lines: Sequence[Sequence[Word]]) -> bool:
    return any(numbers_columns(line) or any(w.is_amount for w in line) for line in lines)


def _preferred(before: _Span, after: _Span, words: Sequence[Word]) -> float:
    """Return where between two columns the border is: beside what is set straight along it."""
    rights = [w.right for w in words if w.is_amount and before[0] <= w.left < before[1]]
    lefts = [w.left for w in words if not w.is_figure and after[0] <= w.left < after[1]]
    half = (after[0] - before[1]) / 2
    if len(rights) > 1 and max(rights) - min(rights) < _STRAIGHT:
        return before[1] + min(_PAD, half)
    if len(lefts) > 1 and max(lefts) - min(lefts) < _STRAIGHT:
        return after[0] - min(_PAD, half)
    return before[1] + half


def _clearest(start: float, end: float, wanted: float, labels: Sequence[_Label]) -> float:
    """Return where in a gap fewest labels are cut, as near as can be to where it is wanted.

    Figures end at the right of their columns, so that a gap reaches under the next label. The
    labels just above the figures count for more than those that may stand over several columns.
    """
    edges = [x for _, w in labels for x in (w.left - 0.2, w.right + 0.2) if start < x < end]
    return min(
        [wanted, *edges],
        key=lambda x: (
            sum(_LOWER**row for row, w in labels if w.left < x < w.right),
            abs(x - wanted),
        ),
    )


def _borders(
    columns: Sequence[_Span],
    words: Sequence[Word],
    labels: Sequence[_Label],
    sides: _Span,
    joints: Sequence[float],
) -> list[float]:
    """Return the sides and, between them, the borders of the columns."""
    # What reaches over several columns stands above the labels of each.
    labels = [
        (row, w) for row, w in labels if sum(w.left < c[1] and w.right > c[0] for c in columns) < 2
    ]
    gaps = [(sides[0], columns[0][0]), *((a[1], b[0]) for a, b in pairwise(columns))]
    gaps.append((columns[-1][1], sides[1]))
    found = [sides[0]]
    for number, (start, end) in enumerate(gaps):
        met = [x for x in joints if start - 1 <= x <= end + 1]
        inner = [x for x in met if sides[0] + SNAP < x < sides[1] - SNAP]
        if inner:
            found += inner
        elif 0 < number < len(gaps) - 1:
            wanted = _preferred(columns[number - 1], columns[number], words)
            found.append(_clearest(start, end, wanted, labels))
    return [*found, sides[1]]


def _columns(bands: Sequence[_Band]) -> list[_Span] | None:
    """Return the columns of what stands under the header; notes across them are none of theirs."""
    sure = [line for _, lines in bands if _is_body(lines) for line in lines]
    sure = sure or [line for _, lines in bands for line in lines]
    columns = find_columns(sure)
    if columns is None:
        return None
    others = [
        [w for w in line if sum(c[0] < w.right and c[1] > w.left for c in columns) < 2]
        for _, lines in bands
        if not _is_body(lines)
        for line in lines
    ]
    return find_columns([*sure, *others]) if others else columns


def _rulings_of_strip(
    lattice: Lattice, column: int, lines: dict[int, list[list[Char]]]
) -> list[Ruling] | None:
    """Return the rulings that a drawn column lacks inside, None where they cannot be told."""
    boxes = [
        (number, box)
        for number, box in enumerate(lattice.boxes)
        if box.column == column and box.columns == 1
    ]
    bands = [(box.row, [words_of(line) for line in lines.get(n, [])]) for n, box in boxes]
    is_whole = len(lattice.xs) == 2
    if not is_crowded([line for _, band in bands for line in band], is_whole=is_whole):
        return []
    depth = next((row for row, band in bands if _is_body(band)), 0)
    body = [(row, band) for row, band in bands if row >= depth]
    columns = _columns(body)
    if not columns:
        return None
    heads = [c for n, b in boxes if b.row < depth for line in lines.get(n, []) for c in line]
    labels = [
        (box.row + box.rows, word)
        for number, box in boxes
        if box.row < depth
        for line in lines.get(number, [])
        for word in words_of(line, LABEL_GAP)
    ]
    words = [word for _, band in body for line in band for word in line]
    sides = lattice.xs[column], lattice.xs[column + 1]
    borders = _borders(columns, words, labels, sides, lattice.joints)
    own = {
        row: [word for line in band for word in line]
        for (_, box), (_, band) in zip(boxes, bands, strict=True)
        for row in range(box.row, box.row + box.rows)
    }
    parted = parted_rows(lattice, borders, depth, heads)
    found = []
    for number, x in enumerate(borders[1:-1], start=1):
        rows = {row for row in parted[number] if row in own}
        rows |= {
            row for row in own if row >= depth and not any(w.left < x < w.right for w in own[row])
        }
        found += [Ruling(x, lattice.ys[row], lattice.ys[row + 1]) for row in sorted(rows)]
    return found


def split_columns(lattice: Lattice, lines: dict[int, list[list[Char]]]) -> Lattice:
    """Return the lattice with columns cut where several amounts share each line of a cell.

    ``lines``: of each cell by its number. Where nothing is cut it is the same lattice; where
    something should be and it is not certain how, it only says that its columns are not drawn.
    """
    found: list[Ruling] = []
    is_certain = True
    for column in range(len(lattice.xs) - 1):
        rulings = _rulings_of_strip(lattice, column, lines)
        is_certain = is_certain and rulings is not None
        found += rulings or []
    if not is_certain:
        return replace(lattice, is_undrawn=True)
    if not found:
        return lattice
    cut = build_lattice(lattice.across, [*lattice.down, *found], lattice.joints)
    return lattice if cut is None else replace(cut, is_undrawn=True)
