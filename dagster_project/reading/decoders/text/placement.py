"""Which printed item belongs to which column of a row.

Where the number of cells fits, the blanks place every value and arithmetic has no say: an error in
print is read as printed. Only where blanks were lost or added do the row identities decide, and
only when exactly one in-order placement satisfies them. Otherwise nothing is decided.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from dagster_project.contract.amounts import UnreadableAmountError, parse_printed_amount
from dagster_project.form.identities import RowIdentity
from dagster_project.reading.decoders.text.tokens import Token

CERTAIN, DECIDED, UNDECIDED = 1, 0.9, 0.3
# More placements than this are never down to one; C(12, 6) is 924.
_MOST_PLACEMENTS = 20_000
# A page and a name that wraps each add a blank to a row; more of them align columns.
_MOST_ADDED = 2

Cells = tuple[Token | None, ...]


@dataclass(frozen=True)
class RowRules:
    """What is known of the cells of a row: its columns, identities, and how blanks were lost.

    ``ends_trimmed``: no line of the table ends in a space although blanks inside lines are there,
    so whoever saved the file trimmed the lines. ``starts_trimmed`` is the same of their beginnings.
    ``counts_blanks``: a blank is an empty cell; else nothing but the figures of a full row is sure.
    """

    columns: tuple[str, ...]
    identities: tuple[RowIdentity, ...] = ()
    ends_trimmed: bool = False
    starts_trimmed: bool = False
    counts_blanks: bool = True


@dataclass(frozen=True)
class Placement:
    """The cells of one row by column (None: the blank was not printed), and how sure that is."""

    cells: Cells
    confidence: float
    problem: str | None = None


def _value(token: Token | None) -> Decimal:
    if token is None or token.kind != "number":
        return Decimal(0)
    try:
        amount = parse_printed_amount(token.text)
    except UnreadableAmountError:
        return Decimal(0)
    return amount.value if amount else Decimal(0)


def _satisfies(cells: Cells, rules: RowRules) -> bool:
    values = {code: _value(cell) for code, cell in zip(rules.columns, cells, strict=True)}
    return all(identity.holds(values) for identity in rules.identities)


def _signature(cells: Cells) -> tuple[tuple[str, str], ...]:
    return tuple((c.kind, c.text) if c and not c.is_blank else ("blank", "") for c in cells)


def _distinct(candidates: Iterable[Cells]) -> list[Cells]:
    kept: dict[tuple[tuple[str, str], ...], Cells] = {}
    for number, cells in enumerate(candidates):
        if number > _MOST_PLACEMENTS:
            return []
        kept.setdefault(_signature(cells), cells)
    return list(kept.values())


def _without_blanks(items: Sequence[Token], surplus: int, leading_only: bool) -> Iterator[Cells]:
    blanks = [i for i, t in enumerate(items) if t.is_blank and (t.leading or not leading_only)]
    for dropped in combinations(blanks, surplus):
        yield tuple(token for i, token in enumerate(items) if i not in dropped)


def _with_blanks(items: Sequence[Token], width: int) -> Iterator[Cells]:
    for places in combinations(range(width), len(items)):
        cells: list[Token | None] = [None] * width
        for place, item in zip(places, items, strict=True):
            cells[place] = item
        yield tuple(cells)


def _padded(items: Sequence[Token], width: int, rules: RowRules) -> Iterator[Cells]:
    """Yield the placements that only lost blanks at the ends of lines allow."""
    missing = width - len(items)
    for before in range(missing + 1 if rules.starts_trimmed else 1):
        yield (None,) * before + tuple(items) + (None,) * (missing - before)


def place(items: Sequence[Token], rules: RowRules) -> Placement:
    """Give each printed item of a row its column. Never adds, drops or alters a printed figure.

    A placement that is not decidable keeps the printed values in order from the first column on and
    says so in ``problem``.
    """
    width = len(rules.columns)
    printed = [token for token in items if not token.is_blank]
    marked = bool(items) and items[0].is_blank and items[0].leading
    has_figure = any(token.kind == "number" for token in items)
    counts = rules.counts_blanks and len(items) - width <= _MOST_ADDED
    if not counts and 0 < len(printed) <= width:
        if len(printed) == width:
            return Placement(tuple(printed), CERTAIN)
        return _undecided(printed, items, width)
    if len(items) == width and not (rules.ends_trimmed and marked and has_figure):
        return Placement(tuple(items), CERTAIN)
    if not printed:
        cells = tuple(items[:width]) + (None,) * (width - len(items))
        return Placement(cells, CERTAIN if items else DECIDED)
    if len(printed) > width:
        spare = "、".join(token.text for token in printed[width:])
        problem = f"印有{len(printed)}个数而只有{width}栏，多出：{spare}"
        return Placement(tuple(printed[:width]), UNDECIDED, problem)
    candidates: list[Cells] = []
    if len(items) == width + 1:
        # A new page adds one blank in front of a line.
        candidates = _distinct(_without_blanks(items, 1, leading_only=True))
        if len(candidates) == 1:
            return Placement(candidates[0], CERTAIN)
    if not candidates and len(items) > width:
        candidates = _distinct(_without_blanks(items, len(items) - width, leading_only=False))
    elif len(items) <= width:
        # The first blank may be the mark of a new page here as well.
        readings = [items, items[1:]] if marked else [items]
        if rules.ends_trimmed:
            padded = (cells for reading in readings for cells in _padded(reading, width, rules))
            candidates = [cells for cells in _distinct(padded) if _satisfies(cells, rules)]
        if len(candidates) != 1:
            spread = (cells for reading in readings for cells in _with_blanks(reading, width))
            candidates = _distinct(spread)
    fitting = [cells for cells in candidates if _satisfies(cells, rules)]
    if len(fitting) == 1:
        return Placement(fitting[0], DECIDED)
    return _undecided(printed, items, width)


def _undecided(printed: Sequence[Token], items: Sequence[Token], width: int) -> Placement:
    problem = f"应有{width}格而印有{len(items)}格（其中{len(printed)}个数），不能确定各数属于哪一栏"
    kept = tuple(printed) + (None,) * (width - len(printed))
    return Placement(kept, UNDECIDED, problem)
