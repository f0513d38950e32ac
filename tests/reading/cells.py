"""Cells for tests that need only a few of their fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from dagster_project.reading.model.cells import CONFIRMED, Cell

_FIELDS: dict[str, Any] = {
    "row_no": 1,
    "row_key": "total",
    "row_role": "line",
    "printed_line_no": "",
    "printed_code": "",
    "printed_label": "",
    "account_code": "",
    "column_code": "total",
    "printed_text": "",
    "cell_state": "blank",
    "value_kind": "money",
    "value_numeric": None,
    "value_unit": "万元",
    "amount_yuan": None,
    "printed_unit": "万元",
    "printed_decimals": None,
    "page": None,
    "bbox": None,
    "source_locator": "L1",
    "read_status": CONFIRMED,
    "confidence": Decimal(1),
}


def made_cell(**fields: Any) -> Cell:
    """Return a cell, blank and confirmed where nothing else is said."""
    return Cell(**(_FIELDS | fields))


def named_cells(rows: Iterable[Mapping[str, str]]) -> list[Cell]:
    """Return rows of a table's CSV as cells that say no more than whose they are."""
    names = ("account_code", "printed_label")
    return [made_cell(**{name: row[name] for name in names}) for row in rows]
