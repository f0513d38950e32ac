"""Wholes that a sentence takes apart: 离退休人员97人，其中：离休4人，退休93人.

Only parts of a known kind, because only of those it is known that none is part of another
(told_wholes.csv): 其中 also lists what overlaps, 其中党员5人，女性4人.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from dagster_project.form.seeds import read_seed
from dagster_project.reading.model.document import Paragraph
from dagster_project.reading.narrative.claims.grammar import Grammar
from dagster_project.reading.narrative.claims.model import Statement
from dagster_project.reading.narrative.claims.numbers import NumberToken, Text, find_numbers
from dagster_project.runtime.settings import SEEDS_DIR

EQUAL = "equal"
WITHIN = "within"

_OPENS = re.compile(
    r"其中(?!，?主要)：?|(?:具体|主要)?(?:内容)?包括：?|分别(?:为|是)：?|(?<=项目)中，"
)
# What the numbers of an aside are about is not what the sentence counts: 行政编制20名（含工勤3名）.
_ASIDE = re.compile(r"（[^（）]*）")
# （满分30分）
_FULL = re.compile(r"（(?:满分|分值|权重)(?:为|：)?(?P<full>\d{1,3}(?:\.\d{1,2})?)分?）")
_PUNCTUATION = re.compile(r"[，。；：、]")
_BLANK = "\0"
_ENDS = re.compile(r"。|其中|(?<!不)含|包括")
# So far a whole stands before its parts: 评价项目12个，占…，涉及金额…万元。其中，….
_GAP = 80
_LINKS = "共为有是计："
# So much of a name is told: a label, not the text, and no organization or year before it.
_TOLD = 16
_DATED = re.compile(r"^.*20\d\d年度?")


@dataclass(frozen=True)
class _Family:
    """One kind of parts that never overlap; ``needed``: with which of them nothing is left out."""

    whole: re.Pattern[str]
    part: re.Pattern[str]
    units: frozenset[str]
    needed: tuple[re.Pattern[str], ...]
    full: str


@cache
def _families() -> tuple[_Family, ...]:
    return tuple(
        _Family(
            whole=re.compile(row["whole_pattern"]),
            part=re.compile(row["part_pattern"]),
            units=frozenset(row["units"].split("|")),
            needed=tuple(re.compile(word) for word in filter(None, row["needed_parts"].split("|"))),
            full=row["needed_full"],
        )
        for row in read_seed(SEEDS_DIR / "claims" / "told_wholes.csv")
    )


def _without_asides(plain: str) -> str:
    """Return the text with what stands in brackets blanked, equally long."""
    return _ASIDE.sub(lambda match: _BLANK * len(match[0]), plain)


def _label(plain: str, token: NumberToken, others: Sequence[NumberToken], start: int = 0) -> str:
    """Return the words before a number: from the last mark or the last number of its unit on."""
    ends = [other.unit_end for other in others if other.end <= token.start]
    marks = [match.end() for match in _PUNCTUATION.finditer(plain, 0, token.start)]
    return plain[max([start, *ends, *marks]) : token.start].replace(_BLANK, "")


def _name(plain: str, whole: NumberToken, others: Sequence[NumberToken], opened: int) -> str:
    """Return what the whole counts: the words before it, and those up to 中 behind it."""
    behind = plain[whole.unit_end : opened]
    return _label(plain, whole, others) + ("" if _PUNCTUATION.search(behind) else behind)


def _end_of_list(plain: str, start: int) -> int:
    """Return where the sentence ends, or where parts are taken apart themselves."""
    end = _ENDS.search(plain, start)
    return end.start() if end else len(plain)


def _relation(family: _Family, labels: Sequence[str], *, others: bool, printed: str) -> str:
    if family.full:
        fulls = [float(match["full"]) for match in _FULL.finditer(printed)]
        is_whole = len(fulls) == len(labels) and sum(fulls) == float(family.full)
        return EQUAL if is_whole and not others else ""
    is_whole = bool(family.needed) and all(
        any(word.search(label) for label in labels) for word in family.needed
    )
    return EQUAL if is_whole and not others else WITHIN


@dataclass(frozen=True)
class _List:
    """Where a list of parts stands: behind which place its whole is, from where to where it is."""

    opened: int
    start: int
    end: int


def _lists(printed: str, plain: str) -> Iterator[_List]:
    """Yield the lists of a paragraph, those in brackets (其中离休4人，退休93人) as well."""
    for match in _OPENS.finditer(plain):
        yield _List(match.start(), match.end(), _end_of_list(plain, match.end()))
    for aside in _ASIDE.finditer(printed):
        if opened := _OPENS.match(printed, aside.start() + 1):
            end = min(aside.end() - 1, _end_of_list(printed, opened.end()))
            yield _List(aside.start(), opened.end(), end)


def _parts_of(
    family: _Family, plain: str, alike: Sequence[NumberToken], found: _List
) -> tuple[list[tuple[str, NumberToken]], bool]:
    """Return the parts of this kind with their names, and whether there are others."""
    own = [t for t in alike if found.start <= t.start and t.unit_end <= found.end]
    named = [(_label(plain, t, alike, found.start), t) for t in own]
    listed = [(label, t) for label, t in named if family.part.fullmatch(label)]
    return listed, len(listed) < len(named)


def _find(text: Text, grammar: Grammar) -> Iterator[tuple[str, NumberToken, str, str]]:
    """Yield of each whole its name, its number, its parts and how they are to it."""
    outside = _without_asides(text.plain)
    tokens = [token for token in find_numbers(text, grammar) if token.unit_kind != "none"]
    for found in _lists(text.plain, outside):
        is_aside = outside[found.opened] == _BLANK
        inside = text.plain if is_aside else outside
        before = [t for t in tokens if t.unit_end <= found.opened and outside[t.start] != _BLANK]
        listed_tokens = [t for t in tokens if is_aside or inside[t.start] != _BLANK]
        for unit in dict.fromkeys(t.unit for t in reversed(before)):
            earlier = [t for t in before if t.unit == unit]
            whole = earlier[-1]
            if found.opened - whole.unit_end > _GAP:
                continue
            name = _name(outside, whole, earlier, found.opened)
            for family in _families():
                if unit not in family.units or not family.whole.fullmatch(name):
                    continue
                alike = [t for t in listed_tokens if t.unit == unit]
                listed, others = _parts_of(family, inside, alike, found)
                labels = [label for label, _ in listed]
                if len(listed) < 2 or len(set(labels)) < len(labels):
                    continue
                printed = text.plain[found.start : found.end + 1]
                if relation := _relation(family, labels, others=others, printed=printed):
                    told = "+".join(f"{label[-_TOLD:]} {t.value}" for label, t in listed)
                    yield _DATED.sub("", name).rstrip(_LINKS)[-_TOLD:], whole, told, relation
                    break


def find_told_sums(
    texts: Sequence[tuple[Paragraph, Text]], grammar: Grammar
) -> Iterator[Statement]:
    """Yield each whole with its parts; ``base`` are the parts, ``direction`` equal or within."""
    for paragraph, text in texts:
        for name, whole, parts, relation in _find(text, grammar):
            yield Statement(
                statement_kind="told_sum",
                paragraph=paragraph,
                subject=name,
                direction=relation,
                base=parts,
                printed_text=whole.digits + whole.unit,
            )
