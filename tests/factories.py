"""Builders of small extract folders with fixed defaults.

``write_document(raw, "a-2022")`` writes a tiny disclosure that adds up: 100.00 元 of appropriation,
spent on one function (2080101) as 60.00 basic (personnel) and 40.00 project.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from dagster_project.contract.amounts import yuan_amount
from dagster_project.contract.cell_model import (
    CELL_COLUMNS,
    CLAIM_COLUMNS,
    HEADING_COLUMNS,
    NARRATIVE_COLUMNS,
)
from dagster_project.contract.words import word

YEAR = 2022
ORGANIZATION = "factory-bureau"

# table → (title, rows); a row is (row_key, row_role, label, {column_code: printed text}).
Row = tuple[str, str, str, dict[str, str]]
_FUNCTIONS = (
    ("total", "total", "合计"),
    ("208", "class", "社会保障和就业支出"),
    ("20801", "section", "人力资源和社会保障管理事务"),
    ("2080101", "item", "行政运行"),
)
_ECONOMIC = (
    ("personnel_total", "total", "人员经费合计"),
    ("301", "class", "工资福利支出"),
    ("30101", "section", "基本工资"),
    ("public_total", "total", "公用经费合计"),
)
_THREE_PUBLIC = ("total", "abroad", "vehicles", "purchase", "running", "reception")


def _function_rows(figures: dict[str, str]) -> list[Row]:
    return [(key, role, label, dict(figures)) for key, role, label in _FUNCTIONS]


def default_tables() -> dict[str, list[Row]]:
    """Return fresh rows of every table that the tiny disclosure fills."""
    income = (
        "fiscal_appropriation superior_subsidy undertaking operating affiliated_remittance other"
    )
    spending = "remitted_to_superior operating subsidy_to_affiliated"
    basic = {"total": "100.00", "basic": "60.00", "project": "40.00"}
    fund = {
        "total": "100.00",
        "general_public": "100.00",
        "government_fund": "",
        "state_capital": "",
    }
    line, total = "line", "total"
    return {
        "gk01": [
            (*_line("general_public_appropriation", line), {"income_amount": "100.00"}),
            (*_line("208", "class"), {"expenditure_amount": "100.00"}),
            (*_line("income_total", total), {"income_amount": "100.00"}),
            (*_line("expenditure_total", total), {"expenditure_amount": "100.00"}),
            (
                *_line("grand_total", total),
                {"income_amount": "100.00", "expenditure_amount": "100.00"},
            ),
        ],
        "gk02": _function_rows(
            {"total": "100.00"}
            | dict.fromkeys(income.split(), "")
            | {"fiscal_appropriation": "100.00"}
        ),
        "gk03": _function_rows(basic | dict.fromkeys(spending.split(), "")),
        "gk04": [
            (*_line("general_public_appropriation", line), {"income_amount": "100.00"}),
            (*_line("208", "class"), dict(fund)),
            (*_line("income_total", total), {"income_amount": "100.00"}),
            (*_line("expenditure_total", total), dict(fund)),
            (*_line("grand_total", total), {"income_amount": "100.00"} | fund),
        ],
        "gk05": _function_rows(basic),
        "gk06": [
            (key, role, label, {"basic": "" if key == "public_total" else "60.00"})
            for key, role, label in _ECONOMIC
        ],
        "gk07": [
            (
                *_line("three_public", line),
                {
                    f"{side}_{part}": "0.00"
                    for side in ("budget", "final")
                    for part in _THREE_PUBLIC
                },
            )
        ],
    }


def _line(key: str, role: str) -> tuple[str, str, str]:
    return key, role, key


def cell(row_no: int, row: Row, column_code: str, **changes: str) -> dict[str, str]:
    """Return one cell record; ``changes`` replaces any of its fields."""
    key, role, label, figures = row
    printed = figures[column_code]
    plain = printed.replace(",", "")
    code = key if key.isdecimal() else ""
    record = {
        "row_no": str(row_no),
        "row_key": key,
        "row_role": role,
        "printed_line_no": str(row_no),
        "printed_code": code,
        "printed_label": label,
        "account_code": code,
        "column_code": column_code,
        "printed_text": printed,
        "cell_state": "value" if printed else "blank",
        "value_kind": "money",
        "value_numeric": plain,
        "value_unit": "元" if printed else "",
        "amount_yuan": str(Decimal(plain).quantize(Decimal("0.01"))) if printed else "",
        "printed_unit": "元",
        "printed_decimals": "2" if printed else "",
        "page": "",
        "bbox": "",
        "source_locator": f"L{row_no}",
        "read_status": "confirmed",
        "confidence": "1",
    }
    return record | changes


def with_value(record: dict[str, str], printed: str, unit: str = "元") -> dict[str, str]:
    """Return a record of money as it would be read if these plain digits stood in its cell."""
    if not printed:
        emptied = ("printed_text", "value_numeric", "amount_yuan", "printed_decimals")
        return record | dict.fromkeys(emptied, "") | {"cell_state": "blank"}
    return record | {
        "printed_text": printed,
        "cell_state": "value",
        "value_numeric": printed,
        "value_unit": unit,
        "printed_unit": unit,
        "amount_yuan": str(yuan_amount(Decimal(printed), unit)),
        "printed_decimals": str(len(printed.partition(".")[2])),
    }


def cells_of(rows: Iterable[Row]) -> list[dict[str, str]]:
    """Return the cell records of a table."""
    return [
        cell(number, row, column) for number, row in enumerate(rows, start=1) for column in row[3]
    ]


def write_csv(path: Path, columns: Sequence[str], records: Iterable[dict[str, str]]) -> None:
    """Write records in the contract's CSV dialect."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(records)


def columns_of(file: str) -> Sequence[str]:
    """Return the columns of one of the CSVs that ``write_document`` writes."""
    others = {"headings.csv": HEADING_COLUMNS, "narrative.csv": NARRATIVE_COLUMNS}
    return others.get(file, CELL_COLUMNS)


def document_json(document_id: str, tables: dict[str, list[Row]], year: int) -> dict[str, Any]:
    """Return the contents of document.json for ``tables``."""
    return {
        "format_version": 1,
        "document_id": document_id,
        "disclosure_id": document_id,
        "revision": 1,
        "supersedes": None,
        "status": "read",
        "reason_code": None,
        "reason_zh": None,
        "kind": "final_accounts",
        "form": "shanxi",
        "fiscal_year": year,
        "organization_id": f"{ORGANIZATION}-{document_id}",
        "organization_name": "某市某局",
        "region_code": "140900",
        "scope": "unknown",
        "scope_evidence": None,
        "approved_on": None,
        "published_on": f"{year + 1}-09-01",
        "retrieved_on": None,
        "source": {
            "sha256": "0" * 64,
            "files": [
                {
                    "name": f"{document_id}.txt",
                    "media_type": "text/plain",
                    "sha256": "0" * 64,
                    "bytes": 1,
                    "encoding": "utf-8",
                }
            ],
        },
        "reader": {"name": "factory", "version": "1"},
        "tables": [_table_json(f"gk{n:02d}", tables) for n in range(1, 11)],
    }


def _table_json(code: str, tables: dict[str, list[Row]]) -> dict[str, Any]:
    rows = tables.get(code, [])
    empty = "not_required" if code == "gk10" else "empty_stated"
    return {
        "table_code": code,
        "printed_number": f"公开{code[2:]}表",
        "title": word(code, "table"),
        "variant": "basic_only" if code == "gk06" else "standard",
        "presence": "data" if rows else empty,
        "unit": "元" if rows else None,
        "read_status": "confirmed",
        "reading_note": None,
        "statement": None if rows else "本部门无此项",
        "rows": len(rows),
        "cells": sum(len(row[3]) for row in rows),
        "page_first": None,
        "page_last": None,
        "source_locator": None,
    }


def write_document(
    raw_dir: Path,
    document_id: str,
    *,
    year: int = YEAR,
    tables: dict[str, list[Row]] | None = None,
    **fields: Any,
) -> Path:
    """Write ``raw_dir/<year>/<document_id>/`` and return it; ``fields`` replaces document facts."""
    tables = default_tables() if tables is None else tables
    folder = raw_dir / str(year) / document_id
    folder.mkdir(parents=True)
    for code, rows in tables.items():
        write_csv(folder / f"{code}.csv", CELL_COLUMNS, cells_of(rows))
    heading = dict.fromkeys(HEADING_COLUMNS, "") | {
        "heading_no": "1",
        "heading_kind": "part",
        "level": "1",
        "printed_text": "第一部分 部门概况",
    }
    write_csv(folder / "headings.csv", HEADING_COLUMNS, [heading])
    line = dict.fromkeys(NARRATIVE_COLUMNS, "") | {
        "line_no": "1",
        "text": "示例局2023年度收入总计3.00元。",
        "source_locator": "L3-L4",
        "section_code": "3.1",
    }
    write_csv(folder / "narrative.csv", NARRATIVE_COLUMNS, [line])
    write_csv(folder / "claims.csv", CLAIM_COLUMNS, [])
    content = document_json(document_id, tables, year) | fields
    write_json(folder / "document.json", content)
    return folder


def write_refused(raw_dir: Path, document_id: str, year: int | str = "unknown") -> Path:
    """Write the folder of a document that its reader refused."""
    folder = raw_dir / str(year) / document_id
    folder.mkdir(parents=True)
    content = document_json(document_id, {}, YEAR) | {
        "status": "refused",
        "reason_code": "unreadable",
        "reason_zh": "扫描件,无法识别文字",
        "fiscal_year": None if year == "unknown" else year,
        "tables": [],
    }
    write_json(folder / "document.json", content)
    return folder


def write_json(path: Path, content: object) -> None:
    """Write JSON as the extraction does."""
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")


def edit_json(folder: Path, **changes: Any) -> None:
    """Replace fields of a folder's document.json."""
    path = folder / "document.json"
    write_json(path, json.loads(path.read_text(encoding="utf-8")) | changes)


def with_table(document: dict[str, Any], table: str, **changes: Any) -> dict[str, Any]:
    """Return document.json with other facts of one table."""
    tables = [t | changes if t["table_code"] == table else t for t in document["tables"]]
    return document | {"tables": tables}


def edit_cell(folder: Path, table: str, row_key: str, column_code: str, **changes: str) -> None:
    """Replace fields of one cell; fails when there is no such cell."""
    path = folder / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        records = list(csv.DictReader(stream))
    [found] = [r for r in records if (r["row_key"], r["column_code"]) == (row_key, column_code)]
    found.update(changes)
    write_csv(path, CELL_COLUMNS, records)
