"""A disclosure that is printed with errors: which figures are wrong, and on which page they are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from tests.printing.choices import choose
from tests.printing.forms import Forms
from tests.printing.pdf import print_pdf

TABLE, COLUMN = "gk03", "basic"


@dataclass(frozen=True)
class Planted:
    """A wrong figure: the account of its row, what is printed, its page from 1."""

    account: str
    printed: str
    page: int


@dataclass(frozen=True)
class PlantedDocument:
    """The bytes of the PDF, whose it is, and its wrong figures."""

    content: bytes
    name: str
    year: int
    errors: list[Planted]


def print_planted(by: Decimal = Decimal("7.00"), errors: int = 3) -> PlantedDocument:
    """Print tables of one disclosure, some figures of one of them too large ``by`` so much."""
    choices = choose(
        11,
        "pdf",
        **{"unit": "万元", "decimals": "2", "digits": "plain", "negatives": "none"},
        **{"page": "landscape", "rulings": "full", "watermark": "none", "white": "none"},
        **{"separators": "none", "packing": "page_each", "zeros": "0.00"},
    )
    forms = Forms(choices)
    tables = [table for table in forms.all_tables() if table.code in ("gk02", TABLE)]
    [table] = [table for table in tables if table.code == TABLE]
    wrong: dict[str, str] = {}
    for number, row in enumerate(table.body):
        for column, spot in enumerate(row):
            account, name = spot.key or ("", "")
            # Accounts of seven digits have none below them: only their own row breaks, and their
            # section's sum, by the same cell.
            if name == COLUMN and len(account) == 7 and len(wrong) < errors:
                wrong[account] = f"{Decimal(spot.text) + by:.2f}"
                table.body[number][column] = replace(spot, text=wrong[account])
    content, pages = print_pdf(choices, forms.name, tables)
    planted = [
        Planted(account, text, pages[TABLE, (account, COLUMN)]) for account, text in wrong.items()
    ]
    return PlantedDocument(content, forms.name, choices.year, planted)
