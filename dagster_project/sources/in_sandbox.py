"""What runs in the sandbox to show a source: files are hostile, and answers are plain data."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pypdfium2 as pdfium

from dagster_project.reading.batch.preflight import check_file
from dagster_project.reading.batch.tasks import close_unless_converted
from dagster_project.reading.decoders.media import IMAGE, PDF, medium_of
from dagster_project.reading.decoders.pdf.characters import plain_character
from dagster_project.reading.decoders.pdf.opening import open_page, open_pdf
from dagster_project.reading.decoders.pdf.render import render_page
from dagster_project.reading.model.grid import Grid
from dagster_project.reading.model.source import RefusedError, read_source
from dagster_project.reading.page.limits import MAX_CHARS_PER_PAGE
from dagster_project.reading.page.page_model import Frame
from dagster_project.reading.reader import decode_file
from dagster_project.reading.sandbox.confine import close_programs
from dagster_project.reading.sandbox.worker import announce_pages

if TYPE_CHECKING:
    from PIL.Image import Image

# Of the page's width and height: left, top, right, bottom from 0 to 1.
Share = tuple[float, float, float, float]
POINTS_PER_INCH = 72
# So many characters more than a figure are said in one place only.
_ENOUGH = 6
# What a page says twice or three times is shown in each place; what is short or frequent nowhere.
_MOST_TIMES, _LEAST_SAID = 3, 4


@dataclass(frozen=True)
class SourceShape:
    """What a source file is; the size of each page in the unit of its boxes, sheets have none."""

    medium: str
    pages: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True)
class GridShown:
    """A sheet or another table of a source as rows of (text, locator, row span, column span).

    A position that a cell before it spans is left out, as in HTML.
    """

    locator: str
    rows: tuple[tuple[tuple[str, str, int, int], ...], ...]


@dataclass(frozen=True)
class LineShown:
    """A line of a text, with its locator."""

    locator: str
    text: str


def shape_of(path: Path) -> SourceShape | RefusedError:
    """Return the medium of a file and the sizes of its pages."""
    close_programs()
    try:
        [file] = read_source([path])
        announce_pages(check_file(file))
        medium = medium_of(file.content)
        if medium == PDF:
            with open_pdf(file.content) as document:
                return SourceShape(medium, tuple(_sizes(document)))
        if medium == IMAGE:
            return SourceShape(medium, _image_sizes(file.content))
    except RefusedError as refusal:
        return refusal
    return SourceShape(medium)


def _sizes(document: pdfium.PdfDocument) -> list[tuple[float, float]]:
    sizes: list[tuple[float, float]] = []
    for number in range(1, len(document) + 1):
        try:
            with open_page(document, number) as page:
                sizes.append(page.get_size())
        except RefusedError:
            sizes.append((0.0, 0.0))
    return sizes


def _image_sizes(content: bytes) -> tuple[tuple[float, float], ...]:
    from dagster_project.reading.decoders.image.images import read_images

    # The unit of a picture's boxes is its pixel.
    return tuple(
        (float(image.grey.shape[1]), float(image.grey.shape[0])) for image in read_images(content)
    )


def render(path: Path, page: int, scale: float) -> bytes | RefusedError:
    """Return a page, from 1, as WebP without loss, ``scale`` pixels to a point."""
    close_programs()
    try:
        [file] = read_source([path])
        announce_pages(check_file(file))
        if medium_of(file.content) == IMAGE:
            image = _page_of_image(file.content, page, scale)
        else:
            with open_pdf(file.content) as document:
                if not 1 <= page <= len(document):
                    raise RefusedError("no_such_page", f"文件没有第 {page} 页")
                image = render_page(document, page, scale * POINTS_PER_INCH)
    except RefusedError as refusal:
        return refusal
    written = io.BytesIO()
    # A page of black on white is a third of a PNG of it; more effort than 3 gains a tenth.
    image.save(written, "WEBP", lossless=True, method=3)
    return written.getvalue()


def _page_of_image(content: bytes, page: int, scale: float) -> Image:
    from PIL.Image import fromarray

    from dagster_project.reading.decoders.image.images import read_images

    for image in read_images(content):
        if image.page == page:
            shown = fromarray(image.grey)
            part = scale * POINTS_PER_INCH / image.dpi
            if part < 1:
                size = (max(1, round(shown.width * part)), max(1, round(shown.height * part)))
                shown = shown.resize(size)
            return shown
    raise RefusedError("no_such_page", f"文件没有第 {page} 页")


def show_contents(path: Path, most: int) -> list[GridShown | LineShown] | RefusedError:
    """Return the sheets, tables and lines of a source without pages, at most so many rows."""
    try:
        [file] = read_source([path])
        close_unless_converted([file])
        check_file(file)
        decoded = decode_file(file).decoded
    except RefusedError as refusal:
        return refusal
    shown: list[GridShown | LineShown] = []
    left = most
    for item in decoded.items:
        if left <= 0:
            break
        if isinstance(item, Grid):
            shown.append(_grid(item, left))
            left -= len(item.rows)
        else:
            shown.append(LineShown(item.locator, item.text))
            left -= 1
    return shown


def _grid(grid: Grid, most: int) -> GridShown:
    seen: set[object] = set()
    rows = []
    for row in grid.rows[:most]:
        cells = []
        for cell in row:
            if cell.place not in seen:
                seen.add(cell.place)
                cells.append((cell.text, cell.locator, cell.row_span, cell.column_span))
        rows.append(tuple(cells))
    return GridShown(grid.locator, tuple(rows))


def find_texts(
    path: Path, page: int, wanted: Sequence[tuple[str, str]]
) -> list[Found] | RefusedError:
    """Return where sentences stand on a page of a PDF, and where in each its end does.

    Of ``wanted`` each is (sentence, what it ends with); each answer is the boxes of the lines of
    the sentence and those of its end. A text that is not there, or too often to say which it is,
    has no box: a wrong one would be believed.
    """
    close_programs()
    try:
        [file] = read_source([path])
        if medium_of(file.content) != PDF:
            return [_NOWHERE] * len(wanted)
        with open_pdf(file.content) as document, open_page(document, page) as loaded:
            characters = _characters(loaded)
    except RefusedError as refusal:
        return refusal
    text = "".join(character.text for character in characters)
    return [_find(characters, text, *each) for each in wanted]


def squeeze(text: str) -> str:
    """Return a text as it is compared: without blanks, characters that look alike made one."""
    return "".join(unicodedata.normalize("NFKC", text).split())


class Found(NamedTuple):
    """The boxes of a sentence's lines and of what it ends with, and how often the page says it."""

    whole: list[Share]
    figure: list[Share]
    times: int = 1


_NOWHERE = Found([], [], 0)


class _Character(NamedTuple):
    """A character of a page: its advance box, which tells lines apart, and what is drawn of it."""

    text: str
    advance: Share
    ink: Share


def _characters(page: pdfium.PdfPage) -> list[_Character]:
    """Return the characters of a page in the order of its text."""
    frame = Frame(page.get_rotation() % 360, *page.get_bbox())
    width, height = frame.size

    def share(box: tuple[float, float, float, float]) -> Share:
        left, top, right, bottom = frame.place_box(*box)
        return left / width, top / height, right / width, bottom / height

    found: list[_Character] = []
    layer = page.get_textpage()
    try:
        for index in range(min(layer.count_chars(), MAX_CHARS_PER_PAGE)):
            text = squeeze(plain_character(pdfium.raw.FPDFText_GetUnicode(layer, index)))
            if text:
                advance = share(layer.get_charbox(index, loose=True))
                ink = share(layer.get_charbox(index))
                # One character may be several once it is written plainly.
                found += [_Character(each, advance, ink) for each in text]
    finally:
        layer.close()
    return found


def _find(characters: Sequence[_Character], text: str, sentence: str, end: str) -> Found:
    asked, tail = squeeze(sentence), squeeze(end)
    if not asked:
        return _NOWHERE
    times = text.count(asked)
    if times > 1 and (times > _MOST_TIMES or len(asked) < _LEAST_SAID):
        return _NOWHERE
    if not times:
        asked, times = _part(text, asked, tail), 1
    found, at = Found([], [], times), -1
    for _ in range(times if asked else 0):
        at = text.find(asked, at + 1)
        found.whole.extend(_lines(characters[at : at + len(asked)]))
        if tail and (inside := asked.rfind(tail)) >= 0:
            first = at + inside
            found.figure.extend(_lines(characters[first : first + len(tail)]))
    return found if found.whole else _NOWHERE


def _part(text: str, asked: str, tail: str) -> str:
    """Return what stands here of a sentence that goes over two pages, or that the reader mended."""
    half = asked[-max(len(tail) + _ENOUGH, len(asked) // 2) :]
    for part in (half, tail):
        if part and text.count(part) == 1:
            return part
    head = asked[: 2 * _ENOUGH]
    if len(head) < 2 * _ENOUGH or text.count(head) != 1:
        return ""
    at, size = text.find(head), len(head)
    while size < len(asked) and text[at + size : at + size + 1] == asked[size]:
        size += 1
    return asked[:size]


def _lines(characters: Sequence[_Character]) -> list[Share]:
    """Return one box for the ink of each line: a line ends where writing goes back to the left."""
    lines: list[Share] = []
    before = 0.0
    for _, advance, ink in characters:
        if lines and advance[0] >= before and advance[1] < lines[-1][3]:
            lines[-1] = _around(lines[-1], ink)
        else:
            lines.append(ink)
        before = advance[0]
    return [
        (round(left, 5), round(top, 5), round(right, 5), round(bottom, 5))
        for left, top, right, bottom in lines
    ]


def _around(one: Share, other: Share) -> Share:
    return (
        *(min(one[0], other[0]), min(one[1], other[1])),
        *(max(one[2], other[2]), max(one[3], other[3])),
    )
