"""Characters put together as text: lines by baseline, words by gaps, numbers never run together."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from statistics import median
from typing import Protocol, TypeVar

from dagster_project.reading.page.page_model import Char

NUMERIC = frozenset("0123456789０１２３４５６７８９.,，．%％-−－+")
AMOUNT = re.compile(r"^[-−－+]?(?:\d{1,3}(?:[,，]\d{3})+|\d+)[.．]\d{1,6}$")
_WHOLE_AMOUNT = re.compile(r"^[-−－+]?(?:\d{1,3}(?:[,，]\d{3})+|\d+)[.．]\d{2}$")
_NUMBER = re.compile(r"^[-−－+]?(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:[.．]\d+)?$")
_ONE_DECIMAL = re.compile(r"^[-−－+]?[\d,，]+[.．]\d$")

# Parts of an em. Characters of one line lie within half a line, digits of another font included.
_SAME_LINE = 0.5
# Printed twice at nearly one place to look bold: seen up to 0.06 apart. Two dots are 0.25 apart.
_TWICE = 0.18
# Points: characters of the same text are looked for within squares of this size.
_SQUARE = 32
_NUMBER_GAP = 0.3
_LETTER_GAP = 0.2
_MIXED_GAP = 0.6
_WIDE_GAP = 1.8
# Letters set apart for looks (收 支 总 表) have gaps like this all along the line.
_SPACED_OUT = 0.6
# Characters that follow one another as one piece of writing.
_CONTIGUOUS = 0.08


class _PlacedCharacter(Protocol):
    """A text, its middle and its size: characters of either reading."""

    @property
    def text(self) -> str: ...
    @property
    def x(self) -> float: ...
    @property
    def y(self) -> float: ...
    @property
    def size(self) -> float: ...


Placed = TypeVar("Placed", bound=_PlacedCharacter)

_BY_HEIGHT = attrgetter("y")
_BY_PLACE = attrgetter("left", "right")


def without_doubles(chars: Iterable[Placed]) -> list[Placed]:
    """Return characters without those printed again at the same place."""
    kept: list[Placed] = []
    # By text and square of the page: neighbours share a square or stand in the next one.
    seen: dict[tuple[str, float, float], list[tuple[float, float]]] = {}
    for char in chars:
        text, x, y, limit = char.text, char.x, char.y, _TWICE * char.size
        column, row = x // _SQUARE, y // _SQUARE
        across, down = x - column * _SQUARE, y - row * _SQUARE
        key, far = (text, column, row), _SQUARE - limit
        here = seen.get(key)
        if limit < across < far and limit < down < far:
            # Most characters are far from the borders of their square, and alone in it.
            near: Iterable[tuple[float, float]] = here or ()
        else:
            near = _around(seen, text, x, y, limit)
        for other_x, other_y in near:
            if -limit < other_x - x < limit and -limit < other_y - y < limit:
                break
        else:
            if here is None:
                seen[key] = [(x, y)]
            else:
                here.append((x, y))
            kept.append(char)
    return kept


def _around(
    seen: Mapping[tuple[str, float, float], list[tuple[float, float]]],
    text: str,
    x: float,
    y: float,
    limit: float,
) -> Iterable[tuple[float, float]]:
    """Yield the places of a text in all squares that lie within the limit."""
    columns = range(int((x - limit) // _SQUARE), int((x + limit) // _SQUARE) + 1)
    rows = range(int((y - limit) // _SQUARE), int((y + limit) // _SQUARE) + 1)
    for key in itertools.product((text,), columns, rows):
        yield from seen.get(key, ())


def pieces(chars: Sequence[Char]) -> list[list[Char]]:
    """Return characters, in drawing order, as pieces of one kind without a gap: one number each."""
    found: list[list[Char]] = []
    last: Char | None = None
    was_numeric = False
    for char in chars:
        is_numeric, size = char.text in NUMERIC, char.size
        if (
            last is not None
            and was_numeric == is_numeric
            and not char.after_space
            and abs(last.y - char.y) < 0.15 * size
            and -0.2 * size < char.left - last.right < _CONTIGUOUS * size
        ):
            found[-1].append(char)
        else:
            found.append([char])
        last, was_numeric = char, is_numeric
    return found


def lines_of(chars: Iterable[Char]) -> list[list[Char]]:
    """Return characters as lines from top to bottom, each from left to right."""
    lines: list[list[Char]] = []
    line: list[Char] = []
    middle, size = 0.0, 0.0
    for char in sorted(chars, key=_BY_HEIGHT):
        y, own = char.y, char.size
        largest = size if size > own else own
        if line and y - middle <= _SAME_LINE * largest:
            line.append(char)
            middle += (y - middle) / len(line)
            size = largest
        else:
            line = [char]
            lines.append(line)
            middle, size = y, own
    for line in lines:
        if len(line) > 1:
            line.sort(key=_BY_PLACE)
    return lines


def _is_latin(text: str) -> bool:
    return text.isascii() and text.isalpha()


def _needs_blank(last: Char, char: Char, wide_gap: float) -> bool:
    gap = (char.left - last.right) / min(last.size, char.size)
    if last.text in NUMERIC and char.text in NUMERIC:
        return gap > _NUMBER_GAP or (char.after_space and gap > _CONTIGUOUS)
    if (_is_latin(last.text) or last.text in NUMERIC) and (
        _is_latin(char.text) or char.text in NUMERIC
    ):
        return gap > _LETTER_GAP or (char.after_space and gap > _CONTIGUOUS)
    if last.text.isascii() != char.text.isascii():
        return gap > _MIXED_GAP
    return gap > wide_gap


def write_line(line: Sequence[Char], *, keeps_wide_gaps: bool = False) -> str:
    """Return the text of one line. In a cell 合 计 is one word however far apart it is set."""
    wide_gap = float("inf")
    if keeps_wide_gaps:
        gaps = [(b.left - a.right) / b.size for a, b in itertools.pairwise(line)]
        if gaps and median(gaps) < _SPACED_OUT:
            wide_gap = _WIDE_GAP
    written: list[str] = []
    last: Char | None = None
    was_plain = False
    for char in line:
        text = char.text
        is_plain = not text.isascii() and text not in NUMERIC
        if is_plain and was_plain and not keeps_wide_gaps:
            # Between the characters of a Chinese word no gap is wide enough: most pairs are such.
            written.append(text)
        elif last is not None and _needs_blank(last, char, wide_gap):
            written += (" ", text)
        else:
            written.append(text)
        last, was_plain = char, is_plain
    return "".join(written)


def _broken_amount(parts: Sequence[str]) -> str | None:
    """Return the amount that a narrow cell breaks over lines, None where it is none for certain.

    The first line must be no number by itself, or lack just its last decimal: 12 above 34.50 may
    be two numbers, 123,456,78 above 9.10 cannot.
    """
    whole = "".join(parts)
    if len(parts) < 2 or not _WHOLE_AMOUNT.match(whole):
        return None
    lacks_one = _ONE_DECIMAL.match(parts[0]) and len(whole) == len(parts[0]) + 1
    return whole if lacks_one or not _NUMBER.match(parts[0]) else None


def write_cell(lines: Sequence[Sequence[Char]]) -> str:
    """Return the text of a cell: its lines joined, but never a number to the next number."""
    parts = [write_line(line) for line in lines]
    broken = _broken_amount(parts)
    if broken is not None:
        return broken
    written = ""
    for part in parts:
        if written and part:
            ends, begins = written[-1], part[0]
            if (ends in NUMERIC or _is_latin(ends)) and (begins in NUMERIC or _is_latin(begins)):
                written += " "
        written += part
    return written


def has_overprint(lines: Sequence[Sequence[Char]]) -> bool:
    """Return whether different figures stand on top of one another."""
    for line in lines:
        if len(line) < 2:
            continue
        figures = [char for char in line if char.text.isdigit() or char.text == "."]
        for last, char in itertools.pairwise(figures):
            narrow = min(last.right - last.left, char.right - char.left)
            if char.left < last.right - 0.5 * narrow:
                return True
    return False
