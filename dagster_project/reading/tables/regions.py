"""Which grids make up which table: titles above or inside, tables continued over pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from dagster_project.form.enumerators import HAN_NUMBER
from dagster_project.form.fields import is_field, is_heading_of_table, is_signature, note_kind
from dagster_project.form.header_words import is_column_label, is_lead, is_lead_label
from dagster_project.form.labels import squeeze
from dagster_project.form.shapes import TWO_SIDED
from dagster_project.form.titles import (
    best_title,
    other_title,
    printed_number,
    shape_needed,
    table_of_title,
)
from dagster_project.reading.model.grid import (
    DecodedDocument,
    Grid,
    GridCell,
    Row,
    TextLine,
    distinct,
)
from dagster_project.reading.tables.choose import recognise_by_header
from dagster_project.reading.tables.header import is_headed_alike, read_header
from dagster_project.reading.tables.owners import Owner, cover_title
from dagster_project.reading.tables.small_heads import (
    is_head_of_next,
    lines_of_head,
    title_of_head,
)
from dagster_project.reading.tables.surroundings import (
    LINES_ABOVE,
    numbered_title,
    only_furniture,
    other_title_above,
    take_notes,
    title_above,
)

_ENUMERATED = re.compile(rf"[（(]?{HAN_NUMBER}[、）)]")
_AMOUNT = re.compile(r"[-−－]?[\d,，]+[.．]\d{1,6}")


@dataclass
class Part:
    """The rows of one table on one page or sheet, titles and notes taken off."""

    rows: list[Row]
    locator: str
    page: int | None
    doubts: tuple[str, ...] = ()
    problem: str = ""
    is_undrawn: bool = False


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
    owner: Owner = field(default_factory=Owner)
    # Where figures follow that may belong to the table and are not read with it.
    lost: list[str] = field(default_factory=list)


@dataclass
class _Block:
    """A stretch of one grid between titles: rows, the headings above and the notes below them."""

    heads: list[TextLine]
    rows: list[Row]
    notes: list[TextLine]


def _named(grid: Grid, title: str) -> TextLine:
    """Return a line in place of the title that is printed nowhere above a grid."""
    return TextLine(title, grid.locator, grid.page, is_from_pixels=grid.is_from_pixels)


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
                current.heads.extend(cell.as_line() for cell in cells)
                continue
        if len(cells) == 1 and _names_other_table(cells[0], current, grid):
            if current.rows:
                current = _Block([], [], [])
                blocks.append(current)
            current.heads.append(cells[0].as_line())
            continue
        if cells and current.rows and all(is_signature(cell.text) for cell in cells):
            continue
        if len(cells) == 1 and note_kind(cells[0].text):
            current.notes.append(cells[0].as_line())
        elif len(cells) == 1 and current.notes and _is_sentence(cells[0].text):
            current.notes.append(cells[0].as_line())
        elif cells or current.rows:
            current.rows.append(row)
    for block in blocks:
        while grid.has_spacing and block.rows and block.notes and not distinct(block.rows[-1]):
            block.rows.pop()
    return blocks


def _names_other_table(cell: GridCell, block: _Block, grid: Grid) -> bool:
    """Return whether a cell alone in its row is the title of a table no layout knows."""
    is_wide = cell.column_span == grid.width or cell.place is None or cell.place[1] == 0
    if grid.width < 2 or not is_wide or not other_title(cell.text):
        return False
    # Inside a table 情况 may be the name of a line or of a group of lines: 一、政府采购情况.
    text = squeeze(cell.text)
    return text.endswith("表") or not (block.rows or _ENUMERATED.match(text))


def _is_same_title(text: str, title: str) -> bool:
    """Return whether two titles of one table code are the same, not two tables of one kind."""
    own, other = best_title(text), best_title(title)
    return not own or not other or own == other


def _has_like_heads(first: Part, part: Part) -> bool:
    """Return whether two parts with one title are headed alike, as far as both are headed."""
    words = [
        {label for path in read_header(rows).paths for label in path}
        for rows in (first.rows, part.rows)
    ]
    return not all(words) or 2 * len(words[0] & words[1]) >= min(map(len, words))


def _is_two_sided(rows: Sequence[Row]) -> bool:
    tops = [path[0] for path in read_header(rows).paths if path]
    return all(any(top.startswith(side) for top in tops) for side in ("收入", "支出"))


def _is_sentence(text: str) -> bool:
    return len(squeeze(text)) > 15 and ("。" in text or "，" in text)


def _continues(region: Region, part: Part) -> bool:
    """Return whether a grid without a title can go on a table: same header, or none and as wide."""
    if not region.parts:
        return False
    first, own = read_header(region.parts[0].rows), read_header(part.rows)
    if own.texts and (own.texts <= first.texts or is_headed_alike(first, own)):
        return True
    width = len(region.parts[0].rows[0]) if region.parts[0].rows else 0
    labelled = [place for place, path in enumerate(own.paths) if path]
    if len(own.paths) == width == len(first.paths) and all(
        is_lead(first.paths[place]) for place in labelled
    ):
        # A line named as a column is elsewhere, under 项目: 政府性基金预算财政拨款.
        return True
    # The rest of a wrapped name at the top of a page is no header.
    labels = {label for path in own.paths for label in path}
    return (
        not any(is_column_label(label) or is_lead_label(label) for label in labels)
        and bool(part.rows)
        and (len(part.rows[0]) == width or any(cell.bbox for cell in part.rows[0]))
    )


@dataclass
class _Finder:
    """Walks a document once."""

    regions: list[Region] = field(default_factory=list)
    pending: list[TextLine] = field(default_factory=list)
    open: Region | None = None

    def close(self) -> None:
        """Give the lines read since the last grid to the notes of its table."""
        if self.open is not None:
            self.open.notes.extend(take_notes(self.pending))

    def _head(self, block: _Block, grid: Grid) -> tuple[str | None, TextLine | None]:
        for lines in (block.heads, self.pending):
            code, line = title_above(lines)
            if code and line is not None:
                needed = shape_needed(line.text)
                is_meant = not needed or (needed == TWO_SIDED) == _is_two_sided(block.rows)
                return (code if is_meant else None), line
            if other := other_title_above(lines):
                return None, other
        code = table_of_title(grid.locator) if "表" in grid.locator else None
        if code:
            return code, _named(grid, grid.locator)
        # What a sheet is called names its table where nothing above the table does.
        sheet = re.sub(r"^\d{1,2}(?=[^\d])", "", grid.locator)
        is_sheet = grid.page is None and not re.fullmatch(r"第\d+张表|Sheet\d*|.*目录", sheet)
        if is_sheet and other_title(sheet):
            return None, _named(grid, sheet)
        return None, None

    def _is_continuation(
        self,
        part: Part,
        code: str | None,
        number: str | None,
        line: TextLine | None,
        owner: Owner,
    ) -> bool:
        if self.open is None or not part.rows:
            return False
        if number is not None and self.open.number is not None and number != self.open.number:
            return False
        if code is not None:
            # The same title may stand over a table of another year or organization.
            is_alike = line is None or _is_same_title(line.text, self.open.title)
            is_own = not self.open.owner.differs(owner)
            is_one = is_alike and is_own and _has_like_heads(self.open.parts[0], part)
            return code == self.open.table_code and is_one
        if line is not None:
            # 机关运行经费支出决算表（续）
            own, title = other_title(line.text), other_title(self.open.title)
            return self.open.table_code is None and own is not None and own == title
        return self._is_next_to_open(part) and _continues(self.open, part)

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
        return near and only_furniture(self.pending)

    def take_head(self, lines: Sequence[TextLine], grid: Grid) -> None:
        """Take a small table that only heads the next one as the lines that it holds."""
        last = self.open.parts[-1].page if self.open is not None else None
        if title_of_head(lines) is None and (grid.page is None or grid.page == last):
            # A head on the same page begins a table, be its title lost; on the next page it may
            # as well be that of the open table again.
            self.close()
            self.open = None
        self.pending.extend(lines)

    def add(self, block: _Block, grid: Grid) -> None:
        """Take one block of a grid as a new table, as more of the open one, or as none."""
        part = Part(block.rows, grid.locator, grid.page, grid.doubts, grid.problem, grid.is_undrawn)
        code, line = self._head(block, grid)
        heads = [text.text for text in (*self.pending[-LINES_ABOVE:], *block.heads)]
        covers = [line.text for line in self.pending if cover_title(line.text)]
        fields = [text for text in heads if is_field(text)]
        owner = Owner.said_in([*covers, *fields, line.text if line else ""])
        number = next(filter(None, map(printed_number, [*reversed(heads), grid.locator])), None)
        if self._is_continuation(part, code, number, line, owner) and self.open is not None:
            self.open.parts.append(part)
        else:
            self.close()
            if code is None and line is None:
                code = recognise_by_header(block.rows)
                line = numbered_title((*self.pending, *block.heads))
            if code is None and line is None and not (number and part.problem):
                self._notice_loss(part)
                self.open = None
                self.pending = []
                return
            place = line or _named(grid, "")
            self.open = Region(code, squeeze(place.text), place, number, parts=[part], owner=owner)
            self.regions.append(self.open)
            is_blank = not any(distinct(row) for row in block.rows)
            if code is None and is_blank and not part.problem:
                # A list of titles is no table.
                self.regions.pop()
                self.open = None
                self.pending = []
                return
        self.open.fields.extend(fields)
        self.open.notes.extend(take_notes(block.notes))
        self.pending = []


def find_regions(decoded: DecodedDocument) -> list[Region]:
    """Return every table of the document in reading order, with its notes."""
    finder = _Finder()
    for at, item in enumerate(decoded.items):
        if isinstance(item, TextLine):
            finder.pending.append(item)
            continue
        head = lines_of_head(item)
        if head and is_head_of_next(head, decoded.items[at + 1 : at + 1 + LINES_ABOVE]):
            finder.take_head(head, item)
            continue
        for block in _split(item):
            if block.rows or block.heads:
                finder.add(block, item)
    finder.close()
    return finder.regions


def add_notes_of_text(regions: Sequence[Region], lines: Sequence[TextLine]) -> None:
    """Give tables without notes those that stand under their titles in running text.

    Where tables come as a spreadsheet, 故本表无数据 may be only in the text that comes with it.
    """
    wanting = {r.table_code: r for r in regions if r.table_code and not r.notes}
    for at, line in enumerate(lines):
        code = table_of_title(line.text) if len(line.text) < 80 else None
        if code not in wanting:
            continue
        for later in range(at + 1, min(len(lines), at + 200)):
            text = lines[later].text
            if note_kind(text):
                wanting[code].notes.extend(take_notes(lines[later : later + 10]))
                break
            if (len(text) < 80 and _is_title(text)) or len(squeeze(text)) > 150:
                break


def _is_title(text: str) -> bool:
    """Return whether a line is the title of a table, known or not: what follows is that table's."""
    return table_of_title(text) is not None or (other_title(text) or "").endswith("表")
