"""Rows by economic account (公开06): several groups of code, name and figures side by side.

The groups are not labelled in the text and their lines wrap independently, so the table is read as
one stream keyed by code: after a code comes its name, then its figures. Where a group of a printed
row is empty its cells are blanks, a whole group at a time.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from dagster_project.form.codes import ECONOMIC
from dagster_project.reading.decoders.text.builder import TableBuilder
from dagster_project.reading.decoders.text.tables import compact
from dagster_project.reading.decoders.text.tokens import (
    Token,
    label_of,
    read_code,
    tokenize_line,
)
from dagster_project.reading.model.grid import TextLine

_HEADER_AGAIN = re.compile(r"人员经费公用经费|科目编|经济分类")


@dataclass
class _Draft:
    line: TextLine
    code: str = ""
    names: list[Token] = field(default_factory=list)
    trailing: list[Token] = field(default_factory=list)
    items: list[Token] = field(default_factory=list)


def _begins_with_code(tokens: Sequence[Token]) -> bool:
    printed = [token for token in tokens if not token.is_blank]
    return bool(printed) and read_code(printed[0].text, ECONOMIC) is not None


def _body_tokens(table: TableBuilder) -> list[Token]:
    """Return all tokens of the table, without a header printed again at the top of a page."""
    kept: list[Token] = []
    in_header = False
    for line in table.body:
        tokens = tokenize_line(line, ECONOMIC)
        if _HEADER_AGAIN.match(compact(line.text)):
            in_header = True
        elif in_header and _begins_with_code(tokens):
            in_header = False
        if not in_header:
            kept.extend(tokens)
    return kept


def _opens_row(tokens: Sequence[Token], position: int) -> str | None:
    """Return the code if the token is one: it must be followed by its name."""
    token = tokens[position]
    code = read_code(token.text, ECONOMIC) if token.kind == "number" else None
    if code is None:
        return None
    following = next((t for t in tokens[position + 1 :] if not t.is_blank), None)
    return code if following is not None and following.kind == "text" else None


def _draft_rows(table: TableBuilder, tokens: Sequence[Token]) -> list[_Draft]:
    drafts: list[_Draft] = []
    for position, token in enumerate(tokens):
        current = drafts[-1] if drafts else None
        code = _opens_row(tokens, position)
        if code is not None:
            drafts.append(_Draft(token.line, code))
        elif token.kind != "text":
            if current is None:
                table.doubt_stray([token])
            else:
                current.items.append(token)
        elif current is None or _is_label_of_total(table, tokens, position, current):
            drafts.append(_Draft(token.line, names=[token]))
        elif _continues_name(current, token):
            current.items.clear()
            current.names.append(token)
        else:
            current.trailing.append(token)
    return drafts


def _continues_name(draft: _Draft, token: Token) -> bool:
    """Return whether text belongs to the name: only blanks of its own line may stand before it.

    They are the mark of a new page in front of a wrapped name, or a space inside a name.
    """
    if not all(item.is_blank for item in draft.items):
        return False
    return not draft.names or all(item.line == token.line for item in draft.items)


def _is_label_of_total(
    table: TableBuilder, tokens: Sequence[Token], position: int, current: _Draft
) -> bool:
    """Return whether the text begins a total: a label of the layout, whole or wrapped."""
    if not current.code and not any(not item.is_blank for item in current.items):
        # The rest of a wrapped label of a total.
        return False
    words: list[Token] = []
    for token in tokens[position : position + 6]:
        if token.kind == "text":
            words.append(token)
            if table.find_line(label_of(words)):
                return True
        elif not token.is_blank:
            return False
    return False


def _figures(draft: _Draft, width: int) -> Sequence[Token]:
    """Return the items of a row without the blanks of the empty groups behind it.

    Figures do not wrap, so the figures of a row stand on one line; blanks on the lines below are
    empty groups of the next printed row, or the mark of a new page. On their own line, the figures
    come first and whole empty groups may follow. Where the page ends between name and figures, one
    more blank stands in front of them; then what follows must come in whole groups.
    """
    items = [token for token in draft.items if token.line == draft.items[0].line]
    if any(not token.is_blank for token in draft.items[len(items) :]):
        return draft.items
    surplus = len(items) - width
    if surplus <= 0:
        return items
    behind = next((i for i, t in enumerate(reversed(items)) if not t.is_blank), len(items))
    group = width + 2
    has_mark = items[0].is_blank and items[0].leading
    if behind == len(items) or (behind >= surplus and (not has_mark or surplus % group == 0)):
        return items[:width]
    if has_mark and behind >= surplus - 1 and (surplus - 1) % group == 0:
        return items[1 : width + 1]
    return items


def read_economic_rows(table: TableBuilder) -> None:
    """Add the rows of a table by economic account: every code is a row of its own."""
    for draft in _draft_rows(table, _body_tokens(table)):
        name = label_of(draft.names + draft.trailing)
        figures = _figures(draft, len(table.variant.columns))
        table.add_account(draft.code, name, figures, draft.line)
