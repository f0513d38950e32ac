"""S08, S10–S12, K01, I53: what is printed around a table and beside its figures fits the table."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from dagster_project.contract.cell_model import HEADING_COLUMNS
from tests import factories
from tests.rules.conftest import Key, Verdict
from tests.rules.judging import Expected, Message, is_ruled, is_told
from tests.rules.writing import Write, edit_records, edit_table_json, write_headings

D = "document"
# Kind, table, text.
Around = tuple[str, str, str]
_FUND = "政府性基金预算财政拨款"
_CAPITAL = "国有资本经营预算财政拨款"
_NO_FUND = f"说明：某市某局2022年度没有{_FUND}收入支出，故本表无数据。"


def _around(
    *headings: Around,
    gk08: dict[str, str] | None = None,
    numbers: dict[str, str] | None = None,
    name: str = "某市某局",
) -> Write:
    """Return a writer of a document with these headings, and gk08 with these figures."""

    def write(raw_dir: Path, document_id: str) -> None:
        tables = factories.default_tables()
        if gk08:
            tables["gk08"] = [("total", "total", "合计", gk08)]
        folder = factories.write_document(
            raw_dir, document_id, tables=tables, organization_name=name
        )
        for table, title in (numbers or {}).items():
            edit_table_json(folder, table, title=title, printed_number=None)
        write_headings(folder, [(kind, "", text) for kind, _, text in headings])
        with (folder / "headings.csv").open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
        for row, (_, table, _) in zip(rows, headings, strict=True):
            row["table_code"] = table
        factories.write_csv(folder / "headings.csv", HEADING_COLUMNS, rows)

    return write


def _titles(*titles: str) -> Write:
    """Return a writer of a document whose tables have these titles, in the order of print."""
    codes = [f"gk{number:02d}" for number in range(1, len(titles) + 1)]
    headings = [("table_title", c, title) for c, title in zip(codes, titles, strict=True)]
    return _around(*headings, numbers=dict(zip(codes, titles, strict=True)))


def _headed(names: Sequence[str], owner: str) -> Write:
    headings = [
        ("table_head", f"gk{number:02d}", f"部门：{name}")
        for number, name in enumerate(names, start=1)
    ]
    return _around(*headings, name=owner)


def _named(*labels: str, code: str = "2080197") -> Write:
    """Return a writer of a document that prints these names of an account in gk02, gk03, gk05."""

    def write(raw_dir: Path, document_id: str) -> None:
        folder = factories.write_document(raw_dir, document_id)
        own = dict.fromkeys(("row_key", "printed_code", "account_code"), code)
        for table, label in zip(("gk02", "gk03", "gk05"), labels, strict=True):
            edit_records(
                folder,
                table,
                lambda records, label=label: [
                    r | own | {"printed_label": label} if r["account_code"] == "2080101" else r
                    for r in records
                ],
            )

    return write


def _fees(*items: tuple[str, str]) -> Write:
    """Return a writer of a document whose items have this 事业收入 and 教育收费 within it."""
    fees = sum(Decimal(fee or 0) for _, fee in items)
    income = sum(Decimal(own) for own, _ in items)
    codes = [f"208010{number}" for number in range(1, len(items) + 1)]
    figures = {row: (str(income), str(fees)) for row in ("total", "208", "20801")}
    figures |= dict(zip(codes, items, strict=True))
    rows = factories.default_tables()["gk02"]
    blank = dict.fromkeys(rows[0][3], "")
    heads = [(key, role, label) for key, role, label, _ in rows[:3]]
    heads += [(code, "item", f"科目{code}") for code in codes]
    own = [
        (key, role, label, blank | {"total": of, "undertaking": of} | {_FEES: fee})
        for key, role, label in heads
        for of, fee in [figures[key]]
    ]

    def write(raw_dir: Path, document_id: str) -> None:
        tables = factories.default_tables() | {"gk02": own}
        folder = factories.write_document(raw_dir, document_id, tables=tables)
        edit_table_json(folder, "gk02", variant="with_education_fees")

    return write


def _lottery(kind: str) -> str:
    return f"用于{kind}的彩票公益金支出"


_SPENT = {"opening": "", "income": "2.00", "total": "2.00", "basic": "", "project": "2.00"}
_RECEIVED = {"opening": "", "income": "2.00", "total": "", "closing": "2.00"}
_FEE_ROWS = ("total", "208", "20801", "2080101", "2080102")
_FEES = "undertaking_education_fees"
_OWNER, _BELOW = "南屿市水务局", "南屿市水利工程管理中心"

CASES = {
    "sa-none": _around(("part", "", "第一部分 部门概况")),
    # S10.
    "sa-empty": _around(("statement", "gk08", _NO_FUND)),
    "sa-not-empty": _around(("statement", "gk08", _NO_FUND), gk08=_SPENT),
    "sa-not-empty-short": _around(("note", "gk08", "注：本表无数据。"), gk08=_SPENT),
    "sa-no-spending": _around(
        ("statement", "gk08", f"说明：本部门没有{_FUND}支出，故本表无数据。"), gk08=_RECEIVED
    ),
    "sa-if-empty": _around(
        ("note", "gk08", f"注：如本部门没有{_FUND}收支，则本表为空表。"), gk08=_SPENT
    ),
    "sa-not-empty-elsewhere": _around(
        ("statement", "gk08", _NO_FUND.replace(_FUND, _CAPITAL)), gk08=_SPENT
    ),
    # S11.
    "sa-note": _around(("note", "gk08", f"注：本表反映部门本年度{_FUND}收入支出情况。")),
    "sa-note-of-another": _around(("note", "gk09", f"注：本表反映部门本年度{_FUND}支出情况。")),
    "sa-note-of-both": _around(
        ("note", "gk09", f"注：本表反映部门本年度{_FUND}和{_CAPITAL}支出情况。")
    ),
    "sa-note-second-sentence": _around(
        ("note", "gk09", f"注：本表反映部门本年度支出情况，不含{_CAPITAL}结转。{_FUND}见上表。")
    ),
    "sa-note-without-budget": _around(("note", "gk09", "注：本表反映部门本年度支出情况。")),
    # S12.
    "sa-numbers": _titles("表1：收入支出决算总表", "表2：收入决算表", "表3：支出决算表"),
    "sa-number-twice": _titles("表1：收入支出决算总表", "表2：收入决算表", "表2：支出决算表"),
    "sa-number-behind": _titles("表1：收入支出决算总表", "表3：支出决算表", "表2：收入决算表"),
    "sa-number-skipped": _titles("表1：收入支出决算总表", "表2：收入决算表", "表4：支出决算表"),
    "sa-numbers-of-parts": _titles(
        "表1：收入支出决算总表", "表2-1：收入决算表", "表2-2：支出决算表"
    ),
    "sa-no-number": _titles("收入支出决算总表", "收入决算表"),
    # S08.
    "sa-owner": _headed([_OWNER] * 4, _OWNER),
    "sa-owner-of-one-table": _headed([_OWNER] * 3 + [_BELOW], _OWNER),
    "sa-owner-abbreviated": _headed([_OWNER] * 3 + ["南屿水务局"], _OWNER),
    "sa-owners-even": _headed([_OWNER] * 2 + [_BELOW] * 2, _OWNER),
    "sa-owner-as-written-longer": _headed([_OWNER] * 3 + [f"{_OWNER}机关"], _OWNER),
    # K01: an account that is in no list.
    "sa-name": _named(*[_lottery("体育事业")] * 3),
    "sa-name-of-one-table": _named(
        _lottery("体育事业"), _lottery("社会福利"), _lottery("体育事业")
    ),
    "sa-name-cut": _named(_lottery("体育事业"), "用于体育事业的彩票", _lottery("体育事业")),
    "sa-name-disordered": _named(
        _lottery("体育事业"), "用于体育的彩票事业公益支出金", _lottery("体育事业")
    ),
    "sa-name-each-its-own": _named(_lottery("体育事业"), _lottery("社会福利"), _lottery("残疾人")),
    # I53.
    "sa-fees": _fees(("30.00", "30.00"), ("10.00", "")),
    "sa-fees-more": _fees(("30.00", "61.32"), ("10.00", "")),
    "sa-fees-more-twice": _fees(("30.00", "61.32"), ("10.00", "11.00")),
    "sa-fees-of-another-item": _fees(("30.00", "29.00"), ("10.00", "10.50")),
}

EXPECTED: list[Expected] = [
    ("sa-none", "S10", D, "not_applicable", "no_statement"),
    ("sa-empty", "S10", D, "pass", "compared"),
    ("sa-not-empty", "S10", D, "fail", "compared"),
    ("sa-not-empty-short", "S10", D, "fail", "compared"),
    ("sa-no-spending", "S10", D, "pass", "compared"),
    ("sa-if-empty", "S10", D, "not_applicable", "no_statement"),
    ("sa-not-empty-elsewhere", "S10", D, "not_applicable", "no_statement"),
    ("sa-none", "S11", D, "not_applicable", "no_table_note"),
    ("sa-note", "S11", D, "pass", "compared"),
    ("sa-note-of-another", "S11", D, "fail", "compared"),
    ("sa-note-of-both", "S11", D, "pass", "compared"),
    ("sa-note-second-sentence", "S11", D, "pass", "compared"),
    ("sa-note-without-budget", "S11", D, "not_applicable", "no_table_note"),
    ("sa-not-empty-elsewhere", "S11", D, "fail", "compared"),
    ("sa-numbers", "S12", D, "pass", "compared"),
    ("sa-number-twice", "S12", D, "fail", "compared"),
    ("sa-number-behind", "S12", D, "fail", "compared"),
    ("sa-number-skipped", "S12", D, "pass", "compared"),
    ("sa-numbers-of-parts", "S12", D, "pass", "compared"),
    ("sa-no-number", "S12", D, "not_applicable", "no_table_number"),
    ("sa-owner", "S08", D, "pass", "compared"),
    ("sa-owner-of-one-table", "S08", D, "fail", "compared"),
    ("sa-owner-abbreviated", "S08", D, "pass", "compared"),
    ("sa-owners-even", "S08", D, "pass", "compared"),
    ("sa-owner-as-written-longer", "S08", D, "pass", "compared"),
    ("sa-name", "K01", "2080197", "no_data", "code_not_listed"),
    ("sa-name-of-one-table", "K01", "2080197", "fail", "named_otherwise"),
    ("sa-name-cut", "K01", "2080197", "no_data", "code_not_listed"),
    ("sa-name-disordered", "K01", "2080197", "no_data", "code_not_listed"),
    ("sa-name-each-its-own", "K01", "2080197", "no_data", "code_not_listed"),
    ("sa-fees", "I53", "total", "pass", "compared"),
    ("sa-fees-more", "I53", "total", "fail", "compared"),
    ("sa-fees-more", "I53", "2080101", "fail", "compared"),
    ("sa-fees-of-another-item", "I53", "2080101", "pass", "compared"),
    ("sa-fees-of-another-item", "I53", "2080102", "fail", "compared"),
]

MESSAGES: list[Message] = [
    ("sa-not-empty", "S10", D, "warning", "故本表无数据。”,而表中 合计 2.00"),
    ("sa-note-of-another", "S11", D, "notice", f"之下写“注：本表反映部门本年度{_FUND}支出情况。”"),
    ("sa-number-twice", "S12", D, "notice", "“表2：支出决算表”与前一张表同为 表2"),
    ("sa-number-behind", "S12", D, "notice", "“表2：收入决算表”的 表2 在 表3 之后"),
    ("sa-owner-of-one-table", "S08", D, "notice", f"“{_BELOW}”,本文件为“{_OWNER}”"),
    (
        "sa-name-of-one-table",
        "K01",
        "2080197",
        "notice",
        "体育事业的彩票公益金支出”(本文件其他各表)",
    ),
]


@pytest.mark.parametrize("case", EXPECTED, ids="/".join)
def test_a_case_of_what_stands_around_tables_gets_its_verdict(
    rule_book: dict[Key, Verdict], case: Expected
) -> None:
    is_ruled(rule_book, case)


@pytest.mark.parametrize("case", MESSAGES, ids=lambda c: "/".join(c[:3]))
def test_a_failure_around_a_table_says_what_is_printed(
    rule_book: dict[Key, Verdict], case: Message
) -> None:
    is_told(rule_book, case)


def _causes(book: dict[Key, Verdict], document_id: str) -> set[str | None]:
    found = (book.get((document_id, "I53", row)) for row in _FEE_ROWS)
    return {verdict.root_cause_id for verdict in found if verdict and verdict.status == "fail"}


def test_an_excess_that_an_account_hands_up_to_the_total_is_one_finding(
    rule_book: dict[Key, Verdict],
) -> None:
    assert len(_causes(rule_book, "sa-fees-more")) == 1
    # Two items that exceed are two.
    assert len(_causes(rule_book, "sa-fees-more-twice")) == 2
    assert _causes(rule_book, "sa-fees") == set()
