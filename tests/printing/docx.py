"""An invented disclosure as a Word document."""

from __future__ import annotations

import io
from collections.abc import Sequence

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from tests.printing.choices import Choices
from tests.printing.table import InventedTable, shown, spans


def _track(paragraph: object, text: str) -> None:
    """Put a deleted figure before the text and mark the text as inserted."""
    element = paragraph._p  # type: ignore[attr-defined]
    for run in list(element.findall(qn("w:r"))):
        element.remove(run)
    for mark, tag, content in (("w:del", "w:delText", "9.99"), ("w:ins", "w:t", text)):
        change, run, written = (OxmlElement(mark), OxmlElement("w:r"), OxmlElement(tag))
        change.set(qn("w:id"), "1")
        change.set(qn("w:author"), "x")
        written.text = content
        run.append(written)
        change.append(run)
        element.append(change)


def print_docx(choices: Choices, name: str, tables: Sequence[InventedTable]) -> bytes:
    """Return the Word document."""
    document = docx.Document()
    document.add_paragraph(name)
    document.add_paragraph(f"{choices.year}年度部门决算")
    for table in tables:
        document.add_paragraph(choices.dated(table.title))
        for texts in table.fields:
            document.add_paragraph("    ".join(filter(None, texts)))
        texts = table.texts()
        place = document
        if choices["nesting"] == "nested":
            place = document.add_table(rows=1, cols=1).rows[0].cells[0]
        drawn = place.add_table(rows=len(texts), cols=len(texts[0]))
        for i, cells in enumerate(row.cells for row in drawn.rows):
            for j, cell in enumerate(cells):
                text = shown(texts[i][j])
                cell.text = text
                spot = table.body[i - len(table.header)][j] if i >= len(table.header) else None
                if choices["changes"] == "tracked" and spot and spot.key and text:
                    _track(cell.paragraphs[0], text)
        if choices["merging"] == "merged":
            for (i, j), (rows, columns) in spans(texts).items():
                if rows > 1 or columns > 1:
                    drawn.cell(i, j).merge(drawn.cell(i + rows - 1, j + columns - 1))
        for note in table.notes:
            document.add_paragraph(note)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()
