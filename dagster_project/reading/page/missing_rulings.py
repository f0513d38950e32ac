"""Rulings between columns that are not drawn: columns told apart by where their figures stand.

Only figures decide, and only where they leave no doubt: two amounts on one line of a cell are two
columns.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

from dagster_project.reading.page.lattice import Lattice
from dagster_project.reading.page.merging import merge_spans
from dagster_project.reading.page.page_model import Char
from dagster_project.reading.page.writing import AMOUNT, write_line

# Parts of an em: words of one cell are nearer to one another than this.
_WORD_GAP = 0.5
# Labels of neighbouring columns may nearly touch; a label is only cut where it is not set solid.
_LABEL_GAP = 0.12
# How often two amounts must share a line of a cell before it is taken for two columns.
_LEAST_LINES = 2
_Word = tuple[float, float, str]


def _words(line: Sequence[Char], gap: float = _WORD_GAP) -> list[_Word]:
    groups: list[list[Char]] = []
    for char in line:
        if groups and char.left - groups[-1][-1].right < gap * char.size:
            groups[-1].append(char)
        else:
            groups.append([char])
    return [(g[0].left, max(c.right for c in g), write_line(g)) for g in groups]


def _cuts_of_column(of_column: Sequence[Sequence[Char]]) -> list[float]:
    """Return where a column must be cut so that no two amounts of a line share a part."""
    lines = [_words(line) for line in of_column]
    crowded = [[w for w in line if AMOUNT.match(w[2])] for line in lines]
    if sum(len(amounts) > 1 for amounts in crowded) < _LEAST_LINES:
        return []
    labels = [word for line in of_column for word in _words(line, _LABEL_GAP)]
    with_amounts = [line for line, amounts in zip(lines, crowded, strict=True) if amounts]
    taken = merge_spans(((w[0], w[1]) for line in with_amounts for w in line), 0.5)
    gutters = [_clearest(a[1], b[0], labels) for a, b in itertools.pairwise(taken)]
    return [
        cut
        for cut in gutters
        if any(w[1] <= cut and AMOUNT.match(w[2]) for line in with_amounts for w in line)
        or any(w[0] >= cut and AMOUNT.match(w[2]) for line in with_amounts for w in line)
    ]


def _clearest(start: float, end: float, labels: Sequence[_Word]) -> float:
    """Return where in a gutter fewest labels are cut, as near to its middle as can be.

    Figures end at the right of their columns, so that a gutter reaches under the next label.
    """
    middle = (start + end) / 2
    edges = [x for word in labels for x in (word[0] - 0.2, word[1] + 0.2) if start < x < end]
    return min(
        [middle, *edges],
        key=lambda x: (sum(word[0] < x < word[1] for word in labels), abs(x - middle)),
    )


def insert(positions: Sequence[float], cuts: Sequence[float]) -> tuple[list[float], list[int]]:
    """Return positions with the cuts among them, and the new index of each old one."""
    merged = sorted([*positions, *cuts])
    return merged, [merged.index(p) for p in positions]


def _cut_columns(
    lattice: Lattice, cuts: Sequence[float], lines: dict[int, list[list[Char]]]
) -> Lattice:
    xs, moved = insert(lattice.xs, cuts)
    boxes = []
    for number, box in enumerate(lattice.boxes):
        first, last = moved[box.column], moved[box.column + box.columns]
        words = [w for line in lines.get(number, []) for w in _words(line, _LABEL_GAP)]
        borders = [moved[k] for k in range(box.column + 1, box.column + box.columns)]
        edges = [first]
        for edge in range(first + 1, last):
            is_free = not any(w[0] < xs[edge] < w[1] for w in words)
            if box.columns == 1 and is_free and edge not in borders:
                edges.append(edge)
        edges.append(last)
        boxes += [replace(box, column=a, columns=b - a) for a, b in itertools.pairwise(edges)]
    return Lattice(xs, lattice.ys, boxes)


def split_columns(lattice: Lattice, lines: dict[int, list[list[Char]]]) -> Lattice:
    """Return the lattice with columns cut where several amounts share each line of a cell.

    ``lines``: of each cell by its number. Where nothing is cut it is the same lattice.
    """
    cuts: list[float] = []
    for column in range(len(lattice.xs) - 1):
        cuts += _cuts_of_column(
            [
                line
                for number, box in enumerate(lattice.boxes)
                if box.column == column and box.columns == 1
                for line in lines.get(number, [])
            ]
        )
    return _cut_columns(lattice, cuts, lines) if cuts else lattice
