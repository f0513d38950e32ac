"""Invented disclosures for printing, fixed by a seed. Their figures do not add up, on purpose.

The reader must place them by the blanks alone; sums are checked by the rules of the warehouse.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from decimal import Decimal

from tests.printing.text import Cell, PrintedTable, blank, figure, text
from tests.printing.text_forms import (
    BASIC_ONLY_HEADER,
    BASIC_ONLY_TITLE,
    FUNCTIONAL,
    TRUTH_COLUMNS,
    new_table,
)

_NAMES = {
    "205": "教育支出",
    "20502": "普通教育",
    "2050203": "初中教育",
    "206": "科学技术支出",
    "20602": "基础研究",
    "2060203": "自然科学基金",
    "208": "社会保障和就业支出",
    "20805": "行政事业单位养老支出",
    "2080505": "机关事业单位基本养老保险缴费支出",
    "2080506": "机关事业单位职业年金缴费支出",
    "212": "城乡社区支出",
    "21208": "国有土地使用权出让收入安排的支出",
    "2120899": "其他国有土地使用权出让收入安排的支出",
}
_ECONOMIC = {
    "301": (
        "工资福利支出",
        "30101 基本工资",
        "30102 津贴补贴",
        "30108 机关事业单位基本养老保险缴费",
    ),
    "302": ("商品和服务支出", "30201 办公费", "30213 维修（护）费", "30299 其他商品和服务支出"),
    "309": ("资本性支出（基本建设）", "30901 房屋建筑物购建", "30902 办公设备购置"),
    "310": ("资本性支出", "31002 办公设备购置", "31007 信息网络及软件购置更新"),
}
_CLASSES = [
    "一般公共服务支出",
    "外交支出",
    "国防支出",
    "公共安全支出",
    "教育支出",
    "科学技术支出",
    "文化旅游体育与传媒支出",
    "社会保障和就业支出",
    "卫生健康支出",
    "节能环保支出",
    "城乡社区支出",
    "农林水支出",
]
_DIGITS = "一二三四五六七八九十"
_INCOME = {
    "01": [
        "一般公共预算财政拨款收入",
        "政府性基金预算财政拨款收入",
        "国有资本经营预算财政拨款收入",
        "上级补助收入",
        "事业收入",
        "经营收入",
        "附属单位上缴收入",
        "其他收入",
    ],
    "04": ["一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款"],
}


class InventedForms:
    """Builds tables with invented figures; ``thousands`` and ``negative`` vary how they print."""

    def __init__(self, seed: int, *, thousands: bool = False, negative: bool = False) -> None:
        """Fix every choice by the seed."""
        self.random = random.Random(seed)  # noqa: S311 - variation of tests, no secret
        self.thousands, self.negative = thousands, negative

    def wrap(self, name: str) -> int:
        """Return the width a name wraps at, 0 for not at all."""
        return self.random.choice([0, 0, 4, 6, 8]) if len(name) > 5 else 0

    def amount(self, share: float = 0.5) -> str:
        """Return a printed amount, or a blank in the given share of cases."""
        if self.random.random() >= share:
            return ""
        value = Decimal(self.random.randint(0, 99_999_999)) / 100
        if self.negative and self.random.random() < 0.3:
            value = -value
        return f"{value:,.2f}" if self.thousands else f"{value:.2f}"

    def label(self, name: str, *, bold: bool = False) -> Cell:
        """Return a name cell, perhaps wrapped."""
        return text(name, bold=bold, wrap=self.wrap(name))

    def functional(self, number: str) -> PrintedTable:
        """Return a table by functional account; any column may be filled."""
        columns = list(TRUTH_COLUMNS[number].values())
        codes = sorted(self.random.sample(sorted(_NAMES), self.random.randint(1, len(_NAMES))))
        rows = [[text("合计", bold=True), *[figure(self.amount(), 1, c) for c in columns]]]
        for row_no, code in enumerate(codes, start=2):
            cells = [figure(self.amount(), row_no, column) for column in columns]
            rows.append([text(code), self.label(_NAMES[code]), *cells])
        if self.random.random() < 0.3:
            row_no = len(rows) + 1
            rows.append([blank(), blank(), *[figure("", row_no, c) for c in columns]])
        return new_table(number, rows)

    def economic(self, *, basic_only: bool = False) -> PrintedTable:
        """Return 公开06 in three or four groups; 309 is struck out in the basic column."""
        columns = ["basic"] if basic_only else ["total", "basic"]
        chosen = sorted(self.random.sample(sorted(_ECONOMIC), self.random.randint(3, 4)))
        groups = [[(code, _ECONOMIC[code][0]), *self._details(code)] for code in chosen]
        rows: list[list[Cell]] = []
        row_no = 0
        for index in range(max(len(group) for group in groups)):
            row: list[Cell] = []
            for group in groups:
                if index >= len(group):
                    row += [blank()] * (2 + len(columns))
                    continue
                row_no += 1
                code, name = group[index]
                bold = len(code) == 3
                row += [Cell("text", code * 2 if bold else code, glue=True)]
                row += [self.label(name, bold=bold), *self._economic_cells(code, row_no, columns)]
            rows.append(row)
        totals: list[Cell] = []
        for name in ("人员经费合计", "公用经费合计"):
            row_no += 1
            totals += [text(name, bold=True), *[figure(self.amount(1), row_no, c) for c in columns]]
        table = new_table("06", [*rows, totals])
        if basic_only:
            table.title = BASIC_ONLY_TITLE
            table.header = list(BASIC_ONLY_HEADER)
        return table

    def _details(self, code: str) -> list[tuple[str, str]]:
        details = [tuple(entry.split(" ")) for entry in _ECONOMIC[code][1:]]
        kept = self.random.randint(1, len(details))
        return [(code_, name) for code_, name in details[:kept]]

    def _economic_cells(self, code: str, row_no: int, columns: Sequence[str]) -> list[Cell]:
        struck = code.startswith("309")
        return [
            figure("────" if struck and column == "basic" else self.amount(), row_no, column)
            for column in columns
        ]

    def two_sided(self, number: str, classes: int = 12) -> PrintedTable:
        """Return 公开01 or 公开04 with so many function classes, 行次 printed either way."""
        columns = list(TRUTH_COLUMNS[number].values())
        left = [f"{_DIGITS[i]}、{name}" for i, name in enumerate(_INCOME[number])]
        left += [""] * (classes - len(left)) + ["本年收入合计"]
        right = [self._numbered(i) for i in range(classes)] + ["本年支出合计"]
        left += ["使用非财政拨款结余", "年初结转和结余", "总计"] if number == "01" else ["总计"]
        right += ["结余分配", "年末结转和结余", "总计"] if number == "01" else ["总计"]
        rows = []
        for row_no, (income, expenditure) in enumerate(zip(left, right, strict=True), start=1):
            decimals = ".00" if number == "01" and self.random.random() < 0.8 else ""
            row = [self._side_label(income), text(f"{row_no}{decimals}")]
            row.append(figure(self.amount(), row_no, columns[0]))
            row += [self._side_label(expenditure), text(f"{len(left) + row_no}{decimals}")]
            row += [figure(self.amount(), row_no, column) for column in columns[1:]]
            rows.append(row)
        return new_table(number, rows)

    def _numbered(self, index: int) -> str:
        number = _DIGITS[index] if index < 10 else "十" + _DIGITS[index - 10]
        return f"{number}、{_CLASSES[index]}"

    def _side_label(self, name: str) -> Cell:
        return self.label(name, bold=name.endswith("计")) if name else blank()

    def three_public(self) -> PrintedTable:
        """Return 公开07 with any of its twelve cells filled."""
        columns = TRUTH_COLUMNS["07"].values()
        return new_table("07", [[figure(self.amount(), 1, column) for column in columns]])

    def statistics(self) -> PrintedTable:
        """Return 公开10 with figures in any line."""
        rows: list[list[Cell]] = [[text("一、政府采购情况", bold=True)]]
        for name in ("合计", "货物", "工程", "服务"):
            rows.append(self._line(name, len(rows), len(rows) + 1, "amount", self.amount()))
        rows.append([text("二、机关运行经费", bold=True)])
        rows.append(self._line("（一）行政单位", 5, len(rows) + 1, "amount", self.amount()))
        rows.append([text("三、国有资产占用情况", bold=True)])
        names = ("（一）车辆数合计（辆）", "1.副部（省）级及以上领导用车", "8.其他用车")
        for line_no, name in enumerate(names, start=7):
            count = str(self.random.randint(0, 40)) if self.random.random() < 0.5 else ""
            rows.append(self._line(name, line_no, len(rows) + 1, "quantity", count))
        return new_table("10", rows)

    def _line(self, name: str, line_no: int, row_no: int, column: str, value: str) -> list[Cell]:
        return [self.label(name), text(str(line_no)), figure(value, row_no, column)]

    def all_tables(self, *, basic_only: bool = False) -> list[PrintedTable]:
        """Return the ten tables in the order of the form."""
        by_code = {number: self.functional(number) for number in FUNCTIONAL}
        return [
            self.two_sided("01", self.random.randint(8, 12)),
            by_code["02"],
            by_code["03"],
            self.two_sided("04", self.random.randint(4, 12)),
            by_code["05"],
            self.economic(basic_only=basic_only),
            self.three_public(),
            by_code["08"],
            by_code["09"],
            self.statistics(),
        ]
