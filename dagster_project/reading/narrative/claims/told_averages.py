"""Averages that stand behind what they are averages of: 接待32人次，人均50元.

A total and a count of the paragraph give an average, no words tell which: where any two do, it
follows. Standards and what was only estimated are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from dagster_project.reading.model.document import Paragraph
from dagster_project.reading.narrative.claims.grammar import Grammar
from dagster_project.reading.narrative.claims.model import DIFFERS, FOLLOWS, Statement
from dagster_project.reading.narrative.claims.numbers import (
    NumberToken,
    Text,
    find_numbers,
    last_digit,
)

_AVERAGE = re.compile(
    r"(?:(?:每(?P<each>[一-鿿]{1,2}?)平均|平均每(?P<every>[一-鿿]{1,2}?)|(?P<short>[人户车次批期场件处班亩日月])均)"
    r"(?P<what>[^，。；：（）“\d每均]{0,10}?))(?=\d)"
)
# What is set, sought or guessed is no average of what the text tells.
_NO_AVERAGE = re.compile(
    r"标准|限额|不超|不高|不低|不少|超|约|近|可支配|纯|GDP|寿命|预期|目标|计划|至少|最"
)
_BEFORE = re.compile(r"(?:标准|按照?|每年|年)$")
_BEHIND = re.compile(r"以[内上下]|左右|的?标准|多|余|/|至|-|—|~|～")
# What is counted, by the word of the average.
_COUNTED = {
    "人": "人|人次|名|位|万人|万人次",
    "户": "户|万户",
    "车": "辆|台",
    "辆": "辆|台",
    "台": "台|台（套）|套",
    "批": "批次|批|个",
    "场": "场|场次|次",
    "班": "期|班|个|班次",
    "月": "个月",
    "日": "天|日",
    "天": "天|日",
}
# A year has twelve months, and its days are all of them or those worked on.
_YEARS = {"月": (12, 12), "日": (240, 366), "天": (240, 366)}
# The texts of a document, each with its numbers.
Everywhere = Sequence[tuple[Text, Sequence[NumberToken]]]
_MONEY = {"元": 1, "万元": 10_000, "亿元": 100_000_000}


@dataclass(frozen=True)
class _Figure:
    value: Decimal
    half: Decimal


def _family(unit: str) -> str:
    return "元" if unit in _MONEY else unit.removeprefix("万")


def _figure(token: NumberToken) -> _Figure:
    """Return a figure in its smallest unit, and how far it was rounded; a count was not."""
    value = Decimal(token.value)
    unit = token.unit
    times = _MONEY.get(unit, 10_000 if unit.startswith("万") else 1)
    step = last_digit(value)
    is_exact = times == 1 and unit not in _MONEY and step == 1
    return _Figure(value * times, Decimal(0) if is_exact else step * times)


def _gives(total: _Figure, count: _Figure, average: _Figure) -> bool:
    """Return whether the three can be of one another; the last digit may be cut off."""
    low = (average.value - average.half) * (count.value - count.half)
    high = (average.value + average.half) * (count.value + count.half)
    return low <= total.value + total.half and total.value - total.half <= high


def _sentences_before(plain: str, place: int) -> int:
    """Return where the sentence before the one of this place begins."""
    marks = [match.end() for match in re.finditer(r"。", plain[:place])]
    return marks[-2] if len(marks) > 1 else 0


def _judge(
    text: Text,
    match: re.Match[str],
    tokens: Sequence[NumberToken],
    above: Sequence[NumberToken],
) -> tuple[NumberToken, str] | None:
    """Return the average with whether it follows; ``above`` is what the paragraph before tells."""
    plain = text.plain
    average = next((t for t in tokens if t.start == match.end()), None)
    if average is None or average.unit_kind in ("none", "percent", "score"):
        return None
    if _BEHIND.match(plain, average.unit_end) or _BEFORE.search(plain[: match.start()]):
        return None
    if _NO_AVERAGE.search(plain[max(0, match.start() - 6) : match.end()]):
        return None
    each = match["each"] or match["every"] or match["short"]
    counted = set(_COUNTED.get(each, each).split("|"))
    start = plain.rfind("。", 0, match.start()) + 1
    before = _sentences_before(plain, match.start())
    others = [t for t in tokens if t is not average]
    near = [t for t in others if before <= t.start < match.start()]
    counts = [t for t in others if t.unit in counted]
    totals = [t for t in others if _family(t.unit) == _family(average.unit)]
    told = _figure(average)
    days = _YEARS.get(each)
    if not [t for t in near if t in totals]:
        return None
    if not [t for t in counts if start <= t.start < match.start()]:
        if not days:
            return None
        least, most = days
        spans = [_Figure(Decimal(least + most) / 2, Decimal(most - least) / 2)]
    else:
        spans = []
    follows = any(
        _gives(_figure(total), count, told)
        for total in [*totals, *(t for t in above if _family(t.unit) == _family(average.unit))]
        for count in [*map(_figure, counts), *spans]
        if count.value
    )
    return average, FOLLOWS if follows else DIFFERS


# 人均接待费74.98元 stands apart from what was spent and from how many came: of these names any
# amount and any count of the whole text that speak of the same will do.
_APART = {
    "接待": re.compile(r"人均(?:国内)?(?:公务)?接待(?:费用?|支出|经费)?$"),
    "车": re.compile(
        r"(?:车均|单车|每辆车平均)(?:公务用车|公车)?(?:运行|维护|运维|运行维护)(?:费用?|支出)?$"
    ),
}


def _sentence_around(plain: str, place: int) -> str:
    end = plain.find("。", place)
    return plain[plain.rfind("。", 0, place) + 1 : end if end >= 0 else len(plain)]


def _judge_apart(
    text: Text, match: re.Match[str], average: NumberToken, everywhere: Everywhere
) -> str:
    """Return whether an average follows from figures of other paragraphs, empty if none are."""
    word = next((w for w, named in _APART.items() if named.search(match[0])), "")
    is_set = _NO_AVERAGE.search(_sentence_around(text.plain, match.start()))
    if not word or is_set or average.unit not in _MONEY or not Decimal(average.value):
        return ""
    units = set(_COUNTED["人" if word == "接待" else "车"].split("|"))
    own = [
        (token, _figure(token))
        for other, tokens in everywhere
        for token in tokens
        if (token.start, other) != (average.start, text)
        and word in _sentence_around(other.plain, token.start)
    ]
    totals = [figure for token, figure in own if token.unit in _MONEY]
    counts = [figure for token, figure in own if token.unit in units and figure.value]
    if not totals or not counts:
        return ""
    follows = any(_gives(total, count, _figure(average)) for total in totals for count in counts)
    return FOLLOWS if follows else DIFFERS


_MEAN = re.compile(
    r"平均(?:得分|分|分数|评分)(?:为|是|：)?(?P<mean>\d{1,3}(?:\.\d{1,4})?)分?，?"
    r"(?:其中|分别(?:为|是)|具体为)：?(?P<parts>[^。]+)"
)
_PART = re.compile(
    r"(?<![\d.])(?P<score>\d{1,3}(?:\.\d{1,4})?)分(?![钟之数])(?!(?:及)?以[上下]|[-至~～—])"
)
_PROJECTS = re.compile(r"(?<![\d.])(?P<projects>\d{1,3})个[^，。；\d]{0,8}?项目")


def _means(text: Text) -> Iterator[tuple[str, str]]:
    """Yield each average score beside the scores told behind it, and whether it follows."""
    for match in _MEAN.finditer(text.plain):
        scores = [Decimal(part["score"]) for part in _PART.finditer(match["parts"])]
        if len(scores) < 2:
            continue
        mean = Decimal(match["mean"])
        counts = {int(one["projects"]) for one in _PROJECTS.finditer(text.plain, 0, match.start())}
        is_whole = counts == {len(scores)}
        if is_whole:
            follows = abs(sum(scores, Decimal(0)) / len(scores) - mean) < last_digit(mean)
        else:
            # Of some of them, nothing is known but by all of them.
            follows = True if counts else min(scores) <= mean <= max(scores)
        yield f"{match['mean']}分", FOLLOWS if follows else DIFFERS


def find_told_averages(
    texts: Sequence[tuple[Paragraph, Text]], grammar: Grammar
) -> Iterator[Statement]:
    """Yield each average whose total and count are told; ``direction``: follows or differs."""

    @cache
    def numbers(at: int) -> list[NumberToken]:
        return find_numbers(texts[at][1], grammar)

    for at, (paragraph, text) in enumerate(texts):
        for printed, direction in _means(text):
            yield Statement(
                statement_kind="told_average",
                paragraph=paragraph,
                subject="平均得分",
                direction=direction,
                printed_text=printed,
            )
        for match in _AVERAGE.finditer(text.plain):
            tokens = numbers(at)
            above = numbers(at - 1) if at else []
            if judged := _judge(text, match, tokens, above):
                average, direction = judged
                yield Statement(
                    statement_kind="told_average",
                    paragraph=paragraph,
                    subject=match[0],
                    direction=direction,
                    printed_text=average.digits + average.unit,
                )
            elif alone := next((t for t in tokens if t.start == match.end()), None):
                everywhere = [(other, numbers(n)) for n, (_, other) in enumerate(texts)]
                if found := _judge_apart(text, match, alone, everywhere):
                    yield Statement(
                        statement_kind="told_average",
                        paragraph=paragraph,
                        subject=match[0],
                        direction=found,
                        printed_text=alone.digits + alone.unit,
                    )
