"""What the seeds lack for a document: a ready CSV row for each table that was not understood.

A row is a proposal: it says what the print most resembles. Whoever pastes it decides.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from dagster_project.form.codes import SPACED_CODE
from dagster_project.form.families import LEAST_WEIGHT
from dagster_project.form.header_words import is_lead_label, is_line_number, is_number
from dagster_project.form.labels import comparable, squeeze
from dagster_project.form.layouts import Column, Variant, read_variants
from dagster_project.form.other_columns import UNNAMED
from dagster_project.form.requirements import UNKNOWN_FORM
from dagster_project.form.seeds import LAYOUTS_DIR, read_seed
from dagster_project.form.shapes import account_table_codes
from dagster_project.form.titles import best_title, is_mark, table_of_title
from dagster_project.reading.model.cells import ReadTable, RowKind
from dagster_project.reading.model.coverage import NOT_READ, UnknownTable
from dagster_project.reading.model.document import ReadDocument
from dagster_project.reading.tables.columns import ColumnMap, map_columns
from dagster_project.reading.tables.header import Header

_CODE = re.compile(SPACED_CODE)
_LEAST_SHARE = 0.45
_LEAST_LIKENESS, _LEAST_OF_LINES = 0.5, 0.75
# What a mark may be: 附录三, 报表7; not whose table it is, 高等学校.
_MARK = re.compile(r".{0,6}?[\d一二三四五六七八九十A-Za-z]{1,4}[表号）)]?")


@dataclass(frozen=True)
class MissingRow:
    """One row to append to a seed of dbt/seeds/layouts, and what for."""

    seed: str
    row: Mapping[str, str]
    why_zh: str

    @property
    def path(self) -> str:
        """The file to which the row belongs, as people know it."""
        return f"dbt/seeds/layouts/{self.seed}.csv"

    @property
    def line(self) -> str:
        """The row as a line of that file."""
        names = list(read_seed(LAYOUTS_DIR / f"{self.seed}.csv")[0])
        buffer = io.StringIO()
        values = [self.row.get(name, "") for name in names]
        csv.writer(buffer, lineterminator="").writerow(values)
        return buffer.getvalue()


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, comparable(one), comparable(other), autojunk=False).ratio()


def _header(table: UnknownTable) -> Header:
    paths = tuple(tuple(filter(None, head.split(">"))) for head in table.heads)
    return Header(1, paths, frozenset())


def _variants(
    document: ReadDocument, table_code: str | None, *, is_read: bool = False
) -> list[Variant]:
    codes = {table_code} if table_code in account_table_codes() else set(account_table_codes())
    read = set() if is_read else {t.table_code for t in document.tables if t.cells}
    found = [v for v in read_variants() if v.table_code in codes - read]
    return sorted(found, key=lambda v: (v.form != document.form, not v.is_valid_in(document.year)))


def _best(document: ReadDocument, table: UnknownTable) -> ColumnMap | None:
    """Return the layout that the heads resemble most; of equals the one whose title is nearest."""
    if not any(table.heads):
        return None
    header = _header(table)
    maps = [map_columns(header, variant) for variant in _variants(document, None)]
    fitting = [m for m in maps if m.share >= _LEAST_SHARE and any(m.codes)]
    return max(
        fitting,
        key=lambda m: m.score + _likeness(table.title, m.variant.title_zh),
        default=None,
    )


def _for_title(document: ReadDocument, table: UnknownTable) -> Iterator[MissingRow]:
    """Yield the alias, or the mark in front of a known title, that would make the table known."""
    title = squeeze(table.title)
    if not title or table_of_title(title):
        return
    rests = (title[at:] for at in range(1, len(title)))
    known = next((rest for rest in rests if best_title(rest) == comparable(rest)), "")
    mark = title.removesuffix(known).strip("、．.：: ") if known else ""
    if mark and _MARK.fullmatch(mark) and not is_mark(mark):
        row = {"mark_code": f"printed_{document.year or ''}", "pattern": re.escape(mark)}
        why = f"表名“{title}”前的“{mark}”不是已知的表号"
        yield MissingRow("table_marks", row | {"meaning_zh": f"{mark}"}, why)
        return
    best = _best(document, table)
    if best is not None:
        code, meant = best.variant.table_code, best.variant.title_zh
        row = {"title": title, "table_code": code, "note_zh": f"栏目与“{meant}”相同"}
        yield MissingRow("title_aliases", row, f"表名“{title}”未知，栏目像 {code}“{meant}”")


def _for_leads(table: UnknownTable) -> Iterator[MissingRow]:
    """Yield the word of each column of codes or names that is not known to head one."""
    for place in table.text_columns:
        label = table.heads[place].split(">")[-1] if place < len(table.heads) else ""
        if label and not is_lead_label(label):
            row = {"word": comparable(label), "word_kind": "lead"}
            yield MissingRow("header_words", row, f"“{label}”一栏是编码或名称，不是数字")


def _nearest(variant: Variant, paths: Mapping[int, tuple[str, ...]]) -> dict[int, Column]:
    """Return the columns of a layout by the place of the printed one that resembles each most."""
    ranked = sorted(
        (
            (max(_likeness(path[-1], label.split(">")[-1]) for label in column.labels), -at, number)
            for at, path in paths.items()
            for number, column in enumerate(variant.columns)
        ),
        reverse=True,
    )
    found: dict[int, Column] = {}
    for likeness, negative, number in ranked:
        column = variant.columns[number]
        if likeness >= _LEAST_LIKENESS and -negative not in found and column not in found.values():
            found[-negative] = column
    return found


def _for_columns(document: ReadDocument, table: UnknownTable) -> Iterator[MissingRow]:
    """Yield a layout as printed, one row a column, after the known layout that is nearest to it."""
    header = _header(table)
    lead = set(table.text_columns) | {i for i, p in enumerate(header.paths) if is_line_number(p)}
    paths = {i: path for i, path in enumerate(header.paths) if path and i not in lead}
    nearest = [(v, _nearest(v, paths)) for v in _variants(document, table.table_code)]
    variant, columns = max(nearest, key=lambda pair: len(pair[1]), default=(None, {}))
    if variant is None or not columns:
        return
    heads = [(">".join(paths[place]), column) for place, column in sorted(columns.items())]
    yield from _layout_rows(document, variant, table.title, heads)


def _layout_rows(
    document: ReadDocument, variant: Variant, title: str, heads: Sequence[tuple[str, Column]]
) -> Iterator[MissingRow]:
    """Yield the rows of a layout that prints these heads over the columns of a known one."""
    rows = {
        row["column_code"]: row
        for row in read_seed(LAYOUTS_DIR / "table_layouts.csv")
        if (row["form"], row["table_code"], row["variant"])
        == (variant.form, variant.table_code, variant.name)
    }
    for number, (head, column) in enumerate(heads, start=1):
        like = rows[column.code]
        own = {
            "valid_from_year": str(document.year or like["valid_from_year"]),
            "valid_to_year": "",
            "variant": f"printed_{document.year or 'unknown'}",
            "title": squeeze(title),
            "title_aliases": "",
            "is_required": "false",
            "column_no": str(number),
            "header_label": head or like["header_label"],
            "header_aliases": "" if head else like["header_aliases"],
        }
        why = f"“{head or like['header_label']}”一栏像 {column.code}（{column.labels[0]}）"
        yield MissingRow("table_layouts", like | own, why)


def _for_strangers(document: ReadDocument, table: ReadTable) -> Iterator[MissingRow]:
    """Yield what is lacking for columns of a table that was read, and that no layout knows."""
    printed: dict[str, list[str]] = {}
    heads: dict[str, str] = {}
    for cell in table.cells:
        own = printed.setdefault(cell.column_code, [])
        if UNNAMED.fullmatch(cell.column_code) and cell.printed_header:
            heads[cell.column_code] = cell.printed_header
            own += [squeeze(cell.printed_text)] if cell.cell_state == "value" else []
    leads = {
        code: head
        for code, head in heads.items()
        if printed[code] and not any(is_number(t) and not _CODE.fullmatch(t) for t in printed[code])
    }
    for head in leads.values():
        row = {"word": comparable(head.split(">")[-1]), "word_kind": "lead"}
        yield MissingRow("header_words", row, f"“{head}”一栏是编码或名称，不是数字")
    variant = next(
        (
            v
            for v in _variants(document, table.table_code, is_read=True)
            if v.name == table.variant and {c.code for c in v.columns} & set(printed)
        ),
        None,
    )
    strangers = {at: head for at, head in enumerate(heads.values()) if head not in leads.values()}
    if variant is None or not strangers:
        return
    missing = tuple(column for column in variant.columns if column.code not in printed)
    paths = {at: tuple(head.split(">")) for at, head in strangers.items()}
    found = _nearest(replace(variant, columns=missing), paths) if missing else {}
    named = {column.code: strangers[at] for at, column in found.items()}
    if named:
        present = [c for c in variant.columns if c.code in printed or c.code in named]
        columns = [(named.get(column.code, ""), column) for column in present]
        yield from _layout_rows(document, variant, table.title or "", columns)


def _for_lines(document: ReadDocument, table: ReadTable) -> Iterator[MissingRow]:
    """Yield the known line that each unknown label of a table resembles."""
    seed = [
        row
        for row in read_seed(LAYOUTS_DIR / "line_layouts.csv")
        if row["table_code"] == table.table_code
    ]
    seed.sort(key=lambda row: row["form"] != document.form)
    labels = {c.printed_label for c in table.cells if c.row_kind is RowKind.UNKNOWN}
    taken = {cell.base_key for cell in table.cells if cell.row_kind is RowKind.KNOWN}
    for label in sorted(labels):
        free = [row for row in seed if row["row_key"] not in taken]
        like = max(free, key=lambda row: _likeness(label, row["label"]), default=None)
        if like is None or _likeness(label, like["label"]) < _LEAST_OF_LINES:
            continue
        taken.add(like["row_key"])
        own = {"label": squeeze(label), "valid_to_year": ""}
        why = f"{table.title} 的行“{label}”像“{like['label_zh']}”"
        yield MissingRow("line_layouts", like | own, why)


def _for_form(document: ReadDocument) -> Iterator[MissingRow]:
    """Yield the row by which this publisher's form would be known: that of its tables."""
    if document.form not in (None, UNKNOWN_FORM) or document.organization is None:
        return
    printed = {t.table_code for t in document.tables if t.cells}
    if not printed:
        return
    tables = {(v.form, v.table_code) for v in read_variants()}
    forms = {form for form, _ in tables}
    best = max(sorted(forms), key=lambda form: len(printed & {c for f, c in tables if f == form}))
    name = document.organization.name
    row = {
        "evidence_code": f"{best}_{name}",
        "form": best,
        "evidence_kind": "organization",
        "value": f"^{re.escape(name)}$",
        "weight": str(LEAST_WEIGHT),
        "meaning_zh": "此单位的各表与此表式相同",
    }
    yield MissingRow("form_evidence", row, f"表式未知，各表像 {best}")


def find_missing_rows(document: ReadDocument) -> list[MissingRow]:
    """Return the rows that the seeds lack for a document, in the order of its tables."""
    found: list[MissingRow] = []
    for table in document.unknown_tables:
        if table.state == NOT_READ and table.table_code and table.heads:
            # A known title over unknown columns; where the columns fit, a word before them is new.
            leads = list(_for_leads(table))
            known = replace(table, heads=tuple(_without(table, leads)))
            fits = _best_of(document, known)
            found += leads + ([] if fits else list(_for_columns(document, table)))
        elif not table.table_code or table.state != NOT_READ:
            found += _for_title(document, table)
    for read in document.tables:
        if read.table_code in account_table_codes():
            found += [*_for_strangers(document, read), *_for_lines(document, read)]
    found += _for_form(document)
    unique = {(row.seed, row.line): row for row in found}
    return list(unique.values())


def _without(table: UnknownTable, leads: Sequence[MissingRow]) -> Iterator[str]:
    """Yield the heads with the new words for codes and names as if they were known."""
    words = {row.row["word"] for row in leads}
    for head in table.heads:
        yield "项目" if comparable(head.split(">")[-1]) in words else head


def _best_of(document: ReadDocument, table: UnknownTable) -> bool:
    header = _header(table)
    maps = [map_columns(header, v) for v in _variants(document, table.table_code)]
    return any(m.share >= _LEAST_SHARE and any(m.codes) for m in maps)
