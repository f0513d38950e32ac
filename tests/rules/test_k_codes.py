"""Family K: names fit codes and are current, codes exist and stand once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import factories
from tests.rules.conftest import Key, Verdict
from tests.rules.writing import Change, Record, Write, edit_records, edited, without_table

_ITEM, _ECONOMIC = "2080101", "30101"


def _labelled(code: str, label: str, **fields: object) -> Write:
    """Return a writer of a document that prints this label beside the code in every table."""

    def write(raw_dir: Path, document_id: str) -> None:
        folder = factories.write_document(raw_dir, document_id, **fields)
        for table in ("gk02", "gk03", "gk05", "gk06"):
            edit_records(
                folder,
                table,
                lambda records: [
                    r | {"printed_label": label} if r["account_code"] == code else r
                    for r in records
                ],
            )

    return write


def _recoded(old: str, new: str) -> Change:
    return lambda records: [
        r | dict.fromkeys(("row_key", "printed_code", "account_code"), new)
        if r["account_code"] == old
        else r
        for r in records
    ]


def _without(*roles: str) -> Change:
    return lambda records: [r for r in records if r["row_role"] not in roles]


def _again(*, figures: bool) -> Change:
    """Return a change that prints the item once more, with or without its figures."""
    blank = {
        "printed_text": "",
        "cell_state": "blank",
        "value_numeric": "",
        "amount_yuan": "",
        "value_unit": "",
        "printed_decimals": "",
    }

    def change(records: list[Record]) -> list[Record]:
        again = {"row_no": "9", "row_key": f"{_ITEM}#2", "printed_line_no": "9"}
        added = [r | again for r in records if r["row_key"] == _ITEM]
        return records + (added if figures else [r | blank for r in added])

    return change


def _other_class(records: list[Record]) -> list[Record]:
    """Print class 210 in place of 208, whose section and item stay."""
    return _recoded("208", "210")(records)


CASES = {
    "k-clean": lambda raw_dir, document_id: factories.write_document(raw_dir, document_id),
    "k-other-codes-name": _labelled(_ITEM, "其他人力资源和社会保障管理事务支出"),
    "k-unknown-name": _labelled(_ITEM, "莫名开支"),
    "k-cut-name": _labelled("30101", "基本工"),
    "k-wrapped-name": _labelled("20801", "人力资源和社 会保障管理事务"),
    "k-overprinted-name": _labelled("20801", "人资力源和社会保障理管务事支出"),
    "k-enumerated-name": _labelled("208", "八、社会保障和就业支出"),
    "k-no-name": _labelled(_ITEM, "2080101"),
    "k-old-name": _labelled("208", "社会保障和就业"),
    "k-old-name-in-time": _labelled("208", "社会保障和就业", year=2018),
    "k-code-not-listed": edited("gk03", _recoded(_ITEM, "2080197")),
    "k-class-unknown": edited("gk03", _recoded("208", "298")),
    "k-economic-unknown": edited("gk06", _recoded(_ECONOMIC, "30188")),
    "k-no-class": edited("gk03", _other_class),
    "k-no-section-level": edited("gk03", _without("section")),
    "k-items-only": edited("gk03", _without("section", "class")),
    "k-totals-only": edited("gk03", _without("section", "class", "item")),
    "k-twice": edited("gk03", _again(figures=True)),
    "k-twice-without-figures": edited("gk03", _again(figures=False)),
    "k-table-missing": without_table("gk03"),
}

EXPECTED = [
    ("k-clean", "K01", _ITEM, "pass", "known_name"),
    ("k-other-codes-name", "K01", _ITEM, "fail", "name_of_other_code"),
    ("k-unknown-name", "K01", _ITEM, "fail", "unknown_name"),
    ("k-cut-name", "K01", "30101", "pass", "known_name"),
    ("k-wrapped-name", "K01", "20801", "pass", "known_name"),
    ("k-overprinted-name", "K01", "20801", "pass", "alike"),
    ("k-enumerated-name", "K01", "208", "pass", "known_name"),
    ("k-code-not-listed", "K01", "2080197", "no_data", "code_not_listed"),
    ("k-no-name", "K01", _ITEM, "no_data", "no_name_printed"),
    ("k-clean", "K02", "document", "pass", "compared"),
    ("k-old-name", "K02", "document", "fail", "compared"),
    ("k-old-name", "K01", "208", "pass", "known_name"),
    ("k-old-name-in-time", "K02", "document", "pass", "compared"),
    ("k-clean", "K03", "document", "pass", "compared"),
    ("k-code-not-listed", "K03", "document", "pass", "compared"),
    ("k-class-unknown", "K03", "document", "fail", "compared"),
    ("k-economic-unknown", "K03", "document", "fail", "compared"),
    ("k-clean", "K04", "gk03", "pass", "compared"),
    ("k-clean", "K04", "gk08", "not_applicable", "no_account_below"),
    ("k-no-class", "K04", "gk03", "fail", "compared"),
    ("k-no-section-level", "K04", "gk03", "pass", "compared"),
    ("k-items-only", "K04", "gk03", "pass", "compared"),
    ("k-table-missing", "K04", "gk03", "no_data", "table_missing"),
    ("k-clean", "K05", "gk03", "pass", "compared"),
    ("k-twice", "K05", "gk03", "fail", "compared"),
    ("k-twice-without-figures", "K05", "gk03", "pass", "compared"),
    ("k-totals-only", "K05", "gk03", "not_applicable", "no_account_printed"),
    ("k-table-missing", "K05", "gk03", "no_data", "table_missing"),
]

MESSAGES = [
    (
        "k-other-codes-name",
        "K01",
        _ITEM,
        "warning",
        "2080101 其他人力资源和社会保障管理事务支出:该编码的名称应为“行政运行”",
    ),
    ("k-unknown-name", "K01", _ITEM, "notice", "2080101 莫名开支:该编码的名称应为“行政运行”"),
    ("k-old-name", "K02", "document", "notice", "208 “社会保障和就业”现为“社会保障和就业支出”"),
    ("k-class-unknown", "K03", "document", "notice", "298 社会保障和就业支出"),
    ("k-economic-unknown", "K03", "document", "notice", "30188 基本工资"),
    ("k-no-class", "K04", "gk03", "notice", "缺上级科目 208"),
    ("k-twice", "K05", "gk03", "warning", "2080101 行政运行"),
]


@pytest.mark.parametrize(("document_id", "rule_id", "subject", "status", "reason"), EXPECTED)
def test_a_case_of_codes_gets_its_verdict(
    rule_book: dict[Key, Verdict],
    document_id: str,
    rule_id: str,
    subject: str,
    status: str,
    reason: str,
) -> None:
    found = rule_book[document_id, rule_id, subject]
    assert (found.status, found.reason_code) == (status, reason)


def test_whatever_follows_from_a_repeated_code_has_its_cause(rule_book: dict[Key, Verdict]) -> None:
    """The class counts the item twice, no other table prints it twice: one cause all the same."""
    failed = {
        (rule_id, subject): verdict
        for (document_id, rule_id, subject), verdict in rule_book.items()
        if document_id == "k-twice" and verdict.status == "fail"
    }
    # The sum of the class is off, beside K05 itself.
    assert len({rule_id for rule_id, _ in failed}) > 1
    assert {v.root_cause_id for v in failed.values()} == {failed["K05", "gk03"].root_cause_id}


@pytest.mark.parametrize(("document_id", "rule_id", "subject", "severity", "words"), MESSAGES)
def test_a_failure_of_codes_says_what_is_printed(
    rule_book: dict[Key, Verdict],
    document_id: str,
    rule_id: str,
    subject: str,
    severity: str,
    words: str,
) -> None:
    found = rule_book[document_id, rule_id, subject]
    assert found.severity == severity
    assert words in (found.message_zh or "")
