"""Kind, organization and scope are recognised from what is printed, with the evidence."""

from __future__ import annotations

import pytest

from dagster_project.form.families import PrintedTable, recognise_form
from dagster_project.reading.identity.kind import is_budget, is_template, refuse_kind
from dagster_project.reading.identity.organization import find_organization
from dagster_project.reading.identity.scope import recognise_scope, units_in_grids, units_in_lines
from dagster_project.reading.model.identity import Organization
from dagster_project.reading.model.source import RefusedError
from tests.reading.grids.builders import grid
from tests.reading.test_documents import dump

TEMPLATE = [
    "上海市 XX 局",
    "2024 年度部门决算",
    *["上海市XX局2024年度收入支出总计XX万元。与2023年度相比，收入支出总计增加XX万元。"] * 3,
    "一、收入支出决算总表",
]
BUDGET = [
    "示例市示例局2024年部门预算",
    "一、部门收支预算总表",
    "二、一般公共预算支出预算表",
    "三、“三公”经费预算表",
    "2023年部门决算情况说明",
]
FINAL = [
    "示例市示例局2024年度部门决算",
    "一般公共预算财政拨款支出决算表",
    "政府性基金预算财政拨款收入支出决算表",
    "预算绩效管理情况",
    "国有资本经营预算财政拨款收入支出决算表",
]


def test_a_template_still_has_the_blanks_of_the_form() -> None:
    assert is_template(TEMPLATE)
    assert not is_template(FINAL)
    # A filled disclosure with a forgotten blank or a name crossed out is none.
    assert not is_template([*FINAL, "XX局", "李××", "2,940.05", "1.00", "某某"])


def test_a_budget_is_told_by_its_headings() -> None:
    assert is_budget(BUDGET, has_tables=True)
    assert not is_budget(FINAL, has_tables=True)
    assert not is_budget(dump(1).split("\n"), has_tables=True)


@pytest.mark.parametrize(
    ("lines", "code", "words"),
    [
        (TEMPLATE, "template", "空白模板"),
        (BUDGET, "budget", "部门预算"),
        (["示例市2023年财政总决算", "收入。"], "other_kind", "财政总决算"),
        (["今年的工作总结。"], "no_table", "今年的工作总结"),
    ],
)
def test_a_wrong_kind_is_refused_in_one_line(lines: list[str], code: str, words: str) -> None:
    with pytest.raises(RefusedError, match=words) as refusal:
        refuse_kind(lines, has_tables=False)
    assert refusal.value.reason_code == code
    assert "\n" not in refusal.value.reason_zh


def test_a_template_is_refused_though_it_has_all_tables() -> None:
    with pytest.raises(RefusedError):
        refuse_kind(TEMPLATE, has_tables=True)
    refuse_kind(FINAL, has_tables=True)


LISTED = """示例市示例局
2024年度部门决算
第一部分 示例市示例局概况
纳入示例市示例局2024年度部门决算编制范
围的单位包括：
序号 单位名称 备注
1 示例市示例局（本级）
2 示例市示例局财政所 预算不单列，并入本级
3 示例市服务中心
第二部分 示例市示例局2024年度部门决算表
1 不是单位的局"""


def test_a_department_with_its_units_listed_is_consolidated() -> None:
    found = recognise_scope(LISTED, "示例市示例局")
    assert found.scope == "department_consolidated"
    assert "列明编报单位3个：示例市示例局（本级）、示例市示例局财政所" in found.evidence
    assert "2024年度部门决算" in found.evidence


def test_one_unit_or_no_list_is_unknown_with_what_is_said() -> None:
    one = LISTED.replace("2 示例市示例局财政所 预算不单列，并入本级\n3 示例市服务中心\n", "")
    assert units_in_lines(one.split("\n")) == ["示例市示例局（本级）"]
    assert recognise_scope(one, "示例市示例局").scope == "unknown"
    none = recognise_scope("示例市示例局\n2024年度部门决算\n", "示例市示例局")
    assert none.scope == "unknown"
    assert "标题：“示例市示例局2024年度部门决算”" in none.evidence


@pytest.mark.parametrize(
    ("said", "scope"),
    [
        (
            "纳入本部门2024年度决算编制的二级预算单位主要包括：示例市示例局（本级）、示例市服务中心。",
            "department_consolidated",
        ),
        (
            "纳入本套部门决算汇编范围的单位共2个，包括：甲局（本级）、甲中心。",
            "department_consolidated",
        ),
        ("纳入示例市示例局2024年度部门决算编报的单位共3个。", "department_consolidated"),
        # Near misses: itself alone, offices that are no units of accounts, what others cover.
        ("纳入本部门2024年度决算编制范围的单位包括：示例市示例局（本级）。", "unknown"),
        ("纳入示例市示例局2024年度部门决算编报的单位共1个。", "unknown"),
        ("本局内设机构2个，包括：办公室、财务科。", "unknown"),
        ("纳入预算绩效管理范围的单位包括：甲局、乙中心。", "unknown"),
    ],
)
def test_units_in_one_sentence_are_listed(said: str, scope: str) -> None:
    text = f"示例市示例局\n2024年度部门决算\n{said}"
    assert recognise_scope(text, "示例市示例局").scope == scope


def test_titles_that_all_say_unit_are_a_unit() -> None:
    text = "示例市示例中心\n2024年度单位决算\n第二部分 示例市示例中心2024年度单位决算表"
    assert recognise_scope(text, "示例市示例中心").scope == "unit"
    assert recognise_scope(text + "\n本部门决算", "示例市示例中心").scope == "unknown"
    assert recognise_scope("", "示例市示例局（本级）").scope == "unit"


def test_units_in_a_drawn_table_are_found_and_tables_of_money_are_none() -> None:
    units = [["序号", "单位名称", "备注"], ["1", "甲局（本级）", ""], ["2", "甲局服务中心", ""]]
    assert units_in_grids([grid(units)]) == ["甲局（本级）", "甲局服务中心"]
    money = [
        ["单位名称", "合计", "决算数"],
        ["甲服务中心", "1.00", "1.00"],
        ["乙服务中心", "1.00", "1.00"],
    ]
    assert units_in_grids([grid(money)]) == []


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("上海市普陀区财政局", "putuo-finance"),
        ("中共上海市普陀区委社会工作部", "putuo-social-work"),
        ("上海市普陀区生态环境局", "putuo-environment"),
        ("上海市普陀区人民政府宜川路街道办事处", "putuo-yichuan"),
    ],
)
def test_the_seed_knows_the_organizations_of_shanghai(name: str, known: str) -> None:
    found = find_organization(name, 2024)
    assert (found.organization_id, found.region_code) == (known, "310107")


NUMBERED = [PrintedTable(f"gk{n:02d}", "", f"公开{n:02d}表") for n in range(1, 11)]


@pytest.mark.parametrize(
    ("name", "text", "form", "evidence"),
    [
        ("太原市示例局", "", "shanxi", "太原市"),
        ("郑州市示例局", "", "unknown", "郑州市"),
        ("示例县示例局", "大同市示例县……大同市……", "shanxi", "大同市"),
        # One phrase that names a province and its city is one mention: nothing is said plainly.
        ("示例县示例局", "山西省大同市示例县", "unknown", ""),
        ("示例县示例局", "大同市、大同市、郑州市、郑州市", "unknown", ""),
    ],
)
def test_a_city_tells_the_province_and_so_the_form(
    name: str, text: str, form: str, evidence: str
) -> None:
    found = recognise_form(NUMBERED, organization=Organization(name), text=text, year=2022)
    assert found.name == form
    assert evidence in found.evidence
