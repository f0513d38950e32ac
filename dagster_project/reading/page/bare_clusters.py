"""What stands under one another in a table without lines, how it is set, and columns made of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dagster_project.reading.page.bare_words import Line, NotCertainError, Piece, is_total

# Points: what is set to one side ends, or has its middle, as straight as this.
STRAIGHT = 1.2
# Points: lengths that differ by more are different.
_DIFFERENT = 2.0
RIGHT, LEFT, _MIDDLE, ANY = "right", "left", "middle", "any"


@dataclass
class Cluster:
    """What stands in one column, row after row, and how it is set there."""

    pieces: list[Piece]

    @property
    def left(self) -> float:
        """Where the first of it begins."""
        return min(p.left for p in self.pieces)

    @property
    def right(self) -> float:
        """Where the last of it ends."""
        return max(p.right for p in self.pieces)

    @property
    def has_amounts(self) -> bool:
        """Whether amounts are among it."""
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
        if spans[1] <= STRAIGHT:
            return RIGHT if spans[0] > _DIFFERENT else ANY
        if self.has_amounts:
            return _MIDDLE if spans[2] <= STRAIGHT else ""
        # Names are set in by levels: most of them begin at the left.
        return LEFT


@dataclass
class Column:
    """One column: its labels from the lowest to the top, and what stands in it."""

    labels: list[Piece]
    left: float
    right: float
    cluster: Cluster | None = None

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

    def take(self, cluster: Cluster) -> None:
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


def clusters_of(rows: Sequence[Line]) -> list[Cluster]:
    """Return what stands under one another; labels of totals and dashes tell of no column."""
    pieces = [p for row in rows for p in row if not is_total(p) and not p.is_none]
    found: list[Cluster] = []
    reach = 0.0
    for piece in sorted(pieces, key=lambda p: p.left):
        if found and piece.left < reach:
            found[-1].pieces.append(piece)
            reach = max(reach, piece.right)
        else:
            found.append(Cluster([piece]))
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


def setting_of_figures(clusters: Sequence[Cluster]) -> str:
    """Return how the figures of a table are set, "" where not alike."""
    settings = {c.setting() for c in clusters if c.has_amounts}
    known = settings - {ANY}
    if len(known) > 1 or "" in known:
        return ""
    return next(iter(known), ANY)


def setting_of(rows: Sequence[Line]) -> str:
    """Return how the figures of a table are set, "" where it does not tell."""
    setting = setting_of_figures(clusters_of(rows))
    return "" if setting == ANY else setting
