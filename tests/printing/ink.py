"""Writing and ruling on the pages of a PDF, turned, cropped, doubled or set lower as chosen."""

from __future__ import annotations

import io
import itertools
import re

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen import canvas

from tests.printing.choices import Choices
from tests.printing.drawing import A4, HAN, LATIN

_WIDTHS = {"full": 0.5, "thick": 1.2, "hairline": 0.05, "dashed": 0.5}
_CROP = 60.0


def width_of(text: str, size: float) -> float:
    """Return how wide a text is, Latin and Chinese characters each in their font."""
    return sum(
        pdfmetrics.stringWidth(char, LATIN, size) if char.isascii() else size for char in text
    )


def wrap(text: str, width: float, size: float) -> list[str]:
    """Return a text in lines no wider than this; numbers are not broken."""
    lines = [""]
    for part in re.findall(r"[\d.,]+|.", text):
        if lines[-1] and width_of(lines[-1] + part, size) > width:
            lines.append("")
        lines[-1] += part
    return lines


class Ink:
    """One PDF being drawn, with y from the top of the page as it is read."""

    def __init__(self, choices: Choices) -> None:
        """Begin the document."""
        self._choices = choices
        self._file = io.BytesIO()
        self.page = 0
        kind = choices["page"]
        self.width, self.height = A4 if kind in ("portrait", "cropped") else (A4[1], A4[0])
        self.canvas = canvas.Canvas(self._file)

    def next_page(self) -> None:
        """Begin another page."""
        if self.page:
            self.canvas.showPage()
        self.page += 1
        kind = self._choices["page"]
        if kind == "cropped":
            self.canvas.setPageSize((self.width + 2 * _CROP, self.height + 2 * _CROP))
            box = (_CROP, _CROP, _CROP + self.width, _CROP + self.height)
            self.canvas.setCropBox(box)
            self.canvas.translate(_CROP, _CROP)
        elif kind in ("rotated", "sideways"):
            # reportlab turns the size of a turned page itself.
            sideways = (self.height, self.width)
            self.canvas.setPageSize(sideways if kind == "sideways" else sideways[::-1])
            self.canvas.setPageRotation(90 if kind == "rotated" else 0)
            self.canvas.transform(0, 1, -1, 0, self.height, 0)
        else:
            self.canvas.setPageSize((self.width, self.height))
        self._watermark()

    def _watermark(self) -> None:
        kind = self._choices["watermark"]
        if kind == "none":
            return
        self.canvas.saveState()
        self.canvas.setFillGray(0.85)
        self.canvas.setFont(HAN, 44)
        self.canvas.translate(self.width / 4, self.height / 2)
        if kind == "slanted":
            self.canvas.rotate(35)
        self.canvas.drawString(0, 0, "政务公开2024")
        self.canvas.restoreState()

    def text(self, x: float, y: float, text: str, size: float, grey: float = 0.0) -> None:
        """Write a text with its baseline at y."""
        latin = LATIN if self._choices["digit_font"] == "latin" else HAN
        lower = 1.5 if self._choices["baseline"] == "lower" else 0.0
        self.canvas.setFillGray(grey)
        for is_ascii, run in itertools.groupby(text, str.isascii):
            part = "".join(run)
            self.canvas.setFont(latin if is_ascii else HAN, size)
            down = lower if is_ascii else 0.0
            for shift in (0.0, 0.3) if self._choices["bold"] == "doubled" else (0.0,):
                self.canvas.drawString(x + shift, self.height - y - down, part)
            x += pdfmetrics.stringWidth(part, latin if is_ascii else HAN, size)

    def right_text(self, x: float, y: float, text: str, size: float) -> None:
        """Write a text that ends at x."""
        self.text(x - width_of(text, size), y, text, size)

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Draw a border."""
        kind = self._choices["rulings"]
        self.canvas.setStrokeGray(0)
        self.canvas.setFillGray(0)
        y0, y1 = self.height - y0, self.height - y1
        if kind == "fills":
            width, height = max(x1 - x0, 0.6), max(abs(y1 - y0), 0.6)
            self.canvas.rect(x0, min(y0, y1), width, height, stroke=0, fill=1)
            return
        self.canvas.setLineWidth(_WIDTHS.get(kind, 0.5))
        if kind == "dashed":
            self.canvas.setDash(3, 2)
        self.canvas.line(x0, y0, x1, y1)

    def shade(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Fill an area with grey."""
        self.canvas.setFillGray(0.88)
        self.canvas.rect(x0, self.height - y1, x1 - x0, y1 - y0, stroke=0, fill=1)

    def bytes(self) -> bytes:
        """Return the finished document."""
        self.canvas.showPage()
        self.canvas.save()
        return self._file.getvalue()
