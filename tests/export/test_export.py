"""``juesuan export``: any mart of the release as a file, exact, safe and only read."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from pathlib import Path

import duckdb
import openpyxl
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from dagster_project.cli import main
from dagster_project.publication import publish
from dagster_project.release import export as mart_export
from dagster_project.release import worksheet_cells

BIG = Decimal("9999999999999.99")


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = tmp_path_factory.mktemp("export")
    with duckdb.connect(str(base / "w.duckdb")) as connection:
        connection.execute(
            """
            create schema marts;
            create table marts.cells (
                document_id varchar, printed_text varchar, amount_yuan decimal(18,2), page integer);
            comment on table marts.cells is '单元格。One row per printed cell.';
            comment on column marts.cells.document_id is '文件编号:一次披露的一个版本';
            comment on column marts.cells.printed_text is '金额(照印)';
            comment on column marts.cells.amount_yuan is '金额(元)';
            insert into marts.cells values
                ('a', '-70.00', -70.00, 1), ('b', '=1+1', 9999999999999.99, null),
                ('c', '', null, 2);
            create table marts.claims (claim_no integer);
            create table marts.flags as select true as is_leaf;
            create table marts.documents (document_id varchar, gate_status varchar);
            create table marts.findings (finding_id varchar, document_id varchar);
            """
        )
    publish(base / "w.duckdb", base / "published")
    return base / "published"


def export(published: Path, *arguments: object) -> Result:
    words = ["export", *arguments, "--published", published]
    return CliRunner().invoke(main, [str(word) for word in words])


def test_csv_opens_in_excel_with_chinese_labels_and_exact_money(published, tmp_path):
    result = export(published, "cells", "--out", tmp_path / "new" / "folder")
    assert result.exit_code == 0, result.stderr
    path = tmp_path / "new/folder/cells.csv"
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        header, *rows = csv.reader(stream)
    # 金额 would stand there twice: the names of the columns tell them apart.
    assert header == ["文件编号", "金额(printed_text)", "金额(amount_yuan)", "page"]
    # A printed negative figure stays as printed, a formula becomes text, blank stays blank.
    assert rows == [
        ["a", "-70.00", "-70.00", "1"],
        ["b", "'=1+1", str(BIG), ""],
        ["c", "", "", "2"],
    ]
    assert "cells: 3 rows" in result.stdout


def test_truth_values_are_as_sql_writes_them(published, tmp_path):
    export(published, "flags", "--out", tmp_path)
    assert (tmp_path / "flags.csv").read_text(encoding="utf-8-sig").split() == ["is_leaf", "true"]


def test_json_has_names_and_money_as_text(published, tmp_path):
    export(published, "cells", "claims", "--format", "json", "--out", tmp_path)
    rows = json.loads((tmp_path / "cells.json").read_text(encoding="utf-8"))
    assert [row["amount_yuan"] for row in rows] == ["-70.00", str(BIG), None]
    assert json.loads((tmp_path / "claims.json").read_text(encoding="utf-8")) == []


def test_parquet_keeps_decimals(published, tmp_path):
    export(published, "cells", "--format", "parquet", "--out", tmp_path)
    table = pq.read_table(tmp_path / "cells.parquet")
    assert str(table.schema.field("amount_yuan").type) == "decimal128(18, 2)"
    assert table.column("amount_yuan").to_pylist() == [Decimal("-70.00"), BIG, None]


def test_xlsx_has_no_formula_and_a_frozen_header(published, tmp_path):
    export(published, "cells", "--format", "xlsx", "--labels", "en", "--out", tmp_path)
    sheet = openpyxl.load_workbook(tmp_path / "cells.xlsx")["cells"]
    assert [cell.value for cell in sheet[1]][:2] == ["document_id", "printed_text"]
    assert sheet.freeze_panes == "A2"
    assert (sheet["B3"].value, sheet["B3"].data_type) == ("=1+1", "s")
    assert sheet["C2"].value == -70


def test_too_many_rows_for_a_worksheet_is_one_line_and_leaves_nothing(
    published, tmp_path, monkeypatch
):
    monkeypatch.setattr(worksheet_cells, "MAX_ROWS", 3)
    result = export(published, "cells", "--format", "xlsx", "--out", tmp_path)
    assert result.exit_code == 2
    assert "csv or parquet" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_an_export_that_breaks_off_leaves_nothing_and_what_was_there(
    published, tmp_path, monkeypatch
):
    def break_off(*_):
        raise OSError(28, "No space left on device")

    export(published, "cells", "--out", tmp_path)
    before = (tmp_path / "cells.csv").read_bytes()
    monkeypatch.setattr(mart_export, "make_inert", break_off)
    result = export(published, "cells", "--out", tmp_path)
    assert result.exit_code == 2
    assert "No space left" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["cells.csv"]
    assert (tmp_path / "cells.csv").read_bytes() == before


def test_list_names_every_mart(published):
    result = export(published, "--list")
    assert result.exit_code == 0
    line = next(line for line in result.stdout.splitlines() if line.startswith("cells"))
    assert line.split() == ["cells", "3", "单元格"]


@pytest.mark.parametrize(
    ("name", "hint"), [("cell", "cells"), ("CLAIMS ", "claims"), ("zzz", "--list")]
)
def test_unknown_mart_is_2_and_says_what_is_near(name, hint, published, tmp_path):
    result = export(published, "cells", name.strip().lower() + "x", "--out", tmp_path)
    assert result.exit_code == 2
    assert len(result.stderr.strip().splitlines()) == 1
    assert hint in result.stderr
    # Nothing is written when one of the names is wrong.
    assert list(tmp_path.iterdir()) == []


def test_no_mart_named_is_2(published):
    result = export(published)
    assert result.exit_code == 2
    assert "--list" in result.stderr


def test_place_that_cannot_be_written_is_one_line(published, tmp_path):
    # A file where a folder should be fails for root too, whom permissions do not stop.
    (tmp_path / "file").write_text("")
    result = export(published, "cells", "--out", tmp_path / "file" / "below")
    assert result.exit_code == 2
    assert len(result.stderr.strip().splitlines()) == 1
    assert "cannot write" in result.stderr
