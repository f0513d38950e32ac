"""What every row reader of a grid needs: where its cells go, and what is noticed on the way."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from dagster_project.contract.amounts import UnreadableAmountError, parse_printed_amount
from dagster_project.form.labels import best, comparable, normalise_label, squeeze
from dagster_project.form.layouts import (
    Column,
    Line,
    Variant,
    read_blank_marks,
    read_struck_out_marks,
)
from dagster_project.reading.model.cells import (
    UNCONFIRMED,
    CellWriter,
    LogicalRow,
    PrintedCell,
    ReadTable,
    RowKind,
)
from dagster_project.reading.model.grid import GridCell, Place
from dagster_project.reading.model.readings import disagreement, readings_agree

_MOST_NOTED = 5
# Names of accounts and lines; so many different ones are no word for nothing.
_NAME = re.compile(r"[\u4e00-\u9fff]{2}")
_LEAST_NAMES = 3
_DIGITS = re.compile(r"\d+")
_TWO_NUMBERS = re.compile(r"\d\s+\d")
# Typed with blanks between thousands: 1 003.00. On a drawn page that is two columns as well.
_GROUPED = re.compile(r"[-−－]?\d{1,3}(?:[ \u00a0\u2009]\d{3})+(?:\.\d+)?")


def printed_cell(cell: GridCell, kind: str = "money") -> PrintedCell:
    """Return what stands in a cell: blank, struck out, or a value without stray spaces.

    A word for nothing (无) is a blank among figures; in a column of texts it is a text.
    """
    text = squeeze(cell.text)
    is_grouped = cell.page is None and _GROUPED.fullmatch(cell.text.strip())
    if _TWO_NUMBERS.search(cell.text) and not is_grouped:
        # Numbers apart are two numbers: put together they would pass for one.
        text = " ".join(cell.text.split())
    is_struck = text in read_struck_out_marks() or not text.strip("-—－–─―")
    is_blank = not text or (kind != "text" and text in read_blank_marks())
    state = "blank" if is_blank else "struck_out" if is_struck else "value"
    return PrintedCell(text, state, cell.locator, cell.page, cell.bbox, cell.is_from_pixels)


@dataclass
class GridContext:
    """One table being read from grids."""

    table: ReadTable
    variant: Variant
    writer: CellWriter = field(init=False)
    _used: dict[str, GridCell] = field(default_factory=dict)
    # Heads of other columns that may be summands beside the form's.
    strangers: tuple[str, ...] = ()
    # Units of money of single columns, by code and side, where they are not that of the table.
    units: Mapping[tuple[str, str], str] = field(default_factory=dict)
    _unbalanced: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Open the writer of the table's cells."""
        self.writer = CellWriter(self.table)

    def write_row(
        self,
        row: LogicalRow,
        figures: Iterable[tuple[Column, GridCell]],
        *,
        side: str = "",
        value_kind: str = "",
        value_unit: str = "",
        is_confirmed: bool = True,
    ) -> None:
        """Write the cells of one row, each in the column its header says."""
        values: dict[str, Decimal] = {}
        decimals: list[int] = []
        seen: set[Place | None] = set()
        name = row.printed_code or row.label or row.row_key
        for column, source in figures:
            cell = self._once(source, column, name, seen)
            agrees = readings_agree(cell)
            if cell.reading is not None:
                self.table.compare(agrees=agrees)
            if not agrees:
                self.table.doubt(disagreement(cell, f"“{name}”{column.labels[0]}"))
            kind = column.value_kind if column.header else value_kind or column.value_kind
            unit = self.units.get((column.code, column.group)) if kind == "money" else None
            if unit:
                # One table has one unit: what is printed in another is kept as printed.
                self.table.doubt(
                    f"{column.labels[0]}栏以“{unit}”为单位，与本表的“{self.table.unit}”不同，照印保留，没有折算"
                )
                kind = "text"
            printed = printed_cell(cell, kind)
            if cell.doubt:
                self.table.doubt(cell.doubt)
            is_drawn = cell.bbox is not None
            if row.kind is RowKind.UNKNOWN and printed.text and is_drawn and cell.confidence < 1:
                # Rows told apart by their figures alone may have cut a name in two.
                self.table.doubt(f"{cell.locator} “{name}”的行没有画线，行名不认识")
            self.writer.add(
                row,
                column.code,
                printed,
                value_kind=kind,
                value_unit=value_unit,
                side=side,
                confidence=Decimal(str(round(cell.confidence, 3))),
                is_confirmed=agrees and is_confirmed and not cell.doubt and not unit,
                printed_header=column.header,
            )
            amount = None if cell.doubt or unit else _amount(printed)
            if amount is not None:
                values[column.code] = amount[0]
                decimals.append(amount[1])
        self._notice_identities(name, values, decimals)

    def _once(self, cell: GridCell, column: Column, name: str, seen: set[Place | None]) -> GridCell:
        """Return the cell, or a blank in its place where a merged figure was already written."""
        key = column.code + column.group
        again = cell.place in seen or self._used.get(key) == cell
        self._used[key] = cell
        spans = cell.row_span > 1 or cell.column_span > 1
        if again and cell.text.strip() and spans:
            self.table.doubt(
                f"{cell.locator} “{name}”的数{squeeze(cell.text)}印在合并的格中，只记一次"
            )
            return GridCell(
                "", cell.locator, cell.page, cell.bbox, is_from_pixels=cell.is_from_pixels
            )
        seen.add(cell.place)
        return cell

    def _notice_identities(
        self, name: str, values: dict[str, Decimal], decimals: Sequence[int]
    ) -> None:
        """Remember a row that does not add up beyond rounding: an error in print, if read well."""
        if not values or self.units:
            # No row adds up where a column is left out.
            return
        half = Decimal(5).scaleb(-(max(decimals) + 1))
        for identity in self.variant.identities_of(c.code for c in self.variant.columns):
            if not any(code in values for code, _ in identity.weights):
                continue
            if identity.relation != "=" or identity.weights[0][0] not in values:
                continue
            total = sum((values.get(c, Decimal(0)) * w for c, w in identity.weights), Decimal(0))
            if abs(total) > half * len(identity.weights):
                self._unbalanced.append(f"“{name}”差{total}")

    def _doubt_displaced(self) -> None:
        """Confirm nothing of a table with names where figures belong: its heads stand elsewhere."""
        names: dict[str, set[str]] = {}
        for cell in self.table.cells:
            is_text = cell.value_kind == "text" and cell.read_status == UNCONFIRMED
            if is_text and _NAME.search(cell.printed_text):
                names.setdefault(cell.column_code, set()).add(cell.printed_text)
        if any(len(different) >= _LEAST_NAMES for different in names.values()):
            self.confirm_nothing("有的金额栏里印的是名称，栏目与数可能错位，全表不确认")

    def confirm_nothing(self, why: str) -> None:
        """Leave every cell of the table unconfirmed, with the reason."""
        self.table.doubt(why)
        self.table.cells = [replace(cell, read_status=UNCONFIRMED) for cell in self.table.cells]

    def finish(self) -> None:
        """Write the note on rows that do not add up; the figures stay as printed and confirmed."""
        self._doubt_displaced()
        if self._unbalanced:
            named = "、".join(self._unbalanced[:_MOST_NOTED])
            more = f"等{len(self._unbalanced)}处" if len(self._unbalanced) > _MOST_NOTED else ""
            self.table.note(f"行内各栏不平：{named}{more}")
            if self.strangers:
                heads = "、".join(self.strangers)
                self.table.doubt(f"另有栏目“{heads}”不在已知版式中，各栏之和可能包括它")

    def find_line(self, label: str, group: str | None, after: int, place: str) -> Line | None:
        """Return the known line of a label; one misread character is forgiven and noted."""
        line = self.variant.find_line(label, group, after)
        if line is not None:
            return line
        wanted = comparable(normalise_label(squeeze(label)))
        candidates = [
            (comparable(known.label), known.label)
            for known in self.variant.lines
            if (group is None or known.column_group == group)
            # 单价50万元 is no misreading of 单价100万元.
            and _DIGITS.findall(known.label) == _DIGITS.findall(wanted)
        ]
        near = best(wanted, candidates) if len(wanted) >= 4 else None
        if near is None:
            return None
        self.table.note(f"{place} 行名“{squeeze(label)}”按“{near}”读")
        return self.variant.find_line(near, group, after)

    def note_unknown_line(self, label: str, place: str) -> None:
        """Record a line label that the layouts do not know."""
        self.table.note(f"{place} 行名“{label}”不在已知行名之中，照印保留")


def _amount(printed: PrintedCell) -> tuple[Decimal, int] | None:
    if printed.state != "value":
        return None
    try:
        amount = parse_printed_amount(printed.text)
    except UnreadableAmountError:
        return None
    return (amount.value, amount.decimals) if amount else None
