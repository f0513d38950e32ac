"""Projects that a text counts by grade or by score, in whatever order it words them.

12个项目中，自评等级为“优”的9个，“良”的2个; 其中6个项目自评等级为“优”，1个项目自评等级为“良”;
评价项目26个，…。评价得分90（含）-100分的22个、75（含）-90分的3个、75分以下的0个.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from dagster_project.reading.model.document import Paragraph
from dagster_project.reading.narrative.claims.model import Statement
from dagster_project.reading.narrative.claims.numbers import Text
from dagster_project.reading.narrative.claims.told_sums import LISTED, NAMED, TOLD, WITHIN

_UNIT = r"(?:个|项)"
_NUMBER = r"(?<![\d.,])(?P<number>\d{1,4})"
_GRADE = (
    r"“?(?P<grade>优秀|优|良好|良|中等|中|合格|较差|差|不合格)(?![一-鿿]{1,2}(?:组|心|央|期|等))“?"
)
_CALLED = (
    r"(?:绩效)?(?:自评|评价|考评|评定|评审)?(?:综合)?(?:结果|等级|结论|等次|档次|评级|得分|情况)?"
)
# “优”的9个, 评为优秀的项目有9个.
_BEFORE = re.compile(
    rf"(?:为|是|：|，|、|；|中|“|^){_GRADE}(?:等级|等次|档次|档|级)?(?:的)?(?:项目)?"
    rf"(?:数量?)?(?:共|有|为|的)*{_NUMBER}{_UNIT}(?![^，。；]{{0,6}}(?:问题|指标|单位))"
)
# 6个项目自评等级为“优”, 1个项目为良.
_BEHIND = re.compile(
    rf"{_NUMBER}{_UNIT}(?:[^，。；：、\d“]{{0,8}}项目)?{_CALLED}(?:均|都|全部)?(?:评定|自评|评|定)?(?:为|是|达到)"
    rf"{_GRADE}(?=“|等|档|级|[，。；、）]|$)"
)
_LIMIT = r"\d{2,3}(?:分)?(?:（[^（）]{1,3}）|含)?(?:分)?"
_BAND = re.compile(
    rf"(?:(?P<low>{_LIMIT})(?:及?以上)?[-—~～至到](?P<high>{_LIMIT})(?:（[^（）]{{1,4}}）)?(?:以下)?"
    rf"|(?P<least>{_LIMIT})(?:及)?以上|(?P<most>{_LIMIT})(?:及)?以下)"
    rf"(?:（[^（）]{{1,4}}）)?(?:之间)?(?:的)?(?:项目)?(?:共|有|为)*{_NUMBER}{_UNIT}"
)
_COUNTED = re.compile(
    rf"(?:(?P<before>[^，。；：、\d]{{0,12}}(?:项目|自评|评价))(?:共|有|为|共计|合计|共有|数量?|总数|个数|的)*"
    rf"(?<![\d.,第])(?P<number>\d{{1,4}}){_UNIT}(?!单位|部门|指标|问题)"
    rf"|(?<![\d.,第])(?P<other>\d{{1,4}}){_UNIT}(?P<behind>[^，。；：、\d]{{0,16}}?(?:项目|自评|评价)))"
)
# What goes on behind the grades told: 其余未评, 等.
_OPEN = re.compile(r"其余|其他|未评|不参与|剩余|另有|另外|没有评|暂未|等等")
_SENTENCE_END = re.compile(r"。")


@dataclass(frozen=True)
class _Part:
    """One grade or band with its number of projects and where it stands."""

    start: int
    end: int
    name: str
    number: int


def _grades(plain: str) -> list[_Part]:
    behind = [
        _Part(m.start(), m.end(), f"“{m['grade']}”", int(m["number"]))
        for m in _BEHIND.finditer(plain)
    ]
    taken = [range(part.start, part.end) for part in behind]
    before = [
        _Part(m.start(), m.end(), f"“{m['grade']}”", int(m["number"]))
        for m in _BEFORE.finditer(plain)
        if not any(m.start("number") in span or m.start("grade") in span for span in taken)
    ]
    return sorted([*behind, *before], key=lambda part: part.start)


def _points(limit: str) -> int:
    return int(re.sub(r"\D", "", limit))


def _bands(plain: str) -> list[_Part]:
    """Return the bands of scores, none where one holds another: 90分以上, 80分以上."""
    parts, spans = [], []
    for m in _BAND.finditer(plain):
        if m["low"]:
            low, high = sorted((_points(m["low"]), _points(m["high"])))
        elif m["least"]:
            low, high = _points(m["least"]), 100
        else:
            low, high = 0, _points(m["most"])
        name = re.sub(r"（[^（）]*）|分", "", m["low"] or m["least"] or m["most"])
        other = re.sub(r"（[^（）]*）|分", "", m["high"] or "")
        said = f"{name}-{other}分" if other else f"{name}分以{'上' if m['least'] else '下'}"
        spans.append((low, high))
        parts.append(_Part(m.start(), m.end(), said, int(m["number"])))
    ordered = sorted(spans)
    apart = all(one[1] <= two[0] for one, two in pairwise(ordered))
    return parts if apart else []


def _runs(plain: str, parts: Sequence[_Part]) -> Iterator[list[_Part]]:
    """Yield the parts of one count each: those of one sentence, each grade once."""
    run: list[_Part] = []
    for part in parts:
        goes_on = run and not _SENTENCE_END.search(plain, run[-1].end, part.start)
        if run and (not goes_on or part.name in [one.name for one in run]):
            yield run
            run = []
        run.append(part)
    if run:
        yield run


def _wholes(plain: str, end: int, unlike: Sequence[_Part]) -> list[re.Match[str]]:
    """Return the counts of projects before a place that are none of the parts."""
    taken = {at for part in unlike for at in range(part.start, part.end)}
    return [
        match
        for match in _COUNTED.finditer(plain, 0, end)
        if match.start("number" if match["number"] else "other") not in taken
    ]


def _number(match: re.Match[str]) -> int:
    return int(match["number"] or match["other"])


def _relation(
    plain: str, run: Sequence[_Part], wholes: Sequence[re.Match[str]]
) -> tuple[re.Match[str], str] | None:
    """Return what the parts are counted from and how they are to it."""
    total = sum(part.number for part in run)
    numbers = [_number(match) for match in wholes]
    fits = [match for match in wholes if _number(match) == total]
    if fits:
        return fits[-1], LISTED
    # Of 一级项目3个、二级项目16个 the grades are of nineteen.
    if total in {a + b for at, a in enumerate(numbers) for b in numbers[at + 1 :]}:
        return None
    end = plain.find("。", run[-1].end)
    is_open = bool(_OPEN.search(plain, run[0].start, end if end >= 0 else len(plain)))
    whole = wholes[-1] if len(set(numbers)) == 1 else max(wholes, key=_number)
    between = plain[whole.end() : run[0].start]
    is_near = "。" not in between or (
        between.count("。") == 1
        and bool(re.match(r"其?中|从", between.rpartition("。")[2] or "其中"))
    )
    if len(set(numbers)) > 1 or not is_near:
        return None if is_open and total < _number(whole) else (whole, NAMED)
    return whole, WITHIN if is_open else LISTED


def find_told_grades(texts: Sequence[tuple[Paragraph, Text]]) -> Iterator[Statement]:
    """Yield each count of projects with its grades or bands, as ``told_sum``."""
    for paragraph, text in texts:
        for parts in (_grades(text.plain), _bands(text.plain)):
            for run in _runs(text.plain, parts):
                wholes = _wholes(text.plain, run[0].start, parts)
                if len(run) < 2 or not wholes:
                    continue
                found = _relation(text.plain, run, wholes)
                if found is None:
                    continue
                whole, relation = found
                name = whole["before"] or whole["behind"]
                yield Statement(
                    statement_kind="told_sum",
                    paragraph=paragraph,
                    subject=name[-TOLD:],
                    direction=relation,
                    base="+".join(f"{part.name} {part.number}" for part in run),
                    printed_text=f"{_number(whole)}个",
                )
