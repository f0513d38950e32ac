"""findings.xlsx: the reviewer's worksheet (整改清单), a sheet per document, and all checks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from dagster_project.contract.words import place_name, word
from dagster_project.release.findings import printed_in
from dagster_project.release.tabular import SEVERITIES
from dagster_project.release.worklist import Worklist
from dagster_project.release.worksheet_cells import (
    MAX_NAME,
    MAX_ROWS,
    Book,
    Link,
    SheetColumn,
    Style,
    append_header,
    bordered,
    sheet_names,
    written_book,
)

# More sheets than these and nobody finds one: all findings are one sheet then, with a filter.
MAX_DOCUMENT_SHEETS = 100

OVERVIEW, ALL_FINDINGS, CHECKS = "总览", "整改清单", "核对明细"
UNCHECKED = word("no_data", "verdict")
_DOCUMENT = (
    SheetColumn("document_id", "文件编号", 26),
    SheetColumn("organization_name", "单位", 30),
    SheetColumn("fiscal_year", "年度", 8),
)
_OVERVIEW_COLUMNS = (
    *_DOCUMENT,
    SheetColumn("scope", "口径", 12),
    SheetColumn("gate_status", "放行状态", 12),
    SheetColumn("gate_reasons", "未放行原因", 40),
    SheetColumn("blocking", "阻断", 8),
    SheetColumn("warning", "警告", 8),
    SheetColumn("notice", "提示", 8),
    SheetColumn("cleared", "已豁免或已改", 10),
    SheetColumn("checks", "核对项数", 10),
    SheetColumn("no_data", word("no_data", "verdict"), 10),
    SheetColumn("sheet", "工作表", 32),
)
# Numbers in the unit of the page, with that unit beside them: an amount never without its unit.
_SIDES = (
    SheetColumn("left_number", "左边", 18),
    SheetColumn("right_number", "右边", 18),
    SheetColumn("difference_number", "差额", 18),
    SheetColumn("printed_unit", "单位", 8),
    SheetColumn("left_printed", "左边印出的数字", 44),
    SheetColumn("right_printed", "右边印出的数字", 44),
)
_RULE = (SheetColumn("rule_id", "规则", 8), SheetColumn("title_zh", "规则名称", 24))
_TABLE = SheetColumn("table_zh", "表", 24)
_PAGE = SheetColumn("page", "页", 6)
_WAIVED = SheetColumn("waived_by", "已豁免(由谁)", 14)
_FINDING_ID = SheetColumn("finding_id", "问题编号", 24)
_FINDING_COLUMNS = (
    SheetColumn("severity", "严重程度", 10),
    SheetColumn("state", "状态", 8),
    *_RULE,
    _TABLE,
    SheetColumn("printed_label", "行", 18),
    SheetColumn("printed_text", "印出的数字", 16),
    _PAGE,
    SheetColumn("source_locator", "来源位置", 18),
    SheetColumn("message_zh", "问题", 60),
    *_SIDES,
    SheetColumn("next_step_zh", "下一步", 40),
    SheetColumn("cannot_tell_zh", "本规则不能判断", 30),
    _WAIVED,
    SheetColumn("answer_state", "整改情况", 30, is_answer=True),
    SheetColumn("answer_person", "整改责任人", 14, is_answer=True),
    SheetColumn("answer_date", "完成时间", 14, is_answer=True),
    SheetColumn("answer_review", "复核意见", 30, is_answer=True),
    _FINDING_ID,
)
_CHECK_COLUMNS = (
    *_DOCUMENT,
    _FINDING_ID,
    SheetColumn("member_no", "序号", 6),
    *_RULE,
    _TABLE,
    _PAGE,
    SheetColumn("message_zh", "核对", 60),
    *_SIDES,
    _WAIVED,
    SheetColumn("member_id", "单项编号", 24),
)
_UNCHECKED_COLUMNS = (
    *_DOCUMENT,
    SheetColumn("reason_zh", "原因", 34),
    SheetColumn("places", "处数", 8),
    SheetColumn("rules", "规则数", 8),
    SheetColumn("rules_zh", "规则", 60),
    SheetColumn("tables_zh", "表", 30),
    SheetColumn("subjects_zh", "对象(至多列三个)", 60),
)
_VOCABULARIES = {"gate_status": "gate", "scope": "scope", "severity": "severity", "state": "state"}
_SEVERITY_FILLS = {"blocking": "#FFC7CE", "warning": "#FFEB9C", "notice": "#DDEBF7"}
_ANSWER_FILL = "#FFFDE7"
_LINK = replace(bordered(), font_color="#0563C1", underline=1)
_TITLE = Style(bold=True, font_size=14, valign="")
_ABOVE_OVERVIEW = 3


def write_findings(path: Path, worklist: Worklist) -> None:
    """Write the workbook: overview, findings by document, their checks, what was not checked."""
    with_findings = list(dict.fromkeys(row["document_id"] for row in worklist.findings))
    per_document = len(with_findings) <= MAX_DOCUMENT_SHEETS
    names = _name_sheets(worklist, with_findings, per_document)
    title = "部门决算勾稽问题整改清单"
    with written_book(path, title, release_id=worklist.release_id) as book:
        _write_overview(book, worklist, names, title)
        if per_document:
            for document_id in with_findings:
                rows = worklist.findings_of(document_id)
                _write_rows(book, names[document_id], _FINDING_COLUMNS, rows)
        else:
            columns = (*_DOCUMENT, *_FINDING_COLUMNS)
            _write_rows(book, ALL_FINDINGS, columns, worklist.findings)
        if worklist.checks:
            _write_rows(book, CHECKS, _CHECK_COLUMNS, worklist.checks)
        _write_rows(book, UNCHECKED, _UNCHECKED_COLUMNS, worklist.unchecked)


def _name_sheets(
    worklist: Worklist, with_findings: Sequence[str], per_document: bool
) -> dict[str, str]:
    """Return the sheet of each document that has findings: its organization and year."""
    if not per_document:
        return dict.fromkeys(with_findings, ALL_FINDINGS)
    documents = {row["document_id"]: row for row in worklist.documents}
    titles = []
    for document_id in with_findings:
        row = documents[document_id]
        year = f" {row['fiscal_year'] or ''}".rstrip()
        # The year stays readable however long the name is.
        titles.append(f"{(row['organization_name'] or document_id)[: MAX_NAME - len(year)]}{year}")
    names = sheet_names(titles, taken=(OVERVIEW, ALL_FINDINGS, CHECKS, UNCHECKED))
    return dict(zip(with_findings, names, strict=True))


def _write_overview(book: Book, worklist: Worklist, names: dict[str, str], title: str) -> None:
    rows = worklist.documents
    counts = ",".join(
        f"{word(severity, 'severity')} {sum(row[severity] for row in rows)}"
        for severity in SEVERITIES
    )
    sheet = book.add_sheet(OVERVIEW, _OVERVIEW_COLUMNS, len(rows), above=_ABOVE_OVERVIEW)
    sheet.append([title], [_TITLE])
    sheet.append([f"文件 {len(rows)} 份,问题 {len(worklist.findings)} 条(待处理:{counts})"])
    sheet.append(
        [f"发布 {worklist.release_id};“整改情况”至“复核意见”由单位与复核人填写,请保留问题编号"]
    )
    append_header(sheet, _OVERVIEW_COLUMNS)
    for row in rows:
        values, styles = _cells(_OVERVIEW_COLUMNS, row)
        if name := names.get(row["document_id"]):
            values[-1], styles[-1] = Link(name, name), _LINK
        sheet.append(values, styles)


def _write_rows(
    book: Book, name: str, columns: Sequence[SheetColumn], rows: Sequence[dict[str, Any]]
) -> None:
    """Write rows below a header, on further sheets where one is full."""
    room = MAX_ROWS - 1
    for part, start in enumerate(range(0, max(len(rows), 1), room), start=1):
        end = min(start + room, len(rows))
        sheet = book.add_sheet(name if part == 1 else f"{name} {part}", columns, end - start)
        append_header(sheet, columns)
        for number in range(start, end):
            sheet.append(*_cells(columns, rows[number]))


def _cells(columns: Sequence[SheetColumn], row: dict[str, Any]) -> tuple[list[Any], list[Style]]:
    """Return the values of a row and how each looks."""
    values, styles = [], []
    for column in columns:
        value, fill = row.get(column.key), ""
        if column.key in ("severity", *SEVERITIES):
            severity = value if column.key == "severity" else value and column.key
            fill = _SEVERITY_FILLS.get(str(severity or ""), "")
        elif column.is_answer:
            fill = _ANSWER_FILL
        if column.key in _VOCABULARIES:
            value = word(value, _VOCABULARIES[column.key])
        elif column.key == "table_zh":
            value = printed_in(row)
        elif column.key == "source_locator":
            value = place_name(None, value)
        values.append(value)
        styles.append(_STYLES[fill])
    return values, styles


_STYLES = {fill: bordered(fill) for fill in ("", _ANSWER_FILL, *_SEVERITY_FILLS.values())}
