"""Headings, notes and statements in reading order, each with the locator of where it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from dagster_project.form import residue
from dagster_project.form.fields import department_in, year_in
from dagster_project.form.labels import normalise_label, squeeze
from dagster_project.form.layouts import read_variants
from dagster_project.reading.model.document import Heading
from dagster_project.reading.model.grid import DecodedDocument, Grid, TextLine
from dagster_project.reading.narrative.text_headings import text_headings
from dagster_project.reading.page.furniture import find_contents, find_page_furniture
from dagster_project.reading.tables.regions import Region

_SENTENCE = re.compile(r"[。；;]|\d(?:万元|元|%|％)")


@cache
def _line_labels() -> frozenset[str]:
    return frozenset(line.label for variant in read_variants() for line in variant.lines)


def _heading(kind: str, level: int, table_code: str, text: str, at: TextLine) -> Heading:
    return Heading(kind, level, "", table_code, text, at.locator, at.page, at.is_from_pixels)


def _of_region(region: Region) -> list[Heading]:
    code, line = region.table_code or "", region.title_line
    found = [_heading("table_title", 2, code, region.title, line)]
    for kind, note in region.notes:
        own = residue.KIND if residue.is_residue(note.text) else kind
        found.append(_heading(own, 3, code, note.text, note))
    found += [
        _heading("table_head", 2, code, text, line)
        for text in dict.fromkeys(region.fields)
        if department_in(text) or year_in(text)
    ]
    return [heading for heading in found if heading.text]


def _of_cover(cover: Sequence[TextLine]) -> list[Heading]:
    """Return the titles of a cover; where the text begins at once, its sentences are none."""
    return [
        _heading("cover", 1, "", squeeze(line.text), line)
        for line in cover
        if "决算" in squeeze(line.text) and not _SENTENCE.search(squeeze(line.text))
    ]


def _places(decoded: DecodedDocument) -> dict[str, int]:
    """Return, by locator, how many lines come before each grid and up to each line."""
    places: dict[str, int] = {}
    seen = 0
    for item in decoded.items:
        if isinstance(item, Grid):
            places.setdefault(item.locator, seen)
        else:
            seen += 1
            places[item.locator] = seen
    return places


def read_headings(
    decoded: DecodedDocument, regions: Sequence[Region], cover: Sequence[TextLine]
) -> list[Heading]:
    """Return the headings of cover, tables and running text, in reading order."""
    lines = list(decoded.lines())
    skip = find_page_furniture(lines) | find_contents(lines)
    placed: list[tuple[float, Heading]] = [(0, title) for title in _of_cover(cover)]
    for index, heading in text_headings(lines, skip):
        # A row of a table that a text dump holds is no section.
        if normalise_label(squeeze(heading.text)) not in _line_labels():
            placed.append((index + 1, heading))
    noted = {squeeze(note.text) for region in regions for _, note in region.notes}
    for item in residue.find_residue([line.text for line in lines]):
        at: TextLine = lines[item.line]
        if not any(item.phrase in note for note in noted):
            found = _heading(residue.KIND, 4, "", item.text, at)
            placed.append((item.line + 1.5, found))
    places, last = _places(decoded), 0.0
    for region in regions:
        begins = places.get(region.parts[0].locator, last) if region.parts else last
        for heading in _of_region(region):
            last = max(last, places.get(heading.locator, begins))
            placed.append((last, heading))
    placed.sort(key=lambda item: item[0])
    return [heading for _, heading in placed]
