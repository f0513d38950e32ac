"""Rows by functional account (公开02, 03, 05, 08, 09): code, name, then the columns.

A name that wraps stands on lines of its own between its code and its values, so the row is read as
a stream: a code opens a row, text is its name, everything else is a cell. A wholly blank row is a
row of its own, without code and name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from dagster_project.form.codes import FUNCTIONAL
from dagster_project.reading.decoders.text.builder import TableBuilder
from dagster_project.reading.decoders.text.tokens import (
    Token,
    label_of,
    read_code,
    tokenize_line,
)
from dagster_project.reading.model.grid import TextLine


@dataclass
class _Draft:
    line: TextLine
    code: str = ""
    total_label: str = ""
    names: list[Token] = field(default_factory=list)
    trailing: list[Token] = field(default_factory=list)
    items: list[Token] = field(default_factory=list)


def _next_item(lines: Sequence[Sequence[Token]], line: int, position: int) -> Token | None:
    for token in lines[line][position:]:
        if not token.is_blank:
            return token
    for later in lines[line + 1 :]:
        for token in later:
            if not token.is_blank:
                return token
    return None


class _Reader:
    def __init__(self, table: TableBuilder) -> None:
        self.table = table
        self.width = len(table.variant.columns)
        self.drafts: list[_Draft] = []
        self.lines = [tokenize_line(line, FUNCTIONAL) for line in table.body]

    @property
    def current(self) -> _Draft | None:
        return self.drafts[-1] if self.drafts else None

    @property
    def is_complete(self) -> bool:
        return self.current is None or len(self.current.items) >= self.width

    def _total_label(self, tokens: Sequence[Token]) -> tuple[str, int] | None:
        """Return the label of a total that the line begins with, and how many tokens it takes."""
        words: list[Token] = []
        for taken, token in enumerate(tokens, start=1):
            if token.kind == "text":
                words.append(token)
                label = label_of(words)
                if self.table.find_line(label):
                    return label, taken
            elif not token.is_blank:
                return None
        return None

    def _opens_row(self, line: int, position: int, token: Token) -> str | None:
        code = read_code(token.text, FUNCTIONAL) if token.kind == "number" else None
        if code is None:
            return None
        following = _next_item(self.lines, line, position + 1)
        if following is not None and following.kind == "text":
            return code
        return code if token.is_first and self.is_complete else None

    def _read_blank_line(self, tokens: Sequence[Token]) -> None:
        current = self.current
        if current is not None and not self.is_complete:
            if not current.items or len(tokens) <= self.width:
                current.items.extend(tokens)
                return
        if len(tokens) >= self.width:
            self.drafts.append(_Draft(tokens[0].line, items=list(tokens[-self.width :])))

    def _read_line(self, line: int, tokens: list[Token]) -> None:
        printed = [i for i, token in enumerate(tokens) if not token.is_blank]
        if not printed:
            self._read_blank_line(tokens)
            return
        first = printed[0]
        total = self._total_label(tokens)
        position = 0
        if total is not None:
            label, position = total
            self.drafts.append(_Draft(tokens[first].line, total_label=label))
        elif self._opens_row(line, first, tokens[first]) or tokens[first].kind == "text":
            # Blanks in front of a code or a name are the mark of a new page.
            position = first
        elif self.is_complete and tokens[first].kind != "text":
            self.drafts.append(_Draft(tokens[first].line))
            # Code and name are blank as well; a new page adds one more.
            position = min(first, max(0, len(tokens) - self.width))
        while position < len(tokens):
            self._read_token(line, position, tokens[position])
            position += 1

    def _read_token(self, line: int, position: int, token: Token) -> None:
        code = self._opens_row(line, position, token)
        current = self.current
        if code is not None:
            self.drafts.append(_Draft(token.line, code))
        elif current is None:
            self.table.doubt_stray([token])
        elif token.kind != "text":
            current.items.append(token)
        elif all(item.is_blank for item in current.items) and not current.total_label:
            # Blanks inside a name (其他 支出) or a page mark in front of its next line.
            current.items.clear()
            current.names.append(token)
        else:
            current.trailing.append(token)

    def _settle_trailing_names(self) -> None:
        """Give text after a complete row to the next row if that has no name, else to its own."""
        for number, draft in enumerate(self.drafts, start=1):
            following = self.drafts[number] if number < len(self.drafts) else None
            if not draft.trailing:
                continue
            if following is not None and following.code and not following.names:
                following.names = draft.trailing
            else:
                draft.names.extend(draft.trailing)

    def read(self) -> list[_Draft]:
        for line, tokens in enumerate(self.lines):
            if tokens:
                self._read_line(line, tokens)
        self._settle_trailing_names()
        return self.drafts


def read_functional_rows(table: TableBuilder) -> None:
    """Add the rows of a table by functional account."""
    for draft in _Reader(table).read():
        items = draft.items
        is_nameless = bool(draft.code) and not draft.names
        if is_nameless and len(items) == len(table.variant.columns) + 1 and items[0].is_blank:
            # The name itself is blank.
            items = items[1:]
        table.add_account(draft.code, draft.total_label or label_of(draft.names), items, draft.line)
