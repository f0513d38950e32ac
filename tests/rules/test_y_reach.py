"""Family Y: budgets left from last year, growth without a reason, an organization's events.

Labels written before Y06, Y07 and what `year_on_year` says; they follow from the figures.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from dagster_project.runtime.warehouse import open_warehouse
from tests import factories
from tests.rules.judging import Book, Expected, Message, is_ruled, is_told
from tests.rules.narratives import figure, remark, told
from tests.rules.writing import Record, Write

_NAMES = {"205": "教育支出", "208": "社会保障和就业支出"}
_ITEMS = {"2050101": "行政运行", "2080101": "行政运行", "2080801": "死亡抚恤", "2101101": "医疗"}


def _pair(this: Write, last: Write) -> Write:
    def write(raw_dir: Path, document_id: str) -> None:
        this(raw_dir, document_id)
        last(raw_dir, f"{document_id}-before")

    return write


def _budgets(
    name: str, this: list[str], last: list[str], total: tuple[str, str] = ("", "")
) -> Write:
    """Return two years whose texts state these initial budgets, item by item."""

    def text(amounts: list[str], whole: str) -> list[Record]:
        said = [
            figure(
                "general_public",
                "budget",
                f"甲/乙/{item}",
                amount,
                "万元",
                base="年初预算",
                account_code=code,
            )
            for (code, item), amount in zip(_ITEMS.items(), amounts, strict=False)
        ]
        if whole:
            said.append(
                figure("general_public", "budget", "财政拨款支出", whole, "万元", base="年初预算")
            )
        return said

    own = f"org-{name}"
    return _pair(
        told(*text(this, total[0]), organization_id=own),
        told(*text(last, total[1]), organization_id=own, year=2021),
    )


def _grown(name: str, this: str, last: str, *reasons: Record, other: str = "900000.00") -> Write:
    """Return two years in which class 205 goes from ``last`` to ``this`` and 208 stays."""

    def tables(amount: str) -> dict[str, list[factories.Row]]:
        found = factories.default_tables()
        total, *_ = found["gk03"]
        found["gk03"] = [
            total,
            *(
                (code, "class", _NAMES[code], total[3] | {"total": spent})
                for code, spent in (("205", amount), ("208", other))
                if spent
            ),
        ]
        return found

    own = f"org-{name}"
    said = figure("general_public", "final", "社会保障和就业支出", "100.00", account_code="208")
    return _pair(
        told(said, remarks=reasons, tables=tables(this), organization_id=own),
        told(tables=tables(last), organization_id=own, year=2021),
    )


def _reason(code: str = "", standing: str = "", topic: str = "general_public") -> Record:
    return remark("reason", topic, account_code=code, printed_text=standing, base="增加")


def _two(last_organization: str, name: str) -> Write:
    """Return a document of 2022 and, of another or the same organization, one of 2021."""

    def write(raw_dir: Path, document_id: str) -> None:
        own = f"org-{document_id}"
        factories.write_document(raw_dir, document_id, organization_id=own)
        factories.write_document(
            raw_dir,
            f"{document_id}-before",
            year=2021,
            organization_id=last_organization or own,
            organization_name=name,
        )

    return write


def _event(number: str, name: str, event: str, former: str = "") -> Record:
    return {
        "event_no": number,
        "organization_id": f"org-{name}",
        "event": event,
        "event_year": "2022",
        "former_organization_id": former,
    }


SEED_ROWS = {
    "codes/organization_events.csv": [
        _event("9011", "yo-renamed", "renamed", "org-yo-old"),
        _event("9012", "yo-merged", "merged"),
        _event("9013", "yo-split", "split"),
        _event("9014", "yo-founded", "founded"),
    ]
}
CASES = {
    # year_on_year
    "yo-same": _two("", "某市某局"),
    "yo-renamed": _two("org-yo-old", "某市旧局"),
    "yo-stranger": _two("org-yo-somebody", "某市旧局"),
    "yo-merged": _two("", "某市某局"),
    "yo-split": _two("", "某市某局"),
    "yo-founded": lambda raw_dir, name: factories.write_document(
        raw_dir, name, organization_id=f"org-{name}"
    ),
    # Y06
    "ys-budget-new": _budgets("bn", ["12.34", "23.45", "34.56"], ["11.34", "22.45", "33.56"]),
    "ys-budget-same": _budgets("bs", ["12.34", "23.45", "34.56"], ["12.34", "23.45", "34.56"]),
    "ys-budget-two": _budgets("bt", ["12.34", "23.45", "34.56"], ["12.34", "23.45", "33.56"]),
    "ys-budget-round": _budgets("br", ["12.00", "23.00", "34.00"], ["12.00", "23.00", "34.00"]),
    "ys-budget-total": _budgets("bu", ["12.34"], ["11.34"], ("1234.56", "1234.56")),
    "ys-budget-total-new": _budgets("bv", ["12.34"], ["12.34"], ("1234.56", "1200.56")),
    "ys-budget-untold": _budgets("bw", ["12.34", "23.45", "34.56"], []),
    "ys-budget-alone": told(
        figure("general_public", "budget", "财政拨款支出", "12.34", "万元", base="年初预算")
    ),
    # Y07: 205 grows by 60 %.
    "ys-grown": _grown("g1", "1600000.00", "1000000.00"),
    "ys-grown-total-reason": _grown("g2", "1600000.00", "1000000.00", _reason()),
    "ys-grown-told": _grown("g3", "1600000.00", "1000000.00", _reason("2050201"), _reason("208")),
    "ys-grown-other-told": _grown("g4", "1600000.00", "1000000.00", _reason("208")),
    "ys-grown-left-out": _grown(
        "g5", "1600000.00", "1000000.00", _reason("205", "略"), _reason("208")
    ),
    "ys-grown-little": _grown("g6", "1490000.00", "1000000.00"),
    "ys-grown-small": _grown("g7", "160000.00", "100000.00", other="9000000.00"),
    "ys-shrunk": _grown("g8", "400000.00", "1000000.00"),
    # Y05: a class that a reason speaks of is explained.
    "ys-appeared": _grown("a1", "500000.00", "0.00"),
    "ys-appeared-told": _grown("a2", "500000.00", "0.00", _reason("2050201")),
    "ys-appeared-left-out": _grown("a3", "500000.00", "0.00", _reason("2050201", "略")),
}

D = "document"
# Document: what it is compared with, and why with nothing.
COMPARED: dict[str, tuple[str | None, str | None, str | None]] = {
    "yo-same": ("yo-same-before", "某市某局", None),
    "yo-renamed": ("yo-renamed-before", "某市旧局", None),
    "yo-stranger": (None, None, "上年度决算未收录"),
    "yo-merged": (None, None, "单位当年合并或分立，与上年不可比"),
    "yo-split": (None, None, "单位当年合并或分立，与上年不可比"),
    "yo-founded": (None, None, "单位当年组建，没有上年数"),
}
EXPECTED: list[Expected] = [
    ("yo-renamed", "Y05", D, "pass", "compared"),
    ("yo-stranger", "Y05", D, "no_data", "no_previous_year"),
    ("yo-split", "Y05", D, "no_data", "organization_changed"),
    ("ys-budget-new", "Y06", D, "pass", "compared"),
    ("ys-budget-same", "Y06", D, "fail", "compared"),
    ("ys-budget-two", "Y06", D, "pass", "compared"),
    ("ys-budget-round", "Y06", D, "pass", "compared"),
    ("ys-budget-total", "Y06", D, "fail", "compared"),
    ("ys-budget-total-new", "Y06", D, "pass", "compared"),
    ("ys-budget-untold", "Y06", D, "no_data", "not_in_text"),
    ("ys-budget-alone", "Y06", D, "no_data", "no_previous_year"),
    ("ys-grown", "Y07", D, "fail", "compared"),
    ("ys-grown-total-reason", "Y07", D, "pass", "compared"),
    ("ys-grown-told", "Y07", D, "pass", "compared"),
    ("ys-grown-other-told", "Y07", D, "fail", "compared"),
    ("ys-grown-left-out", "Y07", D, "fail", "compared"),
    ("ys-grown-little", "Y07", D, "pass", "compared"),
    ("ys-grown-small", "Y07", D, "pass", "compared"),
    ("ys-shrunk", "Y07", D, "fail", "compared"),
    ("ys-budget-alone", "Y07", D, "no_data", "no_previous_year"),
    ("ys-appeared", "Y05", D, "fail", "compared"),
    ("ys-appeared-told", "Y05", D, "pass", "compared"),
    ("ys-appeared-left-out", "Y05", D, "fail", "compared"),
]
MESSAGES: list[Message] = [
    ("ys-budget-same", "Y06", D, "notice", "3 个科目的年初预算与上年相同"),
    ("ys-budget-total", "Y06", D, "notice", "1,234.56 万元"),
    ("ys-grown", "Y07", D, "notice", "205 教育支出由上年 1,000,000.00 元到 1,600,000.00 元"),
]


@pytest.mark.parametrize("case", EXPECTED, ids=lambda case: f"{case[0]}-{case[1]}")
def test_verdict(rule_book: Book, case: Expected) -> None:
    is_ruled(rule_book, case)


@pytest.mark.parametrize("case", MESSAGES, ids=lambda case: f"{case[0]}-{case[1]}")
def test_message(rule_book: Book, case: Message) -> None:
    is_told(rule_book, case)


@pytest.mark.parametrize("document_id", COMPARED)
def test_years_follow_an_organization_through_its_events(
    rule_warehouse: Path, document_id: str
) -> None:
    with open_warehouse(rule_warehouse, read_only=True) as connection:
        found = connection.execute(
            "select prior_document_id, prior_organization_name, not_comparable_reason, "
            "is_comparable from marts.year_on_year "
            "where document_id = ? and metric = 'expenditure_total'",
            [document_id],
        ).fetchall()
    expected = COMPARED[document_id]
    assert found == [(*expected, expected[0] is not None)]
