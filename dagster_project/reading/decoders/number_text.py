"""Numbers of a spreadsheet as their number format shows them: 63 under 0.00 is printed 63.00."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import lru_cache

# What a format shows besides digits: quoted text, escapes, padding, colours, conditions.
_DECORATION = re.compile(r'"[^"]*"|[\\!].|_.|\*.|\[[^\]]*\]')
_DIGITS = re.compile(r"[0#?][0#?,]*(?:\.(?P<decimals>[0#?]*))?")
# Text that is shown: in quotes, escaped, or a plain dash.
_TEXT = re.compile(r'"[^"]+"|\\\S|-')
# One sign of a number format: shown text, what only makes room or colours, a place for a digit.
_SIGN = re.compile(r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|_.|\*.|\[[^\]]*\]|(?P<place>[0#?])')
# A word for a multiple: 1280.00万 is another figure than 1280.00.
_MULTIPLES = re.compile(r"[十百千万亿]+元?")
_CONDITION = re.compile(r"\[(?P<relation><=|>=|<>|=|<|>)(?P<limit>-?\d+(?:\.\d+)?)\]")
# 万元 to the 分: what stands behind it is the noise of binary numbers, or of a division.
_MOST_DECIMALS = 6
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
    # Text between the places for digits, with the number of places to its right: 0!.0 → (".", 1).
    inside: tuple[tuple[str, int], ...] = ()
    zeros: int = 0
    multiple: str = ""


def _shown_texts(code: str) -> tuple[tuple[tuple[str, int], ...], str]:
    """Return the texts between the places for digits of a section, and the text behind them."""
    found: list[tuple[str, int]] = []
    places = 0
    for sign in _SIGN.finditer(code):
        if sign["place"]:
            places += 1
        elif text := sign["quoted"] or sign["escaped"]:
            found.append((text, places))
    inside = tuple((text, places - before) for text, before in found if 0 < before < places)
    return inside, "".join(text for text, before in found if before == places)


@lru_cache(maxsize=1024)
def _section(code: str) -> _Section:
    inside, behind = _shown_texts(code)
    multiple = next(iter(_MULTIPLES.findall(behind)), "")
    plain = _DECORATION.sub("", code).replace("¥", "").replace("￥", "").replace("$", "").strip()
    if plain.lower() in _GENERAL - {""} or "general" in plain.lower():
        return _Section(is_general=True, multiple=multiple)
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
        inside=inside,
        zeros=whole.count("0"),
        multiple=multiple,
        is_odd="E" in plain.upper() or "/" in plain or bool(re.search(r"[ymdhs]", plain)),
    )


def _shortest(value: Decimal) -> str:
    """Return the shortest text of a number: 15 digits, as spreadsheets keep them."""
    with localcontext() as context:
        context.prec = 15
        value = +value
        if value.as_tuple().exponent < -_MOST_DECIMALS:  # type: ignore[operator]
            value = value.quantize(Decimal(1).scaleb(-_MOST_DECIMALS), rounding=ROUND_HALF_UP)
        text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def _holds(value: Decimal, relation: str, limit: str) -> bool:
    """Return whether a value meets the condition of a section."""
    other = Decimal(limit)
    return {
        "<": value < other,
        "<=": value <= other,
        ">": value > other,
        ">=": value >= other,
        "=": value == other,
        "<>": value != other,
    }[relation]


def _choose(number_format: str, value: Decimal) -> str:
    sections = re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', number_format)
    conditions = [_CONDITION.search(section) for section in sections]
    if any(conditions):
        for section, condition in zip(sections, conditions, strict=True):
            if condition is None or _holds(value, condition["relation"], condition["limit"]):
                return section
        return sections[-1]
    if value < 0 and len(sections) > 1:
        return sections[1]
    if value == 0 and len(sections) > 2:
        return sections[2]
    return sections[0]


def _with_texts_inside(text: str, section: _Section) -> str:
    """Return digits with the texts between them: 12800 under 0!.0 is shown as 1280.0."""
    whole, point, decimals = text.partition(".")
    missing = section.zeros - sum(map(str.isdigit, whole))
    whole = "0" * max(missing, 0) + whole
    shown, places = (point + decimals)[::-1], len(decimals)
    waiting = list(reversed(section.inside))
    for character in reversed(whole):
        while waiting and character.isdigit() and waiting[0][1] == places:
            shown += waiting.pop(0)[0][::-1]
        shown += character
        places += character.isdigit()
    shown += "".join(text[::-1] for text, after in waiting if after == places)
    return shown[::-1]


def number_text(value: float | int | Decimal, number_format: str | None) -> str:
    """Return the text of a number under a format.

    A negative number keeps its minus sign where the format shows brackets or colour instead, and a
    zero shown as a dash by an accounting format is printed as zero, so that the figure stays one.
    A format that sets a point of its own between the digits (``0!.0,`` shows 12800000 as 1280.0)
    or a word for a multiple behind them is followed: what is shown is the figure. A format that
    shows nothing gives an empty text. Formats that are none of money (dates, fractions, exponents)
    fall back to the shortest text.
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
        return _shortest(exact) + section.multiple
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
    if section.inside:
        text = _with_texts_inside(text, section)
    sign = "-" if rounded < 0 else ""
    return f"{sign}{text}{'%' if section.is_percent else ''}{section.multiple}"


def date_text(value: date, number_format: str | None) -> str:
    """Return a date as text: only its year where its format shows no more, yyyy"年度"."""
    code = re.sub(r"\[[^\]]*\]|;@$", "", number_format or "")
    bare = re.sub(r'"[^"]*"|\\.', "", code).lower()
    if "y" in bare and not re.search(r"[mdhs]", bare):
        return re.sub(r"[\"\\]", "", re.sub(r"y+", str(value.year), code, flags=re.IGNORECASE))
    return value.isoformat()[:10]
