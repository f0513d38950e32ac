"""The sums that figures of a document take part in, and which figures hold one another up.

Arithmetic confirms a reading here, it never changes one: no value leaves this module.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from dagster_project.extraction.cells import ReadTable
from dagster_project.form.layouts import Variant, read_variants
from dagster_project.form.seeds import read_seed
from dagster_project.lib.settings import SEEDS_DIR

Place = tuple[str, str, str]
Cell = dict[str, str]

# Figures that two tables print alike: table, row ("*" any class), column, twice.
_COPIES = (
    (("gk01", "income_total", "income_amount"), ("gk02", "total", "total")),
    (("gk01", "other", "income_amount"), ("gk02", "total", "other")),
    (("gk01", "expenditure_total", "expenditure_amount"), ("gk03", "total", "total")),
    (("gk01", "*", "expenditure_amount"), ("gk03", "*", "total")),
    (
        ("gk01", "general_public_appropriation", "income_amount"),
        ("gk04", "general_public_appropriation", "income_amount"),
    ),
    (("gk04", "*", "general_public"), ("gk05", "*", "total")),
    (("gk04", "expenditure_total", "general_public"), ("gk05", "total", "total")),
)
# Rows of the two-sided tables: a sum, and the roles it is made of; carry-overs join the total.
_SIDES = (
    ("gk01", "income_amount", "income_total"),
    ("gk01", "expenditure_amount", "expenditure_total"),
    ("gk04", "income_amount", "income_total"),
    ("gk04", "total", "expenditure_total"),
    ("gk04", "general_public", "expenditure_total"),
    ("gk04", "government_fund", "expenditure_total"),
    ("gk04", "state_capital", "expenditure_total"),
)


@dataclass
class Figures:
    """Every cell of the tables by its place; ``doubtful`` ones have ink that was not read."""

    cells: dict[Place, Cell] = field(default_factory=dict)
    values: dict[Place, Decimal] = field(default_factory=dict)
    doubtful: set[Place] = field(default_factory=set)

    @classmethod
    def of(cls, tables: Iterable[ReadTable]) -> Figures:
        """Return the figures of tables; a blank without ink counts as zero in sums."""
        found = cls()
        for table in tables:
            for cell in table.cells:
                place = (table.table_code, cell["row_key"], cell["column_code"])
                found.cells[place] = cell
                if cell["value_numeric"]:
                    found.values[place] = Decimal(cell["value_numeric"])
                elif cell["cell_state"] == "value" or cell["confidence"] in ("0", "0.0"):
                    found.doubtful.add(place)
        return found


Sum = tuple[tuple[Place, int], ...]


def _row_sums(table: ReadTable, variant: Variant) -> Iterator[Sum]:
    keys = dict.fromkeys(cell["row_key"] for cell in table.cells)
    for identity in variant.identities:
        if identity.relation == "=":
            for key in keys:
                yield tuple(((table.table_code, key, c), w) for c, w in identity.weights)


def _groups_of_expense() -> Mapping[str, str]:
    rows = read_seed(SEEDS_DIR / "codes" / "economic_accounts.csv")
    return {row["economic_code"]: row["expense_group"] for row in rows}


def _account_sums(table: ReadTable) -> Iterator[Sum]:
    """Yield, for each column, total = classes, class = sections, section = items."""
    code = table.table_code
    accounts: dict[str, str] = {}
    totals: dict[str, str] = {}
    for cell in table.cells:
        if cell["account_code"]:
            accounts[cell["row_key"]] = cell["account_code"]
        elif cell["row_role"] == "total":
            totals[cell["row_key"]] = cell["row_key"]
    groups = _groups_of_expense() if code == "gk06" else {}
    parts: dict[str, list[str]] = {}
    for key, account in accounts.items():
        if len(account) > 3:
            parts.setdefault(account[:-2], []).append(key)
        else:
            parts.setdefault("total", []).append(key)
            parts.setdefault(f"{groups.get(account, '')}_total", []).append(key)
    if "personnel_total" in totals and "public_total" in totals:
        yield from _of_columns(table, "total", ["personnel_total", "public_total"])
    for whole, keys in parts.items():
        yield from _of_columns(table, whole, keys)


def _of_columns(table: ReadTable, whole: str, keys: Sequence[str]) -> Iterator[Sum]:
    for column in dict.fromkeys(cell["column_code"] for cell in table.cells):
        yield (
            ((table.table_code, whole, column), 1),
            *(((table.table_code, key, column), -1) for key in keys),
        )


def _side_sums(table: ReadTable) -> Iterator[Sum]:
    code = table.table_code
    for of, column, total in _SIDES:
        if of != code:
            continue
        rows = [cell for cell in table.cells if cell["column_code"] == column]
        lines = [c["row_key"] for c in rows if c["row_role"] in ("line", "class")]
        carried = [c["row_key"] for c in rows if c["row_role"] == "carry_over"]
        opening = [c["row_key"] for c in rows if c["row_role"] == "of_which"]
        yield ((code, total, column), 1), *(((code, key, column), -1) for key in lines)
        yield (
            ((code, "grand_total", column), 1),
            ((code, total, column), -1),
            *(((code, key, column), -1) for key in carried),
        )
        if opening:
            yield (
                ((code, "opening_carry_over", column), 1),
                *(((code, key, column), -1) for key in opening),
            )
    other = "expenditure_amount" if code == "gk01" else "total"
    yield ((code, "grand_total", "income_amount"), 1), ((code, "grand_total", other), -1)


def _copies(figures: Figures) -> Iterator[Sum]:
    yield (
        (("gk05", "total", "basic"), 1),
        (("gk06", "personnel_total", "basic"), -1),
        (("gk06", "public_total", "basic"), -1),
    )
    for (code, row, column), (other, other_row, other_column) in _COPIES:
        if row != "*":
            yield ((code, row, column), 1), ((other, other_row, other_column), -1)
            continue
        for table, key, of in figures.cells:
            if table == code and of == column and len(key) == 3 and key.isdecimal():
                yield ((code, key, column), 1), ((other, key, other_column), -1)


def find_sums(tables: Sequence[ReadTable], form: str | None, figures: Figures) -> list[Sum]:
    """Return every sum that the figures of these tables can take part in."""
    variants = {(v.form, v.table_code, v.name): v for v in read_variants()}
    found: list[Sum] = []
    for table in tables:
        variant = variants.get((form or "", table.table_code, table.variant or ""))
        if variant is not None:
            found += _row_sums(table, variant)
        if table.table_code in ("gk01", "gk04"):
            found += _side_sums(table)
        elif table.table_code not in ("gk07", "gk10"):
            found += _account_sums(table)
    return found + list(_copies(figures))


def holding(sums: Iterable[Sum], figures: Figures) -> list[list[Place]]:
    """Return the printed figures of each sum that holds exactly, those of at least two.

    A sum with ink in it that was not read, or without its own total, says nothing.
    """
    found = []
    for terms in sums:
        places = [place for place, _ in terms]
        if any(place in figures.doubtful for place in places) or places[0] not in figures.values:
            continue
        total = sum((figures.values.get(p, Decimal(0)) * w for p, w in terms), Decimal(0))
        printed = [place for place in places if place in figures.values]
        if total == 0 and len(printed) > 1 and any(figures.values[p] for p in printed):
            found.append(printed)
    return found


def supported(held: Iterable[Sequence[Place]], figures: Figures) -> set[Place]:
    """Return the figures that an addition holds up, or that equal one that it holds up.

    Two equal figures alone are no evidence: the same digits in the same type are misread alike.
    """
    found: set[Place] = set()
    equal: list[Sequence[Place]] = []
    for places in held:
        if sum(figures.values[p] != 0 for p in places) > 2:
            found |= set(places)
        else:
            equal.append(places)
    grows = True
    while grows:
        grows = False
        for places in equal:
            if not found.isdisjoint(places) and not found.issuperset(places):
                found |= set(places)
                grows = True
    return found
