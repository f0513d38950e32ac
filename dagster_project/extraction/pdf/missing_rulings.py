"""Rulings that are not drawn: columns and rows told apart by where their figures stand.

Only figures decide, and only where they leave no doubt: two amounts on one line of a cell are two
columns, amounts one above the other are rows. Cells made so are marked with less confidence.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

from dagster_project.extraction.pdf.filling import fill
from dagster_project.extraction.pdf.lattice import Box, Lattice
from dagster_project.extraction.pdf.merging import merge_spans
from dagster_project.extraction.pdf.page_model import Char
from dagster_project.extraction.pdf.writing import AMOUNT, lines_of, write_line

# Parts of an em: words of one cell are nearer to one another than this.
_WORD_GAP = 0.5
# How often two amounts must share a line of a cell before it is taken for two columns.
_LEAST_LINES = 2
_Word = tuple[float, float, str]


def _words(line: Sequence[Char]) -> list[_Word]:
    groups: list[list[Char]] = []
    for char in line:
        if groups and char.left - groups[-1][-1].right < _WORD_GAP * char.size:
            groups[-1].append(char)
        else:
            groups.append([char])
    return [(g[0].left, max(c.right for c in g), write_line(g)) for g in groups]


def _lines_by_box(lattice: Lattice, chars: Sequence[Char]) -> dict[int, list[list[Char]]]:
    return {number: lines_of(found) for number, found in fill(lattice, chars).inside.items()}


def _cuts_of_column(lines: Sequence[Sequence[_Word]]) -> list[float]:
    """Return where a column must be cut so that no two amounts of a line share a part."""
    crowded = [[w for w in line if AMOUNT.match(w[2])] for line in lines]
    if sum(len(amounts) > 1 for amounts in crowded) < _LEAST_LINES:
        return []
    with_amounts = [line for line, amounts in zip(lines, crowded, strict=True) if amounts]
    taken = merge_spans(((w[0], w[1]) for line in with_amounts for w in line), 0.5)
    gutters = [(a[1] + b[0]) / 2 for a, b in itertools.pairwise(taken)]
    return [
        cut
        for cut in gutters
        if any(w[1] <= cut and AMOUNT.match(w[2]) for line in with_amounts for w in line)
        or any(w[0] >= cut and AMOUNT.match(w[2]) for line in with_amounts for w in line)
    ]


def _insert(positions: Sequence[float], cuts: Sequence[float]) -> tuple[list[float], list[int]]:
    """Return positions with the cuts among them, and the new index of each old one."""
    merged = sorted([*positions, *cuts])
    return merged, [merged.index(p) for p in positions]


def _cut_columns(
    lattice: Lattice, cuts: Sequence[float], lines: dict[int, list[list[Char]]]
) -> Lattice:
    xs, moved = _insert(lattice.xs, cuts)
    boxes = []
    for number, box in enumerate(lattice.boxes):
        first, last = moved[box.column], moved[box.column + box.columns]
        words = [w for line in lines.get(number, []) for w in _words(line)]
        borders = [moved[k] for k in range(box.column + 1, box.column + box.columns)]
        edges = [first]
        for edge in range(first + 1, last):
            is_free = not any(w[0] < xs[edge] < w[1] for w in words)
            if box.columns == 1 and is_free and edge not in borders:
                edges.append(edge)
        edges.append(last)
        boxes += [replace(box, column=a, columns=b - a) for a, b in itertools.pairwise(edges)]
    return Lattice(xs, lattice.ys, boxes)


def split_columns(lattice: Lattice, chars: Sequence[Char]) -> Lattice:
    """Return the lattice with columns cut where several amounts share each line of a cell."""
    lines = _lines_by_box(lattice, chars)
    cuts: list[float] = []
    for column in range(len(lattice.xs) - 1):
        of_column = [
            _words(line)
            for number, box in enumerate(lattice.boxes)
            if box.column == column and box.columns == 1
            for line in lines.get(number, [])
        ]
        cuts += _cuts_of_column(of_column)
    return _cut_columns(lattice, cuts, lines) if cuts else lattice


def _middle(line: Sequence[Char]) -> float:
    return sum(char.y for char in line) / len(line)


def _heights(amounts: Sequence[float], others: Sequence[float], size: float) -> list[float]:
    """Return the height of each row: where amounts stand, and labels that stand for themselves."""
    heights: list[float] = []
    for y in sorted(amounts):
        if not heights or y - heights[-1] > 0.6 * size:
            heights.append(y)
    if len(heights) < 2:
        return []
    pitch = min(b - a for a, b in itertools.pairwise(heights))
    for y in others:
        if min(abs(y - known) for known in heights) >= 0.75 * pitch:
            heights.append(y)
    return sorted(heights)


def _cuts_of_row(found: Sequence[Sequence[Sequence[Char]]]) -> list[float]:
    """Return where a row must be cut so that no two amounts of a cell share a part."""
    amounts: list[float] = []
    others: list[float] = []
    stacked = 0
    for lines in found:
        ours = [AMOUNT.match(write_line(line)) is not None for line in lines]
        stacked += sum(ours) > 1
        for line, is_amount in zip(lines, ours, strict=True):
            (amounts if is_amount else others).append(_middle(line))
    if not stacked:
        return []
    size = max(char.size for lines in found for line in lines for char in line)
    heights = _heights(amounts, others, size)
    # A cell whose lines go with no row of amounts (a merged label) leaves the row as it is.
    if len(heights) < 2:
        return []
    nearest: dict[int, list[float]] = {}
    for y in [*amounts, *others]:
        at = min(range(len(heights)), key=lambda k, y=y: abs(heights[k] - y))
        nearest.setdefault(at, []).append(y)
    ordered = [nearest[k] for k in sorted(nearest)]
    return [(max(a) + min(b)) / 2 for a, b in itertools.pairwise(ordered)]


def split_rows(lattice: Lattice, chars: Sequence[Char]) -> tuple[Lattice, set[int]]:
    """Return the lattice with rows cut where amounts stand one above the other; and those rows."""
    lines = _lines_by_box(lattice, chars)
    cuts: list[float] = []
    for row in range(len(lattice.ys) - 1):
        numbers = [k for k, b in enumerate(lattice.boxes) if b.row == row and b.rows == 1]
        if len(numbers) > 1:
            cuts += _cuts_of_row([lines[k] for k in numbers if k in lines])
    if not cuts:
        return lattice, set()
    ys, moved = _insert(lattice.ys, cuts)
    boxes: list[Box] = []
    made: set[int] = set()
    for box in lattice.boxes:
        first, last = moved[box.row], moved[box.row + box.rows]
        if box.rows == 1 and last - first > 1:
            boxes += [replace(box, row=k, rows=1) for k in range(first, last)]
            made |= set(range(first, last))
        else:
            boxes.append(replace(box, row=first, rows=last - first))
    return Lattice(lattice.xs, ys, boxes), made
