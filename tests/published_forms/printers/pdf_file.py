"""A PDF with tables on landscape pages, ruled or not: they break over pages, long names wrap."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import (
    PageBreak,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
)
from reportlab.platypus import Table as Grid

from tests.published_forms.paper import Paper, Table

# 宋体 that is not embedded, as most offices print it.
_FONT = "STSong-Light"
_SIZE = 8
_BODY = ParagraphStyle(
    "body", fontName=_FONT, fontSize=11, leading=19, firstLineIndent=22, wordWrap="CJK"
)
_HEAD = ParagraphStyle("head", parent=_BODY, fontSize=12, firstLineIndent=0, leading=22)
_TITLE = ParagraphStyle("title", parent=_HEAD, fontSize=15, alignment=TA_CENTER, leading=24)
_COVER = ParagraphStyle("cover", parent=_TITLE, fontSize=26, leading=60)
_RIGHT = ParagraphStyle("right", parent=_HEAD, fontSize=9, alignment=TA_RIGHT, leading=12)
_LEFT = ParagraphStyle("left", parent=_HEAD, fontSize=9, leading=12)


def _cell_style(align: str, size: float) -> ParagraphStyle:
    style = ParagraphStyle(
        f"cell{align}{size}", fontName=_FONT, fontSize=size, leading=size + 2, wordWrap="CJK"
    )
    style.alignment = {"left": 0, "center": 1, "right": 2}[align]
    return style


def _widths(table: Table, room: float, size: float) -> list[float]:
    count = len(table.rows[0])
    names = set()
    weights = [1.0] * count
    for row in table.rows[table.head :]:
        for m, cell in enumerate(row):
            if cell is None or cell.span > 1 or cell.value is not None:
                continue
            longest = len(cell.text)
            if longest > 8:
                names.add(m)
                weights[m] = max(weights[m], 2.6 if count > 8 else 3.0)
    for m in range(count):
        column = [r[m] for r in table.rows[table.head :] if r[m] is not None]
        has_value = any(c.value is not None for c in column if c)
        if not has_value and m not in names:
            weights[m] = 0.55
    unit = room / sum(weights)
    return [w * unit for w in weights]


def _story(table: Table, room: float, repeat: bool, has_lines: bool) -> list[Any]:
    story: list[Any] = [Paragraph(escape(table.title_line), _TITLE)]
    if table.mark and table.mark_place != "title":
        style = _RIGHT if table.mark_place == "right" else _LEFT
        story.append(Paragraph(escape(table.mark), style))
    line = Grid(
        [[table.owner, table.year_line, table.unit_text]],
        colWidths=[room * 0.45, room * 0.2, room * 0.35],
    )
    line.setStyle([("FONT", (0, 0), (-1, -1), _FONT, 9), ("ALIGN", (2, 0), (2, 0), "RIGHT")])
    story.append(line)
    size = _SIZE if len(table.rows[0]) <= 10 else 6.5
    data: list[list[Any]] = []
    style: list[Any] = [
        *([("GRID", (0, 0), (-1, -1), 0.5, colors.black)] if has_lines else []),
        ("FONT", (0, 0), (-1, -1), _FONT, size),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        *[(f"{side}PADDING", (0, 0), (-1, -1), 2) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")],
    ]
    for n, row in enumerate(table.rows):
        line_cells: list[Any] = []
        for m, cell in enumerate(row):
            if cell is None:
                line_cells.append("")
                continue
            text = cell.printed(table.unit, table.zeros)
            if cell.value is not None or len(text) <= 3 or text.isdigit():
                line_cells.append(text)
                style.append(("ALIGN", (m, n), (m, n), cell.align.upper()))
            else:
                line_cells.append(Paragraph(escape(text), _cell_style(cell.align, size)))
            if cell.span > 1 or cell.height > 1:
                style.append(("SPAN", (m, n), (m + cell.span - 1, n + cell.height - 1)))
        data.append(line_cells)
    grid = Grid(data, colWidths=_widths(table, room, size), repeatRows=table.head if repeat else 0)
    grid.setStyle(style)
    story.append(grid)
    story.extend(Paragraph(escape(note), _LEFT) for note in table.notes)
    story.append(PageBreak())
    return story


def write_without_lines(paper: Paper, path: Path) -> None:
    """Write the PDF with tables that only space divides."""
    write(paper, path, has_lines=False)


def write(paper: Paper, path: Path, has_lines: bool = True) -> None:
    """Write the PDF."""
    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    size = landscape(A4)
    margin = 50
    template = SimpleDocTemplate(
        str(path),
        pagesize=size,
        leftMargin=margin,
        rightMargin=margin,
        topMargin=55,
        bottomMargin=45,
        invariant=1,
    )
    room = size[0] - 2 * margin - 12
    story: list[Any] = [Spacer(1, 120)]
    story.extend(Paragraph(escape(line), _COVER) for line in paper.cover)
    story.append(PageBreak())
    if paper.contents:
        story.append(Paragraph("目　录", _TITLE))
        for n, line in enumerate(paper.contents, 3):
            story.append(Paragraph(f"{escape(line)} {'.' * 60} {n}", _HEAD))
        story.append(PageBreak())

    for kind, line in paper.flow():
        if kind == "tables":
            if len(story) > 4:
                story.append(PageBreak())
            for n, table in enumerate(paper.tables):
                story.extend(_story(table, room, n % 2 == 0, has_lines))
        else:
            story.append(Paragraph(escape(line), _HEAD if kind == "heading" else _BODY))

    def furniture(canvas: Any, document: Any) -> None:
        if document.page <= 1:
            return
        canvas.setFont(_FONT, 9)
        if paper.running_head:
            canvas.drawCentredString(size[0] / 2, size[1] - 35, paper.running_head)
        canvas.drawCentredString(size[0] / 2, 25, f"- {document.page - 1} -")

    template.build(story, onFirstPage=furniture, onLaterPages=furniture)
