"""Which layout a table has: the one of its form whose columns its header prints."""

from __future__ import annotations

from collections.abc import Sequence

from dagster_project.form.layouts import (
    TABLE_LAYOUTS_CSV,
    Variant,
    read_variants,
    reading_order,
)
from dagster_project.reading.model.grid import Row
from dagster_project.reading.tables.columns import ColumnMap, map_columns
from dagster_project.reading.tables.header import Header, read_header

# Below this share of its columns a layout is not the one of the table.
_LEAST_SHARE = 0.45
# Where every head is one of the layout's: columns without a figure may have been left out.
_LEAST_ALL_KNOWN = 0.25
_OTHER_FORM = 0.01


class UnknownColumnsError(ValueError):
    """The columns of a table fit no known layout; the message names what was found."""


def variants_of(table_code: str, form: str | None, year: int | None) -> list[list[Variant]]:
    """Return the layouts of a table, of the year first: those of the form, then all others."""
    found = [v for v in read_variants() if v.table_code == table_code]
    order = reading_order(form)
    found.sort(key=lambda v: (not v.is_valid_in(year), order.index(v.form)))
    own = [v for v in found if form is None or v.form == form]
    others = [v for v in found if v not in own]
    return [group for group in (own, others) if group]


def _is_all_known(columns: ColumnMap) -> bool:
    return not columns.unknown and sum(code is not None for code in columns.codes) > 2


def choose_layout(
    header: Header, table_code: str, form: str | None, year: int | None, place: str
) -> ColumnMap:
    """Return the columns under the layout that fits best, else raise UnknownColumnsError.

    A table drawn as another form draws it is read as such: forms are families, not fences.
    """
    groups = variants_of(table_code, form, year)
    best: ColumnMap | None = None
    for group in groups:
        maps = [map_columns(header, variant) for variant in group]
        fitting = [
            m
            for m in maps
            if any(m.codes)
            and (m.share >= _LEAST_SHARE or (m.share >= _LEAST_ALL_KNOWN and _is_all_known(m)))
        ]
        found = max(fitting, key=lambda m: m.score, default=None)
        # A layout of another form counts only where it knows more of the columns.
        if found is not None and (best is None or found.score > best.score + _OTHER_FORM):
            best = found
    if best is not None:
        return best
    variants = groups[0] if groups else []
    known = "；".join(
        f"{v.name}：" + "、".join(column.labels[0] for column in v.columns) for v in variants
    )
    raise UnknownColumnsError(
        f"{place} 表头与已知版式不符（表头为：{header.words() or '没有读到表头'}；已知：{known}）；"
        f"请在 {TABLE_LAYOUTS_CSV} 中补充这一版式"
    )


def recognise_by_header(rows: Sequence[Row]) -> str | None:
    """Return the only table whose layout a header without a title can be, or None.

    gk08 and gk09 have the same columns, so has gk05 with a part of gk03: they need their titles.
    """
    header = read_header(rows)
    if not header.paths:
        return None
    complete: dict[str, int] = {}
    for variant in read_variants():
        mapped = map_columns(header, variant)
        labelled = [i for i in mapped.unknown if header.paths[i]]
        if mapped.missing or labelled or len(variant.columns) < 5 or not mapped.lead:
            continue
        complete[variant.table_code] = len(variant.columns)
    return next(iter(complete)) if len(complete) == 1 else None
