"""Small invented PDFs: tables drawn in the ways producers of disclosures draw them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

HAN, LATIN = "STSong-Light", "Times-Roman"
pdfmetrics.registerFont(UnicodeCIDFont(HAN))
A4 = (595.0, 842.0)
Span = tuple[int, int]


@dataclass
class Table:
    """A table to draw: its texts by row, where it stands, and which cells span others."""

    rows: Sequence[Sequence[str]]
    left: float = 60.0
    top: float = 120.0
    widths: Sequence[float] = ()
    height: float = 22.0
    spans: dict[Span, Span] = field(default_factory=dict)
    sides: frozenset[str] = frozenset({"left", "right", "top", "bottom", "columns", "rows"})
    borders: str = "lines"
    digits_lower: float = 0.0

    def xs(self) -> list[float]:
        """Return the positions of the column borders."""
        widths = list(self.widths) or [90.0] * len(self.rows[0])
        return [self.left + sum(widths[:k]) for k in range(len(widths) + 1)]

    def ys(self) -> list[float]:
        """Return the positions of the row borders, from the top."""
        return [self.top + self.height * k for k in range(len(self.rows) + 1)]


class Drawing:
    """A document being drawn, with y from the top of the page."""

    def __init__(self, size: tuple[float, float] = A4, password: str | None = None) -> None:
        """Begin the first page; a password None opens for all, "" is an owner's password only."""
        self._file = io.BytesIO()
        encrypt = None
        if password is not None:
            encrypt = StandardEncryption(password, ownerPassword="owner", canPrint=1)
        self.canvas = canvas.Canvas(self._file, pagesize=size, encrypt=encrypt)
        self.height = size[1]

    def bytes(self) -> bytes:
        """Return the finished document."""
        self.canvas.showPage()
        self.canvas.save()
        return self._file.getvalue()

    def next_page(self) -> None:
        """Begin another page."""
        self.canvas.showPage()

    def text(self, x: float, y: float, text: str, size: float = 10.5) -> None:
        """Write a text with its baseline at y."""
        font = LATIN if text.isascii() else HAN
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, self.height - y, text)

    def line(self, x0: float, y0: float, x1: float, y1: float, borders: str = "lines") -> None:
        """Draw a border as a stroked line or as a thin filled rectangle."""
        y0, y1 = self.height - y0, self.height - y1
        if borders == "lines":
            self.canvas.setLineWidth(0.5)
            self.canvas.line(x0, y0, x1, y1)
        else:
            width, height = max(x1 - x0, 0.6), max(abs(y1 - y0), 0.6)
            self.canvas.rect(x0, min(y0, y1), width, height, stroke=0, fill=1)

    def table(self, table: Table) -> None:
        """Draw a table: borders, then texts; digits may stand lower than characters."""
        xs, ys = table.xs(), table.ys()
        covered: dict[Span, Span] = {}
        for (i, j), (rows, columns) in table.spans.items():
            for a in range(i, i + rows):
                for b in range(j, j + columns):
                    covered[a, b] = (i, j)
        owner = {
            (i, j): covered.get((i, j), (i, j))
            for i in range(len(ys) - 1)
            for j in range(len(xs) - 1)
        }
        if table.borders == "fills":
            self._fills(table, xs, ys, owner)
        else:
            self._borders(table, xs, ys, owner)
        self.canvas.setFillGray(0)
        for i, row in enumerate(table.rows):
            for j, text in enumerate(row):
                lower = table.digits_lower if text.isascii() else 0.0
                for k, part in enumerate(text.split("\n")):
                    self.text(xs[j] + 4, ys[i] + 14 + 12 * k + lower, part)

    def _borders(
        self, table: Table, xs: list[float], ys: list[float], owner: dict[Span, Span]
    ) -> None:
        for (i, j), own in owner.items():
            below, right = owner.get((i + 1, j)), owner.get((i, j + 1))
            sides = (
                ("top", i == 0, (xs[j], ys[i], xs[j + 1], ys[i])),
                ("left", j == 0, (xs[j], ys[i], xs[j], ys[i + 1])),
                ("bottom", below is None, (xs[j], ys[i + 1], xs[j + 1], ys[i + 1])),
                ("right", right is None, (xs[j + 1], ys[i], xs[j + 1], ys[i + 1])),
                ("rows", below not in (None, own), (xs[j], ys[i + 1], xs[j + 1], ys[i + 1])),
                ("columns", right not in (None, own), (xs[j + 1], ys[i], xs[j + 1], ys[i + 1])),
            )
            for name, is_there, line in sides:
                if is_there and name in table.sides:
                    self.line(*line, borders=table.borders)

    def _fills(
        self, table: Table, xs: list[float], ys: list[float], owner: dict[Span, Span]
    ) -> None:
        for (i, j), own in owner.items():
            if own != (i, j):
                continue
            rows, columns = table.spans.get((i, j), (1, 1))
            self.canvas.setFillGray(0.9)
            self.canvas.rect(
                xs[j] + 0.5,
                self.height - ys[i + rows] + 0.5,
                xs[j + columns] - xs[j] - 1,
                ys[i + rows] - ys[i] - 1,
                stroke=0,
                fill=1,
            )
