"""Decodes text of one row per line with tabs or commas between the cells, often called .xls."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter

from dagster_project.reading.decoders.sheets import Sheet, decode_sheets
from dagster_project.reading.decoders.text.encoding import decode_strictly
from dagster_project.reading.model.grid import DecodedDocument, Place

# Fewer lines tell nothing.
_FEWEST = 5
# Tabs also indent a text; in a sheet most rows have several cells.
_MOST_ROWS = 0.5
# Commas stand in sentences and between thousands as well: rows of a sheet are all equally wide.
_EQUALLY_WIDE = 0.9
_LEAST_WIDTH = 3
# A comma that cannot stand between thousands, in what is no sentence.
_BETWEEN_CELLS = re.compile(r"((?<!\d),|,(?!\d)).*(?<![。；;])$")


def _rows(text: str, delimiter: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def delimiter_of(text: str) -> str | None:
    """Return what stands between the cells of a text that is a sheet, None where it is none."""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) < _FEWEST:
        return None
    tabbed = [line.count("\t") for line in lines]
    if sum(map(bool, tabbed)) > _MOST_ROWS * len(lines) and max(tabbed) + 1 >= _LEAST_WIDTH:
        return "\t"
    # The last line may be cut off where only the beginning is looked at.
    rows = lines[:-1]
    if sum("," in line for line in rows) < _EQUALLY_WIDE * len(rows):
        # Titles and notes around a table are lines of one cell each.
        rows = [line for line in rows if "," in line]
        between_cells = sum(bool(_BETWEEN_CELLS.search(line)) for line in rows)
        if len(rows) < _MOST_ROWS * len(lines) or between_cells < _EQUALLY_WIDE * len(rows):
            return None
    try:
        widths = Counter(len(row) for row in _rows("\n".join(rows), ",") if row)
    except csv.Error:
        return None
    width, often = widths.most_common(1)[0]
    wide_enough = width >= _LEAST_WIDTH and often >= _EQUALLY_WIDE * widths.total()
    return "," if wide_enough else None


def decode_delimited(content: bytes) -> DecodedDocument:
    """Return the rows of a text as one sheet. Raises RefusedError where it is no text."""
    text, _ = decode_strictly(content)
    texts: dict[Place, str] = {}
    delimiter = delimiter_of(text) or "\t"
    for row_no, row in enumerate(_rows(text.replace("\x00", ""), delimiter), start=1):
        for column, cell in enumerate(row, start=1):
            if cell.strip():
                texts[row_no, column] = cell.strip()
    return decode_sheets([Sheet("文本", texts)])
