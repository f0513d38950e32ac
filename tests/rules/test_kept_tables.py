"""I55–I61, X50–X57: tables that a form prints beside those of all: their sums, and other tables."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from dagster_project.contract.cell_model import CLAIM_COLUMNS
from tests import factories
from tests.rules.conftest import Key, Verdict
from tests.rules.judging import Expected, Message, is_ruled, is_told
from tests.rules.kept_tables import KeptRow, add_kept
from tests.rules.narratives import figure
from tests.rules.writing import Record, Write

D = "document"
_PARTS = ("basic_personnel_expense", "basic_public_expense")
_THREE = "一般公共预算财政拨款“三公”经费情况表"


def _kept(
    title: str,
    heads: Sequence[str],
    rows: Sequence[KeptRow],
    *claims: Record,
    tables: dict[str, list[factories.Row]] | None = None,
    **fields: Any,
) -> Write:
    """Return a writer of the factory's document with one more table, and what its text tells."""

    def write(raw_dir: Path, document_id: str) -> None:
        own = factories.default_tables() | (tables or {})
        folder = factories.write_document(raw_dir, document_id, tables=own, **fields)
        add_kept(folder, 1, title, heads, rows)
        numbered = [c | {"claim_no": str(n)} for n, c in enumerate(claims, start=1)]
        factories.write_csv(folder / "claims.csv", CLAIM_COLUMNS, numbered)

    return write


def _lines(*rows: tuple[str, str]) -> list[KeptRow]:
    return [("", label, [printed]) for label, printed in rows]


def _by_group(personnel: str, public: str, *, rest: str = "45.00") -> Write:
    """Return a document whose 公开05表 prints 人员经费 and 公用经费 below 基本支出, 60.00."""

    def write(raw_dir: Path, document_id: str) -> None:
        own = factories.default_tables()
        first, *others = own["gk05"]
        parts = [(personnel, public), *[(rest, "15.00")] * len(others)]
        own["gk05"] = [
            (key, role, label, figures | dict(zip(_PARTS, part, strict=True)))
            for (key, role, label, figures), part in zip([first, *others], parts, strict=True)
        ]
        factories.write_document(raw_dir, document_id, tables=own)

    return write


def _three_public(final: str, reception: str, *, budget: str = "9.00", more: str = "") -> Write:
    rows: list[KeptRow] = [
        ("", "一、“三公”经费支出", ["", ""]),
        ("", "（一）支出合计", [budget, final]),
        ("", "1.因公出国（境）费", ["4.00", "1.00"]),
        ("", "2.公务用车购置及运行维护费", ["3.00", "3.00"]),
        ("", "（1）公务用车购置费", ["", ""]),
        ("", "（2）公务用车运行维护费", ["3.00", "3.00"]),
        ("", "3.公务接待费", ["2.00", reception]),
        ("", "其中：外事接待费", ["", "0.50"]),
    ]
    if more:
        rows.append(("", "4.其他", ["", more]))
    return _kept("机构运行信息表", ["预算数", "决算数"], rows)


def _operating(total: str, administrative: str, civil: str = "", *claims: Record) -> Write:
    rows = _lines(
        ("合计", total),
        ("（一）行政单位", administrative),
        ("（二）参照公务员法管理事业单位", civil),
    )
    return _kept("机关运行经费支出决算表", ["机关运行经费支出决算"], rows, *claims, tables=_PUBLIC)


def _information(total: str, administrative: str, *claims: Record) -> Write:
    """Return a document whose one table tells of running costs, assets and procurement."""
    rows = _lines(
        ("一、机构运行经费支出", total),
        ("（一）行政单位", administrative),
        ("（二）参照公务员法管理事业单位", ""),
        ("二、国有资产占用情况", ""),
        ("（一）车辆数合计（辆）", "3"),
        ("三、政府采购支出信息", ""),
        ("（一）政府采购支出合计", "6.00"),
        ("1.政府采购货物支出", "6.00"),
    )
    title = "机构运行经费支出、国有资产占用情况及政府采购支出信息表"
    return _kept(title, ["决算数"], rows, *claims, tables=_PUBLIC)


def _procured(total: str, goods: str, works: str, services: str, *claims: Record) -> Write:
    rows = _lines(
        ("合计", total),
        ("（一）政府采购货物支出", goods),
        ("（二）政府采购工程支出", works),
        ("（三）政府采购服务支出", services),
        ("其中：授予中小企业合同金额", "1.00"),
    )
    return _kept("政府采购支出决算表", ["政府采购支出决算总额"], rows, *claims)


def _assets(total: str, intangible: str, *, vehicles: str = "") -> Write:
    heads = ["资产总额", "流动资产", "固定资产>小计", "固定资产>车辆", "无形资产"]
    rows: list[KeptRow] = [("", "合计", [total, "5.00", "14.00", "3.00", intangible])]
    return _kept("国有资产使用情况表", heads, rows)


def _vehicles(total: str, *kinds: str) -> Write:
    rows = [("三、国有资产占用情况", ""), ("（一）车辆数合计（辆）", total)]
    rows += [(f"{n}.第{n}类用车（辆）", kind) for n, kind in enumerate(kinds, start=1)]
    return _kept("机构运行信息表", ["决算数"], _lines(*rows))


def _vehicles_and_rest(total: str, rest: str, *, ships: str = "") -> Write:
    """Return a document whose list of vehicles says what the others are: nothing is left out."""
    rows = [("三、国有资产占用情况", ""), ("（一）车辆数合计（辆）", total)]
    rows += [
        ("1.机要通信用车（辆）", "1"),
        ("2.执法执勤用车（辆）", "2"),
        ("3.其他用车（辆）", rest),
    ]
    rows += [("4.摩托（辆）", ships)] if ships else []
    return _kept("机构运行信息表", ["决算数"], _lines(*rows))


def _counts(batches: str, persons: str, groups: str = "1", travellers: str = "2") -> Write:
    rows = _lines(
        ("一、“三公”经费支出", ""),
        ("（二）相关统计数", ""),
        ("1.因公出国（境）团组数（个）", groups),
        ("2.因公出国（境）人次数（人）", travellers),
        ("5.国内公务接待批次（个）", batches),
        ("6.国内公务接待人次（人）", persons),
    )
    return _kept("机构运行信息表", ["决算数"], rows)


def _cars(held: str, *told: str) -> Write:
    rows = _lines(
        ("一、“三公”经费支出", ""),
        ("（二）相关统计数", ""),
        ("3.公务用车购置数（辆）", "0"),
        ("4.公务用车保有量（辆）", held),
    )
    claims = [
        figure("three_public", "vehicles_held", "公务用车", number, "辆", "count")
        for number in told
    ]
    return _kept("机构运行信息表", ["决算数"], rows, *claims)


# 30.00 of public expenses, of which 12.00 for meetings, 2.00 for training and 1.00 for visitors.
_PUBLIC: dict[str, list[factories.Row]] = {
    "gk06": [
        ("personnel_total", "total", "人员经费合计", {"basic": "30.00"}),
        ("301", "class", "工资福利支出", {"basic": "30.00"}),
        ("30101", "section", "基本工资", {"basic": "30.00"}),
        ("public_total", "total", "公用经费合计", {"basic": "30.00"}),
        ("302", "class", "商品和服务支出", {"basic": "30.00"}),
        ("30215", "section", "会议费", {"basic": "12.00"}),
        ("30216", "section", "培训费", {"basic": "2.00"}),
        ("30217", "section", "公务接待费", {"basic": "1.00"}),
        ("30299", "section", "其他商品和服务支出", {"basic": "15.00"}),
    ]
}


def _beside(meeting: str | None, training: str | None) -> Write:
    """Return a writer of a document whose gk07 prints 会议费 and 培训费 as well."""
    [(key, role, label, figures)] = factories.default_tables()["gk07"]
    more = {"final_meeting": meeting, "final_training": training}
    own = figures | {column: printed for column, printed in more.items() if printed is not None}
    own |= {"final_reception": "1.00", "final_total": "1.00"}
    tables = factories.default_tables() | _PUBLIC | {"gk07": [(key, role, label, own)]}

    def write(raw_dir: Path, document_id: str) -> None:
        factories.write_document(raw_dir, document_id, tables=tables)

    return write


def _general(reception: str, total: str = "") -> Write:
    rows = _lines(("（一）支出合计", total or reception), ("3.公务接待费", reception))
    [(key, role, label, figures)] = factories.default_tables()["gk07"]
    own = figures | {"final_reception": "2.00", "final_total": "2.00"}
    return _kept(_THREE, ["决算统计数"], rows, tables=_PUBLIC | {"gk07": [(key, role, label, own)]})


_PROJECTS = "一般公共预算财政拨款项目支出决算表"


def _projects(
    total: str,
    item: str,
    section: str = "40.00",
    *,
    twice: bool = False,
    title: str = _PROJECTS,
    tables: dict[str, list[factories.Row]] | None = None,
) -> Write:
    rows: list[KeptRow] = [
        ("", "合计", [total]),
        ("208", "社会保障和就业支出", [section]),
        ("20801", "人力资源和社会保障管理事务", [section]),
        ("2080101", "行政运行", [item]),
    ]
    if twice:
        rows.append(("2080101", "甲项目", ["1.00"]))
    return _kept(title, ["金额"], rows, tables=tables)


_UNITS = "收入决算表（按单位列示）"
_KINDS = ["本年收入合计", "财政拨款收入", "事业收入", "其他收入"]


def _by_unit(
    *own: str,
    whole: Sequence[str] = ("92.00", "80.00", "9.00", "3.00"),
    label: str = "养护中心",
    title: str = _UNITS,
    heads: Sequence[str] = _KINDS,
) -> Write:
    """Return a document with a table of two units below their sum; ``own`` is the second's row."""
    rows: list[KeptRow] = [
        ("", "合计", whole),
        ("", "某局（本级）", ["45.00", "43.00", "", "2.00"]),
        ("", label, own),
    ]
    return _kept(title, heads, rows)


def _by_project(rescue: str, total: str = "40.00", *, code: str = "2080101") -> Write:
    """Return a document with a list of projects, two of one item."""
    rows: list[KeptRow] = [
        ("2080101", "救助", [rescue, rescue, ""]),
        (code, "检测", ["6.00", "", "6.00"]),
        ("2080101", "咨询", ["4.00", "", "4.00"]),
        ("", "合计", [total, "30.00", "10.00"]),
    ]
    return _kept("项目支出决算表", ["合计", "财政拨款", "非财政拨款"], rows)


def _project_accounts(
    spent: str,
    item: str,
    *,
    head: str = "本年支出>合计",
    title: str = "项目收入支出决算表",
    beside: tuple[str, str] | None = None,
) -> Write:
    """Return a document with a table of its projects' money: opening, income, spending, closing.

    ``beside``: total and item of the column behind the headed one, where they are others.
    """
    general, general_item = beside or (spent, item)
    heads = [
        "年初结转和结余",
        "本年收入>合计",
        head,
        "本年支出>一般公共预算财政拨款",
        "年末结转和结余",
    ]
    rows: list[KeptRow] = [
        ("", "合计", ["3.00", "39.00", spent, general, "2.00"]),
        ("208", "社会保障和就业支出", ["3.00", "39.00", "40.00", "40.00", "2.00"]),
        ("2080101", "行政运行", ["3.00", "39.00", item, general_item, "2.00"]),
    ]
    return _kept(title, heads, rows)


def _fiscal_details(wages: str, *, head: str = "合计") -> Write:
    """Return a document with a table of all appropriations by what they were spent on."""
    heads = [head, "一般公共预算财政拨款>小计"]
    rows: list[KeptRow] = [
        ("301", "工资福利支出", [wages, wages]),
        ("302", "商品和服务支出", ["80.00", "80.00"]),
    ]
    return _kept("财政拨款支出决算明细表", heads, rows)


def _project_details(total: str, *, title: str = "一般公共预算财政拨款项目支出决算明细表") -> Write:
    """Return a document with a table of its projects by what they were spent on."""
    rows: list[KeptRow] = [
        ("302", "商品和服务支出", ["30.00"]),
        ("30201", "办公费", ["30.00"]),
        ("310", "资本性支出", ["10.00"]),
        ("31002", "办公设备购置", ["10.00"]),
        ("", "合计", [total]),
    ]
    return _kept(title, ["决算数"], rows)


# 公开08表 with 40.00 of projects, as the general budget has.
_FUND: dict[str, list[factories.Row]] = {
    "gk08": [
        (key, role, label, {"total": "40.00", "basic": "", "project": "40.00"})
        for key, role, label in (
            ("total", "total", "合计"),
            ("208", "class", "社会保障和就业支出"),
            ("20801", "section", "人力资源和社会保障管理事务"),
            ("2080101", "item", "行政运行"),
        )
    ]
}


def _detail(total: str, wages: str, capital: str, *, part: str = "小计") -> Write:
    heads = ["合计", "工资福利支出>小计", "工资福利支出>基本工资", f"资本性支出>{part}"]
    rows: list[KeptRow] = [
        ("", "合计", [total, wages, "10.00", capital]),
        ("208", "社会保障和就业支出", [total, wages, "10.00", capital]),
        ("20801", "人力资源和社会保障管理事务", [total, wages, "10.00", capital]),
    ]
    return _kept("一般公共预算财政拨款支出决算明细表", heads, rows)


def _groups(total: str, personnel: str, public: str) -> Write:
    heads = ["财政拨款基本支出>合计", "财政拨款基本支出>人员经费", "财政拨款基本支出>公用经费"]
    rows: list[KeptRow] = [
        ("", "合计", [total, personnel, public]),
        ("301", "工资福利支出", [personnel, personnel, ""]),
        ("302", "商品和服务支出", [public, "", public]),
    ]
    return _kept("财政拨款基本支出决算表（经济科目）", heads, rows)


_EVALUATED = "2022年度部门预算项目支出绩效自评表"
_HEADS = ("全年预算数", "执行数", "执行率", "自评得分")


def _evaluated(
    rate: str = "99.09%",
    *told: Record,
    heads: Sequence[str] = _HEADS,
    printed: Sequence[str] = (),
    more: Sequence[KeptRow] = (),
) -> Write:
    """Return a document with a list of what was evaluated, and what its text tells."""
    row = ["38.50", "38.15", rate, "95.50"]
    rows: list[KeptRow] = [
        ("", "图书馆开放", printed or row),
        ("", "文物修缮", ["206.00", "205.47", "99.74%", "98.50"][: len(printed or row)]),
        *more,
    ]
    return _kept(_EVALUATED, heads, rows, *told)


_INDICATOR_HEADS = ("三级指标", "年度指标值", "实际完成值", "分值", "得分")


def _whole(
    total: str, *scores: str, title: str = "部门整体支出绩效自评表", said: str = ""
) -> Write:
    """Return a document whose evaluation of the whole has heads of its own below the money's."""
    heads = ["年初预算数", "全年执行数", "分值", "执行率", "得分"]
    rows: list[KeptRow] = [
        ("", "年度资金总额", ["100.00", "82.50", "10", "82.50%", "8.25"]),
        ("", "一级指标", ["三级指标", "实际完成值", "分值", "得分", "偏差原因"]),
        ("", "产出指标", ["实施项目", "4个", "50", scores[0], ""]),
        ("", "效益指标", ["群众满意", "好", "40", scores[1], "资料报送不及时"]),
        ("", "总分", ["", "", "100", total, ""]),
    ]
    claims = (
        figure(
            "performance_whole", "self_evaluation_score", "部门（单位）整体", said, "分", "score"
        ),
    )
    return _kept(title, heads, rows, *(claims if said else ()))


def _indicators(
    *changed: tuple[int, Sequence[str]], heads: Sequence[str] = _INDICATOR_HEADS
) -> Write:
    """Return a document with a list of three indicators and their total; some rows changed."""
    rows: list[KeptRow] = [
        ("", "产出指标", ["清运量", "≥5800吨", "5840吨", "50", "50"]),
        ("", "产出指标", ["清运及时率", "≥98%", "97%", "40", "38.50"]),
        ("", "满意度指标", ["村民满意度", "≥90%", "满意", "10", "9.63"]),
        ("", "总分", ["", "", "", "100", "98.13"]),
    ]
    for at, printed in changed:
        rows[at] = (*rows[at][:2], printed)
    return _kept(_EVALUATED, heads, rows)


def _scored(project: str, score: str) -> Record:
    return figure("performance", "self_evaluation_score", project, score, "分", "score")


def _executed(project: str, amount: str) -> Record:
    return figure("performance", "executed", project, amount)


def _services(total: str, *told: Record) -> Write:
    return _kept(
        "政府购买服务决算公开情况表",
        ["决算金额"],
        [("", "合计", [total]), ("", "清扫", ["60.00"]), ("", "物业", ["20.00"])],
        *told,
    )


def _purchased(amount: str) -> Record:
    return figure("other", "final", "政府购买服务", amount)


def _none(raw_dir: Path, document_id: str) -> None:
    factories.write_document(raw_dir, document_id)


def _told(subject: str, printed: str) -> Record:
    return figure("procurement", "procurement", subject, printed)


_RUN = figure("operating_expense", "operating_expense", "机关运行经费", "30.00")
_RUN_LESS = figure("operating_expense", "operating_expense", "机关运行经费", "29.99")

CASES = {
    "kt-none": _none,
    # I64: 60.00 of each row; blank beside a figure is nothing, two blanks say nothing.
    "kt-basic": _by_group("45.00", "15.00"),
    "kt-basic-total": _by_group("45.02", "15.00"),
    "kt-basic-fen": _by_group("45.01", "15.00"),
    "kt-basic-rows": _by_group("45.00", "15.00", rest="44.00"),
    "kt-basic-one": _by_group("60.00", ""),
    "kt-basic-blank": _by_group("", ""),
    # I55: 1.00 + 3.00 + 2.00.
    "kt-three": _three_public("6.00", "2.00"),
    "kt-three-total": _three_public("6.01", "2.00"),
    "kt-three-exchanged": _three_public("6.00", "3.00", budget="8.00"),
    "kt-three-unknown-line": _three_public("6.50", "2.00", more="0.40"),
    "kt-three-less-than-known": _three_public("5.99", "2.00", more="0.40"),
    "kt-three-blank": _three_public("", "2.00"),
    # I56, X52: public expenses are 30.00.
    "kt-run": _operating("30.00", "30.00", "", _RUN),
    "kt-run-two": _operating("30.00", "20.00", "10.00"),
    "kt-run-line": _operating("30.00", "30.01", "", _RUN_LESS),
    "kt-run-less": _operating("28.00", "28.00"),
    "kt-run-more": _operating("30.01", "30.01"),
    "kt-information": _information("30.00", "30.00", _RUN),
    "kt-information-told": _information("30.00", "30.00", _RUN_LESS),
    "kt-information-sum": _information("30.00", "29.00"),
    "kt-information-more": _information("30.01", "30.01"),
    # I57, X54.
    "kt-bought": _procured("6.00", "1.00", "2.00", "3.00", _told("货物采购", "1.00")),
    "kt-bought-total": _procured("6.09", "1.00", "2.00", "3.00"),
    "kt-bought-goods-only": _procured("1.00", "1.00", "", ""),
    "kt-bought-exchanged": _procured(
        "6.00", "1.00", "3.00", "2.00", _told("工程采购", "2.00"), _told("服务采购", "3.00")
    ),
    "kt-bought-one-of-two": _procured(
        "6.00", "1.00", "2.00", "3.00", _told("工程采购", "0.50"), _told("工程采购", "2.00")
    ),
    "kt-cars": _cars("9", "9"),
    "kt-cars-other": _cars("8", "9"),
    "kt-cars-one-of-two": _cars("8", "3", "8"),
    "kt-cars-untold": _cars("8"),
    # I58: 5.00 + 14.00 + 1.00; 3.00 of vehicles are within 14.00.
    "kt-assets": _assets("20.00", "1.00"),
    "kt-assets-total": _assets("20.00", "0.91"),
    # X57: 8.25 + 50 + 39 below heads that stand inside the table.
    "kt-whole": _whole("97.25", "50", "39", said="97.25"),
    "kt-whole-sum": _whole("98.25", "50", "39"),
    "kt-whole-told": _whole("97.25", "50", "39", said="98.25"),
    "kt-whole-told-rounded": _whole("97.25", "50", "39", said="97.3"),
    # A near miss: what the text tells of the whole is none of a project's list.
    "kt-whole-of-project": _whole(
        "97.25", "50", "39", title="项目支出绩效自评表（甲项目）", said="98.25"
    ),
    "kt-rest": _vehicles_and_rest("5", "2"),
    "kt-rest-short": _vehicles_and_rest("5", "1"),
    "kt-rest-more": _vehicles_and_rest("5", "3"),
    # A line that nobody knows may be the rest.
    "kt-rest-unknown": _vehicles_and_rest("5", "1", ships="1"),
    "kt-vehicles": _vehicles("5", "1", "2", "2"),
    "kt-vehicles-others": _vehicles("5", "1", "2"),
    "kt-vehicles-more": _vehicles("5", "1", "2", "3"),
    # I59.
    "kt-visits": _counts("28", "224"),
    "kt-visits-each-alone": _counts("28", "28"),
    "kt-visits-exchanged": _counts("224", "28"),
    "kt-groups-more": _counts("28", "224", groups="3"),
    # X50, X51.
    "kt-meeting": _beside("12.00", "2.00"),
    "kt-meeting-of-projects": _beside("20.00", "2.50"),
    "kt-meeting-less": _beside("11.99", "2.00"),
    "kt-training-less": _beside("12.00", "1.99"),
    "kt-meeting-exchanged": _beside("2.00", "12.00"),
    "kt-no-training": _beside("12.00", None),
    # X53: 1.00 of basic expenditure, 2.00 of all appropriations.
    "kt-general": _general("1.50"),
    "kt-general-all": _general("2.00"),
    "kt-general-more": _general("2.01"),
    "kt-general-less-than-basic": _general("0.99"),
    # X57: 38.15 of 38.50 are 99.09 %.
    "kt-evaluated": _evaluated("99.09%", _scored("“文物修缮”项目", "98.5")),
    "kt-evaluated-rate": _evaluated("90.99%"),
    # Cut off instead of rounded.
    "kt-evaluated-cut": _evaluated("99.0%"),
    "kt-evaluated-score": _evaluated("99.09%", _scored("“文物修缮”项目", "95.8")),
    "kt-evaluated-executed": _evaluated("99.09%", _executed("文物修缮", "204.57")),
    "kt-evaluated-other": _evaluated("99.09%", _scored("文物修缮二期", "95.8")),
    # The text says both: what contradicts it is the text itself.
    "kt-evaluated-both": _evaluated(
        "99.09%", _scored("文物修缮", "98.5"), _scored("文物修缮", "95.8")
    ),
    # Two budgets: nobody knows which of them the rate is of.
    "kt-evaluated-two-budgets": _evaluated(
        heads=("预算数", "全年预算数", "执行数", "执行率"),
        printed=("38.50", "41.90", "38.15", "91.05%"),
    ),
    "kt-evaluated-weight": _evaluated(heads=("分值", "得分"), printed=("10.00", "12.00")),
    # The score of a row with a weight of 10 is that of its execution.
    "kt-evaluated-part": _evaluated(
        "99.09%",
        _scored("图书馆开放", "95.8"),
        heads=("分值", "得分"),
        printed=("10.00", "9.50"),
    ),
    "kt-evaluated-twice": _evaluated(
        "99.09%",
        _scored("文物修缮", "95.8"),
        more=[("", "文物修缮", ["206.00", "205.47", "99.74%", "97.50"])],
    ),
    # X57, P29: indicators, 50.00 + 38.50 + 9.63.
    "kt-indicators": _indicators(),
    "kt-indicators-full": _indicators((1, ["清运及时率", "≥98%", "97%", "40", "40"])),
    # 97% of 98% that must not be exceeded is no miss.
    "kt-indicators-most": _indicators((1, ["投诉率", "≤98%", "97%", "40", "38.50"])),
    "kt-indicators-full-met": _indicators(
        (1, ["清运及时率", "≥98%", "98.5%", "40", "40"]), (3, ["", "", "", "100", "99.63"])
    ),
    "kt-indicators-other-unit": _indicators(
        (1, ["清运次数", "≥98次", "97%", "40", "40"]), (3, ["", "", "", "100", "99.63"])
    ),
    "kt-indicators-sum": _indicators((3, ["", "", "", "100", "96.13"])),
    # A row of the list was not read: its weights do not make a hundred.
    "kt-indicators-some": _indicators(
        (0, ["清运量", "≥5800吨", "5840吨", "40", "40"]), (3, ["", "", "", "100", "98.13"])
    ),
    "kt-indicators-two-in-one": _kept(
        _EVALUATED,
        ["年度指标值", "实际完成值", "得分/分值"],
        [
            ("", "清运量", ["≥5800吨", "5840吨", "50/50"]),
            ("", "清运及时率", ["≥98%", "97%", "40/40"]),
            ("", "满意度", ["≥90%", "91%", "9/10"]),
            ("", "合计", ["", "", "97/100"]),
        ],
    ),
    "kt-services": _services("80.00", _purchased("80.00")),
    "kt-services-other": _services("80.00", _purchased("80.90")),
    "kt-services-untold": _services("80.00"),
    # I60, X55: gk05 has 40.00 of projects.
    "kt-projects": _projects("40.00", "40.00"),
    "kt-projects-item": _projects("40.00", "40.09"),
    "kt-projects-total": _projects("40.09", "40.00"),
    "kt-projects-all": _projects("41.00", "41.00", "41.00"),
    "kt-projects-twice": _projects("40.00", "40.00", twice=True),
    "kt-projects-marked": _projects(
        *("41.00", "41.00", "41.00"), title=f"附表8：测试局2022年度{_PROJECTS}"
    ),
    "kt-projects-of-before": _projects("41.00", "41.00", "41.00", title=f"2021年度{_PROJECTS}"),
    "kt-projects-fund": _projects(
        *("40.00", "40.00"), title="政府性基金预算财政拨款项目支出决算表", tables=_FUND
    ),
    "kt-projects-fund-all": _projects(
        *("41.00", "41.00", "41.00"), title="政府性基金预算财政拨款项目支出决算表", tables=_FUND
    ),
    # gk03 has 40.00 of projects; what was there before and what came in is compared with nothing.
    "kt-project-accounts": _project_accounts("40.00", "40.00"),
    "kt-project-accounts-total": _project_accounts("40.09", "40.00"),
    "kt-project-accounts-item": _project_accounts("40.00", "40.09"),
    "kt-project-accounts-unheaded": _project_accounts("40.09", "40.00", head="其他"),
    "kt-project-accounts-one": _project_accounts("40.00", "40.09", beside=("40.00", "40.00")),
    "kt-project-accounts-headless": _project_accounts(
        "40.00", "40.09", head="", beside=("40.00", "40.00")
    ),
    "kt-project-accounts-fund": _project_accounts(
        "40.09", "40.00", title="政府性基金项目收入支出决算表"
    ),
    "kt-fiscal-details": _fiscal_details("60.00"),
    "kt-fiscal-details-more": _fiscal_details("75.00"),
    "kt-fiscal-details-less": _fiscal_details("9.00"),
    "kt-fiscal-details-part": _fiscal_details("9.00", head="其中：甲所"),
    "kt-project-details": _project_details("40.00"),
    "kt-project-details-total": _project_details("40.09"),
    "kt-project-details-of-all": _project_details("40.09", title="项目支出决算明细表"),
    # I60, I61: lists without levels.
    "kt-units": _by_unit("47.00", "37.00", "9.00", "1.00"),
    "kt-units-cell": _by_unit("47.00", "37.00", "9.90", "1.00"),
    "kt-units-row": _by_unit("47.90", "37.00", "9.00", "1.00"),
    # 下属单位小计 is a sum itself: the list has levels.
    "kt-units-levels": _by_unit("47.00", "37.00", "9.90", "1.00", label="下属单位小计"),
    # Nothing adds up: of what 合计 is, nobody knows.
    "kt-units-of-more": _by_unit("40.00", "30.00", "8.00", "2.00"),
    "kt-units-budget": _by_unit("47.00", "37.00", "9.90", "1.00", title="收入预算表（按单位列示）"),
    # 上年结转 is no kind of income: 合计 may be of it, or not.
    "kt-units-other-heads": _by_unit(
        *("47.90", "37.00", "9.00", "1.00"),
        heads=["本年收入合计", "财政拨款收入", "事业收入", "上年结转"],
    ),
    "kt-list": _by_project("30.00"),
    "kt-list-cell": _by_project("30.90"),
    "kt-list-total": _by_project("30.00", "40.90"),
    # The second line is a section, not a project of an item.
    "kt-list-levels": _by_project("30.90", code="20801"),
    # I61: 60.00 + 40.00; of 基本工资 alone nothing follows.
    "kt-detail": _detail("100.00", "60.00", "40.00"),
    "kt-detail-capital": _detail("100.00", "60.00", "40.09"),
    "kt-detail-no-subtotal": _detail("100.00", "60.00", "39.00", part="办公设备购置"),
    "kt-groups": _groups("90.00", "60.00", "30.00"),
    "kt-groups-total": _groups("90.09", "60.00", "30.00"),
    "kt-groups-less": _groups("59.99", "59.99", ""),
}

K = "other_01"
EXPECTED: list[Expected] = [
    ("kt-none", "I64", D, "not_applicable", "column_not_printed"),
    ("kt-basic", "I64", D, "pass", "compared"),
    ("kt-basic-total", "I64", D, "fail", "compared"),
    ("kt-basic-fen", "I64", D, "fail", "compared"),
    ("kt-basic-rows", "I64", D, "fail", "compared"),
    ("kt-basic-one", "I64", D, "pass", "compared"),
    ("kt-basic-blank", "I64", D, "pass", "compared"),
    ("kt-none", "I55", D, "not_applicable", "nothing_printed"),
    ("kt-three", "I55", D, "pass", "compared"),
    ("kt-three-total", "I55", D, "fail", "compared"),
    ("kt-three-exchanged", "I55", D, "fail", "compared"),
    ("kt-three-unknown-line", "I55", D, "pass", "compared"),
    ("kt-three-less-than-known", "I55", D, "fail", "compared"),
    ("kt-three-blank", "I55", D, "pass", "compared"),
    ("kt-run", "I56", D, "pass", "compared"),
    ("kt-run-two", "I56", D, "pass", "compared"),
    ("kt-run-line", "I56", D, "fail", "compared"),
    ("kt-bought", "I56", D, "not_applicable", "nothing_printed"),
    ("kt-run-more", "I56", D, "pass", "compared"),
    ("kt-information", "I56", D, "pass", "compared"),
    ("kt-information-sum", "I56", D, "fail", "compared"),
    ("kt-information", "X54", D, "pass", "compared"),
    ("kt-information-told", "X54", D, "fail", "compared"),
    ("kt-information-sum", "X54", D, "not_applicable", "nothing_printed"),
    ("kt-information", "X52", D, "pass", "compared"),
    ("kt-information-more", "X52", D, "fail", "compared"),
    ("kt-run", "X52", D, "pass", "compared"),
    ("kt-run-less", "X52", D, "pass", "compared"),
    ("kt-run-more", "X52", D, "fail", "compared"),
    ("kt-run-line", "X52", D, "fail", "compared"),
    ("kt-bought", "X52", D, "not_applicable", "nothing_printed"),
    ("kt-bought", "I57", D, "pass", "compared"),
    ("kt-bought-total", "I57", D, "fail", "compared"),
    ("kt-bought-goods-only", "I57", D, "pass", "compared"),
    ("kt-bought-exchanged", "I57", D, "pass", "compared"),
    ("kt-none", "I57", D, "not_applicable", "nothing_printed"),
    ("kt-bought", "X54", D, "pass", "compared"),
    ("kt-bought-exchanged", "X54", D, "fail", "compared"),
    ("kt-bought-one-of-two", "X54", D, "pass", "compared"),
    ("kt-cars", "X54", D, "pass", "compared"),
    ("kt-cars-other", "X54", D, "fail", "compared"),
    ("kt-cars-one-of-two", "X54", D, "pass", "compared"),
    ("kt-cars-untold", "X54", D, "not_applicable", "nothing_printed"),
    ("kt-run", "X54", D, "pass", "compared"),
    ("kt-run-line", "X54", D, "fail", "compared"),
    ("kt-bought-total", "X54", D, "not_applicable", "nothing_printed"),
    ("kt-assets", "I58", D, "pass", "compared"),
    ("kt-assets-total", "I58", D, "fail", "compared"),
    ("kt-whole", "X57", K, "pass", "compared"),
    ("kt-whole-sum", "X57", K, "fail", "compared"),
    ("kt-whole-told", "X57", K, "fail", "compared"),
    ("kt-whole-told-rounded", "X57", K, "pass", "compared"),
    ("kt-whole-of-project", "X57", K, "pass", "compared"),
    ("kt-rest", "I58", D, "pass", "compared"),
    ("kt-rest-short", "I58", D, "fail", "compared"),
    ("kt-rest-more", "I58", D, "fail", "compared"),
    ("kt-rest-unknown", "I58", D, "pass", "compared"),
    ("kt-vehicles", "I58", D, "pass", "compared"),
    ("kt-vehicles-others", "I58", D, "pass", "compared"),
    ("kt-vehicles-more", "I58", D, "fail", "compared"),
    ("kt-none", "I58", D, "not_applicable", "nothing_printed"),
    ("kt-visits", "I59", D, "pass", "compared"),
    ("kt-visits-each-alone", "I59", D, "pass", "compared"),
    ("kt-visits-exchanged", "I59", D, "fail", "compared"),
    ("kt-groups-more", "I59", D, "fail", "compared"),
    ("kt-none", "I59", D, "not_applicable", "nothing_printed"),
    ("kt-meeting", "X50", D, "pass", "compared"),
    ("kt-meeting-of-projects", "X50", D, "pass", "compared"),
    ("kt-meeting-less", "X50", D, "fail", "compared"),
    ("kt-meeting-exchanged", "X50", D, "fail", "compared"),
    ("kt-none", "X50", D, "not_applicable", "column_not_printed"),
    ("kt-meeting", "X51", D, "pass", "compared"),
    ("kt-meeting-of-projects", "X51", D, "pass", "compared"),
    ("kt-training-less", "X51", D, "fail", "compared"),
    ("kt-meeting-exchanged", "X51", D, "pass", "compared"),
    ("kt-no-training", "X51", D, "not_applicable", "column_not_printed"),
    ("kt-general", "X53", D, "pass", "compared"),
    ("kt-general-all", "X53", D, "pass", "compared"),
    ("kt-general-more", "X53", D, "fail", "compared"),
    ("kt-general-less-than-basic", "X53", D, "fail", "compared"),
    ("kt-none", "X53", D, "not_applicable", "nothing_printed"),
    ("kt-projects", "I60", K, "pass", "compared"),
    ("kt-projects-item", "I60", K, "fail", "compared"),
    ("kt-projects-total", "I60", K, "fail", "compared"),
    ("kt-projects-all", "I60", K, "pass", "compared"),
    ("kt-projects-twice", "I60", K, "not_applicable", "nothing_printed"),
    ("kt-bought", "I60", K, "not_applicable", "nothing_printed"),
    ("kt-evaluated", "X57", K, "pass", "compared"),
    ("kt-evaluated-rate", "X57", K, "fail", "compared"),
    ("kt-evaluated-part", "X57", K, "pass", "compared"),
    ("kt-evaluated-cut", "X57", K, "pass", "compared"),
    ("kt-evaluated-score", "X57", K, "fail", "compared"),
    ("kt-evaluated-executed", "X57", K, "fail", "compared"),
    ("kt-evaluated-other", "X57", K, "pass", "compared"),
    ("kt-evaluated-both", "X57", K, "pass", "compared"),
    ("kt-evaluated-two-budgets", "X57", K, "not_applicable", "nothing_printed"),
    ("kt-evaluated-weight", "X57", K, "fail", "compared"),
    ("kt-evaluated-twice", "X57", K, "pass", "compared"),
    ("kt-services", "X57", K, "pass", "compared"),
    ("kt-services-other", "X57", K, "fail", "compared"),
    ("kt-services-untold", "X57", K, "not_applicable", "nothing_printed"),
    ("kt-projects", "X57", K, "not_applicable", "nothing_printed"),
    ("kt-projects", "X55", K, "pass", "compared"),
    ("kt-projects-item", "X55", K, "fail", "compared"),
    ("kt-projects-all", "X55", K, "fail", "compared"),
    ("kt-projects-marked", "X55", K, "fail", "compared"),
    ("kt-projects-of-before", "X55", K, "not_applicable", "nothing_printed"),
    ("kt-projects-fund", "X55", K, "pass", "compared"),
    ("kt-projects-fund-all", "X55", K, "fail", "compared"),
    ("kt-project-accounts", "X55", K, "pass", "compared"),
    ("kt-project-accounts-total", "X55", K, "fail", "compared"),
    ("kt-project-accounts-item", "X55", K, "fail", "compared"),
    ("kt-project-accounts-unheaded", "X55", K, "not_applicable", "nothing_printed"),
    ("kt-project-accounts-one", "I60", K, "fail", "compared"),
    ("kt-project-accounts-headless", "I60", K, "pass", "compared"),
    ("kt-project-accounts-fund", "X55", K, "not_applicable", "nothing_printed"),
    ("kt-fiscal-details", "X55", K, "pass", "compared"),
    ("kt-fiscal-details-more", "X55", K, "pass", "compared"),
    ("kt-fiscal-details-less", "X55", K, "fail", "compared"),
    ("kt-fiscal-details-part", "X55", K, "not_applicable", "nothing_printed"),
    ("kt-project-details", "X55", K, "pass", "compared"),
    ("kt-project-details-total", "X55", K, "fail", "compared"),
    ("kt-project-details-of-all", "X55", K, "not_applicable", "nothing_printed"),
    ("kt-indicators", "X57", K, "pass", "compared"),
    ("kt-indicators-sum", "X57", K, "fail", "compared"),
    ("kt-indicators-some", "X57", K, "pass", "compared"),
    ("kt-indicators-two-in-one", "X57", K, "fail", "compared"),
    ("kt-indicators", "P29", K, "pass", "compared"),
    ("kt-indicators-full", "P29", K, "fail", "compared"),
    ("kt-indicators-most", "P29", K, "pass", "compared"),
    ("kt-indicators-full-met", "P29", K, "pass", "compared"),
    ("kt-indicators-other-unit", "P29", K, "pass", "compared"),
    ("kt-indicators-two-in-one", "P29", K, "fail", "compared"),
    ("kt-evaluated", "P29", K, "not_applicable", "nothing_printed"),
    ("kt-units", "I60", K, "pass", "compared"),
    ("kt-units-cell", "I60", K, "fail", "compared"),
    ("kt-units-row", "I60", K, "fail", "compared"),
    ("kt-units-levels", "I60", K, "not_applicable", "nothing_printed"),
    ("kt-units-of-more", "I60", K, "not_applicable", "nothing_printed"),
    ("kt-units-budget", "I60", K, "not_applicable", "nothing_printed"),
    ("kt-list", "I60", K, "pass", "compared"),
    ("kt-list-cell", "I60", K, "fail", "compared"),
    ("kt-list-total", "I60", K, "fail", "compared"),
    ("kt-list-levels", "I60", K, "not_applicable", "nothing_printed"),
    ("kt-units", "I61", K, "pass", "compared"),
    ("kt-units-cell", "I61", K, "fail", "compared"),
    ("kt-units-row", "I61", K, "fail", "compared"),
    ("kt-units-other-heads", "I61", K, "not_applicable", "nothing_printed"),
    ("kt-list", "I61", K, "pass", "compared"),
    ("kt-list-total", "I61", K, "fail", "compared"),
    ("kt-project-details", "I60", K, "pass", "compared"),
    ("kt-project-details-total", "I60", K, "fail", "compared"),
    ("kt-detail", "X55", K, "pass", "compared"),
    ("kt-groups", "X55", K, "pass", "compared"),
    ("kt-groups-less", "X55", K, "fail", "compared"),
    ("kt-bought", "X55", K, "not_applicable", "nothing_printed"),
    ("kt-detail", "I61", K, "pass", "compared"),
    ("kt-detail-capital", "I61", K, "fail", "compared"),
    ("kt-detail-no-subtotal", "I61", K, "not_applicable", "nothing_printed"),
    ("kt-groups", "I61", K, "pass", "compared"),
    ("kt-groups-total", "I61", K, "fail", "compared"),
    ("kt-projects", "I61", K, "not_applicable", "nothing_printed"),
]

MESSAGES: list[Message] = [
    (
        "kt-basic-total",
        "I64",
        D,
        "warning",
        "合计 基本支出为 60.00 元,人员经费与公用经费之和为 60.02 元",
    ),
    ("kt-three-total", "I55", D, "warning", "“三公”经费合计(决算数) 印为 6.01,各项之和为 6.00 元"),
    ("kt-run-line", "I56", D, "warning", "印为 30.00,行政单位与参公单位之和为 30.01 元"),
    ("kt-bought-total", "I57", D, "warning", "政府采购支出合计(政府采购支出决算总额) 印为 6.09"),
    ("kt-assets-total", "I58", D, "warning", "资产总额 印为 20.00,各类资产之和为 19.91 元"),
    ("kt-visits-exchanged", "I59", D, "warning", "国内公务接待人次(决算数) 印为 28"),
    ("kt-meeting-less", "X50", D, "warning", "的会议费 11.99 元,小于"),
    ("kt-training-less", "X51", D, "warning", "的培训费 1.99 元,小于"),
    ("kt-run-more", "X52", D, "warning", "机关运行经费 印为 30.01,大于"),
    ("kt-general-more", "X53", D, "warning", "公务接待费 印为 2.01,大于"),
    ("kt-bought-exchanged", "X54", D, "warning", "政府采购工程支出:正文写为 2.00元"),
    ("kt-projects-all", "X55", K, "warning", "合计 印为 41.00,"),
    (
        "kt-evaluated-rate",
        "X57",
        K,
        "warning",
        "图书馆开放 的执行率印为 90.99%,而 38.15 ÷ 38.50 = 99.09%",
    ),
    ("kt-evaluated-score", "X57", K, "warning", "自评得分印为 98.50,正文写为 95.8分"),
    ("kt-evaluated-weight", "X57", K, "warning", "图书馆开放 得分 12.00,高于分值 10.00"),
    ("kt-services-other", "X57", K, "warning", "合计印为 80.00,正文写为 80.90元"),
    ("kt-projects-item", "I60", K, "warning", "(金额) 印为 40.00,所属各行之和为 40.09 元"),
    ("kt-whole-sum", "X57", K, "warning", "总分 得分印为 98.25,各行得分之和为 97.25"),
    ("kt-whole-told", "X57", K, "warning", "总分 得分印为 97.25,正文写为 98.25分"),
    ("kt-indicators-sum", "X57", K, "warning", "总分 得分印为 96.13,各行得分之和为 98.13"),
    (
        "kt-indicators-full",
        "P29",
        K,
        "notice",
        "“清运及时率”指标值 ≥98%,实际完成 97%,得分却为满分 40",
    ),
    ("kt-units-cell", "I60", K, "warning", "合计(事业收入) 印为 9.00,所属各行之和为 9.90 元"),
    ("kt-units-cell", "I61", K, "warning", "养护中心(本年收入合计) 印为 47.00,各栏之和为 47.90 元"),
    ("kt-detail-capital", "I61", K, "warning", "合计(合计) 印为 100.00,各栏之和为 100.09 元"),
]


@pytest.mark.parametrize("case", EXPECTED, ids="/".join)
def test_a_case_of_another_table_gets_its_verdict(
    rule_book: dict[Key, Verdict], case: Expected
) -> None:
    is_ruled(rule_book, case)


@pytest.mark.parametrize("case", MESSAGES, ids=lambda c: "/".join(c[:3]))
def test_a_failure_of_another_table_says_what_is_printed(
    rule_book: dict[Key, Verdict], case: Message
) -> None:
    is_told(rule_book, case)


def test_one_figure_that_is_off_by_as_much_everywhere_is_one_finding(
    rule_book: dict[Key, Verdict],
) -> None:
    of_item = {rule_book["kt-projects-item", rule, K].root_cause_id for rule in ("I60", "X55")}
    of_line = {rule_book["kt-run-line", rule, D].root_cause_id for rule in ("I56", "X52")}
    assert len(of_item) == len(of_line) == 1
