"""Which grids make up which table: titles above or inside, tables continued over pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from dagster_project.form.fields import (
    is_field,
    is_heading_of_table,
    is_page_number,
    note_kind,
)
from dagster_project.form.labels import squeeze
from dagster_project.form.titles import printed_number, table_of_title
from dagster_project.reading.model.grid import DecodedDocument, Grid, GridCell, TextLine

Row = list[GridCell]
# A title stands right above its table; unit, department and running heads may come between.
_LINES_ABOVE = 8
# Ends of sentences, dates, page numbers, and titles of the whole document.
_NO_HALF_TITLE = re.compile(r"[。；：:]|\d月|^\d+$|决算(?:公开|报告|表)?$")
_AMOUNT = re.compile(r"[-−－]?[\d,，]+[.．]\d{1,6}")


@dataclass
class Part:
    """The rows of one table on one page or sheet, titles and notes taken off."""

    rows: list[Row]
    locator: str
    page: int | None
    doubts: tuple[str, ...] = ()
    problem: str = ""


@dataclass
class Region:
    """One table as found: its title, what is printed around it, and its parts in order."""

    table_code: str | None
    title: str
    title_line: TextLine
    number: str | None = None
    fields: list[str] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    notes: list[tuple[str, TextLine]] = field(default_factory=list)
    # Where figures follow that may belong to the table and are not read with it.
    lost: list[str] = field(default_factory=list)


@dataclass
class _Block:
    """A stretch of one grid between titles: rows, the headings above and the notes below them."""

    heads: list[TextLine]
    rows: list[Row]
    notes: list[TextLine]


def distinct(row: Sequence[GridCell]) -> list[GridCell]:
    """Return the cells of a row, a merged one once, blank ones left out."""
    seen: dict[int, GridCell] = {}
    for cell in row:
        if cell.text.strip():
            seen.setdefault(id(cell), cell)
    return list(seen.values())


def _as_line(cell: GridCell) -> TextLine:
    return TextLine(cell.text, cell.locator, cell.page, cell.bbox)


def _split(grid: Grid) -> list[_Block]:
    """Divide a grid at its title rows; a sheet may hold title, fields, table and notes."""
    blocks = [_Block([], [], [])]
    for row in grid.rows:
        cells = distinct(row)
        current = blocks[-1]
        if cells and all(is_heading_of_table(cell.text) for cell in cells):
            opens = any(table_of_title(cell.text) for cell in cells)
            if current.rows and opens:
                current = _Block([], [], [])
                blocks.append(current)
            if opens or not current.rows:
                current.heads.extend(_as_line(cell) for cell in cells)
                continue
        if len(cells) == 1 and note_kind(cells[0].text):
            current.notes.append(_as_line(cells[0]))
        elif len(cells) == 1 and current.notes and _is_sentence(cells[0].text):
            current.notes.append(_as_line(cells[0]))
        elif cells or current.rows:
            current.rows.append(row)
    for block in blocks:
        while grid.has_spacing and block.rows and block.notes and not distinct(block.rows[-1]):
            block.rows.pop()
    return blocks


def _is_sentence(text: str) -> bool:
    return len(squeeze(text)) > 15 and ("。" in text or "，" in text)


def _title_above(lines: Sequence[TextLine]) -> tuple[str | None, TextLine | None]:
    """Return the code and line of the nearest title above a grid; a title may take two lines."""
    near = [line for line in lines if squeeze(line.text)][-_LINES_ABOVE:]
    for at in range(len(near) - 1, -1, -1):
        code = table_of_title(near[at].text)
        if code:
            # The longer reading wins: 一般公共预算 / 财政拨款支出决算表 on two lines.
            if (
                at
                and _opens_title(near[at - 1])
                and table_of_title(near[at - 1].text + near[at].text)
            ):
                joined = near[at - 1].text + near[at].text
                return table_of_title(joined), TextLine(
                    joined, near[at - 1].locator, near[at - 1].page
                )
            return code, near[at]
        # 公开NN表 below a title is no second line of it.
        two_lines = at and not is_field(near[at].text) and _opens_title(near[at - 1])
        if two_lines and table_of_title(near[at - 1].text + near[at].text):
            joined = near[at - 1].text + near[at].text
            line = TextLine(joined, near[at - 1].locator, near[at - 1].page, near[at - 1].bbox)
            return table_of_title(joined), line
        if note_kind(near[at].text):
            break
    return None, None


def _opens_title(line: TextLine) -> bool:
    """Return whether a line can be the first half of a title: a note, a date or a cover is not."""
    text = squeeze(line.text)
    return not (note_kind(text) or is_field(text) or _NO_HALF_TITLE.search(text))


def _numbered_title(lines: Sequence[TextLine]) -> TextLine | None:
    """Return an unknown title: the line that ends in 表 beside a printed 公开NN表."""
    near = [line for line in lines if squeeze(line.text)][-_LINES_ABOVE:]
    if not any(printed_number(line.text) for line in near):
        return None
    titles = [
        line for line in near if squeeze(line.text).endswith("表") and not is_field(line.text)
    ]
    return titles[-1] if titles else None


def take_notes(lines: Sequence[TextLine]) -> list[tuple[str, TextLine]]:
    """Return the notes and statements right below a table, their wrapped lines joined."""
    found: list[tuple[str, TextLine]] = []
    for line in lines:
        text = squeeze(line.text)
        if not text or is_page_number(text):
            continue
        kind = note_kind(text)
        if kind is None and found and not found[-1][1].text.endswith(("。", "：", ":")):
            if table_of_title(text) or is_field(text):
                break
            before = found[-1][1]
            joined = TextLine(before.text + text, before.locator, before.page, before.bbox)
            found[-1] = (found[-1][0], joined)
        elif kind is not None:
            found.append((kind, TextLine(text, line.locator, line.page, line.bbox)))
        else:
            break
    return found


def _only_furniture(lines: Sequence[TextLine]) -> bool:
    kept = [line for line in lines if squeeze(line.text) and not is_page_number(line.text)]
    return all(is_field(line.text) for line in kept) or (
        len(kept) == 1 and len(squeeze(kept[0].text)) < 40 and not note_kind(kept[0].text)
    )


@dataclass
class _Finder:
    """Walks a document once; ``recognise`` names the table of a grid from its header alone."""

    recognise: Callable[[Sequence[Row]], str | None]
    continues: Callable[[Region, Part], bool]
    regions: list[Region] = field(default_factory=list)
    pending: list[TextLine] = field(default_factory=list)
    open: Region | None = None

    def close(self) -> None:
        """Give the lines read since the last grid to the notes of its table."""
        if self.open is not None:
            self.open.notes.extend(take_notes(self.pending))

    def _head(self, block: _Block, grid: Grid) -> tuple[str | None, TextLine | None]:
        for lines in (block.heads, self.pending):
            code, line = _title_above(lines)
            if code:
                return code, line
        code = table_of_title(grid.locator) if "表" in grid.locator else None
        if code:
            return code, TextLine(grid.locator, grid.locator, grid.page)
        return None, None

    def _is_continuation(self, part: Part, code: str | None, number: str | None) -> bool:
        if self.open is None or not part.rows:
            return False
        if number is not None and self.open.number is not None and number != self.open.number:
            return False
        if code is not None:
            return code == self.open.table_code
        return self._is_next_to_open(part) and self.continues(self.open, part)

    def _notice_loss(self, part: Part) -> None:
        """Remember that figures right behind the open table belong to no table that was found."""
        cells = (cell for row in part.rows for cell in row)
        if (
            self.open is not None
            and self._is_next_to_open(part)
            and any(_AMOUNT.fullmatch(squeeze(cell.text)) for cell in cells)
        ):
            self.open.lost.append(part.locator)

    def _is_next_to_open(self, part: Part) -> bool:
        last = self.open.parts[-1].page if self.open is not None and self.open.parts else None
        near = last is None or part.page is None or part.page - last <= 1
        return near and _only_furniture(self.pending)

    def add(self, block: _Block, grid: Grid) -> None:
        """Take one block of a grid as a new table, as more of the open one, or as none."""
        part = Part(block.rows, grid.locator, grid.page, grid.doubts, grid.problem)
        code, line = self._head(block, grid)
        heads = [text.text for text in (*self.pending[-_LINES_ABOVE:], *block.heads)]
        number = next(filter(None, map(printed_number, [*reversed(heads), grid.locator])), None)
        if self._is_continuation(part, code, number) and self.open is not None:
            self.open.parts.append(part)
        else:
            self.close()
            if code is None:
                code = self.recognise(block.rows)
                line = _numbered_title((*self.pending, *block.heads))
            if code is None and line is None and not (number and part.problem):
                self._notice_loss(part)
                self.open = None
                self.pending = []
                return
            place = line or TextLine("", grid.locator, grid.page)
            self.open = Region(code, squeeze(place.text), place, number, parts=[part])
            self.regions.append(self.open)
        self.open.fields.extend(text for text in heads if is_field(text))
        self.open.notes.extend(take_notes(block.notes))
        self.pending = []


def find_regions(
    decoded: DecodedDocument,
    recognise: Callable[[Sequence[Row]], str | None],
    continues: Callable[[Region, Part], bool],
) -> list[Region]:
    """Return every table of the document in reading order, with its notes."""
    finder = _Finder(recognise, continues)
    for item in decoded.items:
        if isinstance(item, TextLine):
            finder.pending.append(item)
            continue
        for block in _split(item):
            if block.rows or block.heads:
                finder.add(block, item)
    finder.close()
    return finder.regions
