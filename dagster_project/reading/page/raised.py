"""Raised and lowered digits behind a figure: they point to a note and are no digits of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, Protocol

# Parts of an em of the figure. Word sets such digits at 0.58 to 0.7 and a third of an em up; a
# figure of another font on another baseline is as large as its neighbours.
_SMALLER = 0.8
_OFF_LINE = 0.1
_NEAR = 0.8
# The middle of a placed character stands this far above its baseline, in its own em.
MIDDLE_ABOVE = 0.36
_DIGITS = frozenset("0123456789")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


class Sized(Protocol):
    """A character with its size."""

    @property
    def text(self) -> str:
        """The character."""

    @property
    def size(self) -> float:
        """Its size in points."""


class Place(NamedTuple):
    """Where a character of either reading stands: its middle, and its size."""

    text: str
    x: float
    y: float
    size: float

    @property
    def baseline(self) -> float:
        """The line it stands on, counted downwards."""
        return self.y + MIDDLE_ABOVE * self.size


def as_mark(text: str) -> str:
    """Return a raised or lowered piece of text with digits that nobody takes for a figure's."""
    return text.translate(_RAISED)


def has_marks(chars: Iterable[Sized]) -> bool:
    """Return whether digits of several sizes are there at all: most pages have one."""
    sizes = [char.size for char in chars if char.text in _DIGITS]
    return bool(sizes) and min(sizes) < _SMALLER * max(sizes)


def texts_with_marks(places: Iterable[Place]) -> list[str]:
    """Return the texts of characters in drawing order, raised and lowered digits as marks."""
    found: list[str] = []
    figure: Place | None = None
    end = 0.0
    for place in places:
        is_digit = place.text in _DIGITS
        is_mark = (
            is_digit
            and figure is not None
            and place.size < _SMALLER * figure.size
            and abs(place.baseline - figure.baseline) > _OFF_LINE * figure.size
            and abs(place.y - figure.y) < figure.size
            and 0 < place.x - end < _NEAR * figure.size
        )
        found.append(as_mark(place.text) if is_mark else place.text)
        end = place.x
        if not is_mark:
            figure = place if is_digit else None
    return found
