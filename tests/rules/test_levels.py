"""Tables that leave out a level of accounts, a column or a row: that alone accuses nobody."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import factories
from tests.rules.judging import Book, Expected, Message, is_ruled, is_told
from tests.rules.narratives import figure, told
from tests.rules.writing import Record, Write, edit_records, edit_table_json

_FIGURES = {"total": "100.00", "basic": "60.00", "project": "40.00"}
_HALF = {"total": "50.00", "basic": "30.00", "project": "20.00"}
_CLAIM = "general_public|final|2080101|amount"


def _kept(*keys: str, table: str = "gk03") -> list[factories.Row]:
    """Return the factory's rows of one table with these keys only."""
    return [row for row in factories.default_tables()[table] if row[0] in keys]


def _by_sections() -> list[factories.Row]:
    return [
        ("total", "total", "合计", dict(_FIGURES)),
        ("208", "class", "社会保障和就业支出", dict(_FIGURES)),
        ("20801", "section", "人力资源和社会保障管理事务", dict(_HALF)),
        ("20805", "section", "行政事业单位养老支出", dict(_HALF)),
    ]


def _items(*amounts: tuple[str, str], total: str = "100.00") -> list[factories.Row]:
    """Return a table of 合计 and items alone; half of each is basic expenditure."""
    rows: list[factories.Row] = [("total", "total", "合计", {"total": total})]
    return [*rows, *((code, "item", f"科目{code}", {"total": paid}) for code, paid in amounts)]


def _of_two_classes(second: str) -> dict[str, list[factories.Row]]:
    """Return tables of two classes, of which 公开03表 prints the 款 alone."""
    summary = [row for row in factories.default_tables()["gk01"] if row[0] != "208"]
    classes: list[factories.Row] = [
        ("208", "class", "社会保障和就业支出", {"expenditure_amount": "50.00"}),
        ("210", "class", "卫生健康支出", {"expenditure_amount": "50.00"}),
    ]
    sections: list[factories.Row] = [
        ("total", "total", "合计", {"total": "100.00"}),
        ("20801", "section", "人力资源和社会保障管理事务", {"total": "50.00"}),
        ("21011", "section", "行政事业单位医疗", {"total": second}),
    ]
    return {"gk01": [*summary, *classes], "gk03": sections}


_TWO = (("2080101", "60.00"), ("2080199", "40.00"))


def _said(account: str = "2080101", tables: dict[str, list[factories.Row]] | None = None) -> Write:
    stated = figure("general_public", "final", "甲/乙/丙", "100.00", account_code=account)
    return told(stated, tables=tables)


def _unknown_total(raw_dir: Path, document_id: str) -> None:
    _said()(raw_dir, document_id)

    def rename(records: list[Record]) -> list[Record]:
        return [
            record
            | {
                "column_code": {"total": "other_07"}.get(
                    record["column_code"], record["column_code"]
                )
            }
            for record in records
        ]

    edit_records(_folder(raw_dir, document_id), "gk05", rename)


def _unconfirmed(raw_dir: Path, document_id: str) -> None:
    _said("2080199")(raw_dir, document_id)
    edit_table_json(_folder(raw_dir, document_id), "gk05", read_status="unconfirmed")


def _doubted(write: Write) -> Write:
    def doubted(raw_dir: Path, document_id: str) -> None:
        write(raw_dir, document_id)
        edit_table_json(_folder(raw_dir, document_id), "gk03", read_status="unconfirmed")

    return doubted


def _folder(raw_dir: Path, document_id: str) -> Path:
    """Return the folder that the factory wrote the document to."""
    return next(path for path in raw_dir.glob(f"*/{document_id}") if path.is_dir())


CASES = {
    "lv-whole": _said(),
    # Items alone: 类 and 款 are not missing one by one.
    "lv-items": told(tables={"gk03": _kept("total", "2080101")}),
    # One class is missing above its printed parts.
    "lv-no-class": told(tables={"gk03": _kept("total", "20801", "2080101")}),
    "lv-no-section": told(tables={"gk03": _kept("total", "208", "2080101")}),
    # 款 and no 项: the item is in one of them.
    "lv-sections": _said(tables={"gk05": _by_sections()}),
    "lv-absent": _said("2080199"),
    "lv-unknown-total": _unknown_total,
    "lv-unconfirmed": _unconfirmed,
}
# What 类 and 款 would say is added up from the items: 60.00 + 40.00 of 208.
CASES |= {
    "lv-added": told(tables={"gk03": _items(*_TWO), "gk05": _items(*_TWO)}),
    "lv-added-total": told(tables={"gk03": _items(*_TWO, total="100.01")}),
    "lv-added-item": told(tables={"gk05": _items(_TWO[0], ("2080199", "40.01"), total="100.01")}),
    "lv-added-class": told(tables={"gk03": _items(_TWO[0], ("2130101", "40.00"))}),
    "lv-added-by-section": told(tables=_of_two_classes("50.00")),
    "lv-added-by-section-less": told(tables=_of_two_classes("49.00")),
    "lv-classes": told(
        tables={
            "gk03": [
                ("total", "total", "合计", dict(_FIGURES)),
                ("208", "class", "社会保障和就业支出", dict(_HALF)),
                ("210", "class", "卫生健康支出", dict(_HALF)),
            ]
        }
    ),
    "lv-added-unconfirmed": _doubted(told(tables={"gk03": _items(*_TWO, total="100.01")})),
}
D = "document"
_FAIL = ("fail", "account_absent_right")
EXPECTED: list[Expected] = [
    ("lv-whole", "N08", _CLAIM, "pass", "compared"),
    ("lv-whole", "X09", "208", "pass", "compared"),
    ("lv-whole", "I14", "20801/total", "pass", "compared"),
    ("lv-items", "X09", "208", "not_applicable", "level_not_printed"),
    ("lv-items", "I14", "20801/total", "not_applicable", "level_not_printed"),
    ("lv-no-class", "X09", "208", *_FAIL),
    ("lv-no-section", "I14", "20801/total", "fail", "account_absent_left"),
    ("lv-sections", "N08", _CLAIM, "no_data", "cell_absent"),
    ("lv-absent", "N08", "general_public|final|2080199|amount", *_FAIL),
    ("lv-unknown-total", "N08", _CLAIM, "no_data", "cell_absent"),
    ("lv-whole", "X56", D, "not_applicable", "every_level_printed"),
    ("lv-no-class", "X56", D, "not_applicable", "every_level_printed"),
    ("lv-items", "X56", D, "pass", "compared"),
    ("lv-added", "X56", D, "pass", "compared"),
    ("lv-added-total", "X56", D, "fail", "compared"),
    ("lv-added-item", "X56", D, "fail", "compared"),
    ("lv-added-class", "X56", D, "fail", "compared"),
    ("lv-added-by-section", "X56", D, "pass", "compared"),
    ("lv-added-by-section-less", "X56", D, "fail", "compared"),
    ("lv-classes", "X56", D, "not_applicable", "every_level_printed"),
    ("lv-added-unconfirmed", "X56", D, "no_data", "reading_unconfirmed"),
    ("lv-whole", "K06", D, "pass", "compared"),
    ("lv-no-class", "K06", D, "pass", "compared"),
    ("lv-added", "K06", D, "fail", "compared"),
    ("lv-classes", "K06", D, "fail", "compared"),
    ("lv-sections", "K06", D, "fail", "compared"),
    ("lv-added-by-section", "K06", D, "fail", "compared"),
    ("lv-added-unconfirmed", "K06", D, "no_data", "reading_unconfirmed"),
    (
        "lv-unconfirmed",
        "N08",
        "general_public|final|2080199|amount",
        "no_data",
        "reading_unconfirmed",
    ),
]


MESSAGES: list[Message] = [
    ("lv-added", "K06", D, "notice", "只列项,未列类、款"),
    ("lv-classes", "K06", D, "notice", "只列类,未列款、项"),
    ("lv-sections", "K06", D, "notice", "未列项"),
    ("lv-added-total", "X56", D, "warning", "合计为 100.01 元,所列各行之和为 100.00 元"),
    ("lv-added-item", "X56", D, "warning", "208 为 100.00 元,"),
    ("lv-added-class", "X56", D, "warning", "213 为 0.00 元,"),
]


@pytest.mark.parametrize("case", MESSAGES, ids=lambda c: "/".join(c[:3]))
def test_a_level_that_is_left_out_is_told_once(rule_book: Book, case: Message) -> None:
    is_told(rule_book, case)


@pytest.mark.parametrize("case", EXPECTED)
def test_what_is_not_printed_accuses_nobody(rule_book: Book, case: Expected) -> None:
    is_ruled(rule_book, case)
