"""The columns of a table without any line, and the labels over each; or why they are not certain.

A cell holds its label and what stands under it, and no two cells share a place. What stands under a
label is therefore in its column. What stands between two labels is told by how it is set: figures
that end alike are at the right of their cells, and no label of theirs begins behind them, so they
are of the label before; names that begin alike are of the label behind. Labels over several columns
are set in their middle: only where that allows a single answer is there one.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, combinations, pairwise

from dagster_project.form.header_words import is_lead_label, is_line_number, is_numbering
from dagster_project.reading.page.bare_clusters import (
    ANY,
    RIGHT,
    Cluster,
    Column,
    Columns,
    clusters_of,
    setting_of_figures,
)
from dagster_project.reading.page.bare_labels import LEVEL, OFF, are_centred, place_labels
from dagster_project.reading.page.bare_words import Line, NotCertainError, Piece, join_labels


def _leaves(labels: Line, clusters: Sequence[Cluster]) -> tuple[list[Piece], list[Piece]]:
    """Return the labels that stand over one column each, and those over them.

    A label with another below it is over that one; and so is one that shares a column of names or
    figures with a lower label.
    """

    def is_over(upper: Piece, lower: Piece) -> bool:
        if lower.y - upper.y < LEVEL * upper.size:
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


def _column_of(cluster: Cluster, columns: Sequence[Column], setting: str) -> int:
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
        if setting == RIGHT and before >= 0:
            return before
    elif before + 1 < len(columns) and is_lead_label(columns[before + 1].labels[0].text):
        return before + 1
    raise NotCertainError(f"“{sample}”所在的一栏上方没有表头，不能确定属于哪一栏")


def _numbered(head: Sequence[Line], columns: Sequence[Column]) -> dict[int, Piece]:
    """Return the number printed under the labels of each column."""
    lines = [line for line in head if is_numbering([p.text for p in line])]
    middles = [column.labels[0].middle for column in columns]
    found: dict[int, Piece] = {}
    for piece in (p for line in lines for p in line):
        met = [at for at, c in enumerate(columns) if c.meets(piece)]
        if not met:
            # Numbers are set as labels are: in the middle of the column.
            met = [at for at, middle in enumerate(middles) if abs(middle - piece.middle) < OFF]
        if is_lead_label(piece.text) and len(met) != 1:
            # 栏次 stands in the middle of codes and names.
            lead = [at for at, c in enumerate(columns) if is_lead_label(c.labels[0].text)]
            met = sorted(lead, key=lambda at: abs(middles[at] - piece.middle))[:1]
        if len(met) != 1 or met[0] in found:
            raise NotCertainError(f"栏次“{piece.text}”不能确定属于哪一栏")
        found[met[0]] = piece
    return found


def _between(leaves: Sequence[Piece], clusters: Sequence[Cluster]) -> list[int]:
    """Return which labels may be over their neighbours: higher than both, no figures below."""
    return [
        at
        for at in range(1, len(leaves) - 1)
        if all(
            leaves[near].y - leaves[at].y >= LEVEL * leaves[at].size for near in (at - 1, at + 1)
        )
        and not any(
            c.has_amounts and c.left < leaves[at].right and c.right > leaves[at].left
            for c in clusters
        )
    ]


def _columns_under(
    leaves: Sequence[Piece], clusters: Sequence[Cluster], setting: str
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
    clusters = clusters_of(rows)
    setting = setting_of_figures(clusters)
    if not setting:
        raise NotCertainError("同一栏的数没有对齐，不能确定各数属于哪一栏")
    is_borrowed = setting == ANY and bool(usual)
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
            if (unsure or is_borrowed) and not are_centred(columns, setting):
                raise NotCertainError("不能确定表头各在哪几栏之上")
            paths = place_labels(columns, [*over, *(leaves[at] for at in raised)], setting)
            found.append(Columns(columns, paths, _numbered(head, columns), setting))
        except NotCertainError as own_problem:
            problem = own_problem
    if len(found) == 1:
        return found[0]
    raise problem or NotCertainError("不能确定表头各在哪几栏之上")
