"""The words of a page: found, cut where rulings run through, read, and set as characters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from dagster_project.reading.decoders.image.engine import find_words, read_strips
from dagster_project.reading.decoders.image.images import Pixels
from dagster_project.reading.decoders.image.ruled_lines import InkPage
from dagster_project.reading.model.grid import BBox
from dagster_project.reading.page.page_model import Char, Ruling

# In inches: what is left of a word beside a ruling must be wider than a comma to be a word.
_LEAST_WIDTH = 0.03
# A border that cuts a word runs through most of its height.
_CUTS = 0.6
# White paper around a strip, in parts of its height: the models saw such crops when they learned.
_MARGIN = 0.12
# How far from a word its next character may stand, in parts of its height.
_REACH = 0.9


@dataclass(frozen=True)
class Word:
    """A stretch of text on one line with its box in pixels."""

    text: str
    confidence: float
    box: BBox


def _cuts(box: BBox, down: Sequence[Ruling]) -> list[float]:
    left, top, right, bottom = box
    return sorted(
        line.at
        for line in down
        if left < line.at < right
        and min(bottom, line.end) - max(top, line.start) > _CUTS * (bottom - top)
    )


def _parts(box: BBox, down: Sequence[Ruling], least: float) -> Iterator[BBox]:
    """Yield the parts of a box between the rulings that run through it: one per cell."""
    left, top, right, bottom = box
    edges = [left, *_cuts(box, down), right]
    for start, end in pairwise(edges):
        if end - start > least:
            yield start, top, end, bottom


def tighten(box: BBox, ink: Pixels, play: int = 2) -> BBox | None:
    """Return the box of the ink inside a box, None where there is none."""
    left, top = max(0, int(box[0])), max(0, int(box[1]))
    part = ink[top : int(np.ceil(box[3])), left : int(np.ceil(box[2]))]
    if part.size == 0 or not part.any():
        return None
    columns, rows = np.flatnonzero(part.any(axis=0)), np.flatnonzero(part.any(axis=1))
    return (
        float(max(left, left + columns[0] - play)),
        float(max(top, top + rows[0] - play)),
        float(left + columns[-1] + 1 + play),
        float(top + rows[-1] + 1 + play),
    )


def _stops(box: BBox, down: Sequence[Ruling], others: Sequence[BBox]) -> tuple[float, float]:
    """Return how far a word may reach to either side: to a ruling or to another word."""
    left, top, right, bottom = box
    middle = (top + bottom) / 2
    walls = [line.at for line in down if line.start < middle < line.end]
    beside = [o for o in others if o is not box and o[1] < middle < o[3]]
    before = [*(w for w in walls if w <= left), *(o[2] for o in beside if o[0] < left)]
    behind = [*(w for w in walls if w >= right), *(o[0] for o in beside if o[2] > right)]
    return max(before, default=0.0), min(behind, default=float("inf"))


def stretch(box: BBox, ink: Pixels, stops: tuple[float, float]) -> BBox:
    """Return a box with the characters at its ends that the detector left out.

    It often misses a leading 一、 or a trailing bracket: thin ink, one character's gap away.
    """
    left, top, right, bottom = (int(edge) for edge in box)
    reach = int(_REACH * (bottom - top))
    first = max(0, int(stops[0]) + 3)
    last = min(ink.shape[1], int(min(stops[1], 1e9)) - 3)
    band: NDArray[np.bool_] = np.any(ink[top:bottom], axis=0)
    while left > first:
        found = np.flatnonzero(band[max(first, left - reach) : left])
        if found.size == 0:
            break
        left = max(first, left - reach) + int(found[0])
    while right < last:
        found = np.flatnonzero(band[right : min(last, right + reach)])
        if found.size == 0:
            break
        right += int(found[-1]) + 1
    return float(min(left, box[0])), box[1], float(max(right, box[2])), box[3]


def cut_strip(grey: Pixels, box: BBox) -> Pixels:
    """Return the pixels of one line with some white around, never of a neighbour."""
    left, top, right, bottom = (round(edge) for edge in box)
    strip = grey[max(0, top) : bottom, max(0, left) : right]
    margin = max(2, round(_MARGIN * strip.shape[0]))
    paper = int(np.percentile(strip, 95)) if strip.size else 255
    return np.pad(strip, margin, constant_values=paper)


def read_words(grey: Pixels, inked: InkPage, dpi: float) -> list[Word]:
    """Return the words of a page. A word the detector missed is found later by its ink."""
    boxes: list[BBox] = []
    for found in find_words(grey):
        for part in _parts(found, inked.down, _LEAST_WIDTH * dpi):
            tight = tighten(part, inked.faint)
            if tight is not None and tight[3] - tight[1] >= 3:
                boxes.append(tight)
    stops = [_stops(box, inked.down, boxes) for box in boxes]
    boxes = [stretch(b, inked.faint, s) for b, s in zip(boxes, stops, strict=True)]
    strips = read_strips([cut_strip(grey, box) for box in boxes])
    return [
        Word(strip.text, strip.confidence, box)
        for strip, box in zip(strips, boxes, strict=True)
        if strip.text
    ]


def _width(character: str) -> float:
    return 0.5 if character.isascii() else 1.0


def as_characters(words: Sequence[Word], scale: float) -> list[Char]:
    """Return words as characters in points, each word's without gaps between them.

    Where a character stands inside its word is not known, and nothing depends on it: words were
    cut at the rulings before.
    """
    found: list[Char] = []
    for word in words:
        text = "".join(word.text.split())
        left, top, right, bottom = (edge * scale for edge in word.box)
        step = (right - left) / sum(map(_width, text))
        for character in text:
            end = left + step * _width(character)
            found.append(
                Char(
                    text=character,
                    left=left,
                    top=top,
                    right=end,
                    bottom=bottom,
                    size=bottom - top,
                    after_space=False,
                    x=(left + end) / 2,
                    y=(top + bottom) / 2,
                )
            )
            left = end
    return found
