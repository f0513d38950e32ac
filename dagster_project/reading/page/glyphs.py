"""Characters as a second library gives them, set into the frame in which a page is read."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial
from operator import attrgetter
from typing import NamedTuple, Protocol

from dagster_project.reading.page.page_model import Char, PageModel
from dagster_project.reading.page.raised import Place, has_marks, texts_with_marks
from dagster_project.reading.page.writing import without_doubles

# A reading that is not there must not look like agreement.
UNREAD = "（未读出）"
# Parts of an em: two readings put one character this near to one another.
_SAME_PLACE = 0.4


class Glyph(NamedTuple):
    """One character of the second reading: its middle, in the page's own space at first."""

    text: str
    x: float
    y: float
    size: float


# As the class itself makes one, at half the cost: what NamedTuple makes is written in Python.
make_glyph: Callable[[tuple[str, float, float, float]], Glyph] = partial(tuple.__new__, Glyph)
_BY_HEIGHT, _BY_PLACE = attrgetter("y"), attrgetter("x")


class Reader(Protocol):
    """Reads the characters of a page again, fast or thoroughly; None where it cannot."""

    def read(self, page_no: int) -> list[Glyph] | None:
        """Return the characters of a page, from 1."""

    def read_slowly(self, page_no: int) -> list[Glyph] | None:
        """Return them as another library reads them, where the first is doubted."""


def write_reading(glyphs: Sequence[Glyph]) -> str:
    """Return the text of the glyphs of one cell, placed in the upright frame."""
    lines: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=_BY_HEIGHT):
        if lines and glyph.y - lines[-1][0].y < 0.6 * glyph.size:
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    return " ".join("".join(g.text for g in sorted(line, key=_BY_PLACE)) for line in lines)


def place_glyphs(glyphs: Sequence[Glyph], page: PageModel) -> list[Glyph]:
    """Return the glyphs in the frame in which the page is read, as far as anybody sees them.

    What is seen is decided once, by how the page is drawn; what a glyph says is read twice.
    """
    place = page.upright.place
    placed = [make_glyph((text, *place(x, y), size)) for text, x, y, size in glyphs]
    if has_marks(placed):
        texts = texts_with_marks(Place(*glyph) for glyph in placed)
        placed = [glyph._replace(text=text) for glyph, text in zip(placed, texts, strict=True)]
    if not page.hidden:
        return without_doubles(placed)
    hidden, seen = _by_text(page.hidden), _by_text(page.chars)
    # Whatever is as large as a watermark is one: where it stands differs with the font found.
    most = max((char.size for char in page.chars), default=0.0)
    huge = min((char.size for char in page.hidden if char.size > 1.1 * most), default=math.inf)
    return without_doubles(
        glyph
        for glyph in placed
        if glyph.size < 0.95 * huge
        and (
            _distance(glyph, hidden) > _SAME_PLACE
            or _distance(glyph, seen) < _distance(glyph, hidden)
        )
    )


def _by_text(chars: Sequence[Char]) -> dict[str, list[Char]]:
    found: dict[str, list[Char]] = {}
    for char in chars:
        found.setdefault(char.text, []).append(char)
    return found


def _distance(glyph: Glyph, chars: dict[str, list[Char]]) -> float:
    """Return how far the nearest of the characters with the same text is, in parts of an em."""
    away = (
        max(abs(c.x - glyph.x), abs(c.y - glyph.y)) / glyph.size for c in chars.get(glyph.text, ())
    )
    return min(away, default=math.inf)
