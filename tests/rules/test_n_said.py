"""Family N: what a text says beside its tables and of itself (N76 to N81).

Labels were written before the rules. The factory's bureau spends 100.00 yuan in 2022, 60.00 of it
as basic expenditure on personnel.
"""

from __future__ import annotations

import pytest

from tests import factories
from tests.rules.judging import Book, Expected, Message, is_ruled, is_told
from tests.rules.narratives import Tables, figure, told, written
from tests.rules.writing import Record, Write

OVERALL = "一、收入支出决算总体情况说明"
GENERAL = "五、一般公共预算财政拨款支出决算情况说明"
BASIC = "六、一般公共预算财政拨款基本支出决算情况说明"
THREE = "七、财政拨款“三公”经费支出决算情况说明"
FUND = "八、政府性基金预算财政拨款收入支出决算情况说明"
OTHER = "九、其他重要事项的情况说明"
TOTALS = "2022年度收入总计100.00元，支出总计100.00元。"


def _with_carry_over(closing: str, fiscal: str = "") -> dict[str, list[factories.Row]]:
    """Return the two overall tables with what is left at the end, of all money and of 财政拨款."""
    tables = factories.default_tables()
    rows: list[factories.Row] = [
        ("closing_carry_over", "carry_over", "年末结转和结余", {"expenditure_amount": closing})
    ]
    if fiscal:
        blank = dict.fromkeys(("general_public", "government_fund", "state_capital"), "")
        label = "年末财政拨款结转和结余"
        tables["gk04"].append(
            ("closing_carry_over", "carry_over", label, blank | {"total": fiscal})
        )
    return {"gk01": [*tables["gk01"], *rows], "gk04": tables["gk04"]}


def _left(printed: str, unit: str = "元", tables: Tables | None = None) -> Write:
    said = figure("overall", "carry_over_closing", "年末结转和结余", printed, unit)
    return told(said, tables=tables)


def _classes_only(personnel: str = "50.00", goods: str = "10.00") -> Tables:
    """Return 基本支出 by classes, without the two lines that add them up."""
    return {
        "gk06": [
            ("301", "class", "工资福利支出", {"basic": personnel}),
            ("302", "class", "商品和服务支出", {"basic": goods}),
            ("total", "total", "合计", {"basic": "60.00"}),
        ]
    }


def _part(name: str, printed: str, unit: str = "元", topic: str = "basic") -> Record:
    return figure(topic, "basic_part", name, printed, unit)


def _running(printed: str, unit: str = "元") -> Record:
    return figure("operating_expense", "operating_expense", "机关运行经费", printed, unit)


def _public_of_much() -> dict[str, list[factories.Row]]:
    """Return tables of 25,899.00 公用经费 within 30,000.00 of spending."""
    spent: factories.Row = ("total", "total", "合计", {"total": "30000.00"})
    return _classes_only("1.00", "25899.00") | {"gk03": [spent]}


def _parts(whole: str, personnel: str, public: str, unit: str = "元") -> Write:
    """Return a text that says of what 基本支出 is made up; what is empty is not said."""
    basic = figure("basic", "basic_expenditure", "一般公共预算财政拨款基本支出", whole, unit)
    said = [("人员经费", personnel), ("公用经费", public)]
    return told(basic, *(_part(name, printed, unit) for name, printed in said if printed))


def _vehicles(total: str, *kinds: tuple[str, str]) -> Write:
    return told(
        figure("assets", "vehicles", "车辆", total, "辆", "count"),
        *(figure("assets", "vehicles", name, number, "辆", "count") for name, number in kinds),
    )


def _counted(*counts: tuple[str, str, str]) -> Write:
    units = {"abroad_groups": "个", "reception_batches": "批次"}
    return told(
        *(
            figure("three_public", metric, subject, number, units.get(metric, "人次"), "count")
            for metric, subject, number in counts
        )
    )


ABROAD, RECEPTION, FOREIGN = "因公出国（境）费", "公务接待费", "外事接待费"


def _structure(text: str, heading: str = "（二）一般公共预算财政拨款支出决算结构情况") -> Write:
    """Return a structure of expenditure beside a table of three classes, 60, 30 and 10 yuan."""
    names = (
        ("total", "total", "合计", "100.00"),
        ("208", "class", "社会保障和就业支出", "60.00"),
        ("210", "class", "卫生健康支出", "30.00"),
        ("221", "class", "住房保障支出", "10.00"),
    )
    rows: list[factories.Row] = [
        (key, role, label, {"total": spent, "basic": spent, "project": ""})
        for key, role, label, spent in names
    ]
    whole = "2022年度一般公共预算财政拨款支出100.00元，主要用于以下方面："
    return written((heading, [whole + text]), tables={"gk05": rows})


def _none(text: str, fund: str = "", heading: str = FUND, table: str = "gk08") -> Write:
    """Return a text beside a table of a fund: blank, or with this expenditure."""
    figures = dict.fromkeys(("opening", "income", "total", "basic", "project", "closing"), "")
    figures |= {"income": fund, "total": fund, "project": fund}
    rows: list[factories.Row] = [("total", "total", "合计", figures)]
    return written((OVERALL, [TOTALS]), (heading, [text]), tables={table: rows})


def _listed(name: str, printed: str, accounts: int = 4, told_last: str = "") -> Write:
    """Return a text that goes through accounts, the last of which it calls ``name``.

    The table has four, of 20,000.00 to 50,000.00 yuan.
    """
    known = [(f"20801{n:02}", f"事务{n}", f"{n}0000.00") for n in range(2, 6)]
    rows = factories.default_tables()["gk05"] + [
        (code, "item", label, {"total": spent, "basic": spent, "project": ""})
        for code, label, spent in known
    ]
    said = [
        figure("general_public", "final", f"甲/乙/{label}", spent, account_code=code)
        for code, label, spent in known[: accounts - 1]
    ]
    if told_last:
        said.append(
            figure("general_public", "final", "甲/乙/事务5", told_last, account_code="2080105")
        )
    last = figure("general_public", "final", name, printed)
    return told(*said, last, tables={"gk05": rows})


NAMELESS = "用于灯塔事业的支出"
CASES = {
    # N28: a name of no account, beside the figure of the one account that is not told.
    "ns-name-exchanged": _listed(NAMELESS, "50000.00"),
    "ns-name-other-figure": _listed(NAMELESS, "50000.01"),
    "ns-name-told-already": _listed(NAMELESS, "50000.00", told_last="50000.00"),
    "ns-name-of-a-project": _listed(NAMELESS, "50000.00", accounts=2),
    "ns-none": told(),
    "ns-silent": told(figure("assets", "vehicles_held", "公务用车", "1", "辆", "count")),
    # N76: 12.00 left in all, 2.00 of it 财政拨款; the text may tell either.
    "ns-left-same": _left("12.00", tables=_with_carry_over("12.00")),
    "ns-left-fiscal": _left("2.00", tables=_with_carry_over("12.00", "2.00")),
    "ns-left-swapped": _left("21.00", tables=_with_carry_over("12.00", "2.00")),
    "ns-left-edge": _left("0.01", "万元", tables=_with_carry_over("149.99")),
    "ns-left-past": _left("0.01", "万元", tables=_with_carry_over("150.01", "0.00")),
    "ns-left-not-printed": _left("12.00"),
    "ns-left-in-words": written(
        (OVERALL, [f"{TOTALS}年末结转和结余21.00元。"]), tables=_with_carry_over("12.00", "2.00")
    ),
    # N10, N18 where the table has classes and no 人员经费合计.
    "ns-classes-same": told(_part("人员经费", "50.00"), tables=_classes_only()),
    "ns-classes-swapped": told(_part("人员经费", "55.00"), tables=_classes_only()),
    "ns-classes-public": told(_part("公用经费", "10.00"), tables=_classes_only()),
    # 第四部分 without a section: the text goes on behind its part's title.
    "ns-running-untitled": told(
        figure("", "operating_expense", "机关运行经费", "10.00", "万元"), tables=_classes_only()
    ),
    "ns-running-in-part": written(
        (THREE, ["全年国内公务接待5批次，53人次。"]),
        ("第四部分 其他重要事项及相关口径情况说明", ["2022年机关运行经费支出10.00万元。"]),
        tables=_classes_only(),
    ),
    "ns-running-more": told(
        figure("operating_expense", "operating_expense", "机关运行经费", "10.00", "万元"),
        tables=_classes_only(),
    ),
    "ns-running-less": told(
        figure("operating_expense", "operating_expense", "机关运行经费", "9.00"),
        tables=_classes_only(),
    ),
    # N81: 公用经费 is 25,899.00 yuan; 机关运行经费 may be less, but not by ten thousand.
    "ns-unit-right": told(_running("2.59", "万元"), tables=_public_of_much()),
    "ns-unit-slip": told(_running("2.59"), tables=_public_of_much()),
    "ns-unit-times": told(_running("25899.00", "万元"), tables=_public_of_much()),
    "ns-unit-less": told(_running("2.61"), tables=_public_of_much()),
    # Of 100.00 spent no 25,899.00 are: the table is wrong.
    "ns-unit-table": told(_running("2.59"), tables=_classes_only("1.00", "25899.00")),
    # N77
    "ns-parts-same": _parts("60.00", "50.00", "10.00"),
    "ns-parts-more": _parts("60.00", "56.00", "10.00"),
    "ns-parts-less": _parts("60.00", "50.00", "1.00"),
    "ns-parts-edge": _parts("60.01", "50.00", "10.00", "万元"),
    "ns-parts-past": _parts("60.02", "50.00", "10.00", "万元"),
    "ns-parts-no-public": _parts("60.00", "50.00", ""),
    "ns-parts-no-personnel": _parts("60.00", "", "10.00"),
    "ns-parts-no-whole": told(_part("人员经费", "50.00"), _part("公用经费", "10.00")),
    # N45: 其他用车 is not told. Two kinds that are fewer than all make one wonder, one is a choice.
    "ns-cars-same": _vehicles("6", ("机要通信用车", "2"), ("执法执勤用车", "4")),
    "ns-cars-fewer": _vehicles("9", ("机要通信用车", "2"), ("执法执勤用车", "4")),
    "ns-cars-one-kind": _vehicles("9", ("执法执勤用车", "4")),
    "ns-cars-more": _vehicles("5", ("机要通信用车", "2"), ("执法执勤用车", "4")),
    "ns-cars-closed": _vehicles("9", ("机要通信用车", "2"), ("其他用车", "4")),
    # N78
    "ns-heads": _counted(("abroad_groups", ABROAD, "2"), ("abroad_persons", ABROAD, "2")),
    "ns-heads-groups": _counted(("abroad_groups", ABROAD, "3"), ("abroad_persons", ABROAD, "2")),
    "ns-heads-batches": _counted(
        ("reception_batches", RECEPTION, "57"), ("reception_persons", RECEPTION, "53")
    ),
    "ns-heads-of-another": _counted(
        ("reception_batches", RECEPTION, "57"), ("reception_persons", FOREIGN, "3")
    ),
    "ns-heads-no-persons": _counted(("abroad_groups", ABROAD, "3")),
    "ns-heads-twice": _counted(
        ("reception_batches", RECEPTION, "5"),
        ("reception_persons", RECEPTION, "4"),
        ("reception_persons", RECEPTION, "40"),
    ),
    "ns-heads-in-words": written((THREE, ["全年国内公务接待57批次，53人次。"])),
    # N79
    "ns-classes-all": _structure(
        "社会保障和就业支出60.00元，占60.00%；卫生健康支出30.00元，占30.00%；住房保障支出10.00元，占10.00%。"
    ),
    "ns-classes-missing": _structure(
        "社会保障和就业支出60.00元，占60.00%；住房保障支出10.00元，占10.00%。"
    ),
    "ns-classes-open": _structure(
        "社会保障和就业支出60.00元，占60.00%；住房保障支出10.00元，占10.00%等。"
    ),
    "ns-classes-one": _structure("社会保障和就业支出60.00元，占60.00%。"),
    "ns-classes-elsewhere": written((OTHER, ["社会保障和就业支出60.00元，住房保障支出10.00元。"])),
    # N80
    "ns-fund-none": _none("本部门2022年度没有政府性基金预算财政拨款收入支出。"),
    "ns-fund-but": _none("本部门2022年度没有政府性基金预算财政拨款收入支出。", "5.00"),
    "ns-fund-unused": _none("本单位2022年度无使用政府性基金预算财政拨款安排的支出。", "5.00"),
    "ns-fund-told": _none("2022年度政府性基金预算财政拨款支出5.00元。", "5.00"),
    "ns-fund-other": _none("本部门2022年度没有国有资本经营预算财政拨款收入支出。", "5.00"),
    "ns-fund-last-year": _none("2021年度没有政府性基金预算财政拨款收入支出。", "5.00"),
    "ns-fund-kept": _none("政府性基金预算财政拨款没有年末结转和结余。", "5.00"),
    "ns-capital-but": _none(
        "政府性基金预算财政拨款支出0.00元。本部门2022年度没有国有资本经营预算财政拨款收入支出。",
        "5.00",
        table="gk09",
    ),
}

D = "document"
_LEFT = "overall|carry_over_closing|年末结转和结余|amount"
_PERSONNEL, _PUBLIC = "basic|basic_part|人员经费|amount", "basic|basic_part|公用经费|amount"
_RUNNING = "operating_expense|operating_expense|机关运行经费|amount"
_NAMELESS = f"general_public|final|{NAMELESS}|amount"
_OF_ONE = {
    ("N28", _NAMELESS): {
        "ns-name-exchanged": ("fail", "compared"),
        "ns-name-other-figure": ("not_applicable", "no_account_named"),
        "ns-name-told-already": ("not_applicable", "no_account_named"),
        "ns-name-of-a-project": ("not_applicable", "no_account_named"),
    },
    ("N76", _LEFT): {
        "ns-left-same": ("pass", "compared"),
        "ns-left-fiscal": ("pass", "compared"),
        "ns-left-swapped": ("fail", "compared"),
        "ns-left-edge": ("rounding", "compared"),
        "ns-left-past": ("fail", "compared"),
        "ns-left-not-printed": ("no_data", "line_not_printed"),
        "ns-left-in-words": ("fail", "compared"),
    },
    ("N10", _PERSONNEL): {
        "ns-classes-same": ("pass", "compared"),
        "ns-classes-swapped": ("fail", "compared"),
    },
    ("N10", _PUBLIC): {"ns-classes-public": ("pass", "compared")},
    ("N18", _RUNNING): {
        "ns-running-more": ("fail", "compared"),
        "ns-running-less": ("pass", "compared"),
    },
    ("N18", "operating_expense|机关运行经费|amount"): {
        "ns-running-untitled": ("fail", "compared"),
        "ns-running-in-part": ("fail", "compared"),
    },
    ("N76", D): {"ns-silent": ("not_applicable", "nothing_stated")},
    ("N77", D): {
        "ns-none": ("no_data", "narrative_not_read"),
        "ns-silent": ("not_applicable", "nothing_stated"),
        "ns-parts-same": ("pass", "compared"),
        "ns-parts-more": ("fail", "compared"),
        "ns-parts-less": ("fail", "compared"),
        "ns-parts-edge": ("rounding", "compared"),
        "ns-parts-past": ("fail", "compared"),
        "ns-parts-no-public": ("no_data", "parts_incomplete"),
        "ns-parts-no-personnel": ("no_data", "parts_incomplete"),
        "ns-parts-no-whole": ("no_data", "left_not_stated"),
    },
    ("N45", D): {
        "ns-cars-same": ("pass", "compared"),
        "ns-cars-fewer": ("fail", "compared"),
        "ns-cars-one-kind": ("no_data", "parts_incomplete"),
        "ns-cars-more": ("fail", "compared"),
        "ns-cars-closed": ("fail", "compared"),
    },
    ("N81", D): {
        "ns-none": ("no_data", "narrative_not_read"),
        "ns-silent": ("not_applicable", "nothing_stated"),
        "ns-unit-right": ("pass", "compared"),
        "ns-unit-slip": ("fail", "compared"),
        "ns-unit-times": ("fail", "compared"),
        "ns-unit-less": ("pass", "compared"),
        "ns-unit-table": ("not_applicable", "nothing_stated"),
    },
    ("N78", D): {
        "ns-none": ("no_data", "narrative_not_read"),
        "ns-silent": ("not_applicable", "nothing_stated"),
        "ns-heads": ("pass", "compared"),
        "ns-heads-groups": ("fail", "compared"),
        "ns-heads-batches": ("fail", "compared"),
        "ns-heads-of-another": ("not_applicable", "nothing_stated"),
        "ns-heads-no-persons": ("not_applicable", "nothing_stated"),
        "ns-heads-twice": ("pass", "compared"),
        "ns-heads-in-words": ("fail", "compared"),
    },
    ("N79", D): {
        "ns-none": ("no_data", "narrative_not_read"),
        "ns-silent": ("not_applicable", "nothing_stated"),
        "ns-classes-all": ("pass", "compared"),
        "ns-classes-missing": ("fail", "compared"),
        "ns-classes-open": ("not_applicable", "list_not_closed"),
        "ns-classes-one": ("not_applicable", "nothing_stated"),
        "ns-classes-elsewhere": ("not_applicable", "nothing_stated"),
    },
    ("N80", D): {
        "ns-none": ("no_data", "narrative_not_read"),
        "ns-silent": ("not_applicable", "nothing_stated"),
        "ns-fund-none": ("pass", "compared"),
        "ns-fund-but": ("fail", "compared"),
        "ns-fund-unused": ("fail", "compared"),
        "ns-fund-told": ("not_applicable", "nothing_stated"),
        "ns-fund-other": ("pass", "compared"),
        "ns-fund-last-year": ("not_applicable", "nothing_stated"),
        "ns-fund-kept": ("not_applicable", "nothing_stated"),
        "ns-capital-but": ("fail", "compared"),
    },
}
EXPECTED = [
    (document, rule, subject, *verdict)
    for (rule, subject), verdicts in _OF_ONE.items()
    for document, verdict in verdicts.items()
]

MESSAGES = [
    ("ns-name-exchanged", "N28", _NAMELESS, "notice", "表中这个数是 2080105 事务5 的"),
    ("ns-left-swapped", "N76", _LEFT, "warning", "正文写为 21.00元"),
    ("ns-classes-swapped", "N10", _PERSONNEL, "warning", "正文写为 55.00元"),
    ("ns-running-more", "N18", _RUNNING, "warning", "正文写为 10.00万元"),
    ("ns-unit-slip", "N81", D, "warning", "机关运行经费写为 2.59元"),
    ("ns-parts-more", "N77", D, "warning", "人员经费、公用经费之和为 66.00 元"),
    ("ns-cars-fewer", "N45", D, "notice", "车辆数为 9 辆,各类用车之和为 6 辆"),
    ("ns-cars-more", "N45", D, "warning", "车辆数为 5 辆,各类用车之和为 6 辆"),
    ("ns-cars-closed", "N45", D, "warning", "各类用车之和为 6 辆"),
    ("ns-heads-groups", "N78", D, "warning", "因公出国（境）团组 3 个,因公出国（境）人次 2 人次"),
    ("ns-heads-in-words", "N78", D, "warning", "国内公务接待批次 57 批次,国内公务接待人次 53 人次"),
    ("ns-classes-missing", "N79", D, "notice", "210 卫生健康支出 30.00"),
    ("ns-fund-but", "N80", D, "warning", "“没有政府性基金预算财政拨款收入支出”"),
    ("ns-capital-but", "N80", D, "warning", "5.00"),
]


@pytest.mark.parametrize("case", EXPECTED)
def test_what_a_text_says_gets_its_verdict(rule_book: Book, case: Expected) -> None:
    is_ruled(rule_book, case)


@pytest.mark.parametrize("case", MESSAGES)
def test_what_a_text_says_wrongly_is_told(rule_book: Book, case: Message) -> None:
    is_told(rule_book, case)
