"""Running text that stands in the cells of a sheet: a narrative there is read like any other.

A sheet may hold the whole text, a paragraph a row or all of it in one cell, or some paragraphs of
it above and below a table. What belongs to the table (title, unit, notes) stays with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from dagster_project.form.enumerators import HAN_NUMBER, PART
from dagster_project.form.fields import is_heading_of_table, note_kind
from dagster_project.form.labels import squeeze
from dagster_project.reading.decoders.layout_tables import is_sentence, tells_amount
from dagster_project.reading.model.grid import (
    DecodedDocument,
    Grid,
    GridCell,
    Row,
    TextLine,
    distinct,
)

# 一、 or 1. in a column of its own beside the text that it numbers.
_NUMBER_ALONE = re.compile(rf"[（(]?(?:{HAN_NUMBER}|\d{{1,2}})[）)、.．]{{1,2}}")
_PART = re.compile(PART)
# 一、一般公共服务支出 is a line of a table, 一、收入支出决算总体情况说明 a heading.
_SECTION = re.compile(
    rf"[（(]?{HAN_NUMBER}[）)、].{{0,40}}"
    r"(?:说明|情况|概况|职[责能]|机构设置|(?<=单位)构成|(?<=名词)解释)"
)


def _alone(row: Row) -> GridCell | None:
    """Return the one cell of a row of text, with its number before it; None for other rows."""
    cells = distinct(row)
    if len(cells) == 2 and _NUMBER_ALONE.fullmatch(squeeze(cells[0].text)):
        return replace(cells[1], text=squeeze(cells[0].text) + cells[1].text.strip())
    return cells[0] if len(cells) == 1 else None


def _lines(cell: GridCell) -> Iterator[TextLine]:
    for text in cell.text.splitlines():
        if text.strip():
            yield replace(cell.as_line(), text=text.strip())


def _is_heading(text: str) -> bool:
    plain = squeeze(text)
    is_section = _PART.match(plain) or _SECTION.fullmatch(plain)
    return bool(is_section) and not is_heading_of_table(text)


def _is_prose(text: str) -> bool:
    return is_sentence(text) and note_kind(text) is None


def _stretch(texts: Sequence[str | None], *, is_whole: bool) -> tuple[int, int] | None:
    """Return from where to where rows of single cells are running text; None where they are not.

    Where they are the whole sheet, its title above the text is a part of it.
    """
    lines = [(at, line) for at, text in enumerate(texts) for line in (text or "").splitlines()]
    prose = [at for at, line in lines if _is_prose(line)]
    told = [at for at, line in lines if tells_amount(line) and note_kind(line) is None]
    headings = [at for at, line in lines if _is_heading(line)]
    if is_whole:
        has_title = any(is_heading_of_table(line) for _, line in lines)
        enough = len(told) > 1 if has_title else bool(prose)
        return (0, len(texts)) if enough else None
    if not told or not (headings or len(prose) > 1):
        return None
    return min([*headings, *prose]), prose[-1] + 1


def _runs(grid: Grid) -> Iterator[tuple[int, int]]:
    """Yield the stretches of rows with one cell each, blank rows among them."""
    start: int | None = None
    for at, row in enumerate([*grid.rows, None]):
        is_text = row is not None and (not distinct(row) or _alone(row) is not None)
        if is_text and start is None:
            start = at
        elif not is_text and start is not None:
            yield start, at
            start = None


def _divide(grid: Grid) -> Iterator[Grid | TextLine]:
    """Yield the text of a grid as lines and the rest of it as grids, in reading order."""
    last = 0
    for start, end in _runs(grid):
        alone = [_alone(row) for row in grid.rows[start:end]]
        texts = [cell.text if cell else None for cell in alone]
        found = _stretch(texts, is_whole=(start, end) == (0, len(grid.rows)))
        if found is None:
            continue
        first, behind = found
        if any(distinct(row) for row in grid.rows[last : start + first]):
            yield replace(grid, rows=grid.rows[last : start + first])
        for cell in alone[first:behind]:
            yield from _lines(cell) if cell else ()
        last = start + behind
    if last == 0:
        yield grid
    elif any(distinct(row) for row in grid.rows[last:]):
        yield replace(grid, rows=grid.rows[last:])


def take_prose(decoded: DecodedDocument) -> DecodedDocument:
    """Return the document with the running text of its sheets as lines.

    On pages a frame is part of the page, and the decoder of pages knows better.
    """
    items: list[Grid | TextLine] = []
    for item in decoded.items:
        if isinstance(item, Grid) and item.page is None and not item.problem:
            items.extend(_divide(item))
        else:
            items.append(item)
    return replace(decoded, items=items)
