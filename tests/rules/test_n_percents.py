"""Family N: shares, growth and execution rates recomputed from the figures beside them.

Every case is a subject of its own in one document: a rule pairs figures of one subject only.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests import factories
from tests.rules.conftest import Key, Verdict
from tests.rules.narratives import claim_key, figure, told
from tests.rules.writing import Record

Expected = tuple[str, str, str, str | None, str | None]


def _share(
    name: str, part: str | None, percent: str, base: str = "本年支出合计", unit: str = "元"
) -> list[Record]:
    """Return 甲支出 10,000.00元，占本年支出合计的33.33%."""
    amount = [figure("expenditure", "expenditure_item", name, part, unit)] if part else []
    percent_ = figure("expenditure", "expenditure_item", name, percent, "%", "share", base=base)
    return [*amount, percent_]


def _growth(
    name: str, amount: str | None, change: str | None, percent: str, unit: str = "元", **words: str
) -> list[Record]:
    """Return 支出105.00元，比上年增加5.00元，增长5.00%; a leading minus is 减少."""
    found = []
    if amount is not None:
        found.append(figure("general_public", "final", name, amount, unit))
    for printed, printed_unit, kind in (
        (change, unit, "change_amount"),
        (percent, words.get("percent_unit", "%"), "change_percent"),
    ):
        if printed is not None:
            direction = "减少" if printed.startswith("-") else "增加"
            found.append(
                figure(
                    "general_public",
                    "final",
                    name,
                    printed.lstrip("-"),
                    printed_unit,
                    kind,
                    direction=direction,
                    base=words.get("base", "上年"),
                )
            )
    return found


def _rate(
    name: str,
    final: str | None,
    percent: str,
    *budgets: tuple[str, str],
    base: str = "年初预算",
    units: tuple[str, str] = ("元", "元"),
    kind: str = "执行",
) -> list[Record]:
    """Return 年初预算100.00元，支出决算95.00元，完成年初预算的95.00%."""
    found = [
        figure("general_public", "budget", name, printed, units[0], base=of)
        for of, printed in budgets
    ]
    if final is not None:
        found.append(figure("general_public", "final", name, final, units[1]))
    rate = figure("general_public", "final", name, percent, "%", "execution_rate", base=base)
    return [*found, rate]


WHOLES = [
    figure("expenditure", "expenditure_total", "本年支出合计", "30000.00"),
    figure(
        "general_public", "general_public_expenditure", "一般公共预算财政拨款支出", "1.00", "万元"
    ),
    figure("procurement", "procurement", "政府采购", "0.00"),
    # Of all funds, and of one: what a third section calls 项目支出总额 may be either.
    figure("expenditure", "expenditure_item", "项目支出", "581.90"),
    figure("general_public", "expenditure_item", "项目支出", "339.90"),
]
COARSE, NOTHING = "一般公共预算财政拨款支出", "政府采购支出总额"

# Name → figures, and (rule, status, reason, subtype, severity) of the last of them.
Cases = dict[str, tuple[list[Record], tuple[Expected, ...]]]


def _case(into: Cases, name: str, said: list[Record], *expected: Expected) -> None:
    into[name] = (said, expected)


def _shares() -> Cases:
    cases: Cases = {}
    # Of 30,000: a third is 33.3333 %, two thirds 66.6667 %.
    for part, printed, status, subtype in (
        ("10000.00", "33.33", "pass", None),
        ("10000.00", "33.34", "fail", None),
        ("10000.00", "33.32", "fail", None),
        ("10000.00", "33.3", "pass", None),
        ("10000.00", "33", "pass", None),
        ("20000.00", "66.67", "pass", None),
        ("20000.00", "66.66", "fail", "truncated"),
        ("20000.00", "66.65", "fail", None),
        ("20000.00", "66.68", "fail", None),
        ("20000.00", "66.6", "fail", "truncated"),
        ("20000.00", "66.5", "fail", None),
        ("20000.00", "66", "fail", "truncated"),
        ("20000.00", "67", "pass", None),
        ("20000.00", "66.667", "pass", None),
        ("20000.00", "66.668", "fail", None),
        # A slip of the pen may have any number of digits, and stops nobody's run.
        ("20000.00", "666666666666.67", "fail", None),
        ("30000.00", "100", "pass", None),
        ("30000.00", "100.00", "pass", None),
        # 1.50 of 30,000 is 0.005 %: half up 0.01 %, and half down no error either.
        ("1.50", "0.01", "pass", None),
        ("1.51", "0.00", "fail", "truncated"),
    ):
        severity = {None: "warning", "truncated": "notice"}[subtype] if status == "fail" else None
        name = f"{part}的{printed}"
        _case(
            cases, name, _share(name, part, printed), ("N20", status, "compared", subtype, severity)
        )
    # 0.10 ± 0.005 of 1.00 ± 0.005 万元: 950 / 10,050 = 9.4527 % to 1,050 / 9,950 = 10.5528 %.
    for printed, status in (
        ("9.44", "fail"),
        ("9.45", "pass"),
        ("10.55", "pass"),
        ("10.56", "fail"),
    ):
        name = f"粗略{printed}"
        _case(
            cases,
            name,
            _share(name, "0.10", printed, COARSE, "万元"),
            ("N20", status, "compared", None, "warning" if status == "fail" else None),
        )
    for name, said, status, reason in (
        ("无金额", _share("无金额", None, "10.00"), "no_data", "numerator_not_stated"),
        (
            "无合计",
            _share("无合计", "10.00", "10.00", "某项资金"),
            "no_data",
            "denominator_not_stated",
        ),
        (
            "两个总额",
            [
                figure("performance", "output_amount", "两个总额", "576.70"),
                figure(
                    *("performance", "output_amount", "两个总额", "99.11", "%", "share"),
                    base="项目支出总额",
                ),
            ],
            "no_data",
            "denominator_not_stated",
        ),
        ("合计为零", _share("合计为零", "10.00", "10.00", NOTHING), "not_applicable", "zero_base"),
    ):
        _case(cases, name, said, ("N20", status, reason, None, None))
    return cases


def _growths() -> Cases:
    cases: Cases = {}
    fine = ("N23", "pass", "compared", None, None)
    for name, said, status, subtype in (
        # 5 of 105 − 5.
        ("增五", _growth("增五", "105.00", "5.00", "5.00"), "pass", None),
        ("增五多一", _growth("增五多一", "105.00", "5.00", "5.01"), "fail", None),
        ("增五少一", _growth("增五少一", "105.00", "5.00", "4.99"), "fail", None),
        ("除以本年", _growth("除以本年", "105.00", "5.00", "4.76"), "fail", None),
        # 5 of 105 + 5 is 4.5454 %.
        ("减五", _growth("减五", "105.00", "-5.00", "-4.55"), "pass", None),
        ("减五截尾", _growth("减五截尾", "105.00", "-5.00", "-4.54"), "fail", "truncated"),
        # 5 of 95 + 5; all of it gone is 100 %.
        ("减到零", _growth("减到零", "0.00", "-5.00", "-100.00"), "pass", None),
        # 20 of 50 − 20 is 66.6667 %.
        ("增三分之二", _growth("增三分之二", "50.00", "20.00", "66.67"), "pass", None),
        (
            "增三分之二截尾",
            _growth("增三分之二截尾", "50.00", "20.00", "66.66"),
            "fail",
            "truncated",
        ),
    ):
        severity = None if status == "pass" else "notice" if subtype else "warning"
        _case(cases, name, said, ("N21", status, "compared", subtype, severity), fine)
    # 比2019年: of whatever year, the rate follows from the change against it.
    for name, percent, status, severity in (
        ("比某年", "5.00", "pass", None),
        ("比某年多一", "5.01", "fail", "warning"),
    ):
        said = _growth(name, "105.00", "5.00", percent, base="2019年")
        _case(cases, name, said, ("N21", status, "compared", None, severity))
    # 甲553.18，其中乙22.72，增加4.32，增长23.48%: of 22.72 − 4.32; 0.79 % of 553.18 − 4.32.
    for name, percent, status, reason, severity in (
        ("就部分说", "23.48", "no_data", "of_another_figure", None),
        ("就全部说", "0.79", "pass", "compared", None),
        ("两者都不是", "23.49", "fail", "compared", "warning"),
    ):
        whole, change, rate = _growth(name, "553.18", "4.32", percent)
        part = figure("general_public", "final", f"{name}的部分", "22.72")
        _case(cases, name, [whole, part, change, rate], ("N21", status, reason, None, severity))
    nothing = (None, None)
    for name, said, reason in (
        ("无增减额", _growth("无增减额", "105.00", None, "5.00"), "numerator_not_stated"),
        ("无本年数", _growth("无本年数", None, "5.00", "5.00"), "denominator_not_stated"),
        (
            "百分点",
            _growth("百分点", "105.00", "5.00", "9.99", percent_unit="个百分点"),
            "other_unit",
        ),
        # The change told is against the budget: nothing is known of the year before.
        (
            "另比预算",
            [
                *_growth("另比预算", "105.00", "5.00", None, base="年初预算"),
                *_growth("另比预算", None, None, "9.99"),
            ],
            "numerator_not_stated",
        ),
    ):
        _case(
            cases,
            name,
            said,
            ("N21", "no_data", reason, *nothing),
            ("N23", "no_data", reason, *nothing),
        )
    for name, said, growth, zero in (
        # Everything is new: no rate; the same figure in 万元 may come from a few yuan.
        (
            "上年为零",
            _growth("上年为零", "10.23", "10.23", "100.00"),
            ("not_applicable", "zero_base"),
            ("fail", "zero_base", "warning"),
        ),
        (
            "万元上年为零",
            _growth("万元上年为零", "10.23", "10.23", "100.00", "万元"),
            ("not_applicable", "zero_base"),
            ("fail", "zero_base", "warning"),
        ),
        # 0.61 ± 0.005 of a base below 0.01 万元: 6,050 % and more is possible, less is not.
        (
            "上年几十元",
            _growth("上年几十元", "0.61", "0.61", "6050.00", "万元"),
            ("not_applicable", "zero_base"),
            ("no_data", "base_too_small", None),
        ),
        (
            "上年更少",
            _growth("上年更少", "0.61", "0.61", "6049.99", "万元"),
            ("not_applicable", "zero_base"),
            ("fail", "zero_base", "warning"),
        ),
        (
            "无增无减",
            _growth("无增无减", "0.00", "0.00", "0.00"),
            ("pass", "zero_base"),
            ("pass", "zero_base", None),
        ),
    ):
        _case(cases, name, said, ("N21", *growth, None, None), ("N23", *zero[:2], None, zero[2]))
    return cases


def _rates() -> Cases:
    cases: Cases = {}
    initial, full = ("年初预算", "100.00"), ("全年预算", "80.00")
    fine = ("N24", "pass", "compared", None, None)
    for name, said, status, subtype in (
        ("完成", _rate("完成", "107.30", "107.3", initial), "pass", None),
        ("完成多一", _rate("完成多一", "107.30", "107.4", initial), "fail", None),
        ("完成少一", _rate("完成少一", "107.30", "107.2", initial), "fail", None),
        ("完成截尾", _rate("完成截尾", "95.89", "95.8", initial), "fail", "truncated"),
        ("完成进位", _rate("完成进位", "95.89", "95.9", initial), "pass", None),
        ("全年", _rate("全年", "80.00", "100.00", initial, full, base="全年预算"), "pass", None),
        ("年初", _rate("年初", "80.00", "80.00", initial, full), "pass", None),
        ("年初写成全年", _rate("年初写成全年", "80.00", "100.00", initial, full), "fail", None),
        # 完成预算的 may mean either.
        ("预算一", _rate("预算一", "80.00", "80.00", initial, full, base="预算"), "pass", None),
        ("预算二", _rate("预算二", "80.00", "100.00", initial, full, base="预算"), "pass", None),
        ("预算三", _rate("预算三", "80.00", "90.00", initial, full, base="预算"), "fail", None),
        # 95.00 元 of 100.00 万元 is 0.01 %; somebody meant 95.00 万元.
        (
            "单位写错",
            _rate("单位写错", "95.00", "95.00", initial, units=("万元", "元")),
            "fail",
            "unit_slip",
        ),
        (
            "单位多写",
            _rate("单位多写", "95.00", "95.00", initial, units=("元", "万元")),
            "fail",
            "unit_slip",
        ),
    ):
        severity = None if status == "pass" else "notice" if subtype == "truncated" else "warning"
        _case(cases, name, said, ("N22", status, "compared", subtype, severity), fine)
    for name, said, reason in (
        ("无预算", _rate("无预算", "80.00", "80.00"), "denominator_not_stated"),
        (
            "无全年预算",
            _rate("无全年预算", "80.00", "80.00", initial, base="全年预算"),
            "denominator_not_stated",
        ),
    ):
        _case(
            cases,
            name,
            said,
            ("N22", "no_data", reason, None, None),
            ("N24", "no_data", reason, None, None),
        )
    _case(
        cases,
        "无决算",
        _rate("无决算", None, "80.00", initial),
        ("N22", "no_data", "numerator_not_stated", None, None),
        fine,
    )
    zero = ("年初预算", "0.00")
    for name, said, severity in (
        ("零预算", _rate("零预算", "95.89", "95.89", zero), "warning"),
        ("零预算零率", _rate("零预算零率", "5.00", "0.00", zero), "notice"),
        ("零预算零支出", _rate("零预算零支出", "0.00", "100.00", zero), "notice"),
    ):
        _case(cases, name, said, ("N24", "fail", "compared", None, severity))
    _case(
        cases,
        "零零",
        _rate("零零", "0.00", "0", zero),
        ("N22", "pass", "zero_base", None, None),
        ("N24", "fail", "compared", None, "notice"),
    )
    return cases


def _changes() -> Cases:
    cases: Cases = {}
    for name, said, status, reason in (
        ("同增", _growth("同增", "105.00", "5.00", "5.00"), "pass", "compared"),
        ("同减", _growth("同减", "95.00", "-5.00", "-5.00"), "pass", "compared"),
        ("增而降", _growth("增而降", "105.00", "5.00", "-5.00"), "fail", "compared"),
        ("减而增", _growth("减而增", "95.00", "-5.00", "5.00"), "fail", "compared"),
        (
            "只有幅度",
            _growth("只有幅度", "105.00", None, "5.00"),
            "no_data",
            "numerator_not_stated",
        ),
        (
            "升百分点",
            _growth("升百分点", "95.00", "-5.00", "5.00", percent_unit="个百分点"),
            "no_data",
            "other_unit",
        ),
        # 比年初预算增加10.00元，比上年下降5.00%.
        (
            "两个口径",
            [
                *_growth("两个口径", "95.00", "10.00", None, base="年初预算"),
                *_growth("两个口径", None, None, "-5.00"),
            ],
            "no_data",
            "numerator_not_stated",
        ),
    ):
        severity = "warning" if status == "fail" else None
        _case(cases, name, said, ("N26", status, reason, None, severity))
    return cases


def _increases() -> Cases:
    cases: Cases = {}
    for name, amount, change, unit, status, reason in (
        ("全是新增", "5.00", "5.00", "元", "pass", "compared"),
        ("多一分", "5.00", "5.01", "元", "fail", "compared"),
        ("少一分", "5.00", "4.99", "元", "pass", "compared"),
        ("减得更多", "5.00", "-9.00", "元", "not_applicable", "not_an_increase"),
        ("没有本年数", None, "5.00", "元", "no_data", "amount_not_stated"),
        # 5.01 − 5.00 万元 is what two roundings allow, 5.02 is not.
        ("万元之内", "5.00", "5.01", "万元", "pass", "compared"),
        ("万元之外", "5.00", "5.02", "万元", "fail", "compared"),
    ):
        severity = "warning" if status == "fail" else None
        _case(
            cases,
            name,
            _growth(name, amount, change, None, unit),
            ("N27", status, reason, None, severity),
        )
    return cases


GROUPS = {
    "n-shares": _shares(),
    "n-growth": _growths(),
    "n-rates": _rates(),
    "n-directions": _changes(),
    "n-increases": _increases(),
}

# The text states 90.00 of 100.00; the table has 100.00: both 90 % and 100 % follow from something.
_INCOME = [
    figure("income", "income_total", "本年收入合计", "100.00"),
    figure("income", "income_item", "财政拨款收入", "90.00"),
]


def _of_income(percent: str) -> Record:
    return figure(
        "income", "income_item", "财政拨款收入", percent, "%", "share", base="本年收入合计"
    )


def _of_table(percent: str, base: str = "预算") -> list[Record]:
    """Return 公务接待费支出8.00元，完成预算的80%; the budget stands in gk07 alone."""
    said = figure("three_public", "final", "公务接待费", "8.00")
    rate = figure("three_public", "final", "公务接待费", percent, "%", "execution_rate", base=base)
    return [said, rate]


_GK07 = dict(factories.default_tables()["gk07"][0][3]) | {
    "budget_reception": "10.00",
    "final_reception": "8.00",
}
_BUDGETED = {"gk07": [("three_public", "line", "三公", _GK07)]}

CASES = {
    "n-shares": told(*WHOLES, *(c for said, _ in GROUPS["n-shares"].values() for c in said)),
    **{
        document_id: told(*(claim for said, _ in group.values() for claim in said))
        for document_id, group in GROUPS.items()
        if document_id != "n-shares"
    },
    **{f"n-share-{p}": told(*_INCOME, _of_income(p)) for p in ("90.00", "100.00", "95.00")},
    **{f"n-rate-{p}": told(*_of_table(p), tables=_BUDGETED) for p in ("80.00", "81.00")},
    "n-percents-silent": told(figure("assets", "vehicles_held", "公务用车", "1", "辆", "count")),
}

CHECKS = [
    (document_id, rule_id, claim_key(said[-1]), status, reason, subtype, severity)
    for document_id, group in GROUPS.items()
    for said, expected in group.values()
    for rule_id, status, reason, subtype, severity in expected
]
_RATE = claim_key(_of_table("0")[1])
EXPECTED = [
    *CHECKS,
    ("n-share-90.00", "N20", claim_key(_of_income("")), "pass", "compared", None, None),
    ("n-share-100.00", "N20", claim_key(_of_income("")), "pass", "compared", None, None),
    ("n-share-95.00", "N20", claim_key(_of_income("")), "fail", "compared", None, "warning"),
    ("n-rate-80.00", "N22", _RATE, "pass", "compared", None, None),
    ("n-rate-81.00", "N22", _RATE, "fail", "compared", None, "warning"),
    *(
        ("n-percents-silent", rule_id, "document", "not_applicable", "nothing_stated", None, None)
        for rule_id in ("N20", "N21", "N22", "N23", "N24", "N26", "N27")
    ),
]


def test_every_percentage_gets_its_verdict(rule_book: dict[Key, Verdict]) -> None:
    wrong = []
    for document_id, rule_id, subject, *expected in EXPECTED:
        found = rule_book[document_id, rule_id, subject]
        if [found.status, found.reason_code, found.subtype, found.severity] != expected:
            wrong.append((document_id, rule_id, subject, found, expected))
    assert wrong == []


@pytest.mark.parametrize(
    ("rule_id", "name", "difference"),
    [
        ("N20", "20000.00的66.65", "-0.02"),
        ("N21", "增五多一", "0.01"),
        ("N22", "完成少一", "-0.10"),
    ],
)
def test_a_wrong_percentage_is_wrong_by_its_exact_distance(
    rule_book: dict[Key, Verdict], rule_id: str, name: str, difference: str
) -> None:
    [(document_id, said)] = [
        (document_id, group[name][0]) for document_id, group in GROUPS.items() if name in group
    ]
    found = rule_book[document_id, rule_id, claim_key(said[-1])]
    assert found.difference == Decimal(difference)


@pytest.mark.parametrize(
    ("document_id", "rule_id", "name", "words"),
    [
        (
            "n-shares",
            "N20",
            "20000.00的66.65",
            "66.65%,而 20000.00的66.65 20000.00元 ÷ 本年支出合计 30000.00元 = 66.67%",
        ),
        (
            "n-growth",
            "N21",
            "增五多一",
            "写为 5.01%,而 增加额 5.00元 ÷ (本年数 105.00元 − 增加额 5.00元) = 5.00%",
        ),
        ("n-growth", "N23", "上年为零", " = 0,即上年数为零,却写增减幅 100.00%"),
        ("n-rates", "N22", "单位写错", "疑为单位“元”“万元”写错"),
        ("n-rates", "N24", "零预算", "年初预算为零,却写完成 95.89%"),
        ("n-directions", "N26", "增而降", "增加5.00元,减少5.00%,方向不一致"),
        ("n-increases", "N27", "多一分", "增加 5.01 元,大于本年数 5.00 元"),
    ],
)
def test_a_wrong_percentage_is_told_with_its_figures(
    rule_book: dict[Key, Verdict], document_id: str, rule_id: str, name: str, words: str
) -> None:
    found = rule_book[document_id, rule_id, claim_key(GROUPS[document_id][name][0][-1])]
    assert words in (found.message_zh or "")
