"""The words of performance forms as data: rows of dbt/seeds/layouts, valid for every province."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from dagster_project.form.labels import normalise_label
from dagster_project.form.seeds import LAYOUTS_DIR, read_seed
from dagster_project.form.shapes import PERFORMANCE, tables_of

# All forms print their self-evaluations in one table of the model.
(TABLE_CODE,) = tables_of(PERFORMANCE)
_SUFFIX = re.compile(r"[（(](?:[A-Z/÷×%％\s]+|(?:单位[:：])?(?:万元|元))[）)]$|[:：]$")


def plain_label(text: str) -> str:
    """Return a label without spaces, enumerator, 其中 and additions: (A), （B/A）, （万元）."""
    return _SUFFIX.sub("", normalise_label(text))


@cache
def variants_with_columns() -> dict[str, tuple[str, ...]]:
    """Return the columns of the funds rows of each variant in printed order."""
    found: dict[str, dict[str, None]] = {}
    for row in _layout_rows():
        if row["column_group"] == "funds":
            found.setdefault(row["variant"], {})[row["column_code"]] = None
    return {variant: tuple(codes) for variant, codes in found.items()}


@cache
def _layout_rows() -> tuple[dict[str, str], ...]:
    rows = read_seed(LAYOUTS_DIR / "table_layouts.csv")
    return tuple(row for row in rows if row["table_code"] == TABLE_CODE)


@cache
def _columns(group: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in _layout_rows():
        if row["column_group"] == group:
            for label in (row["header_label"], *row["header_aliases"].split("|")):
                found.setdefault(plain_label(label), row["column_code"])
    found.pop("", None)
    return found


def column_of(group: str, label: str) -> str | None:
    """Return the column that a header of a group of rows names, or None."""
    return _columns(group).get(plain_label(label))


def labels_of(group: str, column_code: str) -> tuple[str, ...]:
    """Return every known header of a column, the longest first."""
    found = [label for label, code in _columns(group).items() if code == column_code]
    return tuple(sorted(found, key=len, reverse=True))


@cache
def _lines(group: str) -> dict[str, str]:
    return {
        plain_label(row["label"]): row["row_key"]
        for row in read_seed(LAYOUTS_DIR / "line_layouts.csv")
        if row["table_code"] == TABLE_CODE and row["column_group"] == group
    }


def line_of(group: str, label: str) -> str | None:
    """Return the row key of a known line: of ``funds``, or a label of ``level1`` or ``level2``."""
    return _lines(group).get(plain_label(label))


@cache
def value_kinds() -> dict[str, str]:
    """Return the value kind of every column."""
    return {row["column_code"]: row["value_kind"] for row in _layout_rows()}


def variant_of_columns(codes: Iterable[str]) -> str | None:
    """Return the variant whose funds columns are exactly these, or None."""
    wanted = tuple(codes)
    return next((v for v, own in variants_with_columns().items() if own == wanted), None)
