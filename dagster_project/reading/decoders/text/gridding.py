"""From the lines of a text to grids and running text: the last step of this decoder.

A text layer has no cells, so a table's own layout says how many columns its rows have. Over them
stand the labels of that layout: those of the print come out of order and in pieces.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from dagster_project.form.layouts import Column, Variant
from dagster_project.form.shapes import (
    BY_ECONOMIC,
    BY_FUNCTION,
    EXPENDITURE,
    INCOME,
    STATISTICS,
    THREE_PUBLIC,
    TWO_SIDED,
    shape_of,
)
from dagster_project.reading.decoders.text.aligned import divide_aligned
from dagster_project.reading.decoders.text.builder import (
    TableBuilder,
    Trimming,
    notice_trimming,
    read_three_public,
)
from dagster_project.reading.decoders.text.economic_stream import read_economic_rows
from dagster_project.reading.decoders.text.functional_rows import read_functional_rows
from dagster_project.reading.decoders.text.header import (
    Header,
    UnknownLayoutError,
    choose_variant,
    read_header,
)
from dagster_project.reading.decoders.text.pieces import find_measure
from dagster_project.reading.decoders.text.statistics_lines import read_statistics_lines
from dagster_project.reading.decoders.text.tables import TableRegion, find_tables
from dagster_project.reading.decoders.text.two_sided_rows import read_two_sided_rows
from dagster_project.reading.model.grid import DecodedDocument, Grid, GridCell, TextLine
from dagster_project.reading.model.source import RefusedError
from dagster_project.reading.page.furniture import is_part_heading

Row = list[GridCell]
_ACCOUNTS, _LINES = ("科目编码", "科目名称"), ("项目", "行次")
# By the shape of a table: how its rows are placed, and what heads the columns before its figures.
_SHAPES: dict[str, tuple[Callable[[TableBuilder], None], tuple[str, ...]]] = {
    TWO_SIDED: (read_two_sided_rows, _LINES),
    BY_FUNCTION: (read_functional_rows, _ACCOUNTS),
    BY_ECONOMIC: (read_economic_rows, _ACCOUNTS),
    THREE_PUBLIC: (read_three_public, ()),
    STATISTICS: (read_statistics_lines, _LINES),
}


@dataclass(frozen=True)
class _Part:
    """One located table, or one page of it where title and header are printed again."""

    region: TableRegion
    header: Header

    @property
    def is_table(self) -> bool:
        """Whether anything follows the title: else it is only a mention of the table."""
        header = self.header
        return bool(header.fields or header.column_numbers or self.region.notes) or any(
            line.text.strip() for line in header.body
        )


def _label_rows(variant: Variant, leads: Sequence[str], line: TextLine) -> list[Row]:
    """Return the rows of labels over the columns, as a form draws them."""

    def paths(columns: Sequence[Column], top: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
        labels = (column.labels[0].split(">") for column in columns)
        return [(*top, lead) for lead in leads] + [(*top, *label) for label in labels]

    income, expenditure = map(variant.columns_of, (INCOME, EXPENDITURE))
    if income and expenditure:
        own = [*paths(income, ("收入",)), *paths(expenditure, ("支出",))]
    else:
        own = paths(variant.columns)
    cells = [[GridCell(label, line.locator, line.page) for label in path] for path in own]
    depth = max(map(len, own))
    return [[column[min(level, len(column) - 1)] for column in cells] for level in range(depth)]


def _locator(parts: Sequence[_Part], lines: Sequence[TextLine]) -> str:
    spans = ((lines[p.region.start], lines[p.region.last]) for p in parts)
    return "、".join(f"{first.locator}-{last.locator}" for first, last in spans)


def _place(parts: Sequence[_Part], trimming: Trimming) -> tuple[list[Row], tuple[str, ...], str]:
    """Return the rows of a table with its labels, what has no place, and why there are none."""
    first = parts[0].region
    body = [line for part in parts for line in part.header.body]
    try:
        variant = choose_variant(first, parts[0].header)
        table = TableBuilder(first.variants, variant, body, trimming)
        read, leads = _SHAPES[shape_of(variant.table_code)]
        read(table)
    except UnknownLayoutError as problem:
        return [], (), str(problem)
    except Exception as fault:
        # A fault of one row reader must not take the other nine tables with it.
        return [], (), f"读取器出错（{type(fault).__name__}: {fault}），请把此文件交给维护者"
    return [*_label_rows(variant, leads, first.lines[0]), *table.rows], tuple(table.doubts), ""


def _grid(parts: Sequence[_Part], lines: Sequence[TextLine], trimming: Trimming) -> Grid:
    region = parts[0].region
    mark = lines[region.mark]
    rows, doubts, problem = _place(parts, trimming) if region.variants else ([], (), "表名未知")
    heads = [replace(lines[region.start], text=region.title)] if region.variants else []
    fields = [field for part in parts for field in part.header.fields]
    heads += [replace(mark, text=text) for text in (region.printed_number, *fields) if text]
    notes = [note for part in parts for note in part.region.notes]
    if problem:
        text = "\n".join(line.text for part in parts for line in part.region.lines)
        heads.append(replace(mark, text=text))
    width = max(map(len, rows), default=1)
    return Grid(
        [*_alone(heads, width), *rows, *_alone(notes, width)],
        _locator(parts, lines),
        lines[region.start].page,
        doubts,
        problem,
        has_spacing=False,
    )


def _alone(lines: Sequence[TextLine], width: int) -> list[Row]:
    """Return each line as the only text of a row."""
    blanks = range(width - 1)
    return [
        [GridCell(at.text, at.locator, at.page), *(GridCell("", at.locator) for _ in blanks)]
        for at in lines
    ]


def _refusal(regions: Sequence[TableRegion]) -> RefusedError | None:
    if not regions or any(region.variants and region.printed_number for region in regions):
        return None
    titles = "、".join(dict.fromkeys(r.title for r in regions if r.title)) or "无"
    return RefusedError(
        "unknown_form",
        f"没有一张表同时印有表号“公开NN表”和已知的表名（找到的表名：{titles[:200]}）；"
        "没有表号的文本分不出各栏，请提取印有这些表的 PDF、电子表格或 Word 文件",
    )


def _items(
    tables: Sequence[Sequence[_Part]], lines: Sequence[TextLine]
) -> Iterator[Grid | TextLine]:
    """Yield grids and the lines between them; a part heading inside a table stands before it."""
    trimming = notice_trimming(
        [line for parts in tables for part in parts for line in part.header.body]
    )
    at = 0
    for parts in tables:
        first = parts[0].region
        yield from lines[at : first.start]
        if not first.variants and first.title:
            yield replace(lines[first.start], text=first.title)
        for part in parts:
            inside = lines[part.region.start : part.region.end]
            yield from (line for line in inside if is_part_heading(line.text))
        yield _grid(parts, lines, trimming)
        for part, following in pairwise(parts):
            yield from lines[part.region.end : following.region.start]
        at = parts[-1].region.end
    yield from lines[at:]


def divide_text(text: DecodedDocument) -> DecodedDocument:
    """Return the document with its tables taken out of the running text, as grids."""
    lines = list(text.lines())
    measure = find_measure(lines)
    if measure is not None:
        return divide_aligned(text, measure)
    regions = find_tables(lines)
    parts = [part for part in (_Part(r, read_header(r)) for r in regions) if part.is_table]
    tables = [
        list(group)
        for _, group in groupby(parts, key=lambda p: p.region.table_code or f"L{p.region.start}")
    ]
    return replace(text, items=list(_items(tables, lines)), refusal=_refusal(regions))
