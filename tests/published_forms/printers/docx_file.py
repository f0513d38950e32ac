"""A Word document: cover, contents, running text and tables with merged cells."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH

from tests.published_forms.paper import Paper, Table


def _table(document: Any, table: Table) -> None:
    if table.mark and table.mark_place != "title":
        paragraph = document.add_paragraph(table.mark)
        if table.mark_place == "right":
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    title = document.add_paragraph(table.title_line)
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    middle = f"\t{table.year_line}" if table.year_line else ""
    document.add_paragraph(f"{table.owner}{middle}\t{table.unit_text}")
    grid = document.add_table(rows=len(table.rows), cols=len(table.rows[0]))
    grid.style = "Table Grid"
    cells = [list(row.cells) for row in grid.rows]
    for n, row in enumerate(table.rows):
        for m, cell in enumerate(row):
            if cell is None:
                continue
            target = cells[n][m]
            if cell.span > 1 or cell.height > 1:
                target = target.merge(cells[n + cell.height - 1][m + cell.span - 1])
            text = cell.printed(table.unit, table.zeros)
            if text:
                target.paragraphs[0].add_run(text)
    for note in table.notes:
        document.add_paragraph(note)
    document.add_page_break()


def write(paper: Paper, path: Path) -> None:
    """Write the document."""
    document = docx.Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    if paper.running_head:
        section.header.paragraphs[0].text = paper.running_head
    for line in paper.cover:
        document.add_paragraph(line).alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_page_break()
    if paper.contents:
        document.add_paragraph("目录")
        for n, line in enumerate(paper.contents, 1):
            document.add_paragraph(f"{line}\t{n}")
        document.add_page_break()

    for kind, line in paper.flow():
        if kind == "tables":
            for table in paper.tables:
                _table(document, table)
        elif kind == "heading":
            document.add_heading(line, level=2)
        else:
            document.add_paragraph(line)
    document.save(str(path))
