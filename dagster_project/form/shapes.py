"""What kind of table each table code is: rows of dbt/seeds/layouts/table_shapes.csv.

A reader, a check or a page asks for the shape of a table, never for its number.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from dagster_project.form.seeds import LAYOUTS_DIR, read_seed

TWO_SIDED = "two_sided"
BY_FUNCTION = "by_function"
BY_ECONOMIC = "by_economic"
THREE_PUBLIC = "three_public"
STATISTICS = "statistics"
PERFORMANCE = "performance"

# The layout of the three public expenses with one row per item instead of one row in all.
BY_ITEM = "by_item"
# The sides of a two-sided table, and what its columns are.
INCOME, EXPENDITURE, AMOUNT = "income", "expenditure", "amount"


@dataclass(frozen=True)
class TableShape:
    """One table code: what its rows are, and which of them is the total.

    ``classification`` is functional, economic or blank; ``only_row`` is the key of the one row of
    a table that has no other.
    """

    table_code: str
    shape: str
    classification: str
    flow: str
    fund: str
    total_row: str
    only_row: str

    @property
    def is_of_accounts(self) -> bool:
        """Whether it is a table with a header above a body, and no self-evaluation form."""
        return self.shape != PERFORMANCE


@cache
def read_shapes() -> dict[str, TableShape]:
    """Return the shape of every table, by table code, in the order of the seed."""
    names = TableShape.__dataclass_fields__
    rows = read_seed(LAYOUTS_DIR / "table_shapes.csv")
    return {row["table_code"]: TableShape(**{name: row[name] for name in names}) for row in rows}


def shape_of(table_code: str | None) -> str:
    """Return the shape of a table, blank where the code is not known."""
    known = read_shapes().get(table_code or "")
    return known.shape if known else ""


def tables_of(shape: str) -> tuple[str, ...]:
    """Return the codes of the tables of one shape."""
    return tuple(code for code, table in read_shapes().items() if table.shape == shape)


def table_codes() -> tuple[str, ...]:
    """Return every table code, in the order of the form."""
    return tuple(read_shapes())


def account_table_codes() -> tuple[str, ...]:
    """Return the codes of the tables of accounts: all but the self-evaluation forms."""
    return tuple(code for code, shape in read_shapes().items() if shape.is_of_accounts)
