"""Headers, footers and page numbers: what stands at the edge of page after page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dagster_project.reading.model.grid import TextLine

# Parts of the page's height. Titles of tables begin at 0.10 at the earliest in what was seen.
_EDGE = 0.08
_NUMBER_EDGE = 0.12
# Repeated at the same height on so many pages.
_LEAST_PAGES = 3
_SAME_HEIGHT = 6.0
_PAGE_NUMBER = re.compile(
    r"^[\s\-—－–―·.~～]*(?:第\s*)?(?:\d{1,4}|[ivxIVX]{1,5})(?:\s*页)?"
    r"(?:\s*[/／,，]?\s*(?:共\s*)?\d{1,4}\s*页?)?[\s\-—－–―·.~～]*$"
)
_NEVER = re.compile(r"单位\s*[：:]|表$|公开\s*\d+\s*表|决算$")


@dataclass(frozen=True)
class PlacedLine:
    """A line with where its middle is on the page, as part of the page's height."""

    line: TextLine
    height: float
    page_height: float


def _is_at_edge(placed: PlacedLine, edge: float) -> bool:
    return placed.height < edge or placed.height > 1 - edge


def _pattern(text: str) -> str:
    return re.sub(r"\d+", "#", re.sub(r"\s", "", text))


def find_margins(lines: Sequence[PlacedLine]) -> set[int]:
    """Return the indexes of lines that are headers, footers or page numbers."""
    found: set[int] = set()
    repeated: dict[str, list[int]] = {}
    for index, placed in enumerate(lines):
        text = placed.line.text
        if _PAGE_NUMBER.match(text) and _is_at_edge(placed, _NUMBER_EDGE):
            found.add(index)
        elif _is_at_edge(placed, _EDGE) and not _NEVER.search(text):
            repeated.setdefault(_pattern(text), []).append(index)
    for indexes in repeated.values():
        for index in indexes:
            here = lines[index]
            pages = {
                lines[other].line.page
                for other in indexes
                if abs(
                    lines[other].height * lines[other].page_height - here.height * here.page_height
                )
                < _SAME_HEIGHT
                or abs(
                    (1 - lines[other].height) * lines[other].page_height
                    - (1 - here.height) * here.page_height
                )
                < _SAME_HEIGHT
            }
            if len(pages) >= _LEAST_PAGES:
                found.add(index)
    return found
