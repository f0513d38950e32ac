"""One row of budgets above one of final figures: read as the form prints them, side by side."""

from __future__ import annotations

from dataclasses import replace

from dagster_project.form.header_words import (
    is_column_label,
    is_lead,
    is_lead_label,
    is_line_label,
    is_number,
)
from dagster_project.form.labels import comparable
from dagster_project.form.layouts import read_struck_out_marks
from dagster_project.reading.model.grid import GridCell, Row
from dagster_project.reading.tables.header import read_header
from dagster_project.reading.tables.regions import Part

_BUDGET, _FINAL = "预算数", "决算数"
_WHOLE = "“三公”经费"


def _copied(cell: GridCell, group: int, width: int) -> GridCell:
    """Return a cell of the header as that of another group of columns.

    “三公”经费支出 over its parts would be the line of that name: it is what heads them elsewhere.
    """
    text = cell.text
    is_line = is_line_label(text) and not (is_column_label(text) or is_lead_label(text))
    if is_line and comparable(text).startswith(comparable(_WHOLE)):
        cell = replace(cell, text=_WHOLE)
    if cell.place is None:
        return cell
    return replace(cell, place=(cell.place[0], cell.place[1] + group * width))


def unstack(part: Part) -> Part:
    """Return a part with its rows 预算数 and 决算数 side by side, or as it is.

    Only where each of the two stands once and nothing else does: of two budgets nothing tells which
    is meant, and a row with another name may be another thing.
    """
    header = read_header(part.rows)
    if len(header.paths) < 2 or not (is_lead(header.paths[0]) or not header.paths[0]):
        return part
    if any(label.endswith((_BUDGET, _FINAL)) for path in header.paths for label in path):
        return part
    body = [row for row in part.rows[header.depth :] if any(cell.text.strip() for cell in row)]
    if sorted(comparable(row[0].text) for row in body) != sorted((_BUDGET, _FINAL)):
        return part
    if not all(_is_figure(cell) for row in body for cell in row[1:]):
        return part
    width = len(header.paths)
    top = [replace(row[0], place=(-1, group)) for group, row in enumerate(body) for _ in row[1:]]
    heads: list[Row] = [
        [_copied(cell, group, width) for group in range(len(body)) for cell in row[1:]]
        for row in part.rows[: header.depth]
    ]
    return replace(part, rows=[top, *heads, [cell for row in body for cell in row[1:]]])


def _is_figure(cell: GridCell) -> bool:
    text = cell.text.strip()
    return not text or is_number(text) or text in read_struck_out_marks()
