"""Pages whose text layer is not what they show: recognised from their picture instead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import pypdfium2 as pdfium

from dagster_project.reading.decoders.media import has_ocr
from dagster_project.reading.decoders.pdf.drawn_digits import is_odd_character
from dagster_project.reading.decoders.pdf.render import render_page
from dagster_project.reading.model.grid import BBox
from dagster_project.reading.model.source import RefusedError
from dagster_project.reading.page.page_model import Char, PageModel
from dagster_project.reading.page.writing import lines_of

_NO_TEXT, _FALSE_TEXT = "字体没有文字对应", "字体的文字与所画的字形不同"
# Marks and signs of a real page are fewer than one character in twenty.
_LEAST_SHARE, _FEWEST = 0.15, 5
_DPI = 200
_POINTS = 72.0
# So many figures are looked at on a page, the longest: they hold the most digits.
_SAMPLE = 12
_SURE = 0.8
# In parts of the size: figures stand further apart than their digits, and need air to be read.
_GAP, _AIR = 0.7, 0.12
# What is seen on so many pages holds for the rest of the document.
_ENOUGH = 2
_FIGURE = frozenset("0123456789.,")


def _figures(page: PageModel, odd: frozenset[str]) -> list[list[Char]]:
    """Return the figures of a page that hold one of the digits, the longest first."""
    found: list[list[Char]] = []
    for line in lines_of(page.chars):
        run: list[Char] = []
        for char in [*line, None]:
            goes_on = char is not None and char.text in _FIGURE
            if (
                goes_on
                and run
                and char is not None
                and char.left - run[-1].right > _GAP * char.size
            ):
                found.append(run)
                run = []
            if goes_on and char is not None:
                run.append(char)
            elif run:
                found.append(run)
                run = []
    return sorted((run for run in found if odd & {c.text for c in run}), key=len, reverse=True)


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isdigit())


def _box(page: PageModel, run: Sequence[Char]) -> BBox:
    air = _AIR * run[0].size
    edges = (run[0].left - air, min(c.top for c in run), run[-1].right + air)
    return page.shown_box((*edges, max(c.bottom for c in run)))


@dataclass
class FalseText:
    """Looks at the suspicious pages of one document; what it found on some holds for the rest."""

    document: pdfium.PdfDocument
    _looks: dict[frozenset[str], list[bool]] = field(default_factory=dict)

    def problem(self, page: PageModel) -> str | None:
        """Return why the text layer of a page is not to be read, None where it may be."""
        odd = sum(
            times
            for character, times in Counter(char.text for char in page.chars).items()
            if is_odd_character(character)
        )
        if odd >= _FEWEST and odd >= _LEAST_SHARE * len(page.chars):
            return _NO_TEXT
        if page.odd_digits and self._is_false(page):
            return _FALSE_TEXT
        return None

    def _is_false(self, page: PageModel) -> bool:
        looks = self._looks.setdefault(page.odd_digits, [])
        if any(looks):
            return True
        if len(looks) < _ENOUGH:
            seen = self._look(page)
            looks.extend([] if seen is None else [seen])
            return bool(seen)
        return False

    def _look(self, page: PageModel) -> bool | None:
        """Return whether the figures of a page read otherwise than its text; None: no telling."""
        if not has_ocr():
            # Nobody can look: what is suspicious is not read, and the page says what to install.
            return True
        # Imported only for suspicious pages: a second, and most documents have none.
        import numpy as np

        from dagster_project.reading.decoders.image.engine import read_strips
        from dagster_project.reading.decoders.image.images import grey_pixels

        runs = _figures(page, page.odd_digits)[:_SAMPLE]
        if not runs:
            return None
        try:
            grey = grey_pixels(render_page(self.document, page.page_no, _DPI))
        except RefusedError:
            return None
        strips = []
        quarters = (page.upright.turn - page.shown.turn) % 360 // 90
        for run in runs:
            left, top, right, bottom = (round(edge * _DPI / _POINTS) for edge in _box(page, run))
            strip = grey[max(top, 0) : bottom, max(left, 0) : right]
            if not strip.size:
                return None
            strips.append(np.ascontiguousarray(np.rot90(strip, -quarters)))
        told = [
            _digits(strip.text) == _digits("".join(char.text for char in run))
            for strip, run in zip(read_strips(strips), runs, strict=True)
            if strip.confidence >= _SURE
        ]
        return 2 * told.count(False) > len(told) if told else None
