"""Shares told one behind the other of counts listed before them: 优6个、良2个，占比分别为75%和25%.

Which whole they are of, no words tell: the counts together, or one that the paragraph tells.
Where all shares follow from one of them, that one is meant; where the shares make up a hundred,
or no other whole is told, it is the counts together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from dagster_project.reading.model.document import Paragraph
from dagster_project.reading.narrative.claims.model import Statement
from dagster_project.reading.narrative.claims.numbers import Text, last_digit

_COUNT = (
    r"(?<![\d.,])(?P<count>\d{1,7})(?P<unit>(?![万亿]?元)[一-鿿]{1,2}?)"
    r"(?=[、，和及与以]|项目|人员|$)"
)
_ITEM = r"[^，。；：、\d]{0,12}\d{1,7}(?![万亿]?元)[一-鿿]{1,2}?(?:项目|人员)?"
_SHARE = r"\d{1,3}(?:\.\d{1,4})?%"
_LISTED = re.compile(
    rf"(?P<list>{_ITEM}(?:(?:、|，|和|及|与|以及){_ITEM})+)(?:，|（)"
    # Of the money of so many projects the shares are others.
    r"(?:项目)?(?:个数|数量|数|人数|各)?(?:的|所)?(?:占比|占|比例|比重)(?:全部|项目|总数|的|比例|比重)*分别(?:为|是|占|达)?：?"
    rf"(?P<shares>{_SHARE}(?:(?:、|，|和|及|与|以及){_SHARE})+)"
)
_HUNDRED = Decimal(100)


def _follows(count: int, whole: int, share: Decimal) -> bool:
    return whole > 0 and abs(Decimal(count) / whole * 100 - share) < last_digit(share)


def find_told_shares(texts: Sequence[tuple[Paragraph, Text]]) -> Iterator[Statement]:
    """Yield each of such shares as ``told_ratio``, with its count over the whole as ``base``."""
    for paragraph, text in texts:
        # Most paragraphs have none, and the pattern is dear where it finds nothing.
        for match in _LISTED.finditer(text.plain) if "分别" in text.plain else ():
            shares = [Decimal(one[:-1]) for one in re.findall(_SHARE, match["shares"])]
            # 共8个项目，优6个、良1个: what stands before as many counts as shares is a whole.
            listed = list(re.finditer(_COUNT, match["list"]))
            found = listed[-len(shares) :]
            counts = [int(one["count"]) for one in found]
            unit = found[0]["unit"] if found else ""
            if len(counts) != len(shares) or any(one["unit"] != unit for one in found):
                continue
            others = re.finditer(
                rf"(?<![\d.,])(\d{{1,7}}){unit}",
                text.plain[: match.start("list") + found[0].start()],
            )
            total = sum(counts)
            wholes = [total, *(int(one[1]) for one in others if int(one[1]) >= max(counts))]
            pairs = list(zip(counts, shares, strict=True))
            fits = [
                whole for whole in wholes if all(_follows(one, whole, told) for one, told in pairs)
            ]
            # Less than all of it are shares of a whole that may stand anywhere.
            is_all = abs(sum(shares, Decimal(0)) - _HUNDRED) <= sum(map(last_digit, shares))
            if not fits and not is_all:
                continue
            whole = fits[0] if fits else total
            for count, share in pairs:
                yield Statement(
                    statement_kind="told_ratio",
                    paragraph=paragraph,
                    subject=unit,
                    direction="share",
                    base=f"{count}÷{whole}",
                    printed_text=f"{share}%",
                )
