"""Every unit of money that money_units.csv lists is read, folded to yuan and shown again."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from dagster_project.contract.cell_model import YUAN_PER_UNIT
from dagster_project.form.fields import unit_in
from dagster_project.loading.load import load_raw
from dagster_project.reading import extract_document
from dagster_project.runtime.settings import DBT_DIR

WRITTEN = [
    "单位：{}",
    "（单位：{}）",
    "金额单位：人民币{}",
    "单位:({})",
    "单位（{}）",
    "({})",
    "人民币{}",
]
PAGE = """<html><body><p>青石市水务局2023年度部门决算</p><p>支出决算表</p>
<p>部门：青石市水务局 {unit}</p><table>
<tr><td>科目编码</td><td>科目名称</td><td>本年支出合计</td><td>基本支出</td><td>项目支出</td>
<td>上缴上级支出</td><td>经营支出</td><td>对附属单位补助支出</td></tr>
<tr><td>213</td><td>农林水支出</td><td>3.25</td><td>2.00</td><td>1.25</td><td></td><td></td><td></td></tr>
<tr><td></td><td>合计</td><td>3.25</td><td>2.00</td><td>1.25</td><td></td><td></td><td></td></tr>
</table></body></html>"""


@pytest.mark.parametrize("written", WRITTEN)
@pytest.mark.parametrize("unit", YUAN_PER_UNIT)
def test_a_unit_is_known_however_it_is_written(unit: str, written: str) -> None:
    assert unit_in(written.format(unit)) == unit


@pytest.mark.parametrize("text", ["编制单位：万元县", "编制单位（公章）", "2.50元"])
def test_what_is_no_unit_line_states_no_unit(text: str) -> None:
    assert unit_in(text) is None


@pytest.mark.parametrize("unit", YUAN_PER_UNIT)
def test_a_table_in_any_unit_is_read_and_loaded_in_yuan(tmp_path: Path, unit: str) -> None:
    source = tmp_path / "page.html"
    source.write_text(PAGE.format(unit=f"单位：{unit}"), encoding="utf-8")
    folder = extract_document([source], tmp_path / "raw").folder
    table = next(
        t
        for t in json.loads((folder / "document.json").read_text("utf-8"))["tables"]
        if t["table_code"] == "gk03"
    )
    assert (table["unit"], table["read_status"]) == (unit, "confirmed")
    with duckdb.connect() as connection:
        load_raw(connection, tmp_path / "raw")
        statuses = connection.execute("select load_status from raw.documents").fetchall()
        amounts = connection.execute(
            "select distinct amount_yuan from raw.cells where column_code = 'total'"
        ).fetchall()
    assert statuses == [("loaded",)]
    assert amounts == [(Decimal("3.25") * YUAN_PER_UNIT[unit],)]


def test_sql_knows_the_same_units() -> None:
    macro = (DBT_DIR / "macros" / "money_units.sql").read_text(encoding="utf-8")
    told = re.findall(r"'(\w+)': (\d)", macro)
    assert {unit: 10 ** int(exponent) for unit, exponent in told} == YUAN_PER_UNIT
