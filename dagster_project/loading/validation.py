"""Gate 1 in plain Python: one extract folder is valid, refused by its reader, or quarantined."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from dagster_project.contract.cell_model import (
    CELL_COLUMNS,
    HEADING_KINDS,
    TEXT_STATUSES,
)
from dagster_project.contract.raw_schema import COMPANION_COLUMNS
from dagster_project.contract.words import word
from dagster_project.form.shapes import table_codes
from dagster_project.form.titles import is_other_table_code
from dagster_project.loading.cells import check_cells
from dagster_project.loading.document import FILE, read_document
from dagster_project.loading.folders import (
    MAX_NAME_BYTES,
    ExtractFolder,
    is_plain_name,
    plain_name,
    visible_files,
)
from dagster_project.loading.policy import LoadPolicy
from dagster_project.loading.text import CsvRecords, read_records
from dagster_project.packs.pack import REMEDY
from dagster_project.runtime.problems import Problem, ProblemList

# Digits are ASCII, and an ordinal has no leading zeros: 1 and 01 are two texts and one number.
_ORDINAL = re.compile(r"[1-9][0-9]{0,8}")
_COUNT = re.compile(r"[0-9]{1,9}")
_NUMBER = re.compile(r"-?[0-9]{1,18}(\.[0-9]{0,6})?")
_TABLE_FILES = {f"{code}.csv": code for code in table_codes()}


@dataclass
class Validation:
    """What is known about one folder after validation: records and columns by file."""

    folder: ExtractFolder
    load_status: str
    document: dict[str, Any]
    problems: list[Problem] = field(default_factory=list)
    records: dict[str, int] = field(default_factory=dict)
    columns: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def reason_code(self) -> str | None:
        """Return the code of the first problem, or the reader's own reason."""
        if self.problems or self.load_status == "loaded":
            return self.problems[0].problem_code if self.problems else None
        return self.document.get("reason_code")

    @property
    def reason_zh(self) -> str | None:
        """Return the reason in one line; every problem is in raw.problems."""
        if not self.problems:
            # A document that was loaded needs no reason, whatever its document.json says.
            return None if self.load_status == "loaded" else self.document.get("reason_zh")
        more = f"(共 {len(self.problems)} 处问题)" if len(self.problems) > 1 else ""
        return self.problems[0].message_zh + more


def validate_folder(folder: ExtractFolder, policy: LoadPolicy) -> Validation:
    """Validate one folder; never raises for anything that lies in it."""
    problems = ProblemList(policy.max_problems_per_file)
    _check_name(folder, problems)
    if folder.packed and folder.packed.damage:
        problems.add(FILE, None, "pack_damaged", folder.packed.damage, REMEDY)
        return Validation(folder, "quarantined", {}, problems.finished())
    try:
        is_small = _check_sizes(folder, policy, problems)
        document = read_document(folder, problems) if is_small else None
        files = _check_files(folder, document, policy, problems) if document else []
    except OSError as error:
        what = f"读取失败({error.strerror})"
        problems.add(FILE, None, "unreadable", what, "请检查文件权限与磁盘")
        document, files = None, []
    records = {file.file: len(file.rows) for file in files}
    columns = {file.file: file.columns for file in files}
    if problems:
        found = problems.finished()
        return Validation(folder, "quarantined", document or {}, found, records, columns)
    assert document is not None  # noqa: S101 - no document is always a problem
    status = "refused" if document["status"] == "refused" else "loaded"
    return Validation(folder, status, document, [], records, columns)


def _check_name(folder: ExtractFolder, problems: ProblemList) -> None:
    if not is_plain_name(folder.path.name):
        what = f"文件夹名不是 UTF-8、含不可见字符或长于 {MAX_NAME_BYTES} 字节,无法用作文档编号"
        problems.add(FILE, None, "unusable_name", what, "请改文件夹名")
    if folder.clashes_with:
        what = f"文档编号 {plain_name(folder.path.name)} 已被 raw/{folder.clashes_with} 使用"
        problems.add(FILE, None, "duplicate_document_id", what, "请删去其中一个,或改文件夹名")


def _check_sizes(folder: ExtractFolder, policy: LoadPolicy, problems: ProblemList) -> bool:
    """Report files that no extract is large enough for; they are not even opened."""
    for path in visible_files(folder.path):
        size = path.stat().st_size if path.is_file() else 0
        if size > policy.max_file_bytes:
            what = f"有 {size:,} 字节,超过上限 {policy.max_file_bytes:,}"
            problems.add(plain_name(path.name), None, "file_too_large", what, "请重新提取该文档")
    return not problems.has("file_too_large")


def _check_files(
    folder: ExtractFolder, document: dict[str, Any], policy: LoadPolicy, problems: ProblemList
) -> list[CsvRecords]:
    tables = {
        table["table_code"]: table
        for table in document.get("tables") or []
        if isinstance(table.get("table_code"), str)
    }
    found: list[CsvRecords] = []
    for path in sorted(visible_files(folder.path)):
        name = plain_name(path.name)
        if name == FILE:
            continue
        code = _table_of(name)
        columns = CELL_COLUMNS if code else COMPANION_COLUMNS.get(name)
        if columns is None or not path.is_file():
            _report_unknown_file(name, problems)
            continue
        records = read_records(name, path.read_bytes(), columns, policy.max_file_rows, problems)
        if records is None:
            continue
        found.append(records)
        if code is None:
            _check_companion(records, problems)
        elif _check_declared(name, records, tables.get(code), problems):
            check_cells(records, tables[code].get("unit"), policy, problems)
    _check_missing_files(folder, tables, problems)
    return found


def _table_of(name: str) -> str | None:
    """Return the table that a file holds, None for one that holds no table."""
    stem, _, suffix = name.rpartition(".")
    return stem if suffix == "csv" and is_other_table_code(stem) else _TABLE_FILES.get(name)


def _report_unknown_file(name: str, problems: ProblemList) -> None:
    known = "、".join(
        ("document.json", "gk01.csv…gk11.csv", "jx01.csv", "other_NN.csv", *COMPANION_COLUMNS)
    )
    problems.add(name, None, "unknown_file", "不认识的文件", f"请移走;文件夹里只应有 {known}")


def _check_declared(
    name: str, records: CsvRecords, table: dict[str, Any] | None, problems: ProblemList
) -> bool:
    if table is None:
        problems.add(
            name, None, "undeclared_table", "document.json 的 tables 没有此表", "请重新提取"
        )
        return False
    if table.get("presence") in ("missing", "not_required") and records.rows:
        what = f"document.json 说此表 {table.get('presence')},却有 {len(records.rows)} 格数据"
        problems.add(name, None, "presence_contradiction", what, "请重新提取该文档")
        return False
    return True


def _check_missing_files(
    folder: ExtractFolder, tables: dict[Any, dict[str, Any]], problems: ProblemList
) -> None:
    for code, table in tables.items():
        if table.get("presence") == "data" and not (folder.path / f"{code}.csv").is_file():
            what = "document.json 说此表有数据,却没有这个文件"
            problems.add(f"{code}.csv", None, "table_file_missing", what, "请重新提取该文档")


def _check_companion(records: CsvRecords, problems: ProblemList) -> None:
    """Check headings, narrative and claims: a unique whole number first, and known kinds."""
    seen: set[str] = set()
    columns = records.columns
    number, kind = columns[0], columns[1]
    whole = [columns.index(name) for name in ("level", "page") if name in columns]
    numeric = columns.index("value_numeric") if "value_numeric" in columns else None
    status = columns.index("read_status") if "read_status" in columns else None
    for index, row in enumerate(records.rows):
        line = None
        found: tuple[str, str] | None = None
        if not _ORDINAL.fullmatch(row[0]) or row[0] in seen:
            found = ("duplicate_row_no", f"{number} 为“{row[0]}”,应为从 1 起、不重复的整数")
        elif kind == "heading_kind" and row[1] not in HEADING_KINDS:
            found = ("invalid_value", f"heading_kind 为“{row[1]}”,应为 {'、'.join(HEADING_KINDS)}")
        elif kind == "text" and not row[1]:
            found = ("invalid_value", "text 为空")
        elif any(row[at] and not _COUNT.fullmatch(row[at]) for at in whole):
            found = ("invalid_value", "level 与 page 应为整数或空")
        elif numeric is not None and row[numeric] and not _is_number(row[numeric]):
            found = ("unparsable_amount", f"{word('value_numeric', 'field')}“{row[numeric]}”不是数")
        elif status is not None and row[status] not in ("", *TEXT_STATUSES):
            allowed = "、".join(TEXT_STATUSES)
            found = ("invalid_value", f"read_status 为“{row[status]}”,应为 {allowed} 之一")
        seen.add(row[0])
        if found:
            line = records.line_of(index)
            problems.add(records.file, line, found[0], found[1], "请重新提取该文档")


def _is_number(text: str) -> bool:
    return bool(_NUMBER.fullmatch(text))
