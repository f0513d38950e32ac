"""Family N: what the narrative says in words, against its own figures and against the tables.

Every case is a paragraph of its own: rules about words look at one paragraph.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests import factories
from tests.rules.conftest import Key, Verdict
from tests.rules.narratives import claim_key, figure, remark, statement_key, told, write_narrative
from tests.rules.writing import Record, Write, without_table

PLACE = "社会保障和就业支出/人力资源和社会保障管理事务/行政运行"


@dataclass(frozen=True)
class Paragraph:
    """Figures and remarks of one paragraph, and the verdicts about the first remark or figure."""

    name: str
    expected: tuple[tuple[str, str, str, str | None], ...]
    figures: tuple[Record, ...] = ()
    remarks: tuple[Record, ...] = field(default=())


def _money(metric: str, subject: str, printed: str, unit: str = "元", **fields: str) -> Record:
    return figure("general_public", metric, subject, printed, unit, **fields)


def _compared(subject: str, direction: str, printed: str = "", base: str = "年初预算") -> Record:
    return remark(
        "comparison",
        "general_public",
        subject,
        direction=direction,
        base=base,
        printed_text=printed or direction,
    )


def _with_budget(
    name: str,
    final: str | None,
    budgets: tuple[str, ...],
    direction: str,
    status: str,
    reason: str = "compared",
    unit: str = "元",
    printed: str = "",
) -> Paragraph:
    said = [
        _money("budget", name, budget, unit, base=f"{n}预算")
        for n, budget in zip(("年初", "全年"), budgets, strict=False)
    ]
    if final is not None:
        said.append(_money("final", name, final, unit))
    severity = "warning" if status == "fail" else None
    return Paragraph(
        name,
        (("N30", status, reason, severity),),
        tuple(said),
        (_compared(name, direction, printed),),
    )


COMPARISONS = [
    _with_budget("大于", "100.01", ("100.00",), "大于", "pass"),
    _with_budget("小于", "99.99", ("100.00",), "小于", "pass"),
    _with_budget("等于", "100.00", ("100.00",), "等于", "pass"),
    _with_budget("持平", "100.00", ("100.00",), "持平", "pass"),
    _with_budget("说大实小", "99.99", ("100.00",), "大于", "fail"),
    _with_budget("说小实大", "100.01", ("100.00",), "小于", "fail"),
    _with_budget("说大实等", "100.00", ("100.00",), "大于", "fail"),
    _with_budget("说等实大", "100.01", ("100.00",), "等于", "fail"),
    _with_budget("基本持平", "95.00", ("100.00",), "持平", "pass", printed="基本持平"),
    _with_budget("不基本持平", "94.99", ("100.00",), "持平", "fail", printed="基本持平"),
    # 预算数 may be either of the two.
    _with_budget("两个预算", "90.00", ("100.00", "80.00"), "大于", "pass"),
    _with_budget("两个都不", "70.00", ("100.00", "80.00"), "大于", "fail"),
    # 1.00 ± 0.005 and 1.01 ± 0.005 万元 may be the same amount or either way round.
    _with_budget("万元相等", "1.00", ("1.00",), "小于", "pass", unit="万元"),
    _with_budget("万元差一", "1.01", ("1.00",), "小于", "pass", unit="万元"),
    _with_budget("万元差二", "1.02", ("1.00",), "小于", "fail", unit="万元"),
    _with_budget("没有预算", "1.00", (), "小于", "not_applicable", "figures_not_stated"),
    _with_budget("没有决算", None, ("1.00",), "小于", "not_applicable", "figures_not_stated"),
]


def _reason(
    name: str, base: str, direction: str, status: str, reason: str = "compared", level: str = ""
) -> Paragraph:
    remarks = [remark("reason", "general_public", name, base=base, direction=direction)]
    if level:
        remarks.append(_compared(name, "持平", level, "上年"))
    return Paragraph(
        name,
        (("N31", status, reason, "warning" if status == "fail" else None),),
        remarks=tuple(remarks),
    )


REASONS = [
    _reason("持平因减少", "持平", "减少", "fail", level="持平"),
    _reason("持平因增加", "持平", "增加", "fail"),
    _reason("持平无方向", "持平", "", "pass"),
    _reason("略有减少", "持平", "减少", "not_applicable", "nearly_level", level="基本持平"),
]


def _level(name: str, status: str, *figures: Record) -> Paragraph:
    return Paragraph(
        name,
        (("N36", status, "compared", "warning" if status == "fail" else None),),
        figures,
        (_compared(name, "持平", base="上年"),),
    )


def _changed(name: str, printed: str, base: str) -> Record:
    return _money("final", name, printed, kind="change_amount", direction="减少", base=base)


LEVELS = [
    _level("一直持平", "pass", _money("final", "一直持平", "5.00")),
    _level("减少为零", "fail", _money("final", "减少为零", "0.00", direction="减少")),
    _level("又减少", "fail", _money("final", "又减少", "5.00"), _changed("又减少", "0.01", "上年")),
    _level("减少零", "pass", _money("final", "减少零", "5.00"), _changed("减少零", "0.00", "上年")),
    _level("比预算减少", "pass", _changed("比预算减少", "1.00", "年初预算")),
]


def _purpose(name: str, status: str, reason: str = "compared", **fields: str) -> Paragraph:
    severity = "warning" if status == "fail" else None
    said = remark("purpose", "general_public", name, **fields)
    return Paragraph(name, (("N34", status, reason, severity),), remarks=(said,))


PURPOSES = [
    _purpose("自己的用途", "pass", account_code="2080101"),
    _purpose("别人的用途", "fail", account_code="2080101", other_account_code="20801"),
    _purpose("没有科目", "not_applicable", "no_account_named", other_account_code="20801"),
]


def _split(name: str, code: str, base: str, status: str, reason: str = "compared") -> Paragraph:
    """Return a purpose at 2080101 (60.00 basic, 40.00 project) or 2080201 (basic alone)."""
    severity = "notice" if status == "fail" else None
    said = remark("purpose", "general_public", name, account_code=code, base=base)
    return Paragraph(name, (("N35", status, reason, severity),), remarks=(said,))


SPLITS = [
    _split("两种都有", "2080101", "both", "pass"),
    _split("只说基本", "2080101", "basic", "fail"),
    _split("只说项目", "2080101", "project", "fail"),
    _split("基本就是基本", "2080201", "basic", "pass"),
    _split("基本说成项目", "2080201", "project", "fail"),
    _split("基本说成两种", "2080201", "both", "fail"),
    _split("表中没有", "2080301", "basic", "no_data", "account_not_in_table"),
]

UNITS = [
    Paragraph("有单位", (("N25", "pass", "compared", None),), (_money("final", "有单位", "5.00"),)),
    Paragraph(
        "没单位", (("N25", "fail", "compared", "notice"),), (_money("final", "没单位", "5.00", ""),)
    ),
    Paragraph(
        "没百分号",
        (("N25", "fail", "compared", "notice"),),
        (_money("final", "没百分号", "76.23", "", kind="share"),),
    ),
    Paragraph(
        "有百分号",
        (("N25", "pass", "compared", None),),
        (_money("final", "有百分号", "76.23", "%", kind="share"),),
    ),
]
PATHS = [
    Paragraph(
        "有科目",
        (("N28", "pass", "compared", None),),
        (_money("budget", PLACE, "100.00", account_code="2080101"),),
    ),
    Paragraph(
        "没科目",
        (("N28", "fail", "compared", "notice"),),
        (_money("budget", "文化体育与传媒支出/甲/乙", "1.00"),),
    ),
    Paragraph(
        "不是路径",
        (("N28", "not_applicable", "no_account_named", None),),
        (_money("budget", "财政拨款支出", "1.00"),),
    ),
]
CHANGES = [
    Paragraph(
        "有原因",
        (("N39", "pass", "compared", None),),
        (
            _money(
                "final",
                "有原因",
                "5.00",
                kind="change_amount",
                direction="增加",
                base="上年",
                section="3.5",
            ),
        ),
        (remark("reason", "general_public", "有原因", base="增加", section="3.5"),),
    ),
    # On one page of a PDF, in another section.
    Paragraph(
        "同页有原因",
        (("N39", "fail", "compared", "notice"),),
        (
            _money(
                "final",
                "同页有原因",
                "5.00",
                kind="change_amount",
                direction="增加",
                base="上年",
                section="3.2",
            ),
        ),
        (remark("reason", "general_public", "同页有原因", base="增加", section="3.6"),),
    ),
    Paragraph(
        "节内有原因",
        (("N39", "pass", "compared", None),),
        (
            _money(
                "final", "节内有原因", "5.00", kind="change_amount", direction="增加", base="上年"
            ),
        ),
    ),
    Paragraph(
        "没原因",
        (("N39", "fail", "compared", "notice"),),
        (
            _money(
                "final",
                "没原因",
                "5.00",
                kind="change_amount",
                direction="增加",
                base="上年",
                section="3.2",
            ),
        ),
    ),
    Paragraph(
        "没变",
        (("N39", "not_applicable", "no_change", None),),
        (
            _money(
                "final",
                "没变",
                "0.00",
                kind="change_amount",
                direction="增加",
                base="上年",
                section="3.2",
            ),
        ),
    ),
]
PARAGRAPHS = [
    *COMPARISONS,
    *REASONS,
    *LEVELS,
    *PURPOSES,
    *SPLITS,
    *UNITS,
    *PATHS,
    *CHANGES,
]


def _said() -> tuple[list[Record], list[Record]]:
    figures, remarks = [], []
    for number, paragraph in enumerate(PARAGRAPHS, start=1):
        place = {"source_locator": f"L{number}"}
        figures += [claim | place for claim in paragraph.figures]
        remarks += [statement | place for statement in paragraph.remarks]
    return figures, remarks


def _split_tables() -> dict[str, list[factories.Row]]:
    row = ("2080201", "item", "丙", {"total": "5.00", "basic": "5.00", "project": ""})
    return {"gk05": [*factories.default_tables()["gk05"], row]}


# Lists of 人员经费 and 公用经费 against gk06: 30101 and 30201 spent, 30102 zero, 30103 blank.
ECONOMIC: list[factories.Row] = [
    ("personnel_total", "total", "人员经费合计", {"basic": "50.00"}),
    ("301", "class", "工资福利支出", {"basic": "50.00"}),
    ("30101", "section", "基本工资", {"basic": "50.00"}),
    ("30102", "section", "津贴补贴", {"basic": "0.00"}),
    ("30103", "section", "奖金", {"basic": ""}),
    ("302", "class", "商品和服务支出", {"basic": "10.00"}),
    ("30201", "section", "办公费", {"basic": "10.00"}),
    ("public_total", "total", "公用经费合计", {"basic": "10.00"}),
]
NOT_ADDING_UP = [
    (key, role, label, {"basic": "60.00"} if key == "301" else figures)
    for key, role, label, figures in ECONOMIC
]
CODES = {
    "基本工资": "30101",
    "津贴补贴": "30102",
    "奖金": "30103",
    "绩效工资": "30107",
    "办公费": "30201",
}


def _listing(part: str, *names: str, ends: str = "") -> list[Record]:
    head = {"personnel": "人员经费", "public": "公用经费"}[part]
    return [
        remark("list", "basic", head, base=part, direction=ends),
        *(
            remark(
                "listed_item",
                "basic",
                name,
                base=part,
                account_code=CODES.get(name, ""),
                printed_text=name,
            )
            for name in names
        ),
    ]


def _lists(*remarks: Record, rows: list[factories.Row] | None = ECONOMIC) -> Write:
    """Return a writer: these lists beside these rows of gk06, or where it was not read."""
    said = figure("assets", "vehicles_held", "公务用车", "1", "辆", "count")
    if rows is not None:
        return told(said, remarks=remarks, tables={"gk06": rows})

    def write(raw_dir: Path, document_id: str) -> None:
        without_table("gk06")(raw_dir, document_id)
        write_narrative(raw_dir / "2022" / document_id, [said], remarks)

    return write


SPENT = _listing("personnel", "基本工资")
ALL = _listing("personnel", "基本工资", "津贴补贴", "奖金", "绩效工资", "饭贴")
LISTS: dict[str, tuple[list[Record], Write]] = {
    "n-list-exact": (SPENT, _lists(*SPENT)),
    "n-list-all": (ALL, _lists(*ALL)),
    "n-list-short": ((short := _listing("personnel", "津贴补贴")), _lists(*short)),
    "n-list-open": ((open_ := _listing("personnel", "津贴补贴", ends="等")), _lists(*open_)),
    "n-list-public": ((public := _listing("public", "办公费")), _lists(*public)),
    "n-list-unread": (SPENT, _lists(*SPENT, rows=None)),
    "n-list-doubtful": (ALL, _lists(*ALL, rows=NOT_ADDING_UP)),
}

CASES = {
    "n-words": told(*_said()[0], remarks=_said()[1], tables=_split_tables()),
    "n-words-silent": told(figure("assets", "vehicles_held", "公务用车", "1", "辆", "count")),
    "n-words-unread": told(),
    **{document_id: write for document_id, (_, write) in LISTS.items()},
}


def _subject(paragraph: Paragraph, number: int) -> str:
    if not paragraph.remarks or paragraph in CHANGES:
        return claim_key(paragraph.figures[0])
    return statement_key(paragraph.remarks[0], number)


def _checks() -> list[tuple[str, str, str, str, str, str | None]]:
    found, number = [], 1
    for paragraph in PARAGRAPHS:
        subject = _subject(paragraph, number)
        found += [("n-words", rule_id, subject, *rest) for rule_id, *rest in paragraph.expected]
        number += len(paragraph.remarks)
    return found


def _listed(document_id: str, rule_id: str, number: int, *verdict: str | None) -> tuple:
    return document_id, rule_id, statement_key(LISTS[document_id][0][number - 1], number), *verdict


EXPECTED = [
    *_checks(),
    *(
        (document_id, rule_id, "document", status, reason, None)
        for rule_id in ("N25", "N28", "N30", "N31", "N32", "N33", "N34", "N35", "N36", "N39")
        for document_id, status, reason in (
            ("n-words-silent", "not_applicable", "nothing_stated"),
            ("n-words-unread", "no_data", "narrative_not_read"),
        )
    ),
    _listed("n-list-exact", "N32", 2, "pass", "compared", None),
    _listed("n-list-all", "N32", 3, "fail", "compared", "warning"),
    _listed("n-list-all", "N32", 4, "fail", "compared", "warning"),
    _listed("n-list-all", "N32", 5, "fail", "compared", "warning"),
    _listed("n-list-all", "N32", 6, "not_applicable", "name_not_an_account", None),
    _listed("n-list-unread", "N32", 2, "no_data", "table_not_read", None),
    _listed("n-list-doubtful", "N32", 3, "no_data", "table_does_not_add_up", None),
    _listed("n-list-exact", "N33", 1, "pass", "compared", None),
    _listed("n-list-public", "N33", 1, "pass", "compared", None),
    _listed("n-list-short", "N33", 1, "fail", "compared", "notice"),
    _listed("n-list-open", "N33", 1, "not_applicable", "list_not_closed", None),
    _listed("n-list-all", "N33", 1, "not_applicable", "names_not_accounts", None),
    _listed("n-list-unread", "N33", 1, "no_data", "table_not_read", None),
]


def test_every_wording_gets_its_verdict(rule_book: dict[Key, Verdict]) -> None:
    wrong = []
    for document_id, rule_id, subject, *expected in EXPECTED:
        found = rule_book[document_id, rule_id, subject]
        if [found.status, found.reason_code, found.severity] != expected:
            wrong.append((document_id, rule_id, subject, found, expected))
    assert wrong == []


@pytest.mark.parametrize(
    ("rule_id", "name", "words"),
    [
        ("N25", "没百分号", "“76.23”缺少“%”"),
        ("N25", "没单位", "“5.00”缺少金额单位"),
        ("N30", "说大实小", "写“决算数大于预算数”,而决算 99.99元,预算 100.00元"),
        ("N31", "持平因减少", "写“持平”,所述原因却是减少"),
        ("N34", "别人的用途", "用途写的是 20801 人力资源和社会保障管理事务的内容"),
        ("N35", "只说基本", "支出决算表中基本支出 60.00 元、项目支出 40.00 元"),
        ("N36", "减少为零", "写“持平”,同一段又写减少0.00元"),
        ("N39", "没原因", "增加5.00元,没有说明原因"),
    ],
)
def test_a_wrong_wording_is_told_with_its_words(
    rule_book: dict[Key, Verdict], rule_id: str, name: str, words: str
) -> None:
    [subject] = [
        subject
        for paragraph, (_, found_rule, subject, *_) in zip(PARAGRAPHS, _checks(), strict=True)
        if (paragraph.name, found_rule) == (name, rule_id)
    ]
    assert words in (rule_book["n-words", rule_id, subject].message_zh or "")


def test_a_list_is_told_with_what_the_table_has(rule_book: dict[Key, Verdict]) -> None:
    def message(document_id: str, rule_id: str, number: int) -> str:
        subject = statement_key(LISTS[document_id][0][number - 1], number)
        return rule_book[document_id, rule_id, subject].message_zh or ""

    table = "公开06表 一般公共预算财政拨款支出决算明细表"
    listed = "30102 津贴补贴:正文列为有支出的科目"
    assert f"{listed},{table}中为 0.00" in message("n-list-all", "N32", 3)
    assert f"{table}中为空(未填列)" in message("n-list-all", "N32", 4)
    assert f"{table}没有此科目" in message("n-list-all", "N32", 5)
    assert f"缺{table}中有支出的:30101 基本工资 50.00" in message("n-list-short", "N33", 1)
