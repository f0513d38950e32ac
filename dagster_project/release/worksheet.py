"""findings.xlsx: the reviewer's worksheet (整改清单), to print and to fill in.

On paper each sheet is as wide as A4 across. What only a program or a reviewer at a screen needs
stands to the right of what is printed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from dagster_project.contract.words import codes_of, place_name, word
from dagster_project.release.findings import (
    answers,
    compared_places,
    is_cleared,
    is_rounding,
    printed_in,
)
from dagster_project.release.tabular import SEVERITIES
from dagster_project.release.worklist import Worklist
from dagster_project.release.worksheet_cells import (
    MAX_NAME,
    MAX_ROWS,
    PLAIN,
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
UNCHECKED, ROUNDING = word("no_data", "verdict"), word("rounding", "verdict")
_OVERVIEW_COLUMNS = (
    SheetColumn("document_id", "文件编号", 22),
    SheetColumn("organization_name", "单位", 24),
    SheetColumn("fiscal_year", "年度", 6),
    SheetColumn("scope", "口径", 9),
    SheetColumn("gate_status", "放行状态", 9),
    SheetColumn("gate_reasons", "未放行原因", 20),
    SheetColumn("blocking", "阻断", 6),
    SheetColumn("warning", "警告", 6),
    SheetColumn("notice", "提示", 6),
    SheetColumn("cleared", "已豁免或已改", 7),
    SheetColumn("checks", "核对项数", 8),
    SheetColumn("no_data", word("no_data", "verdict"), 8),
    SheetColumn("sheet", "工作表", 28),
)
# Whose finding it is, where a sheet has those of several documents.
_WHOSE = (SheetColumn("organization_name", "单位", 16), SheetColumn("fiscal_year", "年度", 6))
_DOCUMENT_ID = SheetColumn("document_id", "文件编号", 24, is_printed=False)
_NUMBERS = (
    SheetColumn("left_number", "左边", 14),
    SheetColumn("right_number", "右边", 14),
    SheetColumn("difference_number", "差额", 14),
)


def _aside(key: str, title: str, width: float, **fields: Any) -> SheetColumn:
    return SheetColumn(key, title, width, is_printed=False, **fields)


def _choices(vocabulary: str) -> tuple[str, ...]:
    return tuple(word(code, vocabulary) for code in codes_of(vocabulary))


_REPLY = SheetColumn("answer", "部门答复", 10, is_answer=True, choices=_choices("reply"))
_FINDING_COLUMNS = (
    SheetColumn("number", "序号", 5),
    SheetColumn("weight", "严重程度", 8),
    SheetColumn("printed_in", "表或情况说明", 16),
    SheetColumn("place", "位置", 12),
    SheetColumn("problem", "问题与处理", 43),
    *_NUMBERS,
    _REPLY,
    SheetColumn("answer_state", "更正情况", 22, is_answer=True),
    _aside("answer_person", "责任人", 12, is_answer=True),
    _aside("answer_date", "完成时间", 12, is_answer=True, is_date=True),
    _aside("answer_review", "复核意见", 12, is_answer=True, choices=_choices("review")),
    _aside("rule_id", "规则", 8),
    _aside("title_zh", "规则名称", 24),
    _aside("printed_label", "行", 18),
    _aside("printed_text", "印出的数字", 16),
    _aside("cannot_tell_zh", "本规则不能判断", 30),
    _aside("waived_by", "已豁免(由谁)", 14),
    _aside("finding_id", "问题编号", 24),
)
_OF_SEVERAL = (*_FINDING_COLUMNS[:2], *_WHOSE, *_FINDING_COLUMNS[2:], _DOCUMENT_ID)
_CHECK_COLUMNS = (
    *_WHOSE,
    SheetColumn("finding_number", "问题序号", 6),
    SheetColumn("member_no", "序号", 6),
    SheetColumn("place", "位置", 18),
    SheetColumn("message_zh", "核对", 40),
    *_NUMBERS,
    SheetColumn("left_printed", "左边印出的数字", 34),
    SheetColumn("right_printed", "右边印出的数字", 34),
    _aside("rule_id", "规则", 8),
    _aside("title_zh", "规则名称", 24),
    _aside("waived_by", "已豁免(由谁)", 14),
    _aside("finding_id", "问题编号", 24),
    _aside("member_id", "单项编号", 24),
    _DOCUMENT_ID,
)
_UNCHECKED_COLUMNS = (
    SheetColumn("document_id", "文件编号", 22),
    SheetColumn("organization_name", "单位", 20),
    SheetColumn("fiscal_year", "年度", 6),
    SheetColumn("reason_zh", "原因", 24),
    SheetColumn("places", "处数", 6),
    SheetColumn("rules", "规则数", 6),
    SheetColumn("rules_zh", "规则", 30),
    SheetColumn("tables_zh", "表", 20),
    SheetColumn("subjects_zh", "对象(至多列三个)", 30),
)
_VOCABULARIES = {"gate_status": "gate", "scope": "scope"}
_SEVERITY_FILLS = {"blocking": "#FFC7CE", "warning": "#FFEB9C", "notice": "#DDEBF7"}
_ANSWER_FILL = "#FFFDE7"
_LINK = replace(bordered(), font_color="#0563C1", underline=1)
_TITLE = Style(bold=True, font_size=14, valign="")
_ABOVE_OVERVIEW = 3


# A finding's row → the address of the page that shows it, from the workbook; None where none does.
FindingPage = Callable[[dict[str, Any]], str | None]


def write_findings(
    path: Path,
    worklist: Worklist,
    page_of: FindingPage = lambda _: None,
    **properties: str,
) -> None:
    """Write the workbook: overview, findings by document, their checks, what was not checked.

    ``properties`` of the document stand in it beside the release.
    """
    shown = partial(_shown, page_of=page_of)
    serious = [row for row in worklist.findings if not is_rounding(row)]
    rounding = [row for row in worklist.findings if is_rounding(row)]
    with_findings = list(dict.fromkeys(row["document_id"] for row in serious))
    per_document = len(with_findings) <= MAX_DOCUMENT_SHEETS
    names = {row["document_id"]: ROUNDING for row in rounding}
    names |= _name_sheets(worklist, with_findings, per_document)
    title = "部门决算勾稽问题整改清单"
    with written_book(path, title, release_id=worklist.release_id, **properties) as book:
        _write_overview(book, worklist, names, title)
        if per_document:
            for document_id in with_findings:
                own = [row for row in serious if row["document_id"] == document_id]
                _write_rows(book, names[document_id], _FINDING_COLUMNS, own, shown)
        else:
            _write_rows(book, ALL_FINDINGS, _OF_SEVERAL, serious, shown)
        if rounding:
            _write_rows(book, ROUNDING, _OF_SEVERAL, rounding, shown)
        if worklist.checks:
            numbers = {row["finding_id"]: row["number"] for row in worklist.findings}
            shown_check = partial(_shown_check, numbers=numbers)
            _write_rows(book, CHECKS, _CHECK_COLUMNS, worklist.checks, shown_check)
        _write_rows(book, UNCHECKED, _UNCHECKED_COLUMNS, worklist.unchecked)


def _shown(row: dict[str, Any], page_of: FindingPage) -> dict[str, Any]:
    """Return a finding with what its printed columns show."""
    severity = word(row["severity"], "severity")
    state = word("waived", "finding_mark") if row.get("waived_by") else word(row["state"], "state")
    if row["state"] != "new" or row.get("waived_by"):
        severity = f"{severity}·{state}"
    place = place_name(row.get("page"), row.get("source_locator"))
    address = page_of(row)
    return row | {
        "weight": severity,
        "printed_in": "\n".join(filter(None, (printed_in(row), compared_places(row)))),
        "place": Link(_short(place), address=address) if address else place,
        "problem": "\n".join(filter(None, (row.get("message_zh"), *answers(row)))),
    }


def _short(place: str) -> str:
    """Return a place on one line: a link is never broken, and the sheet is named beside it."""
    return place.rpartition("”")[2] or word("page", "finding_part")


def _shown_check(row: dict[str, Any], numbers: dict[str, int]) -> dict[str, Any]:
    place = place_name(row["page"], None)
    return row | {
        "place": "\n".join(filter(None, (printed_in(row | {"source_locator": None}), place))),
        "finding_number": numbers.get(row["finding_id"]),
    }


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
    names = sheet_names(titles, taken=(OVERVIEW, ALL_FINDINGS, CHECKS, UNCHECKED, ROUNDING))
    return dict(zip(with_findings, names, strict=True))


def _write_overview(book: Book, worklist: Worklist, names: dict[str, str], title: str) -> None:
    rows = worklist.documents
    counts = ",".join(
        f"{word(severity, 'severity')} {sum(row[severity] for row in rows)}"
        for severity in SEVERITIES
    )
    sheet = book.add_sheet(OVERVIEW, _OVERVIEW_COLUMNS, len(rows), above=_ABOVE_OVERVIEW)
    sheet.title(title, _TITLE)
    sheet.title(f"文件 {len(rows)} 份,问题 {len(worklist.findings)} 条(待处理:{counts})", PLAIN)
    sheet.title(
        f"发布 {worklist.release_id};“部门答复”至“完成时间”由单位填写,“复核意见”由复核人填写,"
        "请保留问题编号;“更正情况”右边的栏不打印",
        PLAIN,
    )
    append_header(sheet, _OVERVIEW_COLUMNS)
    for row in rows:
        values, styles = _cells(_OVERVIEW_COLUMNS, row)
        if name := names.get(row["document_id"]):
            values[-1], styles[-1] = Link(name, name), _LINK
        sheet.append(values, styles)


def _write_rows(
    book: Book,
    name: str,
    columns: Sequence[SheetColumn],
    rows: Sequence[dict[str, Any]],
    shown: Callable[[dict[str, Any]], dict[str, Any]] = dict,
) -> None:
    """Write rows as they are shown below a header, on further sheets where one is full."""
    room = MAX_ROWS - 1
    for part, start in enumerate(range(0, max(len(rows), 1), room), start=1):
        end = min(start + room, len(rows))
        sheet = book.add_sheet(name if part == 1 else f"{name} {part}", columns, end - start)
        append_header(sheet, columns)
        for number in range(start, end):
            sheet.append(*_cells(columns, shown(rows[number])))


def _cells(columns: Sequence[SheetColumn], row: dict[str, Any]) -> tuple[list[Any], list[Style]]:
    """Return the values of a row and how each looks."""
    values, styles = [], []
    for column in columns:
        value, fill = row.get(column.key), ""
        if column.key == "weight":
            fill = "" if is_cleared(row) else _SEVERITY_FILLS.get(row["severity"], "")
        elif column.key in SEVERITIES:
            fill = _SEVERITY_FILLS[column.key] if value else ""
        elif column.is_answer:
            fill = _ANSWER_FILL
        if column.key in _VOCABULARIES:
            value = word(value, _VOCABULARIES[column.key])
        values.append(value)
        styles.append(_LINK if isinstance(value, Link) else _STYLES[fill])
    return values, styles


_STYLES = {fill: bordered(fill) for fill in ("", _ANSWER_FILL, *_SEVERITY_FILLS.values())}
