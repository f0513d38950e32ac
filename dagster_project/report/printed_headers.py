"""Column headers as the forms print them, in the printed order.

Which columns a table has and what they are called are rows of the layout seeds; the groups above
them (预算数 over 合计, 公务用车… over 小计) are rows of ``data/printed_headers.csv``.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from dagster_project.contract.known_columns import LAYOUT_FILE
from dagster_project.form.layouts import reading_order

_DATA = Path(__file__).parent / "data"

# The two sides of gk01 and gk04, and the second value column of gk10, are column groups.
SIDES = ("income", "expenditure")


@dataclass(frozen=True)
class PrintedColumn:
    """One column of figures: its code, its side of the table, and its header from top to bottom."""

    code: str
    group: str
    path: tuple[str, ...]


@dataclass(frozen=True)
class HeaderCell:
    """One cell of the table head."""

    label: str
    colspan: int
    rowspan: int


@lru_cache(maxsize=1)
def _groups() -> dict[tuple[str, str, str, str], tuple[str, ...]]:
    with (_DATA / "printed_headers.csv").open(encoding="utf-8", newline="") as stream:
        return {
            (row["form"], row["table_code"], row["variant"], row["column_code"]): tuple(
                row["header_path"].split(" / ")
            )
            for row in csv.DictReader(stream)
        }


@lru_cache(maxsize=1)
def _layouts() -> dict[tuple[str, str], list[dict[str, str]]]:
    layouts: dict[tuple[str, str], list[dict[str, str]]] = {}
    with LAYOUT_FILE.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            layouts.setdefault((row["form"], row["table_code"]), []).append(row)
    return layouts


def printed_columns(
    form: str | None,
    table_code: str,
    variant: str | None,
    year: int | None,
    printed: Sequence[str],
    groups: Sequence[str] = (),
    heads: Mapping[str, str] | None = None,
) -> list[PrintedColumn]:
    """Return the columns of one printed table; one that no layout knows has its head of ``heads``.

    ``groups`` puts the columns of these groups first and in their own order: the parts of a
    self-evaluation form share columns (weight, score) that stand elsewhere in each. ``heads`` are
    what is printed above columns that are none of the form's, levels joined by ``>``.
    """
    layout = _layout(form, table_code, variant, year)
    form = layout[0]["form"] if layout else form
    layout.sort(key=lambda row: (row["column_group"] not in groups, int(row["column_no"])))
    known: dict[str, dict[str, str]] = {}
    for row in layout:
        known.setdefault(row["column_code"], row)
    order = [code for code in known if code in printed]
    columns = []
    for code in [*order, *(code for code in printed if code not in known)]:
        own = known.get(code)
        head = (heads or {}).get(code)
        label = own["header_label"] if own else code
        path = _groups().get(
            (form or "", table_code, variant or "", code),
            _groups().get((form or "", table_code, "", code), (label,)),
        )
        if own is None and head is not None:
            path = tuple(head.split(">"))
        columns.append(PrintedColumn(code, own["column_group"] if own else "amount", path))
    return columns


def _layout(
    form: str | None, table_code: str, variant: str | None, year: int | None
) -> list[dict[str, str]]:
    """Return the columns of a variant as the form prints it, else as the first other form does."""
    for other in reading_order(form):
        rows = [
            row
            for row in _layouts().get((other, table_code), [])
            if row["variant"] == variant and _is_valid(row, year)
        ]
        if rows:
            return rows
    return []


def _is_valid(row: dict[str, str], year: int | None) -> bool:
    first, last = row["valid_from_year"] or "0", row["valid_to_year"] or "9999"
    return year is None or int(first) <= year <= int(last)


def header_rows(columns: Sequence[PrintedColumn]) -> list[list[HeaderCell]]:
    """Lay the header paths out: equal groups side by side span columns, short paths span rows."""
    depth = max((len(column.path) for column in columns), default=1)
    rows: list[list[HeaderCell]] = []
    for level in range(depth):
        cells: list[HeaderCell] = []
        previous: tuple[str, ...] | None = None
        for column in columns:
            if level >= len(column.path):
                previous = None
                continue
            path = column.path[: level + 1]
            is_last = level == len(column.path) - 1
            if path == previous and not is_last:
                last = cells[-1]
                cells[-1] = HeaderCell(last.label, last.colspan + 1, last.rowspan)
            else:
                cells.append(HeaderCell(path[-1], 1, depth - level if is_last else 1))
            previous = None if is_last else path
        rows.append(cells)
    return rows
