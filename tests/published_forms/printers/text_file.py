r"""What ``pdftotext -layout`` gives: columns by position, \f between pages, wrapped names."""

from __future__ import annotations

import unicodedata
from pathlib import Path

from tests.published_forms.paper import Paper, Table

_PAGE = 46  # lines of a landscape page
_LINE = 88  # columns of a line of running text


def width(text: str) -> int:
    """Return the columns that a text takes: wide characters take two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def _put(line: list[str], at: int, text: str) -> None:
    """Write a text into a line at a column; the line is a list of one string per column."""
    column = at
    for character in text:
        size = width(character)
        while len(line) < column + size:
            line.append(" ")
        line[column] = character
        if size == 2:
            line[column + 1] = ""
        column += size


def _wrap(text: str, limit: int) -> list[str]:
    lines, current = [], ""
    for character in text:
        if width(current + character) > limit:
            lines.append(current)
            current = ""
        current += character
    return [*lines, current]


def _widths(table: Table) -> list[int]:
    sizes = [5] * len(table.rows[0])
    for row in table.rows:
        for m, cell in enumerate(row):
            if cell is None or cell.span > 1:
                continue
            limit = 36 if cell.value is None else 99
            sizes[m] = max(sizes[m], min(limit, width(cell.printed(table.unit, table.zeros))))
    # A merged cell needs room too: the last column it covers takes what is missing.
    for row in table.rows:
        for m, cell in enumerate(row):
            if cell is not None and cell.span > 1:
                have = sum(sizes[m : m + cell.span]) + 3 * (cell.span - 1)
                need = min(36, width(cell.printed(table.unit, table.zeros)))
                sizes[m + cell.span - 1] += max(0, need - have)
    return sizes


def _lines(table: Table) -> list[str]:
    sizes = _widths(table)
    starts = [2 + sum(sizes[:n]) + 3 * n for n in range(len(sizes) + 1)]
    total = starts[-1]

    def centred(text: str) -> str:
        return " " * max(0, (total - width(text)) // 2) + text

    out = [centred(table.title_line)]
    if table.mark and table.mark_place != "title":
        right = " " * max(0, total - width(table.mark))
        out.append((right if table.mark_place == "right" else "  ") + table.mark)
    line: list[str] = []
    _put(line, 2, table.owner)
    if table.year_line:
        _put(line, max(width(table.owner) + 6, total // 2), table.year_line)
    at = max(len(line) + 4, total - width(table.unit_text))
    _put(line, at, table.unit_text)
    out.append("".join(line))
    pending: dict[int, list[tuple[int, int, str]]] = {}
    for n, row in enumerate(table.rows):
        for m, cell in enumerate(row):
            if cell is None:
                continue
            middle = n + (cell.height - 1) // 2
            room = starts[m + cell.span] - starts[m] - 3
            text = cell.printed(table.unit, table.zeros)
            pending.setdefault(middle, []).append((m, room, text))
        cells = []
        for m, room, text in pending.pop(n, []):
            own = table.rows[n][m]
            align = own.align if own is not None else "center"
            cells.append((starts[m], room, align, _wrap(text, room)))
        for k in range(max((len(c[3]) for c in cells), default=0)):
            line = []
            for start, room, align, pieces in cells:
                if k >= len(pieces) or not pieces[k]:
                    continue
                gap = room - width(pieces[k])
                shift = 0 if align == "left" else gap if align == "right" else gap // 2
                _put(line, start + max(0, shift), pieces[k])
            out.append("".join(line).rstrip())
    out.extend(f"  {note}" for note in table.notes)
    return out


def write(paper: Paper, path: Path) -> None:
    """Write the text of the pages."""
    pages: list[list[str]] = [["", "", *[" " * 30 + line for line in paper.cover]]]
    if paper.contents:
        pages.append(
            [" " * 36 + "目录", *[f"{c} {'.' * 40} {n}" for n, c in enumerate(paper.contents, 3)]]
        )

    def add(lines: list[str]) -> None:
        for at in range(0, len(lines), _PAGE):
            pages.append(lines[at : at + _PAGE])

    lines: list[str] = []
    for kind, line in paper.flow():
        if kind == "tables":
            add(lines)
            lines = []
            for table in paper.tables:
                add(_lines(table))
        else:
            lines.extend(_wrap(line if kind == "heading" else f"　　{line}", _LINE))
    add(lines)
    done = []
    for n, lines in enumerate(pages, 1):
        head = [paper.running_head] if paper.running_head and n > 2 else []
        foot = ["", " " * 45 + f"- {n - 2} -"] if n > 2 else []
        done.append("\n".join([*head, *lines, *foot]))
    path.write_text("\n\f".join(done) + "\n\f", encoding="utf-8")
