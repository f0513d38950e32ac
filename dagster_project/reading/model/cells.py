"""Cells: what every reader produces, whatever the medium. One object per printed cell."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from operator import attrgetter

from dagster_project.contract.amounts import (
    PrintedAmount,
    UnreadableAmountError,
    parse_printed_amount,
    yuan_amount,
)
from dagster_project.contract.cell_model import CELL_COLUMNS
from dagster_project.reading.model.grid import BBox

_IN_ORDER = attrgetter(*CELL_COLUMNS)

CONFIRMED = "confirmed"
UNCONFIRMED = "unconfirmed"
NOT_READ = "not_read"


@dataclass(frozen=True)
class PrintedCell:
    """One cell as it stands in the source: text, state and place, before any meaning."""

    text: str
    state: str
    locator: str
    page: int | None = None
    bbox: BBox | None = None
    is_from_pixels: bool = False


class RowKind(Enum):
    """What is known of a row: its place in the form, only what it is called, or nothing."""

    KNOWN = "known"
    UNKNOWN = "unknown"
    UNLABELLED = "unlabelled"


@dataclass(frozen=True)
class LogicalRow:
    """What identifies one row of a table, or one side of a two-sided row."""

    row_no: int
    row_key: str
    row_role: str
    label: str = ""
    printed_line_no: str = ""
    printed_code: str = ""
    account_code: str = ""
    kind: RowKind = RowKind.KNOWN

    @classmethod
    def unknown(
        cls, row_no: int, where: str, label: str, line_no: str, code: str = "", role: str = "line"
    ) -> LogicalRow:
        """Return a row whose name or code the form does not have; ``where``: its side or column."""
        key = f"{RowKind.UNKNOWN.value}_{where}_{row_no}"
        return cls(row_no, key, role, label, line_no, code, kind=RowKind.UNKNOWN)

    @classmethod
    def unlabelled(cls, row_no: int, line_no: str, side: str = "") -> LogicalRow:
        """Return a row in which neither code nor name is printed."""
        key = "_".join(filter(None, (RowKind.UNLABELLED.value, side, str(row_no))))
        return cls(row_no, key, "line", "", line_no, kind=RowKind.UNLABELLED)


@dataclass(frozen=True)
class Cell:
    """One printed cell of a table with its meaning: the fields of its CSV, typed.

    ``amount_yuan`` is in yuan, ``value_numeric`` in ``value_unit``; both are None where no figure
    is printed. ``row_kind`` and ``is_from_pixels`` are of the reading and in no column.
    """

    row_no: int
    row_key: str
    row_role: str
    printed_line_no: str
    printed_code: str
    printed_label: str
    account_code: str
    column_code: str
    printed_text: str
    cell_state: str
    value_kind: str
    value_numeric: Decimal | None
    value_unit: str
    amount_yuan: Decimal | None
    printed_unit: str
    printed_decimals: int | None
    page: int | None
    bbox: BBox | None
    source_locator: str
    read_status: str
    confidence: Decimal
    row_kind: RowKind = RowKind.KNOWN
    is_from_pixels: bool = False
    # Only of columns that are none of the form's; the layouts know what heads the others.
    printed_header: str = ""

    @property
    def base_key(self) -> str:
        """The key of the row in the form, without the #2 of a row that is printed again."""
        return self.row_key.partition("#")[0]

    @property
    def is_repeated(self) -> bool:
        """Whether an earlier row of the table has the same key."""
        return self.base_key != self.row_key

    def as_row(self) -> dict[str, str]:
        """Return the row of the table's CSV (CELL_COLUMNS of the cell model)."""
        # Most values are text as they are: a call for each would be most of what a row costs.
        values = [each if type(each) is str else written(each) for each in _IN_ORDER(self)]
        return dict(zip(CELL_COLUMNS, values, strict=True))


def written(value: str | int | Decimal | BBox | None) -> str:
    """Return a value as CSV files hold it; nothing where there is none."""
    if value is None or type(value) is str:
        return value or ""
    if isinstance(value, tuple):
        return ",".join(f"{edge:.1f}" for edge in value)
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value)


@dataclass
class ReadTable:
    """One table as read: its facts for document.json, its cells, and what was noticed."""

    table_code: str
    variant: str | None = None
    printed_number: str | None = None
    title: str | None = None
    presence: str = "missing"
    unit: str | None = None
    # Whether the unit stands with the table: else no amount of it is confirmed.
    is_unit_printed: bool = True
    read_status: str = CONFIRMED
    reading_notes: list[str] = field(default_factory=list)
    statement: str | None = None
    rows: int = 0
    cells: list[Cell] = field(default_factory=list)
    page_first: int | None = None
    page_last: int | None = None
    source_locator: str | None = None
    # Recorded apart, None where not tried: do two readings of every figure say the same digits,
    # and do the printed sums hold?
    readings_agree: bool | None = None
    identities_hold: bool | None = None

    def compare(self, *, agrees: bool) -> None:
        """Record that one figure was read twice, and whether both readings say the same."""
        self.readings_agree = agrees and self.readings_agree is not False

    def note(self, text: str) -> None:
        """Add a reading note, once."""
        if text not in self.reading_notes:
            self.reading_notes.append(text)

    def doubt(self, text: str) -> None:
        """Add a reading note and mark the table's reading as unconfirmed."""
        self.note(text)
        if self.read_status == CONFIRMED:
            self.read_status = UNCONFIRMED

    @property
    def values(self) -> int:
        """The number of cells with a figure."""
        return sum(cell.cell_state == "value" for cell in self.cells)


@dataclass
class CellWriter:
    """Turns what is printed into the cells of one table, with unique row keys."""

    table: ReadTable
    _keys: dict[tuple[str, str], int] = field(default_factory=dict)
    _claimed: dict[tuple[int, str], str] = field(default_factory=dict)

    def unique_key(self, row_key: str, row_no: int, side: str = "") -> str:
        """Return the row key, with #2, #3 … where an earlier row of the table has it already."""
        seen = self._claimed.get((row_no, side + row_key))
        if seen is not None:
            return seen
        count = self._keys.get((row_key, side), 0) + 1
        self._keys[(row_key, side)] = count
        key = row_key if count == 1 else f"{row_key}#{count}"
        self._claimed[(row_no, side + row_key)] = key
        return key

    def add(
        self,
        row: LogicalRow,
        column_code: str,
        cell: PrintedCell,
        *,
        value_kind: str,
        value_unit: str = "",
        side: str = "",
        confidence: Decimal = Decimal(1),
        is_confirmed: bool = True,
        printed_header: str = "",
    ) -> None:
        """Append one cell. An unreadable amount stays as printed, as an unconfirmed text."""
        unit = self.table.unit or ""
        status = CONFIRMED if is_confirmed else UNCONFIRMED
        unit_of_value = (value_unit or unit) if value_kind == "money" else value_unit
        amount: PrintedAmount | None = None
        if cell.state == "value" and value_kind != "text":
            try:
                figure = cell.text.rstrip("%％") if value_kind == "percent" else cell.text
                if value_kind == "money" and unit_of_value:
                    # 1280.00万元 in a table of 万元; behind another unit it is another figure.
                    figure = re.sub(rf"(?<=[\d)）]){unit_of_value}$", "", figure)
                amount = parse_printed_amount(figure)
            except UnreadableAmountError as problem:
                self.table.doubt(f"{cell.locator} {problem}")
                value_kind, unit_of_value, status = "text", "", UNCONFIRMED
        money = amount if value_kind == "money" else None
        # Nobody may rely on an amount of unknown size; loading refuses one that says otherwise.
        if money and not (self.table.is_unit_printed and unit_of_value):
            status = UNCONFIRMED
        self.table.cells.append(
            Cell(
                row_no=row.row_no,
                row_key=self.unique_key(row.row_key, row.row_no, side),
                row_role=row.row_role,
                printed_line_no=row.printed_line_no,
                printed_code=row.printed_code,
                printed_label=row.label,
                account_code=row.account_code,
                column_code=column_code,
                printed_text=cell.text,
                cell_state=cell.state,
                value_kind=value_kind,
                value_numeric=amount.value if amount else None,
                value_unit=unit_of_value,
                amount_yuan=yuan_amount(money.value, unit_of_value) if money else None,
                printed_unit=unit,
                printed_decimals=amount.decimals if amount else None,
                page=cell.page,
                bbox=cell.bbox,
                source_locator=cell.locator,
                read_status=status,
                confidence=confidence,
                row_kind=row.kind,
                is_from_pixels=cell.is_from_pixels,
                printed_header=printed_header,
            )
        )
