"""Rulings between rows that are not drawn: rows told apart by where figures, codes and names stand.

Amounts one above the other in a cell are rows. Cells made so are marked with less confidence, and
are in doubt where wrapped names leave open which row they belong to.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from dagster_project.reading.page.lattice import Box, Lattice
from dagster_project.reading.page.merging import cluster, merge_spans
from dagster_project.reading.page.page_model import Char
from dagster_project.reading.page.writing import AMOUNT, write_line

# So much wider than between the lines of one name is the gap between two rows.
_WIDER = 1.1
# Parts of an em: what is nearer in height is one row.
_NEAR = 0.45
_CODE = re.compile(r"[235]\d{2}(?:\d{2}){0,2}(?!\d)")
_LINE_NUMBER = re.compile(r"\d{1,3}")
_Line = tuple[float, str]
_Span = tuple[float, float]


def _middle(line: Sequence[Char]) -> float:
    return sum(char.y for char in line) / len(line)


def _line_numbers(lines: Sequence[_Line]) -> list[float]:
    """Return where the lines of a cell stand if they are line numbers (行次): 7, 8, 9."""
    ordered = sorted(lines)
    numbers = [int(text) for _, text in ordered if _LINE_NUMBER.fullmatch(text)]
    rises = len(numbers) > 2 and all(b == a + 1 for a, b in itertools.pairwise(numbers))
    return [y for y, _ in ordered] if rises and len(numbers) == len(ordered) else []


def _blocks(lines: Sequence[_Line], anchors: Sequence[float], size: float) -> list[_Span]:
    """Return where the blocks of a cell's lines begin and end: one block is one name, wrapped.

    Wrapped lines are nearer to one another than rows, and a code begins a row. Where all lines
    are equally far apart, those beside figures or codes of their own are rows.
    """
    ordered = sorted(lines)
    gaps = [b[0] - a[0] for a, b in itertools.pairwise(ordered)]
    is_even = bool(gaps) and max(gaps) <= _WIDER * min(gaps)
    alone = [any(abs(y - at) < 0.3 * size for at in anchors) for y, _ in ordered]
    blocks = [[ordered[0][0]]]
    for k, gap in enumerate(gaps):
        y, text = ordered[k + 1]
        is_row = is_even and alone[k] and alone[k + 1]
        if gap > _WIDER * min(gaps) or is_row or _CODE.match(text):
            blocks.append([])
        blocks[-1].append(y)
    return [(block[0], block[-1]) for block in blocks]


def _cuts_of_row(found: Sequence[Sequence[Sequence[Char]]]) -> tuple[list[float], bool]:
    """Return where a row must be cut so that each part has one row of amounts, and if it is sure.

    What overlaps in height is one row, wherever beside its wrapped name a figure or code stands; it
    is not sure where wrapped lines reach from one figure to the next.
    """
    amounts: list[float] = []
    labels: list[list[_Line]] = []
    stacked = 0
    for lines in found:
        written = [(_middle(line), write_line(line)) for line in lines]
        own = [y for y, text in written if AMOUNT.match(text)] or _line_numbers(written)
        stacked += len(own) > 1
        amounts += own
        labels.append([(y, text) for y, text in written if y not in own])
    if not stacked:
        return [], True
    size = max(char.size for lines in found for line in lines for char in line)
    codes = [y for lines in labels for y, text in lines if _CODE.match(text)]
    spans = [(y, y) for y in amounts]
    for written in filter(None, labels):
        spans += _blocks(written, [*amounts, *codes], size)
    cuts: list[float] = []
    is_sure = True
    rows = merge_spans(spans, _NEAR * size)
    for top, bottom in rows:
        inside = cluster((y for y in amounts if top - 1 <= y <= bottom + 1), 0.6 * size)
        is_sure = is_sure and len(inside) < 2
        cuts += [(a[-1] + b[0]) / 2 for a, b in itertools.pairwise(inside)]
    cuts += [(a[1] + b[0]) / 2 for a, b in itertools.pairwise(rows)]
    return sorted(cuts), is_sure


def _insert(positions: Sequence[float], cuts: Sequence[float]) -> tuple[list[float], list[int]]:
    """Return positions with the cuts among them, and the new index of each old one."""
    merged = sorted([*positions, *cuts])
    return merged, [merged.index(p) for p in positions]


def split_rows(
    lattice: Lattice, lines: dict[int, list[list[Char]]]
) -> tuple[Lattice, set[int], set[int]]:
    """Return the lattice with rows cut where amounts stand one above the other.

    Beside it those rows, and those among them that are in doubt. ``lines``: of each cell by its
    number. Where nothing is cut it is the same lattice.
    """
    cuts: list[float] = []
    unsure: set[int] = set()
    for row in range(len(lattice.ys) - 1):
        numbers = [k for k, b in enumerate(lattice.boxes) if b.row == row and b.rows == 1]
        if len(numbers) > 1:
            found, is_sure = _cuts_of_row([lines[k] for k in numbers if k in lines])
            cuts += found
            unsure |= set() if is_sure else {row}
    if not cuts:
        return lattice, set(), set()
    ys, moved = _insert(lattice.ys, cuts)
    boxes: list[Box] = []
    made: set[int] = set()
    doubtful: set[int] = set()
    for box in lattice.boxes:
        first, last = moved[box.row], moved[box.row + box.rows]
        if box.rows == 1 and last - first > 1:
            boxes += [replace(box, row=k, rows=1) for k in range(first, last)]
            made |= set(range(first, last))
            doubtful |= set(range(first, last)) if box.row in unsure else set()
        else:
            boxes.append(replace(box, row=first, rows=last - first))
    return replace(lattice, ys=ys, boxes=boxes), made, doubtful
