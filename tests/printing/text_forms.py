"""The ten tables of the reference document for printing, and the headers that text dumps have.

Column codes and headers are written out here once more, apart from the layouts the reader uses, so
that a wrong layout is caught.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Callable
from pathlib import Path

from tests.printing.text import Cell, PrintedTable, blank, double, figure, text

TRUTH_COLUMNS: dict[str, dict[str, str]] = {
    "01": {"收入:决算数": "income_amount", "支出:决算数": "expenditure_amount"},
    "02": {
        "本年收入合计": "total",
        "财政拨款收入": "fiscal_appropriation",
        "上级补助收入": "superior_subsidy",
        "事业收入": "undertaking",
        "经营收入": "operating",
        "附属单位上缴收入": "affiliated_remittance",
        "其他收入": "other",
    },
    "03": {
        "本年支出合计": "total",
        "基本支出": "basic",
        "项目支出": "project",
        "上缴上级支出": "remitted_to_superior",
        "经营支出": "operating",
        "对附属单位补助支出": "subsidy_to_affiliated",
    },
    "04": {
        "收入:金额": "income_amount",
        "支出:合计": "total",
        "支出:一般公共预算财政拨款": "general_public",
        "支出:政府性基金预算财政拨款": "government_fund",
        "支出:国有资本经营预算财政拨款": "state_capital",
    },
    "05": {"小计": "total", "基本支出": "basic", "项目支出": "project"},
    "06": {"金额": "total", "其中：基本支出": "basic"},
    "07": {
        f"{when}:{name}": f"{prefix}_{code}"
        for when, prefix in (("预算数", "budget"), ("决算数", "final"))
        for name, code in (
            ("合计", "total"),
            ("因公出国（境）费", "abroad"),
            ("小计", "vehicles"),
            ("公务用车购置费", "purchase"),
            ("公务用车运行维护费", "running"),
            ("公务接待费", "reception"),
        )
    },
    "08": {
        "年初结转和结余": "opening",
        "本年收入": "income",
        "小计": "total",
        "基本支出": "basic",
        "项目支出": "project",
        "年末结转和结余": "closing",
    },
    "09": {"合计": "total", "基本支出": "basic", "项目支出": "project"},
}

TITLES = {
    "01": "收入支出决算总表",
    "02": "收入决算表",
    "03": "支出决算表",
    "04": "财政拨款收入支出决算总表",
    "05": "一般公共预算财政拨款支出决算表",
    "06": "一般公共预算财政拨款支出决算明细表",
    "07": "财政拨款“三公”经费支出决算表",
    "08": "政府性基金预算财政拨款收入支出决算表",
    "09": "国有资本经营预算财政拨款支出决算表",
    "10": "部门决算公开相关信息统计表",
}
BASIC_ONLY_TITLE = "一般公共预算财政拨款基本支出决算表"
_CODE_HEADER = double("功能分类科目编码 科目名称")
_GROUP = [
    double("科目编") + "\n" + double("码 科目名称 金额"),
    double("其中：基本支") + "\n" + double("出"),
]
_CARS = [double("公务用车"), double("购置费"), double("公务用车 运行维") + "\n" + double("护费")]
_HALF_07 = [double("合计"), double("因公出国") + "\n" + double("（境）"), double("费")]
HEADERS: dict[str, list[str]] = {
    "01": [
        double("收入 支出"),
        double("项目 行次 决算数 项目 行次 决算数"),
        "栏次栏次  11 栏次栏次  22",
    ],
    "02": [
        double("项目") + "\n" + double("本年收入合计 财政拨款收入"),
        double("上级补") + "\n" + double("助收入"),
        double("事业收入 经营收入"),
        double("附属单") + "\n" + double("位"),
        double("上缴收") + "\n" + double("入"),
        double("其他收") + "\n入入功能分类功能分类",
        double("科目编码") + "\n" + double("科目名称"),
        "栏次栏次 1 2 3 4 5 6 7",
    ],
    "03": [
        double("项目") + "\n" + double("本年支出合计 基本支出 项目支出"),
        double("上缴") + "\n" + double("上级") + "\n" + double("支出"),
        double("经营支出")
        + "\n"
        + double("对附属单")
        + "\n"
        + double("位补助")
        + "\n"
        + double("支出"),
        _CODE_HEADER,
        "栏次栏次 1 2 3 4 5 6",
    ],
    "04": [
        double("收入 支出"),
        double("项目 行次 金额 项目 行次 合计") + "\n" + double("一般公共预算财政"),
        double("拨款"),
        double("政府")
        + "\n"
        + double("性基金预")
        + "\n"
        + double("算财政拨")
        + "\n"
        + double("款"),
        double("国有资本") + "\n" + double("经营预算") + "\n" + double("财政拨款"),
        "栏次栏次  1 栏次栏次  2 3 4 5",
    ],
    "05": [
        double("项目 本年支出"),
        _CODE_HEADER + " " + double("小计 基本支出 项目支出"),
        "栏次栏次 1.00 2.00 3.00",
    ],
    "06": [double("人员经费 公用经费"), *_GROUP * 4],
    "07": [
        double("预算数 决算数"),
        *[*_HALF_07, double("公务用车购置及运行维护费") + "\n" + double("公务接待费")] * 2,
        double("小计"),
        *_CARS,
        double("小计"),
        *_CARS,
        "1 2 3 4 5 6 7 8 9 10 11 12",
    ],
    "08": [
        double("项目") + "\n" + double("年初结转和结"),
        double("余") + "\n" + double("本年") + "\n" + double("收入"),
        double("本年支出") + "\n" + double("年末结转和"),
        "结余结余功能分类科目编功能分类科目编\n码码",
        double("科目名称 小计 基本支出 项目支出"),
        "栏次栏次 11 22 33 44 55 66",
    ],
    "09": [
        double("项目 本年支出"),
        _CODE_HEADER + " " + double("合计 基本支出 项目支出"),
        "栏次栏次 11 22 33",
    ],
    "10": [],
}
BY_ACCOUNT = ("gk02", "gk03", "gk05", "gk08", "gk09")
BASIC_ONLY_HEADER = [double("人员经费 公用经费"), *[double("科目编码 科目名称 金额")] * 3]


def new_table(number: str, rows: list[list[Cell]], **changes: object) -> PrintedTable:
    """Return a table of the form with these rows."""
    header = [line for block in HEADERS[number] for line in block.split("\n")]
    table = PrintedTable(f"gk{number}", TITLES[number], f"公开{number}表", header, rows)
    for name, value in changes.items():
        setattr(table, name, value)
    return table


def read_csv(path: Path) -> list[dict[str, str]]:
    """Return the rows of a truth file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def truth_values(tables: list[dict[str, str]]) -> dict[tuple[str, ...], str]:
    """Return the value of each filled cell by table, row, line, account, name and column."""
    names = ("table_no", "row_no", "line_no", "account_code", "account_name", "column_name")
    return {tuple(row[name] for name in names): row["value"] for row in tables}


def truth_cells(row: dict[str, str], values: dict[tuple[str, ...], str]) -> list[tuple[str, str]]:
    """Return the cells of a truth row as (column name, printed text); ──── where not applicable."""
    names = ("table_no", "row_no", "line_no", "account_code", "account_name")
    key = tuple(row[name] for name in names)
    found = []
    for cell in filter(None, row["cells"].split(";")):
        column, _, state = cell.rpartition("=")
        struck = "────" if state == "not_applicable" else ""
        found.append((column, values[(*key, column)] if state == "value" else struck))
    return found


class TruthForms:
    """Builds the ten tables of the reference document for printing, from its truth files."""

    def __init__(self, folder: Path, wrap: Callable[[str], int]) -> None:
        """Read the truth; ``wrap`` gives the width a name wraps at, 0 for not at all."""
        self.rows = read_csv(folder / "rows.csv")
        self.values = truth_values(read_csv(folder / "tables.csv"))
        self.wrap = wrap

    def _rows(self, number: str) -> list[dict[str, str]]:
        return [row for row in self.rows if row["table_no"] == number]

    def _label(self, row: dict[str, str], bold: bool = False) -> Cell:
        name = row["account_name"]
        return text(name, bold=bold, wrap=self.wrap(name)) if name else blank()

    def _figures(self, row: dict[str, str], row_no: int) -> list[Cell]:
        columns = TRUTH_COLUMNS[row["table_no"]]
        return [figure(v, row_no, columns[c]) for c, v in truth_cells(row, self.values)]

    def two_sided(self, number: str) -> PrintedTable:
        """Return 公开01 or 公开04."""
        rows: dict[int, list[Cell]] = {}
        for row in self._rows(number):
            is_total = "总计" in row["account_name"] or "合计" in row["account_name"]
            line_no = row["line_no"] if number == "04" else f"{row['line_no']}.00"
            cells = [self._label(row, is_total), text(line_no)]
            cells += self._figures(row, int(row["row_no"]))
            rows.setdefault(int(row["row_no"]), []).extend(cells)
        return new_table(number, list(rows.values()))

    def functional(self, number: str) -> PrintedTable:
        """Return a table by functional account."""
        rows = []
        for row in self._rows(number):
            figures = self._figures(row, int(row["row_no"]))
            if row["account_code"]:
                lead = [text(row["account_code"]), self._label(row)]
            elif row["account_name"]:
                lead = [text(row["account_name"], bold=True)]
            else:
                lead = [blank(), blank()]
            rows.append(lead + figures)
        is_empty = not any(c.kind == "value" for row in rows for c in row)
        return new_table(number, rows, statement="说明：本表无数据" if is_empty else "")

    def economic(self) -> PrintedTable:
        """Return 公开06: four groups side by side, every code a row of its own."""
        groups = ["人员经费", "公用经费:302", "公用经费:307-310", "公用经费:310-399"]
        printed: dict[str, dict[str, list[Cell]]] = {}
        totals: list[Cell] = []
        for count, row in enumerate(self._rows("06"), start=1):
            figures = self._figures(row, count)
            code = row["account_code"]
            if not code:
                totals += [text(row["account_name"], bold=True), *figures]
                continue
            is_class = len(code) == 3
            first = Cell("text", code * 2 if is_class else code, glue=True)
            printed.setdefault(row["row_no"], {})[row["side"]] = [
                first,
                self._label(row, is_class),
                *figures,
            ]
        rows = [
            [cell for group in groups for cell in sides.get(group, [blank()] * 4)]
            for sides in printed.values()
        ]
        return new_table("06", [*rows, totals])

    def three_public(self) -> PrintedTable:
        """Return 公开07: one row."""
        rows = self._rows("07")
        return new_table("07", [[cell for row in rows for cell in self._figures(row, 1)]])

    def statistics(self) -> PrintedTable:
        """Return 公开10: three small tables."""
        rows: list[list[Cell]] = []
        for row in self._rows("10"):
            row_no = int(row["row_no"])
            if not row["line_no"]:
                rows.append([text(row["account_name"], bold=True)])
                if row["account_name"].startswith("一"):
                    rows.append(
                        [
                            text("项目", bold=True),
                            text("行次", bold=True),
                            text("采购金额", bold=True),
                        ]
                    )
                continue
            column = "quantity" if "辆" in row["account_name"] or row_no > 9 else "amount"
            value = truth_cells(row, self.values)[0][1]
            rows.append([self._label(row), text(row["line_no"]), figure(value, row_no, column)])
        return new_table("10", rows)

    def all_tables(self) -> list[PrintedTable]:
        """Return the ten tables in the order of the form."""
        first = [self.two_sided("01"), self.functional("02"), self.functional("03")]
        middle = [self.two_sided("04"), self.functional("05"), self.economic()]
        last = [self.three_public(), self.functional("08"), self.functional("09")]
        return [*first, *middle, *last, self.statistics()]


def random_wrap(seed: int) -> Callable[[str], int]:
    """Return a choice of wrap widths, fixed by the seed: names of four and more may wrap."""
    choice = random.Random(seed)  # noqa: S311 - variation of tests, no secret
    return lambda name: choice.choice([0, 0, 4, 5, 6, 7, 9]) if len(name) > 4 else 0
