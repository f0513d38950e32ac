"""A page set straight: small slants taken out, and the way back to where things are on the page."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import cv2
import numpy as np

from dagster_project.reading.decoders.image.images import Pixels
from dagster_project.reading.model.grid import BBox

# Sheets pulled askew through a feeder lean up to 3 degrees; beyond it is a photograph.
_MOST = 4.0
_COARSE, _FINE = 0.25, 0.04
# Below this a line of A4 width rises by less than two pixels at 200 dpi.
_NEGLIGIBLE = 0.03
# Wide enough for slants of 0.04 degrees to show, small enough to turn a hundred times.
_LOOK_WIDTH = 1000
# Work resolution: characters of 10 points are 28 pixels high, what the reader's models expect.
_WORK_DPI = 200.0
_LEAST_DPI, _MOST_DPI = 140.0, 260.0
Matrix = tuple[tuple[float, float, float], tuple[float, float, float]]


@dataclass(frozen=True)
class StraightPage:
    """A page set straight, its resolution, and how its pixels lie on the page as it came."""

    grey: Pixels
    dpi: float
    back: Matrix

    def after(self, first: Matrix) -> StraightPage:
        """Return this page as one that was turned by ``first`` before it was set straight."""
        whole = np.array([*first, (0.0, 0.0, 1.0)]) @ np.array([*self.back, (0.0, 0.0, 1.0)])
        (a, b, c), (d, e, f) = ([float(v) for v in row] for row in whole[:2])
        return replace(self, back=((a, b, c), (d, e, f)))

    def box_before(self, box: BBox) -> BBox:
        """Return where a box of this page lies on the page as it came, in that page's pixels."""
        left, top, right, bottom = box
        (a, b, c), (d, e, f) = self.back
        corners = [(x, y) for x in (left, right) for y in (top, bottom)]
        xs = [a * x + b * y + c for x, y in corners]
        ys = [d * x + e * y + f for x, y in corners]
        return min(xs), min(ys), max(xs), max(ys)


def _sharpness(ink: Pixels, angle: float) -> float:
    """Return how unevenly ink is spread over rows after a turn: most where lines are level."""
    height, width = ink.shape
    # A shear is a turn for small angles, and keeps every column where it is.
    matrix = np.array([[1, 0, 0], [math.tan(math.radians(angle)), 1, 0]], dtype=np.float32)
    matrix[1, 2] = -matrix[1, 0] * width / 2
    rows = cv2.warpAffine(ink, matrix, (width, height)).sum(axis=1, dtype=np.float64)
    return float(np.square(np.diff(rows)).sum())


def find_slant(grey: Pixels) -> float:
    """Return how far a page is turned, counter-clockwise in degrees."""
    factor = min(1.0, _LOOK_WIDTH / grey.shape[1])
    small = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    ink = np.asarray(255 - small, dtype=np.uint8)
    ink[ink < 60] = 0
    coarse = np.arange(-_MOST, _MOST + _COARSE, _COARSE)
    best = max(coarse, key=lambda angle: _sharpness(ink, float(angle)))
    fine = np.arange(best - _COARSE, best + _COARSE + _FINE, _FINE)
    angle = float(max(fine, key=lambda a: _sharpness(ink, float(a))))
    # A page of a single picture has no lines: no angle is clearly better than none.
    return angle if _sharpness(ink, angle) > 1.02 * _sharpness(ink, 0.0) else 0.0


def straighten(grey: Pixels, dpi: float) -> StraightPage:
    """Return the page with level lines, in a resolution its characters can be read in."""
    angle = find_slant(grey)
    angle = 0.0 if abs(angle) < _NEGLIGIBLE else angle
    scale = 1.0 if _LEAST_DPI <= dpi <= _MOST_DPI else _WORK_DPI / dpi
    height, width = grey.shape
    if angle == 0.0 and scale == 1.0:
        return StraightPage(grey, dpi, ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0)))
    forth = cv2.getRotationMatrix2D((width / 2, height / 2), -angle, scale)
    out_width, out_height = round(width * scale), round(height * scale)
    forth[0, 2] += out_width / 2 - width / 2
    forth[1, 2] += out_height / 2 - height / 2
    # Shrinking by warping alone would skip pixels; thin rulings would vanish.
    source = cv2.GaussianBlur(grey, (0, 0), 0.5 / scale) if scale < 0.75 else grey
    turned = cv2.warpAffine(
        source,
        forth,
        (out_width, out_height),
        flags=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=(255.0,),
    )
    back = cv2.invertAffineTransform(forth)
    (a, b, c), (d, e, f) = ([float(v) for v in row] for row in back)
    grey = np.asarray(turned, dtype=np.uint8)
    return StraightPage(grey, dpi * scale, ((a, b, c), (d, e, f)))
