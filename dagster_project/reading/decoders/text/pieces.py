"""The printed pieces of a line and the places they take, and whether a text keeps its columns.

``pdftotext -layout`` and its like print a page with its columns under one another: figures of a
column end at one place. Some count a Chinese character as two places, as a terminal shows it, some
as one. Where blanks were collapsed figures end anywhere, and nothing here applies.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from dagster_project.form.header_words import is_number
from dagster_project.reading.model.grid import TextLine

Measure = Callable[[str], int]
# Apart by two blanks; or by one beside a code or an amount, which hold none.
_PIECE = re.compile(r"\S+(?: \S+)*")
_CODE_ALONE = re.compile(r"\d{3}(?:\d{2}){0,2}")
_AMOUNT = re.compile(r"[-−－–△▲]?\d[\d,，]*[.．]\d{2,6}")
_GLUED = re.compile(
    rf"(?:(?<=^)|(?<= ))(?:{_CODE_ALONE.pattern})(?= [\u4e00-\u9fff])|{_AMOUNT.pattern}(?= |$)"
)
_FEWEST_FIGURES = 6
_LEAST_ALIGNED = 0.6
_NEAR_LINES = 6


@dataclass(frozen=True)
class Piece:
    """One printed piece: its text and the places it takes, the end not included.

    ``is_apart``: at least two blanks stand before it.
    """

    text: str
    start: int
    end: int
    line: TextLine
    is_apart: bool = True

    @property
    def is_figure(self) -> bool:
        """Whether this is a number."""
        return is_number(self.text)


def two_places(text: str) -> int:
    """Return the places of a text where a wide character takes two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def _parts(text: str) -> list[tuple[int, str]]:
    """Return the parts of a piece that one blank sets apart, with where each begins."""
    cuts = {0}
    for found in _GLUED.finditer(text):
        before, after = text[: found.start()], text[found.end() :]
        # 1 ,234.00 is one damaged figure, and so is - 20.00.
        if (
            not before or (before[-1] == " " and not re.search(r"[-−－–△▲¥￥,，.．] $", before))
        ) and (not after or not re.match(r" [,，.．]", after)):
            cuts |= {found.start(), found.end()}
    bounds = [*sorted(cut for cut in cuts if cut < len(text)), len(text)]
    parts = [(a, text[a:b]) for a, b in pairwise(bounds)]
    return [(a + len(part) - len(part.lstrip()), part.strip()) for a, part in parts if part.strip()]


def pieces_of(line: TextLine, measure: Measure) -> list[Piece]:
    """Return the pieces of a line from left to right."""
    found = []
    for match in _PIECE.finditer(line.text):
        for at, text in _parts(match.group()):
            start = measure(line.text[: match.start() + at])
            is_apart = not at and line.text[: match.start()].endswith("  ")
            found.append(Piece(text, start, start + measure(text), line, is_apart))
    return found


def _aligned(lines: Sequence[TextLine], measure: Measure) -> tuple[int, int]:
    """Return how many amounts, of how many, end where one ends on a line near by.

    Where blanks were collapsed rows of one amount end alike, but one blank is all before them.
    """
    rows = [
        [(p.end, p.is_apart) for p in pieces_of(line, measure) if _AMOUNT.fullmatch(p.text)]
        for line in lines
        if line.text.strip()
    ]
    rows = [row for row in rows if row]
    agreeing = 0
    for at, row in enumerate(rows):
        near = [*rows[max(0, at - _NEAR_LINES) : at], *rows[at + 1 : at + 1 + _NEAR_LINES]]
        ends = {end for other in near for end, _ in other}
        agreeing += sum(is_apart and end in ends for end, is_apart in row)
    return agreeing, sum(map(len, rows))


def find_measure(lines: Sequence[TextLine]) -> Measure | None:
    """Return how wide characters count where the columns of the text stand, else None."""
    best, share = None, _LEAST_ALIGNED
    for measure in (two_places, len):
        agreeing, total = _aligned(lines, measure)
        if total >= _FEWEST_FIGURES and agreeing / total > share:
            best, share = measure, agreeing / total
    return best
