"""Marts made by hand: tables as the contract declares them, filled with a disclosure that adds up.

The tables are created from the models' yml, so that a column which the contract gains or renames
is there or missing here too. Nothing runs dbt.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import yaml

from dagster_project.runtime.settings import DBT_DIR, SEEDS_DIR

Row = dict[str, Any]

_ITEMS = (
    ("205", "教育支出", "20503", "职业教育", "2050303", "技校教育", "0.00", "2719820.00"),
    (
        "208",
        "社会保障和就业支出",
        "20801",
        "管理事务",
        "2080101",
        "行政运行",
        "7013207.30",
        "210218.00",
    ),
    (
        "208",
        "社会保障和就业支出",
        "20801",
        "管理事务",
        "2080199",
        "其他管理事务",
        "0.00",
        "1912395.21",
    ),
    (
        "210",
        "卫生健康支出",
        "21011",
        "行政单位医疗",
        "2101101",
        "行政单位医疗",
        "165656.26",
        "0.00",
    ),
)
_LEVELS = {3: "class", 5: "section", 7: "item"}
_ECONOMIC = (
    ("301", "工资福利支出", "class", "personnel", "6000000.00"),
    ("30101", "基本工资", "section", "personnel", "6000000.00"),
    ("302", "商品和服务支出", "class", "public", "1178863.56"),
    ("30201", "办公费", "section", "public", "1178863.56"),
)


@contextmanager
def new_database(release: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Yield a connection to the database of a release, with an empty schema ``marts``."""
    with duckdb.connect(str(release / "juesuan.duckdb")) as connection:
        connection.execute("create schema marts")
        yield connection


def create_marts(connection: duckdb.DuckDBPyConnection) -> None:
    """Create every mart of the contract, empty."""
    contract = yaml.safe_load((DBT_DIR / "models/marts/_marts__models.yml").read_text("utf-8"))
    for model in contract["models"]:
        columns = ", ".join(f'"{c["name"]}" {c["data_type"]}' for c in model["columns"])
        connection.execute(f"create table marts.{model['name']} ({columns})")


def insert(connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Row]) -> None:
    """Insert rows by column name."""
    for row in rows:
        names = ", ".join(f'"{name}"' for name in row)
        marks = ", ".join("?" for _ in row)
        connection.execute(
            f"insert into marts.{table} ({names}) values ({marks})", list(row.values())
        )


def insert_rules(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill the catalogue from the seed."""
    known = {
        name
        for (name,) in connection.execute(
            "select column_name from duckdb_columns() where table_name = 'rules'"
        ).fetchall()
    }
    with (SEEDS_DIR / "rules" / "rule_catalog.csv").open(encoding="utf-8", newline="") as stream:
        rows = [
            {name: value or None for name, value in row.items() if name in known}
            | {"formula_zh": f"{row['rule_id']} 左 = 右"}
            for row in csv.DictReader(stream)
        ]
    insert(connection, "rules", rows)


def insert_metrics(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill the catalogue of metrics from the seed."""
    with (SEEDS_DIR / "policy" / "metric_definitions.csv").open(encoding="utf-8") as stream:
        rows = [
            {
                "metric_zh": row["title_zh"],
                "metric_unit": row["unit"],
                **{n: row[n] for n in ("metric_code", "metric_order", "formula_zh", "source_zh")},
            }
            for row in csv.DictReader(stream)
        ]
    insert(connection, "metrics", rows)


def accounts() -> dict[str, tuple[str, Decimal, Decimal]]:
    """Return {code: (name, basic, project)} of every level; the upper levels are added up here."""
    found: dict[str, tuple[str, Decimal, Decimal]] = {}
    for *names, basic, project in _ITEMS:
        for code, name in zip(names[::2], names[1::2], strict=True):
            _, old_basic, old_project = found.get(code, (name, Decimal(0), Decimal(0)))
            found[code] = (name, old_basic + Decimal(basic), old_project + Decimal(project))
    return found


def cell(document_id: str, table: str, row_no: int, column: str, text: str, **fields: Any) -> Row:
    """Return one printed cell; an empty text is a blank cell."""
    state = "value" if text else "blank"
    return {
        "document_id": document_id,
        "table_code": table,
        "row_no": row_no,
        "column_code": column,
        "row_key": f"line_{row_no}",
        "row_role": "line",
        "printed_label": "",
        "printed_text": text,
        "cell_state": state,
        "value_kind": "money",
        "amount_yuan": Decimal(text.replace(",", "")) if text else None,
        "source_locator": f"L{row_no}",
        "read_status": "confirmed",
    } | fields


def document_rows(
    document_id: str, name: str = "甲局", year: int = 2022, **fields: Any
) -> dict[str, list[Row]]:
    """Return the rows of every mart for one open document whose tables add up."""
    key = {
        "document_id": document_id,
        "disclosure_id": document_id,
        "fiscal_year": year,
        "organization_id": f"org-{document_id}",
        "organization_name": name,
        "region_code": "140900",
        "scope": "unit",
    }
    by_code = accounts()
    basic = sum((b for code, (_, b, _) in by_code.items() if len(code) == 7), Decimal(0))
    project = sum((p for code, (_, _, p) in by_code.items() if len(code) == 7), Decimal(0))
    counts = {"checks": 4, "passes": 2, "roundings": 0, "fails": 1, "no_data": 1}
    document = {
        **key,
        **counts,
        "not_applicable": 0,
        "revision": 1,
        "is_current": True,
        "form": "shanxi",
        "gate_status": "open",
        "has_findings": False,
        "read_status": "confirmed",
        "source_files": "来源.pdf",
    } | fields
    facts = [
        key
        | {
            "account_code": code,
            "account_name": label,
            "account_level": _LEVELS[len(code)],
            "row_key": code,
            "is_leaf": len(code) == 7,
            "total": b + p,
            "basic": b,
            "project": p,
        }
        for code, (label, b, p) in by_code.items()
    ]
    economic = [
        key
        | {
            "account_code": code,
            "account_name": label,
            "account_level": level,
            "row_key": code,
            "expense_group": group,
            "total": Decimal(amount),
            "basic": Decimal(amount),
        }
        for code, label, level, group, amount in _ECONOMIC
    ]
    money = {"budget_running": "60000.00", "final_running": "59913.20"}
    return {
        "organizations": [
            {
                "organization_id": key["organization_id"],
                "organization_name": name,
                "region_code": "140900",
                "region_name": "忻州市",
            }
        ],
        "documents": [document],
        "document_tables": [
            {
                "document_id": document_id,
                "table_code": code,
                "printed_number": f"公开{code[2:]}表",
                "title": title,
                "printed_unit": "元",
                "variant": "standard",
                "presence": "data",
                "read_status": "confirmed",
                "page_first": page,
                "page_last": page,
            }
            for page, (code, title) in enumerate(
                (
                    ("gk01", "收入支出决算总表"),
                    ("gk03", "支出决算表"),
                    ("gk07", "“三公”经费支出决算表"),
                ),
                start=1,
            )
        ],
        "cells": _cells(document_id, by_code, basic, project),
        "expenditure_by_function": facts,
        "expenditure_by_economic": economic,
        "three_public": [
            key | {"budget_basis": "full_year"} | {n: Decimal(v) for n, v in money.items()}
        ],
        "department_year": [
            key
            | {
                "expenditure_total": basic + project,
                "income_total": basic + project,
                "basic": basic,
                "project": project,
            }
        ],
        "metric_values": [
            key
            | {
                "metric_code": "project_share",
                "metric_unit": "%",
                "metric_value": (100 * project / (basic + project)).quantize(Decimal("0.01")),
                "peers": 7,
                "peer_percentile": 64,
            }
        ],
        "year_on_year": [
            key
            | {
                "metric": "expenditure_total",
                "amount": basic + project,
                "prior_disclosed": basic,
                "is_comparable": True,
            }
        ],
        "performance_projects": [
            key
            | {
                "project_key": f"p{number}",
                "project_name": f"项目{number}",
                "score": Decimal(score),
                "grade": "优",
            }
            for number, score in enumerate(("92.58", "88"), start=1)
        ],
        "checks": [
            {
                "check_id": f"{document_id}-{number}",
                "document_id": document_id,
                "fiscal_year": year,
                "rule_id": rule,
                "subject": "total",
                "subject_zh": "合计",
                "status": status,
                "reason_code": reason,
                "evidence": "[]",
            }
            for number, (rule, status, reason) in enumerate(
                (
                    ("I01", "pass", "compared"),
                    ("I02", "pass", "compared"),
                    ("I11", "fail", "compared"),
                    ("X18", "no_data", "table_missing"),
                )
            )
        ],
    }


def _cells(
    document_id: str,
    by_code: Mapping[str, tuple[str, Decimal, Decimal]],
    basic: Decimal,
    project: Decimal,
) -> list[Row]:
    total = f"{basic + project:.2f}"
    cells = [
        cell(document_id, "gk01", 1, "income_amount", total, printed_label="一、财政拨款收入"),
        cell(document_id, "gk01", 1, "expenditure_amount", "", printed_label="一、公共服务支出"),
        cell(document_id, "gk01", 2, "income_amount", "0.00", printed_label="二、事业收入"),
        # Nothing is printed on the right of row 3.
        cell(document_id, "gk01", 2, "expenditure_amount", total, printed_label="本年支出合计"),
        cell(
            document_id, "gk01", 3, "income_amount", total, printed_label="总计", row_role="total"
        ),
    ]
    rows = [("", "合计", "total", basic, project)] + [
        (code, name, _LEVELS[len(code)], b, p) for code, (name, b, p) in by_code.items()
    ]
    for row_no, (code, name, role, b, p) in enumerate(rows, start=1):
        printed = {
            "total": f"{b + p:.2f}",
            "basic": f"{b:.2f}" if b else "",
            "project": f"{p:.2f}" if p else "",
            "remitted_to_superior": "",
        }
        cells += [
            cell(
                document_id,
                "gk03",
                row_no,
                column,
                text,
                row_key=code or "total",
                row_role=role,
                account_code=code or None,
                printed_code=code or None,
                printed_label=name,
            )
            for column, text in printed.items()
        ]
    parts = ("total", "abroad", "vehicles", "purchase", "running", "reception")
    for side in ("final", "budget"):
        cells += [
            cell(document_id, "gk07", 1, f"{side}_{part}", "59913.20" if part != "abroad" else "")
            for part in parts
        ]
    cells[-1] |= {"printed_text": "────", "cell_state": "struck_out", "amount_yuan": None}
    return cells


def finding(document_id: str, finding_id: str = "fnd_1", **fields: Any) -> Row:
    """Return a finding about the basic expenditure of 2080101, with both sides of its check."""
    columns = (("left", "total", "7223425.30"), ("right", "basic", "7013207.30"))
    evidence = [
        {
            "side": side,
            "weight": 1,
            "table_code": "gk03",
            "row_no": 7,
            "row_key": "2080101",
            "column_code": column,
            "printed_label": "行政运行",
            "printed_text": text,
            "page": 5,
            "source_locator": "p5",
        }
        for side, column, text in columns
    ]
    return {
        "finding_id": finding_id,
        "document_id": document_id,
        "fiscal_year": 2022,
        "rule_id": "I11",
        "subject": "2080101",
        "subject_zh": "行政运行",
        "state": "new",
        "severity": "warning",
        "status": "fail",
        "title_zh": "行内合计等于各栏之和",
        "left_amount": Decimal("7223425.30"),
        "right_amount": Decimal("7013207.30"),
        "difference": Decimal("210218.00"),
        "unit": "元",
        "printed_unit": "元",
        "left_text": "7,223,425.30 元",
        "right_text": "7,013,207.30 元",
        "difference_text": "210,218.00 元",
        "table_code": "gk03",
        "row_no": 7,
        "column_code": "basic",
        "printed_text": "7013207.30",
        "page": 5,
        "root_cause_id": "rc_1",
        "message_zh": "行政运行:7,223,425.30 元与 7,013,207.30 元不相等",
        "next_step_zh": "核对原表",
        "evidence": json.dumps(evidence, ensure_ascii=False),
    } | fields


def insert_document(
    connection: duckdb.DuckDBPyConnection, rows: Mapping[str, Sequence[Row]]
) -> None:
    """Insert what ``document_rows`` returned."""
    for table, own in rows.items():
        insert(connection, table, own)
