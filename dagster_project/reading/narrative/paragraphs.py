"""The narrative as paragraphs: their lines joined, in reading order, with its place.

A printed paragraph stays one row: figures and the words that say what they are stand together.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from dagster_project.form.enumerators import HAN, HAN_NUMBER, ITEM, SECTION
from dagster_project.reading.decoders.media import WRITTEN, medium_of
from dagster_project.reading.model.cells import written
from dagster_project.reading.model.document import Paragraph, ReadDocument
from dagster_project.reading.model.grid import BBox
from dagster_project.reading.model.source import SourceFile
from dagster_project.reading.narrative.running_text import RunningLine, running_lines

_ENUMERATOR = re.compile(
    rf"{SECTION}|[（(][{HAN}\d]{{1,3}}[）)]|{ITEM}(?!\d)"
    rf"|第{HAN_NUMBER}[条章节部]"
)
_FIGURE_AT_END = re.compile(r"\d\s*$")
_UNIT_FIRST = re.compile(r"\s*(?:[万亿]?元|[%％])")
_ENDS = ("。", "；", "：", "！", "？", ";", ":", "”", "）。")
# A full line of a page holds 35 to 45 characters; what is wider was never wrapped.
_NEVER_WRAPPED = 116
# A line is broken before a number that does not fit, up to 13 columns early; beyond that it ended.
_FULL = 0.82
_HALF = 0.6


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def _typical_width(lines: Sequence[RunningLine]) -> int:
    widths = sorted(_width(line.text) for line in lines if line.section_code is None)
    return widths[int(len(widths) * 0.9)] if widths else 0


def _edges(lines: Sequence[RunningLine]) -> dict[int, tuple[float, float, float]]:
    """Return the left and right edge of the text of each page, and the height of a character."""
    found: dict[int, tuple[float, float, float]] = {}
    for page in {line.page for line in lines if line.page is not None}:
        boxes = [line.bbox for line in lines if line.page == page and line.bbox]
        if len(boxes) >= 3:
            lefts = Counter(round(box[0]) for box in boxes)
            left: float = min(lefts, key=lambda edge: (-lefts[edge], edge))
            heights = sorted(box[3] - box[1] for box in boxes)
            em = abs(heights[len(heights) // 2]) or 10.0
            left = min(left, *(box[0] for box in boxes if box[0] > left - 3 * em))
            found[page] = (left, max(box[2] for box in boxes), em)
    return found


class _Paragraphs:
    """Decides where a paragraph ends, from punctuation, the width of lines and their indent."""

    def __init__(self, lines: Sequence[RunningLine]) -> None:
        self.lines = lines
        self.width = _typical_width(lines)
        self.edges = _edges(lines)
        after_blank = sum(line.after_blank for line in lines[1:])
        # Some dumps put a blank line after every line: there it means nothing.
        self.blanks_divide = 0 < after_blank < 0.5 * len(lines)

    def _is_short(self, line: RunningLine, part: float) -> bool:
        if line.bbox and line.page in self.edges:
            left, right, _ = self.edges[line.page]
            return line.bbox[2] - left < part * (right - left)
        return _width(line.text) < part * self.width

    def _is_indented(self, line: RunningLine) -> bool:
        if line.bbox and line.page in self.edges:
            left, _, em = self.edges[line.page]
            return line.bbox[0] > left + 1.2 * em
        return line.indent >= 2

    def starts(self, at: int) -> bool:
        """Return whether a paragraph begins at this line."""
        if at == 0:
            return True
        before, line = self.lines[at - 1], self.lines[at]
        if _FIGURE_AT_END.search(before.text) and _UNIT_FIRST.match(line.text):
            # No paragraph begins with the unit of the figure before it.
            return False
        if self.width > _NEVER_WRAPPED:
            return True
        if line.section_code is not None or before.section_code is not None:
            return True
        ended = before.text.endswith(_ENDS)
        if line.after_blank and self.blanks_divide:
            return ended or self._is_short(before, _FULL)
        if ended and (_ENUMERATOR.match(line.text) or self._is_indented(line)):
            return True
        if ended and self._is_short(before, _FULL):
            return True
        return self._is_short(before, _HALF)


def _box(lines: Sequence[RunningLine]) -> BBox | None:
    """Return the box around a paragraph on the page it begins on."""
    boxes = [line.bbox for line in lines if line.bbox and line.page == lines[0].page]
    if not boxes:
        return None
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _joined(lines: Sequence[RunningLine], section_code: str) -> Paragraph:
    first, last = lines[0], lines[-1]
    several = first.locator != last.locator
    return Paragraph(
        "".join(line.text for line in lines),
        first.page,
        f"{first.locator}-{last.locator}" if several else first.locator,
        section_code,
        _box(lines),
        any(line.is_from_pixels for line in lines),
    )


def join_lines(lines: Sequence[RunningLine], *, is_wrapped: bool) -> list[Paragraph]:
    """Return the paragraphs of lines; where lines are not wrapped each is one."""
    paragraphs = _Paragraphs(lines)
    groups: list[list[RunningLine]] = []
    for at, line in enumerate(lines):
        if not is_wrapped or paragraphs.starts(at):
            groups.append([line])
        else:
            groups[-1].append(line)
    found, section = [], ""
    for group in groups:
        section = group[0].section_code if group[0].section_code is not None else section
        found.append(_joined(group, section))
    return found


def narrative_rows(paragraphs: Sequence[Paragraph]) -> list[dict[str, str]]:
    """Return the rows of narrative.csv (NARRATIVE_COLUMNS of the cell model)."""
    return [
        {
            "line_no": str(number),
            "text": paragraph.text,
            "page": written(paragraph.page),
            "bbox": written(paragraph.bbox),
            "source_locator": paragraph.locator,
            "section_code": paragraph.section_code,
        }
        for number, paragraph in enumerate(paragraphs, start=1)
    ]


def read_narrative(document: ReadDocument, files: Sequence[SourceFile]) -> list[Paragraph]:
    """Return the narrative of one document."""
    media = {medium_of(file.content) for file in files}
    lines = running_lines(document.lines, document.headings)
    return join_lines(lines, is_wrapped=WRITTEN.isdisjoint(media))
