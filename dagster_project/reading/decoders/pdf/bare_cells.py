"""The cells of a table without lines, each with its second reading where it holds a figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dagster_project.reading.model.grid import GridCell, Row
from dagster_project.reading.page.bare_clusters import Column, Columns
from dagster_project.reading.page.bare_places import near_column, place_of, room_of
from dagster_project.reading.page.bare_words import Line, NotCertainError, Piece, is_total
from dagster_project.reading.page.glyphs import UNREAD, Glyph, write_reading
from dagster_project.reading.page.page_model import PageModel

# Cells of names that wrap are joined; rows so found are believed a little less than drawn ones.
_CONFIDENCE = 0.8
# Parts of an em: two readings put a line at the same height but for so much.
_PLAY = 0.2


@dataclass(frozen=True)
class PageWriter:
    """Writes the cells of one page's part of a table."""

    page: PageModel
    glyphs: Sequence[Glyph] | None
    columns: Columns

    def cell(self, pieces: Sequence[Piece], beside: tuple[float, float] | None = None) -> GridCell:
        """Return the cell of some words, with their second reading where they hold a figure.

        ``beside``: where the words before and after it end and begin. Fonts that are not embedded
        are as wide as each reading takes them to be: half of the room between is the cell's.
        """
        page_no = self.page.page_no
        text = "".join(p.text for p in pieces)
        if not pieces:
            return GridCell(text, f"p{page_no}", page_no)
        left, right = min(p.left for p in pieces), max(p.right for p in pieces)
        top, bottom = min(p.top for p in pieces), max(p.bottom for p in pieces)
        reading = None
        if beside is not None and any(map(str.isdigit, text)):
            reading = UNREAD
            if self.glyphs is not None:
                low, high = (left + beside[0]) / 2, (right + beside[1]) / 2
                play = _PLAY * max(p.size for p in pieces)
                reading = write_reading(
                    [
                        g
                        for g in self.glyphs
                        if low <= g.x <= high and top - play <= g.y <= bottom + play
                    ]
                )
        return GridCell(
            text,
            f"p{page_no}",
            page_no,
            self.page.shown_box((left, top, right, bottom)),
            reading=reading,
            confidence=_CONFIDENCE,
        )

    def head(self) -> list[Row]:
        """Return the labels by level; one over several columns is one cell."""
        depth = max(map(len, self.columns.paths))
        rows: list[Row] = []
        for level in range(depth):
            row: Row = []
            for path in self.columns.paths:
                at = min(level, len(path) - 1)
                label = path[at]
                cell = self.cell([label.piece])
                row.append(
                    replace(
                        cell,
                        place=(at, label.first),
                        column_span=label.last - label.first + 1,
                    )
                )
            rows.append(row)
        if self.columns.numbering:
            numbers = self.columns.numbering
            rows.append(
                [
                    replace(
                        self.cell([numbers[at]] if at in numbers else []),
                        place=(depth, at),
                    )
                    for at in range(len(self.columns.columns))
                ]
            )
        return rows

    def row(self, lines: Sequence[Line], number: int) -> Row:
        """Return the cells of one row; raises where a word stands in no column for certain."""
        own: dict[int, list[Piece]] = {}
        late: list[Piece] = []
        for piece in (p for line in lines for p in line):
            if is_total(piece):
                late.append(piece)
                continue
            own.setdefault(place_of(piece, self.columns), []).append(piece)
        spans: dict[int, range] = {}
        for piece in late:
            others = [near_column(other, self.columns) for other in late if other is not piece]
            run = room_of(piece, [*own, *others], self.columns)
            spans[run.start] = run
        for piece, run in zip(late, spans.values(), strict=True):
            own[run.start] = [piece]
        ends = {at: max(p.right for p in pieces) for at, pieces in own.items()}
        starts = {at: min(p.left for p in pieces) for at, pieces in own.items()}
        row: Row = []
        at = 0
        while at < len(self.columns.columns):
            run = spans.get(at, range(at, at + 1))
            beside = (
                max((x for k, x in ends.items() if k < at), default=0.0),
                min((x for k, x in starts.items() if k > at), default=self.page.upright.size[0]),
            )
            cell = self.cell(own.get(at, []), beside)
            row += [replace(cell, place=(number, at), column_span=len(run))] * len(run)
            at = run.stop
        return row


def check_amounts(columns: Sequence[Column], row: Row) -> None:
    """Raise where a column of amounts holds anything else, or two of them."""
    for column, cell in zip(columns, row, strict=True):
        is_own = cell.column_span == 1
        if (
            is_own
            and column.has_amounts
            and any("\u4e00" <= char <= "\u9fff" for char in cell.text)
        ):
            raise NotCertainError(f"“{cell.text}”印在数的一栏里，不能确定各栏的界线")
