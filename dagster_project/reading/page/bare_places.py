"""Which column of a table without lines a word of a row stands in."""

from __future__ import annotations

from collections.abc import Sequence

from dagster_project.form.header_words import is_lead_label
from dagster_project.reading.page.bare_clusters import RIGHT, Column, Columns
from dagster_project.reading.page.bare_words import NotCertainError, Piece


def place_of(piece: Piece, found: Columns) -> int:
    """Return the column of a word; raises NotCertainError where that is not certain."""
    columns = found.columns
    met = [at for at, column in enumerate(columns) if column.meets(piece)]
    own = [at for at in met if any(piece is p for p in _pieces_of(columns[at]))]
    if own or len(met) == 1:
        return (own or met)[0]
    before = sum(column.right <= piece.left for column in columns) - 1
    if piece.is_none and not met and found.setting == RIGHT and before >= 0:
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
