"""Tables that are none of the form's, for documents that print one."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

from dagster_project.contract.cell_model import CELL_COLUMNS
from tests import factories
from tests.rules.writing import Record

# A row: code (blank for a line), label, and what is printed below each head.
KeptRow = tuple[str, str, Sequence[str]]
_AMOUNT = re.compile(r"(?:-?[\d,]+(?:\.\d+)?)?")
_COUNTED = re.compile(r"（(辆|个|人)）")


def _cell(row_no: int, row: KeptRow, place: int, head: str) -> Record:
    code, label, printed = row
    counted = _COUNTED.search(label)
    key = f"row_{row_no:03d}"
    is_text = not _AMOUNT.fullmatch(printed[place])
    figures = {"c": "" if is_text else printed[place]}
    record = factories.cell(row_no, (key, "line", label, figures), "c")
    if is_text:
        record |= {"printed_text": printed[place], "cell_state": "value", "value_kind": "text"}
    record |= {
        "column_code": f"c{place + 2:02d}",
        "row_role": "of_which" if label.startswith("其中") else "line",
        "printed_code": code,
        "printed_line_no": "",
        "printed_header": head,
        "source_locator": f"第9张表!{chr(66 + place)}{row_no}",
    }
    if counted and printed[place]:
        record |= {"value_kind": "count", "value_unit": counted[1]}
        record |= {"amount_yuan": "", "printed_decimals": "0"}
    return record


def add_kept(
    folder: Path, number: int, title: str, heads: Sequence[str], rows: Sequence[KeptRow]
) -> None:
    """Add a table that is kept as printed to a folder."""
    code = f"other_{number:02d}"
    records = [
        _cell(row_no, row, place, head)
        for row_no, row in enumerate(rows, start=1)
        for place, head in enumerate(heads)
    ]
    factories.write_csv(folder / f"{code}.csv", CELL_COLUMNS, records)
    content = json.loads((folder / "document.json").read_text(encoding="utf-8"))
    table = {
        "table_code": code,
        "printed_number": None,
        "title": title,
        "variant": "as_printed",
        "presence": "data",
        "unit": "元",
        "read_status": "confirmed",
        "reading_note": None,
        "statement": None,
        "rows": len(rows),
        "cells": len(records),
        "page_first": None,
        "page_last": None,
        "source_locator": None,
    }
    factories.edit_json(folder, tables=[*content["tables"], table])
