"""The second look at each cell: its own ink, cut out anew, and read again at another size.

The first reading comes from where the detector saw words; this one knows only the cell. A cell
without ink is blank, and ink that nobody can read is never taken for blank.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from dagster_project.reading.decoders.image.engine import Strip, read_strips
from dagster_project.reading.decoders.image.images import Pixels
from dagster_project.reading.decoders.image.ruled_lines import InkPage
from dagster_project.reading.model.grid import BBox

# In inches: a decimal point of 9 points is 0.014 wide, a dash 0.05; specks of noise are smaller.
_SPECK = 0.02
_INSET = 0.012
# Lines of a cell have at least so much white between them.
_LINE_GAP = 0.012
# Height the crop is brought to before it is read: half as large again as in the first reading.
_HEIGHT = 72
_MARGIN = 0.25


@dataclass(frozen=True)
class Look:
    """What a cell holds: whether there is ink, and what its lines say."""

    has_ink: bool
    text: str = ""
    confidence: float = 0.0


def _without_specks(writing: Pixels, dpi: float) -> Pixels:
    """Return the ink without what is smaller than any mark that means something by itself."""
    _count, labels, stats, _ = cv2.connectedComponentsWithStats(writing, connectivity=8)
    large = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]) >= _SPECK * dpi
    large[0] = False
    return np.asarray(large[labels], dtype=np.uint8) * 255


def _line_boxes(marks: Pixels, writing: Pixels, gap: int) -> list[tuple[int, int, int, int]]:
    """Return the box of each line of ink in a cell, small marks beside large ones included."""
    rows = np.flatnonzero(marks.any(axis=1))
    if rows.size == 0:
        return []
    groups = np.split(rows, np.flatnonzero(np.diff(rows) > gap) + 1)
    boxes = []
    for group in groups:
        top, bottom = int(group[0]), int(group[-1]) + 1
        columns = np.flatnonzero(marks[top:bottom].any(axis=0))
        left, right = int(columns[0]), int(columns[-1]) + 1
        # A trailing decimal or a leading minus is smaller than a speck of noise may be.
        reach = bottom - top
        near = writing[top:bottom, max(0, left - reach) : right + reach]
        around = np.flatnonzero(near.any(axis=0)) + max(0, left - reach)
        boxes.append((min(left, int(around[0])), top, max(right, int(around[-1]) + 1), bottom))
    return boxes


def _enhance(strip: Pixels) -> Pixels:
    """Return a strip enlarged, with its greys stretched from ink to paper."""
    low, high = float(np.percentile(strip, 1)), float(np.percentile(strip, 90))
    stretched = np.clip((strip.astype(np.float32) - low) * (255.0 / max(high - low, 1.0)), 0, 255)
    factor = _HEIGHT / strip.shape[0]
    larger = cv2.resize(
        stretched.astype(np.uint8), None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC
    )
    margin = round(_MARGIN * _HEIGHT)
    return np.pad(larger, margin, constant_values=255)


def look_again(
    grey: Pixels, inked: InkPage, dpi: float, boxes: Sequence[BBox], is_read: Sequence[bool]
) -> list[Look]:
    """Return what each cell holds; those not to be read are only looked at for ink."""
    inset, gap = max(1, round(_INSET * dpi)), max(1, round(_LINE_GAP * dpi))
    marks = _without_specks(inked.writing, dpi)
    traces = _without_specks(inked.faint, dpi)
    strips: list[Pixels] = []
    owners: list[int] = []
    inky: list[bool] = []
    for number, (box, wanted) in enumerate(zip(boxes, is_read, strict=True)):
        left, top, right, bottom = (round(edge) for edge in box)
        inside = (
            slice(max(0, top + inset), max(0, bottom - inset)),
            slice(max(0, left + inset), max(0, right - inset)),
        )
        lines = _line_boxes(marks[inside], inked.writing[inside], gap)
        inky.append(bool(lines) or bool(traces[inside].any()))
        if not wanted:
            continue
        part = grey[inside]
        for x0, y0, x1, y1 in lines:
            strip = part[max(0, y0 - 1) : y1 + 1, max(0, x0 - 2) : x1 + 2]
            if strip.size and strip.shape[0] >= 3:
                strips.append(_enhance(strip))
                owners.append(number)
    read: dict[int, list[Strip]] = {}
    for owner, text in zip(owners, read_strips(strips), strict=True):
        read.setdefault(owner, []).append(text)
    return [
        Look(
            has_ink,
            "".join(strip.text for strip in read.get(number, ())),
            min((strip.confidence for strip in read.get(number, ())), default=0.0),
        )
        for number, has_ink in enumerate(inky)
    ]
