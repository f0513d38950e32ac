"""The statistics lines of 公开10: three small tables on top of one another, one figure per line.

A line is: label, 行次, figure. The headings of the small tables count as rows and have no cells.
The number 行次 is not continuous (16 is missing in the form of 2022).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from dagster_project.form.enumerators import SECTION
from dagster_project.form.layouts import Line
from dagster_project.reading.decoders.text.builder import TableBuilder, lead_cells
from dagster_project.reading.decoders.text.tokens import Token, label_of, tokenize_line
from dagster_project.reading.page.undoubling import undouble

_HEADING = re.compile(SECTION)
_MONEY_HEADING = re.compile(r"采购|经费")
_HEADER_WORDS = {"项目", "行次"}


@dataclass
class _Draft:
    names: list[Token] = field(default_factory=list)
    items: list[Token] = field(default_factory=list)


def _header_words(table: TableBuilder) -> set[str]:
    labels = {label for column in table.variant.columns for label in column.labels}
    return _HEADER_WORDS | labels


def _draft_lines(table: TableBuilder) -> list[_Draft]:
    """Return the labels and what stands behind them. A new label begins behind figures."""
    words = _header_words(table)
    drafts: list[_Draft] = []
    for line in table.body:
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
                    current.names.append(token)
            elif token.is_blank and token.leading:
                # Labels come first on a line; blanks in front are the mark of a new page.
                continue
            elif current is None:
                table.doubt_stray([token])
            else:
                current.items.append(token)
    return drafts


def _is_heading(draft: _Draft) -> bool:
    return not draft.items and bool(_HEADING.match(label_of(draft.names)))


def _split_line_number(items: Sequence[Token], previous: int) -> tuple[str, list[Token]]:
    """Return the 行次 and the figures behind it. 行次 grow, so a smaller number is a figure.

    A number that stands alone is a 行次 only close behind the previous one.
    """
    if items and items[0].kind == "number" and items[0].text.removesuffix(".00").isdecimal():
        number = int(items[0].text.removesuffix(".00"))
        if previous < number and (len(items) > 1 or number <= previous + 5):
            return items[0].text, list(items[1:])
    return "", list(items)


def _column_of(line: Line | None, heading: str, item: Token | None) -> str:
    """Return amount for money and quantity for counts; an unknown line follows its heading."""
    if line is not None:
        return "amount" if line.value_kind == "money" else "quantity"
    if item is not None and item.kind == "number":
        return "amount" if re.search(r"[.．]\d{2}$", item.text) else "quantity"
    return "amount" if _MONEY_HEADING.search(heading) else "quantity"


def read_statistics_lines(table: TableBuilder) -> None:
    """Add the rows of the statistics table: money in ``amount``, counts in ``quantity``."""
    heading, previous = "", 0
    for draft in _draft_lines(table):
        label, line = label_of(draft.names), draft.names[0].line
        if _is_heading(draft):
            heading = label
        number, items = _split_line_number(draft.items, previous)
        previous = int(number.removesuffix(".00")) if number else previous
        item = next((token for token in items if not token.is_blank), None)
        code = _column_of(table.find_line(label), heading, item)
        own = [column for column in table.variant.columns if column.code == code]
        [figure] = table.place(items, own, line, label)
        other = replace(figure, text="")
        figures = [figure if column in own else other for column in table.variant.columns]
        table.rows.append([*lead_cells(line, label, number), *figures])
