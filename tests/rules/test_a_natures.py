"""Family A: what an account is for; retirement pay, purchases and meetings in two places.

Written before the rules A09 to A12 and X49 to N65; what must be said follows from the figures.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import factories
from tests.rules.judging import Book, Expected, Message, is_ruled, is_told
from tests.rules.narratives import figure, told
from tests.rules.writing import Write, without_table


def _with(**rows: list[factories.Row]) -> Write:
    """Return a document with further rows of some tables."""
    tables = factories.default_tables()
    for table, added in rows.items():
        tables[table] = tables.get(table, []) + added

    def write(raw_dir: Path, document_id: str) -> None:
        factories.write_document(raw_dir, document_id, tables=tables)

    return write


def _spent(code: str, label: str, basic: str, project: str) -> factories.Row:
    total = basic or project
    return (code, "item", label, {"total": total, "basic": basic, "project": project})


def _paid(code: str, label: str, basic: str) -> factories.Row:
    return (code, "section", label, {"basic": basic})


def _meeting(printed: str, in_table: str) -> Write:
    tables = factories.default_tables()
    return told(
        figure("three_public", "final", "会议费", printed),
        tables={"gk06": [*tables["gk06"], _paid("30215", "会议费", in_table)]},
    )


_RUNNING, _GENERAL = "行政运行", "一般行政管理事务"
_RETIRED = ("2080501", "行政单位离退休")


def _three(total: str) -> Write:
    tables = factories.default_tables()
    [(key, role, label, figures)] = tables["gk07"]
    spent = {"final_total": total, "final_reception": total}

    def write(raw_dir: Path, document_id: str) -> None:
        gk07 = [(key, role, label, figures | spent)]
        factories.write_document(raw_dir, document_id, tables=tables | {"gk07": gk07})

    return write


CASES = {
    "an-plain": lambda raw_dir, document_id: factories.write_document(raw_dir, document_id),
    # A10: 行政运行 is basic, 一般行政管理事务 is projects; less than a thousand yuan is let go.
    "an-running": _with(gk05=[_spent("2080201", _RUNNING, "5000.00", "")]),
    "an-running-project": _with(gk05=[_spent("2080201", _RUNNING, "5000.00", "1000.00")]),
    "an-running-small": _with(gk05=[_spent("2080201", _RUNNING, "5000.00", "999.99")]),
    "an-general": _with(gk05=[_spent("2080202", _GENERAL, "", "5000.00")]),
    "an-general-basic": _with(gk05=[_spent("2080202", _GENERAL, "2000.00", "5000.00")]),
    "an-other-name": _with(gk05=[_spent("2080203", "机关服务", "2000.00", "5000.00")]),
    "an-no-gk05": without_table("gk05"),
    # A11: basic spending is no construction, and nothing paid to firms.
    "an-office": _with(gk06=[_paid("31002", "办公设备购置", "5000.00")]),
    "an-construction": _with(gk06=[_paid("31005", "基础设施建设", "5000.00")]),
    "an-firms": _with(gk06=[_paid("31204", "费用补贴", "1000.00")]),
    "an-firms-small": _with(gk06=[_paid("31204", "费用补贴", "999.99")]),
    # A12: where 离退休 has accounts, retirees are paid from them, not from contributions.
    "an-retired": _with(
        gk05=[
            ("20805", "section", "行政事业单位养老支出", {"total": "80.00", "basic": "80.00"}),
            _spent(*_RETIRED, "80.00", ""),
        ],
        gk06=[_paid("30301", "离休费", "30.00"), _paid("30302", "退休费", "50.00")],
    ),
    "an-retired-over": _with(
        gk05=[
            ("20805", "section", "行政事业单位养老支出", {"total": "79.99", "basic": "79.99"}),
            _spent(*_RETIRED, "79.99", ""),
        ],
        gk06=[_paid("30301", "离休费", "30.00"), _paid("30302", "退休费", "50.00")],
    ),
    "an-retired-contributions": _with(
        gk05=[
            ("20805", "section", "行政事业单位养老支出", {"total": "80.00", "basic": "80.00"}),
            _spent(*_RETIRED, "40.00", ""),
            _spent("2080505", "机关事业单位基本养老保险缴费支出", "40.00", ""),
        ],
        gk06=[_paid("30302", "退休费", "50.00")],
    ),
    # Retirement pay within 行政运行 is lawful, and 20805 may be contributions alone.
    "an-retired-nowhere": _with(
        gk05=[
            ("20805", "section", "行政事业单位养老支出", {"total": "40.00", "basic": "40.00"}),
            _spent("2080505", "机关事业单位基本养老保险缴费支出", "40.00", ""),
        ],
        gk06=[_paid("30302", "退休费", "50.00")],
    ),
    # 20805 is the sum: not printed, or blank, it is unknown and not zero.
    "an-retired-no-section": _with(
        gk05=[_spent("2080502", "事业单位离退休", "50.00", "")],
        gk06=[_paid("30302", "退休费", "50.00")],
    ),
    "an-retired-blank-section": _with(
        gk05=[
            ("20805", "section", "行政事业单位养老支出", {"total": "50.00", "basic": ""}),
            _spent("2080502", "事业单位离退休", "50.00", ""),
        ],
        gk06=[_paid("30302", "退休费", "50.00")],
    ),
    # X49: 100.00 is all that was spent of the general public budget.
    "an-three-all": _three("100.00"),
    "an-three-more": _three("100.01"),
    # N64, N65: the text speaks of all spending, 公开06表 of the basic one.
    "an-meeting-same": _meeting("50.00", "50.00"),
    "an-meeting-more": _meeting("60.00", "50.00"),
    "an-meeting-less": _meeting("49.99", "50.00"),
    "an-meeting-rounded": _meeting("49.9", "49.92"),
    "an-training-rounded": told(
        figure("three_public", "final", "培训费", "7.9"),
        tables={"gk06": [*factories.default_tables()["gk06"], _paid("30216", "培训费", "7.92")]},
    ),
    "an-training-less": told(
        figure("three_public", "final", "培训费", "7.00"),
        tables={"gk06": [*factories.default_tables()["gk06"], _paid("30216", "培训费", "8.00")]},
    ),
    "an-training-same": told(
        figure("three_public", "final", "培训费", "8.00"),
        tables={"gk06": [*factories.default_tables()["gk06"], _paid("30216", "培训费", "8.00")]},
    ),
    # A09: vehicles are bought by government procurement.
    "an-bought": _with(),
    "an-bought-procured": _with(),
}


def _bought(procured: str) -> Write:
    tables = factories.default_tables()
    [(key, role, label, figures)] = tables["gk07"]
    spent = dict.fromkeys(("final_total", "final_vehicles", "final_purchase"), "180000.00")
    tables["gk07"] = [(key, role, label, figures | spent)]
    tables["gk10"] = [
        ("procurement_total", "line", "政府采购支出合计", {"amount": procured}),
        ("procurement_goods", "line", "货物", {"amount": procured}),
    ]

    def write(raw_dir: Path, document_id: str) -> None:
        factories.write_document(raw_dir, document_id, tables=tables)

    return write


CASES |= {"an-bought": _bought("179999.99"), "an-bought-procured": _bought("180000.00")}

_TOLD = "three_public|final"
EXPECTED: list[Expected] = [
    ("an-plain", "A10", "document", "pass", "compared"),
    ("an-running", "A10", "document", "pass", "compared"),
    ("an-running-project", "A10", "document", "fail", "compared"),
    ("an-running-small", "A10", "document", "pass", "compared"),
    ("an-general", "A10", "document", "pass", "compared"),
    ("an-general-basic", "A10", "document", "fail", "compared"),
    ("an-other-name", "A10", "document", "pass", "compared"),
    ("an-no-gk05", "A10", "document", "no_data", "table_missing"),
    ("an-plain", "A11", "document", "pass", "compared"),
    ("an-office", "A11", "document", "pass", "compared"),
    ("an-construction", "A11", "document", "fail", "compared"),
    ("an-firms", "A11", "document", "fail", "compared"),
    ("an-firms-small", "A11", "document", "pass", "compared"),
    ("an-retired", "A12", "document", "pass", "compared"),
    ("an-retired-over", "A12", "document", "fail", "compared"),
    ("an-retired-contributions", "A12", "document", "fail", "compared"),
    ("an-retired-nowhere", "A12", "document", "not_applicable", "condition_no_retirement_account"),
    ("an-retired-no-section", "A12", "document", "no_data", "row_absent"),
    ("an-retired-blank-section", "A12", "document", "no_data", "cell_blank"),
    ("an-plain", "X49", "document", "pass", "compared"),
    ("an-three-all", "X49", "document", "pass", "compared"),
    ("an-three-more", "X49", "document", "fail", "compared"),
    ("an-bought", "A09", "document", "fail", "compared"),
    ("an-bought-procured", "A09", "document", "pass", "compared"),
]
MESSAGES: list[Message] = [
    ("an-running-project", "A10", "document", "notice", "2080201 行政运行 项目支出 1,000.00 元"),
    ("an-general-basic", "A10", "document", "notice", "一般行政管理事务 基本支出 2,000.00 元"),
    ("an-construction", "A11", "document", "notice", "31005 基础设施建设 5,000.00 元"),
    ("an-retired-contributions", "A12", "document", "notice", "50.00 元"),
    ("an-three-more", "X49", "document", "warning", "100.01 元"),
    ("an-bought", "A09", "document", "notice", "180,000.00 元"),
]
# Document, rule, status of the one figure that the text states.
STATED = [
    ("an-meeting-same", "N64", "pass"),
    ("an-meeting-more", "N64", "pass"),
    ("an-meeting-less", "N64", "fail"),
    ("an-training-less", "N65", "fail"),
    ("an-training-same", "N65", "pass"),
    ("an-meeting-rounded", "N64", "rounding"),
    ("an-training-rounded", "N65", "rounding"),
    ("an-plain", "N64", "no_data"),
    ("an-plain", "N65", "no_data"),
]


@pytest.mark.parametrize("case", EXPECTED, ids=lambda case: f"{case[0]}-{case[1]}")
def test_natures_of_accounts(rule_book: Book, case: Expected) -> None:
    is_ruled(rule_book, case)


@pytest.mark.parametrize("case", MESSAGES, ids=lambda case: f"{case[0]}-{case[1]}")
def test_messages_about_natures(rule_book: Book, case: Message) -> None:
    is_told(rule_book, case)


@pytest.mark.parametrize(("document_id", "rule_id", "status"), STATED)
def test_meetings_and_training_in_text_and_table(
    rule_book: Book, document_id: str, rule_id: str, status: str
) -> None:
    found = [v.status for key, v in rule_book.items() if key[:2] == (document_id, rule_id)]
    assert found == [status]
