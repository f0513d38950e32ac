"""Which lines of a document are running text: no tables, contents, headers or page numbers."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from dagster_project.form import residue
from dagster_project.form.fields import is_field, is_page_number, note_kind
from dagster_project.form.labels import squeeze
from dagster_project.form.titles import table_of_title
from dagster_project.reading.model.document import Heading
from dagster_project.reading.model.grid import BBox, TextLine
from dagster_project.reading.page.furniture import find_contents, find_page_furniture
from dagster_project.reading.page.undoubling import undouble, undouble_words

_OF_TEXT = ("part", "section", "subsection")
# A running head stands on most pages; a heading that happens to open two pages does not.
_LEAST_REPEATS = 3
_SENTENCE = re.compile(r"[。，；：]")
_FORM_TITLE = re.compile(r"自评表$")
_APPENDIX = re.compile(r"附件[一二三四五六七八九十\d]{0,3}")


@dataclass(frozen=True)
class RunningLine:
    """One line of running text, undoubled; ``section_code`` is given where it is a heading."""

    text: str
    page: int | None
    bbox: BBox | None
    locator: str
    section_code: str | None = None
    after_blank: bool = False
    indent: int = 0
    is_from_pixels: bool = False


def _running_heads(lines: Sequence[TextLine]) -> set[int]:
    """Return the first and last lines of pages that come again on page after page."""
    pages: dict[int, list[int]] = defaultdict(list)
    for index, line in enumerate(lines):
        if line.page is not None and squeeze(line.text):
            pages[line.page].append(index)
    edges = {at for own in pages.values() for at in (*own[:2], *own[-2:])}
    seen = Counter(re.sub(r"\d+", "", squeeze(lines[at].text)) for at in edges)
    return {
        at
        for at in edges
        if seen[re.sub(r"\d+", "", squeeze(lines[at].text))] >= max(_LEAST_REPEATS, len(pages) // 3)
    }


def _leads_to_sentence(lines: Sequence[TextLine], index: int, starts: set[int]) -> bool:
    """Return whether what follows a heading, after others, reads like a sentence."""
    for at in range(index + 1, min(index + 16, len(lines))):
        text = squeeze(lines[at].text)
        if text and at not in starts:
            return bool(_SENTENCE.search(text)) and note_kind(text) is None
    return False


def _in_tables(lines: Sequence[TextLine], starts: set[int]) -> set[int]:
    """Return the lines of tables that a text prints as text: from a title to the next sentence.

    A table title above a grid is dropped alike, with its unit, and whatever of the grid's page
    came out as text.
    """
    found: set[int] = set()
    inside = False
    for index, line in enumerate(lines):
        text = squeeze(line.text)
        if len(text) < 60 and table_of_title(text) is not None:
            inside = True
        elif "。" in text or (index in starts and _leads_to_sentence(lines, index, starts)):
            # 一、一般公共预算财政拨款 is a row of a table and reads like a heading.
            inside = False
        if inside or (text and is_field(text)):
            found.add(index)
    return found


def _in_performance_forms(lines: Sequence[TextLine], starts: set[int]) -> set[int]:
    """Return the lines of the self-evaluation forms: tables whose cells come out word by word."""
    found: set[int] = set()
    filled = [index for index, line in enumerate(lines) if squeeze(line.text)]
    inside = False
    for place, index in enumerate(filled):
        text = squeeze(lines[index].text)
        if _FORM_TITLE.search(text) and len(text) < 60:
            near = [squeeze(lines[at].text) for at in filled[place + 1 : place + 6]]
            inside = inside or any(other.startswith("项目名称") for other in near)
        elif index in starts or _APPENDIX.fullmatch(text):
            inside = False
        if inside:
            found.add(index)
    return found


def _plain(text: str) -> str:
    return undouble(squeeze(undouble_words(text)))


def _match_headings(
    lines: Sequence[TextLine], headings: Sequence[Heading]
) -> tuple[dict[int, Heading], set[int]]:
    """Return the heading at each line where one begins, and the lines that continue or annotate.

    Several lines may share one locator (a page of a PDF), so the text decides.
    """
    places: dict[str, list[Heading]] = defaultdict(list)
    for given in headings:
        # What is left of the form in the text stays there; a note under a table does not.
        if given.kind != residue.KIND or given.table_code:
            places[given.locator].append(given)
    begins: dict[int, Heading] = {}
    dropped: set[int] = set()
    rest = ""
    owner: Heading | None = None
    for index, line in enumerate(lines):
        text = _plain(line.text)
        if not text:
            continue
        waiting = places.get(line.locator, [])
        heading = next((h for h in waiting if squeeze(h.text).startswith(text)), None)
        if heading is not None:
            waiting.remove(heading)
            rest, owner = squeeze(heading.text)[len(text) :], heading
            if heading.kind in _OF_TEXT:
                begins[index] = heading
            else:
                dropped.add(index)
        elif rest and owner is not None and rest.startswith(squeeze(line.text)):
            rest = rest[len(squeeze(line.text)) :]
            dropped.add(index)
        elif rest and owner is not None and rest == text:
            rest = ""
            dropped.add(index)
        else:
            rest = ""
    return begins, dropped


def _sort_out(
    lines: Sequence[TextLine], headings: Sequence[Heading]
) -> tuple[dict[int, Heading], set[int]]:
    """Return the heading at each line where one begins, and the lines that are no running text."""
    begins, dropped = _match_headings(lines, headings)
    dropped |= find_page_furniture(lines) | find_contents(lines) | _running_heads(lines)
    dropped |= _in_performance_forms(lines, set(begins))
    dropped |= _in_tables(lines, set(begins))
    return begins, dropped


def lines_of_forms(lines: Sequence[TextLine], headings: Sequence[Heading]) -> list[TextLine]:
    """Return the lines of self-evaluation forms, in reading order."""
    begins, _ = _match_headings(lines, headings)
    inside = _in_performance_forms(lines, set(begins)) - find_page_furniture(lines)
    return [lines[index] for index in sorted(inside)]


def lines_left_out(lines: Sequence[TextLine], headings: Sequence[Heading]) -> list[TextLine]:
    """Return the lines that are no running text, in reading order."""
    _, dropped = _sort_out(lines, headings)
    return [lines[index] for index in sorted(dropped)]


def running_lines(lines: Sequence[TextLine], headings: Sequence[Heading]) -> list[RunningLine]:
    """Return the lines of running text in reading order."""
    begins, dropped = _sort_out(lines, headings)
    found: list[RunningLine] = []
    blank = False
    for index, line in enumerate(lines):
        text = line.text.strip()
        if not text:
            blank = True
            continue
        if index in dropped or is_page_number(text):
            continue
        heading = begins.get(index)
        found.append(
            RunningLine(
                heading.text if heading else " ".join(text.split()),
                line.page,
                line.bbox,
                line.locator,
                heading.section_code if heading else None,
                after_blank=blank,
                indent=len(line.text) - len(line.text.lstrip()),
                is_from_pixels=line.is_from_pixels,
            )
        )
        blank = False
    return found
