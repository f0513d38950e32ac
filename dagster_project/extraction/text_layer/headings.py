"""Headings in reading order: parts, sections, table titles, notes, residue; undoubled."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dagster_project.extraction import residue
from dagster_project.extraction.text_layer.decode import SourceLine
from dagster_project.extraction.text_layer.pages import (
    find_contents,
    find_page_furniture,
    is_part_heading,
)
from dagster_project.extraction.text_layer.tables import TableRegion
from dagster_project.extraction.text_layer.undoubling import halve, undouble_words

_SECTION = re.compile(r"(?P<number>[一二三四五六七八九十]+)、(?P<text>.+)")
_SUBSECTION = re.compile(r"[（(](?P<number>[一二三四五六七八九十]+|\d+)[）)](?P<text>.+)")
_PART_NUMBER = re.compile(r"第(?P<number>[一二三四五六七八九十]+)部分")
# Marks of a sentence or of cells side by side: a heading has none of them.
_SENTENCE = re.compile(r"[，。；：,;:\s]")
_LONGEST_HEADING = 45
# 第三部分 …2024年度部门决算情况 / 说明
_PART_REST = re.compile(r"(?:情?况)?说?明|(?:部?门)?(?:决?算)?表")
_PART_ENDS = re.compile(r"(?:说明|表|概况|解释|附件)$")
_DIGITS = {digit: value for value, digit in enumerate("一二三四五六七八九", start=1)}


@dataclass(frozen=True)
class Heading:
    """One heading, note or statement: what it is, where it stands, and its text undoubled."""

    kind: str
    level: int
    section_code: str
    table_code: str
    text: str
    line_no: int
    page: int | None

    @property
    def locator(self) -> str:
        """Where the heading stands in the source."""
        return f"L{self.line_no}"


def chinese_number(text: str) -> int:
    """Return the value of a Chinese numeral up to 九十九, or of plain digits."""
    if text.isdecimal():
        return int(text)
    tens, ten, units = text.rpartition("十")
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(units, 0)


def _is_heading_text(text: str) -> bool:
    return len(text) <= _LONGEST_HEADING and not _SENTENCE.search(text)


def _bold_continuation(lines: Sequence[SourceLine], index: int) -> str:
    """Return the rest of a bold heading that wraps to the very next line, undoubled."""
    if index + 1 >= len(lines) or halve("".join(lines[index].text.split())) is None:
        return ""
    below = "".join(lines[index + 1].text.split())
    rest = halve(below)
    return rest if rest and not _SECTION.match(rest) and not _PART_NUMBER.match(rest) else ""


def _part_continuation(lines: Sequence[SourceLine], index: int, text: str) -> str:
    """Return the last characters of a centred part heading that did not fit on its line."""
    below = next((line.text for line in lines[index + 1 : index + 3] if line.text.strip()), "")
    rest = "".join(below.split())
    return rest if _PART_REST.fullmatch(rest) and not _PART_ENDS.search(text) else ""


def _table_headings(regions: Sequence[TableRegion], lines: Sequence[SourceLine]) -> list[Heading]:
    found = []
    for region in regions:
        code = region.table_code or ""
        start = lines[region.start]
        found.append(Heading("table_title", 2, "", code, region.title, start.number, start.page))
        for kind, texts in (("note", region.notes), ("statement", region.statements)):
            found.extend(
                Heading(
                    residue.KIND if residue.is_residue(text) else kind,
                    3,
                    "",
                    code,
                    text,
                    line.number,
                    line.page,
                )
                for text, line in texts
            )
    return found


def text_headings(
    lines: Sequence[SourceLine], skip: frozenset[int], inside: frozenset[int]
) -> list[Heading]:
    """Return the headings of running text: parts, sections and subsections."""
    found: list[Heading] = []
    part = section = subsection = 0
    for index, line in enumerate(lines):
        text = undouble_words(line.text) if index not in skip else ""
        if text and is_part_heading(line.text):
            part_number = _PART_NUMBER.match(text)
            part = chinese_number(part_number["number"]) if part_number else part
            section = subsection = 0
            text += _part_continuation(lines, index, text)
            found.append(Heading("part", 1, str(part), "", text, line.number, line.page))
            continue
        if not text or index in inside:
            continue
        top, sub = _SECTION.fullmatch(text), _SUBSECTION.fullmatch(text)
        if (top or sub) and _is_heading_text(text):
            text += _bold_continuation(lines, index)
        else:
            continue
        if top:
            section, subsection = chinese_number(top["number"]), 0
            code = f"{part}.{section}"
            found.append(Heading("section", 2, code, "", text, line.number, line.page))
        elif sub:
            number, level = chinese_number(sub["number"]), 3
            if sub["number"].isdecimal():
                level, code = 4, f"{part}.{section}.{subsection}.{number}"
            else:
                subsection, code = number, f"{part}.{section}.{number}"
            found.append(Heading("subsection", level, code, "", text, line.number, line.page))
    return found


def _residue_of_text(lines: Sequence[SourceLine], headings: Sequence[Heading]) -> list[Heading]:
    """Return the phrases of the form left in outside of the notes, which say so themselves."""
    noted = {h.line_no for h in headings if h.kind == residue.KIND}
    found = residue.find_residue([undouble_words(line.text) for line in lines])
    places = [(item.text, lines[item.line]) for item in found]
    return [
        Heading(residue.KIND, 4, "", "", text, line.number, line.page)
        for text, line in places
        if line.number not in noted
    ]


def read_headings(lines: Sequence[SourceLine], regions: Sequence[TableRegion]) -> list[Heading]:
    """Return all headings of the document, by line."""
    skip = find_page_furniture(lines) | find_contents(lines)
    inside = frozenset(i for r in regions for i in range(r.start, r.end))
    headings = _table_headings(regions, lines) + text_headings(lines, skip, inside)
    headings += _residue_of_text(lines, headings)
    return sorted(headings, key=lambda heading: heading.line_no)
