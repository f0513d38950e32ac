"""An invented disclosure as a web page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from tests.printing.choices import Choices
from tests.printing.table import InventedTable, spans


def _lines(choices: Choices, table: InventedTable) -> Iterator[str]:
    fields = ("　".join(filter(None, texts)) for texts in table.fields)
    for text in (choices.dated(table.title), *fields):
        yield f"<p>{escape(text)}</p>"
    texts = table.texts()
    merged = spans(texts)
    yield "<table>"
    for i, row in enumerate(texts):
        cells = (
            f'<td rowspan="{merged[i, j][0]}" colspan="{merged[i, j][1]}">{escape(text)}</td>'
            for j, text in enumerate(row)
            if (i, j) in merged
        )
        yield f"<tr>{''.join(cells)}</tr>"
    yield "</table>"
    for note in table.notes:
        yield f"<p>{escape(note)}</p>"


def print_html(choices: Choices, name: str, tables: Sequence[InventedTable]) -> bytes:
    """Return the page."""
    lines = [f"<p>{escape(name)}{choices.year}年度部门决算</p>"]
    lines += [line for table in tables for line in _lines(choices, table)]
    return f"<html><body>{''.join(lines)}</body></html>".encode()
