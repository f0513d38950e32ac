"""Scores of self-evaluations that a text tells, with the grade it gives them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from dagster_project.form.seeds import read_seed
from dagster_project.reading.model.document import Paragraph
from dagster_project.reading.narrative.claims.model import Statement
from dagster_project.reading.narrative.claims.numbers import Text
from dagster_project.runtime.settings import SEEDS_DIR

_SCORE = re.compile(
    r"(?P<label>(?:自评|评价|绩效|综合|平均)[^，。；：\d]{0,8}?(?:得分|评分|总分|分数))"
    r"(?:共|合计)?(?:为|是|：|达到?)?(?P<score>\d{1,3}(?:\.\d{1,4})?)分(?![钟之数值])"
    r"(?!(?:（[^（）]*）)?(?:及)?(?:以上|以下|至|-))"
)
_GRADE = re.compile(
    r"(?:（[^（）]*）)?[，。；]?[^，。；\d]{0,16}?(?:等级|结论|结果|评级|等次|档次|评定|评为)"
    r"[^，。；\d]{0,4}?“?(?P<grade>优秀|优|良好|良|中等|中|差|不合格)(?=“|[，。；、）]|$)"
)
# A whole of another size, or points on top of it: 满分120分, 加分项.
_OTHER_WHOLE = re.compile(r"满分(?:为|是|：)?(?!100分)\d|加分|附加分|千分制")
_BAND = re.compile(
    r"(?P<low>\d{2,3})分?(?:（含[^）]*）|含)?(?:及)?(?:以上|[-—~～至到]\d{2,3}分?)"
    r"[^，。；\d]{0,10}?(?:为|评为|属于|“|：)+“?(?P<grade>优|良|中)"
)


@cache
def _usual_limits() -> Mapping[str, str]:
    """Return from which score of a hundred on a grade is given, where a text says nothing else."""
    rows = read_seed(SEEDS_DIR / "claims" / "grade_limits.csv")
    return {row["grade"]: row["least_percent"] for row in rows}


def _has_own_bands(texts: Sequence[tuple[Paragraph, Text]]) -> bool:
    return any(
        _usual_limits()[match["grade"]] != match["low"]
        for _, text in texts
        for match in _BAND.finditer(text.plain)
    )


def find_told_scores(texts: Sequence[tuple[Paragraph, Text]]) -> Iterator[Statement]:
    """Yield each score; ``base`` is the grade behind it, empty where there is none.

    Where the text has limits of its own, or a whole other than a hundred, nothing is known.
    """
    if _has_own_bands(texts):
        return
    for paragraph, text in texts:
        if _OTHER_WHOLE.search(text.plain):
            continue
        for match in _SCORE.finditer(text.plain):
            graded = _GRADE.match(text.plain, match.end())
            yield Statement(
                statement_kind="told_score",
                paragraph=paragraph,
                subject=match["label"],
                base=graded["grade"] if graded else "",
                printed_text=f"{match['score']}分",
            )
