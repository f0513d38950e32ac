"""Rates that stand right behind the two figures they follow from, of whatever unit.

320万株，完成年度目标300万株的106.67%: read in the whole document, also outside 情况说明.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from dagster_project.form.seeds import read_seed
from dagster_project.reading.model.document import Paragraph
from dagster_project.reading.narrative.claims.model import Statement
from dagster_project.reading.narrative.claims.numbers import Text
from dagster_project.runtime.settings import SEEDS_DIR

_NUMBER = r"\d[\d,]*(?:\.\d{1,6})?"
# What a column of the pattern stands for.
_GROUPS = {
    "{done}": f"(?P<done>{_NUMBER})",
    "{base}": f"(?P<base>{_NUMBER})",
    "{rate}": f"(?P<rate>-?{_NUMBER})%",
}


@cache
def _ratios() -> tuple[tuple[str, re.Pattern[str]], ...]:
    ratios = []
    for row in read_seed(SEEDS_DIR / "claims" / "told_ratios.csv"):
        pattern = row["pattern"]
        for name, group in _GROUPS.items():
            pattern = pattern.replace(name, group)
        ratios.append((row["ratio_kind"], re.compile(pattern)))
    return tuple(ratios)


def find_told_ratios(texts: Sequence[tuple[Paragraph, Text]]) -> Iterator[Statement]:
    """Yield each rate; ``base`` are the two figures, ``direction`` which ratio of them it is.

    ratio: the first over the second; change: the first less the second, over the second.
    """
    for paragraph, text in texts:
        for kind, pattern in _ratios():
            for match in pattern.finditer(text.plain):
                done, base, rate = (
                    match[name].replace(",", "") for name in ("done", "base", "rate")
                )
                yield Statement(
                    statement_kind="told_ratio",
                    paragraph=paragraph,
                    subject=match["unit"],
                    direction=kind,
                    base=f"{done}÷{base}",
                    printed_text=f"{rate}%",
                )
