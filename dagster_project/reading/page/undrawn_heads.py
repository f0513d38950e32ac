"""Heads over columns that no line parts: how many columns each label stands over.

Labels are set in the middle of what they head. Horizontal lines that reach over some columns only
part the levels; labels of one level part where each stands over the middle of its own columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from dagster_project.reading.page.lattice import Lattice
from dagster_project.reading.page.merging import JOIN, SNAP, covered, merge_spans
from dagster_project.reading.page.page_model import Char
from dagster_project.reading.page.undrawn_words import Word, words_of
from dagster_project.reading.page.writing import lines_of

# Labels of neighbouring columns may nearly touch; a label is only cut where it is not set solid.
LABEL_GAP = 0.12
# Points: a label that reaches this little beyond a border is not across it.
_PLAY = 1.5
# So much nearer to the middle must fewer and wider heads bring their labels, to be preferred.
_PER_HEAD = 2.0
_Levels = list[tuple[int, int]]


def _levels(lattice: Lattice, left: float, right: float, depth: int) -> _Levels:
    """Return the rows of the header that are one cell each in a column, from line to line."""
    found, first = [], 0
    for row in range(depth):
        at = lattice.ys[row + 1]
        lines = ((r.start, r.end) for r in lattice.across if abs(r.at - at) <= SNAP)
        is_drawn = covered(merge_spans(lines, JOIN), left, right) > 0.5
        if is_drawn or row == depth - 1:
            found.append((first, row + 1))
            first = row + 1
    return found


def _partition(words: Sequence[Word], borders: Sequence[float]) -> list[int]:
    """Return which borders, by their number, part the labels of neighbouring columns."""
    last = len(borders) - 1
    crossed = {
        k
        for k in range(1, last)
        if any(w.left + _PLAY < borders[k] < w.right - _PLAY for w in words)
    }

    def over(a: int, b: int) -> list[Word]:
        return [w for w in words if borders[a] <= (w.left + w.right) / 2 < borders[b]]

    singles = [over(k, k + 1) for k in range(last)]
    if not crossed and all(sum(len(w.text) for w in own) > 1 for own in singles):
        return list(range(1, last))

    @cache
    def best(a: int) -> tuple[float, tuple[int, ...]]:
        if a == last:
            return 0.0, ()
        choices = []
        for b in range(a + 1, last + 1):
            own = over(a, b)
            if not own or (b < last and b in crossed):
                continue
            rest, cuts = best(b)
            middle = (min(w.left for w in own) + max(w.right for w in own)) / 2
            away = abs(middle - (borders[a] + borders[b]) / 2)
            choices.append((rest + away - _PER_HEAD, (b, *cuts)))
        return min(choices, default=(float("inf"), ()))

    return [k for k in best(0)[1] if k < last]


def parted_rows(
    lattice: Lattice, borders: Sequence[float], depth: int, chars: Sequence[Char]
) -> list[set[int]]:
    """Return for each border in which rows of the header it parts two labels.

    ``borders`` are all of a table's columns or of a part of it, its sides first and last.
    """
    words = [
        (sum(c.y for c in line) / len(line), w)
        for line in lines_of(chars)
        for w in words_of(line, LABEL_GAP)
    ]
    columns = len(borders) - 1
    levels = [_levels(lattice, borders[k], borders[k + 1], depth) for k in range(columns)]
    parted: list[set[int]] = [set() for _ in borders]
    for level in sorted({level for own in levels for level in own}):
        inside = [level in own for own in levels]
        rows = set(range(*level))
        start = 0
        while start < columns:
            end = start + 1
            if inside[start]:
                while end < columns and inside[end]:
                    end += 1
                top, bottom = lattice.ys[level[0]], lattice.ys[level[1]]
                own = [
                    w
                    for y, w in words
                    if top <= y < bottom and borders[start] <= (w.left + w.right) / 2 < borders[end]
                ]
                for cut in _partition(own, borders[start : end + 1]):
                    parted[start + cut] |= rows
                parted[start] |= rows
                parted[end] |= rows
            start = end
    return parted
