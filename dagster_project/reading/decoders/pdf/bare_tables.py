"""Tables of pages without a single line: taken where every column and every row is certain.

A table begins under its title or unit and ends at a note, a sentence or the next title; where it
reaches the end of its page it goes on overleaf under the same head. What is a table and cannot be
read for certain is a grid without columns that says why: nobody left it out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from dagster_project.form.fields import (
    is_heading_of_table,
    is_page_number,
    note_kind,
    unit_in,
)
from dagster_project.form.header_words import is_line_label, is_numbering, is_total_label
from dagster_project.form.titles import table_of_title
from dagster_project.reading.model.grid import Grid, GridCell, Row
from dagster_project.reading.model.readings import readings_agree
from dagster_project.reading.page.bare_columns import (
    Column,
    Columns,
    find_columns,
    near_column,
    place_of,
    room_of,
    setting_of,
)
from dagster_project.reading.page.bare_words import (
    Line,
    NotCertainError,
    Piece,
    has_figure,
    is_label,
    is_near,
    is_total,
    line_of,
    rows_of,
)
from dagster_project.reading.page.furniture import is_part_heading
from dagster_project.reading.page.glyphs import UNREAD, Glyph, Reader, place_glyphs, write_reading
from dagster_project.reading.page.page_model import Char, PageModel
from dagster_project.reading.page.writing import lines_of

# Rows with figures under so few labels; under more labels one row will do, or a blank one.
_LEAST_ROWS, _LEAST_LABELS, _MANY_LABELS = 2, 2, 4
# Points: the head over the next page stands where it stood.
_SAME = 1.5
# Lines above a head that goes on overleaf: what runs on top of every page.
_MOST_ABOVE, _LONGEST_RUNNING = 4, 40
# Cells of names that wrap are joined; rows so found are believed a little less than drawn ones.
_CONFIDENCE = 0.8
# Parts of an em: two readings put a line at the same height but for so much.
_PLAY = 0.2
_SENTENCE = "。；"
_LEVELS = ("类", "款", "项")
# No title and no unit is without one of these.
_WORDS = ("表", "位")


@dataclass
class _Sheet:
    """One page as lines of words, and the characters of each."""

    page: PageModel
    chars: list[list[Char]]
    lines: list[Line]
    taken: set[int] = field(default_factory=set)


@dataclass
class _Piece:
    """The lines of one table on one page: those of its head and those of its rows."""

    sheet: _Sheet
    numbers: range
    head: list[Line]
    rows: list[Line]
    # Whether something stands between it and the part on the page before.
    is_cut_off: bool = False

    @property
    def is_last(self) -> bool:
        """Whether nothing but a page number stands below it."""
        below = self.sheet.lines[self.numbers.stop :]
        return all(map(_is_page_number, below))


def _is_page_number(line: Line) -> bool:
    counts = [piece for piece in line if piece.is_count]
    rest = [piece for piece in line if not piece.is_count and not piece.is_none]
    return is_page_number(_text(line)) and (len(line) == 1 or (len(counts) == 1 and not rest))


def _text(line: Line) -> str:
    return "".join(piece.text for piece in line)


def _ends(lines: Sequence[Line], at: int) -> bool:
    """Return whether a line is none of the table above it."""
    text = _text(lines[at])
    if (
        note_kind(text) is not None
        or (at + 2 >= len(lines) and _is_page_number(lines[at]))
        or is_part_heading(text)
        or any(mark in text for mark in _SENTENCE)
    ):
        return True
    # A line of a table may be called as another table is: under a title there is a head.
    return _is_around(lines[at]) and not (at + 1 < len(lines) and _goes_on(lines[at + 1]))


def _goes_on(line: Line) -> bool:
    """Return whether a line holds figures of a row, if only its number."""
    return has_figure(line) and not is_numbering([piece.text for piece in line])


def _is_around(line: Line) -> bool:
    """Return whether a line is a title or a field above a table."""
    is_whole = len(line) > 1 and not has_figure(line) and is_heading_of_table(_text(line))
    return is_whole or all(is_heading_of_table(piece.text) for piece in line)


def _opens(line: Line) -> bool:
    """Return whether a table may begin below a line."""
    return any(unit_in(piece.text) or table_of_title(piece.text) for piece in line) or bool(
        table_of_title(_text(line))
    )


def _is_row(line: Line) -> bool:
    """Return whether a line is a row for certain: with figures, a code or a total."""
    if is_numbering([piece.text for piece in line]):
        return False
    if any(p.is_amount or p.is_none or p.is_code for p in line):
        return True
    return is_total_label(line[0].text) and not any(is_label(piece.text) for piece in line[1:])


def _is_begun(above: Line, below: Line) -> bool:
    """Return whether a line above the first figures is a row too, or the first line of a name."""
    is_known = any(is_line_label(piece.text) for piece in above)
    return (is_known or is_near(above, below)) and not any(is_label(p.text) for p in above)


def _end(sheet: _Sheet, first: int) -> int:
    """Return the line behind the last one of what begins with a line and is one table."""
    last = first
    while last < len(sheet.lines) and not _ends(sheet.lines, last):
        last += 1
    while last > first + 1 and _is_beyond(sheet.lines[last - 2], sheet.lines[last - 1]):
        last -= 1
    return last


def _is_beyond(above: Line, line: Line) -> bool:
    """Return whether the last line is a heading of what follows rather than a row."""
    is_known = any(is_line_label(p.text) or is_total_label(p.text) for p in line)
    return not has_figure(line) and not is_known and not is_near(above, line)


def _without_levels(line: Line) -> Line:
    """Return a row without 类 款 项, which some print over the codes beside the total."""
    levels = [piece for piece in line if piece.text in _LEVELS]
    is_printed = len(levels) == len(_LEVELS) < len(line)
    return [piece for piece in line if piece not in levels] if is_printed else line


def _piece(sheet: _Sheet, first: int) -> _Piece | None:
    """Return the table that begins with a line, None where none does."""
    # Below a unit there is a head, whatever its words are.
    is_below_unit = any(unit_in(piece.text) for piece in sheet.lines[first - 1])
    last = _end(sheet, first + 1 if is_below_unit else first)
    lines = sheet.lines[first:last]
    depth = next((k for k, line in enumerate(lines) if _is_row(line)), len(lines))
    while 1 < depth < len(lines) and _is_begun(lines[depth - 1], lines[depth]):
        depth -= 1
    head, rows = lines[:depth], [_without_levels(line) for line in lines[depth:]]
    labels = sum(is_label(piece.text) for line in head for piece in line)
    told = sum(any(p.is_amount or p.is_none for p in row) for row in rows)
    is_blank = told < _LEAST_ROWS and not (labels >= _MANY_LABELS and rows)
    # Of a table with a unit and heads of its own, unknown to us, it is told that it was not read.
    is_strange = is_below_unit and sum(map(len, head)) >= _LEAST_LABELS and told >= _LEAST_ROWS
    if (labels < _LEAST_LABELS and not is_strange) or is_blank:
        return None
    return _Piece(sheet, range(first, last), head, rows)


def _is_same(line: Line, other: Line) -> bool:
    """Return whether two lines say the same at the same places across."""
    return len(line) == len(other) and all(
        a.text == b.text and abs(a.left - b.left) <= _SAME and abs(a.right - b.right) <= _SAME
        for a, b in zip(line, other, strict=True)
    )


def _head_again(head: Sequence[Line], lines: Sequence[Line]) -> int:
    """Return how many lines repeat a head from its top; numbers of columns may be left out."""
    depth = 0
    while depth < min(len(head), len(lines)) and _is_same(head[depth], lines[depth]):
        depth += 1
    left_out = head[depth:]
    return depth if all(is_numbering([p.text for p in line]) for line in left_out) else 0


def _going_on(table: Sequence[_Piece], sheet: _Sheet) -> _Piece | None:
    """Return the rest of a table on the next page: under the same head, or rows at its very top."""
    for first, line in enumerate(sheet.lines[: _MOST_ABOVE + 1]):
        is_cut_off = not _only_furniture(sheet.lines[:first])
        if depth := _head_again(table[0].head, sheet.lines[first:]):
            last = _end(sheet, first + depth)
            lines = sheet.lines[first:last]
            numbers = range(first, last)
            return _Piece(sheet, numbers, lines[:depth], lines[depth:], is_cut_off)
        if _is_around(line) or any(mark in _text(line) for mark in _SENTENCE):
            return None
        if _is_row(line):
            while first and _is_begun(sheet.lines[first - 1], sheet.lines[first]):
                first -= 1
            last = _end(sheet, first)
            is_cut_off = not _only_furniture(sheet.lines[:first])
            return _Piece(sheet, range(first, last), [], sheet.lines[first:last], is_cut_off)
    return None


def _only_furniture(lines: Sequence[Line]) -> bool:
    """Return whether lines above a table's rest hold no more than what runs on every page."""
    texts = [_text(line) for line in lines if not _is_page_number(line)]
    return len(texts) < 2 and all(len(text) < _LONGEST_RUNNING for text in texts)


def _tables(sheets: Sequence[_Sheet]) -> list[list[_Piece]]:
    found: list[list[_Piece]] = []
    for sheet in sheets:
        at = 0
        before = found[-1] if found else []
        is_next = bool(before) and before[-1].sheet.page.page_no == sheet.page.page_no - 1
        rest = _going_on(before, sheet) if is_next and before[-1].is_last else None
        if rest is not None:
            before.append(rest)
            at = rest.numbers.stop
        while at < len(sheet.lines):
            piece = None
            if _opens(sheet.lines[at]) and at + 1 < len(sheet.lines):
                piece = _piece(sheet, at + 1)
            if piece is None:
                at += 1
                continue
            found.append([piece])
            at = piece.numbers.stop
    return found


class _Writer:
    """Writes the cells of one page's part of a table."""

    def __init__(self, page: PageModel, glyphs: Sequence[Glyph] | None, columns: Columns) -> None:
        self.page, self.glyphs, self.columns = page, glyphs, columns

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


def _check(columns: Sequence[Column], row: Row) -> None:
    """Raise where a column of amounts holds anything else, or two of them."""
    for column, cell in zip(columns, row, strict=True):
        is_own = cell.column_span == 1
        if (
            is_own
            and column.has_amounts
            and any("\u4e00" <= char <= "\u9fff" for char in cell.text)
        ):
            raise NotCertainError(f"“{cell.text}”印在数的一栏里，不能确定各栏的界线")


def _usual(tables: Sequence[Sequence[_Piece]]) -> str:
    """Return how figures are set where the tables of a document agree, else ""."""
    known = set()
    for table in tables:
        try:
            known.add(setting_of([row for part in table for row in part.rows]))
        except NotCertainError:
            continue
    known.discard("")
    return known.pop() if len(known) == 1 else ""


def _read_twice(
    part: _Piece, reader: Reader | None, columns: Columns, above: list[Row]
) -> tuple[list[Row], list[Row]]:
    """Return the head of a part and all its rows, with the second reading that agrees best.

    ``above``: the head of the part before. Rows that go on without a head stand under it.
    """
    page = part.sheet.page
    best: tuple[list[Row], list[Row]] | None = None
    fewest = 0
    for read in (reader.read, reader.read_slowly) if reader is not None else (_no_reading,):
        again = read(page.page_no)
        glyphs = None if again is None else place_glyphs(again, page)
        if glyphs is None and best is not None:
            continue
        writer = _Writer(page, glyphs, columns)
        head = writer.head() if part.head else above
        rows = list(head)
        for number, lines in enumerate(rows_of(part.rows), start=len(rows)):
            row = writer.row(lines, number)
            _check(columns.columns, row)
            rows.append(row)
        wrong = sum(not readings_agree(cell) for row in rows for cell in row)
        if best is None or wrong < fewest:
            best, fewest = (head, rows), wrong
        if not wrong:
            break
    return best or (above, [])


def _no_reading(page_no: int) -> None:
    """Return nothing: a damaged file is read once."""
    del page_no


def _grids(table: Sequence[_Piece], reader: Reader | None, usual: str) -> list[Grid]:
    """Return the grid of each page of a table, or raise NotCertainError."""
    columns = find_columns(table[0].head, [row for part in table for row in part.rows], usual)
    grids: list[Grid] = []
    head: list[Row] = []
    for part in table:
        page = part.sheet.page
        if part.is_cut_off:
            raise NotCertainError("本表与其下一页之间另有文字，不能确定下一页属于本表")
        if page.upright.size != table[0].sheet.page.upright.size:
            raise NotCertainError("本表各页大小不同，不能确定各数属于哪一栏")
        head, rows = _read_twice(part, reader, columns, head)
        grids.append(Grid(rows, f"p{page.page_no}", page.page_no, is_undrawn=True))
    return grids


def _as_printed(part: _Piece, reason: str) -> Grid:
    """Return a part of a table as lines without columns, with why it has none."""
    page = part.sheet.page
    rows = [
        [GridCell("  ".join(p.text for p in line), f"p{page.page_no}", page.page_no)]
        for line in (*part.head, *part.rows)
    ]
    problem = f"p{page.page_no} 表中没有画线，{reason}，没有读"
    return Grid(rows, f"p{page.page_no}", page.page_no, problem=problem, is_undrawn=True)


@dataclass
class BarePages:
    """The pages of a document that draw no line of a table, in their order."""

    sheets: list[_Sheet] = field(default_factory=list)

    def add(self, page: PageModel, chars: Sequence[Char]) -> None:
        """Remember a page where a table may begin or go on; most pages of text hold none."""
        text = "".join(char.text for char in chars)
        goes_on = bool(self.sheets) and self.sheets[-1].page.page_no == page.page_no - 1
        if not goes_on and not any(word in text for word in _WORDS):
            return
        own = lines_of(chars)
        sheet = _Sheet(page, own, [line_of(line) for line in own])
        if goes_on or any(map(_opens, sheet.lines)):
            self.sheets.append(sheet)

    def read(self, reader: Reader | None) -> dict[int, tuple[list[tuple[float, Grid]], list[Char]]]:
        """Return for each page that has a table its grids, with their tops, and the other text."""
        found: dict[int, list[tuple[float, Grid]]] = {}
        tables = _tables(self.sheets)
        usual = _usual(tables)
        for table in tables:
            try:
                grids = _grids(table, reader, usual)
            except NotCertainError as problem:
                grids = [_as_printed(part, str(problem)) for part in table]
            for part, grid in zip(table, grids, strict=True):
                top = min(p.top for p in part.sheet.lines[part.numbers.start])
                found.setdefault(part.sheet.page.page_no, []).append((top, grid))
                part.sheet.taken |= set(part.numbers)
        return {
            sheet.page.page_no: (
                found[sheet.page.page_no],
                [c for k, line in enumerate(sheet.chars) if k not in sheet.taken for c in line],
            )
            for sheet in self.sheets
            if sheet.page.page_no in found
        }
