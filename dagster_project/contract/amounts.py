"""Printed amounts: from the characters of one cell to an exact decimal, never through a float."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from dagster_project.contract.cell_model import YUAN_PER_UNIT

# U+2212 minus, U+2013 en dash, U+FF0D full-width hyphen: all seen as a sign in published tables.
_MINUS_SIGNS = str.maketrans({"−": "-", "–": "-", "－": "-"})
_AMOUNT = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?", re.ASCII)
_FEN = Decimal("0.01")
# 万元 printed to the 分 has six; 800.00342702, of a damaged text, is two figures glued together.
_MOST_DECIMALS = 6


class UnreadableAmountError(ValueError):
    """The characters of a cell are not an amount; the message quotes them."""


@dataclass(frozen=True)
class PrintedAmount:
    """One printed amount: the text, its exact value with the decimals printed, and how many."""

    text: str
    value: Decimal
    decimals: int


def parse_printed_amount(text: str) -> PrintedAmount | None:
    """Return the amount printed in a cell, or None for a blank cell (blank is not zero).

    Accepts thousands separators (well grouped), a leading minus in any of its printed forms, and
    full-width digits. Raises UnreadableAmountError for anything else, for example ``1,23.00``.
    """
    plain = unicodedata.normalize("NFKC", text).translate(_MINUS_SIGNS).strip()
    if not plain:
        return None
    if not _AMOUNT.fullmatch(plain):
        raise UnreadableAmountError(f"“{text}”不是金额")
    digits = plain.replace(",", "")
    _, _, decimals = digits.partition(".")
    if len(decimals) > _MOST_DECIMALS:
        raise UnreadableAmountError(f"“{text}”有{len(decimals)}位小数，像是两个数连在一起")
    return PrintedAmount(text=text, value=Decimal(digits), decimals=len(decimals))


def yuan_amount(value: Decimal, unit: str | None) -> Decimal | None:
    """Return the value in yuan with two decimals, or None where the unit is not known."""
    factor = YUAN_PER_UNIT.get(unit or "")
    return None if factor is None else (value * factor).quantize(_FEN)
