"""Tables that are printed in parts: economic accounts in two halves, self-evaluation by project."""

from __future__ import annotations

from typing import Any

from dagster_project.release.marts import COLUMNS
from dagster_project.report.printed_tables import build_table
from tests.report.sample_marts import cell

DOCUMENT = {"form": "shanxi", "fiscal_year": 2022}


def as_read(**fields: Any) -> dict[str, Any]:
    place = (fields.pop("table"), fields.pop("row_no"), fields.pop("column"))
    row = cell("a", *place, "", printed_text=fields.pop("text"), **fields)
    return {name: row.get(name) for name in COLUMNS["cells"]}


def build(table: str, variant: str, cells: list[dict[str, Any]], groups: dict[str, str]):
    row = {"table_code": table, "variant": variant, "printed_number": None}
    return build_table(row, cells, DOCUMENT, {}, [], groups)


def economic(row_no: int, key: str, label: str, role: str = "class") -> dict[str, Any]:
    fields = {"row_key": key, "printed_label": label, "row_role": role, "text": f"{row_no}.00"}
    return as_read(table="gk06", row_no=row_no, column="basic", **fields)


def test_economic_accounts_stand_in_two_halves_with_both_totals_last():
    cells = [
        economic(1, "301", "工资福利支出"),
        economic(2, "302", "商品和服务支出"),
        economic(3, "303", "对个人和家庭的补助"),
        economic(4, "personnel_total", "人员经费合计", "total"),
        economic(5, "public_total", "公用经费合计", "total"),
    ]
    groups = {"301": "personnel", "303": "personnel", "personnel_total": "personnel"}
    [block] = build("gk06", "basic_only", cells, groups).blocks
    assert [side.label for side in block.sides] == ["人员经费", "公用经费"]
    labels = [[row.label if row else None for row in rows] for rows in block.rows]
    assert labels == [
        ["工资福利支出", "商品和服务支出"],
        ["对个人和家庭的补助", None],
        ["人员经费合计", "公用经费合计"],
    ]


def test_economic_accounts_of_unknown_group_stay_in_one_list():
    cells = [economic(1, "301", "工资福利支出"), economic(2, "302", "商品和服务支出")]
    [block] = build("gk06", "basic_only", cells, {}).blocks
    assert len(block.sides) == 1
    assert len(block.rows) == 2


def form(row_no: int, key: str, role: str, column: str, text: str, label: str) -> dict[str, Any]:
    fields = {"row_key": key, "row_role": role, "printed_label": label, "text": text}
    return as_read(table="jx01", row_no=row_no, column=column, **fields)


def test_self_evaluation_is_shown_by_project_in_its_parts():
    cells = [
        form(1, "p1", "total", "score", "92.58", "项目甲"),
        form(2, "p1.funds_total", "line", "executed", "149.58", "资金总额"),
        form(2, "p1.funds_total", "line", "score", "9.97", "资金总额"),
        form(3, "p1.i01", "item", "score", "20", "鉴定人数"),
        form(3, "p1.i01", "item", "weight", "20", "鉴定人数"),
        form(3, "p1.i01", "item", "level3", "鉴定人数", "鉴定人数"),
        form(4, "p2", "total", "score", "88", "项目乙"),
    ]
    blocks = build("jx01", "standard", cells, {}).blocks
    assert [block.caption for block in blocks] == ["项目甲", "", "", "项目乙"]
    headers = [[column.path[-1] for column in block.sides[0].columns] for block in blocks]
    # In the order of the form, where 分值 and 得分 stand behind the indicator.
    assert headers[1] == ["全年执行数", "得分"]
    assert headers[2] == ["三级指标", "分值", "得分"]
    # The label of an indicator is its third level: not printed twice.
    assert [block.sides[0].has_label for block in blocks] == [True, True, False, True]
    assert [cell.text for cell in blocks[2].rows[0][0].cells] == ["鉴定人数", "20", "20"]


def test_a_table_without_a_number_is_called_as_the_document_calls_it():
    title = "一般公共预算财政拨款基本支出决算表"
    row = {"table_code": "gk06", "variant": "basic_only", "printed_number": None, "title": title}
    assert build_table(row, [], DOCUMENT, {}, [], {}).name == title
