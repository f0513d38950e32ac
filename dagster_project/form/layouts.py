"""Layouts as data: what the CSVs of dbt/seeds/layouts say about each form, table, column and line.

The same files are dbt seeds, so that the reader and the warehouse cannot disagree about a layout.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from dagster_project.form.identities import RowIdentity, row_identities
from dagster_project.form.labels import normalise_label, normalise_title
from dagster_project.form.seeds import LAYOUTS_DIR, read_seed
from dagster_project.form.shapes import account_table_codes

TABLE_LAYOUTS_CSV = "dbt/seeds/layouts/table_layouts.csv"
LINE_LAYOUTS_CSV = "dbt/seeds/layouts/line_layouts.csv"


@dataclass(frozen=True)
class Column:
    """One printed column of a variant of a table."""

    code: str
    group: str
    labels: tuple[str, ...]
    level: int
    value_kind: str
    # The printed labels of a column that is none of the form's.
    header: str = ""


@dataclass(frozen=True)
class Line:
    """One known printed line of a table; ``label`` is its text in the form that is compared."""

    label: str
    label_zh: str
    row_key: str
    row_role: str
    account_code: str
    value_kind: str
    value_unit: str
    column_group: str
    order: int
    valid_from_year: int
    valid_to_year: int


@dataclass(frozen=True)
class Variant:
    """One known layout of a table: its titles, columns, lines and row identities."""

    form: str
    table_code: str
    name: str
    titles: tuple[str, ...]
    title_zh: str
    printed_number: str
    valid_from_year: int
    valid_to_year: int
    columns: tuple[Column, ...]
    lines: tuple[Line, ...] = field(repr=False)
    identities: tuple[RowIdentity, ...] = field(repr=False)

    def columns_of(self, group: str) -> tuple[Column, ...]:
        """Return the columns of one side of the table."""
        return tuple(column for column in self.columns if column.group == group)

    def identities_of(self, codes: Iterable[str]) -> tuple[RowIdentity, ...]:
        """Return the identities all of whose columns are among these."""
        known = set(codes)
        return tuple(i for i in self.identities if {code for code, _ in i.weights} <= known)

    def is_valid_in(self, year: int | None) -> bool:
        """Return whether this layout was in use in the year; an unknown year excludes nothing."""
        return year is None or self.valid_from_year <= year <= self.valid_to_year

    def lines_in(self, group: str, year: int) -> tuple[Line, ...]:
        """Return the lines of one side in a year as they are printed, each row key once."""
        own = [
            line
            for line in self.lines
            if line.column_group == group and line.valid_from_year <= year <= line.valid_to_year
        ]
        found: dict[str, Line] = {}
        for line in sorted(own, key=lambda line: line.order):
            found.setdefault(line.row_key, line)
        return tuple(found.values())

    def find_line(self, label: str, group: str | None, after_order: int = 0) -> Line | None:
        """Return the line with this label; of several, the first after the line read before it.

        A label that only another form prints is known all the same: forms are families, not fences.

        gk04 prints 一般公共预算财政拨款 twice: as income of the year and as part of the opening
        carry-over. Only the order tells them apart.
        """
        wanted = normalise_label(label)
        for lines in (self.lines, _lines_of_table(self.table_code)):
            found = [
                line
                for line in lines
                if line.label == wanted and (group is None or line.column_group == group)
            ]
            later = [line for line in found if line.order > after_order]
            if found:
                return next(iter(later or found))
        return None


def _year(text: str, default: int) -> int:
    return int(text) if text else default


@cache
def _all_lines() -> dict[tuple[str, str], list[Line]]:
    """Return the lines by table code and form, each in the order of the CSV."""
    found: dict[tuple[str, str], list[Line]] = {}
    for row in read_seed(LAYOUTS_DIR / "line_layouts.csv"):
        line = Line(
            label=normalise_label(row["label"]),
            label_zh=row["label_zh"],
            row_key=row["row_key"],
            row_role=row["row_role"],
            account_code=row["account_code"],
            value_kind=row["value_kind"],
            value_unit=row["value_unit"],
            column_group=row["column_group"],
            order=int(row["line_order"]),
            valid_from_year=_year(row["valid_from_year"], 0),
            valid_to_year=_year(row["valid_to_year"], 9999),
        )
        found.setdefault((row["table_code"], row["form"]), []).append(line)
    return found


def _read_lines(table_code: str, form: str) -> tuple[Line, ...]:
    return tuple(_all_lines().get((table_code, form), ()))


@cache
def _lines_of_table(table_code: str) -> tuple[Line, ...]:
    """Return the lines that any form has in a table."""
    return tuple(line for form in reading_order(None) for line in _read_lines(table_code, form))


def _column(row: dict[str, str]) -> Column:
    aliases = [alias for alias in row["header_aliases"].split("|") if alias]
    return Column(
        code=row["column_code"],
        group=row["column_group"],
        labels=tuple(normalise_title(label) for label in (row["header_label"], *aliases)),
        level=int(row["header_level"]),
        value_kind=row["value_kind"],
    )


@cache
def read_variants() -> tuple[Variant, ...]:
    """Return every known layout of the tables of accounts, in the order of the CSV.

    Self-evaluation forms are no tables with a header above a body: tables/performance.
    """
    groups: dict[tuple[str, ...], list[dict[str, str]]] = {}
    for row in read_seed(LAYOUTS_DIR / "table_layouts.csv"):
        if row["table_code"] not in account_table_codes():
            continue
        key = (row["form"], row["table_code"], row["variant"], row["valid_from_year"])
        groups.setdefault(key, []).append(row)
    variants = []
    for (form, table_code, name, _), rows in groups.items():
        first = rows[0]
        aliases = [alias for alias in first["title_aliases"].split("|") if alias]
        variants.append(
            Variant(
                form=form,
                table_code=table_code,
                name=name,
                titles=tuple(normalise_title(title) for title in (first["title"], *aliases)),
                title_zh=first["title"],
                printed_number=first["printed_number"],
                valid_from_year=_year(first["valid_from_year"], 0),
                valid_to_year=_year(first["valid_to_year"], 9999),
                columns=tuple(_column(row) for row in rows),
                lines=_read_lines(table_code, form),
                identities=row_identities(table_code),
            )
        )
    return tuple(variants)


def layout_of(form: str, table_code: str, year: int) -> Variant | None:
    """Return the usual layout of a table in a form and year: the first that the seed lists."""
    return next(
        (
            variant
            for variant in read_variants()
            if (variant.form, variant.table_code) == (form, table_code)
            and variant.is_valid_in(year)
        ),
        None,
    )


def title_of(table_code: str, form: str) -> str:
    """Return what a form calls a table, or else what any does."""
    found = [v for v in read_variants() if v.table_code == table_code]
    return next((v.title_zh for v in sorted(found, key=lambda v: v.form != form)), "")


@cache
def reading_order(form: str | None) -> tuple[str, ...]:
    """Return the forms as their layouts are tried: the form itself, its like, the rest."""
    rows = read_seed(LAYOUTS_DIR / "form_families.csv")
    like = next((row["reads_like"] for row in rows if row["form"] == form), "")
    known = [row["form"] for row in rows]
    return tuple(sorted(known, key=lambda other: (other != form, other != like)))


def _marks(state: str) -> tuple[str, ...]:
    rows = read_seed(LAYOUTS_DIR / "printed_marks.csv")
    marks = [row["printed_mark"] for row in rows if row["cell_state"] == state]
    return tuple(sorted(filter(None, marks), key=len, reverse=True))


@cache
def read_struck_out_marks() -> tuple[str, ...]:
    """Return the marks that strike a cell out, longest first."""
    return _marks("struck_out")


@cache
def read_blank_marks() -> tuple[str, ...]:
    """Return the words for a cell of figures that is left blank (无), longest first."""
    return _marks("blank")


@cache
def read_department_labels() -> tuple[str, ...]:
    """Return the labels in front of the name of the department, as printed above tables."""
    return tuple(row["label"] for row in read_seed(LAYOUTS_DIR / "department_labels.csv"))
