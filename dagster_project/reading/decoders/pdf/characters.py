"""The visible characters of a page with their boxes, through pdfium's own character table."""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections import Counter
from collections.abc import Callable, Set
from functools import lru_cache, partial
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from dagster_project.reading.decoders.pdf.calls import (
    font_size_of,
    get_fill_color,
    get_loose_box,
    get_matrix,
    get_origin,
    handle_of,
    is_generated,
    is_unmapped,
    text_object_of,
    unicode_of,
)
from dagster_project.reading.decoders.pdf.drawn_digits import DIGITS, Judged, odd_digits
from dagster_project.reading.model.source import RefusedError
from dagster_project.reading.page.limits import MAX_CHARS_PER_PAGE
from dagster_project.reading.page.page_model import UNKNOWN, Char, Frame, make_char
from dagster_project.reading.page.raised import Place, has_marks, texts_with_marks

# Radicals that some fonts give instead of the character drawn alike; Unicode maps the others.
_RADICALS = str.maketrans(
    "⺠⻅⻆⻉⻋⻓⻔⻘⻚⻛⻜⻝⻢⻥⻦⻩⻬⻮⻰⻳", "民见角贝车长门青页风飞食马鱼鸟黄齐齿龙龟"
)
# A digit is half as wide as high. Fonts without a width table claim a full square for it, which
# would move its centre into the next cell.
_WIDEST_DIGIT = 0.66
_NARROW = frozenset("0123456789.,-")
# Beside blanks, pdfium makes up the hyphens of words it takes for divided.
_MADE_UP = frozenset("-\u2010\u00ad")
_SLANT = 5.0
# What a control character of a font draws, in points, where it draws anything.
_INK = 0.5
_CONTROLS = frozenset(range(1, 32)) - {9, 10, 12, 13} | {0x7F, *range(0x80, 0xA0)}
# Whiter than this nothing is seen on paper.
WHITE = 0.98
# Of a matrix of six floats, the four that scale and turn.
_TURNS_BYTES = 4 * ctypes.sizeof(ctypes.c_float)
_LEAST_SIZE, _MOST_SIZE = 2.0, 200.0
# How much of the em square stands above the baseline in Song and Times alike, within 0.03.
_ABOVE = 0.86


class RawChar(NamedTuple):
    """A character in the page's own space; ``turn`` sets it upright, None where it is slanted.

    ``is_drawn`` is false of a text layer that is not to be seen; ``paleness`` is 0 of black and 1
    of white.
    """

    text: str
    box: tuple[float, float, float, float]
    origin: tuple[float, float]
    size: float
    turn: int | None
    after_space: bool
    is_drawn: bool = True
    paleness: float = 0.0


@lru_cache(maxsize=8192)
def plain_character(code: int) -> str:
    """Return the character of a code: radicals as the usual character, blanks as one blank."""
    if code == 0 or code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        return UNKNOWN
    character = chr(code)
    category = unicodedata.category(character)
    if category == "Co" or code in (0xFFFD, 0xFFFE, 0xFFFF):
        return UNKNOWN
    if category == "Cf":
        return ""
    if category in ("Cc", "Zs", "Zl", "Zp"):
        return " "
    if 0x2E80 <= code <= 0x2FD5 or 0xF900 <= code <= 0xFAFF:
        return unicodedata.normalize("NFKC", character).translate(_RADICALS)
    return character


def is_straight(degrees: float) -> bool:
    """Return whether text at this angle runs along a side of the page; watermarks do not."""
    return abs(degrees - round(degrees / 90) * 90) <= _SLANT


def _turn_of(a: float, b: float) -> int | None:
    """Return the clockwise turn that sets text of this matrix upright; None where it is slanted."""
    degrees = math.degrees(math.atan2(b, a)) % 360
    return round(degrees / 90) * 90 % 360 if is_straight(degrees) else None


def read_characters(
    page: pdfium.PdfPage, page_no: int, invisible: Set[int], judged: Judged
) -> tuple[list[RawChar], frozenset[str]]:
    """Return the characters in drawing order, and the digits that are drawn like others.

    ``invisible``: text objects that are not drawn. ``judged``: what digits of earlier pages look
    like.

    Plain calls instead of the wrapper's, which make one object per character and take five times
    as long.
    """
    text_page = page.get_textpage()
    try:
        handle = text_page.raw
        count = raw.FPDFText_CountChars(handle)
        if count > MAX_CHARS_PER_PAGE:
            raise RefusedError(
                "page_too_dense", f"PDF 第 {page_no} 页有 {count} 个字符，不是决算公开的页"
            )
        found, digits = _read(handle, count, invisible)
        return found, odd_digits(handle, digits, judged)
    finally:
        text_page.close()


def _has_ink(handle: object, index: int) -> bool:
    """Return whether a character without a text of its own is seen on the page."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    if not raw.FPDFText_GetCharBox(handle, index, left, right, bottom, top):
        return False
    return right.value - left.value > _INK and top.value - bottom.value > _INK


def _read(
    handle: object, count: int, invisible: Set[int]
) -> tuple[list[RawChar], list[tuple[int, str]]]:
    page = handle_of(handle)
    loose, matrix, color = raw.FS_RECTF(), raw.FS_MATRIX(), (ctypes.c_uint * 4)()
    x, y = ctypes.c_double(), ctypes.c_double()
    to_box, to_matrix, to_x, to_y = map(ctypes.byref, (loose, matrix, x, y))
    to_color = [ctypes.byref(color, place * ctypes.sizeof(ctypes.c_uint)) for place in range(4)]
    # The characters of a page have few matrices and colours: their bytes say which.
    matrix_bytes, color_bytes = memoryview(matrix).cast("B")[:_TURNS_BYTES], memoryview(color)
    turns: dict[bytes, tuple[float, int | None]] = {}
    shades: dict[bytes, float] = {}
    found: list[RawChar] = []
    # As the class itself makes one, at half the cost.
    make: Callable[[tuple[object, ...]], RawChar] = partial(tuple.__new__, RawChar)
    digits: list[tuple[int, str]] = []
    after_space = False
    for index in range(count):
        code = unicode_of(page, index)
        text = plain_character(code)
        if code in _CONTROLS and is_generated(page, index) != 1 and _has_ink(handle, index):
            # Fonts without text number their glyphs, and so does some of the writing on the cover.
            text = UNKNOWN
        if text == " ":
            # pdfium also makes up blanks, from gaps; gaps are measured later, with the boxes.
            after_space = after_space or is_generated(page, index) != 1
            continue
        if text == "" or (text in _MADE_UP and is_generated(page, index) == 1):
            continue
        is_drawn = not invisible or text_object_of(page, index) not in invisible
        if not get_loose_box(page, index, to_box):
            continue
        if is_unmapped(page, index) == 1:
            text = UNKNOWN
        if text in DIGITS:
            digits.append((index, text))
        get_matrix(page, index, to_matrix)
        get_origin(page, index, to_x, to_y)
        known = turns.get(key := bytes(matrix_bytes))
        if known is None:
            known = math.hypot(matrix.c, matrix.d), _turn_of(matrix.a, matrix.b)
            turns[key] = known
        scale, turn = known
        size = font_size_of(page, index) * scale
        box = (loose.left, loose.bottom, loose.right, loose.top)
        paleness = 0.0
        if get_fill_color(page, index, *to_color):
            shade = bytes(color_bytes)
            if shade not in shades:
                red, green, blue, alpha = color
                shades[shade] = 1 - (255 - min(red, green, blue)) * alpha / 255**2
            paleness = shades[shade]
        at = (x.value, y.value)
        spaced = after_space and is_drawn
        found.append(make((text, box, at, size, turn, spaced, is_drawn, paleness)))
        after_space = after_space and not is_drawn
    return found, digits


def main_turn(characters: list[RawChar], default: int) -> int:
    """Return the turn in which most characters stand upright: the page may be printed sideways."""
    turns = Counter(char.turn for char in characters if char.turn is not None)
    return turns.most_common(1)[0][0] if turns else default


def place_characters(characters: list[RawChar], frame: Frame) -> list[Char]:
    """Return the characters in a frame, without slanted ones (watermarks) and those cut off."""
    width, height = frame.size
    upright, place, place_box = frame.turn, frame.place, frame.place_box
    is_plain, first_x, first_y = upright == 0, frame.left, frame.top
    most_x, most_y = width + 1, height + 1
    placed: list[Char] = []
    for text, edges, origin, size, turn, after, _, _ in characters:
        if turn is None:
            continue
        x0, y0, x1, y1 = edges
        if is_plain and x0 <= x1 and y0 <= y1:
            # Most pages stand as they are printed: what the frame would say, without asking it.
            left, top, right, bottom = x0 - first_x, first_y - y1, x1 - first_x, first_y - y0
        else:
            left, top, right, bottom = place_box(x0, y0, x1, y1)
        if not _LEAST_SIZE <= size <= _MOST_SIZE:
            # Fonts drawn as pictures have a scale of their own.
            size = max(bottom - top if turn == upright else right - left, 1.0)
        if turn == upright:
            # The box of some fonts is that of the glyph: a comma's lies below the line's middle.
            baseline = first_y - origin[1] if is_plain else place(*origin)[1]
            top, bottom = baseline - _ABOVE * size, baseline + (1 - _ABOVE) * size
            if text in _NARROW:
                right = min(right, left + _WIDEST_DIGIT * size)
        x, y = (left + right) / 2, (top + bottom) / 2
        if -1 <= x <= most_x and -1 <= y <= most_y:
            placed.append(make_char((text, left, top, right, bottom, size, after, x, y)))
    if not has_marks(placed):
        return placed
    texts = texts_with_marks(Place(char.text, char.x, char.y, char.size) for char in placed)
    return [
        char if text == char.text else char._replace(text=text)
        for char, text in zip(placed, texts, strict=True)
    ]
