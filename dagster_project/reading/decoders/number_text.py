"""Numbers of a spreadsheet as their number format shows them: 63 under 0.00 is printed 63.00."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import lru_cache

# What a format shows besides digits: quoted text, escapes, padding, colours, conditions.
_DECORATION = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_DIGITS = re.compile(r"[0#?][0#?,]*(?:\.(?P<decimals>[0#?]*))?")
# Text that is shown: in quotes, escaped, or a plain dash.
_TEXT = re.compile(r'"[^"]+"|\\\S|-')
_GENERAL = frozenset({"", "general", "@", "g/通用格式"})


@dataclass(frozen=True)
class _Section:
    """One section of a number format: decimals, thousands separator, scale, or nothing shown."""

    least: int = 0
    most: int = 0
    grouped: bool = False
    scale: int = 0
    is_percent: bool = False
    is_hidden: bool = False
    is_general: bool = False
    is_odd: bool = False
    has_zero: bool = True
    has_text: bool = False


@lru_cache(maxsize=1024)
def _section(code: str) -> _Section:
    plain = _DECORATION.sub("", code).replace("¥", "").replace("￥", "").replace("$", "").strip()
    if plain.lower() in _GENERAL - {""} or "general" in plain.lower():
        return _Section(is_general=True)
    found = _DIGITS.search(plain)
    if found is None:
        # Only text, often "-" for zero in accounting formats, or nothing at all.
        return _Section(is_hidden=not _TEXT.search(code), is_general=True)
    decimals = found["decimals"] or ""
    whole = found.group().partition(".")[0]
    scale = len(whole) - len(whole.rstrip(","))
    trailing = re.match(r",+", plain[found.end() :])
    scale += len(trailing.group()) if trailing else 0
    return _Section(
        least=decimals.count("0"),
        most=len(decimals),
        grouped="," in whole.rstrip(","),
        scale=scale,
        is_percent="%" in plain,
        has_zero="0" in found.group(),
        has_text=bool(_TEXT.search(code)),
        is_odd="!" in plain
        or "E" in plain.upper()
        or "/" in plain
        or bool(re.search(r"[ymdhs]", plain)),
    )


def _shortest(value: Decimal) -> str:
    """Return the shortest text of a number: 15 digits, as spreadsheets keep them."""
    with localcontext() as context:
        context.prec = 15
        text = format(+value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def _choose(number_format: str, value: Decimal) -> str:
    sections = re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', number_format)
    if value < 0 and len(sections) > 1:
        return sections[1]
    if value == 0 and len(sections) > 2:
        return sections[2]
    return sections[0]


def number_text(value: float | int | Decimal, number_format: str | None) -> str:
    """Return the text of a number under a format.

    A negative number keeps its minus sign where the format shows brackets or colour instead, and a
    zero shown as a dash by an accounting format is printed as zero, so that the figure stays one.
    A format that shows nothing gives an empty text. Formats that are none of money (dates,
    fractions, exponents) fall back to the shortest text.
    """
    exact = value if isinstance(value, Decimal) else Decimal(repr(value))
    chosen = _choose(number_format or "General", exact)
    section = _section(chosen)
    if section.is_hidden or (not chosen and number_format):
        return ""
    if exact == 0 and not section.has_zero:
        # Places that only show digits other than leading zeros show no zero at all, unless an
        # accounting format prints a dash in its place.
        if not section.has_text:
            return ""
        section = _section((number_format or "").split(";")[0])
    if section.is_general and exact == 0 and ";" in (number_format or ""):
        section = _section((number_format or "").split(";")[0])
    if section.is_general or section.is_odd:
        return _shortest(exact)
    with localcontext() as context:
        context.prec = 40
        shown = Decimal(_shortest(exact)) / (Decimal(1000) ** section.scale)
        shown = shown * 100 if section.is_percent else shown
        rounded = shown.quantize(Decimal(1).scaleb(-section.most), rounding=ROUND_HALF_UP)
    text = format(abs(rounded), ",f" if section.grouped else "f")
    if section.most > section.least and "." in text:
        head, _, tail = text.partition(".")
        tail = tail[: section.least] + tail[section.least :].rstrip("0")
        text = f"{head}.{tail}" if tail else head
    sign = "-" if rounded < 0 else ""
    return f"{sign}{text}{'%' if section.is_percent else ''}"
