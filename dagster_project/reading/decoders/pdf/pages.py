"""From a loaded page to its model."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

import pypdfium2 as pdfium

from dagster_project.reading.decoders.pdf.characters import (
    WHITE,
    RawChar,
    main_turn,
    place_characters,
    read_characters,
)
from dagster_project.reading.decoders.pdf.drawn_digits import Judged
from dagster_project.reading.decoders.pdf.rulings import place_drawing, read_drawing
from dagster_project.reading.model.grid import BBox
from dagster_project.reading.page.page_model import Frame, PageModel

# A watermark: lighter than any text, and so many times larger than the text of the page.
_PALE, _HUGE = 0.6, 1.8


def _is_seen(char: RawChar, usual_size: float, backgrounds: Sequence[BBox]) -> bool:
    """Return whether a character is there to be read: drawn, not white on white, no watermark."""
    if not char.is_drawn or char.paleness < _PALE:
        return char.is_drawn
    if char.paleness < WHITE:
        return char.size < _HUGE * usual_size
    x, y = (char.box[0] + char.box[2]) / 2, (char.box[1] + char.box[3]) / 2
    return any(x0 <= x <= x1 and y0 <= y <= y1 for x0, y0, x1, y1 in backgrounds)


def read_page(page: pdfium.PdfPage, page_no: int, judged: Judged) -> PageModel:
    """Return the model of a page. Raises RefusedError where it holds absurdly much.

    ``judged`` is the document's: which drawn digits look like others.
    """
    box = page.get_bbox()
    shown = Frame(page.get_rotation() % 360, *box)
    drawing = read_drawing(page, page_no)
    characters, odd = read_characters(page, page_no, drawing.invisible_text, judged)
    size = median(char.size for char in characters) if characters else 0.0
    seen: list[RawChar] = []
    hidden: list[RawChar] = []
    for char in characters:
        (seen if _is_seen(char, size, drawing.backgrounds) else hidden).append(char)
    upright = Frame(main_turn(seen, shown.turn), *box)
    return PageModel(
        page_no,
        upright,
        shown,
        place_characters(seen, upright),
        place_drawing(drawing, upright),
        place_characters(hidden, upright),
        odd,
    )
