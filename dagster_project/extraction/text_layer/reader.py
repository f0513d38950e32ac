"""Reads one text-layer dump into a document: what it is, its tables, and its headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from dagster_project.extraction.cells import NOT_READ, ReadTable
from dagster_project.extraction.kinds import refuse_kind
from dagster_project.extraction.printed_sums import identities_hold
from dagster_project.extraction.recognition import (
    Organization,
    Scope,
    find_organization,
    most_common,
    recognise_scope,
)
from dagster_project.extraction.source import RefusedError, SourceFile
from dagster_project.extraction.text_layer.decode import NotTextError, SourceLine, decode_text
from dagster_project.extraction.text_layer.headings import Heading, read_headings
from dagster_project.extraction.text_layer.read_tables import (
    TablePart,
    read_headers,
    read_tables,
)
from dagster_project.extraction.text_layer.tables import TableRegion, find_tables
from dagster_project.form.families import recognise_form

READER_NAME = "text_layer"
READER_VERSION = "1"

_AMOUNT = re.compile(r"\d\.\d{2}")
_YEAR = re.compile(r"((?:19|20)\d{2})年度")


@dataclass
class TextDocument:
    """One document as read; ``refusal`` says why where it is not to be used."""

    files: list[SourceFile]
    kind: str = "unknown"
    form: str | None = None
    form_evidence: str | None = None
    year: int | None = None
    organization: Organization | None = None
    scope: Scope = field(default_factory=lambda: Scope("unknown", ""))
    tables: list[ReadTable] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    refusal: RefusedError | None = None


def _decode(file: SourceFile) -> tuple[tuple[SourceLine, ...], str]:
    try:
        decoded = decode_text(file.content)
    except NotTextError as problem:
        code = "empty_file" if not file.content.strip() else "not_text"
        raise RefusedError(code, str(problem)) from None
    return decoded.lines, decoded.encoding


def _recognise_kind(text: str, regions: Sequence[TableRegion]) -> None:
    """Raise RefusedError for documents that hold no table of a known form."""
    refuse_kind(text.split("\n"), has_tables=bool(regions))
    if not any(region.variants and region.printed_number for region in regions):
        titles = "、".join(dict.fromkeys(r.title for r in regions if r.title)) or "无"
        raise RefusedError(
            "unknown_form",
            f"没有一张表同时印有表号“公开NN表”和已知的表名（找到的表名：{titles[:200]}）；"
            "没有表号的文本分不出各栏，请提取印有这些表的 PDF、电子表格或 Word 文件",
        )


def _recognise_year(parts: Sequence[TablePart], text: str) -> int | None:
    """Return the year most table headers print; without any, the year most often said as 年度."""
    printed = most_common(part.header.year for part in parts)
    return printed or most_common(int(year) for year in _YEAR.findall(text))


def _has_no_figure(document: TextDocument, regions: Sequence[TableRegion]) -> bool:
    if any(table.values for table in document.tables):
        return False
    unread = {t.table_code for t in document.tables if t.read_status == NOT_READ}
    lines = [
        line.text for r in regions if r.table_code in unread or not r.variants for line in r.lines
    ]
    return not any(_AMOUNT.search(text) for text in lines if not text.lstrip().startswith("栏次"))


def _read_content(document: TextDocument, lines: Sequence[SourceLine]) -> None:
    text = "\n".join(line.text for line in lines)
    regions = find_tables(lines)
    _recognise_kind(text, regions)
    parts = read_headers(regions)
    document.year = _recognise_year(parts, text)
    name = most_common(part.header.department for part in parts)
    if name:
        document.organization = find_organization(name, document.year)
        document.scope = recognise_scope(text, name)
    form = recognise_form(
        prints_numbers=True,
        table_codes={region.table_code for region in regions},
        organization=document.organization,
        text=text,
    )
    document.form, document.form_evidence = form.name, form.evidence
    document.kind = "final_accounts"
    document.tables = read_tables(parts, lines, form.name, document.year)
    for table in document.tables:
        table.identities_hold = identities_hold(table)
    document.headings = read_headings(lines, regions)
    if _has_no_figure(document, regions):
        raise RefusedError(
            "template", "各表都没有一个数：这是空白模板，不是决算公开", kind="template"
        )
    if document.year is None:
        raise RefusedError("year_unknown", "各表都没有印年度（NNNN年度）", kind=document.kind)
    if document.organization is None:
        raise RefusedError("organization_unknown", "各表都没有印部门名称", kind=document.kind)


def read_text_document(files: Sequence[SourceFile]) -> TextDocument:
    """Return the document of one text file, read or refused. Never raises for its content."""
    document = TextDocument(list(files))
    try:
        if len(files) != 1:
            raise RefusedError("several_files", "一份文本决算应为一个文件，请逐个提取")
        lines, encoding = _decode(files[0])
        document.files = [files[0].with_encoding(encoding)]
        _read_content(document, lines)
    except RefusedError as refusal:
        document.refusal = refusal
        document.kind = refusal.kind
    return document
