"""Columns that are printed and are none of the form's: named by what heads them, summed by nobody.

What has a meaning (人员经费 under 基本支出, 年初预算数) has a code in other_columns.csv, behind the
column or side it belongs to; all others are ``other_NN`` by their place in print, from 1.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from dagster_project.form.header_words import is_measure, is_whole
from dagster_project.form.labels import comparable
from dagster_project.form.layouts import Column
from dagster_project.form.other_columns import other_words
from dagster_project.form.shapes import AMOUNT, THREE_PUBLIC, shape_of
from dagster_project.reading.tables.columns import ColumnMap, whole_path
from dagster_project.reading.tables.header import Header
from dagster_project.reading.tables.other_kinds import kind_in

_OF_WHICH = "其中"
_PERCENT = re.compile(r"[%％]|率$")


def is_apart(path: Sequence[str], parent: Column | None) -> bool:
    """Return whether a column is no summand beside the form's: 其中, a part of one, a measure."""
    return (
        parent is not None
        or any(label.startswith(_OF_WHICH) or is_measure(label) for label in path)
        or bool(_PERCENT.search(path[-1]))
    )


def parent_column(path: Sequence[str], columns: ColumnMap, header: Header) -> Column | None:
    """Return the column of the form under whose label another one stands."""
    for depth in range(len(path) - 1, 0, -1):
        above = tuple(path[:depth])
        for place, column in enumerate(columns.codes):
            own = header.paths[place]
            is_its_whole = whole_path(own) == above and (own != above or is_whole(own[-1]))
            if column is not None and not column.header and is_its_whole:
                return column
    return None


@cache
def _words() -> dict[str, tuple[str, str]]:
    return {
        comparable(label): (word.code, word.value_kind)
        for word in other_words()
        for label in word.labels
    }


def is_known(label: str) -> bool:
    """Return whether a label heads a column that departments print beside those of the form."""
    return label.removeprefix(f"{_OF_WHICH}：") in _words() or label in _words()


def _kind_of(path: Sequence[str], *, is_text: bool) -> str:
    if is_text:
        return "text"
    if any(_PERCENT.search(label) for label in path):
        return "percent"
    return next((kind[0] for kind in map(kind_in, path) if kind), "money")


def name_column(
    path: Sequence[str],
    place: int,
    parent: Column | None,
    group: str,
    *,
    is_text: bool,
    table_code: str = "",
) -> Column:
    """Return a printed column that is none of the form's, with its code, kind and head."""
    header = ">".join(path)
    known = _words().get(path[-1].removeprefix(f"{_OF_WHICH}：")) or _words().get(path[-1])
    prefix = parent.code if parent is not None else group if group != AMOUNT else ""
    if known and shape_of(table_code) == THREE_PUBLIC:
        budgets = any(label.endswith("预算数") for label in path)
        prefix = "budget" if budgets else "final"
    is_placed = parent is not None or len(path) == 1 or prefix
    if known and is_placed and not is_text:
        code = "_".join(filter(None, (prefix, known[0])))
        return Column(code, group, (header,), len(path), known[1], header)
    kind = _kind_of(path, is_text=is_text)
    return Column(f"other_{place + 1:02d}", group, (header,), len(path), kind, header)
