"""The ten tables of an invented department, each sum computed from the figures below it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from tests.rules.linear_department import (
    BUDGETS,
    ITEMS,
    NAMES,
    OTHER_INCOME,
    RETIREMENT,
    Amount,
    Department,
    Figures,
    Row,
    Tables,
    add,
    figures_of,
    fixed_amounts,
    income_of,
    other_money,
    spending,
    spending_of,
    tree,
)

_SECTIONS = tuple(code for code in NAMES if len(code) == 5 and code[0] == "3")
_THREE_PUBLIC = {
    "abroad": ("30212",),
    "purchase": ("30913", "31013"),
    "running": ("30231",),
    "reception": ("30217",),
}
_VEHICLES = (
    "ministerial principal confidential emergency law_enforcement special retired other"
).split()


def build(department: Department) -> Tables:
    """Return every table of a department; the row keys and columns are the form's."""
    amounts = fixed_amounts()
    spent, moved = spending(department, amounts)
    other = other_money(department, amounts)
    tables = {
        "gk02": tree({c: income_of(c, moved, other) for c in moved}),
        "gk03": tree({c: spending_of(c, spent, other) for c in spent}),
    }
    for table, budget in zip(("gk05", "gk08", "gk09"), BUDGETS, strict=True):
        items = {c: moved[c] | spent[c] for c in ITEMS[budget] if c in spent}
        if items:
            tables[table] = tree(items)
    tables["gk04"] = _fiscal_lines(tables)
    tables["gk01"] = _lines(tables, other)
    tables["gk06"] = _economic(department, tables["gk05"], amounts)
    tables["gk07"] = [_three_public(department, tables["gk06"], amounts)]
    if department.form == "shanxi":
        tables["gk10"] = _statistics(department, tables["gk06"], tables["gk07"], amounts)
    return {table: _printed(department, table, tables[table]) for table in sorted(tables)}


def _printed(department: Department, table: str, rows: list[Row]) -> list[Row]:
    """Leave out the columns that the variant of the table does not print."""
    variant = department.variants.get(table, "standard")
    left_out = {
        ("gk02", "standard"): {"undertaking_education_fees"},
        ("gk05", "standard"): {"opening", "income", "closing"},
        ("gk06", "all_spending"): {"personnel", "public"},
        ("gk06", "basic_only"): {"total", "personnel", "public"},
        ("gk06", "basic_by_group"): {"total"},
        ("gk09", "standard"): {"opening", "income", "closing"},
    }.get((table, variant), set())
    return [
        (key, role, label, {c: v for c, v in figures.items() if c not in left_out})
        for key, role, label, figures in rows
    ]


def _fiscal_lines(tables: Tables) -> list[Row]:
    """Return gk04: income by budget on the left, spending by class and budget on the right."""
    totals = {
        budget: figures_of(tables.get(table, []), "total")
        for table, budget in zip(("gk05", "gk08", "gk09"), BUDGETS, strict=True)
    }

    def across(key: str, table_key: str) -> Figures:
        parts = {
            budget: figures_of(tables.get(table, []), table_key).get(key)
            for table, budget in zip(("gk05", "gk08", "gk09"), BUDGETS, strict=True)
        }
        return {"total": add(parts.values())} | parts

    def income(key: str, role: str, amount: Amount) -> Row:
        return (key, role, key, {"income_amount": amount})

    appropriated = [totals[budget].get("income") for budget in BUDGETS]
    opened = [totals[budget].get("opening") for budget in BUDGETS]
    whole, closing = across("total", "total"), across("closing", "total")
    return [
        *(
            income(f"{budget}_appropriation", "line", amount)
            for budget, amount in zip(BUDGETS, appropriated, strict=True)
        ),
        income("income_total", "total", add(appropriated)),
        income("opening_carry_over", "carry_over", add(opened)),
        *(
            income(f"opening_{budget}", "of_which", amount)
            for budget, amount in zip(BUDGETS, opened, strict=True)
        ),
        *(
            (key, role, label, across("total", key))
            for key, role, label, _ in tables["gk03"]
            if role == "class"
        ),
        # A line without a class: printed, and nothing spent on it.
        ("unlabelled_expenditure_30", "line", "", dict.fromkeys(whole, Decimal("0.00"))),
        ("expenditure_total", "total", "本年支出合计", whole),
        ("closing_carry_over", "carry_over", "年末结转和结余", closing),
        (
            "grand_total",
            "total",
            "总计",
            {"income_amount": add([*appropriated, *opened])}
            | {column: add([whole[column], closing[column]]) for column in whole},
        ),
    ]


def _lines(tables: Tables, other: Figures) -> list[Row]:
    """Return gk01: all income on the left, all spending by class on the right."""
    fiscal = tables["gk04"]
    lines = {
        f"{budget}_appropriation": figures_of(fiscal, f"{budget}_appropriation")["income_amount"]
        for budget in BUDGETS
    } | {kind: other[f"income_{kind}"] for kind in OTHER_INCOME}
    income = add(lines.values())
    opening = add([figures_of(fiscal, "opening_carry_over")["income_amount"], other["opening"]])
    closing = add([figures_of(fiscal, "closing_carry_over")["total"], other["closing"]])
    spent = figures_of(tables["gk03"], "total")["total"]
    left = [
        *((key, "line", key, amount) for key, amount in lines.items()),
        ("income_total", "total", "本年收入合计", income),
        ("use_of_nonfiscal_surplus", "carry_over", "使用非财政拨款结余", other["use"]),
        ("opening_carry_over", "carry_over", "年初结转和结余", opening),
    ]
    classes = [row for row in tables["gk03"] if row[1] == "class"]
    right = [
        *((key, role, label, figures["total"]) for key, role, label, figures in classes),
        ("unlabelled_expenditure_30", "line", "", Decimal("0.00")),
        ("expenditure_total", "total", "本年支出合计", spent),
        ("surplus_distribution", "carry_over", "结余分配", other["distribution"]),
        ("closing_carry_over", "carry_over", "年末结转和结余", closing),
    ]
    totals = {
        "income_amount": add([income, other["use"], opening]),
        "expenditure_amount": add([spent, other["distribution"], closing]),
    }
    return [
        *((key, role, label, {"income_amount": amount}) for key, role, label, amount in left),
        *((key, role, label, {"expenditure_amount": amount}) for key, role, label, amount in right),
        ("grand_total", "total", "总计", totals),
    ]


def _economic(department: Department, general: list[Row], amounts: Iterator[Decimal]) -> list[Row]:
    """Return gk06: 办公费 is what is left of the general public budget's spending.

    离休费 and 退休费 are paid from 行政单位离退休, if there is such an account.
    """
    whole = figures_of(general, "total")
    sections: dict[str, Figures] = {}
    for code in _SECTIONS:
        basic, more = ((next(amounts) / 100).quantize(Decimal("0.01")) for _ in range(2))
        sections[code] = {"total": basic + more if department.has_room else basic, "basic": basic}
    if department.has_retirement_account:
        retired = figures_of(general, RETIREMENT)["basic"] or Decimal(0)
        old = (retired / 3).quantize(Decimal("0.01"))
        for code, basic in (("30301", old), ("30302", retired - old)):
            paid = basic - 100 if department.has_room else basic
            sections[code] = {"total": paid, "basic": paid}
    for column in ("total", "basic"):
        others = add(sections[code][column] for code in _SECTIONS if code != "30201")
        sections["30201"][column] = (whole[column] or Decimal(0)) - (others or Decimal(0))

    for code, figures in sections.items():
        figures["personnel" if code.startswith(("301", "303")) else "public"] = figures["basic"]

    def summed(*prefixes: str) -> Figures:
        below = [figures for code, figures in sections.items() if code.startswith(prefixes)]
        columns = ("total", "basic", "personnel", "public")
        return {column: add(figures.get(column) for figures in below) for column in columns}

    codes = sorted({code[:length] for code in sections for length in (3, 5)})
    return [
        ("personnel_total", "total", NAMES["personnel_total"], summed("301", "303")),
        ("public_total", "total", NAMES["public_total"], summed("302", "309", "310")),
        *(
            (code, "class" if len(code) == 3 else "section", NAMES[code], summed(code))
            for code in codes
        ),
    ]


def _three_public(department: Department, economic: list[Row], amounts: Iterator[Decimal]) -> Row:
    """Return the row of gk07; money of the funds pays for more than gk06 lists."""
    lists_all = department.variants["gk06"] == "all_spending" and not department.has_fund_money
    has_more = department.has_room and not lists_all
    figures: Figures = {}
    for side in ("budget", "final"):
        parts: Figures = {}
        for part, codes in _THREE_PUBLIC.items():
            listed = add(figures_of(economic, code)["total"] for code in codes)
            more = next(amounts) if side == "budget" or has_more else None
            parts[part] = add([listed, more])
        vehicles = add([parts["purchase"], parts["running"]])
        whole = add([parts["abroad"], vehicles, parts["reception"]])
        parts |= {"total": whole, "vehicles": vehicles}
        figures |= {f"{side}_{part}": amount for part, amount in parts.items()}
    return ("three_public", "line", "", figures)


def _statistics(
    department: Department,
    economic: list[Row],
    three_public: list[Row],
    amounts: Iterator[Decimal],
) -> list[Row]:
    """Return gk10: administrative units spend all their 公用经费 as 机关运行经费.

    Without room the only goods bought are vehicles.
    """
    bought: Figures = {
        f"procurement_{kind}": next(amounts) for kind in "goods works services".split()
    }
    if not department.has_room:
        bought["procurement_goods"] = figures_of(three_public, "three_public")["final_purchase"]
    public = figures_of(economic, "public_total")["basic"] or Decimal(0)
    civil, rest = (public / part for part in (5, 4))
    civil, rest = civil.quantize(Decimal("0.01")), rest.quantize(Decimal("0.01"))
    is_all = department.nature == "administrative" or not department.has_room
    running = public - civil - (0 if is_all else rest)
    vehicles: Figures = {
        f"vehicles_{kind}": Decimal(n) for n, kind in enumerate(_VEHICLES, start=1)
    }
    return [
        ("procurement_total", "total", "合计", {"amount": add(bought.values())}),
        *((key, "line", key, {"amount": amount}) for key, amount in bought.items()),
        ("operating_expense_administrative", "line", "（一）行政单位", {"amount": running}),
        ("operating_expense_civil_service_like", "line", "（二）参公单位", {"amount": civil}),
        ("vehicles_total", "total", "车辆数合计（辆）", {"quantity": add(vehicles.values())}),
        *((key, "line", key, {"quantity": count}) for key, count in vehicles.items()),
    ]
