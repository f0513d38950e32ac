"""The columns of a table without any line, and the labels over each; or why they are not certain.

A cell holds its label and what stands under it, and no two cells share a place. What stands under a
label is therefore in its column. What stands between two labels is told by how it is set: figures
that end alike are at the right of their cells, and no label of theirs begins behind them, so they
are of the label before; names that begin alike are of the label behind. Labels over several columns
are set in their middle: only where that allows a single answer is there one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, pairwise

from dagster_project.form.header_words import (
    is_lead_label,
    is_line_number,
    is_measure,
    is_numbering,
    is_side,
)
from dagster_project.reading.page.bare_words import (
    Line,
    NotCertainError,
    Piece,
    is_total,
    join_labels,
)

# Points: what is set to one side ends, or has its middle, as straight as this; and this far from
# the border of its cell at most.
_STRAIGHT, _PAD = 1.2, 8.0
# Points: lengths that differ by more are different; a middle may be off by so much.
_DIFFERENT, _OFF = 2.0, 3.0
# Parts of an em: labels of one level stand at one height.
_LEVEL = 0.4
# Points: where nothing says how far the first or the last cell reaches.
_FAR = 60.0
_RIGHT, _LEFT, _MIDDLE, _ANY = "right", "left", "middle", "any"


@dataclass
class _Cluster:
    """What stands in one column, row after row, and how it is set there."""

    pieces: list[Piece]

    @property
    def left(self) -> float:
        return min(p.left for p in self.pieces)

    @property
    def right(self) -> float:
        return max(p.right for p in self.pieces)

    @property
    def has_amounts(self) -> bool:
        return any(p.is_amount for p in self.pieces)

    @property
    def is_counted(self) -> bool:
        """Whether it numbers the rows."""
        return len(self.pieces) > 2 and all(p.is_count and not p.is_code for p in self.pieces)

    def setting(self) -> str:
        """Return how it is set: where nothing differs in length, any way may be it."""
        lefts = [p.left for p in self.pieces]
        rights = [p.right for p in self.pieces]
        middles = [p.middle for p in self.pieces]
        spans = [max(x) - min(x) for x in (lefts, rights, middles)]
        if spans[1] <= _STRAIGHT:
            return _RIGHT if spans[0] > _DIFFERENT else _ANY
        if self.has_amounts:
            return _MIDDLE if spans[2] <= _STRAIGHT else ""
        # Names are set in by levels: most of them begin at the left.
        return _LEFT


@dataclass
class Column:
    """One column: its labels from the lowest to the top, and what stands in it."""

    labels: list[Piece]
    left: float
    right: float
    cluster: _Cluster | None = None

    @property
    def has_amounts(self) -> bool:
        """Whether amounts stand in it."""
        return self.cluster is not None and self.cluster.has_amounts

    @property
    def cluster_right(self) -> float:
        """Where what stands under its label ends."""
        return self.right if self.cluster is None else self.cluster.right

    def meets(self, piece: Piece) -> bool:
        """Return whether a piece shares a place with what is known of the column."""
        return piece.left < self.right and piece.right > self.left

    def take(self, cluster: _Cluster) -> None:
        """Give the column what stands in it."""
        self.cluster = cluster
        self.left = min(self.left, cluster.left)
        self.right = max(self.right, cluster.right)


@dataclass(frozen=True)
class Label:
    """One label and the columns it stands over, first to last."""

    piece: Piece
    first: int
    last: int


@dataclass(frozen=True)
class Columns:
    """The columns of a table from left to right, and the labels over each from the top down."""

    columns: list[Column]
    paths: list[list[Label]]
    numbering: dict[int, Piece]
    setting: str


def _clusters(rows: Sequence[Line]) -> list[_Cluster]:
    """Return what stands under one another; labels of totals and dashes tell of no column."""
    pieces = [p for row in rows for p in row if not is_total(p) and not p.is_none]
    found: list[_Cluster] = []
    reach = 0.0
    for piece in sorted(pieces, key=lambda p: p.left):
        if found and piece.left < reach:
            found[-1].pieces.append(piece)
            reach = max(reach, piece.right)
        else:
            found.append(_Cluster([piece]))
            reach = piece.right
    for cluster in found:
        if cluster.has_amounts and not all(p.is_amount or p.is_count for p in cluster.pieces):
            raise NotCertainError("有的数与名称上下相接，不能确定各数属于哪一栏")
    for row in rows:
        for cluster in found:
            own = [p for p in row if any(p is q for q in cluster.pieces)]
            if len(own) > 1:
                raise NotCertainError(
                    f"“{own[0].text}”与“{own[1].text}”所在的栏重叠，不能确定各属哪一栏"
                )
    return found


def _setting_of_figures(clusters: Sequence[_Cluster]) -> str:
    """Return how the figures of a table are set, "" where not alike."""
    settings = {c.setting() for c in clusters if c.has_amounts}
    known = settings - {_ANY}
    if len(known) > 1 or "" in known:
        return ""
    return next(iter(known), _ANY)


def _leaves(labels: Line, clusters: Sequence[_Cluster]) -> tuple[list[Piece], list[Piece]]:
    """Return the labels that stand over one column each, and those over them.

    A label with another below it is over that one; and so is one that shares a column of names or
    figures with a lower label.
    """

    def is_over(upper: Piece, lower: Piece) -> bool:
        if lower.y - upper.y < _LEVEL * upper.size:
            return False
        if upper.left < lower.right and upper.right > lower.left:
            return True
        return any(
            all(c.left < p.right and c.right > p.left for p in (upper, lower)) for c in clusters
        )

    over = [p for p in labels if any(is_over(p, q) for q in labels if q is not p)]
    leaves = sorted((p for p in labels if not any(p is q for q in over)), key=lambda p: p.left)
    for a, b in pairwise(leaves):
        if b.left < a.right:
            raise NotCertainError(f"表头“{a.text}”与“{b.text}”重叠，不能确定各栏的界线")
    return leaves, over


def _column_of(cluster: _Cluster, columns: Sequence[Column], setting: str) -> int:
    """Return the column of what stands under the labels; raises where it is not certain."""
    met = [at for at, c in enumerate(columns) if cluster.left < c.right and cluster.right > c.left]
    sample = next((p.text for p in cluster.pieces if p.is_amount), cluster.pieces[0].text)
    if len(met) > 1:
        raise NotCertainError(f"“{sample}”所在的一栏在几个表头之下，不能确定属于哪一栏")
    if met:
        return met[0]
    before = sum(c.right <= cluster.left for c in columns) - 1
    if cluster.is_counted:
        near = [
            at
            for at in (before, before + 1)
            if 0 <= at < len(columns) and is_line_number([columns[at].labels[0].text])
        ]
        if len(near) == 1:
            return near[0]
    elif cluster.has_amounts:
        if setting == _RIGHT and before >= 0:
            return before
    elif before + 1 < len(columns) and is_lead_label(columns[before + 1].labels[0].text):
        return before + 1
    raise NotCertainError(f"“{sample}”所在的一栏上方没有表头，不能确定属于哪一栏")


def _borders(columns: Sequence[Column], setting: str) -> list[tuple[float, float]]:
    """Return between which places each border of the columns is, the outer ones too."""
    first, last = columns[0], columns[-1]
    is_flush = first.cluster is not None and first.cluster.setting() == _LEFT
    found = [(first.left - (_PAD if is_flush else _FAR), first.left)]
    for a, b in pairwise(columns):
        is_flush = a.has_amounts and setting == _RIGHT
        found.append((a.right, min(b.left, a.cluster_right + _PAD) if is_flush else b.left))
    is_flush = last.has_amounts and setting == _RIGHT
    found.append((last.right, last.right + (_PAD if is_flush else _FAR)))
    return found


def _are_centred(columns: Sequence[Column], setting: str) -> bool:
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
                low = max(found[at][0], 2 * middle - found[other][1] - _STRAIGHT)
                high = min(found[at][1], 2 * middle - found[other][0] + _STRAIGHT)
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
            if low - _OFF <= piece.middle <= high + _OFF:
                found.append((a, b))
    return found


def _are_level(labels: Sequence[Piece]) -> bool:
    """Return whether labels begin, end or have their middle at one height."""
    if not labels:
        return True
    play = _LEVEL * min(p.size for p in labels)
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
    return is_single and max(heights) - min(heights) < _LEVEL * size


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
        abs(y - other) < _LEVEL * size
        for y in heights(claimed)
        for other in heights(free - claimed)
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
    if len(found) > 1 and max(bottoms) - min(bottoms) >= _LEVEL * level[0].size:
        found = [s for s in found if _leaves_none(s, paths, free)]
    if len(found) != 1:
        names = "、".join(p.text for p in level)
        raise NotCertainError(f"不能确定表头“{names}”之下各有哪几栏")
    return [Label(p, a, b) for p, (a, b) in zip(level, found[0], strict=True)]


def _place_labels(columns: Sequence[Column], over: Line, setting: str) -> list[list[Label]]:
    paths = [[Label(c.labels[0], at, at)] for at, c in enumerate(columns)]
    borders = _borders(columns, setting)
    borders = _narrowed(borders, [column.labels[0].middle for column in columns]) or borders
    rest = sorted(over, key=lambda p: -p.y)
    while rest:
        at = rest[0]
        level = [p for p in rest if abs(p.y - at.y) < _LEVEL * at.size]
        rest = [p for p in rest if not any(p is q for q in level)]
        free = {k for k, path in enumerate(paths) if path[0].piece.y - at.y >= _LEVEL * at.size}
        for label in _place_level(level, columns, paths, free, borders):
            for k in range(label.first, label.last + 1):
                paths[k].insert(0, label)
    return paths


def _numbered(head: Sequence[Line], columns: Sequence[Column]) -> dict[int, Piece]:
    """Return the number printed under the labels of each column."""
    lines = [line for line in head if is_numbering([p.text for p in line])]
    middles = [column.labels[0].middle for column in columns]
    found: dict[int, Piece] = {}
    for piece in (p for line in lines for p in line):
        met = [at for at, c in enumerate(columns) if c.meets(piece)]
        if not met:
            # Numbers are set as labels are: in the middle of the column.
            met = [at for at, middle in enumerate(middles) if abs(middle - piece.middle) < _OFF]
        if is_lead_label(piece.text) and len(met) != 1:
            # 栏次 stands in the middle of codes and names.
            lead = [at for at, c in enumerate(columns) if is_lead_label(c.labels[0].text)]
            met = sorted(lead, key=lambda at: abs(middles[at] - piece.middle))[:1]
        if len(met) != 1 or met[0] in found:
            raise NotCertainError(f"栏次“{piece.text}”不能确定属于哪一栏")
        found[met[0]] = piece
    return found


def setting_of(rows: Sequence[Line]) -> str:
    """Return how the figures of a table are set, "" where it does not tell."""
    setting = _setting_of_figures(_clusters(rows))
    return "" if setting == _ANY else setting


def _between(leaves: Sequence[Piece], clusters: Sequence[_Cluster]) -> list[int]:
    """Return which labels may be over their neighbours: higher than both, no figures below."""
    return [
        at
        for at in range(1, len(leaves) - 1)
        if all(
            leaves[near].y - leaves[at].y >= _LEVEL * leaves[at].size for near in (at - 1, at + 1)
        )
        and not any(
            c.has_amounts and c.left < leaves[at].right and c.right > leaves[at].left
            for c in clusters
        )
    ]


def _columns_under(
    leaves: Sequence[Piece], clusters: Sequence[_Cluster], setting: str
) -> list[Column]:
    columns = [Column([p], p.left, p.right) for p in leaves]
    for cluster in clusters:
        at = _column_of(cluster, columns, setting)
        if columns[at].cluster is not None:
            raise NotCertainError(f"表头“{leaves[at].text}”之下有两栏，不能确定各数属于哪一栏")
        columns[at].take(cluster)
    return columns


def find_columns(head: Sequence[Line], rows: Sequence[Line], usual: str) -> Columns:
    """Return the columns of a table; raises NotCertainError where any of them is not certain.

    ``usual`` is how the other tables of the document set their figures.
    """
    clusters = _clusters(rows)
    setting = _setting_of_figures(clusters)
    if not setting:
        raise NotCertainError("同一栏的数没有对齐，不能确定各数属于哪一栏")
    is_borrowed = setting == _ANY and bool(usual)
    setting = usual if is_borrowed else setting
    leaves, over = _leaves(join_labels(head), clusters)
    if len(leaves) < 2:
        raise NotCertainError("没有读到各栏的表头")
    unsure = _between(leaves, clusters)
    found: list[Columns] = []
    problem: NotCertainError | None = None
    # 项目 between and above codes and names is over both.
    sure = tuple(at for at in unsure if is_lead_label(leaves[at].text))
    open_ = [at for at in unsure if at not in sure]
    for more in chain.from_iterable(combinations(open_, n) for n in range(len(open_) + 1)):
        raised = (*sure, *more)
        own = [p for at, p in enumerate(leaves) if at not in raised]
        try:
            columns = _columns_under(own, clusters, setting)
            if (unsure or is_borrowed) and not _are_centred(columns, setting):
                raise NotCertainError("不能确定表头各在哪几栏之上")
            paths = _place_labels(columns, [*over, *(leaves[at] for at in raised)], setting)
            found.append(Columns(columns, paths, _numbered(head, columns), setting))
        except NotCertainError as own_problem:
            problem = own_problem
    if len(found) == 1:
        return found[0]
    raise problem or NotCertainError("不能确定表头各在哪几栏之上")


def place_of(piece: Piece, found: Columns) -> int:
    """Return the column of a word; raises NotCertainError where that is not certain."""
    columns = found.columns
    met = [at for at, column in enumerate(columns) if column.meets(piece)]
    own = [at for at in met if any(piece is p for p in _pieces_of(columns[at]))]
    if own or len(met) == 1:
        return (own or met)[0]
    before = sum(column.right <= piece.left for column in columns) - 1
    if piece.is_none and not met and found.setting == _RIGHT and before >= 0:
        return before
    raise NotCertainError(f"“{piece.text}”不能确定属于哪一栏")


def near_column(piece: Piece, found: Columns) -> int:
    """Return the column that the label of a total stands in, or else next to."""
    columns = found.columns
    met = [at for at, column in enumerate(columns) if column.meets(piece)]
    near = sum(column.left + column.right < 2 * piece.middle for column in columns)
    return met[0] if met else min(near, len(columns) - 1)


def room_of(piece: Piece, taken: Sequence[int], found: Columns) -> range:
    """Return the columns that the label of a total is drawn over: all in front of its figures.

    ``taken`` are the columns of the other words of its row.
    """
    columns = found.columns
    at = near_column(piece, found)
    start = max((k + 1 for k in taken if k < at), default=0)
    end = min((k for k in taken if k > at), default=len(columns))
    if end == len(columns):
        end = next((k for k in range(start, end) if not _is_lead(columns[k])), end)
    met = [k for k, column in enumerate(columns) if column.meets(piece)]
    if at in taken or not start < end or any(not start <= k < end for k in met):
        raise NotCertainError(f"“{piece.text}”不能确定属于哪一栏")
    while start < end - 1 and not _is_lead(columns[start]):
        start += 1
    return range(start, end)


def _is_lead(column: Column) -> bool:
    return is_lead_label(column.labels[0].text) and not column.has_amounts


def _pieces_of(column: Column) -> list[Piece]:
    return column.cluster.pieces if column.cluster is not None else []
