"""Small tables that hold no more than the head of the next one: title, number, department, unit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from dagster_project.form.fields import DEPARTMENT_LABELS, is_field, is_heading_of_table
from dagster_project.form.labels import fold, squeeze
from dagster_project.form.titles import other_title, table_of_title
from dagster_project.reading.model.grid import Grid, GridCell, Row, TextLine, distinct

_MOST_ROWS = 5
_MOST_IN_ROW = 4
_BARE_LABEL = re.compile(rf"(?:{DEPARTMENT_LABELS})[:：]?")
_LONGEST_NAME = 40


def _names_table(text: str) -> bool:
    plain = squeeze(text)
    return table_of_title(text) is not None or bool(other_title(text) and plain.endswith("表"))


def _joined(cells: Sequence[GridCell]) -> list[TextLine]:
    """Return the cells of a row as lines; a name goes with the label in the cell before it."""
    lines: list[TextLine] = []
    for cell in cells:
        is_labelled = bool(lines) and _BARE_LABEL.fullmatch(fold(squeeze(lines[-1].text)))
        is_name = not is_heading_of_table(cell.text) and len(squeeze(cell.text)) < _LONGEST_NAME
        if is_labelled and is_name:
            colon = "" if squeeze(lines[-1].text).endswith((":", "：")) else "："
            lines[-1] = replace(lines[-1], text=f"{lines[-1].text}{colon}{cell.text}")
        else:
            lines.append(cell.as_line())
    return lines


def lines_of_head(grid: Grid) -> list[TextLine]:
    """Return what a grid says of the table below it where it holds nothing else, else no line.

    A list of several titles is none: which of them is meant, nothing tells.
    """
    rows: list[Row] = [row for row in grid.rows if distinct(row)]
    cells = [distinct(row) for row in rows]
    if len(rows) > _MOST_ROWS or any(len(row) > _MOST_IN_ROW for row in cells):
        return []
    lines = [line for row in cells for line in _joined(row)]
    titles = [line for line in lines if _names_table(line.text)]
    rest = [line for line in lines if line not in titles]
    if len(titles) > 1 or not all(is_heading_of_table(line.text) for line in rest):
        return []
    return lines


def title_of_head(lines: Sequence[TextLine]) -> TextLine | None:
    """Return the title among the lines of a head."""
    return next((line for line in lines if _names_table(line.text)), None)


def is_head_of_next(lines: Sequence[TextLine], following: Sequence[Grid | TextLine]) -> bool:
    """Return whether a head is that of the next grid: only fields between, no other title in it."""
    for item in following:
        if isinstance(item, TextLine):
            if squeeze(item.text) and not is_field(item.text):
                return title_of_head(lines) is None
            continue
        if title_of_head(lines) is None:
            return True
        first = next((distinct(row) for row in item.rows if distinct(row)), [])
        return not any(_names_table(cell.text) for cell in first)
    return False
