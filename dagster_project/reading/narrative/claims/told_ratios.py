"""Rates that stand right behind the two figures they follow from, of whatever unit.

320万株，完成年度目标300万株的106.67%: read in the whole document, also outside 情况说明.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache

from dagster_project.form.seeds import read_seed
from dagster_project.reading.model.document import Paragraph
from dagster_project.reading.narrative.claims.grammar import read_grammar
from dagster_project.reading.narrative.claims.model import Statement
from dagster_project.reading.narrative.claims.numbers import Text, last_digit
from dagster_project.runtime.settings import SEEDS_DIR

_NUMBER = r"\d[\d,]*(?:\.\d{1,6})?"
# What a column of the pattern stands for.
_GROUPS = {
    "{done}": f"(?P<done>{_NUMBER})",
    "{base}": f"(?P<base>{_NUMBER})",
    "{rate}": f"(?P<rate>-?{_NUMBER})(?P<sign>%)",
    "{points}": f"(?P<rate>{_NUMBER})(?P<sign>个百分点)",
    "{amount}": f"(?P<rate>{_NUMBER})(?P<sign>)",
}


@cache
def _ratios() -> tuple[tuple[str, re.Pattern[str]], ...]:
    ways = sorted(read_grammar().directions, key=len, reverse=True)
    groups = _GROUPS | {"{way}": f"(?P<way>{'|'.join(ways)})"}
    ratios = []
    for row in read_seed(SEEDS_DIR / "claims" / "told_ratios.csv"):
        pattern = row["pattern"]
        for name, group in groups.items():
            pattern = pattern.replace(name, group)
        ratios.append((row["ratio_kind"], re.compile(pattern)))
    return tuple(ratios)


def _follows(done: Decimal, base: Decimal, rate: Decimal) -> bool:
    """Return whether a rate is the ratio, up to its last digit."""
    return bool(base) and abs(done / base * 100 - rate) < last_digit(rate)


def _differs(done: Decimal, base: Decimal, told: Decimal) -> bool:
    """Return whether the first less the second is what is told, up to its last digit."""
    return abs(abs(done - base) - told) < last_digit(told)


# 较目标值85%高7个百分点, 高于65%的目标值: beside the words of the grammar.
_TURNS = {
    "高": "增加",
    "低": "减少",
    "升": "增加",
    "扩大": "增加",
    "缩减": "减少",
    "高出": "大于",
    "多于": "大于",
}


def _way(word: str | None) -> str:
    """Return which way a word says it went, behind :; empty where it says none."""
    return f":{_TURNS.get(word) or read_grammar().directions[word]}" if word else ""


def _printed(kind: str, match: re.Match[str]) -> str:
    """Return the figure that is judged as it is printed, with the word that says which way."""
    if kind == "turn":
        return f"{match['turn']}到{match['done']}{match['unit']}"
    if kind == "beyond":
        return f"{match['turn']}{match['base']}{match['unit']}"
    return f"{match['rate'].replace(',', '')}{match['sign'] or match['unit']}"


def _is_of_another(kind: str, plain: str, match: re.Match[str]) -> bool:
    """Return whether another figure of the same unit may be meant.

    Which of the wholes before it a share is of, no words tell: 40人占50% may be of 80人. Nor whose
    change it is behind a part: 总计50万元，其中结转5万元，较上年45万元增加5万元.
    """
    if kind in ("turn", "beyond"):
        return False
    done, base, rate = (Decimal(match[name].replace(",", "")) for name in ("done", "base", "rate"))
    figure = rf"(?<![\d.,]){_NUMBER}(?={match['unit']})"
    if kind == "share":
        wholes = (Decimal(other[0].replace(",", "")) for other in re.finditer(figure, plain))
        return not _follows(done, base, rate) and any(_follows(done, one, rate) for one in wholes)
    if kind != "difference" or _differs(done, base, rate):
        return False
    before = (Decimal(o[0].replace(",", "")) for o in re.finditer(figure, plain[: match.start()]))
    return any(_differs(one, base, rate) for one in before)


def find_told_ratios(texts: Sequence[tuple[Paragraph, Text]]) -> Iterator[Statement]:
    """Yield each rate; ``base`` are the two figures, ``direction`` how it follows from them.

    ratio, share, closing: the first over the second; change: the first less the second, over the
    second; growth: the second is what the first became more by; completion: the second is by how
    much the first is more than its budget; points, difference: the first less the second;
    turn, beyond: only which of them is more. Behind :, the ways the text says it went.
    """
    for paragraph, text in texts:
        # 应参保4180人，参保3420人，参保率81.82%: told in two wordings, judged once.
        shares: set[int] = set()
        for kind, pattern in _ratios():
            for match in pattern.finditer(text.plain):
                if _is_of_another(kind, text.plain, match):
                    continue
                if kind == "share":
                    if match.start("rate") in shares:
                        continue
                    shares.add(match.start("rate"))
                done, base = (match[name].replace(",", "") for name in ("done", "base"))
                named = match.groupdict()
                way = _way(named.get("way"))
                # What is said before the second figure goes before what is said of the difference.
                if turn := _way(named.get("turn")):
                    way = f"{way or turn}{turn}"
                yield Statement(
                    statement_kind="told_ratio",
                    paragraph=paragraph,
                    subject=match["unit"],
                    direction=f"{kind}{way}",
                    base=f"{done}÷{base}",
                    printed_text=_printed(kind, match),
                )
