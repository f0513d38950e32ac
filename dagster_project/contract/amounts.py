"""Printed amounts: from the characters of one cell to an exact decimal, never through a float."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from dagster_project.contract.cell_model import YUAN_PER_UNIT

# What typists and programs put for a sign: minus, dashes, hyphens of other scripts, triangles.
_SIGNS = dict.fromkeys(map(ord, "−–—―‐‑‒﹣ー△▲∆Δ"), "-")
_CURRENCY = dict.fromkeys(map(ord, "¥￥"))
# Shown by nothing: marks of the direction of writing, joiners, a byte order mark.
_UNSEEN = dict.fromkeys(
    [*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065), 0xFEFF]
)
# The sign in words, and the apostrophe by which a number was typed as text.
_NEGATIVE_WORD = re.compile(r"负(?=[\d¥￥])")
_AS_TEXT = re.compile(r"^'(?=[-\d(])")
# Full-width forms only. NFKC would make a digit of every ① and ² as well, and 500.00① a 500.001.
_PLAIN = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0xA0: " "}
_CHARACTERS = _UNSEEN | _PLAIN | _SIGNS
# A mark that points to a note, before or behind a figure: circled, raised or lowered, in brackets
# beside it, or named.
_MARK = (
    r"(?:[①-⑳㉑-㉟㊱-㊿❶-❿➀-➓⑴-⒇⓪]+|[⁰¹²³⁴-⁹₀-₉]+|[*†‡※#]+"
    r"|\[注?\d{0,2}\]|[〔【]注?\d{0,2}[〕】]|\(注释?[\d①-⑳一二三四五六七八九十]{0,2}\)"
    # Before a figure nobody can tell where its number ends: 注500.00 is not 0.00 of note 50.
    r"|注释?[\d①-⑳一二三四五六七八九十]{0,2}(?!\d))"
)
_MARKED = re.compile(rf"(?P<before>{_MARK}?)(?P<figure>.*?)(?P<behind>{_MARK}?)", re.DOTALL)
_BRACKETED = re.compile(r"\(([^()]+)\)")
_LOOSE_COMMA = re.compile(r"(?<=\d)\s*,\s*(?=\d{3}(?!\d))")
_AMOUNT = re.compile(
    r"(?P<sign>[-+]?)\s*(?P<digits>(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)(?P<behind>-?)", re.ASCII
)
_FEN = Decimal("0.01")
# 万元 printed to the 分 has six; 800.00342702, of a damaged text, is two figures glued together.
_MOST_DECIMALS = 6


class UnreadableAmountError(ValueError):
    """The characters of a cell are not an amount; the message quotes them."""


@dataclass(frozen=True)
class PrintedAmount:
    """One printed amount: the text, its exact value with the decimals printed, and how many.

    ``mark`` is the mark of a note that is printed beside the figure, told apart from it.
    """

    text: str
    value: Decimal
    decimals: int
    mark: str = ""


def _signed(text: str) -> str | None:
    """Return a figure in plain digits, None where it is not one: (20.00), 20.00- and -20.00."""
    inner = _BRACKETED.fullmatch(text)
    if inner:
        text = inner[1].strip()
    found = _AMOUNT.fullmatch(text)
    if found is None or bool(inner) + bool(found["sign"]) + bool(found["behind"]) > 1:
        # Two signs are no sign: nobody can tell whether (-20.00) is 20 or -20.
        return None
    is_negative = inner or found["sign"] == "-" or found["behind"]
    return ("-" if is_negative else "") + found["digits"].replace(",", "")


def parse_printed_amount(text: str) -> PrintedAmount | None:
    """Return the amount printed in a cell, or None for a blank cell (blank is not zero).

    Accepts thousands separators (well grouped), every way of printing a negative (a leading or
    trailing minus, △, brackets), ¥, full-width digits, and the mark of a note beside the figure.
    Raises UnreadableAmountError for anything else, for example ``1,23.00``.
    """
    plain = _NEGATIVE_WORD.sub("-", text.translate(_CHARACTERS).strip(), count=1)
    plain = _AS_TEXT.sub("", plain).translate(_CURRENCY).strip()
    if not plain:
        return None
    plain = _LOOSE_COMMA.sub(",", plain)
    digits, mark = _signed(plain), ""
    if digits is None:
        marked = _MARKED.fullmatch(plain)
        if marked and marked["figure"]:
            digits, mark = _signed(marked["figure"].strip()), marked["before"] + marked["behind"]
    if digits is None:
        raise UnreadableAmountError(f"“{text}”不是金额")
    _, _, decimals = digits.partition(".")
    if len(decimals) > _MOST_DECIMALS:
        raise UnreadableAmountError(f"“{text}”有{len(decimals)}位小数，像是两个数连在一起")
    return PrintedAmount(text=text, value=Decimal(digits), decimals=len(decimals), mark=mark)


def yuan_amount(value: Decimal, unit: str | None) -> Decimal | None:
    """Return the value in yuan with two decimals, or None where the unit is not known."""
    factor = YUAN_PER_UNIT.get(unit or "")
    return None if factor is None else (value * factor).quantize(_FEN)
