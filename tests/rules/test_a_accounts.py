"""Family A: contributions in both classifications, and 三公 money beside its numbers.

Written before the rules A05 to A08; what must be said follows from the figures of each case.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import factories
from tests.rules.judging import Book, Expected, Message, is_ruled, is_told
from tests.rules.narratives import figure, told
from tests.rules.writing import Record, Write, without_table

_NAMES = {
    "2080505": "机关事业单位基本养老保险缴费支出",
    "2080506": "机关事业单位职业年金缴费支出",
    "2101101": "行政单位医疗",
    "2101102": "事业单位医疗",
    "2210201": "住房公积金",
    "30108": "机关事业单位基本养老保险缴费",
    "30109": "职业年金缴费",
    "30110": "职工基本医疗保险缴费",
    "30111": "公务员医疗补助缴费",
    "30113": "住房公积金",
}


def _paid(all_spending: bool = False, **accounts: str) -> Write:
    """Return a document with these contributions: _2080505="100.00", _30108="80.00"."""
    tables = factories.default_tables()
    for name, amount in accounts.items():
        code = name.strip("_")
        if len(code) == len("2080505"):
            figures = {"total": amount, "basic": amount, "project": ""}
            tables["gk05"].append((code, "item", _NAMES[code], figures))
        else:
            figures = {"basic": amount} | ({"total": amount} if all_spending else {})
            tables["gk06"].append((code, "section", _NAMES[code], figures))

    def write(raw_dir: Path, document_id: str) -> None:
        factories.write_document(raw_dir, document_id, tables=tables)

    return write


def _three(*counts: tuple[str, str, str, str], **finals: str) -> Write:
    """Return a document: counts as (metric, subject, number, unit), amounts of gk07 in yuan."""
    row = factories.default_tables()["gk07"][0]
    columns = dict(row[3]) | {f"final_{part}": amount for part, amount in finals.items()}
    said: list[Record] = [
        figure("three_public", metric, subject, number, unit, "count")
        for metric, subject, number, unit in counts
    ]
    return told(*said, tables={"gk07": [(*row[:3], columns)]})


BATCHES = ("reception_batches", "国内公务接待费")
PERSONS = ("reception_persons", "国内公务接待费")
HELD = ("vehicles_held", "公务用车")
BOUGHT = ("vehicles_purchased", "公务用车")
GROUPS = ("abroad_groups", "因公出国（境）费")

CASES = {
    # A05: 5 % of 105.00 is 5.25.
    "aa-plain": lambda raw_dir, document_id: factories.write_document(raw_dir, document_id),
    "aa-same": _paid(_2080505="100.00", _30108="100.00", _2080506="50.00", _30109="50.00"),
    "aa-medical-in-two": _paid(_2101101="30.00", _2101102="20.00", _30110="45.00", _30111="5.00"),
    "aa-within-band": _paid(_2080505="100.00", _30108="105.26"),
    "aa-beyond-band": _paid(_2080505="100.00", _30108="105.27"),
    # Less than five in a hundred apart, by two digits side by side that changed places.
    "aa-digits-exchanged": _paid(_2210201="6104.00", _30113="6014.00"),
    "aa-fen-exchanged": _paid(_2210201="6104.01", _30113="6104.10"),
    "aa-digits-apart": _paid(_2210201="6124.00", _30113="6142.05"),
    "aa-digit-less": _paid(_2210201="6104.00", _30113="6014.10"),
    "aa-digit-other": _paid(_2210201="6104.00", _30113="6105.00"),
    "aa-one-side": _paid(_30109="50.00"),
    "aa-no-item": _paid(_2210201="100.00"),
    "aa-all-spending": _paid(all_spending=True, _2080505="100.00", _30108="80.00"),
    "aa-no-gk06": without_table("gk06"),
    # A06
    "aa-half": _paid(_30108="100.00", _30109="50.00"),
    "aa-at-most": _paid(_30108="100.00", _30109="60.00"),
    "aa-above": _paid(_30108="100.00", _30109="60.01"),
    "aa-at-least": _paid(_30108="100.00", _30109="40.00"),
    "aa-below": _paid(_30108="100.00", _30109="39.99"),
    "aa-no-annuity": _paid(_30108="100.00"),
    # A07
    "aa-three-none": _three((*BATCHES, "0", "批次"), (*HELD, "0", "辆"), (*BOUGHT, "0", "辆")),
    "aa-three-alike": _three(
        (*BATCHES, "3", "批次"),
        (*PERSONS, "20", "人次"),
        (*HELD, "2", "辆"),
        reception="2000.00",
        running="60000.00",
    ),
    "aa-reception-uncounted": _three(
        (*BATCHES, "0", "批次"), (*PERSONS, "0", "人次"), reception="0.01"
    ),
    "aa-reception-unpaid": _three((*BATCHES, "1", "批次"), (*PERSONS, "5", "人次")),
    "aa-cars-of-others": _three((*HELD, "2", "辆")),
    "aa-journey-of-others": _three((*GROUPS, "1", "个")),
    "aa-bought-unpaid": _three((*BOUGHT, "1", "辆")),
    "aa-foreign-guests": _three(
        ("reception_batches", "外事接待费", "0", "批次"), reception="100.00"
    ),
    # A08
    "aa-car-at-limit": _three((*HELD, "2", "辆"), running="200000.00"),
    "aa-car-beyond": _three((*HELD, "2", "辆"), running="200000.01"),
    "aa-guest-at-limit": _three((*PERSONS, "10", "人次"), reception="5000.00"),
    "aa-guest-beyond": _three((*PERSONS, "10", "人次"), reception="5000.01"),
    "aa-batch-dear": _three((*BATCHES, "1", "批次"), reception="5000.00"),
}

EXPECTED = [
    ("aa-plain", "A05", "document", "not_applicable", "no_account_printed"),
    ("aa-same", "A05", "document", "pass", "compared"),
    ("aa-medical-in-two", "A05", "document", "pass", "compared"),
    ("aa-within-band", "A05", "document", "pass", "compared"),
    ("aa-beyond-band", "A05", "document", "fail", "compared"),
    ("aa-digits-exchanged", "A05", "document", "fail", "compared"),
    ("aa-fen-exchanged", "A05", "document", "fail", "compared"),
    ("aa-digits-apart", "A05", "document", "pass", "compared"),
    ("aa-digit-less", "A05", "document", "pass", "compared"),
    ("aa-digit-other", "A05", "document", "pass", "compared"),
    ("aa-one-side", "A05", "document", "fail", "compared"),
    ("aa-no-item", "A05", "document", "fail", "compared"),
    ("aa-all-spending", "A05", "document", "fail", "compared"),
    ("aa-no-gk06", "A05", "document", "no_data", "table_missing"),
    ("aa-half", "A06", "document", "pass", "compared"),
    ("aa-at-most", "A06", "document", "pass", "compared"),
    ("aa-above", "A06", "document", "fail", "compared"),
    ("aa-at-least", "A06", "document", "pass", "compared"),
    ("aa-below", "A06", "document", "fail", "compared"),
    ("aa-no-annuity", "A06", "document", "not_applicable", "row_blank"),
    ("aa-no-gk06", "A06", "document", "no_data", "table_missing"),
    ("aa-plain", "A07", "document", "no_data", "not_in_text"),
    ("aa-three-none", "A07", "document", "pass", "compared"),
    ("aa-three-alike", "A07", "document", "pass", "compared"),
    ("aa-reception-uncounted", "A07", "document", "fail", "compared"),
    ("aa-reception-unpaid", "A07", "document", "fail", "compared"),
    ("aa-cars-of-others", "A07", "document", "pass", "compared"),
    ("aa-journey-of-others", "A07", "document", "pass", "compared"),
    ("aa-bought-unpaid", "A07", "document", "fail", "compared"),
    ("aa-foreign-guests", "A07", "document", "no_data", "not_in_text"),
    ("aa-three-none", "A08", "document", "no_data", "not_in_text"),
    ("aa-three-alike", "A08", "document", "pass", "compared"),
    ("aa-car-at-limit", "A08", "document", "pass", "compared"),
    ("aa-car-beyond", "A08", "document", "fail", "compared"),
    ("aa-guest-at-limit", "A08", "document", "pass", "compared"),
    ("aa-guest-beyond", "A08", "document", "fail", "compared"),
    ("aa-batch-dear", "A08", "document", "no_data", "not_in_text"),
]

MESSAGES = [
    (
        "aa-beyond-band",
        "A05",
        "document",
        "notice",
        "基本养老保险缴费(2080505)100.00 元,30108 105.27 元",
    ),
    (
        "aa-digits-exchanged",
        "A05",
        "document",
        "notice",
        "住房公积金(2210201)6,104.00 元,30113 6,014.00 元(相邻两位数字互换)",
    ),
    ("aa-one-side", "A05", "document", "notice", "职业年金缴费(2080506)0.00 元,30109 50.00 元"),
    ("aa-above", "A06", "document", "notice", "60.01 元,为基本养老保险缴费 100.00 元 的 60.01%"),
    (
        "aa-reception-uncounted",
        "A07",
        "document",
        "notice",
        "公务接待费 0.01 元,国内公务接待批次 0 批次",
    ),
    (
        "aa-car-beyond",
        "A08",
        "document",
        "notice",
        "公务用车运行维护费 200,000.01 元 ÷ 公务用车保有量 2 辆",
    ),
]


@pytest.mark.parametrize("case", EXPECTED)
def test_what_hardly_agrees_gets_its_verdict(rule_book: Book, case: Expected) -> None:
    is_ruled(rule_book, case)


@pytest.mark.parametrize("case", MESSAGES)
def test_what_hardly_agrees_is_a_notice_with_its_figures(rule_book: Book, case: Message) -> None:
    is_told(rule_book, case)
