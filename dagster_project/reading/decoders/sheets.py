"""From the cells of any spreadsheet to one grid per sheet: bounds, merged cells, locators."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from dagster_project.reading.model.grid import DecodedDocument, Grid, GridCell, LeftOut, Place

# No disclosure comes near; a sheet beyond this is damaged or hostile.
_MOST_ROWS, MOST_COLUMNS = 20_000, 200


@dataclass
class Sheet:
    """One sheet as its library gives it: texts by (row, column) from 1, and merged ranges.

    A range is (first row, first column, last row, last column), all of them inside it.
    """

    name: str
    texts: Mapping[Place, str]
    merged: Iterable[tuple[int, int, int, int]] = field(default_factory=tuple)
    is_hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()


def column_letters(column: int) -> str:
    """Return the letters of a column counted from 1."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def sheet_grid(sheet: Sheet) -> tuple[Grid | None, str | None]:
    """Return the grid of a sheet without its empty end, and what was cut off."""
    filled = [place for place, text in sheet.texts.items() if text.strip()]
    inside = [p for p in filled if p[0] <= _MOST_ROWS and p[1] <= MOST_COLUMNS]
    note = None
    if len(inside) < len(filled):
        note = (
            f"工作表“{sheet.name}”超过{_MOST_ROWS}行或{MOST_COLUMNS}列，"
            f"其外的{len(filled) - len(inside)}格未读"
        )
    if not inside:
        return None, note
    height, width = max(row for row, _ in inside), max(column for _, column in inside)
    rows = [
        [
            GridCell(
                sheet.texts.get((row, column), ""),
                f"{sheet.name}!{column_letters(column)}{row}",
                place=(row - 1, column - 1),
            )
            for column in range(1, width + 1)
        ]
        for row in range(1, height + 1)
    ]
    for top, left, bottom, right in sheet.merged:
        bottom, right = min(bottom, height), min(right, width)
        if top > bottom or left > right:
            continue
        origin = rows[top - 1][left - 1]
        whole = replace(origin, row_span=bottom - top + 1, column_span=right - left + 1)
        for row in range(top - 1, bottom):
            rows[row][left - 1 : right] = [whole] * (right - left + 1)
    lost = _hidden_figures(sheet, inside)
    if lost:
        note = f"{note or ''}工作表“{sheet.name}”有隐藏的行或列，其中的{lost}格未读"
    kept = [c for c in range(1, width + 1) if c not in sheet.hidden_columns]
    shown = [
        [cells[column - 1] for column in kept]
        for row, cells in enumerate(rows, start=1)
        if row not in sheet.hidden_rows
    ]
    return (Grid(shown, sheet.name) if kept and shown else None), note


def _hidden_figures(sheet: Sheet, filled: Sequence[Place]) -> int:
    """Return how many filled cells nobody sees: what is hidden is not published."""
    return sum(row in sheet.hidden_rows or c in sheet.hidden_columns for row, c in filled)


def decode_sheets(sheets: Iterable[Sheet]) -> DecodedDocument:
    """Return the document of all visible sheets; hidden ones are named and left out."""
    decoded = DecodedDocument()
    for sheet in sheets:
        if sheet.is_hidden:
            decoded.left_out.append(LeftOut(sheet.name, f"隐藏的工作表“{sheet.name}”未读"))
            continue
        grid, note = sheet_grid(sheet)
        if note:
            decoded.left_out.append(LeftOut(sheet.name, note))
        if grid is not None:
            decoded.items.append(grid)
    return decoded
