"""The body rows of a table over all its parts, each with the meaning of its columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from dagster_project.form.header_words import is_number, is_numbering, is_total_label
from dagster_project.form.layouts import TABLE_LAYOUTS_CSV, Column, Variant
from dagster_project.form.shapes import THREE_PUBLIC, shape_of
from dagster_project.reading.model.grid import GridCell, Row, distinct
from dagster_project.reading.tables.choose import UnknownColumnsError, choose_layout
from dagster_project.reading.tables.columns import ColumnMap
from dagster_project.reading.tables.folded import unfold
from dagster_project.reading.tables.header import (
    Header,
    is_headed_alike,
    read_header,
    row_texts,
)
from dagster_project.reading.tables.implied_heads import with_implied_heads
from dagster_project.reading.tables.other_columns import is_apart, name_column, parent_column
from dagster_project.reading.tables.regions import Part, Region
from dagster_project.reading.tables.stacked import unstack
from dagster_project.reading.tables.undrawn import refuse_unless_certain
from dagster_project.reading.tables.units import units_of_columns


@dataclass(frozen=True)
class BodyRow:
    """One printed row with the meaning of its columns.

    ``in_header`` is true of a total that stands in the header band: columns that hold a label
    there have no cell in it. ``begins_part`` is true of the first row after a page break.
    """

    cells: Row
    columns: ColumnMap
    in_header: bool = False
    begins_part: bool = False

    def figures(self, places: Sequence[int] | None = None) -> Iterator[tuple[Column, GridCell]]:
        """Yield canonical columns with their cells, those without a cell left out."""
        for place in range(len(self.cells)) if places is None else places:
            column, cell = self.columns.codes[place], self.cells[place]
            if column is None or self._is_label(cell):
                continue
            if self.in_header and cell.text.strip() and not is_number(cell.text):
                continue
            yield column, cell

    def _is_label(self, cell: GridCell) -> bool:
        """Return whether a label reaches from in front of the figures over a column of figures."""
        if cell.column_span == 1 or is_number(cell.text):
            return False
        return any(self.cells[i].place == cell.place for i in self.columns.lead)

    def lead(self, places: Sequence[int] | None = None) -> list[GridCell]:
        """Return the cells of codes and names, merged ones once."""
        wanted = range(len(self.cells)) if places is None else places
        found = [
            self.cells[i]
            for i in wanted
            if i in self.columns.lead and i not in self.columns.line_numbers
        ]
        return distinct(found)

    def line_number(self, places: Sequence[int] | None = None) -> str:
        """Return the printed 行次."""
        wanted = range(len(self.cells)) if places is None else places
        return next(
            (self.cells[i].text.strip() for i in wanted if i in self.columns.line_numbers), ""
        )


@dataclass
class Body:
    """All rows of a table, its layout, and what was noticed about its columns."""

    variant: Variant
    rows: list[BodyRow] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    # Heads of columns that are none of the form's and may be summands beside them.
    strangers: list[str] = field(default_factory=list)
    # Units of money in the heads of single columns, by code and side.
    units: dict[tuple[str, str], str] = field(default_factory=dict)


def _finest(rows: Sequence[Row]) -> Row:
    """Return the row that is drawn with the most cells: a merged head has no place of its own."""
    return max(rows, key=lambda row: len({cell.place for cell in row if cell.bbox is not None}))


def _same_places(before: Part, part: Part, axis: int) -> list[int] | None:
    """Return for each column the one of the part before that it shares most of its place with.

    Columns follow one another along the second axis where a page is printed sideways.
    """
    sample, own = _finest(before.rows), _finest(part.rows)
    places = []
    for cell in own:
        overlaps = [
            (min(cell.bbox[axis + 2], c.bbox[axis + 2]) - max(cell.bbox[axis], c.bbox[axis]), i)
            for i, c in enumerate(sample)
            if cell.bbox and c.bbox
        ]
        if not overlaps or max(overlaps)[0] <= 0:
            return None
        places.append(max(overlaps)[1])
    return places if len(set(places)) == len(places) else None


def _moved(columns: ColumnMap, before: Part, part: Part) -> ColumnMap | None:
    """Return the columns of a part without a header whose drawing has other columns, by place."""
    places = _same_places(before, part, 0) or _same_places(before, part, 1)
    if places is None:
        return None
    return ColumnMap(
        columns.variant,
        tuple(columns.codes[i] for i in places),
        frozenset(new for new, old in enumerate(places) if old in columns.lead),
        frozenset(new for new, old in enumerate(places) if old in columns.line_numbers),
        tuple(columns.sides[i] for i in places),
        tuple(new for new, old in enumerate(places) if old in columns.unknown),
        columns.score,
    )


def _columns_of(
    part: Part,
    header: Header,
    region: Region,
    form: str | None,
    year: int | None,
    body: Body | None,
) -> tuple[ColumnMap, Header]:
    try:
        whole = with_implied_heads(header)
        chosen = choose_layout(whole, region.table_code or "", form, year, part.locator)
    except UnknownColumnsError:
        if body is None or not body.rows:
            raise
    else:
        if body is None or chosen.variant.name == body.variant.name:
            return chosen, header
    if body is None or not body.rows:
        raise UnknownColumnsError(f"{part.locator} 续表的表头与前一部分不同：{header.words()}")
    previous = body.rows[-1].columns
    nothing = Header(0, (), frozenset())
    if part.rows and len(part.rows[0]) == len(previous.codes):
        return previous, nothing
    before = region.parts[region.parts.index(part) - 1]
    moved = _moved(previous, before, part) if part.rows and before.rows else None
    if moved is None:
        raise UnknownColumnsError(
            f"{part.locator} 续表有{len(part.rows[0]) if part.rows else 0}栏而前一部分有"
            f"{len(previous.codes)}栏，不能对应"
        )
    return moved, nothing


def _with_others(part: Part, header: Header, columns: ColumnMap, body: Body) -> ColumnMap:
    """Return the columns with those that are none of the form's named by what heads them.

    Figures that nothing heads are refused; what is headed and empty is only noted.
    """
    codes = list(columns.codes)
    whole = with_implied_heads(header)
    for place in columns.unknown:
        path = header.paths[place] if place < len(header.paths) else ()
        cells = [
            row[place]
            for row in part.rows[header.depth :]
            if row[place].text.strip() and not is_numbering([c.text for c in distinct(row)])
        ]
        figures = [cell for cell in cells if is_number(cell.text)]
        if figures and not path:
            raise UnknownColumnsError(
                f"{figures[0].locator} 起的一栏“没有表头”不在已知版式中；"
                f"请在 {TABLE_LAYOUTS_CSV} 中补充这一栏"
            )
        if not cells and path:
            body.notes.append(
                f"{part.locator} 表头“{'>'.join(path)}”不在 {TABLE_LAYOUTS_CSV} 中，该栏没有数"
            )
        if not cells or not path:
            continue
        parent = parent_column(whole.paths[place], columns, whole)
        group = columns.sides[place]
        other = name_column(
            path, place, parent, group, is_text=not figures, table_code=body.variant.table_code
        )
        codes[place] = other
        if figures and not is_apart(path, parent) and other.header not in body.strangers:
            body.strangers.append(other.header)
    if body.strangers and columns.missing:
        heads = "、".join(body.strangers)
        body.doubts.append(f"{part.locator} 栏目“{heads}”不在已知版式中，可能就是没有认出的栏")
    return replace(columns, codes=tuple(codes))


def read_body(region: Region, form: str | None, year: int | None) -> Body:
    """Return the rows of a table. Raises UnknownColumnsError where its columns are not known."""
    body: Body | None = None
    first: Header | None = None
    headers: set[tuple[str, ...]] = set()
    if shape_of(region.table_code or "") == THREE_PUBLIC:
        region = replace(region, parts=[unstack(unfold(part)) for part in region.parts])
    for part in region.parts:
        header = read_header(part.rows).of_year(year)
        if part.is_undrawn:
            header = header.taken_apart()
        if first is None:
            first = header
        elif part.is_undrawn and is_headed_alike(first, header):
            # In one row heads may be joined that were told apart over the first part.
            header = replace(header, paths=first.paths)
        columns, header = _columns_of(part, header, region, form, year, body)
        refuse_unless_certain(part, header, columns)
        if body is None:
            body = Body(columns.variant)
            if columns.missing:
                names = "、".join(columns.missing)
                body.notes.append(f"{part.locator} 本表没有印以下各栏：{names}")
        if header.paths:
            columns = _with_others(part, header, columns, body)
        for place, unit in units_of_columns(part.rows[: header.depth]).items():
            column = columns.codes[place] if place < len(columns.codes) else None
            if column is not None:
                body.units[column.code, column.group] = unit
        headers |= header.texts
        if header.total_row is not None:
            total = BodyRow(part.rows[header.total_row], columns, in_header=True)
            # Where every label reaches down to it, the total has no cell at all.
            body.rows.extend([total] if any(total.figures()) else [])
        begins = True
        for row in part.rows[header.depth :]:
            texts = row_texts(row)
            repeats = texts in headers and not (len(texts) == 1 and is_total_label(texts[0]))
            if repeats or is_numbering(list(texts)):
                continue
            begins_part = begins and part is not region.parts[0]
            body.rows.append(BodyRow(row, columns, begins_part=begins_part))
            begins = False
    if body is not None and len(body.rows) > 1 and body.rows[0].in_header:
        body.notes.append("“合计”印在表头行，与栏名同格的各栏没有合计数")
    if body is None:
        raise UnknownColumnsError(f"{region.title_line.locator} 表名之下没有表")
    return body
