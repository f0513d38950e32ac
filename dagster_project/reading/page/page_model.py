"""One page as drawn: characters and straight rulings, in a frame where its text stands upright.

The frame has its origin at the top left, points as unit and y growing downwards, as the page is
seen when its text is read; boxes handed out are those of the page as a viewer shows it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

from dagster_project.reading.model.grid import BBox

# What stands for a glyph that has no character: a reader must see that something was printed.
UNKNOWN = "\ufffd"


@dataclass(frozen=True, slots=True)
class Frame:
    """A turn of the page's visible box, clockwise in degrees."""

    turn: int
    left: float
    bottom: float
    right: float
    top: float

    @property
    def size(self) -> tuple[float, float]:
        """Width and height after the turn."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.turn in (90, 270) else (width, height)

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point of the page's own space stands in this frame."""
        if self.turn == 0:
            return x - self.left, self.top - y
        if self.turn == 90:
            return y - self.bottom, x - self.left
        if self.turn == 180:
            return self.right - x, y - self.bottom
        return self.top - y, self.right - x

    def unplace(self, x: float, y: float) -> tuple[float, float]:
        """Return the point of the page's own space that stands at a point of this frame."""
        if self.turn == 90:
            return y + self.left, x + self.bottom
        if self.turn == 180:
            return self.right - x, y + self.bottom
        if self.turn == 270:
            return self.right - y, self.top - x
        return x + self.left, self.top - y

    def place_box(self, x0: float, y0: float, x1: float, y1: float) -> BBox:
        """Return a box of the page's own space as left, top, right, bottom of this frame."""
        if self.turn == 0 and x0 <= x1 and y0 <= y1:
            return x0 - self.left, self.top - y1, x1 - self.left, self.top - y0
        (ax, ay), (bx, by) = self.place(x0, y0), self.place(x1, y1)
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)

    def to(self, other: Frame, box: BBox) -> BBox:
        """Return a box of this frame in another frame of the same page."""
        (x0, y0), (x1, y1) = self.unplace(box[0], box[1]), self.unplace(box[2], box[3])
        return other.place_box(x0, y0, x1, y1)


class Char(NamedTuple):
    """One visible character: its advance box and middle, its size, whether a space is before it.

    A tuple, as rulings are: a page has a thousand, and they are made four times faster.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    after_space: bool
    x: float
    y: float


# As the class itself makes one, at half the cost: what NamedTuple makes is written in Python.
make_char: Callable[[tuple[str, float, float, float, float, float, bool, float, float]], Char]
make_char = partial(tuple.__new__, Char)


class Ruling(NamedTuple):
    """A straight line: at ``at`` across, from ``start`` to ``end`` along."""

    at: float
    start: float
    end: float


@dataclass
class Drawing:
    """What a page draws besides text."""

    horizontal: list[Ruling] = field(default_factory=list)
    vertical: list[Ruling] = field(default_factory=list)
    fills: list[BBox] = field(default_factory=list)
    image_area: float = 0.0
    curves: int = 0


@dataclass
class PageModel:
    """One page: its number, its frames, its characters in drawing order and its rulings.

    ``hidden`` are characters that nobody sees: another reading must not take them for figures.
    ``odd_digits`` are drawn like other digits than the text says: it may be false.
    """

    page_no: int
    upright: Frame
    shown: Frame
    chars: list[Char]
    drawing: Drawing
    hidden: list[Char] = field(default_factory=list)
    odd_digits: frozenset[str] = frozenset()

    def shown_box(self, box: BBox) -> BBox:
        """Return a box of this page as a viewer shows it, to a tenth of a point."""
        left, top, right, bottom = self.upright.to(self.shown, box)
        return round(left, 1), round(top, 1), round(right, 1), round(bottom, 1)
