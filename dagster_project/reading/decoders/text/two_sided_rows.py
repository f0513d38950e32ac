"""Two-sided rows (公开01, 公开04): income on the left, expenditure on the right, each with 行次.

A physical row is: left label, left 行次, left figure, right label, right 行次, right figures. The
labels wrap over lines, the figures do not. The line numbers (1 2 3 … on the left, continuing on
the right) are the anchors; they are printed ``1.00`` or ``27``, so only their value tells them from
amounts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from dagster_project.contract.amounts import UnreadableAmountError, parse_printed_amount
from dagster_project.form.shapes import EXPENDITURE, INCOME
from dagster_project.reading.decoders.text.builder import TableBuilder, lead_cells
from dagster_project.reading.decoders.text.tokens import Token, label_of, tokenize_line
from dagster_project.reading.model.grid import GridCell, TextLine
from dagster_project.reading.page.undoubling import undouble


@dataclass
class _Side:
    names: list[Token] = field(default_factory=list)
    anchor: Token | None = None
    items: list[Token] = field(default_factory=list)


def _line_number(token: Token) -> int | None:
    """Return the 行次 a token can be: a whole number printed with no or two zero decimals."""
    if token.kind != "number":
        return None
    try:
        amount = parse_printed_amount(token.text)
    except UnreadableAmountError:
        return None
    if amount is None or amount.value != int(amount.value) or not 0 < amount.value < 1000:
        return None
    return int(amount.value)


class _Reader:
    """Reads the stream row by row; ``next_left`` and ``next_right`` are the expected 行次."""

    def __init__(self, table: TableBuilder) -> None:
        self.table = table
        self.tokens = [token for line in table.body for token in tokenize_line(line)]
        self.position = 0
        self.next_left = 1
        self.next_right: int | None = None

    def _peek(self) -> Token | None:
        return self.tokens[self.position] if self.position < len(self.tokens) else None

    def _is_expected(self, token: Token, expected: int | None) -> bool:
        number = _line_number(token)
        if number is None or expected is None:
            return False
        return number == expected or token.text == str(expected) * 2

    def _read_left(self) -> _Side | None:
        """Read up to the left 行次. Figures in between belong to no row."""
        side = _Side()
        while (token := self._peek()) is not None:
            self.position += 1
            if self._is_expected(token, self.next_left):
                side.anchor = token
                return side
            if token.kind == "text":
                side.names.append(token)
            else:
                self.table.doubt_stray([token])
        if side.names:
            place, text = side.names[0].line.locator, label_of(side.names)
            self.table.doubts.append(f"{place} “{text}”之后没有行次{self.next_left}，未读")
        return None

    def _read_between(self, left: _Side, right: _Side) -> bool:
        """Read the left figure, the right label and the right 行次."""
        between: list[Token] = []
        while (token := self._peek()) is not None:
            has_label = any(t.kind == "text" for t in between)
            if self._is_right_anchor(token, between, has_label):
                self.position += 1
                right.anchor = token
                break
            if has_label and self._is_expected(token, self.next_left + 1):
                break
            self.position += 1
            between.append(token)
        first_text = next((i for i, t in enumerate(between) if t.kind == "text"), None)
        right.names = [t for t in between if t.kind == "text"]
        if first_text is None:
            left.items = between[:1]
            spare = between[1:]
        else:
            left.items = [t for t in between[:first_text] if not (t.is_blank and t.leading)]
            spare = between[first_text:]
        self.table.doubt_stray([t for t in spare if t.kind in ("number", "mark")])
        return right.anchor is not None

    def _is_right_anchor(self, token: Token, between: Sequence[Token], has_label: bool) -> bool:
        number = _line_number(token)
        if number is None:
            return False
        if self.next_right is None:
            # The first row teaches where the right side begins: the number behind its label.
            return has_label and number > 1
        if not self._is_expected(token, self.next_right):
            return False
        if has_label or between:
            return True
        # Right behind the left 行次 it is the left figure if the same number comes once more, as
        # the right 行次, before any other number; else the figure and the label are both blank.
        rest = self.tokens[self.position + 1 : self.position + 12]
        following = next((t for t in rest if t.kind == "number"), None)
        return following is None or not self._is_expected(following, self.next_right)

    def _read_right_items(self, anchor: Token, width: int) -> list[Token]:
        """Read the right figures: the rest of the line of the right 行次."""
        items: list[Token] = []
        while (token := self._peek()) is not None:
            if token.kind == "text" or token.line != anchor.line:
                break
            items.append(token)
            self.position += 1
        if not items:
            items = self._figures_on_next_line(anchor, width)
        return items

    def _figures_on_next_line(self, anchor: Token, width: int) -> list[Token]:
        """Return the next line if it holds exactly the figures that are missing behind a 行次."""
        start = self._peek()
        if start is None:
            return []
        line = [t for t in self.tokens[self.position :] if t.line == start.line]
        printed = [t for t in line if not t.is_blank]
        fits = len(line) in (width, width + 1) and printed and line[0].line != anchor.line
        if not fits or any(t.kind == "text" for t in line):
            return []
        if self._is_expected(printed[0], self.next_left + 1):
            return []
        self.position += len(line)
        return line

    def read_row(self, width: int) -> tuple[_Side, _Side] | None:
        """Return the two sides of the next row, or None at the end of the table."""
        left, right = self._read_left(), _Side()
        if left is None or left.anchor is None:
            return None
        if self._read_between(left, right) and right.anchor is not None:
            number = _line_number(right.anchor)
            right.items = self._read_right_items(right.anchor, width)
            self.next_right = (number or 0) + 1
        self.next_left += 1
        return left, right


def undouble_number(text: str) -> str:
    """Return a printed 行次; a bold one of two digits or more is never undoubled by mistake."""
    return undouble(text) if len(text) >= 4 and "." not in text else text


def _cells(table: TableBuilder, side: _Side, group: str, beside: TextLine) -> list[GridCell]:
    """Return the cells of one side; ``beside`` is where the row is if nothing of it is printed."""
    label = label_of(side.names)
    line = next((token.line for token in (side.anchor, *side.names) if token), beside)
    number = undouble_number(side.anchor.text) if side.anchor else ""
    figures = table.place(side.items, table.variant.columns_of(group), line, label)
    return [*lead_cells(line, label, number), *figures]


def read_two_sided_rows(table: TableBuilder) -> None:
    """Add the rows of a two-sided table, both sides of each beside one another."""
    reader = _Reader(table)
    width = len(table.variant.columns_of(EXPENDITURE))
    while (sides := reader.read_row(width)) is not None:
        left, right = sides
        if right.anchor is None:
            table.doubts.append(f"第{len(table.rows) + 1}行没有找到支出方的行次")
        beside = left.anchor.line if left.anchor else table.body[0]
        income = _cells(table, left, INCOME, beside)
        table.rows.append([*income, *_cells(table, right, EXPENDITURE, beside)])
