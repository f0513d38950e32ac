"""Whether two readings agree and whether the printed sums hold are recorded apart."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from dagster_project.loading.load import load_raw
from dagster_project.reading.model.cells import ReadTable
from dagster_project.runtime.warehouse import open_warehouse
from tests.factories import edit_json, write_document
from tests.reading.conftest import SHARED_SOURCE, Extract
from tests.reading.grids.builders import FUNCTIONAL_HEAD, GK05, UNIT, grid, read, table
from tests.shared_documents import needs_shared

HOLDS = ["201", "一般公共服务支出", "3.00", "1.00", "2.00"]
BROKEN = ["201", "一般公共服务支出", "4.00", "1.00", "2.00"]
# 20101 and 20102 are 1.00 and 2.00 of the 4.00 of 201: the columns add up, the accounts do not.
PARTS = [
    ["201", "一般公共服务支出", "4.00", "4.00", ""],
    ["20101", "人大事务", "1.00", "1.00", ""],
    ["20102", "政协事务", "2.00", "2.00", ""],
]


def gk05(*rows: list[str], reading: str | None = None) -> ReadTable:
    drawn = grid([*FUNCTIONAL_HEAD, *rows])
    drawn.rows[2][2] = replace(drawn.rows[2][2], reading=reading)
    return table(read(GK05, UNIT, drawn), "gk05")


@pytest.mark.parametrize(
    ("rows", "reading", "agree", "hold", "status"),
    [
        ([HOLDS], None, None, True, "confirmed"),
        ([HOLDS], "3.00", True, True, "confirmed"),
        ([HOLDS], "8.00", False, True, "unconfirmed"),
        ([BROKEN], "4.00", True, False, "confirmed"),
        ([BROKEN], "9.00", False, False, "unconfirmed"),
        (PARTS, "4.00", True, False, "confirmed"),
        ([["201", "一般公共服务支出", "3.00", "", ""]], "3.00", True, None, "confirmed"),
        # In 万元 each of three figures may be half a cent off.
        ([["201", "一般公共服务支出", "3.01", "1.00", "2.00"]], None, None, True, "confirmed"),
    ],
)
def test_they_are_two_facts_and_only_the_readings_decide_what_is_confirmed(
    rows: list[list[str]], reading: str | None, agree: bool | None, hold: bool | None, status: str
) -> None:
    found = gk05(*rows, reading=reading)
    assert (found.readings_agree, found.identities_hold, found.read_status) == (agree, hold, status)


def test_two_sided_tables_have_sums_of_their_own() -> None:
    head = [["收入", "", "支出", ""], ["项目", "决算数", "项目", "决算数"]]
    body = [
        ["一、一般公共预算财政拨款收入", "5.00", "一、一般公共服务支出", "7.00"],
        ["本年收入合计", "5.00", "本年支出合计", "7.00"],
        ["年初结转和结余", "2.00", "年末结转和结余", ""],
        ["总计", "7.00", "总计", "7.00"],
    ]
    drawn = read("收入支出决算总表", UNIT, grid(head + body))
    assert table(drawn, "gk01").identities_hold is True
    body[1][1] = "6.00"
    drawn = read("收入支出决算总表", UNIT, grid(head + body))
    assert table(drawn, "gk01").identities_hold is False


@needs_shared("a wrong figure of a published text is found by the sums of its table", SHARED_SOURCE)
def test_a_text_has_one_reading_and_its_sums(extract_text: Callable[..., Extract]) -> None:
    printed = SHARED_SOURCE.read_text(encoding="utf-8")
    # Basic expenditure of 行政运行 in 公开03表, 70.00 more than its row and its account hold.
    assert printed.count("7013207.30") > 1
    wrong = printed.replace("7013207.30", "7013277.30", 1)
    found = {}
    for name, content in (("right", printed), ("wrong", wrong)):
        document = extract_text(content, f"{name}.txt").document
        tables = [t for t in document["tables"] if t["presence"] == "data"]
        assert {t["readings_agree"] for t in tables} == {None}
        found[name] = {t["table_code"] for t in tables if t["identities_hold"] is False}
    assert found == {"right": set(), "wrong": {"gk03"}}


def test_both_reach_the_warehouse_and_extracts_of_before_have_neither(tmp_path: Path) -> None:
    folder = write_document(tmp_path / "raw", "a")
    tables = json.loads((folder / "document.json").read_text(encoding="utf-8"))["tables"]
    tables[0] |= {"readings_agree": False, "read_status": "unconfirmed", "identities_hold": True}
    edit_json(folder, tables=tables)
    with open_warehouse(tmp_path / "w.duckdb") as connection:
        assert load_raw(connection, tmp_path / "raw").loaded == 1
        select = (
            "select readings_agree, identities_hold from raw.document_tables order by 1 nulls last"
        )
        rows = connection.execute(select).fetchall()
    assert rows[0] == (False, True)
    assert set(rows[1:]) == {(None, None)}


def test_a_word_in_place_of_true_is_refused(tmp_path: Path) -> None:
    folder = write_document(tmp_path / "raw", "a")
    tables = json.loads((folder / "document.json").read_text(encoding="utf-8"))["tables"]
    tables[0] |= {"identities_hold": "yes"}
    edit_json(folder, tables=tables)
    with open_warehouse(tmp_path / "w.duckdb") as connection:
        assert load_raw(connection, tmp_path / "raw").quarantined == 1
