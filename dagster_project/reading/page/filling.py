"""Which character stands in which cell of a lattice."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from dagster_project.reading.page.lattice import Lattice
from dagster_project.reading.page.page_model import Char
from dagster_project.reading.page.writing import AMOUNT, lines_of, pieces


class Locator:
    """Finds the cell of a lattice at a point."""

    def __init__(self, lattice: Lattice) -> None:
        """Note which cell holds each position of the lattice."""
        self._xs, self._ys = lattice.xs, lattice.ys
        self._owner = {
            (i, j): number
            for number, box in enumerate(lattice.boxes)
            for i in range(box.row, box.row + box.rows)
            for j in range(box.column, box.column + box.columns)
        }

    def at(self, x: float, y: float) -> int | None:
        """Return the number of the cell at a point, None outside."""
        i, j = bisect_right(self._ys, y) - 1, bisect_right(self._xs, x) - 1
        return self._owner.get((i, j))


@dataclass
class Filling:
    """The characters of each cell by its number, those outside, and cells that are in doubt."""

    locator: Locator
    inside: dict[int, list[Char]] = field(default_factory=dict)
    outside: list[Char] = field(default_factory=list)
    straddled: set[int] = field(default_factory=set)
    _lines: dict[int, list[list[Char]]] | None = None

    def lines(self) -> dict[int, list[list[Char]]]:
        """Return the lines of each cell that has any, by its number; made once."""
        if self._lines is None:
            self._lines = {number: lines_of(found) for number, found in self.inside.items()}
        return self._lines


def _parts(piece: Sequence[Char], places: Sequence[int | None]) -> list[str]:
    """Return the text of a piece, cut where the cell changes."""
    parts = [""]
    for index, char in enumerate(piece):
        if index and places[index] != places[index - 1]:
            parts.append("")
        parts[-1] += char.text
    return parts


def fill(lattice: Lattice, chars: Sequence[Char]) -> Filling:
    """Return the characters of each cell.

    A number drawn across a border belongs whole to the cell that holds most of it, and both cells
    are in doubt; where a border parts two whole amounts, each goes to its own cell.
    """
    locator = Locator(lattice)
    filling, at = Filling(locator), locator.at
    for piece in pieces(chars):
        places = [at(char.x, char.y) for char in piece]
        if len(set(places)) > 1:
            is_number = any(char.text.isdigit() for char in piece)
            if not (is_number and all(AMOUNT.match(part) for part in _parts(piece, places))):
                if is_number:
                    filling.straddled |= {place for place in places if place is not None}
                chosen = Counter(places).most_common(1)[0][0]
                places = [chosen] * len(piece)
        for char, place in zip(piece, places, strict=True):
            if place is None:
                filling.outside.append(char)
            else:
                filling.inside.setdefault(place, []).append(char)
    return filling
