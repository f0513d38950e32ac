"""Rows by economic account (公开06): several groups of code, name and figures side by side.

The groups are not labelled in the text and their lines wrap independently, so the table is read as
one stream keyed by code: after a code comes its name, then its figures. Where a group of a printed
row is empty its cells are blanks, a whole group at a time.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from dagster_project.extraction.cells import LogicalRow
from dagster_project.extraction.text_layer.context import TableContext
from dagster_project.extraction.text_layer.tables import compact
from dagster_project.extraction.text_layer.tokens import (
    ECONOMIC_CODE,
    Token,
    read_code,
    tokenize_line,
)
from dagster_project.extraction.text_layer.undoubling import join_label
from dagster_project.form.labels import normalise_label

_HEADER_AGAIN = re.compile(r"人员经费公用经费|科目编|经济分类")


@dataclass
class _Draft:
    line_no: int
    code: str | None = None
    pieces: list[tuple[int, str]] = field(default_factory=list)
    trailing: list[tuple[int, str]] = field(default_factory=list)
    items: list[Token] = field(default_factory=list)


def _begins_with_code(tokens: Sequence[Token]) -> bool:
    printed = [token for token in tokens if not token.is_blank]
    return bool(printed) and read_code(printed[0].text, ECONOMIC_CODE) is not None


def _body_tokens(context: TableContext) -> list[Token]:
    """Return all tokens of the table, without a header printed again at the top of a page."""
    kept: list[Token] = []
    in_header = False
    for line in context.body:
        tokens = tokenize_line(line, ECONOMIC_CODE)
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
    code = read_code(token.text, ECONOMIC_CODE) if token.kind == "number" else None
    if code is None:
        return None
    following = next((t for t in tokens[position + 1 :] if not t.is_blank), None)
    return code if following is not None and following.kind == "text" else None


def _draft_rows(context: TableContext, tokens: Sequence[Token]) -> list[_Draft]:
    drafts: list[_Draft] = []
    for position, token in enumerate(tokens):
        current = drafts[-1] if drafts else None
        code = _opens_row(tokens, position)
        if code is not None:
            drafts.append(_Draft(token.line_no, code))
        elif token.kind != "text":
            if current is None:
                context.doubt_stray([token])
            else:
                current.items.append(token)
        elif current is None or _is_label_of_total(context, tokens, position, current):
            drafts.append(_Draft(token.line_no, None, [(token.line_no, token.text)]))
        elif _continues_name(current, token):
            current.items.clear()
            current.pieces.append((token.line_no, token.text))
        else:
            current.trailing.append((token.line_no, token.text))
    return drafts


def _continues_name(draft: _Draft, token: Token) -> bool:
    """Return whether text belongs to the name: only blanks of its own line may stand before it.

    They are the mark of a new page in front of a wrapped name, or a space inside a name.
    """
    if not all(item.is_blank for item in draft.items):
        return False
    return not draft.pieces or all(item.line_no == token.line_no for item in draft.items)


def _is_label_of_total(
    context: TableContext, tokens: Sequence[Token], position: int, current: _Draft
) -> bool:
    """Return whether the text begins a total: a label of the layout, whole or wrapped."""
    if current.code is None and not any(not item.is_blank for item in current.items):
        # The rest of a wrapped label of a total.
        return False
    words: list[tuple[int, str]] = []
    for token in tokens[position : position + 6]:
        if token.kind == "text":
            words.append((token.line_no, token.text))
            if context.variant.find_line(join_label(words), None):
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
    line_no = draft.items[0].line_no if draft.items else 0
    items = [token for token in draft.items if token.line_no == line_no]
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


def _logical_row(context: TableContext, row_no: int, draft: _Draft) -> LogicalRow:
    label = join_label(draft.pieces + draft.trailing)
    if draft.code:
        role = "class" if len(draft.code) == 3 else "section"
        return LogicalRow(
            row_no, draft.code, role, label, printed_code=draft.code, account_code=draft.code
        )
    line = context.variant.find_line(label, None)
    if line is not None:
        return LogicalRow(row_no, line.row_key, line.row_role, label)
    if not normalise_label(label):
        return LogicalRow(row_no, f"unlabelled_{row_no}", "line")
    context.note_unknown_line(label, draft.line_no)
    return LogicalRow(row_no, f"unknown_amount_{row_no}", "line", label)


def read_economic_rows(context: TableContext) -> None:
    """Write the cells of a table by economic account; every code is a row of its own."""
    drafts = _draft_rows(context, _body_tokens(context))
    columns = context.variant.columns
    for row_no, draft in enumerate(drafts, start=1):
        row = _logical_row(context, row_no, draft)
        context.write_row(row, _figures(draft, len(columns)), columns, line_no=draft.line_no)
    context.table.rows = len(drafts)
