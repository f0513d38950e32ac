"""Tiny documents that differ from the factory's in one thing."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dagster_project.contract.cell_model import CELL_COLUMNS, HEADING_COLUMNS
from tests import factories

Write = Callable[[Path, str], None]
Record = dict[str, str]
Change = Callable[[list[Record]], list[Record]]
Heading = tuple[str, str, str]


def write_headings(folder: Path, headings: list[Heading]) -> None:
    """Replace the headings of a folder by (kind, section code, text) in reading order."""
    rows = [
        dict.fromkeys(HEADING_COLUMNS, "")
        | {
            "heading_no": str(number),
            "heading_kind": kind,
            "level": "1",
            "section_code": code,
            "printed_text": text,
            "page": str(number),
            "source_locator": f"L{number}",
        }
        for number, (kind, code, text) in enumerate(headings, start=1)
    ]
    factories.write_csv(folder / "headings.csv", HEADING_COLUMNS, rows)


def headed(headings: list[Heading], **fields: Any) -> Write:
    """Return a writer of the factory's document with these headings."""

    def write(raw_dir: Path, document_id: str) -> None:
        write_headings(factories.write_document(raw_dir, document_id, **fields), headings)

    return write


def edit_records(folder: Path, table: str, change: Change) -> None:
    """Replace the cell records of one table."""
    path = folder / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        records = list(csv.DictReader(stream))
    factories.write_csv(path, CELL_COLUMNS, change(records))


def edited(table: str, change: Change, **fields: Any) -> Write:
    """Return a writer of the factory's document with the records of one table changed."""

    def write(raw_dir: Path, document_id: str) -> None:
        edit_records(factories.write_document(raw_dir, document_id, **fields), table, change)

    return write


def with_tables(table: str, rows: list[factories.Row], **fields: Any) -> Write:
    """Return a writer of the factory's document with other rows in one table."""

    def write(raw_dir: Path, document_id: str) -> None:
        tables = factories.default_tables() | {table: rows}
        factories.write_document(raw_dir, document_id, tables=tables, **fields)

    return write


def edit_table_json(folder: Path, table: str, **changes: Any) -> None:
    """Change what document.json says of one table."""
    content = json.loads((folder / "document.json").read_text(encoding="utf-8"))
    factories.edit_json(folder, **factories.with_table(content, table, **changes))


def without_table(table: str, **fields: Any) -> Write:
    """Return a writer of the factory's document without one table."""

    def write(raw_dir: Path, document_id: str) -> None:
        tables = factories.default_tables()
        del tables[table]
        folder = factories.write_document(raw_dir, document_id, tables=tables, **fields)
        edit_table_json(
            folder, table, presence="missing", read_status="not_read", statement=None, unit=None
        )

    return write
