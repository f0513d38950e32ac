"""Ink and ruling lines of a page image, by long runs of dark pixels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from dagster_project.reading.decoders.image.images import Pixels
from dagster_project.reading.page.page_model import Ruling

# In inches. The longest stroke of a character in a cell is 0.14 (10 points of a 12-point font);
# the lowest row of a table is 0.19 high, the shortest horizontal border three narrow columns wide.
_LEAST_DOWN, _LEAST_ACROSS = 0.19, 0.35
# A border of one low row, from border to border, goes on with the border of the rows below or above
# it: a head over narrow columns. Strokes of characters are as long and stand anywhere.
_SHORT_DOWN, _IN_LINE = 0.1, 0.02
# Noise breaks a hairline for a pixel or two; characters of a line stand at least as far apart.
_GAP = 0.02
_THICKEST = 0.05
# A border ends at another border, give or take a corner; only long ones may end anywhere. One as
# short as a blurred stroke has to reach the borders: strokes of a character end 0.03 before them.
_CORNER, _EXACT_CORNER = 0.05, 0.025
_STROKE_LENGTH, _SURE_LENGTH = 0.35, 1.0
# Neighbourhood whose lightest shade is the paper, and how much darker than it ink is.
_PAPER = 0.3
_DARKER, _FAINT = 40, 22
_SHARP, _SOFT = 0.7, 1.3
# Spreads of the paper's noise that ink has to stand out by: a page has 4 million pixels.
_NOISE = 5.5


@dataclass(frozen=True)
class InkPage:
    """The ink of a page without rulings, that and what may be ink, and the rulings in pixels."""

    writing: Pixels
    faint: Pixels
    across: list[Ruling]
    down: list[Ruling]


def find_ink(grey: Pixels, dpi: float) -> tuple[Pixels, Pixels]:
    """Return masks of pixels clearly darker than the paper around them, and of faint ones.

    Against the paper nearby and not against one threshold for the page: a scan has shadows.
    """
    size = int(_PAPER * dpi) | 1
    small = cv2.resize(grey, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    paper = cv2.morphologyEx(
        small, cv2.MORPH_CLOSE, np.ones((max(size // 4, 3),) * 2, dtype=np.uint8)
    )
    paper = cv2.resize(
        cv2.GaussianBlur(paper, (0, 0), 3), grey.shape[::-1], interpolation=cv2.INTER_LINEAR
    )
    masks = []
    for soft, darker in ((_SHARP, _DARKER), (_SOFT, _FAINT)):
        darkness = paper.astype(np.int16) - cv2.GaussianBlur(grey, (0, 0), soft)
        # Most of a page is paper: its middle shade and its spread are those of the noise.
        sample = darkness[::4, ::4]
        paper_shade = float(np.median(sample))
        spread = 1.48 * float(np.median(np.abs(sample - paper_shade)))
        least = paper_shade + max(darker, _NOISE * spread)
        masks.append(np.asarray(darkness > least, dtype=np.uint8) * 255)
    return masks[0], masks[1]


def _runs(ink: Pixels, length: int, gap: int, *, is_down: bool) -> Pixels:
    """Return the pixels of runs at least so long, small gaps bridged."""
    shape = (1, gap) if is_down else (gap, 1)
    bridged = cv2.morphologyEx(
        ink, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_RECT, shape)
    )
    kernel = (1, length) if is_down else (length, 1)
    opened = cv2.morphologyEx(
        bridged, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, kernel)
    )
    return np.asarray(opened, dtype=np.uint8)


def _lines(runs: Pixels, thickest: int, *, is_down: bool) -> tuple[list[Ruling], Pixels]:
    """Return runs as rulings, steps of a slightly slanted line joined, and their pixels."""
    # A line that still leans steps by one pixel at a time: runs one row apart are one line.
    joined = cv2.dilate(
        runs, cv2.getStructuringElement(cv2.MORPH_RECT, (3, 1) if is_down else (1, 3))
    )
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    found: list[Ruling] = []
    keep = np.zeros(count, dtype=np.uint8)
    for number in range(1, count):
        left, top, width, height, _area = (int(v) for v in stats[number])
        part = labels[top : top + height, left : left + width] == number
        thickness = float(np.median(part.sum(axis=1 if is_down else 0))) - 2
        if thickness > thickest:
            continue
        keep[number] = 255
        at = left + width / 2 if is_down else top + height / 2
        start, end = (top, top + height) if is_down else (left, left + width)
        found.append(Ruling(at, float(start), float(end)))
    return found, np.asarray(keep[labels], dtype=np.uint8)


def _meets(at: float, along: float, others: Sequence[Ruling], play: float) -> bool:
    return any(
        abs(other.at - along) <= play and other.start - play <= at <= other.end + play
        for other in others
    )


def _is_border(line: Ruling, others: Sequence[Ruling], dpi: float) -> bool:
    length = line.end - line.start
    if length >= _SURE_LENGTH * dpi:
        return True
    play = (_EXACT_CORNER if length < _STROKE_LENGTH * dpi else _CORNER) * dpi
    return _meets(line.at, line.start, others, play) and _meets(line.at, line.end, others, play)


def _without_strokes(lines: Sequence[Ruling], others: Sequence[Ruling], dpi: float) -> list[Ruling]:
    """Return lines without short ones that hang free: strokes of characters, not borders."""
    return [line for line in lines if _is_border(line, others, dpi)]


def _short_borders(
    lined: Pixels, down: Sequence[Ruling], across: Sequence[Ruling], gap: int, dpi: float
) -> tuple[list[Ruling], Pixels]:
    """Return borders of one low row that go on with a long border, and the pixels of short runs."""
    runs = _runs(lined, int(_SHORT_DOWN * dpi), gap, is_down=True)
    found, mask = _lines(runs, max(4, round(_THICKEST * dpi)), is_down=True)
    play, exact = _IN_LINE * dpi, _EXACT_CORNER * dpi
    short = [
        line
        for line in found
        if any(abs(line.at - known.at) <= play for known in down)
        and not any(
            abs(line.at - known.at) <= play and line.start < known.end and known.start < line.end
            for known in down
        )
        and _meets(line.at, line.start, across, exact)
        and _meets(line.at, line.end, across, exact)
    ]
    return short, mask


def _pixels_of(mask: Pixels, lines: Sequence[Ruling], play: int, *, is_down: bool) -> Pixels:
    """Return the part of a mask that belongs to these lines."""
    kept = np.zeros_like(mask)
    for line in lines:
        near = slice(max(0, int(line.at) - play), int(line.at) + play + 1)
        along = slice(max(0, int(line.start)), int(line.end) + 1)
        place = (along, near) if is_down else (near, along)
        kept[place] = mask[place]
    return kept


def find_lines(grey: Pixels, dpi: float, *, is_coarse: bool = False) -> InkPage:
    """Return the ink of a page and its straight rulings.

    On a page that was enlarged (``is_coarse``) hairlines are grey; elsewhere grey is blur.
    """
    ink, faint = find_ink(grey, dpi)
    lined = ink | faint if is_coarse else ink
    gap, thickest = max(3, round(_GAP * dpi)), max(4, round(_THICKEST * dpi))
    across, across_mask = _lines(
        _runs(lined, int(_LEAST_ACROSS * dpi), gap, is_down=False), thickest, is_down=False
    )
    down, down_mask = _lines(
        _runs(lined, int(_LEAST_DOWN * dpi), gap, is_down=True), thickest, is_down=True
    )
    long_across = _without_strokes(across, down, dpi)
    down = _without_strokes(down, long_across, dpi)
    across = _without_strokes(across, down, dpi)
    short, short_mask = _short_borders(lined, down, across, gap, dpi)
    down, down_mask = [*down, *short], down_mask | short_mask
    ruled = _pixels_of(across_mask, across, thickest, is_down=False)
    ruled |= _pixels_of(down_mask, down, thickest, is_down=True)
    ruled = np.asarray(cv2.dilate(ruled, np.ones((3, 3), dtype=np.uint8)), dtype=np.uint8)
    wide = np.asarray(cv2.dilate(ruled, np.ones((5, 5), dtype=np.uint8)), dtype=np.uint8)
    return InkPage(ink & ~ruled, (ink & ~ruled) | (faint & ~wide), across, down)
