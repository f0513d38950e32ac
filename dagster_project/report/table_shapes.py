"""What a printed table consists of when it is drawn: blocks, sides, rows and cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from dagster_project.release.marts import Row
from dagster_project.report.cell_marks import Mark
from dagster_project.report.printed_headers import HeaderCell, PrintedColumn


class Cell(NamedTuple):
    """One cell to draw; ``text`` is what is printed."""

    text: str
    state: str
    is_text: bool
    column_code: str
    is_confirmed: bool
    mark: Mark | None
    anchor: str | None


class SideRow(NamedTuple):
    """One row of one side: code, label and line number as printed, and a cell per column."""

    row_no: int
    role: str
    level: int
    code: str
    label: str
    line_no: str
    cells: list[Cell | None]


@dataclass(frozen=True)
class Side:
    """One side of a table; an ordinary table has one side without a label."""

    label: str | None
    columns: list[PrintedColumn]
    header: list[list[HeaderCell]]
    has_code: bool
    has_label: bool
    has_line_no: bool

    @property
    def leading(self) -> int:
        """Number of columns before the figures."""
        return self.has_code + self.has_label + self.has_line_no

    @property
    def width(self) -> int:
        """Number of columns in all."""
        return self.leading + len(self.columns)


@dataclass(frozen=True)
class Block:
    """One grid of a table: an ordinary table has one, self-evaluation forms several per project."""

    caption: str
    sides: list[Side]
    rows: list[list[SideRow | None]]

    @property
    def depth(self) -> int:
        """Number of header rows below the names of the sides."""
        return max((len(side.header) for side in self.sides), default=1)


@dataclass(frozen=True)
class PrintedTable:
    """A table of a document with what is said about it; without blocks when there are no cells."""

    row: Row
    name: str
    blocks: list[Block]
    notes: list[str]
