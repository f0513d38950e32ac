"""A table that is printed and was not recognised is not one that was left out."""

from __future__ import annotations

import html
import json
from collections.abc import Sequence
from pathlib import Path

from dagster_project.reading import extract_document

Grid = Sequence[Sequence[str]]
OWNER = "部门：上海市青石区水务局"
SPENDING: Grid = [
    "科目编码 科目名称 支出合计 基本支出 项目支出 上缴上级支出 经营支出 对附属单位补助支出".split(),
    ["213", "农林水支出", "30.00", "20.00", "10.00", "", "", ""],
    ["21303", "水利", "30.00", "20.00", "10.00", "", "", ""],
    ["2130301", "行政运行", "30.00", "20.00", "10.00", "", "", ""],
    ["", "合计", "30.00", "20.00", "10.00", "", "", ""],
]
LIST_OF_SPENDING: Grid = [
    ["项目", "行次", "预算数", "决算统计数"],
    ["一、“三公”经费支出", "1", "25.00", "20.00"],
    ["公务接待费", "2", "5.00", "2.00"],
    ["公务用车运行维护费", "3", "20.00", "18.00"],
]
LIST_OF_ASSETS: Grid = [
    ["资产", "年初数", "年末数"],
    ["房屋", "25.00", "20.00"],
    ["车辆", "5.00", "2.00"],
]


def _page(*parts: str) -> str:
    return f"<html><body><p>上海市青石区水务局2023年度部门决算</p>{''.join(parts)}</body></html>"


def _line(text: str) -> str:
    return f"<p>{html.escape(text)}</p>"


def _table(grid: Grid) -> str:
    rows = ("".join(f"<td>{html.escape(cell)}</td>" for cell in row) for row in grid)
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


def _titled(title: str, grid: Grid) -> str:
    return _line(title) + _line(f"{OWNER} 单位：万元") + _table(grid)


KNOWN = _titled("支出决算表", SPENDING)


def _presence(tmp_path: Path, page: str) -> dict[str, tuple[str, str]]:
    """Return presence and reading of each table of a web page."""
    source = tmp_path / "page.html"
    source.write_text(page, encoding="utf-8")
    outcome = extract_document([source], tmp_path / "raw")
    content = json.loads((outcome.folder / "document.json").read_text(encoding="utf-8"))
    assert content["status"] == "read", content["reason_zh"]
    return {t["table_code"]: (t["presence"], t["read_status"]) for t in content["tables"]}


def test_a_table_that_is_nowhere_is_missing(tmp_path: Path) -> None:
    tables = _presence(tmp_path, _page(KNOWN))
    assert tables["gk03"] == ("data", "confirmed")
    assert tables["gk07"] == tables["gk08"] == ("missing", "not_read")


def test_a_table_that_shares_its_words_with_an_unknown_one_is_not_read(tmp_path: Path) -> None:
    stray = _titled("“三公”经费、机关运行经费情况表", LIST_OF_SPENDING)
    tables = _presence(tmp_path, _page(KNOWN, stray))
    assert tables["gk07"] == ("data", "not_read")
    assert tables["gk08"] == ("missing", "not_read")


def test_an_unknown_table_of_something_else_excuses_nothing(tmp_path: Path) -> None:
    tables = _presence(tmp_path, _page(KNOWN, _titled("国有资产情况表", LIST_OF_ASSETS)))
    assert tables["gk07"] == tables["gk08"] == ("missing", "not_read")


def test_a_title_above_a_unit_without_a_grid_is_not_read(tmp_path: Path) -> None:
    drawn = [_line("政府性基金预算财政拨款收入支出决算表"), _line(f"{OWNER} 单位：万元")]
    tables = _presence(tmp_path, _page(KNOWN, *drawn, _line("合计 5.00 5.00")))
    assert tables["gk08"] == ("data", "not_read")


def test_a_list_of_contents_prints_no_table(tmp_path: Path) -> None:
    contents = [
        "财政拨款“三公”经费支出决算表",
        "政府性基金预算财政拨款收入支出决算表",
        "支出决算表",
    ]
    tables = _presence(tmp_path, _page(*map(_line, contents), KNOWN))
    assert tables["gk07"] == tables["gk08"] == ("missing", "not_read")


def test_a_table_beside_another_is_not_missing(tmp_path: Path) -> None:
    titles = ["支出决算表", *[""] * 8, "政府性基金预算财政拨款收入支出决算表"]
    beside = [titles, *([*row, "", "9.00"] for row in SPENDING)]
    page = _page(_titled("收入决算表", beside))
    assert _presence(tmp_path, page)["gk08"] == ("data", "not_read")


def test_a_university_publishes_fewer_tables(tmp_path: Path) -> None:
    page = _page(_titled("表3：高等学校支出决算表", SPENDING))
    page = page.replace("上海市青石区水务局", "青石大学")
    missing = {
        code for code, (presence, _) in _presence(tmp_path, page).items() if presence == "missing"
    }
    assert missing == {"gk01", "gk02", "gk11"}


def test_a_table_of_an_unknown_form_that_was_not_read_is_named(tmp_path: Path) -> None:
    drawn = [_line("政府性基金预算财政拨款收入支出决算表"), _line(f"{OWNER} 单位：万元")]
    page = _page(KNOWN, *drawn, _line("合计 5.00 5.00")).replace("上海市", "")
    tables = _presence(tmp_path, page)
    assert tables["gk08"] == ("data", "not_read")
    assert tables["gk07"] == ("not_required", "not_read")
