"""What is wrong with the extract of a damaged file: a confirmed figure that is not the printed one.

Every confirmed figure of a mutant must be one of these:
1. the figure the original has at the same place: table, row key (without the #2 of a repeated one)
   and column;
2. where the damage changed what is printed around it (its page, its sheet, its lines): a figure
   that stands, as read, at the place the cell names.
Damage that leaves the print alone (sheets renamed, pages dropped) allows the first only.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import pypdfium2

from dagster_project.reading.decoders.text.decode import decode_text
from dagster_project.reading.decoders.xlsx import decode_xlsx
from dagster_project.reading.model.source import RefusedError
from tests.reading.fuzz.mutations import Mutant

Key = tuple[str, str, str]
# Names wrap over the lines above and below a figure, and pages move rows apart.
_LINES_AROUND = 12


def value_cells(folder: Path) -> list[tuple[Key, dict[str, str]]]:
    """Return the confirmed figures of an extract with their places."""
    found = []
    for path in sorted(folder.glob("gk*.csv")):
        with path.open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                if row["cell_state"] == "value" and row["read_status"] == "confirmed":
                    key = (path.stem, row["row_key"].partition("#")[0], row["column_code"])
                    found.append((key, row))
    return found


@dataclass
class Original:
    """An undamaged file and the figures read from it."""

    name: str
    content: bytes
    folder: Path
    values: dict[Key, set[str]] = field(default_factory=lambda: defaultdict(set))
    header_ends: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Index the figures."""
        for key, row in value_cells(self.folder):
            self.values[key].add(row["printed_text"])
            if row["source_locator"].startswith("L"):
                number = int(row["source_locator"][1:])
                before = self.header_ends.get(key[0], number)
                self.header_ends[key[0]] = min(before, number)

    @property
    def medium(self) -> str:
        """The ending of the file's name."""
        return self.name.rpartition(".")[2]


def _render(content: bytes, page: int) -> bytes:
    document = pypdfium2.PdfDocument(content)
    return bytes(document[page - 1].render(scale=1, grayscale=True).buffer)


def _page_changed(original: Original, mutant: Mutant, page: int) -> bool:
    if mutant.pages:
        return False
    try:
        return _render(original.content, page) != _render(mutant.content, page)
    except (pypdfium2.PdfiumError, IndexError, ValueError):
        return True


def _sheet_texts(content: bytes) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for grid in decode_xlsx(content).grids():
        cells = {c.locator.rpartition("!")[2]: c.text for row in grid.rows for c in row}
        found[grid.locator] = cells
    return found


def _is_excused_sheet(original: Original, mutant: Mutant, row: dict[str, str]) -> bool:
    sheet, _, cell = row["source_locator"].rpartition("!")
    before, after = _sheet_texts(original.content), _sheet_texts(mutant.content)
    if before.get(sheet) == after.get(sheet):
        return False
    return _plain(after.get(sheet, {}).get(cell, "")) == _plain(row["printed_text"])


def _is_excused_line(original: Original, mutant: Mutant, key: Key, row: dict[str, str]) -> bool:
    number = int(row["source_locator"][1:])
    try:
        lines = decode_text(mutant.content).lines
    except RefusedError:
        return False
    if number > len(lines) or row["printed_text"] not in lines[number - 1].text:
        return False
    if row["row_key"].startswith("unlabelled_"):
        # Damage to a 行次 far above can take a row's label off; it claims no line then.
        return True
    removed = [-line for line in mutant.lines if line < 0]
    header = original.header_ends.get(key[0], 0)
    near = any(
        abs(number - line) <= _LINES_AROUND or header - 40 <= line <= header + _LINES_AROUND
        for line in mutant.lines
        if line > 0
    )
    return near or any(number >= line for line in removed)


def _plain(text: str) -> str:
    return text.replace(",", "").strip()


def wrong_figures(original: Original, mutant: Mutant, folder: Path) -> list[str]:
    """Return the confirmed figures of a mutant's extract that are wrong, each in one line."""
    wrong = []
    for key, row in value_cells(folder):
        if row["printed_text"] in original.values.get(key, ()):
            continue
        if not mutant.is_print_kept and _is_excused(original, mutant, key, row):
            continue
        expected = sorted(original.values.get(key, set()))
        wrong.append(f"{key} {row['printed_text']} at {row['source_locator']}, printed {expected}")
    return wrong


def _is_excused(original: Original, mutant: Mutant, key: Key, row: dict[str, str]) -> bool:
    if original.medium == "pdf":
        return _page_changed(original, mutant, int(row["page"]))
    if original.medium == "xlsx":
        return _is_excused_sheet(original, mutant, row)
    return original.medium == "txt" and _is_excused_line(original, mutant, key, row)
