"""Which digits of a page do not look like what the text layer says: fonts may carry a false text.

Every library takes the text of a glyph from the font's own table, so two readings agree and both
are wrong where the table is. Here the outline of each digit of each font is compared with the
same digits of known fonts. That is cheap and only raises a suspicion: ``false_text`` then has the
page recognised from its picture, and that decides.
"""

from __future__ import annotations

import ctypes
import math
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from ctypes import byref
from functools import cache
from operator import mul

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from dagster_project.reading.decoders.pdf.calls import (
    count_glyph_segments,
    font_of,
    get_point,
    glyph_segment_of,
    handle_of,
    segment_type_of,
    text_object_of,
)
from dagster_project.reading.page.page_model import UNKNOWN

DIGITS = "0123456789"
# Digits are compared in this many pixels, their ink stretched to fill them: sizes do not count.
_WIDTH, _HEIGHT = 12, 16
# Lines looked along in each row of them. In Python alone: what draws belongs to OCR, which not
# every installation has.
_LOOKS = 2
_KNOWN_FONTS = (b"Helvetica", b"Helvetica-Bold", b"Times-Roman", b"Times-Bold", b"Courier")
# Of the four points of a curve, at each place along it where it is looked at.
_CURVE_WEIGHTS = tuple(
    ((1 - t) ** 3, 3 * (1 - t) * (1 - t) * t, 3 * (1 - t) * t * t, t**3)
    for t in (0.25, 0.5, 0.75, 1.0)
)
# A figure one is a bar: so narrow that stretching it would make a block of it.
_BAR = 0.3
# How much nearer another digit must be: faces differ, and a page wrongly suspected costs a second.
_CLEARLY = 0.9

_MOST_ASKED = 400
# More than what a sum of some hundred products is wrong by.
_ROUNDING = 1e-9

Point = tuple[float, float]
Outline = tuple[tuple[Point, ...], ...]
Shape = tuple[float, ...]
Judged = dict[tuple[str | float, ...], bool]


def _flatten(start: Point, first: Point, second: Point, end: Point) -> list[Point]:
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = start, first, second, end
    return [
        (a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3)
        for a, b, c, d in _CURVE_WEIGHTS
    ]


def _glyph_path(font: object, character: str) -> ctypes.c_void_p | None:
    """Return what a font draws for a character, None where it draws nothing."""
    path = raw.FPDFFont_GetGlyphPath(font, ord(character), 100.0)
    return handle_of(path) if path else None


def _sketch(path: ctypes.c_void_p) -> tuple[float, ...]:
    """Return the number of strokes of a glyph and the ends of some: enough to know it again."""
    x, y = ctypes.c_float(), ctypes.c_float()
    to_x, to_y = byref(x), byref(y)
    count = count_glyph_segments(path)
    sketch: list[float] = [count]
    for index in (0, count // 4, count // 2, 3 * count // 4, count - 1):
        segment = glyph_segment_of(path, index)
        if segment and get_point(segment, to_x, to_y):
            sketch += (x.value, y.value)
    return tuple(sketch)


def _outline(path: ctypes.c_void_p) -> Outline | None:
    """Return the contours of a glyph, None where it has none."""
    x, y = ctypes.c_float(), ctypes.c_float()
    to_x, to_y = byref(x), byref(y)
    contours: list[list[Point]] = []
    curve: list[Point] = []
    for index in range(count_glyph_segments(path)):
        segment = glyph_segment_of(path, index)
        if not get_point(segment, to_x, to_y):
            continue
        point = (round(x.value, 2), round(y.value, 2))
        kind = segment_type_of(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO or not contours:
            contours.append([point])
            curve = []
        elif kind == raw.FPDF_SEGMENT_BEZIERTO:
            curve.append(point)
            if len(curve) == 3:
                contours[-1].extend(_flatten(contours[-1][-1], curve[0], curve[1], curve[2]))
                curve = []
        else:
            contours[-1].append(point)
    return tuple(tuple(contour) for contour in contours if len(contour) > 2) or None


def _edges(outline: Outline) -> Iterable[tuple[Point, Point]]:
    for contour in outline:
        yield from zip(contour, (*contour[1:], contour[0]), strict=True)


def _add_run(row: list[float], start: float, end: float) -> None:
    """Add ink from ``start`` to ``end`` to the places of a row."""
    first, last = int(start), int(end)
    if first == last:
        row[min(first, _WIDTH - 1)] += end - start
        return
    row[first] += first + 1 - start
    for place in range(first + 1, min(last, _WIDTH)):
        row[place] += 1.0
    if last < _WIDTH:
        row[last] += end - last


def _crossed_at(top: float, height: float, look: int) -> float:
    """Return the height of one of the lines looked along, from the top."""
    row_no, part = divmod(look, _LOOKS)
    return top - (row_no + (part + 0.5) / _LOOKS) / _HEIGHT * height


def _shape(outline: Outline) -> Shape | None:
    """Return the ink of an outline, stretched to one size and made of length one."""
    xs = [x for contour in outline for x, _ in contour]
    ys = [y for contour in outline for _, y in contour]
    left, top, width, height = min(xs), max(ys), max(xs) - min(xs), max(ys) - min(ys)
    if width <= 0 or height <= 0:
        return None
    wide = max(width, _BAR * height)
    left -= (wide - width) / 2
    looks = [_crossed_at(top, height, look) for look in range(_HEIGHT * _LOOKS)]
    upwards = looks[::-1]
    crossings: list[list[float]] = [[] for _ in looks]
    for (x0, y0), (x1, y1) in _edges(outline):
        low, high = (y0, y1) if y0 <= y1 else (y1, y0)
        for at in range(bisect_left(upwards, low), bisect_left(upwards, high)):
            x = x0 + (upwards[at] - y0) / (y1 - y0) * (x1 - x0)
            crossings[-1 - at].append((x - left) / wide * _WIDTH)
    shape: list[float] = []
    for row_no in range(_HEIGHT):
        row = [0.0] * _WIDTH
        for found in crossings[row_no * _LOOKS : (row_no + 1) * _LOOKS]:
            found.sort()
            # Between every second crossing is ink: a contour inside another is a hole of it.
            for start, end in zip(found[::2], found[1::2], strict=False):
                _add_run(row, start, end)
        shape += row
    length = math.sqrt(sum(ink * ink for ink in shape))
    return tuple(ink / length for ink in shape) if length else None


@cache
def known_shapes() -> tuple[tuple[str, Shape], ...]:
    """Return the digits of the known fonts with their shapes."""
    found: list[tuple[str, Shape]] = []
    document = pdfium.PdfDocument.new()
    try:
        for name in _KNOWN_FONTS:
            font = raw.FPDFText_LoadStandardFont(document.raw, name)
            for digit in DIGITS:
                path = _glyph_path(font, digit)
                outline = _outline(path) if path else None
                shape = _shape(outline) if outline else None
                if shape is not None:
                    found.append((digit, shape))
            raw.FPDFFont_Close(font)
    finally:
        document.close()
    return tuple(found)


def _away(shape: Shape, known: Shape) -> float:
    """Return half the square of the distance of two shapes."""
    return 1 - sum(map(mul, shape, known))


@cache
def known_apart() -> dict[str, list[tuple[Shape, list[tuple[float, Shape]]]]]:
    """Return the shapes of each digit, each with those of the others and how far away they are.

    The nearest first.
    """
    known = known_shapes()
    return {
        claimed: [
            (own, sorted((_away(own, other), other) for name, other in known if name != claimed))
            for digit, own in known
            if digit == claimed
        ]
        for claimed in DIGITS
    }


def _looks_like_another(path: ctypes.c_void_p, claimed: str) -> bool:
    """Return whether what is drawn is clearly more like another digit than like the claimed one.

    What is near to the claimed digit is no nearer to another than the two are to one another less
    the way to the first: of most digits no other has to be looked at.
    """
    outline, own = _outline(path), 1.0
    shape = _shape(outline) if outline else None
    if shape is None:
        return False
    others: list[tuple[float, Shape]] = []
    for known, apart in known_apart()[claimed]:
        away = _away(shape, known)
        if away < own or not others:
            own, others = min(own, away), apart
    limit = _CLEARLY * own
    for between, other in others:
        least = math.sqrt(max(between, 0.0)) - math.sqrt(max(own, 0.0))
        if least > 0 and least * least > limit + _ROUNDING:
            break
        if _away(shape, other) < limit:
            return True
    return False


def odd_digits(
    text_page: object, places: Sequence[tuple[int, str]], judged: Judged
) -> frozenset[str]:
    """Return the digits of a page that look like others; ``places``: of which character, and it.

    Of a page with more, every second or third digit is asked for its font. ``judged`` keeps what
    was found of each drawn digit: every page of a document draws the same ones.
    """
    page = handle_of(text_page)
    fonts: dict[tuple[int, str], None] = {}
    for index, digit in places[:: len(places) // _MOST_ASKED + 1]:
        owner = text_object_of(page, index)
        font = font_of(ctypes.c_void_p(owner)) if owner else 0
        if font:
            fonts[font, digit] = None
    found = set()
    for address, digit in fonts:
        path = _glyph_path(ctypes.cast(address, raw.FPDF_FONT), digit)
        if path is None:
            continue
        known: tuple[str | float, ...] = (digit, *_sketch(path))
        if known not in judged:
            judged[known] = _looks_like_another(path, digit)
        if judged[known]:
            found.add(digit)
    return frozenset(found)


def is_odd_character(character: str) -> bool:
    """Return whether a character has no place in a Chinese document: what fonts without text give.

    Punctuation, arrows, circled numbers, lines and marks are in use, as are the few signs of money
    and measure among the letters of other scripts.
    """
    code = ord(character)
    if code < 0x80 or 0x2E80 <= code <= 0x9FFF or 0xF900 <= code or character in "·×÷±°²³¥§µ":
        return character == UNKNOWN
    return not 0x2000 <= code <= 0x2BFF
