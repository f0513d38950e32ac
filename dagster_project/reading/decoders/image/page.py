"""One page image to grids and lines: rulings, words, cells, and the second look at each cell."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

from dagster_project.reading.decoders.image.images import PageImage, Pixels
from dagster_project.reading.decoders.image.ruled_lines import InkPage, find_lines
from dagster_project.reading.decoders.image.second_look import Look, look_again
from dagster_project.reading.decoders.image.straighten import StraightPage, straighten
from dagster_project.reading.decoders.image.upright import find_turn, looks_turned, turn, turn_back
from dagster_project.reading.decoders.image.words import Word, as_characters, read_words
from dagster_project.reading.model.grid import BY_OCR, BBox, Grid, GridCell, Place, TextLine
from dagster_project.reading.page.gridding import make_grids
from dagster_project.reading.page.outlines import find_lattices
from dagster_project.reading.page.page_model import Char, Drawing, Frame, PageModel, Ruling
from dagster_project.reading.page.writing import lines_of, write_line

_POINTS = 72.0
# Said in place of a reading; they hold no digit, so that they agree with no figure.
UNREAD = "（有墨迹，未识别）"
MERGED = "（数在跨栏或跨行的格中）"
# The grid builder gives 0.2 to a figure across a border.
_DOUBTED = 0.5
_ENLARGED = 1.2
_LEAST_CELLS = 4


def locator_of(page: int | None) -> str:
    """Return the locator of what OCR read on a page, so that people know it for that."""
    return f"p{page}{BY_OCR}"


class PageTimeError(Exception):
    """A page took longer than its time."""


def _check(deadline: float) -> None:
    if time.process_time() > deadline:
        raise PageTimeError


def _in_points(lines: Sequence[Ruling], scale: float) -> list[Ruling]:
    return [Ruling(line.at * scale, line.start * scale, line.end * scale) for line in lines]


def _model(page_no: int, straight: StraightPage, inked: InkPage, chars: list[Char]) -> PageModel:
    scale = _POINTS / straight.dpi
    height, width = straight.grey.shape
    frame = Frame(0, 0.0, 0.0, width * scale, height * scale)
    drawing = Drawing(_in_points(inked.across, scale), _in_points(inked.down, scale))
    return PageModel(page_no, frame, frame, chars, drawing)


def _has_digit(text: str) -> bool:
    return any(character.isdigit() for character in text)


def _is_wording(text: str) -> bool:
    """Return whether a text is words, for which one look is enough; no figure hides in it."""
    return any("\u4e00" <= c <= "\u9fff" and c != "一" for c in text) and not _has_digit(text)


def _is_struck(text: str) -> bool:
    return bool(text) and not text.strip("-—－–─―一_ ")


def _inside(word: Word, box: BBox) -> bool:
    x, y = (word.box[0] + word.box[2]) / 2, (word.box[1] + word.box[3]) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _judge(cell: GridCell, look: Look, words: Sequence[Word]) -> GridCell:
    """Return a cell with both readings. Its confidence is that of its least certain character."""
    sure = min((word.confidence for word in words), default=0.0)
    if not cell.text:
        if not look.has_ink:
            return replace(cell, reading=None, confidence=1.0)
        # Seen only by the second look: its text stands, unconfirmed by any other.
        return replace(cell, text=look.text, reading=UNREAD, confidence=0.0)
    if not look.has_ink:
        return replace(cell, reading=UNREAD, confidence=0.0)
    if _is_struck(cell.text) and _is_struck(look.text):
        return replace(cell, reading=None, confidence=round(min(sure, look.confidence), 3))
    if not _is_wording(cell.text):
        # What the grid builder doubted (a figure across a border) stays in doubt.
        own_doubt = cell.reading if cell.confidence < _DOUBTED else None
        spans = cell.row_span > 1 or cell.column_span > 1
        if spans and _has_digit(cell.text):
            # A border that was not seen would put a figure into the first of two columns.
            own_doubt = own_doubt or MERGED
        sure = min(sure, look.confidence, cell.confidence)
        return replace(cell, reading=own_doubt or look.text, confidence=round(sure, 3))
    return replace(cell, reading=None, confidence=round(sure, 3))


def _times(box: BBox, scale: float) -> BBox:
    left, top, right, bottom = box
    return left * scale, top * scale, right * scale, bottom * scale


def _read_twice(grid: Grid, straight: StraightPage, inked: InkPage, words: list[Word]) -> Grid:
    scale = straight.dpi / _POINTS
    cells = [cell for cell in grid.cells() if cell.bbox]
    boxes = [_times(cell.bbox, scale) for cell in cells if cell.bbox]
    wanted = [not _is_wording(cell.text) for cell in cells]
    looks = look_again(straight.grey, inked, straight.dpi, boxes, wanted)
    judged: dict[Place | None, GridCell] = {}
    for cell, box, look in zip(cells, boxes, looks, strict=True):
        own = [word for word in words if _inside(word, box)]
        judged[cell.place] = _judge(cell, look, own)
    return grid.changed(lambda cell: judged.get(cell.place, cell))


def _put_back(straight: StraightPage, box: BBox | None, unit: float) -> BBox | None:
    """Return a box of the straight page, in points, as one of the page as it came."""
    if box is None:
        return None
    before = straight.box_before(_times(box, straight.dpi / _POINTS))
    left, top, right, bottom = _times(before, unit)
    return round(left, 1), round(top, 1), round(right, 1), round(bottom, 1)


def _placed(grid: Grid, straight: StraightPage, unit: float) -> Grid:
    locator = locator_of(grid.page)
    moved = grid.changed(
        lambda cell: replace(
            cell,
            bbox=_put_back(straight, cell.bbox, unit),
            locator=locator,
            is_from_pixels=True,
        )
    )
    return replace(moved, locator=locator, is_from_pixels=True)


def _text_lines(page: PageModel, chars: list[Char]) -> list[tuple[float, TextLine]]:
    found = []
    for line in lines_of(chars):
        top, bottom = min(c.top for c in line), max(c.bottom for c in line)
        box = (line[0].left, top, max(c.right for c in line), bottom)
        text = write_line(line, keeps_wide_gaps=True)
        locator = locator_of(page.page_no)
        found.append((top, TextLine(text, locator, page.page_no, box, is_from_pixels=True)))
    return found


def table_spans(image: PageImage, *, unit: float = 1.0) -> list[tuple[float, float]]:
    """Return where ruled tables begin and end on a page image, without reading a word of them."""
    straight = straighten(image.grey, image.dpi)
    page = _model(image.page, straight, find_lines(straight.grey, straight.dpi), [])
    spans = []
    for lattice in find_lattices(page.drawing, page.page_no):
        placed = _put_back(straight, lattice.bbox, unit)
        # A frame around a photograph is a lattice of one cell.
        if placed and len(lattice.boxes) >= _LEAST_CELLS:
            spans.append((placed[1], placed[3]))
    return spans


def _look(grey: Pixels, dpi: float) -> tuple[StraightPage, InkPage, list[Word]]:
    straight = straighten(grey, dpi)
    is_coarse = straight.dpi > _ENLARGED * dpi
    inked = find_lines(straight.grey, straight.dpi, is_coarse=is_coarse)
    return straight, inked, read_words(straight.grey, inked, straight.dpi)


def read_page_image(
    image: PageImage, *, unit: float = 1.0, seconds: float = 30.0
) -> list[Grid | TextLine]:
    """Return the grids and lines of a page image in reading order.

    Boxes are in pixels of the image as it came, times ``unit``: 72 / dpi gives points of a PDF
    page. Raises PageTimeError where the page takes longer than ``seconds`` of this process: a busy
    machine must not change what is read.
    """
    deadline = time.process_time() + seconds
    straight, inked, words = _look(image.grey, image.dpi)
    _check(deadline)
    if looks_turned(words):
        turns = find_turn(image.grey)
        _check(deadline)
        if turns:
            straight, inked, words = _look(turn(image.grey, turns), image.dpi)
            straight = straight.after(turn_back(image.grey.shape, turns))
            _check(deadline)
    chars = as_characters(words, _POINTS / straight.dpi)
    page = _model(image.page, straight, inked, chars)
    lattices = find_lattices(page.drawing, page.page_no)
    grids, rest = make_grids(page, lattices, chars, None)
    items: list[tuple[float, Grid | TextLine]] = []
    for top, grid in grids:
        _check(deadline)
        twice = _read_twice(grid, straight, inked, words)
        items.append((top, _placed(twice, straight, unit)))
    for top, line in _text_lines(page, rest):
        items.append((top, replace(line, bbox=_put_back(straight, line.bbox, unit))))
    return [item for _, item in sorted(items, key=lambda pair: pair[0])]
