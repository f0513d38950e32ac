"""Counts that a text comes back to: 纳入绩效评价的项目12个 … 上述10个项目."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from dagster_project.reading.model.document import Paragraph
from dagster_project.reading.narrative.claims.model import DIFFERS, FOLLOWS, Statement
from dagster_project.reading.narrative.claims.numbers import Text
from dagster_project.reading.narrative.claims.told_sums import TOLD
from dagster_project.reading.narrative.text_headings import chinese_number

_THINGS = r"(?:项目|单位|问题)"
_COUNT = r"(?:\d{1,4}|[二三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])"
# 12个项目, 项目12个, 共12个二级项目.
_TOLD = re.compile(
    rf"(?P<count>{_COUNT})(?:个|家)(?P<noun>[^，。；：、（）\d]{{0,12}}?{_THINGS})"
    rf"|(?P<before>{_THINGS})(?:共计?|合计|总计|为|有|数量?|个数)*(?P<behind>{_COUNT})(?:个|家)"
)
_AGAIN = re.compile(
    rf"(?:上述|以上|前述)(?:全部)?(?P<count>{_COUNT})(?:个|家)(?P<noun>[^，。；：、（）\d]{{0,8}}?{_THINGS})"
)
# 上述 may mean what several counts are together.
_MOST_TOGETHER = 6
Told = tuple[int, str, str]


def _number(count: str) -> int:
    return chinese_number(count.replace("两", "二"))


def _told(plain: str) -> list[Told]:
    """Return each count of a text, how it is printed and of what it is."""
    found = []
    for match in _TOLD.finditer(plain):
        count = match["count"] or match["behind"]
        found.append((_number(count), count, match["noun"] or match["before"]))
    return found


def _may_be(number: int, told: Sequence[Told]) -> bool:
    """Return whether a number is one that was told, or several of them together."""
    numbers = [count for count, _, _ in told][-_MOST_TOGETHER:]
    sums = (sum(own) for k in range(1, len(numbers) + 1) for own in combinations(numbers, k))
    return number in {count for count, _, _ in told} or number in sums


def find_told_again(texts: Sequence[tuple[Paragraph, Text]]) -> Iterator[Statement]:
    """Yield each count that comes back to one before it; ``base`` is the later one.

    The one before stands in the same paragraph, else in the one above; several may be meant.
    """
    above: list[Told] = []
    for paragraph, text in texts:
        own: list[Told] = []
        end = 0
        for match in _AGAIN.finditer(text.plain):
            own += _told(text.plain[end : match.start()])
            end = match.end()
            noun = match["noun"]
            is_plain = noun == noun[-2:]
            # 上述3个一级项目 are those that were called so.
            told = [
                each
                for each in own or above
                if each[2] == noun or (is_plain and each[2].endswith(noun))
            ]
            if not told:
                continue
            number = _number(match["count"])
            _, printed, thing = told[-1]
            yield Statement(
                statement_kind="told_again",
                paragraph=paragraph,
                subject=thing[-TOLD:],
                direction=FOLLOWS if _may_be(number, told) else DIFFERS,
                base=str(number),
                printed_text=f"{printed}个",
            )
        above = own + _told(text.plain[end:])
