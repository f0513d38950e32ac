"""Validation of ``document.json``: the facts about one document and the tables expected of it."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import date
from typing import Any

from dagster_project.contract.cell_model import (
    DOCUMENT_KINDS,
    FORMAT_VERSION,
    PRESENCES,
    READ_STATUSES,
    SCOPES,
    YUAN_PER_UNIT,
)
from dagster_project.contract.words import word
from dagster_project.form.shapes import table_codes
from dagster_project.form.titles import is_other_table_code
from dagster_project.loading.folders import ExtractFolder
from dagster_project.loading.text import decode_text
from dagster_project.runtime.problems import ProblemList

FILE = "document.json"
STATUSES = ("read", "refused")
_INVALID = "invalid_document_json"
_REPAIR = "请改正该字段,或重新提取该文档"
_DATES = ("approved_on", "published_on", "retrieved_on")
_TEXTS = (
    *(
        "reason_code",
        "reason_zh",
        "printed_on",
        "draft_words",
        "form",
        "form_evidence",
        "disclosure_id",
        "supersedes",
        "scope_evidence",
    ),
    *("organization_id", "organization_name", "region_code"),
)
_TABLE_TEXTS = (
    *("printed_number", "title", "variant", "unit", "reading_note", "statement"),
    *("figures_sha256", "source_locator"),
)
_UNKNOWN_TEXTS = ("title", "state", "reason_zh", "table_code", "source_locator")
_MAX_INTEGER = 1_000_000


def read_document(folder: ExtractFolder, problems: ProblemList) -> dict[str, Any] | None:
    """Return document.json as a dictionary whose used fields have the right types, else None."""
    path = folder.path / FILE
    if not path.is_file():
        problems.add(FILE, None, "document_missing", "没有 document.json", "请重新提取该文档")
        return None
    text = decode_text(FILE, path.read_bytes(), problems)
    if text is None:
        return None
    try:
        document = json.loads(text)
        # \ud800 alone is JSON and no text: no database takes it.
        json.dumps(document, ensure_ascii=False).encode()
    except RecursionError:
        problems.add(FILE, None, "document_corrupt", "嵌套过深", "请重新提取该文档")
        return None
    except ValueError as error:
        line = getattr(error, "lineno", None)
        problems.add(FILE, line, "document_corrupt", f"不是完整的 JSON({error})", "请重新提取")
        return None
    if not isinstance(document, dict):
        problems.add(FILE, None, "document_corrupt", "顶层不是对象", "请重新提取该文档")
        return None
    _check_fields(document, problems)
    _check_year(folder, document, problems)
    _check_tables(document, problems)
    _check_coverage(document, problems)
    return document


def _check_fields(document: dict[str, Any], problems: ProblemList) -> None:
    if document.get("format_version") != FORMAT_VERSION:
        what = f"format_version 为 {document.get('format_version')!r},本版只读 {FORMAT_VERSION}"
        problems.add(FILE, None, "unknown_format_version", what, "请用当前版本重新提取")
    _check_choice(document, "status", STATUSES, problems)
    _check_texts(document, _TEXTS, problems)
    for name in _DATES:
        _check_date(document, name, problems)
    if document.get("status") == "refused":
        if not document.get("reason_zh"):
            problems.add(FILE, None, _INVALID, "status 为 refused 而没有 reason_zh", _REPAIR)
        return
    _check_choice(document, "kind", DOCUMENT_KINDS, problems)
    _check_choice(document, "scope", SCOPES, problems)
    if not _is_count(document.get("revision")) or not document["revision"]:
        what = f"revision 应为正整数,现为 {document.get('revision')!r}"
        problems.add(FILE, None, _INVALID, what, _REPAIR)
    for name in ("source", "reader"):
        if not isinstance(document.get(name), dict):
            problems.add(FILE, None, _INVALID, f"{name} 应为对象", _REPAIR)


def _check_year(folder: ExtractFolder, document: dict[str, Any], problems: ProblemList) -> None:
    year = document.get("fiscal_year")
    if year is not None and (not isinstance(year, int) or isinstance(year, bool)):
        problems.add(FILE, None, _INVALID, f"fiscal_year 应为整数或 null,现为 {year!r}", _REPAIR)
        return
    known_folder = folder.year_folder == folder.partition
    refused = document.get("status") == "refused"
    # A refused document may stand where the reader gave up, with or without its year.
    undecided = refused and None in (year, folder.fiscal_year)
    if known_folder and (year == folder.fiscal_year or undecided):
        return
    home = year if year is not None else "unknown"
    problems.add(
        FILE,
        None,
        "wrong_year_folder",
        f"文档的年度是 {home},却放在 raw/{folder.year_folder}/ 下",
        f"请把文件夹移到 raw/{home}/,或改正 fiscal_year",
    )


def _check_tables(document: dict[str, Any], problems: ProblemList) -> None:
    tables = document.get("tables")
    if tables is None and document.get("status") == "refused":
        return
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        problems.add(FILE, None, _INVALID, "tables 应为表的列表", _REPAIR)
        document["tables"] = []
        return
    seen: set[str] = set()
    for table in tables:
        code = table.get("table_code")
        if not _is_table_code(code):
            problems.add(FILE, None, "unknown_table", f"tables 中有不认识的表 {code!r}", _REPAIR)
        elif code in seen:
            problems.add(FILE, None, "duplicate_table", f"tables 中 {code} 出现两次", _REPAIR)
        else:
            seen.add(code)
            _check_table(table, problems)


def _is_table_code(code: object) -> bool:
    return isinstance(code, str) and (code in table_codes() or is_other_table_code(code))


def _check_table(table: dict[str, Any], problems: ProblemList) -> None:
    code = word(table["table_code"], "table")
    _check_choice(table, "presence", PRESENCES, problems, f"{code}的 ")
    _check_choice(table, "read_status", (*READ_STATUSES, None), problems, f"{code}的 ")
    _check_texts(table, _TABLE_TEXTS, problems, f"{code}的 ")
    for name in ("page_first", "page_last", "cells", "rows"):
        if table.get(name) is not None and not _is_count(table[name]):
            problems.add(FILE, None, _INVALID, f"{code}的 {name} 应为整数或 null", _REPAIR)
    # Extracts of before these were recorded do not have them.
    for name in ("readings_agree", "identities_hold"):
        if not isinstance(table.get(name), bool | None):
            what = f"{code}的 {name} 应为 true、false 或 null"
            problems.add(FILE, None, _INVALID, what, _REPAIR)
    if table.get("readings_agree") is False and table.get("read_status") == "confirmed":
        what = f"{code}两次读数不同,却标为{word('confirmed', 'read_status')}"
        problems.add(FILE, None, _INVALID, what, _REPAIR)
    unit = table.get("unit")
    if table.get("presence") != "data":
        return
    known = "、".join(YUAN_PER_UNIT)
    if not unit and table.get("read_status") != "confirmed":
        # Nobody knows what its figures mean: that table is withheld, the others are not.
        return
    if not unit:
        remedy = f"请对照原件补上单位({known})后重新提取,不得凭猜测填写"
        what = f"{code}没有金额单位,却记为读数已确认"
        problems.add(FILE, None, "missing_unit", what, remedy)
    elif not isinstance(unit, str) or unit not in YUAN_PER_UNIT:
        problems.add(FILE, None, "unknown_unit", f"{code}的单位 {unit!r} 不认识", f"可用:{known}")


def _check_coverage(document: dict[str, Any], problems: ProblemList) -> None:
    """Check what was counted of the figures; extracts of before that have nothing there."""
    coverage = document.get("coverage")
    if coverage is None:
        return
    tables = coverage.get("unknown_tables", []) if isinstance(coverage, dict) else None
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        problems.add(FILE, None, _INVALID, "coverage 应为对象,其中 unknown_tables 为列表", _REPAIR)
        document["coverage"] = None
        return
    for name in ("table_figures", "table_figures_read", "text_figures", "text_figures_read"):
        if not _is_count(coverage.get(name)):
            problems.add(FILE, None, _INVALID, f"coverage 的 {name} 应为整数", _REPAIR)
    pages = coverage.get("unread_pages") or []
    if not isinstance(pages, list) or not all(map(_is_count, pages)):
        problems.add(FILE, None, _INVALID, "coverage 的 unread_pages 应为页码的列表", _REPAIR)
    for table in tables:
        _check_texts(table, _UNKNOWN_TEXTS, problems, "coverage 的 ")
        counts = ("figures", "page_first", "page_last")
        heads = table.get("heads") or []
        is_sound = all(table.get(name) is None or _is_count(table[name]) for name in counts)
        is_text = isinstance(heads, list) and all(isinstance(head, str) for head in heads)
        if not (is_sound and is_text):
            problems.add(FILE, None, _INVALID, "coverage 的 unknown_tables 格式不符", _REPAIR)


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _MAX_INTEGER


def _check_texts(
    owner: dict[str, Any], names: Collection[str], problems: ProblemList, where: str = ""
) -> None:
    for name in names:
        if not isinstance(owner.get(name), str | None):
            problems.add(FILE, None, _INVALID, f"{where}{name} 应为文字或 null", _REPAIR)


def _check_choice(
    owner: dict[str, Any],
    name: str,
    allowed: Collection[str | None],
    problems: ProblemList,
    where: str = "",
) -> None:
    value = owner.get(name)
    if not isinstance(value, str | None) or value not in allowed:
        choices = "、".join(choice for choice in allowed if choice)
        what = f"{where}{name} 为 {value!r},应为 {choices} 之一"
        problems.add(FILE, None, _INVALID, what, _REPAIR)


def _check_date(document: dict[str, Any], name: str, problems: ProblemList) -> None:
    value = document.get(name)
    if value is None:
        return
    try:
        date.fromisoformat(value)
    except (TypeError, ValueError):
        what = f"{name} 为 {value!r},应为 YYYY-MM-DD 或 null"
        problems.add(FILE, None, _INVALID, what, _REPAIR)
