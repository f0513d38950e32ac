"""The decoder of PDF: a document's pages as grids and lines in reading order."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from dagster_project.reading.decoders.pdf.bare_tables import BarePages
from dagster_project.reading.decoders.pdf.drawn_digits import Judged
from dagster_project.reading.decoders.pdf.false_text import FalseText
from dagster_project.reading.decoders.pdf.integrity import has_damaged_streams
from dagster_project.reading.decoders.pdf.opening import open_page, open_pdf
from dagster_project.reading.decoders.pdf.pages import read_page
from dagster_project.reading.decoders.pdf.second_reading import SecondReader
from dagster_project.reading.decoders.pdf.without_text import (
    PageWithoutText,
    as_picture,
    missing_text,
)
from dagster_project.reading.model.grid import DecodedDocument, Grid, TextLine
from dagster_project.reading.model.source import RefusedError
from dagster_project.reading.page.gridding import DAMAGED, make_grids
from dagster_project.reading.page.limits import MAX_CHARS
from dagster_project.reading.page.margins import PlacedLine, find_margins
from dagster_project.reading.page.outlines import find_lattices
from dagster_project.reading.page.page_model import Char, PageModel
from dagster_project.reading.page.writing import lines_of, without_doubles, write_line


@dataclass
class DecodedPdf(DecodedDocument):
    """A decoded PDF: beside its items, what is no narrative, and pages that need OCR.

    ``margin_lines`` are headers, footers and page numbers; they are not among the items.
    """

    margin_lines: list[TextLine] = field(default_factory=list)
    pages_without_text: list[PageWithoutText] = field(default_factory=list)


def _text_lines(page: PageModel, chars: list[Char]) -> list[tuple[float, PlacedLine]]:
    height = page.upright.size[1]
    found = []
    for line in lines_of(chars):
        top, bottom = min(c.top for c in line), max(c.bottom for c in line)
        box = page.shown_box((line[0].left, top, max(c.right for c in line), bottom))
        text = write_line(line, keeps_wide_gaps=True)
        written = TextLine(text, f"p{page.page_no}", page.page_no, box)
        found.append((top, PlacedLine(written, (top + bottom) / 2 / height, height)))
    return found


def _as_damaged(grid: Grid) -> Grid:
    """Return the grid with no second reading of any figure: none can be trusted."""
    return grid.changed(lambda cell: replace(cell, reading=DAMAGED))


def _items(
    page: PageModel, grids: list[tuple[float, Grid]], rest: list[Char], *, is_damaged: bool
) -> list[Grid | PlacedLine]:
    items: list[tuple[float, Grid | PlacedLine]] = [
        (top, _as_damaged(grid) if is_damaged else grid) for top, grid in grids
    ]
    items += _text_lines(page, rest)
    return [item for _, item in sorted(items, key=lambda pair: pair[0])]


@dataclass
class _Pages:
    """The items of a document's pages; those without lines wait for the pages after them."""

    reader: SecondReader | None
    is_damaged: bool
    found: dict[int, list[Grid | PlacedLine]] = field(default_factory=dict)
    bare: BarePages = field(default_factory=BarePages)

    def add(self, page: PageModel) -> None:
        chars = without_doubles(page.chars)
        lattices = find_lattices(page.drawing, page.page_no) if chars else []
        grids, rest = make_grids(page, lattices, chars, self.reader)
        if chars and not grids and not page.drawing.vertical:
            self.bare.add(page, chars)
        self.found[page.page_no] = _items(page, grids, rest, is_damaged=self.is_damaged)

    def items(self) -> list[Grid | PlacedLine]:
        read = self.bare.read(self.reader)
        for sheet in self.bare.sheets:
            page = sheet.page
            if page.page_no in read:
                grids, rest = read[page.page_no]
                self.found[page.page_no] = _items(page, grids, rest, is_damaged=self.is_damaged)
        return [item for items in self.found.values() for item in items]


def decode_pdf(content: bytes) -> DecodedPdf:
    """Return the pages of a PDF as grids and lines. Raises RefusedError where it is not readable.

    A page that cannot be loaded, in a document where others can, is noted and left out.
    """
    decoded = DecodedPdf()
    chars, failed = 0, 0
    with open_pdf(content) as document:
        decoded.page_count = len(document)
        is_damaged = has_damaged_streams(content)
        if is_damaged:
            decoded.notes.append("PDF 中有损坏的内容，各数都未确认")
        # What could be read a second time is damaged as well.
        pages = _Pages(None if is_damaged else SecondReader(content), is_damaged)
        false_text = FalseText(document)
        judged: Judged = {}
        for page_no in range(1, decoded.page_count + 1):
            try:
                with open_page(document, page_no) as loaded:
                    page = read_page(loaded, page_no, judged)
            except RefusedError as refusal:
                if refusal.reason_code != "damaged":
                    raise
                decoded.notes.append(refusal.reason_zh)
                decoded.unread_pages[page_no] = refusal.reason_zh
                failed += 1
                continue
            chars += len(page.chars)
            if chars > MAX_CHARS:
                raise RefusedError("too_much_text", "PDF 的文字过多，不是一份决算公开")
            without = missing_text(page)
            problem = false_text.problem(page)
            if problem is not None:
                # Nothing of its text is kept: the picture is what was published.
                decoded.notes.append(f"PDF 第 {page_no} 页的{problem}，按图像识别")
                decoded.pages_without_text.append(as_picture(page))
                continue
            if without is not None:
                decoded.pages_without_text.append(without)
            pages.add(page)
        if failed == decoded.page_count:
            raise RefusedError("damaged", "PDF 的每一页都已损坏，读不了")
    _sort_out_margins(decoded, pages.items())
    return decoded


def _sort_out_margins(decoded: DecodedPdf, found: list[Grid | PlacedLine]) -> None:
    margins = find_margins([item for item in found if isinstance(item, PlacedLine)])
    number = 0
    for item in found:
        if isinstance(item, Grid):
            decoded.items.append(item)
            continue
        (decoded.margin_lines if number in margins else decoded.items).append(item.line)
        number += 1
