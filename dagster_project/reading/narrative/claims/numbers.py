"""From a paragraph to its numbers: the plain text patterns match, and each number with its unit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from dagster_project.form.labels import fold
from dagster_project.reading.narrative.claims.grammar import Grammar
from dagster_project.reading.narrative.claims.names import QUOTES

# One character for one character, so that positions in the plain text are those of the printed.
_FULL_WIDTH = {chr(0xFF10 + digit): str(digit) for digit in range(10)}
_PLAIN = str.maketrans(
    _FULL_WIDTH
    | {"％": "%", "．": ".", "(": "（", ")": "）", ":": "：", ";": "；", "−": "-", "－": "-"}
    | dict.fromkeys(QUOTES, "“")
)
_COMMA = re.compile(r"(?<!\d),|,(?!\d)")
_NUMBER = re.compile(r"(?<![\d.])(?:(?<![\dA-Za-z])-)?(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?")
# 收入50.00万元.与上年相比…: a full stop of Latin script.
_STOP = re.compile(r"(?<=[元%])\.(?=[一-鿿]|$)")
_SPACE = re.compile(r"(?<!\d)\s+|\s+(?!\d)")


def last_digit(value: Decimal) -> Decimal:
    """Return one of the last digit that a number is printed with: 0.01 of 2.50, 1 of 32."""
    return Decimal(1).scaleb(int(value.as_tuple().exponent))


@dataclass(frozen=True)
class Text:
    """A paragraph without spaces, as printed and with one form of each mark; equally long."""

    printed: str
    plain: str


def make_text(paragraph: str) -> Text:
    """Return the text without spaces; between two digits one space stays: they are two numbers."""
    printed = " ".join(_SPACE.sub("", paragraph).split())
    # 決算 and 决算 are one to every pattern; fold keeps the length.
    plain = _STOP.sub("。", _COMMA.sub("，", printed.translate(_PLAIN)))
    return Text(printed, fold(plain))


@dataclass(frozen=True)
class NumberToken:
    """One number of a text: where it stands, its digits, and the unit printed after it."""

    start: int
    end: int
    digits: str
    unit: str
    unit_kind: str

    @property
    def unit_end(self) -> int:
        """Where the number with its unit ends."""
        return self.end + len(self.unit)

    @property
    def value(self) -> str:
        """The plain value, with the decimals that were printed."""
        return self.digits.replace(",", "")


def find_numbers(text: Text, grammar: Grammar) -> list[NumberToken]:
    """Return every number of the text in order."""
    tokens = []
    for match in _NUMBER.finditer(text.plain):
        unit, kind = grammar.unit_at(text.plain, match.end())
        tokens.append(NumberToken(match.start(), match.end(), match[0], unit, kind))
    return tokens


def classify_numbers(text: Text, grammar: Grammar) -> dict[int, str]:
    """Return the class of each place of the text that holds no claim, first pattern first."""
    classes: dict[int, str] = {}
    for name, pattern in grammar.not_claims:
        for match in pattern.finditer(text.plain):
            for place in range(*match.span()):
                classes.setdefault(place, name)
    return classes


def class_of(token: NumberToken, classes: dict[int, str]) -> str:
    """Return the class of a number that is no claim, empty where it may be one."""
    return classes.get(token.start, "") if token.end - 1 in classes else ""


def growth_fits(amount: NumberToken | None, change: NumberToken, rate: str, is_less: bool) -> bool:
    """Return whether a rate is what the amount changed by: up to its last digit, in one unit."""
    if amount is None or amount.unit != change.unit:
        return False
    told, by = Decimal(rate), Decimal(change.value)
    before = Decimal(amount.value) + (by if is_less else -by)
    return told > 0 and before > 0 and abs(by / before * 100 - told) < last_digit(told)
