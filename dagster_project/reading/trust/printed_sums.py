"""Whether the sums that a table prints hold: recorded beside the reading, never a part of it.

A table whose readings agree and whose sums do not hold is an error in print; one whose readings
disagree says nothing about the print at all. So the two are kept apart.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from dagster_project.form.identities import Place, Row, Sum, identities_of_table
from dagster_project.reading.model.cells import ReadTable

_YUAN = "元"
_CENT_DECIMALS = 2


def printed_rows(tables: Iterable[ReadTable]) -> dict[tuple[str, str], list[Row]]:
    """Return the rows of tables, by table and column."""
    rows: dict[tuple[str, str], dict[str, Row]] = {}
    for table in tables:
        for cell in table.cells:
            row = Row(cell.row_key, cell.row_role, cell.account_code)
            rows.setdefault((table.table_code, cell.column_code), {})[row.key] = row
    return {place: list(own.values()) for place, own in rows.items()}


class _Figures:
    """The figures of a table by their place, with what rounding may have taken of each."""

    def __init__(self, table: ReadTable) -> None:
        self.values: dict[Place, Decimal] = {}
        self.rounding: dict[Place, Decimal] = {}
        # Text in a column of figures is ink that was not understood: its sums say nothing.
        self.unread: set[Place] = set()
        for cell in table.cells:
            place = (table.table_code, cell.row_key, cell.column_code)
            if cell.value_numeric is not None:
                decimals = cell.printed_decimals or 0
                is_exact = cell.value_unit == _YUAN and decimals >= _CENT_DECIMALS
                self.values[place] = cell.value_numeric
                self.rounding[place] = Decimal(0) if is_exact else Decimal(5).scaleb(-decimals - 1)
            elif cell.cell_state == "value":
                self.unread.add(place)

    def holds(self, terms: Sum) -> bool | None:
        """Return whether a sum holds; None where its whole or all of its parts are not printed."""
        places = [place for place, _ in terms]
        printed = [place for place in places if place in self.values]
        if places[0] not in self.values or len(printed) < 2 or self.unread.intersection(places):
            return None
        difference = sum((self.values.get(place, Decimal(0)) * w for place, w in terms), Decimal(0))
        allowed = sum(
            (self.rounding[place] * abs(w) for place, w in terms if place in printed), Decimal(0)
        )
        return abs(difference) <= allowed


def identities_hold(table: ReadTable) -> bool | None:
    """Return whether every sum that the table prints holds beyond rounding; None without any."""
    figures, rows = _Figures(table), printed_rows([table])
    sums = (
        terms
        for identity in identities_of_table(table.table_code)
        if identity.relation == "="
        for terms in identity.sums(rows)
    )
    verdicts = [verdict for verdict in map(figures.holds, sums) if verdict is not None]
    return all(verdicts) if verdicts else None
