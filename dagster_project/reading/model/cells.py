"""Cells: what every reader produces, whatever the medium. One object per printed cell."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from dagster_project.contract.amounts import (
    UnreadableAmountError,
    parse_printed_amount,
    yuan_amount,
)

CONFIRMED = "confirmed"
UNCONFIRMED = "unconfirmed"
NOT_READ = "not_read"


@dataclass(frozen=True)
class PrintedCell:
    """One cell as it stands in the source: text, state and place, before any meaning."""

    text: str
    state: str
    line_no: int
    page: int | None = None
    locator: str = ""
    bbox: tuple[float, float, float, float] | None = None

    @property
    def place(self) -> str:
        """Where the cell is in the source: its locator, or the line of a text."""
        return self.locator or f"L{self.line_no}"


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


@dataclass
class ReadTable:
    """One table as read: its facts for document.json, its cells, and what was noticed."""

    table_code: str
    variant: str | None = None
    printed_number: str | None = None
    title: str | None = None
    presence: str = "missing"
    unit: str | None = None
    read_status: str = CONFIRMED
    reading_notes: list[str] = field(default_factory=list)
    statement: str | None = None
    rows: int = 0
    cells: list[dict[str, str]] = field(default_factory=list)
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
        return sum(cell["cell_state"] == "value" for cell in self.cells)


@dataclass
class CellWriter:
    """Turns printed cells of one table into rows of its CSV, with unique row keys."""

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
    ) -> None:
        """Append one cell. An unreadable amount stays as printed, as an unconfirmed text."""
        unit = self.table.unit or ""
        numeric, amount_yuan, decimals, status = (
            "",
            "",
            "",
            CONFIRMED if is_confirmed else UNCONFIRMED,
        )
        unit_of_value = (value_unit or unit) if value_kind == "money" else value_unit
        if cell.state == "value" and value_kind != "text":
            try:
                figure = cell.text.rstrip("%％") if value_kind == "percent" else cell.text
                amount = parse_printed_amount(figure)
            except UnreadableAmountError as problem:
                self.table.doubt(f"{cell.place} {problem}")
                value_kind, unit_of_value, status = "text", "", UNCONFIRMED
                amount = None
            if amount is not None:
                numeric, decimals = amount.plain, str(amount.decimals)
                yuan = yuan_amount(amount.value, unit_of_value) if value_kind == "money" else None
                amount_yuan = "" if yuan is None else format(yuan, "f")
        self.table.cells.append(
            {
                "row_no": str(row.row_no),
                "row_key": self.unique_key(row.row_key, row.row_no, side),
                "row_role": row.row_role,
                "printed_line_no": row.printed_line_no,
                "printed_code": row.printed_code,
                "printed_label": row.label,
                "account_code": row.account_code,
                "column_code": column_code,
                "printed_text": cell.text,
                "cell_state": cell.state,
                "value_kind": value_kind,
                "value_numeric": numeric,
                "value_unit": unit_of_value,
                "amount_yuan": amount_yuan,
                "printed_unit": unit,
                "printed_decimals": decimals,
                "page": "" if cell.page is None else str(cell.page),
                "bbox": ",".join(f"{edge:.1f}" for edge in cell.bbox) if cell.bbox else "",
                "source_locator": cell.place,
                "read_status": status,
                "confidence": format(confidence, "f"),
            }
        )
