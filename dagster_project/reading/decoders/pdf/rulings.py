"""Straight rulings, cell fills and images of a page, from pdfium's page objects.

A ruling may be drawn as a stroked line, as a thin filled rectangle, or as a stretched image of one
point; each producer of disclosures has its own way.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from ctypes import byref
from dataclasses import dataclass, field
from itertools import pairwise

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from dagster_project.reading.decoders.pdf.calls import (
    Handle,
    closes,
    count_segments,
    get_draw_mode,
    get_object_fill,
    get_object_matrix,
    get_object_stroke,
    get_point,
    get_stroke_width,
    handle_of,
    object_of_form,
    object_of_page,
    objects_in_form,
    render_mode_of,
    segment_of,
    segment_type_of,
    type_of,
)
from dagster_project.reading.model.grid import BBox
from dagster_project.reading.model.source import RefusedError
from dagster_project.reading.page.limits import (
    MAX_FORM_DEPTH,
    MAX_OBJECTS_PER_PAGE,
    MAX_PATH_POINTS_PER_PAGE,
)
from dagster_project.reading.page.page_model import Drawing, Frame, Ruling

# Thicker than this is an area, thinner a line; the thickest border of a table seen is 2.25 points.
THICKEST_LINE = 3.5
# A line may lean this much from end to end: rounding of producers, not a slant.
_LEAN = 1.0
# Shorter is a dot or a dash of a pattern too fine to be a border.
_SHORTEST_LINE = 2.0
# How dark a shade must be for white characters to show on it; pale shades hide them as paper does.
_SHOWS_WHITE = 0.3

_UNSEEN = (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)

_Matrix = tuple[float, float, float, float, float, float]
_Point = tuple[float, float]
_Handle = ctypes.c_void_p
_IDENTITY: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass
class RawDrawing:
    """Lines and areas in the page's own space, before it is known which way up it is read."""

    lines: list[tuple[_Point, _Point]] = field(default_factory=list)
    areas: list[tuple[float, float, float, float]] = field(default_factory=list)
    # What white characters show upon: dark fills, and images.
    backgrounds: list[tuple[float, float, float, float]] = field(default_factory=list)
    invisible_text: set[int] = field(default_factory=set)
    image_area: float = 0.0
    curves: int = 0


def _times(first: _Matrix, then: _Matrix) -> _Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


class _Walker:
    """Goes through the objects of one page, forms included, and keeps count of them."""

    def __init__(self, page_no: int) -> None:
        self.page_no = page_no
        self.found = RawDrawing()
        self._objects = 0
        self._points = 0

    def walk(
        self, count: int, get: Callable[..., Handle], owner: _Handle, outer: _Matrix, depth: int
    ) -> None:
        """Take in ``count`` objects; ``get`` returns one of its owner's by its index."""
        self._objects += max(count, 0)
        if self._objects > MAX_OBJECTS_PER_PAGE:
            raise RefusedError(
                "page_too_dense", f"PDF 第 {self.page_no} 页的图形对象过多，不是决算公开的页"
            )
        for index in range(count):
            item = get(owner, index)
            kind = type_of(item)
            if kind == raw.FPDF_PAGEOBJ_TEXT:
                # Most objects of a page are text: nothing else is asked of them.
                if render_mode_of(item) in _UNSEEN:
                    self.found.invisible_text.add(item.value or 0)
                continue
            if kind == raw.FPDF_PAGEOBJ_PATH:
                self._take_path(item, outer)
            elif kind == raw.FPDF_PAGEOBJ_IMAGE:
                self._take_image(item, outer)
            elif kind == raw.FPDF_PAGEOBJ_FORM and depth < MAX_FORM_DEPTH:
                inner = _times(_matrix(item), outer)
                self.walk(objects_in_form(item), object_of_form, item, inner, depth + 1)

    def _take_image(self, item: _Handle, outer: _Matrix) -> None:
        corners = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)]
        matrix = _times(_matrix(item), outer)
        area = _bounds([_apply(matrix, point) for point in corners])
        if not _add_thin(self.found, area):
            self.found.image_area += (area[2] - area[0]) * (area[3] - area[1])
            self.found.backgrounds.append(area)

    def _take_path(self, item: _Handle, outer: _Matrix) -> None:
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        if not get_draw_mode(item, byref(fill), byref(stroke)):
            return
        is_filled = fill.value != raw.FPDF_FILLMODE_NONE and _alpha(item, is_fill=True)
        is_stroked = bool(stroke.value) and _alpha(item, is_fill=False)
        if not (is_filled or is_stroked):
            return
        self._points += count_segments(item)
        if self._points > MAX_PATH_POINTS_PER_PAGE:
            raise RefusedError(
                "page_too_dense", f"PDF 第 {self.page_no} 页的图形过于复杂，不是决算公开的页"
            )
        matrix = _times(_matrix(item), outer)
        width = _stroke_width(item, matrix) if is_stroked else 0.0
        for points, straight in _subpaths(item, matrix):
            if not all(straight):
                self.found.curves += 1
            if is_stroked:
                self._take_stroke(points, straight, width)
            if is_filled and all(straight) and _is_rectangle(points):
                area = _bounds(points)
                if not _add_thin(self.found, area):
                    self.found.areas.append(area)
                    if _is_dark(item):
                        self.found.backgrounds.append(area)

    def _take_stroke(self, points: list[_Point], straight: list[bool], width: float) -> None:
        for (start, end), is_straight in zip(pairwise(points), straight, strict=False):
            if not is_straight:
                continue
            if width <= THICKEST_LINE:
                self.found.lines.append((start, end))
            else:
                # So thick a stroke paints a cell, as some producers do.
                x0, y0, x1, y1 = _bounds([start, end])
                half = width / 2
                lies = x1 - x0 >= y1 - y0
                area = (x0, y0 - half, x1, y1 + half) if lies else (x0 - half, y0, x1 + half, y1)
                self.found.areas.append(area)
                self.found.backgrounds.append(area)


def _matrix(item: _Handle) -> _Matrix:
    found = raw.FS_MATRIX()
    if not get_object_matrix(item, byref(found)):
        return _IDENTITY
    return found.a, found.b, found.c, found.d, found.e, found.f


def _apply(matrix: _Matrix, point: _Point) -> _Point:
    a, b, c, d, e, f = matrix
    x, y = point
    return a * x + c * y + e, b * x + d * y + f


def _color(get: Callable[..., int], item: _Handle) -> tuple[int, int, int, int] | None:
    """Return red, green, blue and alpha, None where pdfium does not tell."""
    red, green, blue, alpha = ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint()
    if not get(item, byref(red), byref(green), byref(blue), byref(alpha)):
        return None
    return red.value, green.value, blue.value, alpha.value


def _alpha(item: _Handle, *, is_fill: bool) -> bool:
    """Return whether the colour shows at all."""
    color = _color(get_object_fill if is_fill else get_object_stroke, item)
    return color is None or color[3] > 0


def _is_dark(item: _Handle) -> bool:
    """Return whether white characters show on the fill of an area."""
    color = _color(get_object_fill, item)
    if color is None:
        return True
    red, green, blue, alpha = color
    light = 0.3 * red + 0.59 * green + 0.11 * blue
    return (255 - light) * alpha / 255**2 > _SHOWS_WHITE


def _stroke_width(item: _Handle, matrix: _Matrix) -> float:
    width = ctypes.c_float()
    if not get_stroke_width(item, byref(width)):
        return 0.0
    return width.value * abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]) ** 0.5


def _subpaths(item: _Handle, matrix: _Matrix) -> Iterator[tuple[list[_Point], list[bool]]]:
    """Yield the points of each part of a path, and whether the way to the next is straight."""
    points: list[_Point] = []
    straight: list[bool] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    to_x, to_y = byref(x), byref(y)
    for index in range(count_segments(item)):
        segment = segment_of(item, index)
        get_point(segment, to_x, to_y)
        kind = segment_type_of(segment)
        point = _apply(matrix, (x.value, y.value))
        if kind == raw.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield points, straight
            points, straight = [point], []
        else:
            points.append(point)
            straight.append(kind == raw.FPDF_SEGMENT_LINETO)
        if closes(segment) and len(points) > 2:
            points.append(points[0])
            straight.append(True)
    if len(points) > 1:
        yield points, straight


def _bounds(points: list[_Point]) -> tuple[float, float, float, float]:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _is_rectangle(points: list[_Point]) -> bool:
    x0, y0, x1, y1 = _bounds(points)
    return len(points) >= 4 and all(
        min(abs(x - x0), abs(x - x1)) < _LEAN and min(abs(y - y0), abs(y - y1)) < _LEAN
        for x, y in points
    )


def _add_thin(found: RawDrawing, area: tuple[float, float, float, float]) -> bool:
    """Add a thin area as a line; return whether it was one."""
    x0, y0, x1, y1 = area
    if min(x1 - x0, y1 - y0) > THICKEST_LINE:
        return False
    if x1 - x0 >= y1 - y0:
        found.lines.append(((x0, (y0 + y1) / 2), (x1, (y0 + y1) / 2)))
    else:
        found.lines.append((((x0 + x1) / 2, y0), ((x0 + x1) / 2, y1)))
    return True


def read_drawing(page: pdfium.PdfPage, page_no: int) -> RawDrawing:
    """Return the lines, areas and images of a page. Raises RefusedError where it has too many."""
    walker = _Walker(page_no)
    count = raw.FPDFPage_CountObjects(page.raw)
    walker.walk(count, object_of_page, handle_of(page.raw), _IDENTITY, 0)
    return walker.found


def place_drawing(drawing: RawDrawing, frame: Frame) -> Drawing:
    """Return the rulings and fills of a drawing in a frame."""
    placed = Drawing(image_area=drawing.image_area, curves=drawing.curves)
    for (x0, y0), (x1, y1) in drawing.lines:
        box: BBox = frame.place_box(x0, y0, x1, y1)
        width, height = box[2] - box[0], box[3] - box[1]
        if height <= _LEAN and width >= _SHORTEST_LINE:
            placed.horizontal.append(Ruling((box[1] + box[3]) / 2, box[0], box[2]))
        elif width <= _LEAN and height >= _SHORTEST_LINE:
            placed.vertical.append(Ruling((box[0] + box[2]) / 2, box[1], box[3]))
    placed.fills = [frame.place_box(*area) for area in drawing.areas]
    return placed
