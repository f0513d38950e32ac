"""An invented self-evaluation form in the national layout, as rows of texts."""

from __future__ import annotations

TITLE = "项目支出绩效自评表"
NAME = "山林防火巡查项目"
UNIT = "项目资金（万元）"

# 110.50 = 100.00 + 10.50; 82.875 / 110.5 = 75 %; 8 + 20 + 12.5 + 10 + 7.5 = 58 of 60.
ROWS: list[list[str]] = [
    [TITLE] * 9,
    ["（2024年度）"] * 9,
    ["项目名称", NAME, NAME, NAME, NAME, NAME, NAME, NAME, NAME],
    ["主管部门", "云山市测试局", "云山市测试局", "云山市测试局", "实施单位", *["云山市林场"] * 4],
    [UNIT, "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分", ""],
    [UNIT, "年度资金总额", "100.00", "110.50", "82.875", "10", "75.00%", "7.5", ""],
    [UNIT, "其中：当年财政拨款", "100.00", "100.00", "82.875", "—", "82.88%", "—", ""],
    [UNIT, "上年结转资金", "", "10.50", "0.00", "—", "0.00%", "—", ""],
    [UNIT, "其他资金", "", "", "", "—", "", "—", ""],
    ["年度总体目标", *["预期目标"] * 4, *["实际完成情况"] * 4],
    ["年度总体目标", *["巡查山林120次。"] * 4, *["巡查山林118次。"] * 4],
    [
        *("绩效指标", "一级指标", "二级指标", "三级指标", "年度指标值"),
        *("实际完成值", "分值", "得分", "偏差原因分析及改进措施"),
    ],
    ["绩效指标", "产出指标", "数量指标", "巡查次数", "≥120次", "118次", "10", "8", "暴雨停巡2次。"],
    ["绩效指标", "产出指标", "质量指标", "火情发现率", "≥95%", "96%", "20", "20", ""],
    ["绩效指标", "成本指标", "经济成本指标", "每次费用", "≤1万元", "0.7万元", "12.5", "12.5", ""],
    ["绩效指标", "满意度指标", "服务对象满意度指标", "居民满意度", "≥90%", "92%", "10", "10", ""],
    ["总分", "总分", "总分", "总分", "总分", "总分", "62.5", "58", "差"],
]  # fmt: skip

# Rows and columns (from 0) of the cells that the form merges.
MERGED = (
    (0, 0, 0, 8), (1, 0, 1, 8), (2, 1, 2, 8), (3, 1, 3, 3), (3, 5, 3, 8), (4, 0, 8, 0),
    (9, 0, 10, 0), (9, 1, 9, 4), (9, 5, 9, 8), (10, 1, 10, 4), (10, 5, 10, 8), (11, 0, 15, 0),
    (12, 1, 13, 1), (16, 0, 16, 5),
)  # fmt: skip

PRINTED = {
    ("p1", "department"): "云山市测试局",
    ("p1", "implementing_unit"): "云山市林场",
    ("p1", "weight"): "62.5",
    ("p1", "score"): "58",
    ("p1", "grade"): "差",
    ("p1.funds_total", "budgeted"): "100.00",
    ("p1.funds_total", "full_year_budget"): "110.50",
    ("p1.funds_total", "executed"): "82.875",
    ("p1.funds_total", "weight"): "10",
    ("p1.funds_total", "execution_percent"): "75.00%",
    ("p1.funds_total", "score"): "7.5",
    ("p1.funds_fiscal", "budgeted"): "100.00",
    ("p1.funds_fiscal", "full_year_budget"): "100.00",
    ("p1.funds_fiscal", "executed"): "82.875",
    ("p1.funds_fiscal", "execution_percent"): "82.88%",
    ("p1.funds_carried", "full_year_budget"): "10.50",
    ("p1.funds_carried", "executed"): "0.00",
    ("p1.funds_carried", "execution_percent"): "0.00%",
} | {
    (f"p1.i{number:02d}", column): text
    for number, row in enumerate(ROWS[12:16], start=1)
    for column, text in zip(
        (
            *("level1", "level2", "level3", "initial_target", "actual"),
            *("weight", "score", "deviation_note"),
        ),
        row[1:],
        strict=True,
    )
    if text
}
