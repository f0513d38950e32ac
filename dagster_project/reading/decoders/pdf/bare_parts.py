"""Where tables without lines begin, end and go on overleaf: the lines of each on each page.

A table begins under its title or unit and ends at a note, a sentence or the next title; where it
reaches the end of its page it goes on overleaf under the same head.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from dagster_project.form.fields import (
    is_heading_of_table,
    is_page_number,
    note_kind,
    unit_in,
)
from dagster_project.form.header_words import is_line_label, is_numbering, is_total_label
from dagster_project.form.titles import table_of_title
from dagster_project.reading.page.bare_words import Line, has_figure, is_label, is_near
from dagster_project.reading.page.furniture import is_part_heading
from dagster_project.reading.page.page_model import Char, PageModel

# Rows with figures under so few labels; under more labels one row will do, or a blank one.
_LEAST_ROWS, _LEAST_LABELS, _MANY_LABELS = 2, 2, 4
# Points: the head over the next page stands where it stood.
_SAME = 1.5
# Lines above a head that goes on overleaf: what runs on top of every page.
_MOST_ABOVE, _LONGEST_RUNNING = 4, 40
_SENTENCE = "。；"
_LEVELS = ("类", "款", "项")


@dataclass
class Sheet:
    """One page as lines of words, and the characters of each."""

    page: PageModel
    chars: list[list[Char]]
    lines: list[Line]
    taken: set[int] = field(default_factory=set)


@dataclass
class Part:
    """The lines of one table on one page: those of its head and those of its rows."""

    sheet: Sheet
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


def opens(line: Line) -> bool:
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


def _end(sheet: Sheet, first: int) -> int:
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


def _part(sheet: Sheet, first: int) -> Part | None:
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
    return Part(sheet, range(first, last), head, rows)


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


def _going_on(table: Sequence[Part], sheet: Sheet) -> Part | None:
    """Return the rest of a table on the next page: under the same head, or rows at its very top."""
    for first, line in enumerate(sheet.lines[: _MOST_ABOVE + 1]):
        is_cut_off = not _only_furniture(sheet.lines[:first])
        if depth := _head_again(table[0].head, sheet.lines[first:]):
            last = _end(sheet, first + depth)
            lines = sheet.lines[first:last]
            numbers = range(first, last)
            return Part(sheet, numbers, lines[:depth], lines[depth:], is_cut_off)
        if _is_around(line) or any(mark in _text(line) for mark in _SENTENCE):
            return None
        if _is_row(line):
            while first and _is_begun(sheet.lines[first - 1], sheet.lines[first]):
                first -= 1
            last = _end(sheet, first)
            is_cut_off = not _only_furniture(sheet.lines[:first])
            return Part(sheet, range(first, last), [], sheet.lines[first:last], is_cut_off)
    return None


def _only_furniture(lines: Sequence[Line]) -> bool:
    """Return whether lines above a table's rest hold no more than what runs on every page."""
    texts = [_text(line) for line in lines if not _is_page_number(line)]
    return len(texts) < 2 and all(len(text) < _LONGEST_RUNNING for text in texts)


def find_tables(sheets: Sequence[Sheet]) -> list[list[Part]]:
    """Return the tables of a document, each with its part of every page that it takes."""
    found: list[list[Part]] = []
    for sheet in sheets:
        at = 0
        before = found[-1] if found else []
        is_next = bool(before) and before[-1].sheet.page.page_no == sheet.page.page_no - 1
        rest = _going_on(before, sheet) if is_next and before[-1].is_last else None
        if rest is not None:
            before.append(rest)
            at = rest.numbers.stop
        while at < len(sheet.lines):
            part = None
            if opens(sheet.lines[at]) and at + 1 < len(sheet.lines):
                part = _part(sheet, at + 1)
            if part is None:
                at += 1
                continue
            found.append([part])
            at = part.numbers.stop
    return found
