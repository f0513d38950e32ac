"""Labels over several columns of a table without lines: each where there is one answer only.

They are set in the middle of their columns, and those of one level stand at one height.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from dagster_project.form.header_words import is_measure, is_side
from dagster_project.reading.page.bare_clusters import LEFT, RIGHT, STRAIGHT, Column, Label
from dagster_project.reading.page.bare_words import Line, NotCertainError, Piece

# Points: what is set to one side is this far from the border of its cell at most.
_PAD = 8.0
# Points: where nothing says how far the first or the last cell reaches.
_FAR = 60.0
# Points: a middle may be off by so much.
OFF = 3.0
# Parts of an em: labels of one level stand at one height.
LEVEL = 0.4


def _borders(columns: Sequence[Column], setting: str) -> list[tuple[float, float]]:
    """Return between which places each border of the columns is, the outer ones too."""
    first, last = columns[0], columns[-1]
    is_flush = first.cluster is not None and first.cluster.setting() == LEFT
    found = [(first.left - (_PAD if is_flush else _FAR), first.left)]
    for a, b in pairwise(columns):
        is_flush = a.has_amounts and setting == RIGHT
        found.append((a.right, min(b.left, a.cluster_right + _PAD) if is_flush else b.left))
    is_flush = last.has_amounts and setting == RIGHT
    found.append((last.right, last.right + (_PAD if is_flush else _FAR)))
    return found


def are_centred(columns: Sequence[Column], setting: str) -> bool:
    """Return whether every label may stand in the middle of its column."""
    return bool(_narrowed(_borders(columns, setting), [c.labels[0].middle for c in columns]))


def _narrowed(
    borders: Sequence[tuple[float, float]], middles: Sequence[float]
) -> list[tuple[float, float]]:
    """Return the borders where each label is in the middle of its column, none where one is not."""
    found = list(borders)
    for _ in found:
        for k, middle in enumerate(middles):
            for at, other in ((k, k + 1), (k + 1, k)):
                low = max(found[at][0], 2 * middle - found[other][1] - STRAIGHT)
                high = min(found[at][1], 2 * middle - found[other][0] + STRAIGHT)
                if low > high:
                    return []
                found[at] = (low, high)
    return found


def _runs(
    piece: Piece,
    paths: Sequence[Sequence[Label]],
    met: Sequence[int],
    free: set[int],
    borders: Sequence[tuple[float, float]],
) -> list[tuple[int, int]]:
    """Return the columns a label may be set in the middle of: ``met`` are among them for certain.

    What stands right below one label begins at one height and ends with the head, so that labels of
    single columns below it are level.
    """
    found = []
    for a in sorted(free):
        for b in range(a, len(paths)):
            if b not in free:
                break
            if any(not a <= at <= b for at in met):
                continue
            tops = [paths[at][0] for at in range(a, b + 1)]
            if tops[0].first < a or tops[-1].last > b:
                continue
            single = [top.piece for top in tops if top.first == top.last]
            if not _are_level(single):
                continue
            low, high = ((borders[a][k] + borders[b + 1][k]) / 2 for k in (0, 1))
            if low - OFF <= piece.middle <= high + OFF:
                found.append((a, b))
    return found


def _are_level(labels: Sequence[Piece]) -> bool:
    """Return whether labels begin, end or have their middle at one height."""
    if not labels:
        return True
    play = LEVEL * min(p.size for p in labels)
    heights = ([p.top for p in labels], [p.y for p in labels], [p.bottom for p in labels])
    return any(max(own) - min(own) < play for own in heights)


def _solutions(
    choices: Sequence[Sequence[tuple[int, int]]], at: int = 0, after: int = -1
) -> Iterator[list[tuple[int, int]]]:
    """Yield every way to give labels, from left to right, columns of their own."""
    if at == len(choices):
        yield []
        return
    for a, b in choices[at]:
        if a > after:
            for rest in _solutions(choices, at + 1, b):
                yield [(a, b), *rest]


def _is_flat(paths: Sequence[Sequence[Label]], free: set[int]) -> bool:
    """Return whether all labels are of one column each and stand at one height."""
    tops = [paths[at][0] for at in free]
    heights = [top.piece.y for top in tops]
    size = min(top.piece.size for top in tops)
    is_single = all(top.first == top.last for top in tops)
    return is_single and max(heights) - min(heights) < LEVEL * size


def _leaves_none(
    solution: Sequence[tuple[int, int]], paths: Sequence[Sequence[Label]], free: set[int]
) -> bool:
    """Return whether no label stands beside those below others, at their height and below none.

    Where all labels end at one height, as at the bottom of their cells, that tells nothing.
    """
    claimed = {at for a, b in solution for at in range(a, b + 1)}

    def heights(columns: set[int]) -> list[float]:
        tops = [paths[at][0] for at in columns]
        return [top.piece.y for top in tops if top.first == top.last]

    size = min(path[0].piece.size for path in paths)
    return not any(
        abs(y - other) < LEVEL * size for y in heights(claimed) for other in heights(free - claimed)
    )


def _place_level(
    level: Line,
    columns: Sequence[Column],
    paths: Sequence[Sequence[Label]],
    free: set[int],
    borders: Sequence[tuple[float, float]],
) -> list[Label]:
    """Return the columns under each label of one level, where there is one answer only."""
    level = sorted(level, key=lambda p: p.left)
    choices = [
        _runs(piece, paths, [k for k, c in enumerate(columns) if c.meets(piece)], free, borders)
        for piece in level
    ]
    found = list(_solutions(choices))
    is_whole = all(is_side(p.text) or is_measure(p.text) for p in level)
    if len(found) > 1 and (is_whole or _is_flat(paths, free)):
        # 收入 and 支出, 预算数 and 决算数 have all columns among them; and so have others where no
        # column reaches higher than the next.
        found = [s for s in found if {k for a, b in s for k in range(a, b + 1)} == free]
    bottoms = [column.labels[0].bottom for column in columns]
    if len(found) > 1 and max(bottoms) - min(bottoms) >= LEVEL * level[0].size:
        found = [s for s in found if _leaves_none(s, paths, free)]
    if len(found) != 1:
        names = "、".join(p.text for p in level)
        raise NotCertainError(f"不能确定表头“{names}”之下各有哪几栏")
    return [Label(p, a, b) for p, (a, b) in zip(level, found[0], strict=True)]


def place_labels(columns: Sequence[Column], over: Line, setting: str) -> list[list[Label]]:
    """Return the labels over each column from the top down; ``over`` are those over several."""
    paths = [[Label(c.labels[0], at, at)] for at, c in enumerate(columns)]
    borders = _borders(columns, setting)
    borders = _narrowed(borders, [column.labels[0].middle for column in columns]) or borders
    rest = sorted(over, key=lambda p: -p.y)
    while rest:
        at = rest[0]
        level = [p for p in rest if abs(p.y - at.y) < LEVEL * at.size]
        rest = [p for p in rest if not any(p is q for q in level)]
        free = {k for k, path in enumerate(paths) if path[0].piece.y - at.y >= LEVEL * at.size}
        for label in _place_level(level, columns, paths, free, borders):
            for k in range(label.first, label.last + 1):
                paths[k].insert(0, label)
    return paths
