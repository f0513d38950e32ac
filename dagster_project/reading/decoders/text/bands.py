"""The columns of a table whose columns stand under one another, and the labels over each.

Rows of figures say where columns are: what no row prints on is between two of them. A column
without a figure is where 栏次 or a label of its own stands. Labels are centred over what they
head, so which columns a label is over its middle says, and which of them have no other label.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from dagster_project.form.header_words import (
    is_column_label,
    is_lead_label,
    is_numbering,
    is_total_label,
)
from dagster_project.form.labels import squeeze
from dagster_project.reading.decoders.text.pieces import Piece

Line = Sequence[Piece]
_FEWEST, _MOST_SHARE = 3, 0.7
# A bracket or the mark of a note behind a figure takes so many places.
_MARK_BEHIND = 2


class ColumnsOverlapError(ValueError):
    """Two columns stand over one another; the message names where."""


@dataclass
class Label:
    """One header cell: its text, top line and the columns it is over, first to last."""

    text: str
    top: int
    first: int
    last: int
    piece: Piece


@dataclass
class Band:
    """The places of one column, and its labels from the lowest to the top.

    ``is_headed``: a number or a label of the header stands over it alone. ``figures_end``: where
    its figures end, None where they do not end at one place.
    """

    start: int
    end: int
    has_rows: bool
    has_figures: bool = False
    is_headed: bool = False
    figures_end: int | None = None
    labels: list[Label] = field(default_factory=list)

    def overlap(self, piece: Piece) -> int:
        """Return how many places a piece shares with the column."""
        return min(self.end, piece.end) - max(self.start, piece.start)

    def holds(self, figure: Piece) -> bool:
        """Return whether a figure ends where the others of the column do, where they agree."""
        return self.figures_end is None or abs(figure.end - self.figures_end) <= _MARK_BEHIND

    def take(self, piece: Piece) -> None:
        """Widen the column by a piece that stands in it."""
        self.start, self.end = min(self.start, piece.start), max(self.end, piece.end)


def is_numbered(line: Line) -> bool:
    """Return whether a line only numbers the columns."""
    return is_numbering([piece.text for piece in line])


def is_total(piece: Piece) -> bool:
    """Return whether a piece may be drawn over several columns: the label of a total."""
    return is_total_label(piece.text) or squeeze(piece.text).endswith("计")


def _bands_of_rows(rows: Sequence[Line]) -> list[Band]:
    pieces = [piece for row in rows for piece in row if not is_total(piece)]
    bands: list[Band] = []
    for piece in sorted(pieces, key=lambda p: p.start):
        if bands and piece.start < bands[-1].end:
            bands[-1].take(piece)
        else:
            bands.append(Band(piece.start, piece.end, True))
        bands[-1].has_figures |= piece.is_figure
    return bands


def _over(bands: Sequence[Band], piece: Piece) -> list[int]:
    return [at for at, band in enumerate(bands) if band.overlap(piece) > 0]


def _is_label(text: str) -> bool:
    return is_column_label(text) or is_lead_label(text)


def _joined(left: Band, right: Band) -> Band:
    has_figures = left.has_figures or right.has_figures
    return Band(left.start, right.end, left.has_rows or right.has_rows, has_figures, True)


def _are_one(left: Band, right: Band) -> bool:
    """Return whether two columns are the figures of one and its number or label beside them.

    Short labels are centred and short figures stand at the right: they need not share a place.
    """
    filled, other = (left, right) if left.has_rows else (right, left)
    return left.has_rows != right.has_rows and other.is_headed and not filled.is_headed


def _widen(bands: list[Band], head: Sequence[Line]) -> None:
    """Add the columns that only the header shows, its lowest lines first."""
    for line in reversed(head):
        for piece in line:
            over = _over(bands, piece)
            if not over:
                bands.append(Band(piece.start, piece.end, False, is_headed=True))
                bands.sort(key=lambda band: band.start)
            elif len(over) == 2 and _are_one(bands[over[0]], bands[over[1]]):
                bands[over[0] : over[1] + 1] = [_joined(bands[over[0]], bands[over[1]])]
        for piece in line:
            over = _over(bands, piece)
            if len(over) == 1:
                bands[over[0]].take(piece)
                bands[over[0]].is_headed = True


def _join_apart(bands: Sequence[Band]) -> list[Band]:
    """Join columns of figures without a label with the label beside them, from left to right."""
    joined: list[Band] = []
    for band in bands:
        if joined and _are_one(joined[-1], band):
            joined[-1] = _joined(joined[-1], band)
        else:
            joined.append(band)
    return joined


def columns_under(
    bands: Sequence[Band], piece: Piece, over: Sequence[int], free: set[int]
) -> range:
    """Return the columns a label is centred over: those it touches, and free ones beside them."""
    first, last = over[0], over[-1]
    low, high = first, last
    while low - 1 in free:
        low -= 1
    while high + 1 in free:
        high += 1
    runs = [(a, b) for a in range(low, first + 1) for b in range(last, high + 1)]
    middle = piece.start + piece.end

    def distance(run: tuple[int, int]) -> tuple[int, int]:
        off = abs(bands[run[0]].start + bands[run[1]].end - middle)
        return (off // 4, run[0] - run[1])

    best = min(runs, key=distance)
    return range(best[0], best[1] + 1)


def _goes_on(top: Label, piece: Piece, number: int, run: range) -> bool:
    """Return whether a piece is the line above in the same label, rather than a label over it."""
    is_alone = (run[0], run[-1]) == (top.first, top.last)
    if _is_label(piece.text + top.text):
        # 收入 over 项目 and its neighbours heads them; 本年收入 over 合计 alone is one with it.
        return is_alone or not (_is_label(top.text) and _is_label(piece.text))
    return not _is_label(top.text) and not _is_label(piece.text) and top.top - number <= 1


def _place_labels(bands: Sequence[Band], head: Sequence[Line]) -> None:
    for number in range(len(head) - 1, -1, -1):
        line = head[number]
        if is_numbered(line):
            continue
        taken = {at for piece in line for at in _over(bands, piece)}
        for piece in line:
            over = _over(bands, piece)
            free = {at for at, band in enumerate(bands) if at not in taken and band.labels}
            tops = {id(label): label for at in over for label in bands[at].labels[-1:]}
            is_leaf = not tops and len(over) == 1
            run = (
                range(over[0], over[0] + 1) if is_leaf else columns_under(bands, piece, over, free)
            )
            top = next(iter(tops.values()), None)
            if top is not None and len(tops) == 1 and _goes_on(top, piece, number, run):
                top.text, top.top = piece.text + top.text, number
                continue
            label = Label(piece.text, number, run[0], run[-1], piece)
            taken |= set(run)
            for at in run:
                bands[at].labels.append(label)


def find_bands(head: Sequence[Line], rows: Sequence[Line]) -> list[Band]:
    """Return the columns of a table with their labels, from left to right.

    Raises ColumnsOverlapError where two pieces of one line stand in one column.
    """
    numbered = [line for line in head if is_numbered(line)]
    bands = _bands_of_rows(rows)
    _widen(bands, numbered)
    _widen(bands, head)
    bands = _join_apart(bands)
    for line in [*head, *rows]:
        seen: dict[int, Piece] = {}
        for piece in line:
            over = _over(bands, piece)
            for at in over if len(over) == 1 else []:
                if at in seen:
                    raise ColumnsOverlapError(
                        f"{piece.line.locator} “{seen[at].text}”与“{piece.text}”所在的栏重叠，"
                        "不能确定各属哪一栏"
                    )
                seen[at] = piece
    for band in bands:
        band.figures_end = _common_end(band, rows)
    _place_labels(bands, head)
    return bands


def _common_end(band: Band, rows: Sequence[Line]) -> int | None:
    ends = Counter(
        piece.end for row in rows for piece in row if piece.is_figure and band.overlap(piece) > 0
    )
    if ends.total() < _FEWEST:
        return None
    end, times = ends.most_common(1)[0]
    return end if times >= _MOST_SHARE * ends.total() else None
