"""Which digits of a page do not look like what the text layer says: fonts may carry a false text.

Every library takes the text of a glyph from the font's own table, so two readings agree and both
are wrong where the table is. Here the outline of each digit of each font is compared with the
same digits of known fonts. That is cheap and only raises a suspicion: ``false_text`` then has the
page recognised from its picture, and that decides.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageDraw

from dagster_project.reading.page.page_model import UNKNOWN

DIGITS = "0123456789"
# Digits are compared in this many pixels, their ink stretched to fill them: sizes do not count.
_WIDTH, _HEIGHT = 16, 24
# Outlines are drawn so many times larger, then shrunk to shades of grey.
_FINE = 4
_KNOWN_FONTS = (b"Helvetica", b"Helvetica-Bold", b"Times-Roman", b"Times-Bold", b"Courier")
_CURVE_STEPS = (0.25, 0.5, 0.75, 1.0)
# A figure one is a bar: so narrow that stretching it would make a block of it.
_BAR = 0.3
# How much nearer another digit must be: faces differ, and a page wrongly suspected costs a second.
_CLEARLY = 0.9

_MOST_ASKED = 400

Point = tuple[float, float]
Outline = tuple[tuple[Point, ...], ...]
Shape = NDArray[np.float32]


def _flatten(start: Point, first: Point, second: Point, end: Point) -> Iterable[Point]:
    for t in _CURVE_STEPS:
        s = 1 - t
        a, b, c, d = s**3, 3 * s * s * t, 3 * s * t * t, t**3
        yield (
            a * start[0] + b * first[0] + c * second[0] + d * end[0],
            a * start[1] + b * first[1] + c * second[1] + d * end[1],
        )


def _outline(font: object, character: str) -> Outline | None:
    """Return the contours of what a font draws for a character, None where it has none."""
    path = raw.FPDFFont_GetGlyphPath(font, ord(character), 100.0)
    if not path:
        return None
    x, y = ctypes.c_float(), ctypes.c_float()
    contours: list[list[Point]] = []
    curve: list[Point] = []
    for index in range(raw.FPDFGlyphPath_CountGlyphSegments(path)):
        segment = raw.FPDFGlyphPath_GetGlyphPathSegment(path, index)
        if not raw.FPDFPathSegment_GetPoint(segment, x, y):
            continue
        point = (round(x.value, 2), round(y.value, 2))
        kind = raw.FPDFPathSegment_GetType(segment)
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


def _shape(outline: Outline) -> Shape | None:
    """Return the ink of an outline, stretched to one size and made of length one."""
    xs = [x for contour in outline for x, _ in contour]
    ys = [y for contour in outline for _, y in contour]
    left, bottom, width, height = min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)
    if width <= 0 or height <= 0:
        return None
    size = (_WIDTH * _FINE, _HEIGHT * _FINE)
    wide = max(width, _BAR * height)
    margin = (wide - width) / 2
    ink = Image.new("1", size, 0)
    for contour in outline:
        layer = Image.new("1", size, 0)
        points = [
            (
                (x - left + margin) / wide * (size[0] - 1),
                (1 - (y - bottom) / height) * (size[1] - 1),
            )
            for x, y in contour
        ]
        ImageDraw.Draw(layer).polygon(points, fill=1)
        # A contour inside another is a hole of it.
        ink = ImageChops.logical_xor(ink, layer)
    small = ink.convert("L").resize((_WIDTH, _HEIGHT), Image.Resampling.BOX)
    shape = np.asarray(small, dtype=np.float32).ravel()
    length = float(np.linalg.norm(shape))
    return shape / length if length else None


@cache
def _known_shapes() -> tuple[tuple[str, ...], Shape]:
    """Return the digits of the known fonts and their shapes, one a row."""
    digits: list[str] = []
    shapes: list[Shape] = []
    document = pdfium.PdfDocument.new()
    try:
        for name in _KNOWN_FONTS:
            font = raw.FPDFText_LoadStandardFont(document.raw, name)
            for digit in DIGITS:
                outline = _outline(font, digit)
                shape = _shape(outline) if outline else None
                if shape is not None:
                    digits.append(digit)
                    shapes.append(shape)
            raw.FPDFFont_Close(font)
    finally:
        document.close()
    return tuple(digits), np.array(shapes)


@lru_cache(maxsize=4096)
def _looks_like_another(outline: Outline, claimed: str) -> bool:
    """Return whether what is drawn is clearly more like another digit than like the claimed one."""
    shape = _shape(outline)
    digits, shapes = _known_shapes()
    if shape is None or not digits:
        return False
    away = 1 - shapes @ shape
    own = min(float(d) for d, digit in zip(away, digits, strict=True) if digit == claimed)
    other = min(float(d) for d, digit in zip(away, digits, strict=True) if digit != claimed)
    return other < _CLEARLY * own


def odd_digits(text_page: object, places: Sequence[tuple[int, str]]) -> frozenset[str]:
    """Return the digits of a page that look like others; ``places``: of which character, and it.

    Of a page with more, every second or third digit is asked for its font.
    """
    fonts: dict[tuple[int, str], object] = {}
    for index, digit in places[:: len(places) // _MOST_ASKED + 1]:
        owner = raw.FPDFText_GetTextObject(text_page, index)
        font = raw.FPDFTextObj_GetFont(owner) if owner else None
        if font:
            fonts.setdefault((ctypes.cast(font, ctypes.c_void_p).value or 0, digit), font)
    found = set()
    for (_, digit), font in fonts.items():
        outline = _outline(font, digit)
        if outline and _looks_like_another(outline, digit):
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
