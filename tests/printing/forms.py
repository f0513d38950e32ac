"""The tables of one invented disclosure, printed as its choices say."""

from __future__ import annotations

from collections.abc import Sequence

from tests.printing.economic import economic_table
from tests.printing.maker import Maker
from tests.printing.public_money import statistics_table, three_public_table
from tests.printing.table import LEFT, UP, InventedTable, Spot
from tests.printing.two_sided import two_sided_table

_CODE = {"shanghai": "功能分类科目编码", "shanxi": "功能分类科目编码", "national": "科目编码"}
_INCOME = ["财政拨款收入", "上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入"]
_SPENDING = ["基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出"]
_CODES = {
    "gk02": [
        *("total", "fiscal_appropriation", "superior_subsidy", "undertaking", "operating"),
        *("affiliated_remittance", "other"),
    ],
    "gk03": [
        *("total", "basic", "project", "remitted_to_superior", "operating"),
        "subsidy_to_affiliated",
    ],
    "gk05": ["total", "basic", "project"],
}


class Forms(Maker):
    """Makes the tables of one disclosure."""

    def all_tables(self) -> list[InventedTable]:
        """Return the tables in the order of the form."""
        tables = [
            two_sided_table(self, "gk01"),
            self.functional("gk02", "收入决算表", ["本年收入合计", *_INCOME]),
            self.functional("gk03", "支出决算表", ["本年支出合计", *_SPENDING]),
            two_sided_table(self, "gk04"),
            self.functional("gk05", "一般公共预算财政拨款支出决算表", self._general_public()),
            economic_table(self),
            three_public_table(self),
            self.fund("gk08", "政府性基金预算"),
            self.fund("gk09", "国有资本经营预算"),
        ]
        if self.choices.form == "shanxi":
            tables.append(statistics_table(self))
        for table in tables:
            self.dress(table)
        return tables

    def _general_public(self) -> list[str]:
        return ["小计" if self.choices.form == "shanxi" else "合计", "基本支出", "项目支出"]

    def _lead(self) -> tuple[list[list[str]], list[float]]:
        """Return the header over codes and names (two rows), and their widths."""
        code = _CODE[self.choices.form]
        if self.choices["codes"] == "split":
            top = ["项目", LEFT, LEFT, LEFT]
            return [top, [code, LEFT, LEFT, "科目名称"]], [0.6, 0.45, 0.45, 2.0]
        if self.choices["codes"].startswith("glued"):
            return [["项目"], [UP]], [3.0]
        return [["项目", LEFT], [code, "科目名称"]], [1.0, 2.2]

    def _lead_spots(self, code: str, name: str) -> list[Spot]:
        kind = self.choices["codes"]
        if kind == "split":
            return [Spot(code[:3]), Spot(code[3:5]), Spot(code[5:7]), Spot(name)]
        if kind.startswith("glued"):
            return [Spot(code + (" " if kind == "glued_blank" and code else "") + name)]
        if kind == "indented_name" and code:
            return [Spot(code), Spot("  " * (len(code) // 2 - 1) + name)]
        return [Spot(code), Spot(name)]

    def _total_lead(self) -> list[Spot]:
        label = self.choices["total_label"]
        kind = self.choices["codes"]
        if kind == "split" and self.choices["total_at"] == "name":
            return [Spot(""), Spot(""), Spot(""), Spot(label)]
        if kind == "split":
            return [Spot(label), Spot(LEFT), Spot(LEFT), Spot(LEFT)]
        if kind.startswith("glued"):
            return [Spot(label)]
        return [Spot(label), Spot(LEFT)]

    def _header(self, labels: Sequence[str], groups: Sequence[str]) -> list[list[str]]:
        """Return the header: the lead, and labels over two rows, some under a group."""
        lead, _ = self._lead()
        top = [group or label for group, label in zip(groups, labels, strict=True)]
        top = [
            LEFT if group and n and groups[n - 1] == group else text
            for n, (text, group) in enumerate(zip(top, groups, strict=True))
        ]
        low = [label if group else UP for group, label in zip(groups, labels, strict=True)]
        rows = [[*lead[0], *top], [*lead[1], *low]]
        width = len(lead[0])
        is_split = self.choices["codes"] == "split"
        numbers = [str(n) for n in range(1, len(labels) + 1)]
        if is_split and self.choices["marks"] == "together":
            rows.append(["类", "款", "项", "栏次", *numbers])
            return rows
        if self.choices["merged_header"] == "three_rows":
            levels = ["类", "款", "项", UP] if is_split else [UP] * width
            rows.append([*levels, *[UP] * len(labels)])
        if self.choices["numbering"] == "numbered":
            rows.append(["栏次", *[LEFT] * (width - 1), *numbers])
        return rows

    def by_account(
        self,
        code: str,
        title: str,
        columns: Sequence[str],
        labels: Sequence[str],
        groups: Sequence[str],
        figures: dict[str, list[int]],
    ) -> InventedTable:
        """Return a table with one row per account."""
        _, widths = self._lead()
        table = self.new_table(code, title, [*widths, *[1.3] * len(labels)])
        table.header = self._header(labels, groups)
        accounts = [account for account in figures if account != "total"]
        rows = [
            (account, self._lead_spots(account, self.inventing.name(account)))
            for account in accounts
        ]
        total = [("total", self._total_lead())]
        ordered = rows + total if self.choices["total"] == "bottom" else total + rows
        for key, lead in ordered:
            values = [
                Spot(self.inventing.write(value), (key, column))
                for value, column in zip(figures[key], columns, strict=True)
            ]
            table.row(*lead, *values)
            if key != "total":
                table.names[key] = self.inventing.name(key)
        return table

    def functional(self, code: str, title: str, labels: Sequence[str]) -> InventedTable:
        """Return gk02, gk03 or gk05: a total and its parts per account."""
        columns = _CODES[code]
        accounts = self.inventing.functional()
        figures = self.inventing.sums(accounts, len(columns) - 1)
        over = self.choices["group_label"] == "over_columns" and code == "gk05"
        groups = ["本年支出" if over else ""] * len(labels)
        return self.by_account(code, title, columns, labels, groups, figures)

    def fund(self, code: str, what: str) -> InventedTable:
        """Return gk08 or gk09, with what is carried over or without it; gk09 is often empty."""
        carries = self.choices["fund_table"] == "with_carry_over"
        if self.choices.form == "shanxi":
            carries = code == "gk08"
        if code == "gk09" and self.choices["state_capital"] == "spending_only":
            carries = False
        columns = ["total", "basic", "project"]
        labels = ["小计" if carries else "合计", "基本支出", "项目支出"]
        groups = ["本年支出"] * 3
        if carries:
            columns = ["opening", "income", *columns, "closing"]
            labels = ["年初结转和结余", "本年收入", *labels, "年末结转和结余"]
            groups = ["", "", *groups, ""]
        title = f"{what}财政拨款{'收入支出' if carries else '支出'}决算表"
        if code == "gk09" and self.choices["state_capital"] != "some":
            return self._empty(code, title, columns, labels, groups)
        accounts = self.inventing.functional(["2120801", "2120899", "2296002"])
        spent = self.inventing.sums(accounts, 2)
        if not carries:
            return self.by_account(code, title, columns, labels, groups, spent)
        around = self.inventing.sums(accounts, 2, total_first=False)
        figures = {
            account: [
                around[account][0],
                row[0] - around[account][0] + around[account][1],
                *row,
                around[account][1],
            ]
            for account, row in spent.items()
        }
        return self.by_account(code, title, columns, labels, groups, figures)

    def _empty(
        self,
        code: str,
        title: str,
        columns: Sequence[str],
        labels: Sequence[str],
        groups: Sequence[str],
    ) -> InventedTable:
        kind = self.choices["empty_table"]
        zeros = {"total": [0] * len(columns)} if kind != "header_only" else {}
        if kind == "header_only":
            _, widths = self._lead()
            table = self.new_table(code, title, [*widths, *[1.3] * len(labels)])
            table.header = self._header(labels, groups)
        else:
            table = self.by_account(code, title, columns, labels, groups, zeros)
        if kind == "blank_rows":
            for _ in range(3):
                table.row(*[""] * len(table.widths))
        table.is_empty = not any(ch.isdigit() for v in table.expected().values() for ch in v)
        table.notes.append(
            f"说明：本部门{self.choices.year}年度没有{title[:8]}收入，也没有使用{title[:8]}安排的支出，故本表无数据。"
        )
        return table
