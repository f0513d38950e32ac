"""Documents that each show one lawful or unlawful situation, made from the reference document.

Every figure that a test expects of them is arithmetic on the reference's printed figures.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from dagster_project.runtime.settings import SEEDS_DIR
from tests.factories import with_table, with_value
from tests.reconciliation import corpus

Tables = dict[str, list[corpus.Record]]
PLANTED = ("gk03", "2080101", "basic")
OTHER_INCOME = Decimal("620.00")


def planted(tables: Tables) -> Tables:
    """One wrong digit: 行政运行 basic expenditure 70 yuan too high."""
    return add(tables, *PLANTED, Decimal("70.00"))


def add(tables: Tables, table: str, row_key: str, column: str, amount: Decimal) -> Tables:
    """Add an amount to one cell, blank counting as zero."""
    position = corpus.find_cell(tables, table, row_key, column)
    before = Decimal(tables[table][position]["value_numeric"] or 0)
    return corpus.change_cell(tables, table, position, str(before + amount))


def without_account(tables: Tables) -> Tables:
    """Leave item 2080199 out of gk05; gk03 prints it."""
    kept = [record for record in tables["gk05"] if record["row_key"] != "2080199"]
    return tables | {"gk05": kept}


def without_cell(tables: Tables) -> Tables:
    """Leave the project cell out of the total row of gk03: a header stands in its place."""
    position = corpus.find_cell(tables, "gk03", "total", "project")
    return tables | {"gk03": tables["gk03"][:position] + tables["gk03"][position + 1 :]}


def in_wanyuan(tables: Tables) -> Tables:
    """Every amount rounded to 万元 with two decimals, as another province would print it."""
    return {name: [_to_wanyuan(record) for record in records] for name, records in tables.items()}


def _to_wanyuan(record: corpus.Record) -> corpus.Record:
    if record["value_kind"] != "money":
        return record
    changed = record | {"printed_unit": "万元"}
    if record["cell_state"] != "value":
        return changed
    rounded = (Decimal(record["value_numeric"]) / 10_000).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return with_value(record, str(rounded), "万元")


def with_other_income(tables: Tables) -> Tables:
    """Add 620 yuan of other income to 行政运行, carried over unspent, outside gk04 and gk05."""
    for table, row_key, column in (
        ("gk01", "other", "income_amount"),
        ("gk01", "income_total", "income_amount"),
        ("gk01", "grand_total", "income_amount"),
        ("gk01", "closing_carry_over", "expenditure_amount"),
        ("gk01", "grand_total", "expenditure_amount"),
        *(
            ("gk02", key, column)
            for key in ("total", "208", "20801", "2080101")
            for column in ("total", "other")
        ),
    ):
        tables = add(tables, table, row_key, column, OTHER_INCOME)
    return tables


def basic_only(tables: Tables) -> Tables:
    """Return the variant of gk06 that lists basic expenditure alone."""
    return tables | {"gk06": [r for r in tables["gk06"] if r["column_code"] == "basic"]}


def swap_variant(document: dict) -> dict:
    """Say in document.json that gk06 lists basic expenditure alone."""
    return with_table(document, "gk06", variant="basic_only")


def no_tables(document: dict) -> dict:
    """Say in document.json that no table was found."""
    missing = {
        "presence": "missing",
        "unit": None,
        "read_status": "not_read",
        "rows": 0,
        "cells": 0,
    }
    return document | {"tables": [t | missing for t in document["tables"]]}


def without_gk06(document: dict) -> dict:
    """Say in document.json that gk06 is missing although the form requires it."""
    return with_table(
        document, "gk06", presence="missing", unit=None, read_status="not_read", rows=0, cells=0
    )


def in_unit(unit: str) -> Callable[[dict], dict]:
    """Return a change of document.json: every table prints this unit."""
    return lambda document: document | {"tables": [t | {"unit": unit} for t in document["tables"]]}


def without_unit(tables: Tables) -> Tables:
    """Return the tables with gk03 as it is read where no unit is printed with it."""
    unknown = {
        "printed_unit": "",
        "value_unit": "",
        "amount_yuan": "",
        "read_status": "unconfirmed",
    }
    return tables | {"gk03": [record | unknown for record in tables["gk03"]]}


def total_left_blank(tables: Tables) -> Tables:
    """Print the total row of gk05 without any figure."""
    return tables | {
        "gk05": [
            with_value(record, "") if record["row_key"] == "total" else record
            for record in tables["gk05"]
        ]
    }


def total_row_absent(tables: Tables) -> Tables:
    """Leave the total row out of gk05."""
    return tables | {"gk05": [r for r in tables["gk05"] if r["row_key"] != "total"]}


def total_with_unknown_label(tables: Tables) -> Tables:
    """Print the total of gk05 beside a label that no layout knows."""
    unknown = {"row_key": "unlabelled_1", "row_role": "line", "printed_label": "全部"}
    return tables | {
        "gk05": [r | unknown if r["row_key"] == "total" else r for r in tables["gk05"]]
    }


def scanned(*codes: str) -> Callable[[dict], dict]:
    """Return a change of document.json: the reading of these tables is not confirmed."""

    def change(document: dict) -> dict:
        for code in codes:
            document = with_table(document, code, read_status="unconfirmed")
        return document

    return change


def chained(*changes: Callable[[dict], dict]) -> Callable[[dict], dict]:
    """Return one change that makes all of these, in order."""

    def change(document: dict) -> dict:
        for one in changes:
            document = one(document)
        return document

    return change


def of_form(form: str | None, region_code: str | None) -> Callable[[dict], dict]:
    """Return a change of document.json: another form and region, and gk09 is missing."""

    def change(document: dict) -> dict:
        missing = with_table(document, "gk09", presence="missing", unit=None, statement=None)
        missing = with_table(missing, "gk09", read_status="not_read", rows=0, cells=0)
        return missing | {"form": form, "region_code": region_code}

    return change


def of_university(document: dict) -> dict:
    """Say in document.json that a university printed its four tables, and no others."""
    for code, title in (("gk01", "收支"), ("gk02", "收入"), ("gk03", "支出")):
        document = with_table(document, code, title=f"高等学校{title}决算表")
    for number in (4, 5, 6, 7, 8, 9, 10):
        document = with_table(
            document,
            f"gk{number:02d}",
            presence="missing",
            read_status="not_read",
            statement=None,
            rows=0,
            cells=0,
        )
    return document | {"form": "university"}


def only_gk03_scanned(document: dict) -> dict:
    """Say in document.json that gk03 alone was read, and not for certain."""
    content = scanned("gk03")(no_tables(document))
    return with_table(content, "gk03", presence="data", unit="元", rows=1, cells=1)


ALL_TABLES = tuple(f"gk{number:02d}" for number in range(1, 11))


def write_all(raw_dir: Path) -> None:
    """Write every case below ``raw_dir``; the folder's name says which."""
    clean = corpus.read_tables()
    same = lambda document: document  # noqa: E731
    without_gk09 = {code: records for code, records in clean.items() if code != "gk09"}
    for name, tables, change in (
        ("clean", clean, same),
        ("clean-copy", clean, same),
        ("planted", planted(clean), same),
        ("account-missing", without_account(clean), same),
        ("cell-missing", without_cell(clean), same),
        ("wanyuan", in_wanyuan(clean), in_unit("万元")),
        ("other-income", with_other_income(clean), same),
        ("basic-only", basic_only(clean), swap_variant),
        ("empty", {}, no_tables),
        ("table-missing", {k: v for k, v in clean.items() if k != "gk06"}, without_gk06),
        ("unconfirmed", planted(clean), scanned("gk03")),
        (
            "scan-of-rounded-figures",
            in_wanyuan(clean),
            chained(in_unit("万元"), scanned(*ALL_TABLES)),
        ),
        ("scan-misread", planted(clean), scanned(*ALL_TABLES)),
        ("scan-all-misread", {"gk03": planted(clean)["gk03"]}, only_gk03_scanned),
        (
            "without-unit",
            without_unit(clean),
            lambda d: with_table(d, "gk03", unit=None, read_status="unconfirmed"),
        ),
        ("total-left-blank", total_left_blank(clean), same),
        ("total-row-absent", total_row_absent(clean), same),
        ("total-row-absent-scan", total_row_absent(clean), scanned("gk05")),
        ("total-label-unknown", total_with_unknown_label(clean), same),
        ("form-unknown", without_gk09, of_form(None, None)),
        ("form-guessed", without_gk09, of_form("shanghai", None)),
        ("form-known", without_gk09, of_form("shanghai", "310107")),
        ("university", {code: clean[code] for code in ("gk01", "gk02", "gk03")}, of_university),
    ):
        corpus.write_folder(raw_dir, name, tables, change)


RULES = SEEDS_DIR / "rules"
# Rules that are wrong in one way each: {rule_id: the change of its single left-hand term}.
BROKEN_RULES = {
    "Z01": {"table_code": "gk3x"},
    "Z02": {"column_code": "totl"},
    "Z03": {"selector": "totall"},
    "Z04": None,  # a rule without any term
}


def broken_rules() -> dict[str, list[dict[str, str]]]:
    """Return the rows of the broken rules, by seed."""
    catalog, terms = [], []
    template = next(r for r in _read(RULES / "rule_catalog.csv") if r["rule_id"] == "X08")
    term = {
        "term_no": "1", "side": "left", "weight": "1", "table_code": "gk03", "column_code": "total",
        "selector_kind": "key", "selector": "total",
        "when_blank": "zero", "when_row_absent": "no_data", "when_table_absent": "no_data",
    }  # fmt: skip
    for order, (rule_id, change) in enumerate(BROKEN_RULES.items(), start=1):
        catalog.append(template | {"rule_id": rule_id, "rule_order": str(1000 + order)})
        if change is not None:
            right = term | {"rule_id": rule_id, "term_no": "2", "side": "right"}
            terms += [term | {"rule_id": rule_id} | change, right]
    return {"rule_catalog": catalog, "rule_terms": terms}


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
