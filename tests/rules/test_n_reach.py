"""Family N: what careful readers see beyond sums (N66 to N70), labels written before the rules.

The factory's bureau spends 100.00 yuan in 2022, 60.00 of it on personnel, and buys no vehicle.
"""

from __future__ import annotations

import pytest

from tests import factories
from tests.rules.judging import Book, Expected, Message, is_ruled, is_told
from tests.rules.narratives import Tables, figure, told, written
from tests.rules.writing import Write

OVERALL = "一、收入支出决算总体情况说明"
INCOME = "二、收入决算情况说明"
SPENDING = "三、支出决算情况说明"
_BASIC = "expenditure|expenditure_item|基本支出|share|总支出"
_MICRO = "procurement|procurement_awarded|小微企业|share|授予中小企业合同金额"
TOTALS = "某市某局2022年度收入总计100.00元，支出总计100.00元。"


def _income(text: str) -> Write:
    return written((INCOME, [text]))


def _procured(
    printed: str, goods: str = "", bought: str = "", unit: str = "元", personnel: str = "60.00"
) -> Write:
    tables = factories.default_tables()
    tables["gk06"] = [("personnel_total", "total", "人员经费合计", {"basic": personnel})]
    if bought:
        [(key, role, label, figures)] = tables["gk07"]
        spent = dict.fromkeys(("final_total", "final_vehicles", "final_purchase"), bought)
        tables["gk07"] = [(key, role, label, figures | spent)]
    figures = [figure("procurement", "procurement", "政府采购", printed, unit)]
    if goods:
        figures.append(figure("procurement", "procurement", "货物采购", goods, unit))
    return told(*figures, tables=tables)


GENERAL = "五、一般公共预算财政拨款支出决算情况说明"
PERFORMANCE = "（四）预算绩效情况说明"
GLOSSARY = "第四部分 名词解释"


def _deviated(path: str, code: str, reason: str) -> Write:
    """Return a text in which one item misses its budget for this reason."""
    rows = factories.default_tables()["gk05"]
    name = path.split("（款）")[1].removesuffix("（项）")
    item = (code, "item", name, {"total": "5.00", "basic": "5.00", "project": ""})
    return written(
        (
            GENERAL,
            [
                f"{path}年初预算10.00元，支出决算5.00元，完成年初预算的50.00%，"
                f"决算数小于年初预算数的主要原因是{reason}。"
            ],
        ),
        tables={"gk05": [*(row for row in rows if row[0] != code), item]},
    )


def _pension(reason: str) -> Write:
    return _deviated(
        "社会保障和就业支出（类）行政事业单位养老支出（款）机关事业单位基本养老保险缴费支出（项）",
        "2080505",
        reason,
    )


def _running(reason: str) -> Write:
    return _deviated(
        "社会保障和就业支出（类）人力资源和社会保障管理事务（款）行政运行（项）", "2080101", reason
    )


def _lists(personnel: str, *rows: factories.Row) -> Write:
    return written(
        (
            "六、一般公共预算财政拨款基本支出决算情况说明",
            [f"财政拨款基本支出60.00元，其中：人员经费60.00元，主要包括{personnel}。"],
        ),
        tables={"gk06": [*factories.default_tables()["gk06"], *rows]},
    )


def _reviewed(*sentences: str) -> Write:
    return written((PERFORMANCE, ["巡查经费项目自评综述：" + "".join(sentences)]))


def _donated(other: str, donations: str) -> Write:
    rows = factories.default_tables()["gk02"]
    more = {"fiscal_appropriation": "90.00", "other": other, "other_donations": donations}
    return told(tables={"gk02": [(key, role, label, own | more) for key, role, label, own in rows]})


CASES = {
    # I54: what is printed under 其他收入 is part of it.
    "nr-donated": _donated("10.00", "10.00"),
    "nr-donated-more": _donated("10.00", "10.01"),
    "nr-donated-blank": _donated("10.00", ""),
    "nr-donated-of-nothing": _donated("", "1.00"),
    # A table rounds at the finest decimals that it prints.
    "nr-donated-coarse": _donated("10.0", "10.04"),
    "nr-none": told(),
    "nr-silent": told(figure("operating_expense", "operating_expense", "机关运行经费", "10.00")),
    # N66: 100.00 of spending less 60.00 of personnel.
    "nr-procured": _procured("40.00"),
    "nr-procured-more": _procured("40.01"),
    "nr-procured-rounded": _procured("0.0040", unit="万元", personnel="60.40"),
    "nr-procured-past-rounding": _procured("0.0040", unit="万元", personnel="60.60"),
    # N67: a vehicle is goods.
    "nr-vehicle": _procured("30.00", goods="20.00", bought="20.00"),
    "nr-vehicle-not-procured": _procured("30.00", goods="19.99", bought="20.00"),
    "nr-vehicle-rounded": _procured("30.00", goods="0.0020", bought="20.40", unit="万元"),
    "nr-no-vehicle": _procured("30.00", goods="0.00"),
    # N68: what 其他收入 is made of.
    "nr-other": _income(
        "收入合计100.00元，其中：其他收入10.00元，占10.00%，其中：利息收入2.00元、捐赠收入8.00元。"
    ),
    "nr-other-more": _income("其他收入10.00元，其中：银行存款利息收入2.00元、捐赠收入8.01元。"),
    "nr-other-some": _income("其他收入10.00元，占10.00%，主要包括房屋租金收入2.00元等。"),
    "nr-other-rounded": _income("其他收入10.0元，其中：利息收入2.02元、捐赠收入8.03元。"),
    "nr-other-past-rounding": _income("其他收入10.0元，其中：利息收入2.03元、捐赠收入8.04元。"),
    # Interest within 经营收入 is none of 其他收入.
    "nr-other-of-operating": _income(
        "经营收入10.00元，其中：租金收入8.00元；其他收入1.00元，占1.00%。"
    ),
    "nr-other-alone": _income("其他收入10.00元，占10.00%。"),
    # N63: no reception is no reason for contributions; of 行政运行 it may be a part.
    "nr-reason-other": _pension("当年度无三公经费支出"),
    "nr-reason-other-reception": _pension("本年度没有公务接待费支出"),
    "nr-reason-own": _pension("当年度人员减少"),
    "nr-reason-part": _running("当年度无三公经费支出"),
    "nr-reason-both": _pension("人员退休，缴费基数下降，当年度无三公经费支出"),
    # N62: an end that says nothing.
    "nr-none-behind-terms": written(
        (OVERALL, [TOTALS]),
        (GLOSSARY, ["一、财政拨款收入：指单位从同级财政部门取得的财政预算资金。", "无。"]),
    ),
    "nr-none-behind-text": written((OVERALL, [TOTALS, "无。"])),
    "nr-none-under-heading": written((OVERALL, [TOTALS]), ("（五）其他需要说明的事项", ["无。"])),
    "nr-none-asked": written((OVERALL, [TOTALS, "其他需要说明的情况：", "无。"])),
    "nr-none-alone": written((OVERALL, [TOTALS]), ("二、收入决算情况说明", ["本年度无收入。"])),
    # N69: names that are no account of the classification.
    "nr-listed": _lists("基本工资、津贴补贴、奖金、绩效工资"),
    "nr-listed-own-words": _lists("基本工资、津贴补贴、奖金、社保、饭贴"),
    "nr-listed-one": _lists("基本工资、津贴补贴、奖金、饭贴"),
    "nr-listed-compound": _lists("基本工资、津贴补贴、奖金、各项社会保险和住房公积金、福利及慰问"),
    "nr-listed-all-own": _lists("工资、社保、饭贴"),
    # What the document's own table calls an account is one.
    "nr-listed-as-printed": _lists(
        "基本工资、津贴补贴、奖金、社保、饭贴",
        ("30198", "section", "社保", {"basic": "1.00"}),
        ("30197", "section", "饭贴", {"basic": "1.00"}),
    ),
    # Accounts of the other part: 工会经费 is 30228, 住房公积金 30113.
    "nr-listed-other-part": _lists("基本工资、津贴补贴、奖金、工会经费、福利费"),
    "nr-listed-other-part-one": _lists("基本工资、津贴补贴、奖金、绩效工资、办公费"),
    "nr-listed-of-two-only": _lists("基本工资、津贴补贴、办公费"),
    # N70: the percentage of two counts.
    "nr-rate": _reviewed("组织培训45人，实现就业38人，培训后就业率84.44%。"),
    "nr-rate-wrong": _reviewed("组织培训45人，实现就业38人，培训后就业率94.44%。"),
    "nr-rate-of-another": _reviewed("组织培训45人，实现就业38人，学员满意度95%。"),
    "nr-rate-share": _reviewed("评价21417人，可网上查询679人，网上可查询占比3.17%。"),
    "nr-rate-share-wrong": _reviewed("评价21417人，可网上查询679人，网上可查询占比25.58%。"),
    "nr-rate-without-whole": _reviewed("可网上查询679人，网上可查询占比25.58%。"),
    "nr-rate-of-further": _reviewed("培训45人，考核12人，合格9人，合格率75%。"),
    "nr-rate-all": _reviewed("受理案件8件，办结8件，办结率100%。"),
}

D = "document"
_PROCURED = "procurement|procurement|政府采购|amount"
_GOODS = "procurement|procurement|货物采购|amount"
_VERDICTS: dict[str, dict[str, tuple[str, str]]] = {
    "N68": {
        "nr-none": ("no_data", "narrative_not_read"),
        "nr-silent": ("not_applicable", "nothing_stated"),
        "nr-other": ("pass", "compared"),
        "nr-other-more": ("fail", "compared"),
        "nr-other-some": ("pass", "compared"),
        "nr-other-rounded": ("rounding", "compared"),
        "nr-other-past-rounding": ("fail", "compared"),
        "nr-other-of-operating": ("no_data", "left_not_stated"),
        "nr-other-alone": ("no_data", "left_not_stated"),
    },
}
_VERDICTS |= {
    "N62": {
        "nr-none-behind-terms": ("fail", "compared"),
        "nr-none-behind-text": ("fail", "compared"),
        "nr-none-under-heading": ("pass", "compared"),
        "nr-none-asked": ("pass", "compared"),
        "nr-none-alone": ("pass", "compared"),
    },
    "N63": {
        "nr-reason-other": ("fail", "compared"),
        "nr-reason-other-reception": ("fail", "compared"),
        "nr-reason-own": ("pass", "compared"),
        "nr-reason-part": ("pass", "compared"),
        "nr-reason-both": ("pass", "compared"),
    },
    "N69": {
        "nr-none": ("no_data", "narrative_not_read"),
        "nr-silent": ("not_applicable", "nothing_stated"),
        "nr-listed": ("pass", "compared"),
        "nr-listed-own-words": ("fail", "compared"),
        "nr-listed-one": ("pass", "compared"),
        "nr-listed-compound": ("pass", "compared"),
        "nr-listed-all-own": ("pass", "compared"),
        "nr-listed-as-printed": ("pass", "compared"),
        "nr-listed-other-part": ("fail", "compared"),
        "nr-listed-other-part-one": ("fail", "compared"),
        "nr-listed-of-two-only": ("pass", "compared"),
    },
    "N70": {
        "nr-none": ("no_data", "narrative_not_read"),
        "nr-silent": ("not_applicable", "nothing_stated"),
        "nr-rate": ("pass", "compared"),
        "nr-rate-wrong": ("fail", "compared"),
        "nr-rate-of-another": ("not_applicable", "nothing_stated"),
        "nr-rate-share": ("pass", "compared"),
        "nr-rate-share-wrong": ("fail", "compared"),
        "nr-rate-without-whole": ("not_applicable", "nothing_stated"),
        "nr-rate-of-further": ("pass", "compared"),
        "nr-rate-all": ("pass", "compared"),
    },
}
_TOTAL_TEXT = "本年度支出总计200.00元，其中：基本支出150.00元，占总支出的{}%。"


def _of_total(said: str) -> Write:
    return written((OVERALL, [TOTALS]), (SPENDING, [said]))


def _awarded(share: str) -> Write:
    return written(
        (
            "（二）政府采购支出情况",
            [
                "2022年度政府采购支出总额40.00元。授予中小企业合同金额30.00元，占政府采购支出总额的"
                f"75.00%，其中：授予小微企业合同金额20.00元，占授予中小企业合同金额的{share}%。"
            ],
        )
    )


_EVALUATED = "performance_projects|self_evaluation_funds|项目支出|share|{}"


def _evaluated(funds: str, base: str, share: str, tables: Tables | None = None) -> Write:
    """Return a text whose projects of all funds cost 50.00, those of 公开05表 40.00."""
    said = (
        "本部门组织对2022年度一般公共预算项目支出全面开展绩效自评，共涉及项目2个，"
        f"资金{funds}元，占{base}的{share}%。"
    )
    return written((SPENDING, ["项目支出50.00元。"]), (PERFORMANCE, [said]), tables=tables)


def _of_one_fund(funds: str) -> Write:
    """Return funds told as all of 项目支出总额, beside a 公开05表 whose projects cost 25.00."""
    rows: list[factories.Row] = [
        (code, role, name, {"total": "85.00", "basic": "60.00", "project": "25.00"})
        for code, role, name, _ in factories.default_tables()["gk05"]
    ]
    return _evaluated(funds, "项目支出总额", "100.00", {"gk05": rows})


def _evaluated_verdict(base: str, status: str, reason: str) -> tuple[str, str, str]:
    return _EVALUATED.format(base), status, reason


# What 总支出 and 合同金额 are shares of: a total of the same part, where it names one alone.
_SHARES: dict[str, tuple[Write, str, str, str]] = {
    "nr-share-total": (_of_total(_TOTAL_TEXT.format("75.00")), _BASIC, "pass", "compared"),
    "nr-share-total-wrong": (_of_total(_TOTAL_TEXT.format("76.00")), _BASIC, "fail", "compared"),
    # 150.00 of 200.00: the last digit is a notice, one more is not.
    "nr-share-total-near": (_of_total(_TOTAL_TEXT.format("75.02")), _BASIC, "fail", "compared"),
    "nr-share-total-elsewhere": (
        _of_total("本年度基本支出150.00元，占总支出的76.00%。"),
        *(_BASIC, "no_data", "denominator_not_stated"),
    ),
    "nr-share-total-two": (
        _of_total(
            "本年度支出总计240.00元，本年支出合计200.00元，其中：基本支出150.00元，占总支出的62.50%。"
        ),
        *(_BASIC, "no_data", "denominator_not_stated"),
    ),
    # Projects of one fund are a share of that fund's, which its table prints.
    **{
        f"nr-share-{name}": (_evaluated(funds, base, share), *_evaluated_verdict(base, *verdict))
        for name, funds, base, share, *verdict in (
            ("fund", "40.00", "一般公共预算项目支出总额", "100", "pass", "compared"),
            ("fund-wrong", "30.00", "一般公共预算项目支出总额", "100", "fail", "compared"),
            ("fund-near", "39.99", "一般公共预算项目支出总额", "100.00", "fail", "compared"),
            ("fund-nearest", "39.99", "一般公共预算项目支出总额", "99.98", "pass", "compared"),
            ("fund-all", "40.00", "部门项目支出总额", "80", "pass", "compared"),
            ("fund-all-wrong", "40.00", "本部门（单位）项目支出总额", "90", "fail", "compared"),
            (
                "fund-other",
                "40.00",
                "政府性基金预算项目支出总额",
                "100",
                "no_data",
                "denominator_not_stated",
            ),
        )
    },
    # Neither 50.00 as told nor 40.00 of 公开03表: of the one fund, or of nothing.
    "nr-share-fund-either": (
        _of_one_fund("25.00"),
        *_evaluated_verdict("项目支出总额", "no_data", "of_another_figure"),
    ),
    "nr-share-fund-neither": (
        _of_one_fund("24.99"),
        *_evaluated_verdict("项目支出总额", "fail", "compared"),
    ),
    "nr-share-awarded": (_awarded("66.67"), _MICRO, "pass", "compared"),
    "nr-share-awarded-wrong": (_awarded("60.00"), _MICRO, "fail", "compared"),
}
CASES |= {name: write for name, (write, *_) in _SHARES.items()}
EXPECTED: list[Expected] = [
    *((name, "N20", key, status, reason) for name, (_, key, status, reason) in _SHARES.items()),
    *(
        (document, rule, D, *verdict)
        for rule, verdicts in _VERDICTS.items()
        for document, verdict in verdicts.items()
    ),
    ("nr-donated", "I54", D, "pass", "compared"),
    ("nr-donated-more", "I54", D, "fail", "compared"),
    ("nr-donated-blank", "I54", D, "not_applicable", "nothing_printed"),
    ("nr-donated-of-nothing", "I54", D, "fail", "compared"),
    ("nr-donated-coarse", "I54", D, "fail", "compared"),
    ("nr-none", "I54", D, "not_applicable", "nothing_printed"),
    ("nr-none", "N66", D, "no_data", "narrative_not_read"),
    ("nr-procured", "N66", _PROCURED, "pass", "compared"),
    ("nr-procured-more", "N66", _PROCURED, "fail", "compared"),
    ("nr-procured-rounded", "N66", _PROCURED, "rounding", "compared"),
    ("nr-procured-past-rounding", "N66", _PROCURED, "fail", "compared"),
    ("nr-none", "N67", D, "no_data", "narrative_not_read"),
    ("nr-vehicle", "N67", _GOODS, "pass", "compared"),
    ("nr-vehicle-not-procured", "N67", _GOODS, "fail", "compared"),
    ("nr-vehicle-rounded", "N67", _GOODS, "rounding", "compared"),
    ("nr-no-vehicle", "N67", _GOODS, "pass", "compared"),
]
MESSAGES: list[Message] = [
    ("nr-none-behind-terms", "N62", D, "notice", "多出“无。”"),
    ("nr-reason-other", "N63", D, "notice", "2080505"),
    ("nr-listed-own-words", "N69", D, "notice", "社保、饭贴"),
    ("nr-listed-other-part", "N69", D, "notice", "工会经费、福利费"),
    ("nr-rate-wrong", "N70", D, "notice", "38人"),
    ("nr-rate-share-wrong", "N70", D, "notice", "25.58%"),
    ("nr-donated-more", "I54", D, "warning", "印为 10.01,所属栏印为 10.00"),
    ("nr-procured-more", "N66", _PROCURED, "notice", "40.00 元"),
    ("nr-vehicle-not-procured", "N67", _GOODS, "notice", "20.00 元"),
    ("nr-other-more", "N68", D, "warning", "10.01 元"),
]


@pytest.mark.parametrize("case", EXPECTED, ids=lambda case: f"{case[0]}-{case[1]}")
def test_verdict(rule_book: Book, case: Expected) -> None:
    is_ruled(rule_book, case)


@pytest.mark.parametrize("case", MESSAGES, ids=lambda case: f"{case[0]}-{case[1]}")
def test_message(rule_book: Book, case: Message) -> None:
    is_told(rule_book, case)


def test_a_share_of_a_part_is_compared_with_nothing(rule_book: Book) -> None:
    """占20% behind a part of 其他收入 may be of the part's whole or of all income."""
    assert not [
        key
        for key, said in rule_book.items()
        if key[0] == "nr-other" and key[1] == "N20" and said.status == "fail"
    ]
