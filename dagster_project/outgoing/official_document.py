"""A Word document as offices write them (公文): A4, 宋体, 仿宋 and 黑体, numbered pages.

Sizes and margins follow GB/T 9704 for the letter. Tables stand on A4 across, with their header on
every page. A text is a text: what Word or XML would not hold is left out.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Cm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from dagster_project.release.plain_text import as_plain_text

_SONG, _FANG, _HEI, _LATIN = "宋体", "仿宋", "黑体", "Times New Roman"
_A4 = (Cm(21.0), Cm(29.7))
# 二号, 三号, 小四, 小五.
_TITLE, _TEXT, _NOTE, _CELL = Pt(22), Pt(16), Pt(12), Pt(9)
_LINE = Pt(28)
_HEADER_FILL = "DDE6F0"


class OfficialDocument:
    """A document that is written from the top."""

    def __init__(self, title: str) -> None:
        """Begin with a page of the letter."""
        self._document = Document()
        self._document.core_properties.title = title
        self._document.core_properties.author = "Juesuan"
        self._document.core_properties.comments = ""
        normal = self._document.styles["Normal"]
        normal.font.size = _TEXT
        normal.font.name = _LATIN
        normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FANG)
        [section] = self._document.sections
        section.page_width, section.page_height = _A4
        section.top_margin, section.bottom_margin = Cm(3.7), Cm(3.5)
        section.left_margin, section.right_margin = Cm(2.8), Cm(2.6)
        _number_pages(section)

    def title(self, text: str) -> None:
        """Write the title of the letter."""
        paragraph = self._paragraph(text, _SONG, _TITLE, is_bold=True)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.space_after = Pt(28)

    def line(self, text: str) -> None:
        """Write a line that is not indented: whom it is for."""
        self._paragraph(text, _FANG, _TEXT)

    def text(self, text: str) -> None:
        """Write a paragraph, its first line two characters in."""
        self._paragraph(text, _FANG, _TEXT).paragraph_format.first_line_indent = Pt(32)

    def heading(self, text: str) -> None:
        """Write a heading within the letter."""
        paragraph = self._paragraph(text, _HEI, _TEXT)
        paragraph.paragraph_format.first_line_indent = Pt(32)
        paragraph.paragraph_format.keep_with_next = True

    def signed(self, who: str, when: str) -> None:
        """Write who sends it and when, to the right."""
        for text in (who, when):
            paragraph = self._paragraph(text, _FANG, _TEXT)
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            paragraph.paragraph_format.keep_together = True

    def turn_across(self) -> None:
        """Begin a section of A4 across."""
        section = self._document.add_section(WD_SECTION.NEW_PAGE)
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_height, section.page_width = _A4
        section.top_margin = section.bottom_margin = Cm(2.0)
        section.left_margin = section.right_margin = Cm(2.0)

    def annex(self, number: str, title: str) -> None:
        """Write the head of an annex."""
        self._paragraph(number, _HEI, _NOTE)
        paragraph = self._paragraph(title, _SONG, _TEXT, is_bold=True)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER

    def note(self, text: str) -> None:
        """Write a small line beside a table."""
        paragraph = self._paragraph(text, _FANG, _NOTE)
        paragraph.paragraph_format.line_spacing = Pt(18)

    def table(
        self,
        titles: Sequence[str],
        widths: Sequence[float],
        rows: Sequence[Sequence[str]],
        to_the_right: Sequence[bool],
    ) -> None:
        """Write a table, its widths in centimetres; no row is broken over two pages."""
        table = self._document.add_table(rows=0, cols=len(titles), style="Table Grid")
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        for grid, width in zip(table.columns, widths, strict=True):
            grid.width = Cm(width)
        for number, texts in enumerate([titles, *rows]):
            row = table.add_row()
            properties = row._tr.get_or_add_trPr()
            properties.append(OxmlElement("w:cantSplit"))
            if number == 0:
                properties.append(OxmlElement("w:tblHeader"))
            for cell, text, width, is_right in zip(
                row.cells, texts, widths, to_the_right, strict=True
            ):
                cell.width = Cm(width)
                _fill(cell, text, is_header=number == 0, is_right=is_right and number > 0)

    def content(self) -> bytes:
        """Return the bytes of the file."""
        stream = io.BytesIO()
        self._document.save(stream)
        return stream.getvalue()

    def _paragraph(self, text: str, font: str, size: Pt, *, is_bold: bool = False) -> Paragraph:
        paragraph = self._document.add_paragraph()
        _write(paragraph, text, font, size, is_bold=is_bold)
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(0)
        paragraph.paragraph_format.line_spacing = _LINE
        return paragraph


def _write(paragraph: Paragraph, text: str, font: str, size: Pt, *, is_bold: bool = False) -> Run:
    run = paragraph.add_run(as_plain_text(text))
    run.font.size, run.font.bold, run.font.name = size, is_bold, _LATIN
    # The font of Chinese characters is another one than that of letters and digits.
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    return run


def _fill(cell: _Cell, text: str, *, is_header: bool, is_right: bool) -> None:
    for number, line in enumerate(text.split("\n")):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        _write(paragraph, line, _HEI if is_header else _FANG, _CELL)
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(0)
        if is_header:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        elif is_right:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if is_header:
        shading = OxmlElement("w:shd")
        shading.set(qn("w:val"), "clear")
        shading.set(qn("w:fill"), _HEADER_FILL)
        cell._tc.get_or_add_tcPr().append(shading)


def _number_pages(section: Section) -> None:
    """Write the number of each page in its footer, as offices do: — 1 —."""
    [paragraph] = section.footer.paragraphs
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _write(paragraph, "— ", _SONG, Pt(14))
    run = _write(paragraph, "", _SONG, Pt(14))
    for kind, code in (("begin", ""), ("", "PAGE"), ("end", "")):
        if kind:
            field = OxmlElement("w:fldChar")
            field.set(qn("w:fldCharType"), kind)
        else:
            field = OxmlElement("w:instrText")
            field.text = code
        run._element.append(field)
    _write(paragraph, " —", _SONG, Pt(14))
