"""From the cells of any spreadsheet to one grid per sheet: bounds, merged cells, locators."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from dagster_project.form.header_words import is_column_label
from dagster_project.reading.model.grid import DecodedDocument, Grid, GridCell, LeftOut, Place
from dagster_project.reading.model.source import RefusedError

# No disclosure comes near; a sheet beyond this is damaged or hostile.
_MOST_ROWS, MOST_COLUMNS = 20_000, 200
# A title, its mark and its unit stand in the first rows.
_TITLE_ROWS = 4


@dataclass
class Sheet:
    """One sheet as its library gives it: texts by (row, column) from 1, and merged ranges.

    A range is (first row, first column, last row, last column), all of them inside it.
    ``without_results`` counts those of its ``formulas`` whose results the file does not hold.
    """

    name: str
    texts: Mapping[Place, str]
    merged: Iterable[tuple[int, int, int, int]] = field(default_factory=tuple)
    is_hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    formulas: int = 0
    without_results: int = 0


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
    hidden = _Hidden.of(sheet, inside)
    notes = [note or "", hidden.note(inside)]
    shown = hidden.mark(rows)
    note = "；".join(filter(None, notes)) or None
    return (Grid(shown, sheet.name) if shown and shown[0] else None), note


@dataclass(frozen=True)
class _Hidden:
    """The hidden rows and columns of a sheet: those inside its tables, and the rest.

    The printed totals hold what stands in a hidden row between two shown ones, and in a hidden
    column under a head like the others'. Nobody has seen them, so they count and are not confirmed;
    what is hidden beside the tables is somebody's notes and no part of them.
    """

    name: str
    rows: frozenset[int]
    columns: frozenset[int]
    read_rows: frozenset[int]
    read_columns: frozenset[int]

    @classmethod
    def of(cls, sheet: Sheet, filled: Sequence[Place]) -> _Hidden:
        seen = [
            (row, column)
            for row, column in filled
            if row not in sheet.hidden_rows and column not in sheet.hidden_columns
        ]
        last_row = max((row for row, _ in seen), default=0)
        last_column = max((column for _, column in seen), default=0)
        headed = {c for place in filled if is_column_label(sheet.texts[place]) for c in [place[1]]}
        return cls(
            sheet.name,
            sheet.hidden_rows,
            sheet.hidden_columns,
            frozenset(row for row in sheet.hidden_rows if row < last_row),
            frozenset(c for c in sheet.hidden_columns & headed if c < last_column),
        )

    def mark(self, rows: Sequence[Sequence[GridCell]]) -> list[list[GridCell]]:
        """Return the rows without what is left out, and with a doubt in what was hidden."""
        shown = []
        for row_no, cells in enumerate(rows, start=1):
            if row_no in self.rows - self.read_rows:
                continue
            kept = []
            for column, cell in enumerate(cells, start=1):
                if column in self.columns - self.read_columns:
                    continue
                is_hidden = row_no in self.rows or column in self.columns
                if is_hidden and cell.row_span == cell.column_span == 1:
                    where = (
                        f"第{row_no}行" if row_no in self.rows else f"{column_letters(column)}列"
                    )
                    doubt = f"工作表“{self.name}”{where}是隐藏的，照读而不确认"
                    kept.append(replace(cell, doubt=doubt))
                else:
                    kept.append(cell)
            shown.append(kept)
        while shown and not any(cell.text.strip() for cell in shown[-1]):
            shown.pop()
        return shown

    def note(self, filled: Sequence[Place]) -> str:
        """Return what was left out; of what was read each cell says it."""
        rows, columns = self.rows - self.read_rows, self.columns - self.read_columns
        lost = sum(row in rows or column in columns for row, column in filled)
        return f"工作表“{self.name}”有隐藏的行或列，其中的{lost}格未读" if lost else ""


def _titles(sheet: Sheet) -> tuple[str, ...]:
    """Return what a sheet may be titled: its name, and what stands above its table."""
    above = (text for (row, _), text in sorted(sheet.texts.items()) if row <= _TITLE_ROWS)
    return (sheet.name, *filter(None, above))


def decode_sheets(sheets: Iterable[Sheet]) -> DecodedDocument:
    """Return the document of all visible sheets; hidden ones are named and left out."""
    decoded = DecodedDocument()
    formulas = without_results = 0
    for sheet in sheets:
        if sheet.is_hidden:
            said = f"隐藏的工作表“{sheet.name}”未读"
            decoded.left_out.append(LeftOut(sheet.name, said, _titles(sheet)))
            continue
        grid, note = sheet_grid(sheet)
        if note:
            decoded.left_out.append(LeftOut(sheet.name, note))
        if grid is not None:
            decoded.items.append(grid)
        formulas += sheet.formulas
        without_results += sheet.without_results
    if 2 * without_results > formulas:
        # Never calculated, as programs write files: totals are missing everywhere.
        decoded.refusal = RefusedError(
            "formulas_without_results",
            f"文件中有{without_results}个公式没有存下计算结果，"
            "请用电子表格程序打开、重新计算并保存后再读",
        )
    return decoded
