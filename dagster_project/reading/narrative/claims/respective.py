"""基本支出、项目支出分别为60.00万元、40.00万元: which of the names each figure is of."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dagster_project.reading.narrative.claims.grammar import Grammar
from dagster_project.reading.narrative.claims.subjects import SubjectReader

_JOINED = r"(?:、|，|和|及|与|以及)"
_FIGURE = r"\d[\d,]*(?:\.\d+)?(?:亿|万|千)?(?:元|%)"
# 分别为60.00万元、40.00万元; 分别增长5%和下降2%: a word for the way may stand before each.
_LISTED = (
    rf"(?P<names>[^，。；：\d]{{0,80}}(?:20\d\d年度?[^，。；：\d]{{2,80}})?)分别(?P<words>[^，。；：、\d]{{0,12}}?)"
    rf"(?P<figures>(?:{{way}}{{was}})?{_FIGURE}(?:{_JOINED}(?:{{way}}{{was}})?{_FIGURE})+)"
)
_NUMBER = re.compile(rf"(?:{_JOINED})?(?P<way>[^\d、，]*?)(?={_FIGURE})(?P<figure>{_FIGURE})")
_BEFORE = re.compile(r"^(?:20\d\d年度?|本年度?|其中：?|我(?:局|单位|部门)|本(?:单位|部门|级))+")
_COMPARED = re.compile(r"(?:比|较|与|同|和)[^，。；：、]*$")


def find_respective(
    plain: str, grammar: Grammar, subjects: SubjectReader, topic: str
) -> dict[int, str]:
    """Return the words of each figure of such lists by its place: its own name before them.

    Only where there are as many names as figures and each of them is known. A list without names
    behind one with names is of the same: …，分别比上年减少0.10万元、0.20万元.
    """
    if "分别" not in plain:
        return {}
    ways = grammar.slot("direction", "(?:{})").pattern.replace("?P<direction>", "?:")
    listed = re.compile(_LISTED.replace("{way}", ways).replace("{was}", "(?:了|为)?"))
    found: dict[int, str] = {}
    names: list[str] = []
    end = 0
    for match in listed.finditer(plain):
        figures = list(_NUMBER.finditer(plain, match.start("figures"), match.end("figures")))
        compared = _COMPARED.search(match["names"])
        words = (compared[0] if compared else "") + match["words"]
        given = match["names"][: compared.start()] if compared else match["names"]
        own = next(_split(given, len(figures), subjects, topic), None)
        if own:
            names = own
        elif given.strip("，") or match.start() > end + 1 or len(names) != len(figures):
            names = []
        way = ""
        for name, figure in zip(names, figures, strict=False):
            # 减少0.10万元、0.20万元: both became less.
            way = figure["way"] or way
            found[figure.start("figure")] = f"{name}{words}{way}"
        end = match.end()
    return found


def _split(given: str, count: int, subjects: SubjectReader, topic: str) -> Iterator[list[str]]:
    """Yield the ways to divide the words into so many names that are all known."""
    text = _BEFORE.sub("", re.split(r"[，。；：]", given)[-1])
    for joined in ("、", "、|和", "、|及", "、|与", "、|以及"):
        parts = re.split(joined, text)
        if len(parts) == count and all(subjects.named(part, topic) for part in parts):
            yield parts
