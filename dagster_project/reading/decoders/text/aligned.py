"""Tables of a text that keeps its columns: each stretch of aligned lines is a grid.

Where a table begins and what it is the common engine finds out, as in every medium with cells.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from dagster_project.form.codes import SPACED_CODE
from dagster_project.form.fields import announced_year, is_field, is_heading_of_table, note_kind
from dagster_project.form.header_words import (
    is_column_label,
    is_lead_label,
    is_line_label,
    is_total_label,
)
from dagster_project.form.labels import squeeze
from dagster_project.form.titles import other_title, table_of_title
from dagster_project.reading.decoders.text.bands import (
    Band,
    ColumnsOverlapError,
    Line,
    columns_under,
    find_bands,
    is_numbered,
    is_total,
)
from dagster_project.reading.decoders.text.pieces import Measure, Piece, pieces_of
from dagster_project.reading.model.grid import DecodedDocument, Grid, GridCell, Row, TextLine
from dagster_project.reading.page.furniture import (
    find_contents,
    find_page_furniture,
    is_part_heading,
)

_CODE = re.compile(SPACED_CODE)
_ORDINAL = re.compile(r"[（(]?[一二三四五六七八九十\d]+[)）、.．]|其中")
_LONGEST_TITLE = 60


@dataclass
class _Stretch:
    """The lines of one table as they come: header, then rows."""

    head: list[list[Piece]] = field(default_factory=list)
    rows: list[list[Piece]] = field(default_factory=list)

    @property
    def lines(self) -> list[list[Piece]]:
        return [*self.head, *self.rows]


def _opens_rows(line: Line) -> bool:
    """Return whether a line is a row of a table and no longer its header."""
    if is_numbered(line):
        return False
    texts = [piece.text for piece in line]
    if any(piece.is_figure for piece in line) or _CODE.fullmatch(texts[0]):
        return True
    labels = [is_column_label(text) or is_lead_label(text) for text in texts]
    if is_total_label(texts[0]):
        return not any(labels[1:])
    return not all(labels) and any(map(is_line_label, texts))


def _is_text(line: Line) -> bool:
    """Return whether a line is running text, or stands around a table and is no row of it."""
    first = line[0].text
    if (
        _is_cover(line)
        or note_kind(first)
        or is_part_heading(first)
        or all(is_heading_of_table(p.text) for p in line)
    ):
        return True
    is_title = len(line) == 1 and squeeze(first).endswith("表") and len(first) < _LONGEST_TITLE
    return is_title or (len(line) <= 2 and "。" in line[-1].text)


def _is_cover(line: Line) -> bool:
    """Return whether a line is the title of a whole disclosure: in a bound volume, the next."""
    return len(line) == 1 and announced_year(line[0].text) is not None


def _running_heads(lines: Sequence[TextLine]) -> frozenset[int]:
    """Return the first lines of pages that stand on top of several."""
    tops: dict[int, str] = {}
    page: int | None = None
    for at, line in enumerate(lines):
        if line.page != page and line.text.strip():
            page = line.page
            tops[at] = line.text.strip()
    times = Counter(tops.values())
    return frozenset(
        at
        for at, text in tops.items()
        if times[text] > 1
        and not text.endswith("表")
        and table_of_title(text) is None
        and other_title(text) is None
    )


def _spread(line: Line) -> Iterator[TextLine]:
    """Yield the fields that stand on one line each as a line, else the line as it is."""
    # 部门： and its name may stand apart.
    parts: list[Piece] = []
    for piece in line:
        if parts and parts[-1].text.endswith(("：", ":")) and not is_field(piece.text):
            parts[-1] = replace(parts[-1], text=parts[-1].text + piece.text)
        else:
            parts.append(piece)
    # A title in the middle of a wide page is no longer line for the blanks before it.
    if any(is_heading_of_table(part.text) for part in parts):
        for part in parts:
            yield replace(part.line, text=part.text)
    else:
        yield line[0].line


def _cell(piece: Piece, text: str = "") -> GridCell:
    return GridCell(text or piece.text, piece.line.locator, piece.line.page)


def _head_rows(stretch: _Stretch, bands: Sequence[Band]) -> list[Row]:
    depth = max((len(band.labels) for band in bands), default=0)
    at = stretch.lines[0][0]
    rows: list[Row] = []
    for level in range(depth):
        row = []
        for band in bands:
            path = band.labels[::-1]
            label = path[min(level, len(path) - 1)] if path else None
            row.append(
                replace(
                    _cell(label.piece, label.text),
                    place=(path.index(label), label.first),
                    column_span=label.last - label.first + 1,
                )
                if label
                else replace(_cell(at), text="", place=None)
            )
        rows.append(row)
    return rows


def _row(line: Line, bands: Sequence[Band]) -> Row:
    """Return the cells of a line; a figure that reaches into two columns says so."""
    row = [replace(_cell(line[0]), text="") for _ in bands]
    filled: set[int] = set()
    late = [piece for piece in line if is_total(piece) and not _is_name(piece, bands)]
    for piece in [*(piece for piece in line if piece not in late), *late]:
        shares = [band.overlap(piece) for band in bands]
        at = max(range(len(bands)), key=shares.__getitem__)
        over = [i for i, share in enumerate(shares) if share > 0]
        cell = _cell(piece)
        if piece in late and not filled & set(over):
            # The label of a total is drawn over all that stands in front of its figure.
            run = columns_under(bands, piece, over or [at], set(range(len(bands))) - filled)
            row[run[0] : run[-1] + 1] = [replace(cell, column_span=len(run))] * len(run)
            filled |= set(run)
            continue
        is_off = piece.is_figure and (len(over) != 1 or not bands[at].holds(piece))
        if not over or is_off or at in filled:
            doubt = f"{piece.line.locator} “{piece.text}”不能确定属于哪一栏"
            cell = replace(cell, text=row[at].text + piece.text, doubt=doubt)
        row[at] = cell
        filled.add(at)
    return row


def _is_name(piece: Piece, bands: Sequence[Band]) -> bool:
    """Return whether a piece stands in a column that only holds text."""
    over = [band for band in bands if band.overlap(piece) > 0]
    return len(over) == 1 and not over[0].has_figures


def _merged(rows: Sequence[Row], first: int) -> list[Row]:
    """Give the cells of each row their place: one over several columns begins at the first."""
    placed = []
    for number, row in enumerate(rows, first):
        starts: dict[int, int] = {}
        for at, cell in enumerate(row):
            starts.setdefault(id(cell), at)
        placed.append([replace(cell, place=(number, starts[id(cell)])) for cell in row])
    return placed


def _is_rest(row: Row) -> bool:
    """Return whether a line holds nothing but the rest of names that wrap."""
    texts = [cell.text for cell in row if cell.text]
    return not any(
        _ORDINAL.match(text)
        or _CODE.fullmatch(text)
        or is_line_label(text)
        or is_total_label(text)
        or is_column_label(text)
        or any(c.isdigit() for c in text)
        for text in texts
    )


def _join_names(rows: Sequence[Row]) -> list[Row]:
    """Give the lines of wrapped names to their rows: to the one above, the first below none."""
    joined: list[Row] = []
    for row in rows:
        above = joined[-1] if joined else None
        if above is None or not _is_rest(row):
            joined.append(row)
            continue
        places = [at for at, cell in enumerate(row) if cell.text]
        if not all(above[at].text and not above[at].text[-1].isdigit() for at in places):
            joined.append(row)
            continue
        joined[-1] = [
            replace(cell, text=cell.text + row[at].text) if at in places else cell
            for at, cell in enumerate(above)
        ]
    return joined


def _grid(stretch: _Stretch) -> Grid:
    lines = stretch.lines
    first, last = lines[0][0].line, lines[-1][0].line
    locator = f"{first.locator}-{last.locator}"
    try:
        bands = find_bands(stretch.head, stretch.rows)
    except ColumnsOverlapError as problem:
        rows = [[_cell(line[0], "  ".join(p.text for p in line))] for line in lines]
        return Grid(rows, locator, first.page, problem=str(problem), has_spacing=False)
    numbers = [_row(line, bands) for line in stretch.head if is_numbered(line)]
    body = _join_names([_row(line, bands) for line in stretch.rows])
    head = _head_rows(stretch, bands)
    rows = [*head, *_merged([*numbers, *body], len(head))]
    return Grid(rows, locator, first.page, has_spacing=False)


@dataclass
class _Divider:
    """Walks the lines once; ``open`` is the table that is being read."""

    items: list[Grid | TextLine] = field(default_factory=list)
    open: _Stretch | None = None

    def close(self) -> None:
        """Make what is open a grid, or text again where nothing of it is aligned."""
        stretch, self.open = self.open, None
        if stretch is None:
            return
        lines = stretch.lines
        if sum(len(line) > 1 for line in lines) < 2:
            self.items.extend(line[0].line for line in lines)
            return
        self.items.append(_grid(stretch))

    def text(self, line: Line) -> None:
        """Take a line of running text or around a table."""
        above: list[Line] = []
        while _is_cover(line) and self.open and self.open.rows and len(self.open.rows[-1]) == 1:
            # What stands alone above a cover is the name on it, and no row of the table before.
            above.insert(0, self.open.rows.pop())
        self.close()
        for each in (*above, line):
            self.items.extend(_spread(each))

    def aligned(self, line: list[Piece]) -> None:
        """Take a line of a table."""
        is_row = _opens_rows(line)
        stretch = self.open or _Stretch()
        if stretch.rows and not is_row and len(line) > 1 and _is_header_again(line):
            self.close()
            stretch = _Stretch()
        self.open = stretch
        (stretch.rows if stretch.rows or is_row else stretch.head).append(line)


def _is_header_again(line: Line) -> bool:
    return is_numbered(line) or all(
        is_column_label(piece.text) or is_lead_label(piece.text) for piece in line
    )


def divide_aligned(text: DecodedDocument, measure: Measure) -> DecodedDocument:
    """Return the document with its tables taken out of the running text, as grids."""
    lines = list(text.lines())
    contents = find_contents(lines)
    skip = find_page_furniture(lines) | contents | _running_heads(lines)
    divider = _Divider()
    for at, line in enumerate(lines):
        if at in contents and is_part_heading(line.text):
            # Of contents the parts stay: some documents name year and owner nowhere else.
            divider.close()
            divider.items.append(line)
        if at in skip or not line.text.strip():
            continue
        pieces = pieces_of(line, measure)
        if _is_text(pieces) or (divider.open is None and len(pieces) == 1):
            divider.text(pieces)
        else:
            divider.aligned(pieces)
    divider.close()
    return replace(text, items=divider.items)
