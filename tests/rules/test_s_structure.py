"""Family S: headings in order, line numbers, residue of the form, year, name and unit."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests import factories
from tests.rules.conftest import Key, Verdict
from tests.rules.writing import (
    Change,
    Record,
    edit_records,
    edit_table_json,
    edited,
    headed,
    without_table,
)

_PART = ("part", "3", "第三部分 某市某局2022年度决算情况说明")
_ONE = ("section", "3.1", "一、收入支出决算总体情况说明")
_TWO = ("section", "3.2", "二、收入决算情况说明")
_THREE = ("section", "3.3", "三、支出决算情况说明")
_BELOW = ("subsection", "3.3.1", "（一）总体情况")
_NOTE = "说明：某市某局本年度没有政府性基金收支，故本表无数据。"


def _numbered(*numbers: str) -> Change:
    """Return a change of gk03 that prints these line numbers, in order."""

    def change(records: list[Record]) -> list[Record]:
        rows = sorted({int(record["row_no"]) for record in records})
        by_row = dict(zip(map(str, rows), numbers, strict=True))
        return [record | {"printed_line_no": by_row[record["row_no"]]} for record in records]

    return change


def _third_row_lower(records: list[Record]) -> list[Record]:
    """Leave row 3 to a row that only heads others."""
    moved = {"1": "1", "2": "2", "3": "4", "4": "5"}
    return [
        r | {"row_no": moved[r["row_no"]], "printed_line_no": moved[r["row_no"]]} for r in records
    ]


def _one_table_in_wanyuan(raw_dir: Path, document_id: str) -> None:
    """Print gk03 in 万元; what its figures then mean is not at issue here."""
    folder = factories.write_document(raw_dir, document_id)
    wanyuan = {"printed_unit": "万元"}

    def change(records: list[Record]) -> list[Record]:
        return [
            r | wanyuan
            if not r["value_numeric"]
            else r
            | wanyuan
            | {
                "value_unit": "万元",
                "amount_yuan": str(10_000 * Decimal(r["value_numeric"]).quantize(Decimal("0.01"))),
            }
            for r in records
        ]

    edit_records(folder, "gk03", change)
    edit_table_json(folder, "gk03", unit="万元")


def _no_table(raw_dir: Path, document_id: str) -> None:
    folder = factories.write_document(raw_dir, document_id, tables={})
    for number in range(1, 10):
        edit_table_json(
            folder, f"gk{number:02d}", presence="missing", read_status="not_read", statement=None
        )


def _unstated(raw_dir: Path, document_id: str) -> None:
    folder = factories.write_document(raw_dir, document_id)
    edit_table_json(folder, "gk09", presence="empty_unstated", statement=None)


CASES = {
    "s-empty-unstated": _unstated,
    "s-order": headed([_PART, _ONE, _TWO, _THREE, _BELOW]),
    "s-order-swapped": headed([_PART, _TWO, _ONE, _THREE]),
    "s-order-same-number": headed([_PART, _ONE, ("section", "3.1", "一、支出决算情况说明")]),
    "s-order-skipped": headed([_PART, _ONE, _THREE]),
    "s-parts-swapped": headed([_PART, ("part", "2", "第二部分 决算表")]),
    "s-no-part": headed([_ONE, _TWO]),
    "s-no-heading": headed([]),
    "s-repeated": headed([_PART, _ONE, _TWO, ("section", "3.3", "三、收入决算情况说明"), _BELOW]),
    "s-repeated-below-another": headed(
        [_PART, _ONE, _TWO, _THREE, _BELOW, ("subsection", "3.4.1", "（一）总体情况")]
    ),
    "s-contents": headed([_PART, _ONE, _TWO, _ONE, _TWO, _THREE]),
    "s-line-skipped": edited("gk03", _numbered("1", "2", "4", "5")),
    "s-line-twice": edited("gk03", _numbered("1", "2", "2", "3")),
    "s-line-heading-row": edited("gk03", _third_row_lower),
    "s-line-none": edited("gk03", _numbered("", "", "", "")),
    "s-table-missing": without_table("gk03"),
    "s-instruction": headed([_PART, ("residue", "", "按上述格式依次说明到各项级科目")]),
    "s-placeholder": headed([_PART, ("residue", "", "支出合计XX万元")]),
    "s-two-instructions": headed(
        [_PART, ("residue", "", "甲（不涉及的不列）"), ("residue", "", "乙（不涉及的不列）")]
    ),
    "s-other-year": headed([("part", "3", "第三部分 某市某局2021年度决算情况说明")]),
    "s-other-year-noted": headed([_PART, ("note", "", "注：2021年度没有政府性基金收支。")]),
    "s-other-year-of-budget": headed([_PART, ("table_title", "", "2023年支出预算表")]),
    "s-other-year-of-table": headed([_PART, ("table_title", "", "2021年度支出决算表")]),
    "s-other-year-on-cover": headed([("cover", "", "某市某局2021年度部门决算")]),
    "s-other-year-above": headed([_PART, ("table_head", "", "部门：某市某局 2021年度")]),
    "s-date-above": headed([_PART, ("table_head", "", "部门：某市某局 2023年8月5日 单位：元")]),
    "s-other-date-noted": headed([_PART, ("note", "", "注：2021年12月起不再列示。")]),
    "s-no-year": headed([("part", "1", "第一部分 概况")]),
    "s-other-name": headed([_PART, ("statement", "", _NOTE.replace("某市某局", "邻县财政局"))]),
    "s-other-name-above": headed([_PART, ("table_head", "", "编制单位：邻县财政局 单位：元")]),
    "s-other-name-on-cover": headed([("cover", "", "邻县财政局2022年度部门决算")]),
    "s-sealed-name-above": headed([_PART, ("table_head", "", "部门：某市某局（公章）")]),
    "s-abbreviated-above": headed([_PART, ("table_head", "", "编制单位：某市直属某委员会")]),
    "s-short-name": headed([_PART, ("statement", "", _NOTE.replace("某市某局", "某局"))]),
    "s-two-units": _one_table_in_wanyuan,
    "s-no-table": _no_table,
}

EXPECTED = [
    ("s-order", "S01", "gk03", "pass", "presence_data"),
    ("s-order", "S01", "gk09", "pass", "presence_empty_stated"),
    ("s-table-missing", "S01", "gk03", "fail", "presence_missing"),
    ("s-order", "S02", "gk09", "pass", "presence_empty_stated"),
    ("s-empty-unstated", "S02", "gk09", "fail", "presence_empty_unstated"),
    ("s-table-missing", "S02", "gk03", "no_data", "table_missing"),
    ("s-order", "S03", "document", "pass", "compared"),
    ("s-order-swapped", "S03", "document", "fail", "compared"),
    ("s-order-same-number", "S03", "document", "fail", "compared"),
    ("s-order-skipped", "S03", "document", "pass", "compared"),
    ("s-parts-swapped", "S03", "document", "fail", "compared"),
    ("s-no-part", "S03", "document", "no_data", "no_part_heading"),
    ("s-no-heading", "S03", "document", "no_data", "no_part_heading"),
    ("s-order", "S04", "document", "pass", "compared"),
    ("s-repeated", "S04", "document", "fail", "compared"),
    ("s-repeated-below-another", "S04", "document", "pass", "compared"),
    ("s-contents", "S04", "document", "no_data", "contents_not_told_apart"),
    ("s-no-heading", "S04", "document", "no_data", "no_section_heading"),
    ("s-order", "S05", "gk03", "pass", "compared"),
    ("s-line-skipped", "S05", "gk03", "fail", "compared"),
    ("s-line-twice", "S05", "gk03", "fail", "compared"),
    ("s-line-heading-row", "S05", "gk03", "pass", "compared"),
    ("s-line-none", "S05", "gk03", "not_applicable", "no_line_numbers"),
    ("s-table-missing", "S05", "gk03", "no_data", "table_missing"),
    ("s-order", "S06", "document", "pass", "no_residue"),
    ("s-instruction", "S06", "按上述格式依次说明到各项级科目", "fail", "residue_found"),
    ("s-placeholder", "S06", "支出合计XX万元", "fail", "residue_found"),
    ("s-no-heading", "S06", "document", "no_data", "no_heading"),
    ("s-order", "S07", "document", "pass", "compared"),
    ("s-other-year", "S07", "document", "fail", "compared"),
    ("s-other-year-noted", "S07", "document", "fail", "compared"),
    ("s-other-date-noted", "S07", "document", "pass", "compared"),
    ("s-other-year-of-budget", "S07", "document", "fail", "compared"),
    ("s-other-year-of-table", "S07", "document", "fail", "compared"),
    ("s-other-year-on-cover", "S07", "document", "fail", "compared"),
    ("s-other-year-above", "S07", "document", "fail", "compared"),
    ("s-date-above", "S07", "document", "pass", "compared"),
    ("s-other-name-above", "S08", "document", "fail", "compared"),
    ("s-other-name-on-cover", "S08", "document", "fail", "compared"),
    ("s-sealed-name-above", "S08", "document", "pass", "compared"),
    ("s-abbreviated-above", "S08", "document", "pass", "compared"),
    ("s-no-year", "S07", "document", "no_data", "no_year_printed"),
    ("s-order", "S08", "document", "pass", "compared"),
    ("s-other-name", "S08", "document", "fail", "compared"),
    ("s-short-name", "S08", "document", "pass", "compared"),
    ("s-no-year", "S08", "document", "no_data", "no_name_printed"),
    ("s-order", "S09", "document", "pass", "compared"),
    ("s-two-units", "S09", "document", "fail", "compared"),
    ("s-no-table", "S09", "document", "no_data", "no_table_read"),
]

MESSAGES = [
    (
        "s-order-swapped",
        "S03",
        "document",
        "notice",
        "“一、收入支出决算总体情况说明”排在“二、收入决算情况说明”之后",
    ),
    ("s-repeated", "S04", "document", "notice", "“三、收入决算情况说明”"),
    ("s-line-skipped", "S05", "gk03", "notice", "的行次为 4,上一行为 2"),
    (
        "s-instruction",
        "S06",
        "按上述格式依次说明到各项级科目",
        "notice",
        "“按上述格式依次说明到各项级科目”",
    ),
    ("s-placeholder", "S06", "支出合计XX万元", "warning", "占位符没有换成数字"),
    ("s-other-year", "S07", "document", "warning", "2021年度决算情况说明”,本文件为 2022 年度"),
    ("s-other-year-noted", "S07", "document", "notice", "注：2021年度没有政府性基金收支"),
    ("s-other-year-of-budget", "S07", "document", "notice", "2023年支出预算表"),
    ("s-other-year-of-table", "S07", "document", "warning", "2021年度支出决算表"),
    ("s-other-name", "S08", "document", "notice", "“邻县财政局”,本文件为“某市某局”"),
    ("s-two-units", "S09", "document", "notice", "万元:公开03表 支出决算表;元:公开01表"),
]


@pytest.mark.parametrize(("document_id", "rule_id", "subject", "status", "reason"), EXPECTED)
def test_a_case_of_structure_gets_its_verdict(
    rule_book: dict[Key, Verdict],
    document_id: str,
    rule_id: str,
    subject: str,
    status: str,
    reason: str,
) -> None:
    found = rule_book[document_id, rule_id, subject]
    assert (found.status, found.reason_code) == (status, reason)


@pytest.mark.parametrize(("document_id", "rule_id", "subject", "severity", "words"), MESSAGES)
def test_a_failure_of_structure_says_what_is_printed(
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


def test_the_same_instruction_left_in_twice_is_one_cause(rule_book: dict[Key, Verdict]) -> None:
    causes = {
        rule_book["s-two-instructions", "S06", f"{name}（不涉及的不列）"].root_cause_id
        for name in ("甲", "乙")
    }
    assert len(causes) == 1
    assert None not in causes
