"""Family N accuses nobody over lawful wordings: invented narratives as provinces word them.

Each is true of the tables beside it, so whatever a narrative rule reports is a false alarm.
"""

from __future__ import annotations

import pytest

from tests import factories
from tests.rules.conftest import Key, Verdict
from tests.rules.narratives import Tables, written
from tests.rules.writing import Write

Sections = list[tuple[str, list[str]]]
TOTALS = "一、收入支出决算总体情况说明"
INCOME = "二、收入决算情况说明"
SPENDING = "三、支出决算情况说明"
FISCAL = "四、财政拨款收入支出决算总体情况说明"
STRUCTURE = "（二）财政拨款支出决算结构情况"
GENERAL = "（一）财政拨款支出决算总体情况"
ITEMS = "（三）财政拨款支出决算具体情况"
BASIC = "六、一般公共预算财政拨款基本支出决算情况说明"
THREE = "七、财政拨款“三公”经费支出决算情况说明"
OPERATING = "（一）机关运行经费支出情况"
PROCUREMENT = "（二）政府采购支出情况"
ASSETS = "（三）国有资产占有使用情况说明"
RUNNING = "人力资源和社会保障管理事务（款）行政运行（项）"


def _functions(*rows: tuple[str, str, str, str, str]) -> list[factories.Row]:
    roles = {5: "total", 3: "class", 7: "item"}
    return [
        (
            code,
            "section" if code.isdecimal() and len(code) == 5 else roles[len(code)],
            name,
            {"total": total, "basic": basic, "project": project},
        )
        for code, name, total, basic, project in rows
    ]


def _with_fund() -> Tables:
    """Return tables: 100.00 of the general public budget, 50.00 of a government fund."""
    tables = factories.default_tables()
    both = {
        "total": "150.00",
        "general_public": "100.00",
        "government_fund": "50.00",
        "state_capital": "",
    }
    fund = both | {"total": "50.00", "general_public": ""}
    gk03 = _functions(
        ("total", "合计", "150.00", "60.00", "90.00"),
        ("208", "社会保障和就业支出", "100.00", "60.00", "40.00"),
        ("20801", "人力资源和社会保障管理事务", "100.00", "60.00", "40.00"),
        ("2080101", "行政运行", "80.00", "60.00", "20.00"),
        ("2080102", "一般行政管理事务", "20.00", "", "20.00"),
        ("212", "城乡社区支出", "50.00", "", "50.00"),
        ("21208", "国有土地使用权出让收入安排的支出", "50.00", "", "50.00"),
        ("2120801", "征地和拆迁补偿支出", "50.00", "", "50.00"),
    )
    gk08 = [
        (key, role, name, {"opening": "", "income": "50.00", **figures, "closing": ""})
        for key, role, name, figures in gk03
        if key.startswith("212")
    ]
    return {
        "gk03": gk03,
        "gk04": [
            *(row for row in tables["gk04"] if row[0] in ("general_public_appropriation",)),
            ("208", "class", "社会保障和就业支出", tables["gk04"][1][3]),
            ("212", "class", "城乡社区支出", fund),
            ("expenditure_total", "total", "本年支出合计", both),
            ("grand_total", "total", "总计", {"income_amount": "150.00"} | both),
        ],
        "gk05": [
            ("total", "total", "合计", {"total": "100.00", "basic": "60.00", "project": "40.00"}),
            *gk03[1:5],
        ],
        "gk08": [("total", "total", "合计", gk08[0][3]), *gk08],
    }


def _three_public(**figures: str) -> Tables:
    all_figures = dict(factories.default_tables()["gk07"][0][3]) | figures
    return {"gk07": [("three_public", "line", "三公", all_figures)]}


def _basic(**codes: str) -> Tables:
    rows: list[factories.Row] = [
        ("personnel_total", "total", "人员经费合计", {"basic": "50.00"}),
        ("301", "class", "工资福利支出", {"basic": "50.00"}),
        ("30101", "section", "基本工资", {"basic": "30.00"}),
        ("30102", "section", "津贴补贴", {"basic": "20.00"}),
        ("302", "class", "商品和服务支出", {"basic": "10.00"}),
        ("30201", "section", "办公费", {"basic": "6.00"}),
        ("30211", "section", "差旅费", {"basic": "4.00"}),
        ("public_total", "total", "公用经费合计", {"basic": "10.00"}),
    ]
    return {"gk06": rows}


def _large() -> Tables:
    """Return a total of 123,456,789.00 yuan."""
    row = {"income_amount": "123456789.00", "expenditure_amount": "123456789.00"}
    return {"gk01": [("grand_total", "total", "总计", row)]}


LAWFUL: dict[str, tuple[Sections, Tables]] = {
    # 收入总计 and 支出总计 apart, reasons in other words.
    "apart": (
        [
            (
                TOTALS,
                [
                    "2022年度收入总计100.00元，支出总计100.00元。与2021年度相比，收入总计增加20.00元，"
                    "增长25.00%；支出总计增加20.00元，增长25.00%。主要原因是人员增加。"
                ],
            ),
            (
                INCOME,
                [
                    "2022年度收入合计100.00元，其中：财政拨款收入100.00元，占100%；上级补助收入0.00元，占0%。"
                ],
            ),
            (
                SPENDING,
                [
                    "2022年度支出合计100.00元，其中：基本支出60.00元，占60%；项目支出40.00元，占40%。"
                ],
            ),
        ],
        {},
    ),
    "each": (
        [
            (
                TOTALS,
                [
                    "2022年度收、支总计均为100.00元。与上年度决算相比，收、支总计各增加20.00元，增长25%，"
                    "主要是人员经费增加。"
                ],
            )
        ],
        {},
    ),
    "in-ten-thousands": (
        [
            (
                TOTALS,
                [
                    "2022年度收、支总计均为0.01万元。与2021年度相比，收、支总计各减少0.01万元，"
                    "下降50.0%。主要原因：压减项目。"
                ],
            )
        ],
        {},
    ),
    "hundred-million": (
        [
            (
                TOTALS,
                [
                    "本年度收入总计1.23亿元、支出总计1.23亿元，比上年增加0.12亿元，增长10.8%，"
                    "主要原因是新增项目。"
                ],
            )
        ],
        _large(),
    ),
    # The year before as a figure of its own.
    "both-years": (
        [
            (
                TOTALS,
                [
                    "2022年度收、支总计100.00元，2021年度收、支总计80.00元，同比增加20.00元，增长25.00%。"
                    "主要原因：新增项目。"
                ],
            )
        ],
        {},
    ),
    "both-years-apart": (
        [
            (
                TOTALS,
                [
                    "2022年度收入总计100.00元，较上年的80.00元增加20.00元，增长25%。主要原因：新增项目。"
                ],
            ),
            (
                OPERATING,
                [
                    "2022年度机关运行经费支出10.00元，比2021年的9.00元增加1.00元，增长11.11%，"
                    "主要原因是业务增加。"
                ],
            ),
        ],
        _basic(),
    ),
    "level": (
        [
            (
                TOTALS,
                [
                    "2022年度收入总计100.00元，与上年决算数持平；支出总计100.00元，与上年决算数持平。"
                ],
            )
        ],
        {},
    ),
    "nearly-level": (
        [
            (
                TOTALS,
                [
                    "2022年度收入支出总计100.00元，与2021年度基本持平，主要原因是厉行节约，减少支出。"
                ],
            )
        ],
        {},
    ),
    "new-unit": (
        [
            (
                TOTALS,
                [
                    "2022年度收入总计100.00元，支出总计100.00元。本单位为2022年新成立单位，上年无决算数。"
                ],
            )
        ],
        {},
    ),
    # Money of a fund among the fiscal expenditure and the items; one item without budget.
    "with-fund": (
        [
            (
                SPENDING,
                [
                    "本年支出合计150.00元，其中：基本支出60.00元，占40.00%；项目支出90.00元，占60.00%。"
                ],
            ),
            (FISCAL, ["2022年度财政拨款收入总计150.00元、支出总计150.00元。"]),
            (GENERAL, ["2022年度财政拨款支出150.00元，占本年支出合计的100.00%。"]),
            (
                STRUCTURE,
                [
                    "2022年度财政拨款支出150.00元，主要用于以下方面：社会保障和就业（类）支出100.00元，"
                    "占66.67%；城乡社区（类）支出50.00元，占本年支出的33.33%。"
                ],
            ),
            (
                ITEMS,
                [
                    "2022年度财政拨款支出年初预算为130.00元，支出决算为150.00元，完成年初预算的115.4%。"
                    "决算数大于年初预算数的主要原因是年中追加。其中：",
                    f"1．社会保障和就业支出（类）{RUNNING}。年初预算为80.00元，支出决算为80.00元，"
                    "完成年初预算的100.00%，决算数与年初预算数持平。",
                    "2．社会保障和就业支出（类）人力资源和社会保障管理事务（款）一般行政管理事务（项）。"
                    "年初未安排预算，支出决算为20.00元，主要原因是年中追加。",
                    "3．城乡社区支出（类）国有土地使用权出让收入安排的支出（款）征地和拆迁补偿支出（项）。"
                    "年初预算为50.00元，支出决算为50.00元，完成年初预算的100.00%。",
                ],
            ),
        ],
        _with_fund(),
    ),
    # Only the items worth telling, and budgets by class alone.
    "some-items": (
        [
            (
                ITEMS,
                [
                    "2022年度财政拨款支出年初预算为90.00元，支出决算为100.00元，完成年初预算的111.1%。主要支出项目如下：",
                    f"1．社会保障和就业支出（类）{RUNNING}。年初预算为70.00元，支出决算为80.00元，"
                    "完成年初预算的114.29%，决算数大于年初预算数的主要原因：人员增加。",
                ],
            )
        ],
        {"gk05": _with_fund()["gk05"]},
    ),
    "two-budgets": (
        [
            (
                ITEMS,
                [
                    "2022年度一般公共预算财政拨款支出年初预算为80.00元，全年预算为100.00元，支出决算为100.00元，"
                    "完成年初预算的125.00%，完成全年预算的100.00%，完成预算的100%。决算数大于年初预算数的主要原因：追加。"
                ],
            )
        ],
        {},
    ),
    "list-open": (
        [
            (
                BASIC,
                [
                    "2022年度一般公共预算财政拨款基本支出60.00元，其中：人员经费50.00元，主要包括：基本工资等；"
                    "公用经费10.00元，主要包括：办公费、差旅费。"
                ],
            )
        ],
        _basic(),
    ),
    # Where some of the units are no offices, only a part of the public expenses is 机关运行经费.
    "operating-part": (
        [
            (
                OPERATING,
                [
                    "2022年度机关运行经费支出4.00元，比年初预算数减少1.00元，降低20.0%，主要原因是节约开支；"
                    "比2021年增加1.00元，增长33.3%。"
                ],
            )
        ],
        _basic(),
    ),
    "three-public": (
        [
            (
                THREE,
                [
                    "2022年度“三公”经费财政拨款支出预算为10.00元，支出决算为8.00元，完成预算的80.00%，"
                    "2022年度“三公”经费支出决算数小于预算数的主要原因：厉行节约。",
                    "“三公”经费财政拨款支出决算比2021年增加3.00元，增长60.00%。其中：因公出国（境）费支出决算0.00元，"
                    "占0%；公务用车购置费支出0.00元；公务用车运行维护费支出决算6.00元，占75.00%，比2021年增加3.00元，"
                    "增长100.00%；公务接待费支出决算2.00元，占25.00%，与2021年持平。",
                    "全年因公出国（境）团组0个，累计0人次；公务用车购置0辆，保有量1辆；"
                    "国内公务接待3批次，12人次。公务用车运行维护费比年初预算减少2.00元，下降25.00%。",
                ],
            )
        ],
        _three_public(
            budget_total="10.00",
            budget_running="8.00",
            budget_reception="2.00",
            budget_vehicles="8.00",
            final_total="8.00",
            final_running="6.00",
            final_vehicles="6.00",
            final_reception="2.00",
        ),
    ),
    "partly-listed": (
        [
            (
                PROCUREMENT,
                [
                    "2022年度政府采购支出总额30.00元，其中：政府采购货物支出15.00元、政府采购工程支出10.00元。"
                    "授予中小企业合同金额30.00元，占政府采购支出总额的100.0%，其中：授予小微企业合同金额15.00元，"
                    "占授予中小企业合同金额的50.0%；货物采购授予中小企业合同金额占货物支出金额的100%。"
                ],
            ),
            (
                ASSETS,
                [
                    "截至2022年12月31日，本部门共有车辆5辆，其中：执法执勤用车3辆；"
                    "单价50万元以上通用设备1台（套），单价100万元以上专用设备0台（套）。"
                ],
            ),
        ],
        {},
    ),
}


def _document(name: str) -> Write:
    sections, tables = LAWFUL[name]
    return written(*sections, tables=tables)


CASES = {f"n-lawful-{name}": _document(name) for name in LAWFUL}


@pytest.mark.parametrize("name", LAWFUL)
def test_a_lawful_narrative_is_read_and_has_no_finding(
    rule_book: dict[Key, Verdict], name: str
) -> None:
    verdicts = {
        key[1:]: verdict
        for key, verdict in rule_book.items()
        if key[0] == f"n-lawful-{name}" and key[1].startswith("N")
    }
    alarms = [
        (key, verdict.message_zh) for key, verdict in verdicts.items() if verdict.status == "fail"
    ]
    assert alarms == []
    # A text that nothing was read from would raise no alarm either.
    assert any(verdict.status == "pass" for verdict in verdicts.values())
