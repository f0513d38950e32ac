"""Tables of a disclosure that are none of the form's: kept as printed, with no meaning given.

A row is what is printed in one row of one group of columns, a column is known by its head. Codes
(``other_01``, ``c03``) only count places. No fact looks at them; rules that know a title, a label
or an account's code do (``int_information_lines``, ``int_kept_rows``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from dagster_project.form.codes import SPACED_CODE
from dagster_project.form.enumerators import HAN_NUMBER, SECTION
from dagster_project.form.header_words import (
    is_lead_label,
    is_line_number,
    is_number,
    is_numbering,
)
from dagster_project.form.labels import squeeze
from dagster_project.form.layouts import Column
from dagster_project.form.titles import OTHER_TABLE
from dagster_project.reading.model.cells import CellWriter, LogicalRow, ReadTable
from dagster_project.reading.model.grid import GridCell, Row, distinct
from dagster_project.reading.tables.context import printed_cell
from dagster_project.reading.tables.folded import groups_side_by_side
from dagster_project.reading.tables.header import Header, read_header, row_texts
from dagster_project.reading.tables.other_kinds import Kind, kind_in
from dagster_project.reading.tables.regions import Region
from dagster_project.reading.tables.units import doubt_unit, set_unit

_CODE = re.compile(SPACED_CODE)
_LEVELS = tuple(
    re.compile(mark)
    for mark in (
        *(SECTION, f"（{HAN_NUMBER}）"),
        *(r"\d+[.．、]", r"（\d+）"),
    )
)
_DEEPEST = len(_LEVELS)


def _level(label: str) -> int:
    return next((i for i, mark in enumerate(_LEVELS) if mark.match(label)), _DEEPEST)


def _header(rows: Sequence[Row]) -> Header:
    """Return the header of a table of unknown words: without any figure, its first row."""
    if any(is_number(cell.text) for row in rows for cell in row):
        return read_header(rows)
    return Header(1, tuple((squeeze(c.text),) for c in rows[0]), frozenset({row_texts(rows[0])}))


def _places(rows: Sequence[Row], header: Header) -> tuple[set[int], set[int]]:
    """Return the columns in front of figures, and those of line numbers."""
    width = len(rows[0])
    paths = header.paths or ((),) * width
    numbered = {i for i in range(width) if is_line_number(paths[i])}
    lead = {i for i in range(width) if paths[i] and is_lead_label(paths[i][-1])} | numbered
    for place in range(width):
        texts = [squeeze(row[place].text) for row in rows]
        if any(is_number(t) and not _CODE.fullmatch(t) for t in texts) and place not in numbered:
            break
        if place and not any(is_lead_label(label) for label in paths[place]):
            break
        lead.add(place)
    return lead, numbered


def _columns(groups: Sequence[Sequence[int]], header: Header, lead: set[int]) -> dict[int, int]:
    """Return the column of each place: of one list in groups side by side, that of the first."""
    if not header.paths:
        return {}
    of_groups = [[place for place in group if place not in lead] for group in groups]
    first, *others = of_groups
    heads = [header.paths[place] for place in first]
    alike = [places for places in others if [header.paths[p] for p in places] == heads]
    return {place: own for places in alike for place, own in zip(places, first, strict=True)}


class _Reader:
    """Writes the rows of one table; remembers what the labels above say of the figures."""

    def __init__(
        self,
        table: ReadTable,
        header: Header,
        lead: set[int],
        numbered: set[int],
        columns: Mapping[int, int],
    ):
        self.table, self.header = table, header
        self.lead, self.numbered = lead, numbered
        self.columns = columns
        self.writer = CellWriter(table)
        self._said: dict[int, Kind | None] = {}

    def _row_kind(self, label: str) -> Kind | None:
        level = _level(label)
        own = kind_in(label)
        self._said = {at: kind for at, kind in self._said.items() if at < level}
        above = next((self._said[at] for at in sorted(self._said, reverse=True)), None)
        # 1.机要通信用车 below 车辆数合计（辆） is counted as that is.
        kind = own or (above if level >= 2 else None)
        if level < _DEEPEST:
            self._said[level] = kind
        return kind

    def write(self, row: Row, places: Sequence[int]) -> None:
        """Write one row of one group of columns, as far as something is printed there."""
        lead = distinct([row[i] for i in places if i in self.lead and i not in self.numbered])
        if not any(row[i].text.strip() for i in places):
            return
        codes = [squeeze(c.text) for c in lead if _CODE.fullmatch(squeeze(c.text))]
        label = "".join(squeeze(c.text) for c in lead if squeeze(c.text) not in codes)
        line_no = next((squeeze(row[i].text) for i in places if i in self.numbered), "")
        self.table.rows += 1
        row_no = self.table.rows
        role = "of_which" if label.startswith("其中") else "line"
        logical = LogicalRow(row_no, f"row_{row_no:03d}", role, label, line_no, "".join(codes))
        kind = self._row_kind(label)
        # A label over several groups is no figure of the next.
        seen: set[object] = {cell.place for cell in lead}
        for place in places:
            cell = row[place]
            if place in self.lead or cell.place in seen:
                continue
            seen.add(cell.place)
            self._write_cell(logical, place, cell, kind)

    def _write_cell(self, row: LogicalRow, place: int, cell: GridCell, kind: Kind | None) -> None:
        path = self.header.paths[place] if self.header.paths else ()
        printed = printed_cell(cell, "money")
        value_kind, unit = kind or kind_in(">".join(path)) or ("money", "")
        if printed.state == "value" and not is_number(printed.text):
            value_kind, unit = "text", ""
        code = f"c{self.columns.get(place, place) + 1:02d}"
        column = Column(code, "amount", ("",), len(path), value_kind, ">".join(path))
        if cell.doubt:
            self.table.doubt(cell.doubt)
        is_same = cell.reading is None or squeeze(cell.reading) == squeeze(cell.text)
        self.writer.add(
            row,
            column.code,
            printed,
            value_kind=value_kind,
            value_unit=unit,
            is_confirmed=is_same and not cell.doubt,
            printed_header=column.header,
        )


def _heads_another(own: Header, header: Header) -> bool:
    """Return whether a part has a header of its own, and not a row that looks like one.

    Below 项目名称 … 分值 得分 the form goes on with 一级指标 … 分值 得分.
    """
    if not own.paths or len(own.paths) != len(header.paths):
        return bool(own.paths)
    labels, before = ({path[-1] for path in h.paths if path} for h in (own, header))
    return labels != before and bool(labels & before)


def is_other_table(region: Region) -> bool:
    """Return whether a region prints a table at all: more than one row and column."""
    rows = [row for part in region.parts for row in part.rows if distinct(row)]
    return len(rows) > 1 and max(map(len, rows)) > 1


def read_other(region: Region, number: int, unit_of_others: str | None) -> ReadTable:
    """Return a table that is none of the form's, with its cells as printed."""
    pages = [p.page for p in region.parts if p.page is not None]
    table = ReadTable(
        OTHER_TABLE.format(number=number),
        variant="as_printed",
        printed_number=region.number,
        title=region.title or None,
        presence="data",
        page_first=min(pages, default=None),
        page_last=max(pages, default=None),
        source_locator="、".join(dict.fromkeys(part.locator for part in region.parts)),
    )
    set_unit(table, region, unit_of_others)
    table.note("不是已知的表，按原样保留，只核对认得出的各行")
    header: Header | None = None
    headers: set[tuple[str, ...]] = set()
    for part in region.parts:
        for doubt in part.doubts:
            table.doubt(doubt)
        if not part.rows:
            continue
        own = _header(part.rows)
        headers |= own.texts
        if header is None or _heads_another(own, header):
            header = own
        body = part.rows[own.depth :]
        lead, numbered = _places(body or part.rows, header)
        groups = groups_side_by_side(len(part.rows[0]), lead)
        reader = _Reader(table, header, lead, numbered, _columns(groups, header, lead))
        rows = [
            row
            for row in body
            if row_texts(row) not in headers and not is_numbering([c.text for c in distinct(row)])
        ]
        for places in groups:
            for row in rows:
                reader.write(row, places)
    if not table.values:
        table.presence = "empty_unstated"
    doubt_unit(table, region.parts[0].locator)
    return table
