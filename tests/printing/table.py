"""One invented table: what is printed in every place, and what a reader must find there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

LEFT, UP = "<", "^"
Key = tuple[str, str]


@dataclass(frozen=True)
class Spot:
    """One printed place of the body: its text, and of a figure the row and column it belongs to."""

    text: str
    key: Key | None = None


@dataclass
class InventedTable:
    """One table as printed. ``<`` and ``^`` in header or body go on the cell left or above."""

    code: str
    number: str
    title: str
    unit: str
    widths: Sequence[float]
    header: list[list[str]]
    body: list[list[Spot]] = field(default_factory=list)
    fields: list[list[str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    is_empty: bool = False

    def row(self, *spots: Spot | str) -> None:
        """Add a printed row."""
        self.body.append([s if isinstance(s, Spot) else Spot(s) for s in spots])

    def texts(self) -> list[list[str]]:
        """Return the texts of header and body, marks of merged places included."""
        return self.header + [[spot.text for spot in row] for row in self.body]

    def expected(self) -> dict[Key, str]:
        """Return the text of every figure's place, "" where it is blank."""
        return {s.key: s.text for row in self.body for s in row if s.key is not None}


def spans(texts: Sequence[Sequence[str]]) -> dict[tuple[int, int], tuple[int, int]]:
    """Return rows and columns of every merged cell by its first place."""
    owner: dict[tuple[int, int], tuple[int, int]] = {}
    for i, row in enumerate(texts):
        for j, text in enumerate(row):
            above = owner.get((i - 1, j), (i, j))
            before = owner.get((i, j - 1), (i, j))
            owner[i, j] = above if text == UP else before if text == LEFT else (i, j)
    found: dict[tuple[int, int], tuple[int, int]] = {}
    for (i, j), (a, b) in owner.items():
        rows, columns = found.get((a, b), (1, 1))
        found[a, b] = max(rows, i - a + 1), max(columns, j - b + 1)
    return found


def shown(text: str) -> str:
    """Return the text of a place without the marks of merging."""
    return "" if text in (LEFT, UP) else text
