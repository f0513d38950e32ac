"""Rows as they are being read: code and name first, figures beside them, then a logical row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from dagster_project.form.labels import normalise_label, squeeze
from dagster_project.form.layouts import Column
from dagster_project.reading.model.cells import LogicalRow
from dagster_project.reading.model.grid import GridCell, Place
from dagster_project.reading.tables.body import BodyRow
from dagster_project.reading.tables.codes import Lead, join_parts, read_lead
from dagster_project.reading.tables.context import GridContext


@dataclass
class Draft:
    """One row being read."""

    lead: Lead
    name: str
    figures: list[tuple[Column, GridCell]]
    line_number: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether no figure is printed in the row."""
        return not any(cell.text.strip() for _, cell in self.figures)

    @property
    def has_lead(self) -> bool:
        """Whether a code or a name is printed in front of the figures."""
        return bool(self.lead.code or self.lead.name)

    @property
    def is_total(self) -> bool:
        """Whether the row is named as a total."""
        return normalise_label(self.name).endswith(("合计", "总计", "小计"))

    @property
    def place(self) -> str:
        """Where the row is: at its code or name, else at its first figure."""
        figures = [cell.locator for _, cell in self.figures if cell.text.strip()]
        return self.lead.place or next(iter(figures), "")


def _without_filling(code: str) -> str:
    """Return a code without zeros that fill it up: 2080000 is 208; no level is numbered 00."""
    while len(code) > 3 and code.endswith("00"):
        code = code[:-2]
    return code


@dataclass
class CodeReader:
    """Reads codes and names; a code of which only the last part is printed gets its beginning.

    Some print 类 and 款 only once, above all their 款 and 项.
    """

    pattern: re.Pattern[str]
    context: GridContext
    _above: dict[int, str] = field(default_factory=dict)

    def read(self, row: BodyRow, places: Sequence[int] | None = None) -> Lead:
        """Return the code and name in front of a row."""
        lead = read_lead(row.lead(places))
        parts = self._parts(row, places)
        code = lead.code
        if code and any(len(text) < 2 for text in parts.values()):
            # Levels kept as numbers lost their zeros: 208 5 5 is 2080505.
            parts = {i: text.zfill(2) for i, text in parts.items()}
            code = join_parts([parts[i] for i in sorted(parts)])
        if code and not self.pattern.fullmatch(code) and parts:
            first = min(parts)
            upper = [self._above[i] for i in sorted(self._above) if i < first]
            filled = join_parts([*upper, *(parts[i] for i in sorted(parts))])
            code = filled if self.pattern.fullmatch(filled) else code
        if parts and self.pattern.fullmatch(code):
            first = min(parts)
            self._above = {i: text for i, text in self._above.items() if i < first} | parts
        code = _without_filling(code) if self.pattern.fullmatch(code) else code
        return Lead(code, lead.printed_code, lead.name, lead.readings_agree, lead.place)

    def _parts(self, row: BodyRow, places: Sequence[int] | None) -> dict[int, str]:
        wanted = range(len(row.cells)) if places is None else places
        parts: dict[int, str] = {}
        seen: set[Place | None] = set()
        for i in wanted:
            text = squeeze(row.cells[i].text)
            is_lead = i in row.columns.lead and i not in row.columns.line_numbers
            if is_lead and text.isdecimal() and row.cells[i].place not in seen:
                seen.add(row.cells[i].place)
                parts[i] = text
        return parts


def merge_continued(drafts: list[Draft], draft: Draft, *, begins_part: bool) -> bool:
    """Add a row that only goes on with the row above to that row; return whether it did.

    A name that wraps leaves a row without code and figures; at a page break the figures of a row
    may stand on either side of it.
    """
    above = drafts[-1] if drafts else None
    if above is None or draft.lead.code or not above.lead.code:
        return False
    if draft.is_empty and draft.name and not draft.is_total:
        above.name += draft.name
        return True
    if begins_part and above.is_empty and not draft.is_empty and not draft.is_total:
        above.name += draft.name
        above.figures = draft.figures
        return True
    return False


def account_row(
    context: GridContext, row_no: int, draft: Draft, pattern: re.Pattern[str], roles: dict[int, str]
) -> LogicalRow:
    """Return the logical row of a draft: an account, a total, or a row that is not known."""
    lead, name = draft.lead, draft.name
    if lead.code and pattern.fullmatch(lead.code):
        return LogicalRow(
            row_no,
            lead.code,
            roles[len(lead.code)],
            name,
            printed_line_no=draft.line_number,
            printed_code=lead.printed_code,
            account_code=lead.code,
        )
    if lead.code:
        context.table.doubt(f"{lead.place} “{lead.printed_code}{name}”的科目编码不完整或不认识")
        return LogicalRow.unknown(row_no, "amount", name, draft.line_number, lead.printed_code)
    line = context.find_line(name, None, 0, lead.place) if normalise_label(name) else None
    if line is not None:
        return LogicalRow(row_no, line.row_key, line.row_role, name, draft.line_number)
    if not draft.is_empty:
        # A figure that no account owns may have lost its code, or its row.
        context.table.doubt(f"{draft.place} “{name or '无名行'}”有数而没有科目编码")
    if normalise_label(name):
        context.note_unknown_line(name, lead.place)
        return LogicalRow.unknown(row_no, "amount", name, draft.line_number)
    return LogicalRow.unlabelled(row_no, draft.line_number)
