"""What numbers parts, sections, items and columns: 第三部分, 一、, （一）, 1. and 1 2 3.

A pattern stands here where several modules mean the same by it. What only looks alike stays with
its user: a name takes 一. and ① for a mark as well, a line of a table any number in brackets, a
cover ends at the first 一、.
"""

from __future__ import annotations

from collections.abc import Sequence

HAN = "一二三四五六七八九十"
HAN_NUMBER = rf"[{HAN}]{{1,3}}"
# 第三部分, as the parts of a disclosure are called.
PART = rf"第{HAN_NUMBER}部分"
# 一、 before a section of the text, or before a part of a table.
SECTION = rf"{HAN_NUMBER}、"
# （一） or （1） before what a section is divided into.
SUBSECTION = rf"（[{HAN}\d]{{1,3}}）"
# 1. before an item; 1.5 is a figure, where one may stand.
ITEM = r"\d{1,2}[.．、]"


def counts_from_one(numbers: Sequence[int]) -> bool:
    """Return whether these are 1, 2, 3 and so on, as the numbers of columns are."""
    return bool(numbers) and list(numbers) == list(range(1, len(numbers) + 1))
