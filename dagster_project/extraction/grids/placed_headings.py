"""Headings, notes and statements in reading order, each with the locator of where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from dagster_project.extraction import residue
from dagster_project.extraction.grids.model import DecodedDocument, TextLine
from dagster_project.extraction.grids.regions import Region
from dagster_project.extraction.text_layer.decode import SourceLine
from dagster_project.extraction.text_layer.headings import text_headings
from dagster_project.extraction.text_layer.pages import find_contents, find_page_furniture
from dagster_project.form.labels import normalise_label, squeeze
from dagster_project.form.layouts import read_variants


@dataclass(frozen=True)
class PlacedHeading:
    """One heading, note or statement: what it is, its text, and where it stands."""

    kind: str
    level: int
    section_code: str
    table_code: str
    text: str
    locator: str
    page: int | None


@cache
def _line_labels() -> frozenset[str]:
    return frozenset(line.label for variant in read_variants() for line in variant.lines)


def _of_region(region: Region) -> list[PlacedHeading]:
    code, line = region.table_code or "", region.title_line
    found = [PlacedHeading("table_title", 2, "", code, region.title, line.locator, line.page)]
    found += [
        PlacedHeading(
            residue.KIND if residue.is_residue(note.text) else kind,
            3,
            "",
            code,
            note.text,
            note.locator,
            note.page,
        )
        for kind, note in region.notes
    ]
    return [heading for heading in found if heading.text]


def read_placed_headings(
    decoded: DecodedDocument, regions: Sequence[Region]
) -> list[PlacedHeading]:
    """Return the headings of all tables and of the running text, in reading order."""
    lines = list(decoded.lines())
    source = [SourceLine(i, line.text, line.page) for i, line in enumerate(lines, start=1)]
    skip = find_page_furniture(source) | find_contents(source)
    order = {line.locator: i for i, line in enumerate(lines)}
    placed: list[tuple[float, PlacedHeading]] = []
    for heading in text_headings(source, skip, frozenset()):
        if normalise_label(squeeze(heading.text)) in _line_labels():
            # A row of a table that a text dump holds, not a section.
            continue
        line: TextLine = lines[heading.line_no - 1]
        placed.append(
            (
                heading.line_no,
                PlacedHeading(
                    heading.kind,
                    heading.level,
                    heading.section_code,
                    "",
                    heading.text,
                    line.locator,
                    line.page,
                ),
            )
        )
    noted = {squeeze(note.text) for region in regions for _, note in region.notes}
    for item in residue.find_residue([line.text for line in lines]):
        at = lines[item.line]
        if not any(item.phrase in note for note in noted):
            found = PlacedHeading(residue.KIND, 4, "", "", item.text, at.locator, at.page)
            placed.append((item.line + 1.5, found))
    last = 0.0
    for region in regions:
        for heading in _of_region(region):
            last = max(last, order.get(heading.locator, last - 1) + 1)
            placed.append((last, heading))
    placed.sort(key=lambda item: item[0])
    return [heading for _, heading in placed]
