"""An invented disclosure as PDF: headings, tables over pages, notes; where each figure stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tests.printing.choices import Choices
from tests.printing.ink import Ink, width_of, wrap
from tests.printing.table import (
    LEFT,
    UP,
    InventedTable,
    Key,
    Spot,
    shown,
    spans,
)

_MARGIN, _TOP, _BOTTOM = 45.0, 70.0, 60.0
_LEADING, _PAD = 1.2, 3.0
Pages = dict[tuple[str, Key], int]


@dataclass
class _Shape:
    """Where the columns of a table stand, and the size of its characters."""

    xs: list[float]
    size: float

    def room(self, column: int, columns: int = 1) -> float:
        return self.xs[column + columns] - self.xs[column] - 2 * _PAD


class Printer:
    """Prints the tables of one disclosure."""

    def __init__(self, choices: Choices, name: str) -> None:
        """Begin with a title page."""
        self.choices = choices
        self.ink = Ink(choices)
        self.pages: Pages = {}
        self.y = _TOP
        self.next_page()
        for n, text in enumerate((name, f"{choices.year}年度部门决算")):
            self.ink.text(120, 200 + 40 * n, text, 18)

    def next_page(self) -> None:
        """Begin a page with its header and footer."""
        self.ink.next_page()
        self.y = _TOP
        furniture = self.choices["furniture"]
        if furniture == "header_and_footer":
            self.ink.text(_MARGIN, 30, "部门决算公开文本", 9)
        if furniture != "none":
            self.ink.text(self.ink.width / 2, self.ink.height - 25, f"— {self.ink.page} —", 9)

    def print(self, tables: Sequence[InventedTable]) -> bytes:
        """Return the document."""
        for table in map(self._with_inner_rows, tables):
            needed = 60 + 24 * len(table.texts())
            left = self.ink.height - _BOTTOM - self.y
            is_beside = self.ink.page > 1 and self.choices["packing"] == "two_on_a_page"
            packs = is_beside and needed < left
            if not packs:
                self._before_break(table)
                self.next_page()
            else:
                self.y += 24
            if self.choices["packing"] != "title_before_break":
                self._headings(table)
            self._table(table)
            self._notes(table)
        return self.ink.bytes()

    def _with_inner_rows(self, table: InventedTable) -> InventedTable:
        """Return the table with its headings or notes as rows of its grid, as sheets print them."""
        width = len(table.widths)
        header, fields, notes = table.header, table.fields, table.notes
        if self.choices["headings_at"] == "inside":
            written = ["　　".join(filter(None, texts)) for texts in fields]
            header = [[text, *[LEFT] * (width - 1)] for text in (table.title, *written)] + header
            fields = []
        inner = replace(table, header=header, fields=fields, body=list(table.body))
        if self.choices["notes_at"] == "inside":
            for note in notes:
                inner.row(note, *[LEFT] * (width - 1))
            inner.notes = []
        return inner

    def _before_break(self, table: InventedTable) -> None:
        """Print the headings where the page before ends, as some producers let it happen."""
        if self.choices["packing"] == "title_before_break":
            self.y = max(self.y, self.ink.height - _BOTTOM - 100)
            if self.y + 100 > self.ink.height - _BOTTOM + 1:
                self.next_page()
            self._headings(table)

    def _headings(self, table: InventedTable) -> None:
        if self.choices["headings_at"] == "inside":
            return
        title = self.choices.dated(table.title)
        if self.choices["title"] == "owner":
            title = f"云溪事务局{self.choices.year}年度{title}"
        lines = [title]
        if self.choices["title"] == "two_lines" and len(title) > 12:
            lines = [title[: len(title) // 2], title[len(title) // 2 :]]
        for line in lines:
            self.ink.text((self.ink.width - width_of(line, 15)) / 2, self.y, line, 15)
            self.y += 20
        for left, middle, right in table.fields:
            self.ink.text(_MARGIN, self.y, left, 10)
            self.ink.text((self.ink.width - width_of(middle, 10)) / 2, self.y, middle, 10)
            self.ink.right_text(self.ink.width - _MARGIN, self.y, right, 10)
            self.y += 15

    def _notes(self, table: InventedTable) -> None:
        self.y += 14
        for note in table.notes:
            for line in wrap(note, self.ink.width - 2 * _MARGIN, 10):
                if self.y > self.ink.height - _BOTTOM + 10:
                    self.next_page()
                self.ink.text(_MARGIN, self.y, line, 10)
                self.y += 14

    def _shape(self, table: InventedTable) -> _Shape:
        usable = self.ink.width - 2 * _MARGIN
        xs = [_MARGIN]
        for weight in table.widths:
            xs.append(xs[-1] + usable * weight / sum(table.widths))
        shape = _Shape(xs, 10.5)
        figures = [(s.text, j) for row in table.body for j, s in enumerate(row) if s.key]
        while shape.size > 4.5 and any(
            width_of(text, shape.size) > shape.room(j) for text, j in figures
        ):
            shape.size -= 0.5
        return shape

    def _table(self, table: InventedTable) -> None:
        shape = self._shape(table)
        self._header(table, shape)
        for number, row in enumerate(table.body):
            cells = self._cells(row, shape)
            height = max(len(lines) for _, _, lines in cells) * _LEADING * shape.size + 6
            left = self.ink.height - _BOTTOM - self.y
            if height > left:
                part = int((left - 6) / (_LEADING * shape.size))
                most = max(len(lines) for _, _, lines in cells)
                breaks = self.choices["breaks_rows"] == "yes" and 0 < part < most
                if breaks:
                    upper = [(j, n, lines[:part]) for j, n, lines in cells]
                    cells = [(j, n, lines[part:]) for j, n, lines in cells]
                    self._row(table, row, upper, shape, number)
                    row = [Spot(s.text) for s in row]
                self.next_page()
                if self.choices["repeats_header"] == "yes":
                    self._header(table, shape)
            self._row(table, row, cells, shape, number)

    def _cells(self, row: Sequence[Spot], shape: _Shape) -> list[tuple[int, int, list[str]]]:
        """Return the first column, the number of columns and the lines of each cell of a row."""
        merged = spans([[spot.text for spot in row]])
        return [
            (j, n, [s.text] if s.key else wrap(shown(s.text), shape.room(j, n), shape.size))
            for (_, j), (_, n) in merged.items()
            for s in [row[j]]
        ]

    def _row(
        self,
        table: InventedTable,
        row: Sequence[Spot],
        cells: Sequence[tuple[int, int, list[str]]],
        shape: _Shape,
        number: int,
    ) -> None:
        most = max(max((len(lines) for _, _, lines in cells), default=1), 1)
        step = _LEADING * shape.size
        bottom = self.y + most * step + 6
        if self.choices["shading"] == "stripes" and number % 2:
            self.ink.shade(shape.xs[0], self.y, shape.xs[-1], bottom)
        for j, n, lines in cells:
            key = row[j].key
            slack = (most - len(lines)) * step
            at = {"middle": slack / 2, "last_line": slack}.get(self.choices["figures_at"], 0.0)
            y = self.y + 3 + 0.88 * shape.size + (at if key or not n else slack / 2)
            for k, text in enumerate(lines):
                if key:
                    self.ink.right_text(shape.xs[j + n] - _PAD, y, text, shape.size)
                    self.pages[table.code, key] = self.ink.page
                    if not text and self.choices["white"] == "white_zeros":
                        self.ink.text(shape.xs[j] + _PAD, y, "0.00", shape.size, 1.0)
                else:
                    self.ink.text(shape.xs[j] + _PAD, y + k * step, text, shape.size)
        inner = {shape.xs[j + n] for j, n, _ in cells[:-1]}
        is_last = number == len(table.body) - 1
        self._borders(shape, self.y, bottom, inner, is_edge=is_last)
        self.y = bottom

    def _borders(
        self, shape: _Shape, top: float, bottom: float, inner: set[float], *, is_edge: bool
    ) -> None:
        kind, (left, right) = self.choices["rulings"], (shape.xs[0], shape.xs[-1])
        if kind != "no_columns":
            for x in inner:
                self.ink.line(x, top, x, bottom)
        if kind != "open":
            for x in (left, right):
                self.ink.line(x, top, x, bottom)
        near_end = bottom > self.ink.height - _BOTTOM - 30
        if kind != "no_rows" or is_edge or near_end:
            self.ink.line(left, bottom, right, bottom)

    def _header(self, table: InventedTable, shape: _Shape) -> None:
        texts = table.header
        merged = spans(texts)
        size = shape.size
        if self.choices["header_width"] == "narrow":
            size = min(size + 1.5, 12)
        heights = []
        for i, row in enumerate(texts):
            need = 1
            for j, text in enumerate(row):
                if text in (LEFT, UP):
                    continue
                rows, columns = merged[i, j]
                lines = wrap(text, shape.room(j, columns), size)
                need = max(need, -(-len(lines) // rows))
            heights.append(need * _LEADING * size + 6)
        ys = [self.y + sum(heights[:k]) for k in range(len(heights) + 1)]
        if self.choices["shading"] == "header":
            self.ink.shade(shape.xs[0], ys[0], shape.xs[-1], ys[-1])
        skips = self.choices["rulings"]
        self.ink.line(shape.xs[0], ys[0], shape.xs[-1], ys[0])
        for (i, j), (rows, columns) in merged.items():
            x0, x1, y0, y1 = shape.xs[j], shape.xs[j + columns], ys[i], ys[i + rows]
            lines = wrap(shown(texts[i][j]), shape.room(j, columns), size)
            y = y0 + (y1 - y0 - len(lines) * _LEADING * size) / 2 + 0.88 * size
            for k, line in enumerate(lines):
                at = x0 + (x1 - x0 - width_of(line, size)) / 2
                self.ink.text(at, y + k * _LEADING * size, line, size)
            self.ink.line(x0, y1, x1, y1)
            for x in (x0, x1):
                is_outer = x in (shape.xs[0], shape.xs[-1])
                if (is_outer and skips != "open") or (not is_outer and skips != "no_columns"):
                    self.ink.line(x, y0, x, y1)
        self.y = ys[-1]


def print_pdf(choices: Choices, name: str, tables: Sequence[InventedTable]) -> tuple[bytes, Pages]:
    """Return the PDF, and the page on which each figure stands."""
    printer = Printer(choices, name)
    content = printer.print(tables)
    return content, printer.pages
