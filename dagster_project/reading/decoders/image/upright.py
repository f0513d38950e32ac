"""Pages fed sideways or upside down: found by how well their words read, and set upright."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from dagster_project.reading.decoders.image.engine import find_words, read_strips
from dagster_project.reading.decoders.image.images import Pixels
from dagster_project.reading.decoders.image.straighten import Matrix
from dagster_project.reading.decoders.image.words import Word, cut_strip
from dagster_project.reading.model.grid import BBox

# Words of a page that stands upright read with 0.95 and more, of one upside down with 0.3.
_DOUBTFUL = 0.7
_FEWEST = 4
# So many of the longest words tell which way is up.
_SAMPLE = 10
_TALL = 1.5
# Coarse enough to look four times, fine enough for the longest words to be read.
_LOOK_SIDE = 1400


def looks_turned(words: Sequence[Word]) -> bool:
    """Return whether the words of a page read so badly that it may stand another way up."""
    if len(words) < _FEWEST:
        return False
    tall = sum(w.box[3] - w.box[1] > _TALL * (w.box[2] - w.box[0]) for w in words)
    return 2 * tall > len(words) or float(np.median([w.confidence for w in words])) < _DOUBTFUL


def _legibility(grey: Pixels) -> float:
    boxes: list[BBox] = sorted(find_words(grey), key=lambda b: b[0] - b[2])[:_SAMPLE]
    wide = [b for b in boxes if b[2] - b[0] > b[3] - b[1] >= 3]
    strips = read_strips([cut_strip(grey, box) for box in wide])
    return sum(strip.confidence for strip in strips) / _SAMPLE


def find_turn(grey: Pixels) -> int:
    """Return by how many quarter turns, counter-clockwise, a page has to be turned to be read."""
    factor = min(1.0, _LOOK_SIDE / max(grey.shape))
    small = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    look = np.asarray(small, dtype=np.uint8)
    return max(range(4), key=lambda turns: _legibility(turn(look, turns)))


def turn(grey: Pixels, turns: int) -> Pixels:
    """Return a page after quarter turns counter-clockwise."""
    return np.ascontiguousarray(np.rot90(grey, turns)) if turns else grey


def turn_back(shape: tuple[int, ...], turns: int) -> Matrix:
    """Return where points of a turned page lie on the page of this shape as it came."""
    height, width = float(shape[0]), float(shape[1])
    return (
        ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0)),
        ((0.0, -1.0, width), (1.0, 0.0, 0.0)),
        ((-1.0, 0.0, width), (0.0, -1.0, height)),
        ((0.0, 1.0, 0.0), (-1.0, 0.0, height)),
    )[turns]
