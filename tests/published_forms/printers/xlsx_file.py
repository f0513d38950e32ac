"""A workbook: the cover, then a sheet per table with real merges and real numbers."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
from openpyxl.styles import Alignment, Border, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from tests.published_forms.paper import COUNT, Paper, Table, scaled

_THIN = Border(*[Side(style="thin")] * 4)


def _sheet(ws: Worksheet, table: Table) -> None:
    width = len(table.rows[0])

    def line(row: int, text: str, column: int, end: int) -> None:
        ws.cell(row, column, text)
        if end > column:
            ws.merge_cells(start_row=row, end_row=row, start_column=column, end_column=end)

    line(1, table.title_line, 1, width)
    ws.cell(1, 1).alignment = Alignment(horizontal="center")
    row = 2
    if table.mark and table.mark_place != "title":
        ws.cell(row, 1 if table.mark_place == "left" else width, table.mark)
        row += 1
    ws.cell(row, 1, table.owner)
    if table.year_line and width > 3:
        ws.cell(row, max(2, width // 2), table.year_line)
    ws.cell(row, width, table.unit_text)
    first = row + 1
    for n, cells in enumerate(table.rows):
        for m, cell in enumerate(cells):
            target = ws.cell(first + n, m + 1)
            target.border = _THIN
            if cell is None:
                continue
            target.alignment = Alignment(
                horizontal=cell.align, vertical="center", wrap_text=not cell.value
            )
            if cell.held is not None:
                target.value = cell.held
                target.number_format = cell.number_format or "General"
            elif cell.value is not None and cell.shown is None:
                if not cell.value and table.zeros != "0.00":
                    target.value = table.zeros or None
                else:
                    is_count = cell.kind == COUNT
                    number = cell.value if is_count else scaled(cell.value, table.unit)
                    target.value = int(number) if is_count else float(number)
                    target.number_format = "0" if is_count else "#,##0.00"
                    if cell.number_format:
                        target.number_format = cell.number_format
            else:
                target.value = cell.printed(table.unit, table.zeros) or None
            if cell.span > 1 or cell.height > 1:
                ws.merge_cells(
                    start_row=first + n,
                    end_row=first + n + cell.height - 1,
                    start_column=m + 1,
                    end_column=m + cell.span,
                )
    row = first + len(table.rows)
    for note in table.notes:
        line(row, note, 1, width)
        row += 1
    for n in table.hidden_rows:
        ws.row_dimensions[first + n].hidden = True
    for m in table.hidden_columns:
        ws.column_dimensions[get_column_letter(m + 1)].hidden = True
    if table.is_hidden:
        ws.sheet_state = "hidden"
    ws.column_dimensions[get_column_letter(table.name_column + 1)].width = 34


def write(paper: Paper, path: Path) -> None:
    """Write the workbook."""
    book = openpyxl.Workbook()
    cover = book.active
    assert cover is not None
    cover.title = "封面"
    for n, line in enumerate(paper.cover):
        cover.cell(4 + 2 * n, 2, line)
    for n, table in enumerate(paper.tables, 1):
        name = re.sub(r"[:：\s\\/?*\[\]“”]", "", f"{n}{table.title}")[:31]
        _sheet(book.create_sheet(name), table)
    if not paper.cover:
        book.remove(cover)
    book.save(path)
