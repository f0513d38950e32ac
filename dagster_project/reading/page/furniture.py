"""What pages leave in a text layer that is not part of any table or sentence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from dagster_project.form.enumerators import PART
from dagster_project.reading.model.grid import TextLine
from dagster_project.reading.page.undoubling import undouble_words

_PAGE_MARK = re.compile(
    r"[-—－–─]+\s*\d{1,4}\s*[-—－–─]+|第\s*\d{1,4}\s*页(?:\s*[,，/]?\s*共\s*\d{1,4}\s*页)?"
)
_RUNNING_TITLE = re.compile(r"\S*\d{4}\s*年\S*(?:决算|预算|公开|报告|说明)\S{0,10}")
_RUNNING_WORDS = re.compile(r"公开|报告|决算书|年度")
_PART = re.compile(PART)
_FIRST_PART = "第一部分"
_CONTENTS = re.compile(r"目录(?:目录)?")
_LONGEST_ENTRY = 60
_CONTENTS_LEADER = re.compile(r"(?:\.{4,}|…{2,}|·{4,}|．{4,})\s*\d*$")


def is_page_mark(text: str) -> bool:
    """Return whether a line is only a page number such as ``-23-`` or 第 3 页."""
    return bool(_PAGE_MARK.fullmatch(text.strip()))


def is_part_heading(text: str) -> bool:
    """Return whether a line is the heading of a part (第二部分 …)."""
    heading = undouble_words(text)
    return bool(_PART.match(heading)) and len(heading) <= 60 and "。" not in heading


def find_page_furniture(lines: Sequence[TextLine]) -> frozenset[int]:
    """Return the indexes of page numbers and of the running titles printed next to them.

    A line next to a page number is a running title if it reads like one (a year and 决算), or if
    it stands next to several page numbers and has a word of a running title. Names that wrap at a
    page break stand there too, so repetition alone proves nothing.
    """
    furniture: set[int] = set()
    neighbours: dict[int, str] = {}
    for index, line in enumerate(lines):
        if not is_page_mark(line.text):
            continue
        furniture.add(index)
        for step in (-1, 1):
            near = index + step
            while 0 <= near < len(lines) and not lines[near].text.strip():
                near += step
            if 0 <= near < len(lines) and abs(near - index) <= 4:
                neighbours[near] = lines[near].text.strip()
    repeated = Counter(neighbours.values())
    for near, text in neighbours.items():
        if len(text) > 60 or text.endswith("表") or is_part_heading(text):
            continue
        is_repeated = repeated[text] > 1 and _RUNNING_WORDS.search(text) is not None
        if is_repeated or _RUNNING_TITLE.fullmatch(text):
            furniture.add(near)
    return frozenset(furniture)


def find_contents(lines: Sequence[TextLine]) -> frozenset[int]:
    """Return the indexes of the lines of tables of contents.

    Lines with dot leaders, and everything from 目录 to where its first part heading comes again; a
    bound volume has contents as often as it has disclosures, and a sentence stands in none.
    """
    found = {i for i, line in enumerate(lines) if _CONTENTS_LEADER.search(line.text.rstrip())}
    for index, line in enumerate(lines):
        if not _is_contents_word(line):
            continue
        found.add(index)
        first: str | None = None
        for later in range(index + 1, len(lines)):
            if "。" in lines[later].text or _is_contents_word(lines[later]):
                break
            if not is_part_heading(lines[later].text):
                continue
            heading = re.sub(r"[\s.…·\d]+$", "", "".join(undouble_words(lines[later].text).split()))
            if first is None:
                first = heading
            elif heading == first:
                found.update(range(index, later))
                break
    return frozenset(found | _contents_without_their_word(lines))


def _is_contents_word(line: TextLine) -> bool:
    return bool(_CONTENTS.fullmatch("".join(line.text.split())))


def _contents_without_their_word(lines: Sequence[TextLine]) -> set[int]:
    """Return contents by what they are: parts listed without a sentence, then 第一部分 begins.

    What stands there is often worded otherwise than above: 第一部分：基本情况, 第一部分 部门概况.
    """
    found: set[int] = set()
    parts: list[tuple[int, str]] = []
    is_top = True
    for index, line in enumerate(lines):
        plain = "".join(line.text.split())
        if "。" in plain or len(plain) > _LONGEST_ENTRY:
            is_top = is_top and not parts
            parts = []
            continue
        number = _PART.match(undouble_words(line.text))
        if number is None or not is_part_heading(line.text):
            continue
        if parts and number.group() == parts[0][1]:
            found |= set(range(parts[0][0], index)) if len(parts) > 1 else set()
            is_top, parts = False, []
        elif parts or is_top or number.group() == _FIRST_PART:
            # Behind the first text only the contents of another disclosure, which begin so.
            parts.append((index, number.group()))
    return found
