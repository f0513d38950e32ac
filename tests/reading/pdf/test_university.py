"""The four tables of a university (教育部直属高等学校), against what is labelled by hand."""

from __future__ import annotations

import csv
from collections import Counter

from dagster_project.reading.model.source import read_source
from dagster_project.reading.reader import read_document
from tests.shared_documents import SHARED, needs_shared

SOURCE, TRUTH = SHARED / "documents/swu-2024.pdf", SHARED / "truth/swu-2024.csv"
CODES = {"1": "gk01", "2": "gk02", "3": "gk03", "4": "gk11"}
# The leaf heads of the truth, where the same column of the form has another code in each table.
COLUMNS = {
    ("gk01", "收入:决算数"): "income_amount",
    ("gk01", "支出:决算数"): "expenditure_amount",
    ("gk02", "本年收入合计"): "total",
    ("gk02", "财政拨款收入"): "fiscal_appropriation",
    ("gk02", "金额"): "undertaking",
    ("gk02", "其中：教育收费"): "undertaking_education_fees",
    ("gk02", "其他收入"): "other",
    ("gk03", "合计"): "total",
    ("gk03", "基本支出"): "basic",
    ("gk03", "项目支出"): "project",
    ("gk11", "合计"): "total",
    ("gk11", "基本支出"): "basic",
    ("gk11", "小计"): "project",
    ("gk11", "其中：基本建设资金支出"): "project_capital_construction",
}


@needs_shared("every cell of the four tables of a university is read", SOURCE, TRUTH)
def test_every_cell_of_the_four_tables_is_read_and_confirmed() -> None:
    (found,) = read_document(read_source([SOURCE]))
    assert found.organization is not None
    assert (found.organization.name, found.year) == ("西南大学", 2024)
    with TRUTH.open(encoding="utf-8") as stream:
        truth = list(csv.DictReader(stream))
    printed = Counter(
        (code, int(r["row_no"]), r["account_code"], COLUMNS[code, r["column_name"]], r["value"])
        for r in truth
        for code in [CODES[r["table_no"]]]
    )
    read = Counter(
        (t.table_code, c.row_no, c.account_code, c.column_code, str(c.value_numeric))
        for t in found.tables
        for c in t.cells
        if c.cell_state == "value"
    )
    # The truth has no codes for the lines of the two-sided table.
    read = Counter((t, row, "" if t == "gk01" else a, c, v) for t, row, a, c, v in read.elements())
    assert (printed - read, read - printed) == (Counter(), Counter())
    tables = {t.table_code: t for t in found.tables if t.presence != "not_required"}
    assert set(tables) == {*CODES.values()}
    assert {t.read_status for t in tables.values()} == {"confirmed"}
