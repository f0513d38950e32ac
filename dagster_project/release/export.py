"""Writing one mart of a release as CSV, Excel, Parquet or JSON; the release is only read."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from dagster_project.release.content import Table
from dagster_project.release.tabular import make_inert
from dagster_project.runtime.problems import JuesuanError
from dagster_project.runtime.warehouse import quote

_BATCH = 10_000
# What a spreadsheet shows as the number it is; an apostrophe before it would alter what is printed.
_NUMBER = re.compile(r"[+-][\d,]*\.?\d+%?")


@dataclass(frozen=True)
class Mart:
    """A mart to be written: its table, the headings of its columns, and where it is read."""

    connection: duckdb.DuckDBPyConnection
    table: Table
    headings: tuple[str, ...]

    @property
    def relation(self) -> str:
        """Return the name of the mart in SQL."""
        return f"marts.{quote(self.table.name)}"

    def records(self) -> Iterator[tuple[Any, ...]]:
        """Yield the rows in a stable order, a batch at a time: memory stays flat."""
        cursor = self.connection.execute(f"select * from {self.relation} order by all")  # noqa: S608
        while batch := cursor.fetchmany(_BATCH):
            yield from batch


def column_headings(table: Table, labels: str) -> tuple[str, ...]:
    """Return the names of the columns, or their Chinese labels, each once."""
    names = [column.name for column in table.columns]
    if labels == "en":
        return tuple(names)
    short = [_short_label(column.comment) or column.name for column in table.columns]
    # Two columns with one label would be one column to many a program: the name tells them apart.
    return tuple(
        label if short.count(label) == 1 else f"{label}({name})"
        for label, name in zip(short, names, strict=True)
    )


def _short_label(comment: str) -> str:
    """Return the label of a column: its description up to the first sign."""
    return re.split(r"[:：,，;；。(（\n]", comment.strip(), maxsplit=1)[0].strip()


def write_mart(mart: Mart, path: Path, file_format: str) -> None:
    """Write the mart to ``path``, whole or not at all."""
    draft = path.with_name(f".{path.name}.part")
    try:
        _WRITERS[file_format](mart, draft)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _write_csv(mart: Mart, path: Path) -> None:
    # Spreadsheet programs take a CSV without BOM for the local encoding.
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\r\n")
        writer.writerow(mart.headings)
        for record in mart.records():
            writer.writerow([_csv_value(value) for value in record])


def _csv_value(value: Any) -> Any:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return value if _NUMBER.fullmatch(value) else make_inert(value)
    return value


def _write_xlsx(mart: Mart, path: Path) -> None:
    from dagster_project.release.worksheet_cells import (
        MAX_ROWS,
        SheetColumn,
        append_header,
        written_book,
    )

    if mart.table.rows >= MAX_ROWS:
        raise JuesuanError(
            f"{mart.table.name} has {mart.table.rows} rows, more than a worksheet holds; "
            "use --format csv or parquet"
        )
    columns = [SheetColumn(name, name, 18) for name in mart.headings]
    with written_book(path, mart.table.name) as book:
        sheet = book.add_sheet(mart.table.name, columns, mart.table.rows)
        append_header(sheet, columns)
        for record in mart.records():
            sheet.append(record)


def _write_parquet(mart: Mart, path: Path) -> None:
    columns = ", ".join(
        f"{quote(column.name)} as {quote(heading)}"
        for column, heading in zip(mart.table.columns, mart.headings, strict=True)
    )
    target = str(path).replace("'", "''")
    mart.connection.execute(
        f"copy (select {columns} from {mart.relation} order by all) "  # noqa: S608
        f"to '{target}' (format parquet, compression zstd)"
    )


def _write_json(mart: Mart, path: Path) -> None:
    with path.open("w", encoding="utf-8") as stream:
        separator = "[\n"
        for record in mart.records():
            row = dict(zip(mart.headings, record, strict=True))
            # Money becomes a string: a JSON number is a float to whoever reads it.
            stream.write(separator + json.dumps(row, ensure_ascii=False, default=str))
            separator = ",\n"
        stream.write("\n]\n" if separator == ",\n" else "[]\n")


_WRITERS: dict[str, Callable[[Mart, Path], None]] = {
    "csv": _write_csv,
    "xlsx": _write_xlsx,
    "parquet": _write_parquet,
    "json": _write_json,
}
