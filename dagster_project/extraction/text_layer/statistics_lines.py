"""The statistics lines of 公开10: three small tables on top of one another, one figure per line.

A line is: label, 行次, figure. The headings of the small tables count as rows and have no cells.
The number 行次 is not continuous (16 is missing in the form of 2022).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from dagster_project.extraction.cells import LogicalRow
from dagster_project.extraction.text_layer.context import TableContext
from dagster_project.extraction.text_layer.tokens import Token, tokenize_line
from dagster_project.extraction.text_layer.undoubling import join_label, undouble
from dagster_project.form.labels import normalise_label
from dagster_project.form.layouts import Line

_HEADING = re.compile(r"[一二三四五六七八九十]+、")
_MONEY_HEADING = re.compile(r"采购|经费")
_HEADER_WORDS = {"项目", "行次"}


@dataclass
class _Draft:
    pieces: list[tuple[int, str]] = field(default_factory=list)
    items: list[Token] = field(default_factory=list)


def _header_words(context: TableContext) -> set[str]:
    labels = {label for column in context.variant.columns for label in column.labels}
    return _HEADER_WORDS | labels


def _draft_lines(context: TableContext) -> list[_Draft]:
    """Return the labels and what stands behind them. A new label begins behind figures."""
    words = _header_words(context)
    drafts: list[_Draft] = []
    for line in context.body:
        tokens = tokenize_line(line)
        texts = [undouble(token.text) for token in tokens if token.kind == "text"]
        if texts and set(texts) <= words and len(texts) > 1:
            continue
        is_heading = bool(texts) and all(t.kind == "text" or t.is_blank for t in tokens)
        for token in tokens:
            current = drafts[-1] if drafts else None
            if token.kind == "text":
                opens = current is None or bool(current.items) or _is_heading(current)
                if is_heading and _HEADING.match(token.text):
                    opens = True
                if opens:
                    current = _Draft()
                    drafts.append(current)
                if current is not None:
                    current.pieces.append((token.line_no, token.text))
            elif token.is_blank and token.leading:
                # Labels come first on a line; blanks in front are the mark of a new page.
                continue
            elif current is None:
                context.doubt_stray([token])
            else:
                current.items.append(token)
    return drafts


def _is_heading(draft: _Draft) -> bool:
    return not draft.items and bool(_HEADING.match(join_label(draft.pieces)))


def _split_line_number(items: Sequence[Token], previous: int) -> tuple[str, list[Token]]:
    """Return the 行次 and the figures behind it. 行次 grow, so a smaller number is a figure.

    A number that stands alone is a 行次 only close behind the previous one.
    """
    if items and items[0].kind == "number" and items[0].text.removesuffix(".00").isdecimal():
        number = int(items[0].text.removesuffix(".00"))
        if previous < number and (len(items) > 1 or number <= previous + 5):
            return items[0].text, list(items[1:])
    return "", list(items)


def _column_of(context: TableContext, line: Line | None, heading: str, item: Token | None) -> str:
    """Return amount for money and quantity for counts; an unknown line follows its heading."""
    if line is not None:
        return "amount" if line.value_kind == "money" else "quantity"
    if item is not None and item.kind == "number":
        return "amount" if re.search(r"[.．]\d{2}$", item.text) else "quantity"
    return "amount" if _MONEY_HEADING.search(heading) else "quantity"


def read_statistics_lines(context: TableContext) -> None:
    """Write the cells of the statistics table: money in ``amount``, counts in ``quantity``."""
    drafts = _draft_lines(context)
    heading, previous = "", 0
    columns = {column.code: column for column in context.variant.columns}
    for row_no, draft in enumerate(drafts, start=1):
        label = join_label(draft.pieces)
        if _is_heading(draft):
            heading = label
            continue
        line_no = draft.pieces[0][0]
        printed, items = _split_line_number(draft.items, previous)
        previous = int(printed.removesuffix(".00")) if printed else previous
        line = context.variant.find_line(label, None)
        item = next((token for token in items if not token.is_blank), None)
        code = _column_of(context, line, heading, item)
        if line is None:
            if normalise_label(label):
                context.note_unknown_line(label, line_no)
            row = LogicalRow(row_no, f"unknown_{code}_{row_no}", "line", label)
        else:
            row = LogicalRow(
                row_no, line.row_key, line.row_role, label, account_code=line.account_code
            )
        context.write_row(
            replace(row, printed_line_no=printed),
            items,
            (columns[code],),
            line_no=line_no,
            value_kind="money" if code == "amount" else "count",
            value_unit=line.value_unit if line else "",
        )
    context.table.rows = len(drafts)
