"""The answers again, from the extract folders alone: Python's Decimal, no SQL, no warehouse."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

Amount = Decimal | None


@dataclass(frozen=True)
class Document:
    """One extract folder as its files say it."""

    folder: Path

    @cached_property
    def facts(self) -> dict[str, Any]:
        """Return document.json."""
        return json.loads((self.folder / "document.json").read_text("utf-8"))

    def __getattr__(self, name: str) -> Any:
        """Return a field of document.json."""
        try:
            return self.facts[name]
        except KeyError as error:
            raise AttributeError(name) from error

    def table(self, code: str) -> list[dict[str, str]]:
        """Return the cells of a table; none where the document has none."""
        path = self.folder / f"{code}.csv"
        if not path.is_file():
            return []
        with path.open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream))

    def amount(self, code: str, row_key: str, column: str) -> Amount:
        """Return the yuan of one cell; None where it is blank or not printed."""
        for cell in self.table(code):
            if (cell["row_key"], cell["column_code"]) == (row_key, column) and cell["amount_yuan"]:
                return Decimal(cell["amount_yuan"])
        return None

    def spending(self) -> dict[str, Amount]:
        """Return the total of every account that gk03 prints: {code: yuan}."""
        return {
            cell["account_code"]: Decimal(cell["amount_yuan"]) if cell["amount_yuan"] else None
            for cell in self.table("gk03")
            if cell["column_code"] == "total" and cell["account_code"]
        }

    def leaves(self) -> dict[str, Amount]:
        """Return the accounts below which nothing is printed."""
        printed = self.spending()
        return {
            code: amount
            for code, amount in printed.items()
            if not any(other != code and other.startswith(code) for other in printed)
        }

    @property
    def total(self) -> Amount:
        """Return the spending of the year as gk01 prints it."""
        return self.amount("gk01", "expenditure_total", "expenditure_amount")


def read_all(raw: Path) -> list[Document]:
    """Return every folder under ``raw``, by document id."""
    return sorted(
        (Document(path.parent) for path in raw.glob("*/*/document.json")),
        key=lambda document: document.folder.name,
    )


def add_up(amounts: Iterable[Amount]) -> Amount:
    """Return the sum of what is there, None where nothing is: as SQL adds."""
    there = [amount for amount in amounts if amount is not None]
    return sum(there, Decimal(0)) if there else None


def grouped(pairs: Iterable[tuple[Any, Amount]]) -> dict[Any, Amount]:
    """Return the sums by key."""
    groups: defaultdict[Any, list[Amount]] = defaultdict(list)
    for key, amount in pairs:
        groups[key].append(amount)
    return {key: add_up(amounts) for key, amounts in groups.items()}


def percent(part: Amount, whole: Amount) -> Amount:
    """Return part of whole in percent, two decimals, half up; None where it is undefined."""
    if part is None or not whole:
        return None
    return (100 * part / whole).quantize(Decimal("0.01"), ROUND_HALF_UP)


def seed(name: str, folder: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a seed."""
    with (folder / name).open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)
