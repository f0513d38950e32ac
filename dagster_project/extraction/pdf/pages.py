"""From a loaded page to its model."""

from __future__ import annotations

import pypdfium2 as pdfium

from dagster_project.extraction.pdf.characters import main_turn, place_characters, read_characters
from dagster_project.extraction.pdf.page_model import Frame, PageModel
from dagster_project.extraction.pdf.rulings import place_drawing, read_drawing


def read_page(page: pdfium.PdfPage, page_no: int) -> PageModel:
    """Return the model of a page. Raises RefusedError where it holds absurdly much."""
    box = page.get_bbox()
    shown = Frame(page.get_rotation() % 360, *box)
    drawing = read_drawing(page, page_no)
    characters = read_characters(page, page_no, drawing.invisible_text)
    upright = Frame(main_turn(characters, shown.turn), *box)
    return PageModel(
        page_no,
        upright,
        shown,
        place_characters(characters, upright),
        place_drawing(drawing, upright),
    )
