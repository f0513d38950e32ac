"""Extract folders of the documents of the linear rules."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from tests import factories
from tests.rules.linear_department import Row
from tests.rules.linear_document import Document
from tests.rules.writing import Record, Write, edit_records


def printed(amount: Decimal | None, column: str) -> str:
    """Return an amount as a table prints it: counts whole, money to two decimals."""
    if amount is None:
        return ""
    return str(int(amount)) if column == "quantity" else f"{amount:.2f}"


def _row(row: Row) -> factories.Row:
    key, role, label, figures = row
    return key, role, label, {column: printed(v, column) for column, v in figures.items()}


def _in_unit(record: Record, unit: str) -> Record:
    if record["column_code"] == "quantity":
        counted = {"value_kind": "count", "value_unit": "辆", "amount_yuan": ""}
        return record | counted | {"printed_unit": "", "printed_decimals": "0"}
    if unit == "元" or not record["value_numeric"]:
        return record | {"printed_unit": unit}
    yuan = f"{10_000 * Decimal(record['value_numeric']):.2f}"
    return record | {"printed_unit": unit, "value_unit": unit, "amount_yuan": yuan}


def writer(document: Document) -> Write:
    """Return a writer of a document."""
    department = document.department

    def write(raw_dir: Path, document_id: str) -> None:
        rows = {table: [_row(row) for row in found] for table, found in document.tables.items()}
        folder = factories.write_document(
            raw_dir, document_id, tables=rows, form=department.form, organization_id=document_id
        )
        for table in rows:
            is_read = document.state(table) == "read"
            edit_records(
                folder,
                table,
                lambda records, keep=is_read: [
                    _in_unit(record, department.unit) for record in records if keep
                ],
            )
        content = factories.document_json(document_id, rows, factories.YEAR)
        factories.edit_json(folder, tables=[_table(document, t) for t in content["tables"]])

    return write


def _table(document: Document, table: dict) -> dict:
    code = table["table_code"]
    changes = {"variant": document.department.variants.get(code, "standard")}
    state = document.state(code)
    if state in ("read", "unread"):
        changes["unit"] = document.department.unit
    if state == "unread":
        changes |= {"read_status": "not_read", "rows": 0, "cells": 0}
    return table | changes
