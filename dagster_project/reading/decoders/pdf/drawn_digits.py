"""Which digits of a page do not look like what the text layer says: fonts may carry a false text.

Every library takes the text of a glyph from the font's own table, so two readings agree and both
are wrong where the table is. Here the outline of each digit of each font is compared with the
same digits of known fonts. That is cheap and only raises a suspicion: ``false_text`` then has the
page recognised from its picture, and that decides.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterable, Sequence
from functools import cache
from operator import mul

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from dagster_project.reading.page.page_model import UNKNOWN

DIGITS = "0123456789"
# Digits are compared in this many pixels, their ink stretched to fill them: sizes do not count.
_WIDTH, _HEIGHT = 12, 16
# Lines looked along in each row of them. In Python alone: what draws belongs to OCR, which not
# every installation has.
_LOOKS = 2
_KNOWN_FONTS = (b"Helvetica", b"Helvetica-Bold", b"Times-Roman", b"Times-Bold", b"Courier")
_CURVE_STEPS = (0.25, 0.5, 0.75, 1.0)
# A figure one is a bar: so narrow that stretching it would make a block of it.
_BAR = 0.3
# How much nearer another digit must be: faces differ, and a page wrongly suspected costs a second.
_CLEARLY = 0.9

_MOST_ASKED = 400

Point = tuple[float, float]
Outline = tuple[tuple[Point, ...], ...]
Shape = tuple[float, ...]
Judged = dict[tuple[str | float, ...], bool]


def _flatten(start: Point, first: Point, second: Point, end: Point) -> Iterable[Point]:
    for t in _CURVE_STEPS:
        s = 1 - t
        a, b, c, d = s**3, 3 * s * s * t, 3 * s * t * t, t**3
        yield (
            a * start[0] + b * first[0] + c * second[0] + d * end[0],
            a * start[1] + b * first[1] + c * second[1] + d * end[1],
        )


def _glyph_path(font: object, character: str) -> object | None:
    """Return what a font draws for a character, None where it draws nothing."""
    return raw.FPDFFont_GetGlyphPath(font, ord(character), 100.0) or None


def _sketch(path: object) -> tuple[float, ...]:
    """Return the number of strokes of a glyph and the ends of some: enough to know it again."""
    x, y = ctypes.c_float(), ctypes.c_float()
    count = raw.FPDFGlyphPath_CountGlyphSegments(path)
    sketch: list[float] = [count]
    for index in (0, count // 4, count // 2, 3 * count // 4, count - 1):
        segment = raw.FPDFGlyphPath_GetGlyphPathSegment(path, index)
        if segment and raw.FPDFPathSegment_GetPoint(segment, x, y):
            sketch += (x.value, y.value)
    return tuple(sketch)


def _outline(path: object) -> Outline | None:
    """Return the contours of a glyph, None where it has none."""
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


def _edges(outline: Outline) -> Iterable[tuple[Point, Point]]:
    for contour in outline:
        yield from zip(contour, (*contour[1:], contour[0]), strict=True)


def _add_run(row: list[float], start: float, end: float) -> None:
    """Add ink from ``start`` to ``end`` to the places of a row."""
    for place in range(max(int(start), 0), min(int(end), _WIDTH - 1) + 1):
        row[place] += max(min(end, place + 1) - max(start, place), 0.0)


def _shape(outline: Outline) -> Shape | None:
    """Return the ink of an outline, stretched to one size and made of length one."""
    xs = [x for contour in outline for x, _ in contour]
    ys = [y for contour in outline for _, y in contour]
    left, top, width, height = min(xs), max(ys), max(xs) - min(xs), max(ys) - min(ys)
    if width <= 0 or height <= 0:
        return None
    wide = max(width, _BAR * height)
    left -= (wide - width) / 2
    edges = list(_edges(outline))
    shape: list[float] = []
    for row_no in range(_HEIGHT):
        row = [0.0] * _WIDTH
        for part in range(_LOOKS):
            y = top - (row_no + (part + 0.5) / _LOOKS) / _HEIGHT * height
            crossings = sorted(
                (x0 + (y - y0) / (y1 - y0) * (x1 - x0) - left) / wide * _WIDTH
                for (x0, y0), (x1, y1) in edges
                if (y0 > y) != (y1 > y)
            )
            # Between every second crossing is ink: a contour inside another is a hole of it.
            for start, end in zip(crossings[::2], crossings[1::2], strict=False):
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


def _looks_like_another(path: object, claimed: str) -> bool:
    """Return whether what is drawn is clearly more like another digit than like the claimed one."""
    outline, own, other = _outline(path), 1.0, 1.0
    shape = _shape(outline) if outline else None
    if shape is None:
        return False
    for digit, known in known_shapes():
        away = 1 - sum(map(mul, shape, known))
        if digit == claimed:
            own = min(own, away)
        else:
            other = min(other, away)
    return other < _CLEARLY * own


def odd_digits(
    text_page: object, places: Sequence[tuple[int, str]], judged: Judged
) -> frozenset[str]:
    """Return the digits of a page that look like others; ``places``: of which character, and it.

    Of a page with more, every second or third digit is asked for its font. ``judged`` keeps what
    was found of each drawn digit: every page of a document draws the same ones.
    """
    fonts: dict[tuple[int, str], object] = {}
    for index, digit in places[:: len(places) // _MOST_ASKED + 1]:
        owner = raw.FPDFText_GetTextObject(text_page, index)
        font = raw.FPDFTextObj_GetFont(owner) if owner else None
        if font:
            fonts.setdefault((ctypes.cast(font, ctypes.c_void_p).value or 0, digit), font)
    found = set()
    for (_, digit), font in fonts.items():
        path = _glyph_path(font, digit)
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
