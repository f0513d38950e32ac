"""Accounts and figures that add up, in cents, and how a figure is printed."""

from __future__ import annotations

import csv
import random
from collections.abc import Sequence
from decimal import Decimal

from dagster_project.runtime.settings import SEEDS_DIR
from tests.printing.choices import Choices

Account = tuple[str, str]
Figures = dict[str, list[int]]
_LONG = "（含跨区域协同治理专项行动及历年结转资金安排的其他有关事项）支出"
_FULL_WIDTH = str.maketrans("0123456789.,", "０１２３４５６７８９．，")


def _names(file: str, column: str) -> dict[str, str]:
    with (SEEDS_DIR / "codes" / file).open(encoding="utf-8", newline="") as stream:
        return {row[column]: row["name_zh"] for row in csv.DictReader(stream)}


class Invention:
    """The accounts of one disclosure, and figures for them."""

    def __init__(self, choices: Choices) -> None:
        """Draw the accounts."""
        self.choices = choices
        self.chance = random.Random(choices.seed + 7)  # noqa: S311 - invented figures
        names = _names("functional_accounts.csv", "function_code")
        items = [code for code in names if len(code) == 7 and code[:3] < "230"]
        count = 8 if choices["accounts"] == "few" else 55
        self.names = names | _names("economic_accounts.csv", "economic_code")
        # Full-width digits are twice as wide: longer figures would leave their cells.
        self._longest = 8 if choices["digits"] == "full_width" else 10
        self._lengthened: dict[str, str] = {}
        self.items = sorted(self.chance.sample(items, min(count, len(items))))

    def name(self, code: str) -> str:
        """Return the name of an account; some are too long for one line."""
        if code not in self._lengthened:
            long = self.choices["names"] == "long" and self.chance.random() < 0.3
            self._lengthened[code] = self.names.get(code, "其他支出") + (_LONG if long else "")
        return self._lengthened[code]

    def functional(self, items: Sequence[str] | None = None) -> list[str]:
        """Return items with their sections and classes above them."""
        codes = {c[:n] for c in (self.items if items is None else items) for n in (3, 5, 7)}
        return sorted(codes)

    def economic(self) -> list[str]:
        """Return economic accounts, 款 with their 类."""
        sections = [c for c in self.names if len(c) == 5 and c[0] == "3" and c[:3] != "313"]
        count = 10 if self.choices["accounts"] == "few" else 45
        kept = self.chance.sample(sections, min(count, len(sections)))
        return sorted({c[:n] for c in kept for n in (3, 5)})

    def amount(self) -> int:
        """Return a number of cents (or of the last printed digit), rarely zero or negative."""
        kind = self.chance.random()
        if kind < 0.3:
            return 0
        digits = self.chance.randint(3, 8 if kind < 0.9 else self._longest)
        cents = self.chance.randint(1, 10**digits)
        negative = self.choices["negatives"] != "none" and self.chance.random() < 0.1
        return -cents if negative else cents

    def sums(self, codes: Sequence[str], parts: int, *, total_first: bool = True) -> Figures:
        """Return for each account, and "total", its parts and their sum; accounts add up."""
        leaves = [c for c in codes if not any(d != c and d.startswith(c) for d in codes)]
        figures: Figures = {c: [0] * parts for c in [*codes, "total"]}
        for leaf in leaves:
            for part in range(parts):
                # Most columns of most accounts are blank.
                value = self.amount() if part < 2 or self.chance.random() < 0.1 else 0
                for code in ["total", *(c for c in codes if leaf.startswith(c))]:
                    figures[code][part] += value
        if total_first:
            return {c: [sum(row), *row] for c, row in figures.items()}
        return figures

    def write(self, value: int) -> str:
        """Return a figure as this disclosure prints it."""
        zeros = self.choices["zeros"]
        if value == 0 and zeros != "0.00":
            return "" if zeros == "blank" else zeros
        decimals = int(self.choices["decimals"])
        amount = Decimal(abs(value)).scaleb(-decimals)
        text = format(amount, f",.{decimals}f" if self.choices["separators"] != "none" else "f")
        if value < 0:
            text = ("－" if self.choices["negatives"] == "full_width_minus" else "-") + text
        return text.translate(_FULL_WIDTH) if self.choices["digits"] == "full_width" else text
