"""Whether the sums that a table prints hold: recorded beside the reading, never a part of it.

A table whose readings agree and whose sums do not hold is an error in print; one whose readings
disagree says nothing about the print at all. So the two are kept apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from dagster_project.extraction.cells import ReadTable
from dagster_project.form.layouts import Variant, read_variants

_YUAN = "元"
_CENT_DECIMALS = 2
# Totals of one side of gk01 and gk04, by their row keys.
_SIDE_TOTALS = {"income_total", "expenditure_total"}
Key = tuple[str, str]
Sum = list[tuple[Key, int]]


@dataclass(frozen=True)
class _Row:
    key: str
    role: str
    account: str


class _Figures:
    """The figures of a table by row key and column, with what rounding may have taken of each."""

    def __init__(self, table: ReadTable) -> None:
        self.values: dict[Key, Decimal] = {}
        self.rounding: dict[Key, Decimal] = {}
        # Text in a column of figures is ink that was not understood: its sums say nothing.
        self.unread: set[Key] = set()
        self.rows: dict[str, dict[str, _Row]] = {}
        for cell in table.cells:
            key = (cell["row_key"], cell["column_code"])
            row = _Row(cell["row_key"], cell["row_role"], cell["account_code"])
            self.rows.setdefault(key[1], {})[row.key] = row
            if cell["value_numeric"]:
                decimals = int(cell["printed_decimals"] or 0)
                is_exact = cell["value_unit"] == _YUAN and decimals >= _CENT_DECIMALS
                self.values[key] = Decimal(cell["value_numeric"])
                self.rounding[key] = Decimal(0) if is_exact else Decimal(5).scaleb(-decimals - 1)
            elif cell["cell_state"] == "value":
                self.unread.add(key)

    def holds(self, terms: Sum) -> bool | None:
        """Return whether a sum holds; None where its total or all of its parts are not printed."""
        keys = [key for key, _ in terms]
        printed = [key for key in keys if key in self.values]
        if keys[0] not in self.values or len(printed) < 2 or self.unread.intersection(keys):
            return None
        difference = sum((self.values.get(key, Decimal(0)) * w for key, w in terms), Decimal(0))
        allowed = sum(
            (self.rounding[key] * abs(w) for key, w in terms if key in printed), Decimal(0)
        )
        return abs(difference) <= allowed


def _row_sums(figures: _Figures, variant: Variant) -> Iterator[Sum]:
    keys = dict.fromkeys(key for rows in figures.rows.values() for key in rows)
    for identity in variant.identities:
        if identity.relation == "=":
            yield from ([((key, c), w) for c, w in identity.weights] for key in keys)


def _sum_of(column: str, whole: str, parts: Iterable[str]) -> Sum:
    return [((whole, column), 1), *(((part, column), -1) for part in parts)]


def _account_sums(figures: _Figures) -> Iterator[Sum]:
    """Yield, for each column, total = classes, class = sections, section = items."""
    for column, rows in figures.rows.items():
        parts: dict[str, list[str]] = {}
        for row in rows.values():
            if row.account:
                whole = row.account[:-2] if len(row.account) > 3 else "total"
                parts.setdefault(whole, []).append(row.key)
        yield from (_sum_of(column, whole, keys) for whole, keys in parts.items())


def _side_sums(figures: _Figures) -> Iterator[Sum]:
    """Yield, for each side, its total = its lines, and the grand total with what is carried."""
    for column, rows in figures.rows.items():
        lines = [row.key for row in rows.values() if row.role in ("line", "class")]
        carried = [row.key for row in rows.values() if row.role == "carry_over"]
        for total in rows.keys() & _SIDE_TOTALS:
            yield _sum_of(column, total, lines)
            yield _sum_of(column, "grand_total", [total, *carried])


def identities_hold(table: ReadTable, form: str | None) -> bool | None:
    """Return whether every sum that the table prints holds beyond rounding; None without any."""
    figures = _Figures(table)
    known = ((v.form, v.table_code, v.name) for v in read_variants())
    variants = dict(zip(known, read_variants(), strict=True))
    variant = variants.get((form or "", table.table_code, table.variant or ""))
    sums = list(_row_sums(figures, variant)) if variant else []
    if table.table_code in ("gk01", "gk04"):
        sums += _side_sums(figures)
    elif table.table_code not in ("gk07", "gk10"):
        sums += _account_sums(figures)
    verdicts = [verdict for verdict in map(figures.holds, sums) if verdict is not None]
    return all(verdicts) if verdicts else None
