"""What is left of the form's own instructions: 作下述说明：, XX万元, 202 年度.

The phrases are data (``dbt/seeds/layouts/template_residue.csv``). They are looked for in the whole
text, contents and notes included: the narrative itself is not shipped, so no rule could find them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

from dagster_project.form.seeds import LAYOUTS_DIR, read_seed

KIND = "residue"
# A short phrase is quoted with what stands around it in its sentence.
_SHORT, _AROUND = 16, 14
_SENTENCE_END = re.compile(r"[。；]")


@dataclass(frozen=True)
class Residue:
    """One phrase of the form that was left in, as quoted and alone; the line where it begins."""

    text: str
    phrase: str
    line: int


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    rows = read_seed(LAYOUTS_DIR / "template_residue.csv")
    return tuple(re.compile(row["pattern"]) for row in rows)


def is_residue(text: str) -> bool:
    """Return whether a text holds a phrase of the form."""
    flat = "".join(text.split())
    return any(pattern.search(flat) for pattern in _patterns())


def _quote(whole: str, phrase: tuple[int, int], bounds: tuple[int, int]) -> str:
    """Return a phrase, a short one with what stands beside it in its sentence and its lines."""
    (start, end), (first, last) = phrase, bounds
    if end - start >= _SHORT:
        return whole[start:end]
    before = _SENTENCE_END.split(whole[max(first, start - _AROUND) : start])[-1]
    return before + whole[start:end] + _SENTENCE_END.split(whole[end : min(last, end + _AROUND)])[0]


def _phrases(whole: str) -> list[tuple[int, int]]:
    """Return where phrases stand; of those that overlap, the one named first in the data."""
    taken: list[tuple[int, int]] = []
    for pattern in _patterns():
        for match in pattern.finditer(whole):
            start, end = match.span()
            if all(end <= begun or start >= ended for begun, ended in taken):
                taken.append((start, end))
    return sorted(taken)


def find_residue(lines: Sequence[str]) -> list[Residue]:
    """Return every phrase left in, in reading order; a phrase may wrap to the next line."""
    flat = ["".join(line.split()) for line in lines]
    ends = list(accumulate(map(len, flat)))
    whole = "".join(flat)
    found = []
    for start, end in _phrases(whole):
        first, last = bisect_right(ends, start), bisect_right(ends, end - 1)
        bounds = (ends[first] - len(flat[first]), ends[last])
        found.append(Residue(_quote(whole, (start, end), bounds), whole[start:end], first))
    return found
