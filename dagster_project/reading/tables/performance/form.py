"""A self-evaluation form as read, whatever the medium: its project, its rows and what is doubtful.

Row keys are ``p<project>.<row>``: ``p1`` the project with its total score, ``p1.funds_total`` and
the parts of its funds, ``p1.i01`` … its indicators.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from dagster_project.reading.model.cells import PrintedCell
from dagster_project.reading.model.grid import GridCell, TextLine

PROJECT, FUNDS, INDICATOR = "project", "funds", "indicator"


@dataclass
class FormRow:
    """One row of a form; ``key`` is the part after the project, empty for the project itself.

    ``doubtful`` names the columns of which it is not sure that the figure stands in them.
    """

    group: str
    key: str
    label: str
    cells: dict[str, PrintedCell] = field(default_factory=dict)
    doubtful: frozenset[str] = frozenset()


@dataclass
class PerformanceForm:
    """One form: one project."""

    title: str
    locator: str
    name: str = ""
    unit: str | None = None
    variant: str = "standard"
    project: FormRow = field(default_factory=lambda: FormRow(PROJECT, "", ""))
    funds: list[FormRow] = field(default_factory=list)
    indicators: list[FormRow] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)

    @property
    def rows(self) -> list[FormRow]:
        """All rows in the order of the form: the project, its funds, its indicators."""
        return [self.project, *self.funds, *self.indicators]

    @property
    def is_complete(self) -> bool:
        """Whether the total score was read: what comes after it belongs to no table."""
        return "score" in self.project.cells


def printed(text: str, at: GridCell | TextLine) -> PrintedCell:
    """Return what stands in a cell of a form: blank, a mark (—, /), or a value."""
    text = "".join(text.split())
    state = "value" if text.strip("-—－–─―/\\") else "struck_out" if text else "blank"
    return PrintedCell(text, state, at.locator, at.page, at.bbox, at.is_from_pixels)
