"""Family N: what is said not to have been spent (N75, and A07), labels written before the rules."""

from __future__ import annotations

import pytest

from tests import factories
from tests.rules.judging import Book, Expected, Message, is_ruled, is_told
from tests.rules.narratives import figure, told, written
from tests.rules.writing import Write

TOTALS = "一、收入支出决算总体情况说明"
THREE = "七、财政拨款“三公”经费支出决算情况说明"
GRAND = "某市某局2022年度收入支出总计100.00元。"


def _spent(text: str, **final: str) -> Write:
    """Return a text on 三公经费 beside a table with these final amounts."""
    row = factories.default_tables()["gk07"][0]
    figures = row[3] | {f"final_{part}": amount for part, amount in final.items()}
    return written((TOTALS, [GRAND]), (THREE, [text]), tables={"gk07": [(*row[:3], figures)]})


GUESTS = "公务接待费支出决算为5.00元。"
SPENT_ON_GUESTS = {"reception": "5.00", "total": "5.00"}
CASES = {
    "nz-none": told(),
    "nz-silent": told(figure("operating_expense", "operating_expense", "机关运行经费", "10.00")),
    "nz-denied": _spent(f"{GUESTS}全年未发生公务接待费支出。", **SPENT_ON_GUESTS),
    "nz-denied-beside-table": _spent("2022年度本单位没有公务接待费支出。", **SPENT_ON_GUESTS),
    "nz-denied-all": _spent(f"{GUESTS}2022年度无“三公”经费支出。", **SPENT_ON_GUESTS),
    "nz-denied-and-nothing": _spent("公务接待费支出决算为0.00元，全年未发生公务接待费支出。"),
    "nz-denied-of-last-year": _spent(
        "公务接待费支出决算为5.00元，比上年增加5.00元，上年受寒潮影响，未发生公务接待费支出。",
        **SPENT_ON_GUESTS,
    ),
    "nz-denied-of-part": _spent(f"{GUESTS}局本级未发生公务接待费支出。", **SPENT_ON_GUESTS),
    "nz-denied-abroad-guests": _spent(
        f"{GUESTS}未发生国（境）外公务接待费支出。", **SPENT_ON_GUESTS
    ),
    "nz-denied-other-item": _spent(f"{GUESTS}未发生因公出国（境）费支出。", **SPENT_ON_GUESTS),
    # A07: no journeys and a price of journeys; another body may have led them.
    "nz-no-groups": _spent(
        "因公出国（境）费支出决算为5.00元。全年未安排因公出国（境）团组。",
        abroad="5.00",
        total="5.00",
    ),
    # However it is said.
    "nz-no-groups-otherwise": _spent(
        "因公出国（境）费支出决算为5.00元，主要原因是本年度未安排出国（境）团组。",
        abroad="5.00",
        total="5.00",
    ),
    "nz-no-groups-no-money": _spent(
        "因公出国（境）费支出决算为0.00元。全年未安排因公出国（境）团组。"
    ),
}

D = "document"
_VERDICTS = {
    "N75": {
        "nz-none": ("no_data", "narrative_not_read"),
        "nz-silent": ("not_applicable", "nothing_stated"),
        "nz-denied": ("fail", "compared"),
        "nz-denied-beside-table": ("fail", "compared"),
        "nz-denied-all": ("fail", "compared"),
        "nz-denied-and-nothing": ("pass", "compared"),
        "nz-denied-of-last-year": ("not_applicable", "nothing_stated"),
        "nz-denied-of-part": ("not_applicable", "nothing_stated"),
        "nz-denied-abroad-guests": ("not_applicable", "nothing_stated"),
        "nz-denied-other-item": ("pass", "compared"),
        "nz-no-groups": ("not_applicable", "nothing_stated"),
    },
}
EXPECTED = [
    (document, rule, D, *verdict)
    for rule, verdicts in _VERDICTS.items()
    for document, verdict in verdicts.items()
]
OF_NUMBERS = [
    ("nz-no-groups", "A07", D, "fail", "compared"),
    ("nz-no-groups-otherwise", "A07", D, "fail", "compared"),
    ("nz-no-groups-no-money", "A07", D, "pass", "compared"),
]

MESSAGES = [
    ("nz-denied", "N75", D, "warning", "写“全年未发生公务接待费支出”,而公务接待费写为 5.00元"),
    ("nz-denied-beside-table", "N75", D, "warning", "“2022年度本单位没有公务接待费支出”"),
    ("nz-no-groups", "A07", D, "notice", "“全年未安排因公出国（境）团组”"),
]


@pytest.mark.parametrize("case", [*EXPECTED, *OF_NUMBERS])
def test_what_is_said_not_to_be_gets_its_verdict(rule_book: Book, case: Expected) -> None:
    is_ruled(rule_book, case)


@pytest.mark.parametrize("case", MESSAGES)
def test_what_is_said_not_to_be_is_quoted(rule_book: Book, case: Message) -> None:
    is_told(rule_book, case)
