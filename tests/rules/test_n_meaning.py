"""Family N: rates of tasks, counts, names and reasons (N54 to N58), written before the rules."""

from __future__ import annotations

import pytest

from tests import factories
from tests.rules.judging import Book, Expected, Message, is_ruled, is_told
from tests.rules.narratives import claim_key, figure, told, written
from tests.rules.writing import Record, Write

RATE = "performance_review|output_target|参保人数|execution_rate|全年任务"


def _task(
    done: str, task: str, rate: str, units: tuple[str, str] = ("万人", "万人"), of: str = "参保人数"
) -> Write:
    """Return 参保人数39.17万人，完成全年任务37.59万人的104.19%."""
    topic = "performance_review"
    return told(
        figure(topic, "output_count", of, done, units[0], "count"),
        figure(topic, "output_target", "参保人数", task, units[1], "count", base="全年任务"),
        figure(topic, "output_target", "参保人数", rate, "%", "execution_rate", base="全年任务"),
    )


def _counted(metric: str, number: str, unit: str, topic: str = "three_public") -> Write:
    return told(figure(topic, metric, "公务用车", number, unit, "count"))


HEADING = "五、一般公共预算财政拨款支出决算情况说明"
ITEM = "社会保障和就业支出年初预算10000.00元，支出决算{final}元，完成年初预算的{rate}%{rest}"
CHANGE = "。较上年增加200.00元，增长1.50%，增加的主要原因是在职人员增发绩效奖金。"


def _spent(final: str, rate: str, rest: str) -> Write:
    return written((HEADING, [ITEM.format(final=final, rate=rate, rest=rest)]))


OVERALL = "一、收入支出决算总体情况说明"
ASSETS = "（三）国有资产占用情况说明"
THREE_PUBLIC = "七、财政拨款“三公”经费支出决算情况说明"
CARS = "公务用车运行维护费支出5.00元，截至{year}年12月31日，公务用车保有量为5辆。"
HELD = "某局截至{day}，本部门共有车辆2辆。"
OWN, LAST, OLDER = factories.YEAR, factories.YEAR - 1, factories.YEAR - 2


def _compared(own: object, other: object, more: str = "。") -> Write:
    text = f"{own}年度收入总计100.00元。与{other}年相比，收入总计增加5.00元，增长5.26%{more}"
    return written((OVERALL, [text]))


FINAL: Record = figure(
    "general_public", "final", "社会保障和就业支出", "1", "%", "execution_rate", base="年初预算"
)
SPENT = claim_key(FINAL | {"account_code": "208"})


def _item(*texts: str) -> Write:
    return written(("四、机关运行经费支出情况说明", [*texts]))


def _bought(year: int) -> Write:
    text = (
        f"{year}年度政府采购支出总额42.36元，其中：政府采购货物支出12.16元、"
        "政府采购工程支出21.50元、政府采购服务支出8.70元。"
    )
    return written(("五、政府采购支出情况说明", [text]))


CASES = {
    "nm-none": told(),
    "nm-silent": told(figure("operating_expense", "operating_expense", "机关运行经费", "10.00")),
    # N54: 38,244 of 33,000 is 115.8909 %; 39.17 ± 0.005 of 37.59 ± 0.005 is 104.18 to 104.23 %.
    "nm-task": _task("38244", "33000", "115.89", ("人", "人")),
    "nm-task-wrong": _task("38244", "33000", "115.98", ("人", "人")),
    "nm-task-truncated": _task("2", "3", "66.66", ("人", "人")),
    "nm-task-rounded": _task("39.17", "37.59", "104.19"),
    "nm-task-past-rounding": _task("39.17", "37.59", "104.24"),
    "nm-task-two-units": _task("3.83", "33000", "116.06", ("万人", "人")),
    "nm-task-of-another": _task("38244", "33000", "999", ("人", "人"), of="培训人数"),
    "nm-task-zero": _task("5", "0", "100", ("人", "人")),
    "nm-task-other-unit": _task("38244", "33000", "99", ("人", "户")),
    # N55
    "nm-count-whole": _counted("vehicles_purchased", "0", "辆"),
    "nm-count-decimal": _counted("vehicles_purchased", "0.00", "辆"),
    "nm-count-half": _counted("vehicles_held", "2.5", "辆"),
    "nm-count-in-thousands": _counted("output_count", "39.17", "万人", "performance_review"),
    "nm-count-of-ground": _counted("output_count", "12.5", "亩", "performance_review"),
    # N56
    "nm-placeholder": told(
        figure("performance_whole", "placeholder", "部门评价", "0", "", "count"),
        figure("performance_whole", "placeholder", "部门评价", "0", "级", "count"),
    ),
    "nm-counted": told(
        figure("performance_whole", "department_evaluated_projects", "部门评价", "0", "个", "count")
    ),
    # N57: ten points from 100 %.
    "nm-other-comparison": _spent("13771.00", "137.71", CHANGE),
    "nm-of-the-budget": _spent(
        "13771.00", "137.71", "。决算数大于预算数的主要原因：年中追加绩效奖金。"
    ),
    "nm-both-reasons": _spent(
        "13771.00",
        "137.71",
        "，决算数大于预算数的主要原因：年中追加。较上年增加200.00元，增长1.50%，增加的主要原因是增资。",
    ),
    "nm-only-reason": _spent("6000.00", "60.00", "，主要原因是项目推迟。"),
    "nm-no-reason": _spent("6000.00", "60.00", "。"),
    "nm-near": _spent("10999.00", "109.99", CHANGE),
    "nm-at-threshold": _spent("11000.00", "110.00", CHANGE),
    # N58
    "nm-last-year": _compared(OWN, LAST),
    "nm-year-before-last": _compared(OWN, OLDER),
    "nm-whole-of-last-year": _compared(LAST, OLDER),
    "nm-older-in-reason": _compared(OWN, LAST, f"。主要原因是{OLDER}年的项目完工。"),
    "nm-older-in-reason-alone": written(
        (
            OVERALL,
            [
                f"{OWN}年度收入总计100.00元，较上年增加5.00元，增长5.26%，"
                f"主要原因是补付{OLDER}年的工程款。"
            ],
        )
    ),
    "nm-budget-to-come": written(
        (OVERALL, [f"{OWN}年度收入总计100.00元。"]),
        (
            THREE_PUBLIC,
            [f"{OWN + 1}年度“三公”经费预算较{OWN}年度增加1.00元，其中公务接待费较上年增加1.00元。"],
        ),
    ),
    "nm-with-itself": _compared(OWN, OWN),
    "nm-own-year-twice": written(
        (OVERALL, [f"{OWN}年度收入总计100.00元，比上年增加5.00元，增长5.26%，{OWN}年新增项目。"])
    ),
    "nm-cars-of-last-year": written((THREE_PUBLIC, [CARS.format(year=LAST)])),
    "nm-cars": written((THREE_PUBLIC, [CARS.format(year=OWN)])),
    "nm-no-year": written((OVERALL, ["收入总计100.00元，比上年增加5.00元，增长5.26%。"])),
    "nm-assets": written((ASSETS, [HELD.format(day=f"{OWN}年12月31日")])),
    "nm-assets-of-last-year": written((ASSETS, [HELD.format(day=f"{LAST}年12月31日")])),
    "nm-assets-of-june": written((ASSETS, [HELD.format(day=f"{LAST}年6月30日")])),
    # A figure of this year's table under an older year; stated for both years; another figure.
    "nm-own-figure": written((OVERALL, [f"{OWN}年度收入总计100.00元。"])),
    "nm-own-figure-old-year": written(
        (OVERALL, [f"{OWN}年度收入总计100.00元。", f"{LAST}年度支出总计100.00元。"])
    ),
    "nm-own-figure-older-year": written(
        (OVERALL, [f"{OWN}年度收入总计100.00元。", f"{OLDER}年度支出总计100.00元。"])
    ),
    "nm-both-years": written(
        (OVERALL, [f"{OWN}年度支出总计100.00元。", f"{LAST}年度支出总计100.00元。"])
    ),
    "nm-figure-of-last-year": written(
        (OVERALL, [f"{OWN}年度收入总计100.00元。", f"{LAST}年度支出总计99.00元。"])
    ),
    # An item under last year's number that compares with the year before, or tells its parts.
    "nm-item-of-last-year": _item(
        f"{LAST}年度机关运行经费支出146.24元，比上年减少6.45元，下降4.22%。"
    ),
    "nm-item": _item(f"{OWN}年度机关运行经费支出146.24元，比上年减少6.45元，下降4.22%。"),
    "nm-item-against-it": _item(f"{LAST}年度机关运行经费支出152.69元，本年减少6.45元，下降4.22%。"),
    "nm-item-of-both": _item(
        f"{LAST}年度机关运行经费支出152.69元。",
        f"{OWN}年度机关运行经费支出146.24元，比上年减少6.45元，下降4.22%。",
    ),
    "nm-bought-last-year": _bought(LAST),
    "nm-bought": _bought(OWN),
    "nm-below-near": _spent("9001.00", "90.01", "。"),
}

D = "document"
EXPECTED = [
    ("nm-none", "N54", D, "no_data", "narrative_not_read"),
    ("nm-silent", "N54", D, "not_applicable", "nothing_stated"),
    ("nm-task", "N54", RATE, "pass", "compared"),
    ("nm-task-wrong", "N54", RATE, "fail", "compared"),
    ("nm-task-truncated", "N54", RATE, "fail", "compared"),
    ("nm-task-rounded", "N54", RATE, "pass", "compared"),
    ("nm-task-past-rounding", "N54", RATE, "fail", "compared"),
    ("nm-task-two-units", "N54", RATE, "pass", "compared"),
    ("nm-task-of-another", "N54", RATE, "no_data", "figures_not_stated"),
    ("nm-task-zero", "N54", RATE, "not_applicable", "zero_base"),
    ("nm-task-other-unit", "N54", RATE, "no_data", "figures_not_stated"),
    ("nm-none", "N55", D, "no_data", "narrative_not_read"),
    ("nm-silent", "N55", D, "not_applicable", "nothing_stated"),
    ("nm-count-whole", "N55", D, "pass", "compared"),
    ("nm-count-decimal", "N55", D, "fail", "compared"),
    ("nm-count-half", "N55", D, "fail", "compared"),
    ("nm-count-in-thousands", "N55", D, "not_applicable", "nothing_stated"),
    ("nm-count-of-ground", "N55", D, "not_applicable", "nothing_stated"),
    ("nm-none", "N56", D, "no_data", "narrative_not_read"),
    ("nm-silent", "N56", D, "pass", "compared"),
    ("nm-placeholder", "N56", D, "fail", "compared"),
    ("nm-counted", "N56", D, "pass", "compared"),
    ("nm-none", "N58", D, "no_data", "narrative_not_read"),
    ("nm-silent", "N58", D, "not_applicable", "no_year_printed"),
    ("nm-last-year", "N58", D, "pass", "compared"),
    ("nm-year-before-last", "N58", D, "fail", "compared"),
    ("nm-whole-of-last-year", "N58", D, "fail", "compared"),
    ("nm-older-in-reason", "N58", D, "pass", "compared"),
    ("nm-older-in-reason-alone", "N58", D, "pass", "compared"),
    ("nm-budget-to-come", "N58", D, "not_applicable", "no_year_printed"),
    ("nm-with-itself", "N58", D, "fail", "compared"),
    ("nm-own-year-twice", "N58", D, "pass", "compared"),
    ("nm-cars-of-last-year", "N58", D, "fail", "compared"),
    ("nm-cars", "N58", D, "pass", "compared"),
    ("nm-no-year", "N58", D, "not_applicable", "no_year_printed"),
    ("nm-assets", "N58", D, "pass", "compared"),
    ("nm-assets-of-last-year", "N58", D, "fail", "compared"),
    ("nm-assets-of-june", "N58", D, "pass", "compared"),
    ("nm-own-figure", "N58", D, "not_applicable", "no_year_printed"),
    ("nm-own-figure-old-year", "N58", D, "fail", "compared"),
    ("nm-own-figure-older-year", "N58", D, "fail", "compared"),
    ("nm-both-years", "N58", D, "not_applicable", "no_year_printed"),
    ("nm-figure-of-last-year", "N58", D, "not_applicable", "no_year_printed"),
    ("nm-item-of-last-year", "N58", D, "fail", "compared"),
    ("nm-item", "N58", D, "pass", "compared"),
    ("nm-item-against-it", "N58", D, "not_applicable", "no_year_printed"),
    ("nm-item-of-both", "N58", D, "pass", "compared"),
    ("nm-bought-last-year", "N58", D, "fail", "compared"),
    ("nm-bought", "N58", D, "not_applicable", "no_year_printed"),
    ("nm-silent", "N57", D, "not_applicable", "nothing_stated"),
    ("nm-other-comparison", "N57", SPENT, "fail", "compared"),
    ("nm-of-the-budget", "N57", SPENT, "pass", "compared"),
    ("nm-both-reasons", "N57", SPENT, "pass", "compared"),
    ("nm-only-reason", "N57", SPENT, "pass", "compared"),
    ("nm-no-reason", "N57", SPENT, "fail", "compared"),
    ("nm-near", "N57", SPENT, "pass", "compared"),
    ("nm-at-threshold", "N57", SPENT, "fail", "compared"),
    ("nm-below-near", "N57", SPENT, "pass", "compared"),
]

MESSAGES = [
    ("nm-task-wrong", "N54", RATE, "warning", "写为 115.98%,而 38244人 ÷ 任务 33000人 = 115.89 %"),
    ("nm-task-truncated", "N54", RATE, "notice", "66.66%"),
    ("nm-count-decimal", "N55", D, "notice", "公务用车 0.00辆"),
    ("nm-placeholder", "N56", D, "notice", "部门评价:应写名称或级次的位置填的是数字:0、0级"),
    ("nm-other-comparison", "N57", SPENT, "notice", "完成年初预算的137.71%,所述原因是与上年相比的"),
    ("nm-year-before-last", "N58", D, "notice", f"与 {OLDER} 年相比(本文件为 {OWN} 年度)"),
    ("nm-with-itself", "N58", D, "notice", f"与 {OWN} 年相比,而本文件就是 {OWN} 年度"),
    ("nm-cars-of-last-year", "N58", D, "notice", f"车辆保有量截至 {LAST} 年 12 月 31 日"),
    ("nm-assets-of-last-year", "N58", D, "notice", f"资产截至 {LAST} 年 12 月 31 日"),
    ("nm-own-figure-old-year", "N58", D, "notice", "支出总计 100.00元写作往年的数,与本年的表相同"),
    ("nm-item-of-last-year", "N58", D, "notice", "机关运行经费 146.24元写作往年的数,又与上年相比"),
    ("nm-bought-last-year", "N58", D, "notice", "政府采购 42.36元写作往年的数,又写出各部分"),
    ("nm-no-reason", "N57", SPENT, "notice", "完成年初预算的60.00%,没有说明原因"),
]


@pytest.mark.parametrize("case", EXPECTED)
def test_what_a_text_means_gets_its_verdict(rule_book: Book, case: Expected) -> None:
    is_ruled(rule_book, case)


@pytest.mark.parametrize("case", MESSAGES)
def test_what_a_text_means_is_said_with_its_figures(rule_book: Book, case: Message) -> None:
    is_told(rule_book, case)
