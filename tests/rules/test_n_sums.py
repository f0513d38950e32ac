"""Family N: figures of the narrative that make up one another, are told twice or not at all."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests import factories
from tests.rules.conftest import Key, Verdict
from tests.rules.narratives import claim_key, figure, remark, told
from tests.rules.writing import Record

ITEM, OTHER_ITEM = "社会保障和就业支出/甲/乙", "社会保障和就业支出/甲/丙"
_BUDGETS = ("一般公共预算", "政府性基金预算", "国有资本经营预算", "社会保险基金预算")
_VEHICLES = ("机要通信用车", "应急保障用车", "执法执勤用车", "其他用车")
_WHOLE, _PROJECTS = "whole_evaluation_funds", "self_evaluation_funds"


def _change(subject: str, printed: str, direction: str, unit: str, base: str = "上年") -> Record:
    return figure(
        "three_public",
        "final",
        subject,
        printed,
        unit,
        "change_amount",
        direction=direction,
        base=base,
    )


def _below_budget(whole: str, vehicles: str, reception: str) -> list[Record]:
    """Return by how much less was spent than budgeted; nobody went abroad."""
    return [
        *(
            _change(name, printed, "减少", "元", "年初预算")
            for name, printed in (
                ("“三公”经费", whole),
                ("公务用车购置及运行维护费", vehicles),
                ("公务接待费", reception),
            )
        ),
        figure("three_public", "final", "因公出国（境）费", "0.00"),
    ]


def _less_than_last_year(whole: str, vehicles: str, reception: Record) -> list[Record]:
    return [
        _change("“三公”经费", whole, "减少", "元"),
        _change("公务用车购置及运行维护费", vehicles, "减少", "元"),
        reception,
        figure("three_public", "final", "因公出国（境）费", "0.00"),
    ]


def _budgets(topic: str, metric: str, whole: str, sums: str, unit: str, parts: int) -> list[Record]:
    """Return a sum of 400.00 over the four budgets, of which the text tells the last ``parts``."""
    printed = ["100.00"] * 4
    told_parts = list(zip(_BUDGETS, printed, strict=True))[4 - parts :]
    return [
        figure(topic, metric, whole, sums, unit),
        *(figure(topic, metric, name, amount, unit) for name, amount in told_parts),
    ]


def _sections(rule_id: str, total: str, unit: str = "元", *, parts: bool = True) -> list[Record]:
    """Return what the text says for one rule: a whole of ``total``, and parts of 100.00 each."""
    budget = {"N40": "年初预算", "N41": "全年预算", "N42": "年初预算"}.get(rule_id, "")
    match rule_id:
        case "N40" | "N41":
            whole = figure("general_public", "budget", "财政拨款支出", total, unit, base=budget)
            found = [
                figure(
                    "general_public", "budget", name, "100.00", unit, base=budget, account_code=code
                )
                for name, code in ((ITEM, "2080101"), (OTHER_ITEM, "2080102"))
            ]
        case "N42":
            whole = figure("general_public", "budget", "财政拨款支出", total, unit, base=budget)
            found = [
                figure(
                    "general_public", "budget", name, "100.00", unit, base=budget, account_code=code
                )
                for name, code in (("社会保障和就业支出", "208"), ("卫生健康支出", "210"))
            ]
        case "N43":
            whole = _change("“三公”经费", total, "增加", unit)
            found = [
                _change("公务用车运行维护费", "300.00", "增加", unit),
                _change("公务接待费", "100.00", "减少", unit),
                # Nothing was spent, and as much as before: neither changed.
                figure("three_public", "final", "因公出国（境）费", "0.00", unit),
                figure(
                    *("three_public", "final", "公务用车购置费", "50.00", unit),
                    direction="持平",
                    base="上年",
                ),
            ]
        case "N44":
            whole = figure("procurement", "procurement", "政府采购", total, unit)
            found = [
                figure("procurement", "procurement", name, "100.00", unit)
                for name in ("货物采购", "工程采购", "服务采购")
            ]
        case "N45":
            whole = figure("assets", "vehicles", "车辆", total, "辆", "count")
            found = [figure("assets", "vehicles", name, "1", "辆", "count") for name in _VEHICLES]
        case "N46":
            whole = figure("procurement", "procurement_reserved_awarded", "中小企业", total, unit)
            found = [
                figure("procurement", "procurement_other_awarded", "中小企业", "50.00", unit),
                figure("procurement", "procurement", "政府采购", "200.00", unit),
            ]
        case "N47":
            whole = figure("procurement", "procurement_awarded", "中小企业", total, unit)
            found = [figure("procurement", "procurement", "政府采购", "200.00", unit)]
        case "N48":
            whole = figure("procurement", "procurement_awarded", "小微企业", total, unit)
            found = [figure("procurement", "procurement_awarded", "中小企业", "200.00", unit)]
        case "N49":
            return _budgets(
                "performance_projects", _PROJECTS, "项目支出", total, unit, 4 if parts else 0
            )
        case "N50":
            return _budgets("performance_whole", _WHOLE, "合计", total, unit, 4 if parts else 0)
        case "N51":
            whole = figure("performance_projects", _PROJECTS, "项目支出", total, unit)
            found = [
                figure("performance_level", _PROJECTS, name, "100.00", unit)
                for name in ("一级项目", "二级项目")
            ]
        case "N52":
            whole = figure(
                "general_public",
                "fiscal_expenditure",
                "财政拨款支出",
                total,
                unit,
                "change_amount",
                direction="增加",
                base="上年",
            )
            found = [
                figure(
                    "general_public",
                    "final",
                    name,
                    "100.00",
                    unit,
                    "change_amount",
                    direction="增加",
                    base="上年",
                    account_code=code,
                )
                for name, code in (("社会保障和就业支出", "208"), ("卫生健康支出", "210"))
            ]
        case _:
            return _budgets(
                "performance_department",
                "department_evaluation_funds",
                "合计",
                total,
                unit,
                4 if parts else 0,
            )
    return [whole, *found] if parts else [whole]


# What the whole must be for the parts above.
SUMS = {
    "N40": "200.00",
    "N41": "200.00",
    "N42": "200.00",
    "N43": "200.00",
    "N44": "300.00",
    "N45": "4",
    "N46": "150.00",
    "N47": "200.00",
    "N48": "200.00",
    "N49": "400.00",
    "N50": "400.00",
    "N51": "200.00",
    "N52": "200.00",
    "N53": "400.00",
}
# How many figures make up the sum, whole and parts; printed as 0.01 万元 each is ± 50 yuan.
FIGURES = {
    "N40": 3,
    "N41": 3,
    "N42": 3,
    "N43": 3,
    "N44": 4,
    "N46": 3,
    "N47": 2,
    "N48": 2,
    "N49": 5,
    "N50": 5,
    "N51": 3,
    "N52": 3,
    "N53": 5,
}
# Printed steps of 0.01 万元 (100 yuan) that half a step for each figure covers.
STEPS = {rule_id: number // 2 for rule_id, number in FIGURES.items()}
AT_MOST = ("N46", "N47", "N48")
ACCOUNTS: list[factories.Row] = [
    ("total", "total", "合计", {"total": "200.00", "basic": "200.00", "project": ""}),
    ("208", "class", "社会保障和就业支出", {"total": "200.00", "basic": "200.00", "project": ""}),
    ("2080101", "item", "乙", {"total": "150.00", "basic": "150.00", "project": ""}),
    ("2080102", "item", "丙", {"total": "50.00", "basic": "50.00", "project": ""}),
]


def _moved(rule_id: str, cents: int) -> str:
    if rule_id == "N45":
        return str(int(SUMS[rule_id]) + (1 if cents > 0 else -1 if cents < 0 else 0))
    return str(Decimal(SUMS[rule_id]) + Decimal(cents) / 100)


def _document(rule_id: str, cents: int, unit: str = "元", *, parts: bool = True):  # type: ignore[no-untyped-def]
    said = _sections(rule_id, _moved(rule_id, cents), unit, parts=parts)
    return told(*said, tables={"gk05": ACCOUNTS})


def _left_out(rule_id: str, dropped: str, cents: int = 0):  # type: ignore[no-untyped-def]
    """Return a writer: one part is not told, so that the rest is less than the whole."""
    said = [c for c in _sections(rule_id, _moved(rule_id, cents)) if c["subject"] != dropped]
    return told(*said, tables={"gk05": ACCOUNTS})


# The part without which nobody can say that the list is complete.
OPEN = {
    "N40": OTHER_ITEM,
    "N41": OTHER_ITEM,
    "N42": "社会保障和就业支出",
    # What is left is more than the whole: one that is not told may have fallen.
    "N43": "公务接待费",
    "N44": "服务采购",
    "N45": "其他用车",
    "N49": "社会保险基金预算",
    "N50": "社会保险基金预算",
    "N51": "二级项目",
    "N53": "社会保险基金预算",
}
WONDERING = ("N45",)
_TWICE = {
    "n-twice-same": ("5.00", "元", "5.00", "元"),
    "n-twice-rounded": ("0.01", "万元", "150.00", "元"),
    "n-twice-past-rounding": ("0.01", "万元", "150.01", "元"),
    "n-twice-other": ("5.00", "元", "5.01", "元"),
}


def _twice(first: str, first_unit: str, second: str, second_unit: str) -> list[Record]:
    return [
        figure(
            "operating_expense",
            "operating_expense",
            "机关运行经费",
            printed,
            unit,
            "change_amount",
            direction="增加",
            base="上年",
        )
        for printed, unit in ((first, first_unit), (second, second_unit))
    ]


# What the form asks to be told where money was spent on the three.
DETAILS = [
    *(
        figure("three_public", "final", name, "1.00")
        for name in ("因公出国（境）费", "公务用车购置费", "公务用车运行维护费", "公务接待费")
    ),
    *(
        figure("three_public", metric, subject, "1", unit, "count")
        for metric, subject, unit in (
            ("abroad_groups", "因公出国（境）费", "个"),
            ("abroad_persons", "因公出国（境）费", "人次"),
            ("vehicles_purchased", "公务用车", "辆"),
            ("vehicles_held", "公务用车", "辆"),
            ("reception_batches", "公务接待费", "批次"),
            ("reception_persons", "国内公务接待费", "人次"),
        )
    ),
]


def _three_public(total: str) -> dict[str, list[factories.Row]]:
    figures = dict(factories.default_tables()["gk07"][0][3]) | {"final_total": total}
    return {"gk07": [("three_public", "line", "三公", figures)]}


def _name(kind: str, rule_id: str) -> str:
    return f"n-sum-{kind}-{rule_id.lower()}"


CASES = {
    **{_name("same", r): _document(r, 0) for r in SUMS},
    **{_name("more", r): _document(r, 1) for r in SUMS},
    **{_name("less", r): _document(r, -1) for r in SUMS},
    **{_name("edge", r): _document(r, STEPS[r], "万元") for r in STEPS},
    **{_name("past", r): _document(r, STEPS[r] + 1, "万元") for r in STEPS},
    **{_name("whole", r): _document(r, 0, parts=False) for r in SUMS},
    **{_name("open", r): _left_out(r, dropped) for r, dropped in OPEN.items()},
    "n-sum-parts-exceed": _left_out("N44", "服务采购", -20000),
    "n-sum-less-untold": _left_out("N43", "公务用车购置费", 10000),
    "n-sum-budget-same": told(*_below_budget("100.00", "60.00", "40.00")),
    "n-sum-budget-beyond": told(*_below_budget("100.00", "60.00", "50.00")),
    "n-sum-budget-short": told(*_below_budget("100.00", "60.00", "30.00")),
    "n-sum-budget-parts-of-prior": told(
        *_below_budget("100.00", "60.00", "40.00")[:1],
        _change("公务用车购置及运行维护费", "60.00", "减少", "元"),
        _change("公务用车运行维护费", "60.00", "减少", "元", "年初预算"),
        *_below_budget("100.00", "60.00", "40.00")[2:],
        figure("three_public", "final", "公务用车购置费", "0.00"),
    ),
    # What was less than budgeted is no part of what was less than last year.
    "n-sum-budget-and-prior": told(
        _change("“三公”经费", "100.00", "减少", "元", "年初预算"),
        *_less_than_last_year("90.00", "60.00", _change("公务接待费", "30.00", "减少", "元"))[1:],
    ),
    "n-sum-part-of-budget": told(
        *_less_than_last_year(
            "100.00", "60.00", _change("公务接待费", "30.00", "减少", "元", "年初预算")
        )
    ),
    "n-sum-budget-of-both": told(
        *_less_than_last_year("90.00", "60.00", _change("公务接待费", "30.00", "减少", "元")),
        *_below_budget("100.00", "60.00", "50.00")[:3],
    ),
    **{document_id: told(*_twice(*texts)) for document_id, texts in _TWICE.items()},
    "n-twice-in-table": told(
        *(figure("overall", "grand_total", "收入总计", p) for p in ("100.00", "99.00"))
    ),
    "n-twice-same-name": told(
        *(figure("general_public", "final", "行政运行", p) for p in ("5.00", "6.00"))
    ),
    "n-details-all": told(*DETAILS, tables=_three_public("4.00")),
    "n-details-some": told(*DETAILS[:-2], tables=_three_public("4.00")),
    "n-details-denied": told(
        *DETAILS[:-2],
        remarks=[remark("denial", "three_public", "公务接待费", base="reception_batches")],
        tables=_three_public("4.00"),
    ),
    "n-details-other-denied": told(
        *DETAILS[:-2],
        remarks=[remark("denial", "three_public", "因公出国（境）费", base="abroad_groups")],
        tables=_three_public("4.00"),
    ),
    "n-details-nothing-spent": told(*DETAILS[:1], tables=_three_public("0.00")),
    "n-details-unread": told(tables=_three_public("4.00")),
    "n-sums-silent": told(figure("assets", "vehicles_held", "公务用车", "1", "辆", "count")),
}


_FAILS = ("fail", "compared")


def _sum_checks() -> list[tuple[str, str, str, str, str, str | None]]:
    found: list[tuple[str, str, str, str, str, str | None]] = []
    for rule_id in SUMS:
        step = "1" if rule_id == "N45" else "0.01"
        less = ("pass", "compared") if rule_id in AT_MOST else _FAILS
        found += [
            (_name("same", rule_id), rule_id, "document", "pass", "compared", None),
            (_name("more", rule_id), rule_id, "document", *_FAILS, step),
            (_name("less", rule_id), rule_id, "document", *less, f"-{step}"),
            (_name("whole", rule_id), rule_id, "document", "no_data", "right_not_stated", None),
        ]
    for rule_id, steps in STEPS.items():
        found += [
            (_name("edge", rule_id), rule_id, "document", "rounding", "compared", str(100 * steps)),
            (_name("past", rule_id), rule_id, "document", *_FAILS, str(100 * (steps + 1))),
        ]
    return found


def _less_than_whole(rule_id: str) -> tuple[str, str]:
    """Return what is said where a part is left out: two and more that are told make one wonder."""
    return ("fail", "compared") if rule_id in WONDERING else ("no_data", "parts_incomplete")


_CHANGE = claim_key(_twice("", "", "", "")[0]) + "#2"
EXPECTED = [
    *_sum_checks(),
    *(
        (_name("open", rule_id), rule_id, "document", *_less_than_whole(rule_id), None)
        for rule_id in OPEN
    ),
    ("n-sum-parts-exceed", "N44", "document", "fail", "compared", "-100"),
    ("n-sum-less-untold", "N43", "document", "no_data", "parts_incomplete", None),
    ("n-sum-budget-same", "N43", "document", "pass", "compared", "0"),
    ("n-sum-budget-beyond", "N43", "document", "fail", "compared", "10"),
    ("n-sum-budget-short", "N43", "document", "no_data", "parts_incomplete", None),
    ("n-sum-budget-parts-of-prior", "N43", "document", "pass", "compared", "0"),
    ("n-sum-budget-and-prior", "N43", "document", "no_data", "left_not_stated", None),
    ("n-sum-part-of-budget", "N43", "document", "no_data", "parts_incomplete", None),
    ("n-sum-budget-of-both", "N43", "document", "fail", "compared", "10"),
    *(
        ("n-sums-silent", rule_id, "document", "not_applicable", "nothing_stated", None)
        for rule_id in ("N37", *SUMS)
    ),
    ("n-details-unread", "N40", "document", "no_data", "narrative_not_read", None),
    ("n-twice-same", "N37", _CHANGE, "pass", "compared", "0"),
    ("n-twice-rounded", "N37", _CHANGE, "rounding", "compared", "50"),
    ("n-twice-past-rounding", "N37", _CHANGE, "fail", "compared", "50.01"),
    ("n-twice-other", "N37", _CHANGE, "fail", "compared", "0.01"),
    ("n-details-unread", "N37", "document", "no_data", "narrative_not_read", None),
    (
        "n-twice-in-table",
        "N37",
        "overall|grand_total|收入总计|amount#2",
        "not_applicable",
        "compared_with_table",
        None,
    ),
    (
        "n-twice-same-name",
        "N37",
        "general_public|final|行政运行|amount#2",
        "not_applicable",
        "account_not_identified",
        None,
    ),
    ("n-details-all", "N38", "document", "pass", "compared", None),
    ("n-details-some", "N38", "document", "fail", "compared", None),
    ("n-details-denied", "N38", "document", "pass", "compared", None),
    ("n-details-other-denied", "N38", "document", "fail", "compared", None),
    ("n-details-nothing-spent", "N38", "document", "not_applicable", "nothing_spent", None),
    ("n-details-unread", "N38", "document", "no_data", "narrative_not_read", None),
]


def test_every_sum_of_the_text_gets_its_verdict(rule_book: dict[Key, Verdict]) -> None:
    wrong = []
    for document_id, rule_id, subject, status, reason, difference in EXPECTED:
        found = rule_book[document_id, rule_id, subject]
        expected = None if difference is None or status == "no_data" else Decimal(difference)
        if (found.status, found.reason_code) != (status, reason) or (
            expected is not None and found.difference != expected
        ):
            wrong.append((document_id, rule_id, subject, found, (status, reason, expected)))
    assert wrong == []


@pytest.mark.parametrize(
    ("document_id", "rule_id", "subject", "severity", "words"),
    [
        (
            "n-sum-more-n44",
            "N44",
            "document",
            "warning",
            "政府采购金额为 300.01 元,货物、工程、服务之和为 300.00 元,差 0.01 元",
        ),
        (
            "n-sum-more-n46",
            "N46",
            "document",
            "warning",
            "200.01 元 大于政府采购金额 200.00 元,多 0.01 元",
        ),
        # What fell to nothing without a word may be what the others are short of, never too much.
        ("n-sum-less-n43", "N43", "document", "notice", "差"),
        ("n-sum-more-n43", "N43", "document", "warning", "差"),
        ("n-sum-budget-beyond", "N43", "document", "warning", "差 10.00 元"),
        ("n-twice-other", "N37", _CHANGE, "warning", "写为 5.01元,前文为 5.00元"),
        (
            "n-details-some",
            "N38",
            "document",
            "notice",
            "没有写明 国内公务接待批次、国内公务接待人次",
        ),
    ],
)
def test_a_wrong_sum_is_told_with_both_sides(
    rule_book: dict[Key, Verdict],
    document_id: str,
    rule_id: str,
    subject: str,
    severity: str,
    words: str,
) -> None:
    found = rule_book[document_id, rule_id, subject]
    assert found.severity == severity
    assert words in (found.message_zh or "")
