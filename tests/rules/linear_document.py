"""A document as the rules see it: printed figures, and tables that nobody could read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from tests.rules.linear_department import Department, Row, Tables, figures_of

Cell = tuple[str, str, str]  # table, row key, column
DIGIT = Decimal("0.01")  # the last that is printed, in 元 and in 万元
HALF_UNIT = {"元": Decimal(0), "万元": DIGIT / 2}


@dataclass(frozen=True)
class Document:
    """The figures of a department as printed, and the tables that nobody could read."""

    department: Department
    tables: Tables
    unread: frozenset[str] = frozenset()

    def state(self, table: str) -> str:
        """Return read, unread, empty (and stated so) or not required by the form."""
        if table in self.unread:
            return "unread"
        if table in self.tables:
            return "read"
        return "empty" if self.department.form == "shanxi" or table != "gk10" else "not_required"

    def rows(self, table: str) -> list[Row]:
        """Return the rows of a table that was read."""
        return self.tables[table] if self.state(table) == "read" else []

    def value(self, cell: Cell) -> Decimal | None:
        """Return the figure of a cell; None where it is blank or not printed."""
        table, key, column = cell
        return figures_of(self.rows(table), key).get(column)

    def half_unit(self, cell: Cell) -> Decimal:
        """Return by how much rounding may have changed a printed figure."""
        is_money = cell[2] != "quantity" and self.value(cell) is not None
        return HALF_UNIT[self.department.unit] if is_money else Decimal(0)

    def with_changes(self, changes: dict[Cell, Decimal]) -> Document:
        """Return the document with amounts added to some cells."""
        tables = {
            table: [
                (
                    key,
                    role,
                    label,
                    {c: _plus(v, changes.get((table, key, c))) for c, v in figures.items()},
                )
                for key, role, label, figures in rows
            ]
            for table, rows in self.tables.items()
        }
        return replace(self, tables=tables)


def _plus(value: Decimal | None, change: Decimal | None) -> Decimal | None:
    return value if change is None else (value or Decimal(0)) + change
