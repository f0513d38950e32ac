"""The ten tables of one disclosure as rows: what is printed where, in the smallest unit."""

from __future__ import annotations

from dataclasses import dataclass, field

from dagster_project.synth.figures import (
    RECEPTION,
    RUNNING,
    Figures,
    Organization,
    Split,
    add,
    roll_up,
)
from dagster_project.synth.names import account_name, printed_lines, table_columns

_LEVELS = {3: "class", 5: "section", 7: "item"}


@dataclass
class Row:
    """One printed row; an amount of None is a cell that stays blank."""

    row_no: int
    row_key: str
    row_role: str
    label: str
    amounts: dict[str, int | None]
    printed_code: str = ""
    account_code: str = ""
    line_no: str = ""
    is_count: bool = False


@dataclass
class Table:
    """One table: its variant and rows; without rows it is an empty table that says so."""

    table_code: str
    variant: str = "standard"
    rows: list[Row] = field(default_factory=list)
    statement: str | None = None


def build_tables(organization: Organization, figures: Figures, year: int) -> list[Table]:
    """Return the tables that the organization's form has."""
    form = organization.form
    spent = add(figures.basic, figures.project)
    tables = [
        Table("gk01", rows=_two_sided(organization, "gk01", _sides_of_gk01(figures, spent), year)),
        Table("gk02", rows=_by_function(organization, "gk02", _columns_of_gk02(figures), year)),
        Table("gk03", rows=_by_function(organization, "gk03", _columns_of_gk03(figures), year)),
        Table("gk04", rows=_two_sided(organization, "gk04", _sides_of_gk04(figures, spent), year)),
        Table("gk05", rows=_by_function(organization, "gk05", _columns_of_gk03(figures), year)),
        Table("gk06", form.gk06_variant, _by_economic(organization, figures, year)),
        Table("gk07", rows=[_three_public(figures)]),
        Table("gk08", statement="本部门本年度无政府性基金预算财政拨款收入和支出,故本表无数据。"),
        Table("gk09", statement="本部门本年度无国有资本经营预算财政拨款收入和支出,故本表无数据。"),
    ]
    if form.code == "shanxi":
        tables.append(Table("gk10", rows=_statistics(organization, figures, year)))
    return tables


def _income(figures: Figures) -> int:
    """Return what came in: what was spent, and what more is carried over than before."""
    return figures.spent + figures.closing - figures.opening


def _sides_of_gk01(figures: Figures, spent: Split) -> dict[tuple[str, str], dict[str, int]]:
    income, grand = _income(figures), figures.spent + figures.closing
    left = {
        "general_public_appropriation": income,
        "income_total": income,
        "opening_carry_over": figures.opening,
        "grand_total": grand,
    }
    right = {
        **roll_up(spent, 3),
        "expenditure_total": figures.spent,
        "closing_carry_over": figures.closing,
        "grand_total": grand,
    }
    return {("income", "income_amount"): left, ("expenditure", "expenditure_amount"): right}


def _sides_of_gk04(figures: Figures, spent: Split) -> dict[tuple[str, str], dict[str, int]]:
    sides = _sides_of_gk01(figures, spent)
    left = sides["income", "income_amount"]
    left["opening_general_public"] = figures.opening
    right = sides["expenditure", "expenditure_amount"]
    return {
        ("income", "income_amount"): left,
        ("expenditure", "total"): right,
        ("expenditure", "general_public"): right,
        ("expenditure", "government_fund"): {},
        ("expenditure", "state_capital"): {},
    }


def _two_sided(
    organization: Organization,
    table: str,
    sides: dict[tuple[str, str], dict[str, int]],
    year: int,
) -> list[Row]:
    form = organization.form
    rows: list[Row] = []
    line_no = 0
    for group in ("income", "expenditure"):
        lines = printed_lines(form.code, table, group, year)
        for row_no, line in enumerate(lines, start=1):
            line_no += 1
            columns = {
                column: amounts.get(line.row_key)
                for (side, column), amounts in sides.items()
                if side == group
            }
            rows.append(
                Row(
                    row_no,
                    line.row_key,
                    line.row_role,
                    line.label,
                    columns,
                    account_code=line.account_code,
                    line_no=str(line_no) if form.has_line_numbers else "",
                )
            )
    # Both sides share a row on paper: the file is in reading order.
    return sorted(rows, key=lambda row: row.row_no)


def _columns_of_gk02(figures: Figures) -> dict[str, Split]:
    """Income by account: what was spent there; carry-over is earned under the first account."""
    earned = add(figures.basic, figures.project)
    first = max(earned, key=lambda code: (earned[code], code))
    earned = {**earned, first: earned[first] + figures.closing - figures.opening}
    return {"total": earned, "fiscal_appropriation": earned}


def _columns_of_gk03(figures: Figures) -> dict[str, Split]:
    return {
        "total": add(figures.basic, figures.project),
        "basic": figures.basic,
        "project": figures.project,
    }


def _by_function(
    organization: Organization, table: str, columns: dict[str, Split], year: int
) -> list[Row]:
    printed = table_columns(organization.form.code, table, "standard", year)
    rolled = {column: roll_up(split, 3, 5, 7) for column, split in columns.items()}
    totals: dict[str, int | None] = {
        column: sum(columns[column].values()) if column in columns else None for column in printed
    }
    rows = [Row(1, "total", "total", "合计", totals)]
    for code in sorted(rolled["total"]):
        rows.append(
            Row(
                len(rows) + 1,
                code,
                _LEVELS[len(code)],
                account_name(code, year),
                {column: rolled.get(column, {}).get(code) for column in printed},
                printed_code=code,
                account_code=code,
            )
        )
    return rows


def _by_economic(organization: Organization, figures: Figures, year: int) -> list[Row]:
    basic = roll_up(figures.economic_basic, 3, 5)
    everything = add(basic, roll_up(figures.economic_project, 3, 5))
    has_total = organization.form.gk06_variant == "all_spending"
    rows: list[Row] = []
    for code in sorted(everything if has_total else basic):
        amounts: dict[str, int | None] = {"basic": basic.get(code)}
        if has_total:
            amounts = {"total": everything[code], **amounts}
        rows.append(
            Row(
                len(rows) + 1,
                code,
                _LEVELS[len(code)],
                account_name(code, year, "economic"),
                amounts,
                printed_code=code,
                account_code=code,
            )
        )
    for key, label, classes in (
        ("personnel_total", "人员经费合计", ("301", "303")),
        ("public_total", "公用经费合计", ("302", "310")),
    ):
        amounts = {"basic": sum(basic.get(code, 0) for code in classes)}
        if has_total:
            amounts = {"total": sum(everything.get(code, 0) for code in classes), **amounts}
        rows.append(Row(len(rows) + 1, key, "total", label, amounts))
    return rows


def _three_public(figures: Figures) -> Row:
    spent = add(figures.economic_basic, figures.economic_project)
    running, reception = spent[RUNNING], spent[RECEPTION]
    amounts: dict[str, int | None] = {}
    for prefix, factor in (("budget", figures.budget_factor), ("final", 100)):
        parts = {"running": running * factor // 100, "reception": reception * factor // 100}
        amounts |= {
            f"{prefix}_total": sum(parts.values()),
            f"{prefix}_abroad": None,
            f"{prefix}_vehicles": parts["running"],
            f"{prefix}_purchase": None,
            f"{prefix}_running": parts["running"],
            f"{prefix}_reception": parts["reception"],
        }
    return Row(1, "three_public", "line", "", amounts)


def _statistics(organization: Organization, figures: Figures, year: int) -> list[Row]:
    public = sum(
        amount for code, amount in figures.economic_basic.items() if code[:3] in ("302", "310")
    )
    money = {f"procurement_{name}": amount for name, amount in figures.procurement.items()} | {
        "procurement_total": sum(figures.procurement.values()),
        "operating_expense_administrative": public,
    }
    counts = {f"vehicles_{name}": number for name, number in figures.vehicles.items()} | {
        "vehicles_total": sum(figures.vehicles.values())
    }
    rows: list[Row] = []
    for column, values in (("amount", money), ("quantity", counts)):
        for line in printed_lines(organization.form.code, "gk10", column, year):
            rows.append(
                Row(
                    len(rows) + 1,
                    line.row_key,
                    line.row_role,
                    line.label,
                    {column: values.get(line.row_key)},
                    line_no=str(len(rows) + 1),
                    is_count=column == "quantity",
                )
            )
    return rows
