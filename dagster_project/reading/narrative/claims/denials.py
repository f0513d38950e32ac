"""What a text says was not spent or not done: 全年未发生公务接待费支出, 未安排因公出国（境）团组.

Only a clause that says this of the whole body and of the whole year, and nothing else, is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from dagster_project.form.seeds import read_seed
from dagster_project.reading.narrative.claims.model import Statement
from dagster_project.reading.narrative.claims.section import Piece
from dagster_project.runtime.settings import SEEDS_DIR

_WHOSE = r"(?:我|本)?(?:部门|单位|局|委|办|中心|学校|院)?"
_WHEN = r"(?:(?P<{}>20\d\d)年度?|本年度?|当年度?|全年|年内)?"
_BEFORE = (
    r"(?:其中：?)?(?:[^，。；：]{0,6}主要?原因(?:是|为|在于)|(?:主要)?是?因为?|由于)?"
    + _WHEN.format("first")
    + _WHOSE
    + _WHEN.format("second")
    + r"(?:均|也|亦|并)?"
)
_CLAUSE = re.compile(r"[^，。；：！？]+")
_LONGEST, _NEAR = 60, 300
_SENTENCE_ENDS = re.compile(r"[。！？]")
# 局本级未发生…: not of the whole. 比上年增加，上年未发生…: not of this year, unless it says so.
_OF_A_PART = re.compile(r"本级|所属|下属")
_OF_ANOTHER_YEAR = re.compile(r"(?:上|去|往)一?年|同期|以前|20\d\d年")
_OF_THIS_YEAR = re.compile(r"本年|当年|20\d\d年")


@cache
def _denials() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    rows = read_seed(SEEDS_DIR / "claims" / "denied_spending.csv")
    return tuple(
        (row["subject"], row["what"], re.compile(f"{_BEFORE}(?:{row['pattern']})")) for row in rows
    )


def _is_of_all(before: str, clause: str, fiscal_year: int) -> bool:
    """Return whether the sentence so far leaves a clause to the whole body and to this year."""
    sentence = _SENTENCE_ENDS.split(before)[-1]
    of_another = _OF_ANOTHER_YEAR.search(sentence.replace(str(fiscal_year), ""))
    return not _OF_A_PART.search(sentence) and (
        of_another is None or _OF_THIS_YEAR.search(clause) is not None
    )


def find_denials(piece: Piece, topic: str, fiscal_year: int) -> Iterator[Statement]:
    """Yield each clause of 三公经费 that says nothing was spent or done.

    ``base`` is amount, or the number that is said to be none.
    """
    if topic != "three_public":
        return
    plain = piece.text.plain
    for clause in _CLAUSE.finditer(plain):
        if len(clause[0]) > _LONGEST:
            continue
        for subject, what, pattern in _denials():
            match = pattern.fullmatch(clause[0])
            if match is None:
                continue
            years = {match["first"], match["second"]} - {None}
            before = plain[max(0, clause.start() - _NEAR) : clause.start()]
            if years <= {str(fiscal_year)} and _is_of_all(before, clause[0], fiscal_year):
                yield Statement(
                    statement_kind="denial",
                    paragraph=piece.paragraph,
                    subject=subject,
                    base=what,
                    topic=topic,
                    printed_text=piece.text.printed[slice(*clause.span())],
                )
            break
