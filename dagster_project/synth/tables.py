"""The ten tables of one disclosure as rows: what is printed where, in the smallest unit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from dagster_project.form.layouts import Line, Variant, layout_of
from dagster_project.form.shapes import (
    BY_ECONOMIC,
    BY_FUNCTION,
    EXPENDITURE,
    INCOME,
    STATISTICS,
    THREE_PUBLIC,
    TWO_SIDED,
    account_table_codes,
    read_shapes,
)
from dagster_project.synth.figures import (
    RECEPTION,
    RUNNING,
    Figures,
    Organization,
    Split,
    add,
    roll_up,
)
from dagster_project.synth.names import ECONOMIC, account_name

_LEVELS = {3: "class", 5: "section", 7: "item"}
# No invented organization has any of these.
_UNUSED_FUNDS = {"government_fund": "政府性基金预算", "state_capital": "国有资本经营预算"}


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
    """One table in its layout; without rows it is an empty table that says so."""

    layout: Variant
    rows: list[Row] = field(default_factory=list)
    statement: str | None = None

    @property
    def table_code(self) -> str:
        """The code of the table."""
        return self.layout.table_code


def build_tables(organization: Organization, figures: Figures, year: int) -> list[Table]:
    """Return the tables that the organization's form has in a year."""
    layouts = [layout_of(organization.form.code, code, year) for code in account_table_codes()]
    drawing = _Drawing(organization, figures, year)
    return [_table(drawing, layout) for layout in layouts if layout]


@dataclass(frozen=True)
class _Drawing:
    """What the rows of a table are made of."""

    organization: Organization
    figures: Figures
    year: int


def _table(drawing: _Drawing, layout: Variant) -> Table:
    shape = read_shapes()[layout.table_code]
    if shape.shape == BY_FUNCTION and shape.fund in _UNUSED_FUNDS:
        what = _UNUSED_FUNDS[shape.fund]
        return Table(layout, statement=f"本部门本年度无{what}财政拨款收入和支出,故本表无数据。")
    return Table(layout, _ROWS[shape.shape](drawing, layout))


def _income(figures: Figures) -> int:
    """Return what came in: what was spent, and what more is carried over than before."""
    return figures.spent + figures.closing - figures.opening


def _sides(figures: Figures) -> tuple[dict[str, int], dict[str, int]]:
    """Return both sides of a two-sided table: all money is of the general public budget."""
    grand = figures.spent + figures.closing
    left = {
        "general_public_appropriation": _income(figures),
        "income_total": _income(figures),
        "opening_carry_over": figures.opening,
        "opening_general_public": figures.opening,
        "grand_total": grand,
    }
    right = {
        **roll_up(add(figures.basic, figures.project), 3),
        "expenditure_total": figures.spent,
        "closing_carry_over": figures.closing,
        "grand_total": grand,
    }
    return left, right


def _two_sided(drawing: _Drawing, layout: Variant) -> list[Row]:
    rows: list[Row] = []
    for group, amounts in zip((INCOME, EXPENDITURE), _sides(drawing.figures), strict=True):
        columns = layout.columns_of(group)
        for row_no, line in enumerate(layout.lines_in(group, drawing.year), start=1):
            printed = {
                column.code: None if column.code in _UNUSED_FUNDS else amounts.get(line.row_key)
                for column in columns
            }
            rows.append(_line(drawing, line, row_no, printed, len(rows) + 1))
    # Both sides share a row on paper: the file is in reading order.
    return sorted(rows, key=lambda row: row.row_no)


def _line(
    drawing: _Drawing, line: Line, row_no: int, amounts: dict[str, int | None], line_no: int
) -> Row:
    return Row(
        row_no,
        line.row_key,
        line.row_role,
        line.label_zh,
        amounts,
        account_code=line.account_code,
        line_no=str(line_no) if drawing.organization.form.has_line_numbers else "",
        is_count=line.value_kind == "count",
    )


def _earned(figures: Figures) -> dict[str, Split]:
    """Income by account: what was spent there; carry-over is earned under the first account."""
    earned = add(figures.basic, figures.project)
    first = max(earned, key=lambda code: (earned[code], code))
    earned = {**earned, first: earned[first] + figures.closing - figures.opening}
    return {"total": earned, "fiscal_appropriation": earned}


def _spent(figures: Figures) -> dict[str, Split]:
    return {
        "total": add(figures.basic, figures.project),
        "basic": figures.basic,
        "project": figures.project,
    }


def _by_function(drawing: _Drawing, layout: Variant) -> list[Row]:
    is_income = read_shapes()[layout.table_code].flow == INCOME
    columns = _earned(drawing.figures) if is_income else _spent(drawing.figures)
    printed = [column.code for column in layout.columns]
    rolled = {column: roll_up(split, 3, 5, 7) for column, split in columns.items()}
    totals: dict[str, int | None] = {
        column: sum(columns[column].values()) if column in columns else None for column in printed
    }
    rows = [Row(1, "total", "total", "合计", totals)]
    for code in sorted(rolled["total"]):
        amounts = {column: rolled.get(column, {}).get(code) for column in printed}
        rows.append(_account(len(rows) + 1, code, account_name(code, drawing.year), amounts))
    return rows


def _account(row_no: int, code: str, name: str, amounts: dict[str, int | None]) -> Row:
    return Row(
        row_no, code, _LEVELS[len(code)], name, amounts, printed_code=code, account_code=code
    )


def _by_economic(drawing: _Drawing, layout: Variant) -> list[Row]:
    figures = drawing.figures
    basic = roll_up(figures.economic_basic, 3, 5)
    columns = {"total": add(basic, roll_up(figures.economic_project, 3, 5)), "basic": basic}
    printed = [column.code for column in layout.columns]
    rows: list[Row] = []
    for code in sorted(columns[printed[0]]):
        amounts = {column: columns[column].get(code) for column in printed}
        name = account_name(code, drawing.year, ECONOMIC)
        rows.append(_account(len(rows) + 1, code, name, amounts))
    for key, label, classes in (
        ("personnel_total", "人员经费合计", ("301", "303")),
        ("public_total", "公用经费合计", ("302", "310")),
    ):
        amounts = {c: sum(columns[c].get(code, 0) for code in classes) for c in printed}
        rows.append(Row(len(rows) + 1, key, "total", label, amounts))
    return rows


def _three_public(drawing: _Drawing, layout: Variant) -> list[Row]:
    figures = drawing.figures
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
    return [Row(1, read_shapes()[layout.table_code].only_row, "line", "", amounts)]


def _statistics(drawing: _Drawing, layout: Variant) -> list[Row]:
    figures = drawing.figures
    public = sum(
        amount for code, amount in figures.economic_basic.items() if code[:3] in ("302", "310")
    )
    values = {
        **{f"procurement_{name}": amount for name, amount in figures.procurement.items()},
        "procurement_total": sum(figures.procurement.values()),
        "operating_expense_administrative": public,
        **{f"vehicles_{name}": number for name, number in figures.vehicles.items()},
        "vehicles_total": sum(figures.vehicles.values()),
    }
    rows: list[Row] = []
    for column in layout.columns:
        for line in layout.lines_in(column.code, drawing.year):
            number = len(rows) + 1
            amounts = {column.code: values.get(line.row_key)}
            rows.append(_line(drawing, line, number, amounts, number))
    return rows


_ROWS: dict[str, Callable[[_Drawing, Variant], list[Row]]] = {
    TWO_SIDED: _two_sided,
    BY_FUNCTION: _by_function,
    BY_ECONOMIC: _by_economic,
    THREE_PUBLIC: _three_public,
    STATISTICS: _statistics,
}
