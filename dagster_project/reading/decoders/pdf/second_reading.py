"""A second reading of every figure, by another library than the first.

What can go wrong in reading a PDF is the way from a glyph's code to a character, and where a glyph
is put. pdf_oxide shares no line of code with pdfium and does both in 0.5 to 2 ms per page;
pdfminer.six, 30 ms per page, is asked only where pdf_oxide fails or reads something else. The
borders of the cells are those of the first reading.
"""

from __future__ import annotations

import io
import logging
import math
from typing import TYPE_CHECKING

import pdf_oxide

from dagster_project.reading.decoders.pdf.characters import is_straight
from dagster_project.reading.decoders.pdf.pdfminer_repair import repair_pdfminer
from dagster_project.reading.page.glyphs import Glyph, make_glyph

if TYPE_CHECKING:
    from pdfminer.pdfpage import PDFPage

# It writes what it repairs to the error output; what was not read shows in the readings.
pdf_oxide.disable_logging()

# pdfminer.six on a whole document of odd fonts would take longer than all the rest.
_MOST_SLOW_PAGES = 60
_ABOVE = 0.36
_NARROW = frozenset("0123456789.,-+% ")


def _glyph(text: str, x: float, y: float, size: float, angle: float = 0.0) -> Glyph:
    along = (0.25 if text in _NARROW else 0.5) * size
    up = _ABOVE * size
    if not angle:
        return make_glyph((text, x + along, y + up, size))
    return Glyph(
        text,
        x + along * math.cos(angle) - up * math.sin(angle),
        y + along * math.sin(angle) + up * math.cos(angle),
        size,
    )


def count_pages(content: bytes) -> int | None:
    """Return how many pages pdf_oxide finds, None where it cannot open the document."""
    try:
        return pdf_oxide.PdfDocument.from_bytes(content).page_count()
    except BaseException as problem:
        _reraise_if_fatal(problem)
        return None


class SecondReader:
    """Reads the pages of one document again."""

    def __init__(self, content: bytes) -> None:
        """Open the document. A failure shows only where a page is asked for."""
        self._content = content
        self._slow_pages = 0
        self._slow: list[PDFPage] | None = None
        self._fast: pdf_oxide.PdfDocument | None = None
        try:
            self._fast = pdf_oxide.PdfDocument.from_bytes(content)
        except BaseException as problem:
            _reraise_if_fatal(problem)

    def read(self, page_no: int) -> list[Glyph] | None:
        """Return the characters of a page, from 1; None where it cannot be read."""
        if self._fast is None:
            return None
        try:
            return [
                _glyph(text, c.origin_x, c.origin_y, c.font_size, math.radians(turn) if turn else 0)
                for c in self._fast.extract_chars(page_no - 1)
                if not (text := c.char).isspace()
                and (not (turn := c.rotation_degrees) or is_straight(turn))
            ]
        except BaseException as problem:
            _reraise_if_fatal(problem)
            return None

    def read_slowly(self, page_no: int) -> list[Glyph] | None:
        """Return the characters of a page as pdfminer.six reads them; None where it cannot."""
        self._slow_pages += 1
        if self._slow_pages > _MOST_SLOW_PAGES:
            return None
        try:
            return _read_with_pdfminer(self._pages()[page_no - 1])
        except Exception:
            # Any error of that library on a damaged page means only: no reading from it.
            return None

    def _pages(self) -> list[PDFPage]:
        if self._slow is None:
            # Imported only here: most documents never need it.
            from pdfminer.pdfpage import PDFPage

            repair_pdfminer()
            logging.getLogger("pdfminer").setLevel(logging.ERROR)
            self._slow = list(PDFPage.get_pages(io.BytesIO(self._content), check_extractable=False))
        return self._slow


def _reraise_if_fatal(problem: BaseException) -> None:
    """Let through what is not the library's: its panics come as a BaseException of their own."""
    if isinstance(problem, KeyboardInterrupt | SystemExit | MemoryError):
        raise problem


def _read_with_pdfminer(page: PDFPage) -> list[Glyph]:
    from pdfminer.converter import PDFPageAggregator
    from pdfminer.layout import LTChar, LTFigure
    from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager

    resources = PDFResourceManager()
    device = PDFPageAggregator(resources, laparams=None)
    # Its own space, as everywhere here: without the turn, and from the media box's corner.
    left, bottom = page.mediabox[0], page.mediabox[1]
    page.rotate = 0
    PDFPageInterpreter(resources, device).process_page(page)
    found: list[Glyph] = []
    waiting = list(device.get_result())
    while waiting:
        item = waiting.pop(0)
        if isinstance(item, LTFigure):
            waiting.extend(item)
        elif isinstance(item, LTChar) and not item.get_text().isspace():
            a, b, c, d, e, f = item.matrix
            if not is_straight(math.degrees(math.atan2(b, a))):
                continue
            size = item.fontsize * math.hypot(c, d) if hasattr(item, "fontsize") else item.size
            found.append(_glyph(item.get_text(), e + left, f + bottom, size, math.atan2(b, a)))
    return found
