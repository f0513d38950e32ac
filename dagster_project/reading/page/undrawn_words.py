"""Columns without lines between them: where the words of all rows leave a gap.

A gap counts where no row prints anything in it and a figure stands beside it. Two figures of one
row are never in one column: where they cannot be told apart, nothing is said of any column.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from dagster_project.form.enumerators import counts_from_one
from dagster_project.reading.page.merging import merge_spans
from dagster_project.reading.page.page_model import Char
from dagster_project.reading.page.writing import AMOUNT, NUMERIC, write_line

# Parts of an em: words of one cell are nearer to one another than this.
_WORD_GAP = 0.5
# Figures nearer than this are one figure, as in writing; a name may begin close behind an amount.
_FIGURE_GAP = 0.3
_AFTER_AMOUNT = 0.15
# Points: words that nearly touch leave no gap.
_TOUCH = 0.5
# What stands for no amount, and what only sentences hold.
_NONE = frozenset("-—－–")
_OF_SENTENCES = "。，；"


class Word(NamedTuple):
    """A run of characters on one line: where it begins and ends, and what it says."""

    left: float
    right: float
    text: str

    @property
    def is_figure(self) -> bool:
        """Whether it is a number of any kind: an amount, a code, a line number."""
        return all(char in NUMERIC for char in self.text) and any(map(str.isdigit, self.text))

    @property
    def is_amount(self) -> bool:
        """Whether it is an amount for certain."""
        return AMOUNT.match(self.text) is not None


def words_of(line: Sequence[Char], gap: float | None = None) -> list[Word]:
    """Return the words of a line; with a ``gap``, in parts of an em, all that is so far apart."""
    groups: list[list[Char]] = []
    for char in line:
        if groups and not _parts(groups[-1], char, gap):
            groups[-1].append(char)
        else:
            groups.append([char])
    return [Word(g[0].left, max(c.right for c in g), write_line(g)) for g in groups]


def _parts(group: Sequence[Char], char: Char, gap: float | None) -> bool:
    last = group[-1]
    away = (char.left - last.right) / char.size
    if gap is not None:
        return away >= gap
    if last.text in NUMERIC and char.text in NUMERIC:
        return away > _FIGURE_GAP or (char.after_space and away > _TOUCH / char.size)
    if last.text in NUMERIC and away >= _AFTER_AMOUNT:
        return away >= _WORD_GAP or AMOUNT.match(write_line(group)) is not None
    return away >= _WORD_GAP


def numbers_columns(words: Sequence[Word]) -> bool:
    """Return whether a line numbers columns: 1 2 3, with 栏次 among them or without.

    Where a cell ends is not known yet: any words may stand beside the numbers, unlike in a row.
    """
    numbers = [int(w.text) for w in words if w.text.isdecimal() and len(w.text) < 3]
    figures = sum(w.is_figure for w in words)
    return len(numbers) > 1 and len(numbers) == figures and counts_from_one(numbers)


def is_crowded(lines: Sequence[Sequence[Word]], *, is_whole: bool) -> bool:
    """Return whether lines hold several amounts where one column is drawn.

    Two such lines are columns; of a whole table without inner lines one is enough, with so many
    amounts as no cell holds.
    """
    counts = [sum(word.is_amount for word in line) for line in lines]
    crowded = sum(count > 1 for count in counts)
    numbered = any(map(numbers_columns, lines))
    if crowded > 1 or (crowded == 1 and (numbered or (is_whole and max(counts) > 2))):
        return True
    return is_whole and _lists_amounts(lines)


def _lists_amounts(lines: Sequence[Sequence[Word]]) -> bool:
    """Return whether a whole table names something and gives an amount for it, line by line.

    The rest of a table on its next page may be one such row. Text in a frame has sentences.
    """
    ends = [len(line) > 1 and (line[-1].is_amount or line[-1].text in _NONE) for line in lines]
    if not any(ends):
        return False
    last = len(ends) - ends[::-1].index(True)
    texts = "".join(word.text for line in lines[:last] for word in line)
    return not any(mark in texts for mark in _OF_SENTENCES)


def _inside(words: Sequence[Word], left: float, right: float) -> list[Word]:
    return [word for word in words if word.left < right and word.right > left]


def _spans(words: Sequence[Word]) -> list[tuple[float, float]]:
    return merge_spans(((word.left, word.right) for word in words), _TOUCH)


def _conflicts(lines: Sequence[Sequence[Word]], left: float, right: float) -> list[Sequence[Word]]:
    """Return what lines hold of a column beyond one figure or one name."""
    inside = (_inside(line, left, right) for line in lines)
    return [words for words in inside if len(words) > 1 and any(w.is_figure for w in words)]


def _apart(
    lines: Sequence[Sequence[Word]], left: float, right: float
) -> Iterator[tuple[float, float]] | None:
    """Return the columns within a stretch that a name bridges, as 合计 does over code and name."""
    crowded = _conflicts(lines, left, right)
    if not crowded:
        return iter([(left, right)])
    own = _spans([word for words in crowded for word in words])
    kept, bridges = [], 0
    for line in lines:
        for word in _inside(line, left, right):
            if len([s for s in own if s[0] < word.right and s[1] > word.left]) < 2:
                kept.append(word)
            elif word.is_figure:
                return None
            else:
                bridges += 1
    found = _spans(kept)
    if bridges > len(crowded):
        return None
    without = [[word for word in line if word in kept] for line in lines]
    if any(_conflicts(without, *span) for span in found):
        return None
    return iter(found)


def find_columns(lines: Sequence[Sequence[Word]]) -> list[tuple[float, float]] | None:
    """Return where the words of each column begin and end, None where that is not certain."""
    # 栏次 beside the numbers of the columns stands in the middle of a column of names.
    lines = [[w for w in ln if w.is_figure] if numbers_columns(ln) else ln for ln in lines]
    found: list[tuple[float, float]] = []
    for left, right in _spans([word for line in lines for word in line]):
        apart = _apart(lines, left, right)
        if apart is None:
            return None
        found.extend(apart)
    joined: list[tuple[float, float]] = []
    for span in found:
        if joined and not _has_figure_beside(lines, joined[-1][1], span[0]):
            joined[-1] = (joined[-1][0], span[1])
        else:
            joined.append(span)
    return _numbered(lines, joined)


def _numbered(
    lines: Sequence[Sequence[Word]], columns: list[tuple[float, float]]
) -> list[tuple[float, float]] | None:
    """Return the columns, a number of a column and its figures as one; None where one lacks either.

    Numbers are set in the middle and figures to one side, so that they need not stand one above the
    other; on which side they stand is the same in all columns.
    """
    numbering = [line for line in lines if numbers_columns(line)]
    if not numbering:
        return columns
    rest = [line for line in lines if not numbers_columns(line)]

    def has(own: Sequence[Sequence[Word]], span: tuple[float, float]) -> bool:
        inside = (w for line in own for w in _inside(line, *span))
        return any(w.is_amount or (own is numbering and w.is_figure) for w in inside)

    has_number = [has(numbering, span) for span in columns]
    has_amount = [has(rest, span) for span in columns]
    is_bare = [
        has_number[k] and not any(_inside(line, *span) for line in rest)
        for k, span in enumerate(columns)
    ]
    for step in (1, -1):
        joined = list(columns)
        numbered = list(has_number)
        gone = set()
        for k in range(len(columns)):
            other = k + step
            if not is_bare[k] or not 0 <= other < len(columns):
                continue
            if has_amount[other] and not has_number[other]:
                span = columns[k], columns[other]
                joined[other] = (min(span)[0], max(span)[1])
                numbered[other] = True
                gone.add(k)
        if all(numbered[k] for k in range(len(columns)) if has_amount[k]):
            return [span for k, span in enumerate(joined) if k not in gone]
    return None


def _has_figure_beside(lines: Sequence[Sequence[Word]], left: float, right: float) -> bool:
    """Return whether some line has a figure next to a gap and something on its other side."""
    return any(
        a.right <= left + _TOUCH and b.left >= right - _TOUCH and (a.is_figure or b.is_figure)
        for line in lines
        for a, b in pairwise(line)
    )
