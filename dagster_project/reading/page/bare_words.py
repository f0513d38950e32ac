"""The words of a table without any line: what each is, and which lines of it are one row.

Nothing parts rows but space. Lines of one row are nearer to one another than rows are, and all its
figures stand on one line; where that does not hold, rows cannot be told apart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from dagster_project.form.codes import CODE
from dagster_project.form.header_words import (
    is_column_label,
    is_lead_label,
    is_numbering,
    is_side,
    is_total_label,
)
from dagster_project.reading.page.page_model import Char
from dagster_project.reading.page.undrawn_words import words_of
from dagster_project.reading.page.writing import AMOUNT

# Parts of an em: lines of one cell are no further apart, and no line begins a row nearer to one.
_ONE_CELL = 1.4
# So much wider than between lines of one cell is the gap between two rows.
_WIDER = 1.25
# Parts of an em: the two characters of a word set wide apart (合 计) are no further apart.
_SET_APART = 6
_CODE = re.compile(CODE)
_NONE = re.compile(r"[-—－–─]{1,6}")
_COUNT = re.compile(r"\d{1,4}")


class NotCertainError(ValueError):
    """What stands in a table without lines is not certain; the message says what."""


@dataclass(frozen=True)
class Piece:
    """A word of a line: where it is, the height of its line and the size of its letters."""

    text: str
    left: float
    right: float
    y: float
    top: float
    bottom: float
    size: float

    @property
    def middle(self) -> float:
        """Its middle across."""
        return (self.left + self.right) / 2

    @property
    def is_amount(self) -> bool:
        """Whether it is an amount for certain."""
        return AMOUNT.match(self.text) is not None

    @property
    def is_code(self) -> bool:
        """Whether it may be the code of an account."""
        return _CODE.fullmatch(self.text) is not None

    @property
    def is_count(self) -> bool:
        """Whether it is a short number without decimals."""
        return _COUNT.fullmatch(self.text) is not None

    @property
    def is_none(self) -> bool:
        """Whether it stands for no amount."""
        return _NONE.fullmatch(self.text) is not None


Line = list[Piece]


def is_total(piece: Piece) -> bool:
    """Return whether a word may be drawn over several columns: the label of a total."""
    return is_total_label(piece.text) or piece.text.endswith("计")


def is_label(text: str) -> bool:
    """Return whether a text heads a column of some known table, of figures or in front of them."""
    return is_column_label(text) or is_lead_label(text) or is_side(text)


def _is_word(text: str) -> bool:
    return is_label(text) or is_total_label(text)


def _put_together(line: Line) -> Line:
    """Return a line with words of two letters that are set wide apart as one."""
    found: Line = []
    for piece in line:
        last = found[-1] if found else None
        if (
            last is not None
            and len(last.text) == len(piece.text) == 1
            and piece.left - last.right < _SET_APART * piece.size
            and _is_word(last.text + piece.text)
        ):
            found[-1] = _joined(last, piece)
        else:
            found.append(piece)
    return found


def _joined(before: Piece, after: Piece) -> Piece:
    return Piece(
        before.text + after.text,
        min(before.left, after.left),
        max(before.right, after.right),
        (before.y + after.y) / 2,
        min(before.top, after.top),
        max(before.bottom, after.bottom),
        max(before.size, after.size),
    )


def line_of(chars: Sequence[Char]) -> Line:
    """Return the words of a line of characters, each where its own characters are."""
    line: Line = []
    at = 0
    for word in words_of(chars):
        own = [chars[at]]
        at += 1
        while at < len(chars) and chars[at].left < word.right:
            own.append(chars[at])
            at += 1
        line.append(
            Piece(
                word.text,
                word.left,
                word.right,
                sum(c.y for c in own) / len(own),
                min(c.top for c in own),
                max(c.bottom for c in own),
                max(c.size for c in own),
            )
        )
    return _put_together(line)


def join_labels(lines: Sequence[Line]) -> Line:
    """Return the words of a head, those over several lines as one: 本年收入合 above 计.

    Two labels that are each known, and not together, stand one above the other in two cells.
    """
    found: Line = []
    for line in lines:
        if is_numbering([piece.text for piece in line]):
            continue
        for piece in line:
            above = [
                at
                for at, other in enumerate(found)
                if 0 < piece.bottom - other.bottom <= _ONE_CELL * piece.size
                and other.left < piece.right
                and other.right > piece.left
            ]
            if len(above) == 1 and _is_one_label(found[above[0]].text, piece.text):
                found[above[0]] = _joined(found[above[0]], piece)
            else:
                found.append(piece)
    return found


def pitch(above: Line, below: Line) -> float:
    """Return how far two lines are apart, in parts of an em."""
    heights = [sum(p.y for p in line) / len(line) for line in (above, below)]
    return (heights[1] - heights[0]) / max(p.size for p in (*above, *below))


def is_near(above: Line, below: Line) -> bool:
    """Return whether two lines may be lines of one cell."""
    return pitch(above, below) <= _ONE_CELL


def _is_one_label(above: str, below: str) -> bool:
    return is_label(above + below) or not (is_label(above) and is_label(below))


def has_figure(line: Line) -> bool:
    """Return whether a line holds a number of any kind, or what stands for none."""
    return any(p.is_amount or p.is_code or p.is_none or p.is_count for p in line)


def rows_of(lines: Sequence[Line]) -> list[list[Line]]:
    """Return the lines of each row; raises NotCertainError where they cannot be told apart."""
    if not lines:
        return []
    if all(has_figure(line) or (line and is_total_label(line[0].text)) for line in lines):
        return [[line] for line in lines]
    gaps = [pitch(a, b) for a, b in pairwise(lines)]
    rows: list[list[Line]] = [[lines[0]]]
    inside: list[float] = []
    between: list[float] = []
    for gap, line in zip(gaps, lines[1:], strict=True):
        if gap <= _ONE_CELL:
            rows[-1].append(line)
            inside.append(gap)
        else:
            rows.append([line])
            between.append(gap)
    if inside and between and min(between) < _WIDER * max(inside):
        raise NotCertainError("换行的名称与各行之间距离相近，不能确定行与行的界线")
    for row in rows:
        if len(row) > 1 and sum(map(has_figure, row)) > 1:
            raise NotCertainError("几行的数挨得太近，不能确定行与行的界线")
    return rows
