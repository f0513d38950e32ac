"""Headings of running text in reading order: parts, sections, subsections; undoubled."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dagster_project.form.enumerators import HAN_NUMBER
from dagster_project.reading.model.document import Heading
from dagster_project.reading.model.grid import TextLine
from dagster_project.reading.page.furniture import is_part_heading
from dagster_project.reading.page.undoubling import halve, undouble_words

_SECTION = re.compile(rf"(?P<number>{HAN_NUMBER})、(?P<text>.+)")
_SUBSECTION = re.compile(rf"[（(](?P<number>{HAN_NUMBER}|\d+)[）)](?P<text>.+)")
_PART_NUMBER = re.compile(rf"第(?P<number>{HAN_NUMBER})部分")
# Marks of a sentence or of cells side by side: a heading has none of them.
_SENTENCE = re.compile(r"[，。；：,;:\s]")
_LONGEST_HEADING = 45
# 第三部分 …2024年度部门决算情况 / 说明
_PART_REST = re.compile(r"(?:情?况)?说?明|(?:部?门)?(?:决?算)?表")
_PART_ENDS = re.compile(r"(?:说明|表|概况|解释|附件)$")
_DIGITS = {digit: value for value, digit in enumerate("一二三四五六七八九", start=1)}


def chinese_number(text: str) -> int:
    """Return the value of a Chinese numeral up to 九十九, or of plain digits."""
    if text.isdecimal():
        return int(text)
    tens, ten, units = text.rpartition("十")
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(units, 0)


def _is_heading_text(text: str) -> bool:
    return len(text) <= _LONGEST_HEADING and not _SENTENCE.search(text)


def _bold_continuation(lines: Sequence[TextLine], index: int) -> str:
    """Return the rest of a bold heading that wraps to the very next line, undoubled."""
    if index + 1 >= len(lines) or halve("".join(lines[index].text.split())) is None:
        return ""
    below = "".join(lines[index + 1].text.split())
    rest = halve(below)
    return rest if rest and not _SECTION.match(rest) and not _PART_NUMBER.match(rest) else ""


def _part_continuation(lines: Sequence[TextLine], index: int, text: str) -> str:
    """Return the last characters of a centred part heading that did not fit on its line."""
    below = next((line.text for line in lines[index + 1 : index + 3] if line.text.strip()), "")
    rest = "".join(below.split())
    return rest if _PART_REST.fullmatch(rest) and not _PART_ENDS.search(text) else ""


def text_headings(lines: Sequence[TextLine], skip: frozenset[int]) -> Iterator[tuple[int, Heading]]:
    """Yield the headings of running text, each with the index of its line."""
    part = section = subsection = 0
    for index, line in enumerate(lines):
        text = undouble_words(line.text) if index not in skip else ""
        top, sub = _SECTION.fullmatch(text), _SUBSECTION.fullmatch(text)
        if text and is_part_heading(line.text):
            part_number = _PART_NUMBER.match(text)
            part = chinese_number(part_number["number"]) if part_number else part
            section = subsection = 0
            text += _part_continuation(lines, index, text)
            kind, level, code = "part", 1, str(part)
        elif not (top or sub) or not _is_heading_text(text):
            continue
        elif top:
            section, subsection = chinese_number(top["number"]), 0
            kind, level, code = "section", 2, f"{part}.{section}"
        else:
            number = chinese_number(sub["number"]) if sub else 0
            kind, level, code = "subsection", 3, f"{part}.{section}.{number}"
            if sub and sub["number"].isdecimal():
                level, code = 4, f"{part}.{section}.{subsection}.{number}"
            else:
                subsection = number
        text += _bold_continuation(lines, index) if level > 1 else ""
        place = (line.locator, line.page, line.is_from_pixels)
        yield index, Heading(kind, level, code, "", text, *place)
