"""Each way an extract folder can be bad: the good one beside it loads, the bad one is named."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from dagster_project.contract.cell_model import CELL_COLUMNS, CLAIM_COLUMNS
from dagster_project.loading.load import load_raw
from tests.factories import edit_cell, edit_json, write_csv, write_document, write_refused


def replace(folder: Path, name: str, old: str, new: str, count: int = 1) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, count), encoding="utf-8")


def encode(folder: Path, name: str, encoding: str) -> None:
    path = folder / name
    path.write_bytes(path.read_text(encoding="utf-8").encode(encoding))


def header_without(column: str) -> Callable[[Path], None]:
    return lambda folder: replace(folder, "gk02.csv", f",{column},", ",")


def swap_columns(folder: Path) -> None:
    replace(folder, "gk02.csv", "row_no,row_key", "row_key,row_no")


def add_column(folder: Path) -> None:
    replace(folder, "gk02.csv", ",confidence", ",confidence,note")


def repeat_first_cell(folder: Path) -> None:
    path = folder / "gk02.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join([*lines, lines[1]]), encoding="utf-8")


def repeat_row_key(folder: Path) -> None:
    path = folder / "gk03.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join([*lines, "99" + lines[1].removeprefix("1")]), encoding="utf-8")


def change_table(folder: Path, code: str, **changes: object) -> None:
    tables = json.loads((folder / "document.json").read_text(encoding="utf-8"))["tables"]
    for table in tables:
        if table["table_code"] == code:
            table.update(changes)
    edit_json(folder, tables=tables)


def cell_change(**changes: str) -> Callable[[Path], None]:
    return lambda folder: edit_cell(folder, "gk03", "208", "basic", **changes)


def misread_claim(folder: Path) -> None:
    claim = {"claim_no": "1", "claim_kind": "amount", "read_status": "not_read"}
    write_csv(folder / "claims.csv", CLAIM_COLUMNS, [claim])


def misspell_column(folder: Path) -> None:
    path = folder / "gk03.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",basic,", ",basik,"), "utf-8")


BAD = {
    "missing column": (header_without("amount_yuan"), "missing_column", "gk02.csv", 1),
    "reordered header": (swap_columns, "reordered_header", "gk02.csv", 1),
    "unknown reading of a claim": (misread_claim, "invalid_value", "claims.csv", 2),
    "unknown column": (add_column, "unknown_column", "gk02.csv", 1),
    "unknown table file": (
        lambda f: shutil.copy(f / "gk02.csv", f / "gk99.csv"),
        "unknown_file",
        "gk99.csv",
        None,
    ),
    "undeclared table": (
        lambda f: shutil.copy(f / "gk02.csv", f / "jx01.csv"),
        "undeclared_table",
        "jx01.csv",
        None,
    ),
    "same cell twice": (repeat_first_cell, "duplicate_row_no", "gk02.csv", 2),
    "same row key twice": (repeat_row_key, "duplicate_row_key", "gk03.csv", 2),
    # Row 208 of gk03 is the second of four rows with six cells each: its basic cell is line 9.
    "unparsable amount": (cell_change(value_numeric="6O.00"), "unparsable_amount", "gk03.csv", 9),
    "unparsable print": (cell_change(printed_text="六十"), "unparsable_amount", "gk03.csv", 9),
    "absurd amount": (
        cell_change(
            printed_text="10000000000000.00",
            value_numeric="10000000000000.00",
            amount_yuan="10000000000000.00",
        ),
        "absurd_amount",
        "gk03.csv",
        9,
    ),
    "value is not the print": (cell_change(printed_text="61.00"), "value_mismatch", "gk03.csv", 9),
    "yuan is not value times unit": (
        cell_change(amount_yuan="600000.00"),
        "amount_mismatch",
        "gk03.csv",
        9,
    ),
    "blank with a value": (cell_change(cell_state="blank"), "value_mismatch", "gk03.csv", 9),
    "cells of one row say different things": (
        cell_change(row_role="item"),
        "row_mixed",
        "gk03.csv",
        9,
    ),
    "number of a row with a leading zero": (
        cell_change(row_no="02"),
        "invalid_value",
        "gk03.csv",
        9,
    ),
    "absurd number": (
        cell_change(
            value_kind="count",
            value_unit="个",
            amount_yuan="",
            printed_text="1000000000000",
            value_numeric="1000000000000",
        ),
        "absurd_number",
        "gk03.csv",
        9,
    ),
    "number of more digits than any column holds": (
        cell_change(printed_text="9" * 21 + ".99", value_numeric="9" * 21 + ".99"),
        "absurd_number",
        "gk03.csv",
        9,
    ),
    "half a character in document.json": (
        lambda f: (f / "document.json").write_text(
            (f / "document.json").read_text("utf-8").replace("某市某局", "\\ud800"), "utf-8"
        ),
        "document_corrupt",
        "document.json",
        None,
    ),
    "confirmed although two readings differ": (
        lambda f: change_table(f, "gk03", readings_agree=False),
        "invalid_document_json",
        "document.json",
        None,
    ),
    "unknown state": (cell_change(cell_state="filled"), "invalid_value", "gk03.csv", 9),
    "unknown role": (cell_change(row_role="sum"), "invalid_value", "gk03.csv", 9),
    "unknown kind": (cell_change(value_kind="yuan"), "invalid_value", "gk03.csv", 9),
    # The basic cell of the first of four rows with six cells each.
    "column of no layout": (misspell_column, "invalid_value", "gk03.csv", 3),
    "unknown reading status": (cell_change(read_status="ok"), "invalid_value", "gk03.csv", 9),
    "unit missing at the cell": (cell_change(value_unit=""), "missing_unit", "gk03.csv", 9),
    "unit unknown at the cell": (cell_change(value_unit="美元"), "unknown_unit", "gk03.csv", 9),
    "unit of the table missing": (
        lambda f: change_table(f, "gk03", unit=None),
        "missing_unit",
        "document.json",
        None,
    ),
    "unit of the table unknown": (
        lambda f: change_table(f, "gk03", unit="美元"),
        "unknown_unit",
        "document.json",
        None,
    ),
    "GB18030": (lambda f: encode(f, "gk02.csv", "gb18030"), "wrong_encoding", "gk02.csv", 2),
    "UTF-16": (lambda f: encode(f, "gk02.csv", "utf-16"), "wrong_encoding", "gk02.csv", 1),
    "empty file": (lambda f: (f / "gk02.csv").write_bytes(b""), "empty_file", "gk02.csv", None),
    "cut off inside a character": (
        lambda f: (f / "gk02.csv").write_bytes((f / "gk02.csv").read_bytes()[:-21]),
        "truncated_file",
        "gk02.csv",
        29,
    ),
    "cut off inside a record": (
        lambda f: (f / "gk02.csv").write_bytes((f / "gk02.csv").read_bytes()[:-14]),
        "wrong_field_count",
        "gk02.csv",
        29,
    ),
    "broken quotes": (
        lambda f: replace(f, "gk02.csv", "合计", '"合"计'),
        "broken_csv",
        "gk02.csv",
        2,
    ),
    "declared table without file": (
        lambda f: (f / "gk05.csv").unlink(),
        "table_file_missing",
        "gk05.csv",
        None,
    ),
    "table with data said to be missing": (
        lambda f: change_table(f, "gk05", presence="missing"),
        "presence_contradiction",
        "gk05.csv",
        None,
    ),
    "document.json missing": (
        lambda f: (f / "document.json").unlink(),
        "document_missing",
        "document.json",
        None,
    ),
    "document.json cut off": (
        lambda f: (f / "document.json").write_text('{"format_version": 1,\n "status"'),
        "document_corrupt",
        "document.json",
        2,
    ),
    "wrong year folder": (
        lambda f: edit_json(f, fiscal_year=2021),
        "wrong_year_folder",
        "document.json",
        None,
    ),
    "unknown format version": (
        lambda f: edit_json(f, format_version=2),
        "unknown_format_version",
        "document.json",
        None,
    ),
    "wrong type in document.json": (
        lambda f: edit_json(f, organization_name=5),
        "invalid_document_json",
        "document.json",
        None,
    ),
    "no such date": (
        lambda f: edit_json(f, published_on="2023-02-30"),
        "invalid_document_json",
        "document.json",
        None,
    ),
    "empty folder": (
        lambda f: [path.unlink() for path in f.iterdir()],
        "document_missing",
        "document.json",
        None,
    ),
}


# What is wrong with a cell or a table is said without the names of columns and codes of tables.
_TOLD_IN_WORDS = {
    *("duplicate_row_key", "duplicate_row_no", "row_mixed", "value_mismatch", "unparsable_amount"),
    *("absurd_amount", "absurd_number", "amount_mismatch", "missing_unit", "unknown_unit"),
    "unit_mismatch",
}
GOOD = "good-2022"
BAD_IDS = {case: f"bad-{number:02d}" for number, case in enumerate(BAD)}


@pytest.fixture(scope="module")
def all_bad(tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    """Load the good document and, beside it, one for each way to be bad."""
    raw = tmp_path_factory.mktemp("bad")
    write_document(raw, GOOD)
    for case, (spoil, *_) in BAD.items():
        spoil(write_document(raw, BAD_IDS[case]))
    connection = duckdb.connect()
    summary = load_raw(connection, raw)
    assert (summary.loaded, summary.quarantined) == (1, len(BAD))
    return connection


@pytest.mark.parametrize("case", BAD)
def test_bad_document_is_quarantined_with_reason(case, all_bad):
    _, code, file, line_no = BAD[case]
    document_id = BAD_IDS[case]
    status = "select load_status from raw.documents where document_id = ?"
    assert all_bad.execute(status, [document_id]).fetchall() == [("quarantined",)]
    told = "select problem_code, file, line_no, message_zh from raw.problems where document_id = ?"
    found = all_bad.execute(told, [document_id]).fetchall()
    matching = [row for row in found if row[:3] == (code, file, line_no)]
    assert matching, found
    assert matching[0][3].startswith(file)
    assert matching[0][3].endswith("。")
    if code in _TOLD_IN_WORDS:
        said = matching[0][3].removeprefix(file)
        assert not [name for name in (*CELL_COLUMNS, "gk0") if name in said]
    for table in ("document_tables", "cells", "headings", "narrative", "claims"):
        rows = f"select count(*) from raw.{table} where document_id = ?"
        assert all_bad.execute(rows, [document_id]).fetchall() == [(0,)]


def test_the_good_one_beside_all_of_them_loads(all_bad):
    state = "select load_status from raw.documents where document_id = ?"
    assert all_bad.execute(state, [GOOD]).fetchall() == [("loaded",)]
    told = "select problem_code from raw.problems where document_id = ?"
    assert all_bad.execute(told, [GOOD]).fetchall() == []
    # gk01 6, gk02 4×7, gk03 4×6, gk04 15, gk05 4×3, gk06 4, gk07 12 cells.
    cells = "select document_id, count(*) from raw.cells group by all"
    assert all_bad.execute(cells).fetchall() == [(GOOD, 101)]


def test_a_table_without_a_unit_does_not_keep_the_others_out(raw, load, query):
    folder = write_document(raw, "good-2022")
    change_table(folder, "gk03", unit=None, read_status="unconfirmed")
    path = folder / "gk03.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        records = list(csv.DictReader(stream))
    for record in records:
        record |= {"printed_unit": "", "value_unit": "", "amount_yuan": ""}
        record["read_status"] = "unconfirmed"
    write_csv(path, CELL_COLUMNS, records)
    assert load().loaded == 1
    # One cell that claims yuan all the same is a contradiction.
    records[0] |= {"amount_yuan": "1.00"}
    write_csv(path, CELL_COLUMNS, records)
    load()
    assert ("missing_unit",) in query("select problem_code from raw.problems")


def test_remedy_names_the_encoding_and_what_to_save_as(raw, load, query):
    encode(write_document(raw, "bad-2022"), "gk02.csv", "gb18030")
    load()
    [(message,)] = query("select message_zh from raw.problems")
    assert "GB18030" in message
    assert "另存为 UTF-8" in message


def test_many_problems_of_one_kind_are_cut_short(raw, load, query):
    folder = write_document(raw, "bad-2022")
    replace(folder, "gk02.csv", "confirmed", "sure", count=-1)
    load()
    messages = [row[0] for row in query("select message_zh from raw.problems order by problem_no")]
    # gk02 has 28 cells; the policy lists 20 of a kind and counts the rest.
    assert len(messages) == 21
    assert "另有 8 处" in messages[-1]


def test_misnamed_year_folder_is_listed_and_not_ignored(raw, load, query):
    write_document(raw, "good-2022")
    write_document(raw, "lost", year=2022).rename(raw / "lost")
    (raw / "2022年").mkdir()
    (raw / "lost").rename(raw / "2022年" / "lost")
    load()
    listed = query("select fiscal_year, reason_code from raw.documents where document_id = 'lost'")
    assert listed == [(None, "wrong_year_folder")]


def test_same_name_in_two_years_keeps_the_one_that_fits(raw, load, query):
    folder = write_document(raw, "twice", year=2022)
    shutil.copytree(folder, raw / "2021" / "twice")
    load()
    rows = query("select document_id, folder, load_status from raw.documents order by folder")
    assert rows == [
        ("twice@2021", "2021/twice", "quarantined"),
        ("twice", "2022/twice", "loaded"),
    ]


def test_refused_document_is_listed_with_the_readers_reason(raw, load, query):
    write_refused(raw, "scan")
    summary = load()
    assert summary.refused == 1
    found = query("select load_status, fiscal_year, reason_zh from raw.documents")
    assert found == [("refused", None, "扫描件,无法识别文字")]


def test_bom_crlf_and_brackets_in_a_name_are_harmless(raw, load, query):
    folder = write_document(raw, "copy [1]*")
    for path in folder.glob("gk0*.csv"):
        text = path.read_text(encoding="utf-8").replace("\n", "\r\n")
        path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert load().loaded == 1
    assert query("select count(*) from raw.cells where document_id = 'copy [1]*'") == [(101,)]


def test_copied_folder_is_a_document_of_its_own(raw, load, query):
    folder = write_document(raw, "first")
    shutil.copytree(folder, raw / "2022" / "second")
    assert load().loaded == 2
    cells = "select document_id, count(*) from raw.cells group by 1 order by 1"
    assert query(cells) == [("first", 101), ("second", 101)]


def test_columns_are_the_contract(raw, load, query):
    write_document(raw, "a")
    load()
    described = query("select column_name, column_type from (describe raw.cells)")
    assert tuple(row[0] for row in described) == ("document_id", "table_code", *CELL_COLUMNS)
    types = dict(described)
    assert types["amount_yuan"] == "DECIMAL(18,2)"
    assert types["value_numeric"] == "DECIMAL(24,6)"


def test_blank_print_stays_empty_text_and_other_blanks_are_null(raw, load, query):
    write_document(raw, "a")
    load()
    row = query(
        "select printed_text, cell_state, value_numeric, amount_yuan, page, account_code "
        "from raw.cells where table_code = 'gk02' and row_key = 'total' and column_code = 'other'"
    )
    assert row == [("", "blank", None, None, None, None)]


def test_the_narrative_is_kept_by_raw(raw, load, query):
    write_document(raw, "good-2022")
    load()
    assert query("select * from raw.narrative") == [
        ("good-2022", 1, "示例局2023年度收入总计3.00元。", None, None, "L3-L4", "3.1")
    ]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("1,再来一次。,,,L5,3.1", "duplicate_row_no"),
        ("2,,,,L5,3.1", "invalid_value"),
        ("2,第几页。,五,,L5,3.1", "invalid_value"),
        ("2,少一列。,,L5,3.1", "wrong_field_count"),
    ],
)
def test_a_broken_narrative_quarantines_its_document(line, code, raw, load, query):
    folder = write_document(raw, "bad-2022")
    path = folder / "narrative.csv"
    path.write_text(path.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")
    load()
    assert query("select problem_code, file, line_no from raw.problems") == [
        (code, "narrative.csv", 3)
    ]
    assert query("select count(*) from raw.narrative") == [(0,)]
