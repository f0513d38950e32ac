"""Counts that make up another: 行政村14个、社区3个共17个; 受理审查逮捕86件，批准逮捕64件."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from dagster_project.form.seeds import read_seed
from dagster_project.reading.model.document import Paragraph
from dagster_project.reading.narrative.claims.grammar import Grammar
from dagster_project.reading.narrative.claims.model import Statement
from dagster_project.reading.narrative.claims.numbers import NumberToken, Text, find_numbers
from dagster_project.reading.narrative.claims.told_sums import (
    ALIKE,
    BLANK,
    NAMED,
    TOLD,
    without_asides,
)
from dagster_project.runtime.settings import SEEDS_DIR

_ALTOGETHER = re.compile(r"(?:共计|合计|总计|共)(?:有|为)?$")
_JOINED = re.compile(r"[、，]|[和及与]|以及")
# What changes, is of each, or is part of a part, is nothing to be added up.
_NO_PART = re.compile(
    r"其中|含|包括|每|平均|均|增|减|较|比|上年|去年|预算|计划|目标|超|分别|第|累计|近|约"
)
_SEPARATE = re.compile(r"[。；：！？]")


def _between(plain: str, first: NumberToken, second: NumberToken) -> str:
    return plain[first.unit_end : second.start]


def _listed_before(plain: str, tokens: Sequence[NumberToken], at: int) -> list[tuple[str, int]]:
    """Return the counts right before a total, from the last on back, with their names."""
    total = tokens[at]
    words = _ALTOGETHER.sub("", _between(plain, tokens[at - 1], total))
    if words not in ("", "，", "、"):
        return []
    found: list[tuple[str, int]] = []
    for place in range(at - 1, -1, -1):
        token = tokens[place]
        if token.unit != total.unit or not token.value.isdigit():
            return []
        before = _between(plain, tokens[place - 1], token) if place else plain[: token.start]
        parts = _SEPARATE.split(before)
        label = _JOINED.split(parts[-1])[-1].replace(BLANK, "")
        # 和 may be part of a name; what matters is that there is one.
        if not label or len(label) > TOLD or _NO_PART.search(parts[-1]):
            break
        found.append((label, place))
        if len(parts) > 1 or not place:
            break
        if not re.match(r"[、，和及]|以及", before):
            break
    return found


def _totals(plain: str, tokens: Sequence[NumberToken]) -> Iterator[tuple[NumberToken, str]]:
    """Yield each total that stands behind what makes it up, with its parts."""
    for at in range(2, len(tokens)):
        total = tokens[at]
        if total.unit_kind != "count" or not total.value.isdigit():
            continue
        if not _ALTOGETHER.search(plain, 0, total.start):
            continue
        found = _listed_before(plain, tokens, at)
        if len(found) < 2 or len({label for label, _ in found}) < len(found):
            continue
        numbers = [int(tokens[place].value) for _, place in found]
        sums = [sum(numbers[: many + 1]) for many in range(1, len(numbers))]
        # What stands further before may be of something else.
        many = sums.index(int(total.value)) + 2 if int(total.value) in sums else len(numbers)
        own = found[:many][::-1]
        yield total, "+".join(f"{label} {tokens[place].value}" for label, place in own)


_NUMBER = r"\d{1,9}"
# 提起公诉220件（含上年积存）: what was left of the year before is no part of this year's.
_OLDER = re.compile(r"[^，。；：（]{0,6}（[^（）]*(?:含|旧存|上年|往年|积存|结转)")


@cache
def _pairs() -> tuple[re.Pattern[str], ...]:
    return tuple(
        re.compile(
            rf"(?P<what>{row['whole_pattern']})(?P<whole>{_NUMBER})(?P<unit>{row['units']})"
            rf"(?:\d{{1,9}}[^，。；：\d]{{1,4}})?[^，。；：（\d]{{0,6}}(?:，|、|（)(?:其中)?[：，]?"
            rf"(?P<name>{row['part_pattern']})(?P<part>{_NUMBER})(?P=unit)"
        )
        for row in read_seed(SEEDS_DIR / "claims" / "told_parts.csv")
    )


def find_told_counts(
    texts: Sequence[tuple[Paragraph, Text]], grammar: Grammar
) -> Iterator[Statement]:
    """Yield each count that others make up or are part of, as ``told_sum``."""
    for paragraph, text in texts:
        plain = without_asides(text.plain)
        tokens = list(find_numbers(Text(text.printed, plain), grammar))
        for total, parts in _totals(plain, tokens):
            yield Statement(
                statement_kind="told_sum",
                paragraph=paragraph,
                subject="合计",
                direction=NAMED,
                base=parts,
                printed_text=total.digits + total.unit,
            )
        for pattern in _pairs():
            for match in pattern.finditer(text.plain):
                if _OLDER.match(text.plain, match.end()):
                    continue
                yield Statement(
                    statement_kind="told_sum",
                    paragraph=paragraph,
                    subject=match["what"][-TOLD:],
                    direction=ALIKE,
                    base=f"{match['name'][-TOLD:]} {match['part']}",
                    printed_text=match["whole"] + match["unit"],
                )
