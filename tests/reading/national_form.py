"""An invented disclosure of another province, on the sample form of the Ministry of Finance.

Nine tables 公开01表 to 公开09表 as other provinces print them: 行次 on both sides of the two-sided
tables, codes split over 类 款 项, three groups of economic accounts, one row of “三公” figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

NAME = "河南省云山测试局"
YEAR = 2023
Rows = list[list[str]]
Figures = dict[tuple[str, str], str]


@dataclass
class NationalTable:
    """One table as printed: header and body rows, and what a reader must find in it."""

    code: str
    title: str
    header: Rows
    body: Rows
    figures: Figures
    variant: str = "standard"
    statement: str = ""
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)

    @property
    def number(self) -> str:
        """The printed number of the table."""
        return f"公开{self.code[2:]}表"


_CLASSES = (("一", "一般公共服务支出", "201"), ("二", "社会保障和就业支出", "208"))
_ACCOUNTS = (
    ("201", "一般公共服务支出"),
    ("20106", "财政事务"),
    ("2010601", "行政运行"),
    ("2010602", "一般行政管理事务"),
    ("208", "社会保障和就业支出"),
    ("20805", "行政事业单位养老支出"),
    ("2080505", "机关事业单位基本养老保险缴费支出"),
)
# Basic and project expenditure of each account, in the order above.
_SPENT = (
    ("900.11", "300.22"),
    ("900.11", "300.22"),
    ("900.11", ""),
    ("", "300.22"),
    ("99.89", ""),
    ("99.89", ""),
    ("99.89", ""),
)
_TOTALS = ("1,200.33", "1,200.33", "900.11", "300.22", "99.89", "99.89", "99.89")
_ALL = ("1,300.22", "1,000.00", "300.22")


def _two_sided(
    code: str, title: str, right: Sequence[str], lines: Rows, figures: Figures
) -> NationalTable:
    width = len(right)
    header = [
        ["收入", "", "", "支出", *[""] * (width + 1)],
        ["项目", "行次", "金额", "项目", "行次", *right],
        ["栏次", "", "1", "栏次", "", *[str(n) for n in range(2, width + 2)]],
    ]
    merged = [(0, 0, 0, 2), (0, 3, 0, 4 + width)]
    return NationalTable(code, title, header, lines, figures, merged=merged)


def _gk01() -> NationalTable:
    lines = [
        ["一、一般公共预算财政拨款收入", "1", "1,300.22", "一、一般公共服务支出", "32", "1,200.33"],
        ["二、政府性基金预算财政拨款收入", "2", "", "二、外交支出", "33", ""],
        ["三、国有资本经营预算财政拨款收入", "3", "", "八、社会保障和就业支出", "39", "99.89"],
        ["四、上级补助收入", "4", "", "", "40", ""],
        ["本年收入合计", "27", "1,300.22", "本年支出合计", "58", "1,300.22"],
        ["使用非财政拨款结余（含专用结余）", "28", "", "结余分配", "59", ""],
        ["年初结转和结余", "29", "10.00", "年末结转和结余", "60", "10.00"],
        ["总计", "31", "1,310.22", "总计", "62", "1,310.22"],
    ]
    income, spent = "income_amount", "expenditure_amount"
    figures = {
        ("general_public_appropriation", income): "1,300.22",
        ("income_total", income): "1,300.22",
        ("opening_carry_over", income): "10.00",
        ("grand_total", income): "1,310.22",
        ("201", spent): "1,200.33",
        ("208", spent): "99.89",
        ("expenditure_total", spent): "1,300.22",
        ("closing_carry_over", spent): "10.00",
        ("grand_total", spent): "1,310.22",
    }
    return _two_sided("gk01", "收入支出决算总表", ["金额"], lines, figures)


def _gk04() -> NationalTable:
    right = ["合计", "一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款"]
    lines = [
        [
            *("一、一般公共预算财政拨款", "1", "1,300.22", "一、一般公共服务支出", "33"),
            *("1,200.33", "1,200.33", "", ""),
        ],
        [
            *("二、政府性基金预算财政拨款", "2", "", "八、社会保障和就业支出", "40"),
            *("99.89", "99.89", "", ""),
        ],
        ["三、国有资本经营预算财政拨款", "3", "", "", "41", "", "", "", ""],
        ["本年收入合计", "27", "1,300.22", "本年支出合计", "59", "1,300.22", "1,300.22", "", ""],
        [
            *("年初财政拨款结转和结余", "28", "10.00", "年末财政拨款结转和结余", "60"),
            *("10.00", "10.00", "", ""),
        ],
        ["一般公共预算财政拨款", "29", "10.00", "", "61", "", "", "", ""],
        ["总计", "32", "1,310.22", "总计", "64", "1,310.22", "1,310.22", "", ""],
    ]
    figures = {
        ("general_public_appropriation", "income_amount"): "1,300.22",
        ("income_total", "income_amount"): "1,300.22",
        ("opening_carry_over", "income_amount"): "10.00",
        ("opening_general_public", "income_amount"): "10.00",
        ("grand_total", "income_amount"): "1,310.22",
    }
    for key, figure in (
        ("201", "1,200.33"),
        ("208", "99.89"),
        ("expenditure_total", "1,300.22"),
        ("closing_carry_over", "10.00"),
        ("grand_total", "1,310.22"),
    ):
        figures |= {(key, "total"): figure, (key, "general_public"): figure}
    return _two_sided("gk04", "财政拨款收入支出决算总表", right, lines, figures)


def _split(code: str) -> list[str]:
    return [code[:3], code[3:5], code[5:7]]


def _functional(
    code: str,
    title: str,
    labels: Sequence[str],
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
) -> NationalTable:
    """Return a table by account: 合计 first, then every account with these figures."""
    header = [
        ["项目", "", "", "", *labels],
        ["功能分类科目编码", "", "", "科目名称", *[""] * len(labels)],
        ["类", "款", "项", "栏次", *[str(n) for n in range(1, len(labels) + 1)]],
    ]
    merged = [(0, 0, 0, 3), (1, 0, 1, 2)]
    merged += [(0, column, 1, column) for column in range(4, 4 + len(labels))]
    keys = ["total", *[account for account, _ in _ACCOUNTS]]
    body = [["", "", "", "合计", *rows[0]]]
    body += [
        [*_split(account), name, *figures]
        for (account, name), figures in zip(_ACCOUNTS, rows[1:], strict=True)
    ]
    printed = {
        (key, column): figure
        for key, figures in zip(keys, rows, strict=True)
        for column, figure in zip(columns, figures, strict=True)
        if figure
    }
    return NationalTable(code, title, header, body, printed, merged=merged)


def _gk02() -> NationalTable:
    labels = ["本年收入合计", "财政拨款收入", "上级补助收入", "事业收入", "经营收入"]
    labels += ["附属单位上缴收入", "其他收入"]
    columns = ["total", "fiscal_appropriation", "superior_subsidy", "undertaking", "operating"]
    rows = [[total, total, *[""] * 5] for total in (_ALL[0], *_TOTALS)]
    columns += ["affiliated_remittance", "other"]
    return _functional("gk02", "收入决算表", labels, columns, rows)


def _spending(total: str, parts: Sequence[str]) -> list[str]:
    return [total, *parts]


def _gk03() -> NationalTable:
    labels = [
        "本年支出合计",
        "基本支出",
        "项目支出",
        "上缴上级支出",
        "经营支出",
        "对附属单位补助支出",
    ]
    columns = ["total", "basic", "project", "remitted_to_superior", "operating"]
    rows = [[*_ALL, "", "", ""]]
    rows += [
        [*_spending(total, parts), "", "", ""] for total, parts in zip(_TOTALS, _SPENT, strict=True)
    ]
    columns += ["subsidy_to_affiliated"]
    return _functional("gk03", "支出决算表", labels, columns, rows)


def _gk05() -> NationalTable:
    rows = [list(_ALL)]
    rows += [_spending(total, parts) for total, parts in zip(_TOTALS, _SPENT, strict=True)]
    title = "一般公共预算财政拨款支出决算表"
    labels = ["小计", "基本支出", "项目支出"]
    table = _functional("gk05", title, labels, ["total", "basic", "project"], rows)
    table.header[0] = ["项目", "", "", "", "本年支出", "", ""]
    table.header[1][4:] = labels
    table.merged = [(0, 0, 0, 3), (1, 0, 1, 2), (0, 4, 0, 6)]
    return table


def _gk06() -> NationalTable:
    header = [
        ["人员经费", "", "", "公用经费", "", "", "", "", ""],
        ["科目编码", "科目名称", "决算数"] * 3,
    ]
    body = [
        [
            "301",
            "工资福利支出",
            "800.00",
            "302",
            "商品和服务支出",
            "150.00",
            "307",
            "债务利息及费用支出",
            "",
        ],
        ["30101", "基本工资", "500.00", "30201", "办公费", "100.00", "30701", "国内债务付息", ""],
        ["30102", "津贴补贴", "300.00", "30211", "差旅费", "50.00", "310", "资本性支出", "10.00"],
        ["303", "对个人和家庭的补助", "40.00", "", "", "", "31002", "办公设备购置", "10.00"],
        ["30305", "生活补助", "40.00", "", "", "", "", "", ""],
        ["人员经费合计", "", "840.00", "公用经费合计", "", "", "", "", "160.00"],
    ]
    figures = {
        (key, "basic"): figure
        for key, figure in {
            "301": "800.00",
            "30101": "500.00",
            "30102": "300.00",
            "303": "40.00",
            "30305": "40.00",
            "personnel_total": "840.00",
            "302": "150.00",
            "30201": "100.00",
            "30211": "50.00",
            "310": "10.00",
            "31002": "10.00",
            "public_total": "160.00",
        }.items()
    }
    merged = [(0, 0, 0, 2), (0, 3, 0, 8), (7, 0, 7, 1), (7, 3, 7, 7)]
    title = "一般公共预算财政拨款基本支出决算表"
    return NationalTable("gk06", title, header, body, figures, "basic_only", merged=merged)


_THREE_PUBLIC = (
    "20.00",
    "",
    "18.00",
    "",
    "18.00",
    "2.00",
    "15.50",
    "",
    "14.25",
    "",
    "14.25",
    "1.25",
)
_ITEMS = ("total", "abroad", "vehicles", "purchase", "running", "reception")


def _gk07() -> NationalTable:
    vehicles = "公务用车购置及运行维护费"
    part = ["合计", "因公出国（境）费", vehicles, "", "", "公务接待费"]
    lower = ["", "", "小计", "公务用车购置费", "公务用车运行维护费", ""]
    header = [
        ["预算数", *[""] * 5, "决算数", *[""] * 5],
        part * 2,
        lower * 2,
        [str(n) for n in range(1, 13)],
    ]
    merged = [(0, 0, 0, 5), (0, 6, 0, 11), (1, 2, 1, 4), (1, 8, 1, 10)]
    merged += [(1, column, 2, column) for column in (0, 1, 5, 6, 7, 11)]
    codes = [f"{kind}_{item}" for kind in ("budget", "final") for item in _ITEMS]
    figures = {
        ("three_public", code): figure
        for code, figure in zip(codes, _THREE_PUBLIC, strict=True)
        if figure
    }
    title = "一般公共预算财政拨款“三公”经费支出决算表"
    return NationalTable("gk07", title, header, [list(_THREE_PUBLIC)], figures, merged=merged)


def _gk08() -> NationalTable:
    header = [
        ["项目", "", "", "", "年初结转和结余", "本年收入", "本年支出", "", "", "年末结转和结余"],
        ["功能分类科目编码", "", "", "科目名称", "", "", "小计", "基本支出", "项目支出", ""],
        ["类", "款", "项", "栏次", *"123456"],
    ]
    body = [
        ["", "", "", "合计", "5.00", "60.00", "62.00", "", "62.00", "3.00"],
        ["212", "", "", "城乡社区支出", "5.00", "60.00", "62.00", "", "62.00", "3.00"],
    ]
    columns = ("opening", "income", "total", "project", "closing")
    figures = {
        (key, column): figure
        for key in ("total", "212")
        for column, figure in zip(columns, ("5.00", "60.00", "62.00", "62.00", "3.00"), strict=True)
    }
    merged = [(0, 0, 0, 3), (1, 0, 1, 2), (0, 6, 0, 8), (0, 4, 1, 4), (0, 5, 1, 5), (0, 9, 1, 9)]
    title = "政府性基金预算财政拨款收入支出决算表"
    return NationalTable("gk08", title, header, body, figures, merged=merged)


def _gk09() -> NationalTable:
    header = [
        ["项目", "", "", "", "本年支出", "", ""],
        ["功能分类科目编码", "", "", "科目名称", "合计", "基本支出", "项目支出"],
        ["类", "款", "项", "栏次", "1", "2", "3"],
    ]
    return NationalTable(
        *("gk09", "国有资本经营预算财政拨款支出决算表", header),
        [["", "", "", "合计", "", "", ""], [""] * 7],
        {},
        statement="说明：本部门2023年度没有国有资本经营预算财政拨款支出，故本表无数据。",
        merged=[(0, 0, 0, 3), (1, 0, 1, 2), (0, 4, 0, 6)],
    )


def national_tables() -> list[NationalTable]:
    """Return the nine tables, in the order of their numbers."""
    makers = (_gk01, _gk02, _gk03, _gk04, _gk05, _gk06, _gk07, _gk08, _gk09)
    return [make() for make in makers]
