"""One table being placed: the rows of its grid so far, and what found no place in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from dagster_project.form.layouts import Column, Line, Variant
from dagster_project.form.shapes import BY_ECONOMIC, shape_of
from dagster_project.reading.decoders.text.placement import RowRules, place
from dagster_project.reading.decoders.text.tokens import Token, tokenize_line
from dagster_project.reading.model.grid import GridCell, TextLine

# Groups of code, name and figures side by side, and the columns in front of figures (two sides
# have two, and the blank between items is one more).
_MOST_GROUPS = 4
_LEAD_COLUMNS = 5


@dataclass(frozen=True)
class Trimming:
    """Whether whoever saved the file cut the blanks at the ends, or at both ends, of its lines."""

    starts: bool
    ends: bool


def notice_trimming(lines: Sequence[TextLine]) -> Trimming:
    """Return how the lines of all tables were trimmed.

    Blanks inside lines are there, but no line ends in one: the ends were cut. One table alone
    proves nothing, it may have no blank inside its lines or none at their ends.
    """
    filled = [line.text for line in lines if line.text.strip()]
    inside = any("  " in text.strip() for text in filled)
    ends = inside and not any(text.endswith(" ") for text in filled)
    return Trimming(ends and not any(text.startswith(" ") for text in filled), ends)


@dataclass
class TableBuilder:
    """The body of one table, the layout its header agrees with, and the rows placed so far.

    ``layouts`` are all that share the table's title: which of them is its own is not known here,
    so a label of any of them is a known label.
    """

    layouts: Sequence[Variant]
    variant: Variant
    body: Sequence[TextLine]
    trimming: Trimming
    rows: list[list[GridCell]] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)

    @cached_property
    def counts_blanks(self) -> bool:
        """Whether one blank is one empty cell: no row has more of them than its columns ask for.

        Elsewhere blanks align columns, and how many there are says nothing.
        """
        groups = _MOST_GROUPS if shape_of(self.variant.table_code) == BY_ECONOMIC else 1
        most = groups * (len(self.variant.columns) + _LEAD_COLUMNS)
        return not any(" " * (most + 1) in line.text.strip() for line in self.body)

    def find_line(self, label: str) -> Line | None:
        """Return the line of a label in one of the layouts."""
        found = (layout.find_line(label, None) for layout in self.layouts)
        return next(filter(None, found), None)

    def place(
        self, items: Sequence[Token], columns: Sequence[Column], line: TextLine, name: str
    ) -> list[GridCell]:
        """Return the cells of a row's columns; where they are not decidable each says so."""
        codes = tuple(column.code for column in columns)
        identities = self.variant.identities_of(codes)
        rules = RowRules(
            codes, identities, self.trimming.ends, self.trimming.starts, self.counts_blanks
        )
        placed = place(items, rules)
        doubt = f"{line.locator} “{name}”{placed.problem}" if placed.problem else ""
        last = items[-1].line if items else line
        return [
            GridCell(
                token.text if token else "",
                (token.line if token else last).locator,
                (token.line if token else last).page,
                confidence=placed.confidence,
                doubt=doubt,
            )
            for token in placed.cells
        ]

    def add_account(self, code: str, name: str, items: Sequence[Token], line: TextLine) -> None:
        """Add the row of an account or of a total."""
        figures = self.place(items, self.variant.columns, line, code or name)
        self.rows.append([*lead_cells(line, code, name), *figures])

    def doubt_stray(self, tokens: Sequence[Token]) -> None:
        """Record printed figures that belong to no row, so that none is lost in silence."""
        for token in tokens:
            if token.kind in ("number", "mark"):
                self.doubts.append(f"{token.line.locator} “{token.text}”不属于任何一行")


def lead_cells(line: TextLine, *texts: str) -> list[GridCell]:
    """Return what stands in front of the figures of a row."""
    return [GridCell(text, line.locator, line.page) for text in texts]


def read_three_public(table: TableBuilder) -> None:
    """Add the only row of 公开07: twelve figures without a label, or none printed at all."""
    tokens = [token for line in table.body for token in tokenize_line(line)]
    items = [token for token in tokens if token.kind != "text"]
    if items:
        columns, name = table.variant.columns, table.variant.title_zh
        table.rows.append(table.place(items, columns, items[0].line, name))
