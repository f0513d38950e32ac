"""Whether the numbers at the heads of sections and paragraphs follow one another: 1. 2. 4."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dagster_project.form.enumerators import HAN, HAN_NUMBER, PART
from dagster_project.reading.narrative.claims.model import Statement
from dagster_project.reading.narrative.claims.section import Piece
from dagster_project.reading.narrative.text_headings import chinese_number

# From the widest to the narrowest: a number of a wider list begins those inside of it afresh.
_LEVELS = (
    re.compile(rf"^(?P<number>{HAN_NUMBER})、"),
    re.compile(rf"^（(?P<number>{HAN_NUMBER})）"),
    re.compile(r"^(?P<number>\d{1,2})[、．.](?!\d)"),
    re.compile(r"^（(?P<number>\d{1,2})）"),
)
_PRINTED = ("{}、", "（{}）", "{}.", "（{}）")
# Two headings with one number are told of the headings.
_LEAST_REPEATED = 2
_BEGINNING = 12
# A longer gap is another list rather than paragraphs left out.
_MOST_MISSING = 3
# Where the text is one part of several that 一、 二、 number, those between are not of it.
_WHOLE = re.compile(f"^(?:{PART}|一、)")


def _in_han(value: int) -> str:
    tens, ones = divmod(value, 10)
    ten = ("" if tens == 1 else HAN[tens - 1]) + "十" if tens else ""
    return ten + (HAN[ones - 1] if ones else "")


def _stands_inside(value: int, level: int, texts: Sequence[str]) -> bool:
    """Return whether a number stands in the text all the same: its line was taken for no head."""
    number = str(value) if level > 1 else _in_han(value)
    end = {0: "、", 2: "[、．.]"}.get(level, "）")
    head = re.compile(rf"(?<!\d){number}{end}")
    return any(head.search(text) for text in texts)


def find_numbering(pieces: Sequence[Piece]) -> Iterator[Statement]:
    """Yield each place where the numbers of 情况说明 skip one or print one twice.

    ``base`` is skipped or repeated, ``printed_text`` the number before and the one there.
    """
    last: dict[int, tuple[int, int]] = {}
    # Where a list begins afresh inside of one with the same marks: the number that it stands in.
    around: dict[int, int] = {}
    widest = 0 if pieces and _WHOLE.match(pieces[0].text.plain) else 1
    for at, piece in enumerate(pieces):
        plain = piece.text.plain
        found = ((level, m) for level, head in enumerate(_LEVELS) if (m := head.match(plain)))
        level, match = next(found, (-1, None))
        if match is None or piece.continues:
            continue
        value = chinese_number(match["number"])
        before, since = last.get(level, (0, at))
        last = {wider: entry for wider, entry in last.items() if wider < level}
        last[level] = (value, at)
        around = {wider: number for wider, number in around.items() if wider <= level}
        goes_on = bool(before) and before != value and around.get(level, value) + 1 == value
        if goes_on:
            del around[level]
        elif value == 1 and before:
            around[level] = before
        texts = [other.text.plain for other in pieces[since : at + 1]]
        missing = range(before + 1, value) if before and level >= widest else range(0)
        is_other = level >= _LEAST_REPEATED and texts[0][:_BEGINNING] != plain[:_BEGINNING]
        if goes_on:
            base = ""
        elif 0 < len(missing) <= _MOST_MISSING:
            base = "" if any(_stands_inside(n, level, texts) for n in missing) else "skipped"
        else:
            base = "repeated" if before == value and is_other else ""
        if not base:
            continue
        heads = (str(n) if level > 1 else _in_han(n) for n in (before, value))
        printed = "”后是“".join(_PRINTED[level].format(head) for head in heads)
        yield Statement(
            statement_kind="numbering",
            paragraph=piece.paragraph,
            base=base,
            printed_text=f"“{printed}”",
        )
