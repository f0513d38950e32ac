"""Invented departments that add up: single figures are chosen here, every sum is computed here.

Nothing in this module reads the rules; that their identities hold on these figures is the point.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

Amount = Decimal | None
Figures = dict[str, Amount]
Row = tuple[str, str, str, Figures]
Tables = dict[str, list[Row]]

BUDGETS = ("general_public", "government_fund", "state_capital")
NAMES = {
    "208": "社会保障和就业支出",
    "20801": "人力资源和社会保障管理事务",
    "2080101": "行政运行",
    "2080102": "一般行政管理事务",
    "20805": "行政事业单位养老支出",
    "2080501": "行政单位离退休",
    "2080505": "机关事业单位基本养老保险缴费支出",
    "2080506": "机关事业单位职业年金缴费支出",
    "210": "卫生健康支出",
    "21011": "行政事业单位医疗",
    "2101101": "行政单位医疗",
    "212": "城乡社区支出",
    "21208": "国有土地使用权出让收入安排的支出",
    "2120801": "征地和拆迁补偿支出",
    "2120803": "城市建设支出",
    "21213": "城市基础设施配套费安排的支出",
    "2121301": "城市公共设施",
    "229": "其他支出",
    "22960": "彩票公益金安排的支出",
    "2296002": "用于社会福利的彩票公益金支出",
    "223": "国有资本经营预算支出",
    "22301": "解决历史遗留问题及改革成本支出",
    "2230105": "国有企业退休人员社会化管理补助支出",
    "2230107": "国有企业改革成本支出",
    "22399": "其他国有资本经营预算支出",
    "2239999": "其他国有资本经营预算支出",
    "301": "工资福利支出",
    "30101": "基本工资",
    "30102": "津贴补贴",
    "302": "商品和服务支出",
    "30201": "办公费",
    "30212": "因公出国（境）费用",
    "30217": "公务接待费",
    "30231": "公务用车运行维护费",
    "303": "对个人和家庭的补助",
    "30301": "离休费",
    "30302": "退休费",
    "309": "资本性支出（基本建设）",
    "30913": "公务用车购置",
    "310": "资本性支出",
    "31002": "办公设备购置",
    "31013": "公务用车购置",
    "total": "合计",
    "personnel_total": "人员经费合计",
    "public_total": "公用经费合计",
}
ITEMS = {
    "general_public": ("2080101", "2080102", "2080501", "2080505", "2080506", "2101101"),
    "government_fund": ("2120801", "2120803", "2121301", "2296002"),
    "state_capital": ("2230105", "2230107", "2239999"),
}
RETIREMENT = "2080501"
OTHER_INCOME = ("superior_subsidy", "undertaking", "operating", "affiliated_remittance", "other")
_OTHER_SPENDING = ("remitted_to_superior", "operating", "subsidy_to_affiliated")


@dataclass(frozen=True)
class Department:
    """What a department has and how it prints it.

    Without room, nothing is spent that one table lists and another does not: what is at most
    something else is all of it.
    """

    name: str
    form: str = "shanxi"
    unit: str = "元"
    nature: str = "unknown"
    has_other_money: bool = True
    has_fund_money: bool = True
    has_room: bool = True
    # Without an account of their own, retired staff are paid within 行政运行.
    has_retirement_account: bool = True
    variants: dict[str, str] = field(default_factory=lambda: {"gk06": "all_spending"})


def add(amounts: Iterable[Amount]) -> Amount:
    """Add what is printed; blanks alone add up to a blank."""
    printed = [amount for amount in amounts if amount is not None]
    return sum(printed, Decimal(0)) if printed else None


def fixed_amounts() -> Iterator[Decimal]:
    """Yield fixed amounts between 1000.00 and 10000.00, all different."""
    number = 0
    while True:
        number += 1
        yield Decimal(100_000 + 79_193 * number % 900_001) / 100


def spending(
    department: Department, amounts: Iterator[Decimal]
) -> tuple[dict[str, Figures], dict[str, Figures]]:
    """Return what each item spent of its budget, and how its money moved."""
    spent: dict[str, Figures] = {}
    moved: dict[str, Figures] = {}
    for budget in BUDGETS if department.has_fund_money else BUDGETS[:1]:
        for code in ITEMS[budget]:
            basic, project, opening, more = (next(amounts) for _ in range(4))
            if code == RETIREMENT and not department.has_retirement_account:
                continue
            all_basic = budget == BUDGETS[0] and not department.has_room
            parts: Figures = {"basic": basic, "project": None if all_basic else project}
            spent[code] = {"total": add(parts.values())} | parts
            income = add([*parts.values(), more])
            moved[code] = {"opening": opening, "income": income, "closing": opening + more}
    return spent, moved


def other_money(department: Department, amounts: Iterator[Decimal]) -> Figures:
    """Return non-fiscal money: income and spending of 行政运行, surplus and carry-over."""
    income = [f"income_{kind}" for kind in OTHER_INCOME]
    spending = [f"spending_{kind}" for kind in ("basic", "project", *_OTHER_SPENDING)]
    if not department.has_other_money:
        return dict.fromkeys(
            (*income, *spending, "use", "distribution", "opening", "closing", "fees")
        )
    other: Figures = {name: next(amounts) for name in (*income, *spending, "use", "distribution")}
    if not department.has_room:
        other |= dict.fromkeys(spending)
    spent = add(other[name] for name in spending) or Decimal(0)
    other["opening"] = spent + next(amounts)
    # Of what was earned some is fees for education.
    earned = other["income_undertaking"] or Decimal(0)
    other["fees"] = earned - 100 if department.has_room else earned
    left = [*income, "use", "opening"]
    closing = (add(other[name] for name in left) or Decimal(0)) - spent
    return other | {"closing": closing - (other["distribution"] or Decimal(0))}


def _of_first_item(code: str, other: Figures, name: str) -> Amount:
    return other[name] if code == "2080101" else None


def income_of(code: str, moved: dict[str, Figures], other: Figures) -> Figures:
    fiscal = moved[code]["income"]
    parts = {kind: _of_first_item(code, other, f"income_{kind}") for kind in OTHER_INCOME}
    fees = {"undertaking_education_fees": _of_first_item(code, other, "fees")}
    whole = {"total": add([fiscal, *parts.values()]), "fiscal_appropriation": fiscal}
    return whole | parts | fees


def spending_of(code: str, spent: dict[str, Figures], other: Figures) -> Figures:
    figures = {
        kind: add([spent[code][kind], _of_first_item(code, other, f"spending_{kind}")])
        for kind in ("basic", "project")
    } | {kind: _of_first_item(code, other, f"spending_{kind}") for kind in _OTHER_SPENDING}
    return {"total": add(figures.values())} | figures


def tree(items: dict[str, Figures]) -> list[Row]:
    """Return total, classes, sections and items; each is the sum of the items below it."""
    lengths = {3: "class", 5: "section", 7: "item"}
    codes = sorted({code[:length] for code in items for length in lengths})
    columns = next(iter(items.values()))

    def summed(prefix: str) -> Figures:
        below = [figures for code, figures in items.items() if code.startswith(prefix)]
        return {column: add(figures[column] for figures in below) for column in columns}

    parents = [(code, lengths[len(code)], NAMES[code], summed(code)) for code in codes]
    return [("total", "total", "合计", summed("")), *parents]


def figures_of(rows: list[Row], key: str) -> Figures:
    """Return the figures of one row; no row, no figures."""
    return next((figures for row_key, _, _, figures in rows if row_key == key), {})
