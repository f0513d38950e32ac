"""Extract folders of invented disclosures, as the extraction would have written them."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from dagster_project.contract.amounts import yuan_amount
from dagster_project.contract.cell_model import (
    CELL_COLUMNS,
    CLAIM_COLUMNS,
    FORMAT_VERSION,
    HEADING_COLUMNS,
)
from dagster_project.form.shapes import account_table_codes
from dagster_project.synth.figures import Form, Organization
from dagster_project.synth.tables import Row, Table


def printed(amount: int) -> str:
    """Return an amount as every form prints it: two decimals of its unit."""
    return str(Decimal(amount).scaleb(-2))


def write_folder(
    raw_dir: Path,
    organization: Organization,
    year: int,
    tables: Sequence[Table],
) -> Path:
    """Write one extract folder and return it."""
    folder = raw_dir / str(year) / f"{organization.organization_id}-{year}"
    folder.mkdir(parents=True)
    for table in tables:
        cells = _cells(table, organization.form)
        _write_csv(folder / f"{table.table_code}.csv", CELL_COLUMNS, cells)
    headings = _headings(tables)
    _write_csv(folder / "headings.csv", HEADING_COLUMNS, headings)
    _write_csv(folder / "claims.csv", CLAIM_COLUMNS, [])
    document = _document(folder.name, organization, year, tables)
    text = json.dumps(document, ensure_ascii=False, indent=1)
    (folder / "document.json").write_text(text + "\n", encoding="utf-8")
    return folder


def _cells(table: Table, form: Form) -> Iterable[dict[str, str]]:
    for row in table.rows:
        for column, amount in row.amounts.items():
            yield _cell(row, column, amount, form)


def _cell(row: Row, column: str, amount: int | None, form: Form) -> dict[str, str]:
    cell = dict.fromkeys(CELL_COLUMNS, "") | {
        "row_no": str(row.row_no),
        "row_key": row.row_key,
        "row_role": row.row_role,
        "printed_line_no": row.line_no,
        "printed_code": row.printed_code,
        "printed_label": row.label,
        "account_code": row.account_code,
        "column_code": column,
        "cell_state": "blank",
        "value_kind": "count" if row.is_count else "money",
        "printed_unit": "" if row.is_count else form.unit,
        "read_status": "confirmed",
        "confidence": "1.000",
    }
    text = _text(amount, row, form)
    if not text:
        return cell
    value = Decimal(text)
    cell |= {"cell_state": "value", "printed_text": text, "value_numeric": text}
    cell["printed_decimals"] = str(len(text.partition(".")[2]))
    if row.is_count:
        return cell | {"value_unit": "辆"}
    return cell | {"value_unit": form.unit, "amount_yuan": str(yuan_amount(value, form.unit))}


def _text(amount: int | None, row: Row, form: Form) -> str:
    if not amount:
        return "" if row.is_count else form.zero_text
    return str(amount) if row.is_count else printed(amount)


def _headings(tables: Sequence[Table]) -> Iterable[dict[str, str]]:
    for number, table in enumerate(tables, start=1):
        yield dict.fromkeys(HEADING_COLUMNS, "") | {
            "heading_no": str(number),
            "heading_kind": "table_title",
            "level": "2",
            "table_code": table.table_code,
            "printed_text": table.layout.title_zh,
        }


def _document(
    document_id: str, organization: Organization, year: int, tables: Sequence[Table]
) -> dict[str, Any]:
    form = organization.form
    digest = hashlib.sha256(document_id.encode()).hexdigest()
    name = f"{document_id}.txt"
    by_code = {table.table_code: table for table in tables}
    return {
        "format_version": FORMAT_VERSION,
        "document_id": document_id,
        "disclosure_id": document_id,
        "revision": 1,
        "supersedes": None,
        "status": "read",
        "reason_code": None,
        "reason_zh": None,
        "kind": "final_accounts",
        "form": form.code,
        "form_evidence": "虚构的文件",
        "fiscal_year": year,
        "organization_id": organization.organization_id,
        "organization_name": organization.name_zh,
        "region_code": form.region_code,
        "scope": "unit",
        "scope_evidence": "虚构的文件",
        "approved_on": None,
        "published_on": f"{year + 1}-08-20",
        "retrieved_on": None,
        "source": {
            "sha256": digest,
            "files": [
                {
                    "name": name,
                    "media_type": "text/plain",
                    "sha256": digest,
                    "bytes": 1,
                    "encoding": "utf-8",
                }
            ],
        },
        "reader": {"name": "synth", "version": "1"},
        "tables": [_table(code, by_code.get(code), form, year) for code in account_table_codes()],
    }


def _table(code: str, table: Table | None, form: Form, year: int) -> dict[str, Any]:
    is_there = table is not None
    return {
        "table_code": code,
        "printed_number": (table.layout.printed_number or None) if table else None,
        "title": table.layout.title_zh if table else None,
        "variant": table.layout.name if table else None,
        "presence": "not_required" if not table else "data" if table.rows else "empty_stated",
        "unit": form.unit if is_there else None,
        "read_status": "confirmed" if is_there else "not_read",
        "readings_agree": None,
        "identities_hold": True if table and table.rows else None,
        "reading_note": None,
        "statement": table.statement if table else None,
        "rows": len({row.row_no for row in table.rows}) if table else 0,
        "cells": sum(len(row.amounts) for row in table.rows) if table else 0,
        "page_first": None,
        "page_last": None,
        "source_locator": None,
    }


def _write_csv(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
