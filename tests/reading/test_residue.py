"""Phrases of the form that a department left in."""

from __future__ import annotations

import pytest

from dagster_project.form.residue import find_residue
from dagster_project.reading.model.grid import DecodedDocument, TextLine
from dagster_project.reading.narrative.headings import read_headings


@pytest.mark.parametrize(
    "text",
    [
        "某局2024年度支出合计XXX万元。",
        "比上年增加（减少）3.00万元。",
        "主要原因：××××。",
        "（如持平作持平表述）",
        "无政府性基金收支的，仍保留该表格式，并在本表下方作下述说明：",
        "第三部分 某局 202 年度部门决算情况说明",
        "某局 20 年度部门决算",
        "比上年增加3.00万元，主要原因是：。",
        "决算数大于预算数的主要原因：；",
        "比上年减少3.00万元，主要原因是XXX。",
        "决算数小于预算数的主要原因：××",
        "比上年减少3.00万元，主要原因：待补充。",
        "绩效管理情况【待补充】",
        "支出决算为 万元，完成年初预算的98.20%。",
        "比上年增加3.00万元，增长%。",
    ],
)
def test_a_phrase_of_the_form_is_found(text: str) -> None:
    assert len(find_residue([text])) == 1


@pytest.mark.parametrize(
    "text",
    [
        "某局2024年度支出合计3.00万元，比2020年度增加1.00万元。",
        "说明：某局本年度没有政府性基金收支，故本表无数据。",
        "减少（下文说明原因）3.00万元。",
        "X射线检查设备1台，型号XX-200。",
        "面积2×3米，共120年度假日。",
        "主要原因：项目推迟。",
        "填写偏差原因；分析主要原因。",
        "管理制度有待完善。主要原因是X光机待定标。",
        "金额单位：万元",
        "项目 决算数 增长% 占%",
    ],
)
def test_a_sentence_of_its_own_is_not_residue(text: str) -> None:
    assert find_residue([text]) == []


def test_a_phrase_that_wraps_is_found_where_it_begins() -> None:
    [found] = find_residue(["前文。", "支出合计 XX", "万元，其中：基本支出1.00万元。", "后文"])
    assert (found.line, found.phrase) == (1, "XX万元")
    assert found.text == "支出合计XX万元，其中：基本支出1.00万元"


def test_a_heading_with_residue_stays_a_heading_and_a_row_of_a_table_is_none() -> None:
    lines = [
        "第三部分 某局 202 年度部门决算情况说明",
        "一、收入支出决算总体情况说明",
        "一、一般公共预算财政拨款",
    ]
    items = [TextLine(text, f"L{number}", None) for number, text in enumerate(lines, start=1)]
    found = read_headings(DecodedDocument(list(items)), [], [])
    assert [(h.kind, h.locator) for h in found] == [
        ("part", "L1"),
        ("residue", "L1"),
        ("section", "L2"),
    ]
