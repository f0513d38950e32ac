"""From a line of a table to its cells: the only place that knows how blanks and glue are printed.

The text layer prints a blank cell as one space and puts one space after every printed item that is
followed by anything. So n spaces after an item are n - 1 blank cells, and n spaces at the start of
a line are n blank cells (a new page adds one more, which only the number of columns can tell).
A value is glued to the next cell where the two touch: 5212152.81302302 is a value and a code.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from dagster_project.form.layouts import read_struck_out_marks
from dagster_project.reading.model.grid import TextLine
from dagster_project.reading.page.undoubling import join_label

Kind = Literal["text", "number", "mark", "blank"]

_SIGN = r"[-－−–△▲]?"
_TWO_DECIMALS = re.compile(rf"{_SIGN}(?:\d{{1,3}}(?:[,，]\d{{3}})+|\d+)[.．]\d{{2}}")
_NUMBER = re.compile(rf"{_SIGN}(?:\d{{1,3}}(?:[,，]\d{{3}})+|\d+)(?:[.．]\d+)?")
_INSIDE_TEXT = re.compile(rf"(?<![\d.,，．-]){_TWO_DECIMALS.pattern}")
_IN_BRACKETS = re.compile(rf"[（(](?:{_TWO_DECIMALS.pattern})[)）]")
# An address holds digits and points, and no figure. Values that touch end with two decimals.
_ADDRESS = re.compile(r"://|(?<![\d.])\d{1,3}(?:\.\d{1,3}){2}\.(?:\d|\d{3})(?![\d.])")
_PIECES = re.compile(r" +|[^ ]+")


@dataclass(frozen=True)
class Token:
    """One printed item, or one blank cell, with the line it stands on.

    ``leading`` is true of blanks before the first printed item of their line: one of them may be
    the mark of a new page. ``is_first`` is true of the first printed item of a line.
    """

    kind: Kind
    text: str
    line: TextLine
    leading: bool = False
    is_first: bool = False

    @property
    def is_blank(self) -> bool:
        """Whether this is a blank cell."""
        return self.kind == "blank"


def label_of(tokens: Sequence[Token]) -> str:
    """Return the label that these tokens print, undoubled."""
    return join_label([(token.line.locator, token.text) for token in tokens])


def read_code(text: str, pattern: re.Pattern[str]) -> str | None:
    """Return the account code printed, undoubled (301301 → 301), or None if this is no code."""
    if pattern.fullmatch(text):
        return text
    half, odd = divmod(len(text), 2)
    if not odd and text[:half] == text[half:] and pattern.fullmatch(text[:half]):
        return text[:half]
    return None


def _split_number(rest: str, codes: re.Pattern[str] | None) -> str | None:
    """Return the number that the rest of a chunk begins with, or None."""
    exact = _TWO_DECIMALS.match(rest)
    whole = _NUMBER.match(rest)
    if whole is None:
        return None
    if exact is None:
        # A number without two decimals stands alone, or is a code glued to its name.
        after = rest[whole.end() :]
        is_code = codes is not None and read_code(whole.group(), codes) is not None
        return whole.group() if not after or is_code else None
    tail = rest[exact.end() :]
    digits = re.match(r"\d+", tail)
    if digits is None:
        return exact.group()
    glued_value = _TWO_DECIMALS.match(tail)
    glued_code = codes is not None and read_code(digits.group(), codes) is not None
    # More than two decimals, for example 万元 with six: one number.
    return exact.group() if glued_value or glued_code else whole.group()


def _split_chunk(chunk: str, codes: re.Pattern[str] | None) -> list[tuple[Kind, str]]:
    """Split one chunk between spaces into values, codes, marks and text."""
    if _IN_BRACKETS.fullmatch(chunk):
        # A negative, as accountants print it.
        return [("number", chunk)]
    if _ADDRESS.search(chunk):
        return [("text", chunk)]
    parts: list[tuple[Kind, str]] = []
    rest = chunk
    while rest:
        mark = next((m for m in read_struck_out_marks() if rest.startswith(m)), None)
        number = _split_number(rest, codes)
        if number is not None:
            parts.append(("number", number))
            rest = rest[len(number) :]
        elif mark is not None and (rest == mark or len(mark) > 1):
            parts.append(("mark", mark))
            rest = rest[len(mark) :]
        else:
            value = _INSIDE_TEXT.search(rest)
            end = value.start() if value and value.start() else len(rest)
            parts.append(("text", rest[:end]))
            rest = rest[end:]
    return parts


def tokenize_line(line: TextLine, codes: re.Pattern[str] | None = None) -> list[Token]:
    """Return the cells of one line in reading order; a line without any character has none."""
    tokens: list[Token] = []
    seen_item = False
    for piece in _PIECES.findall(line.text):
        if piece[0] == " ":
            blanks = len(piece) - 1 if seen_item else len(piece)
            blank = Token("blank", "", line, leading=not seen_item)
            tokens.extend([blank] * blanks)
            continue
        for kind, text in _split_chunk(piece, codes):
            tokens.append(Token(kind, text, line, is_first=not seen_item))
            seen_item = True
    return tokens
