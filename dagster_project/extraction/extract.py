"""From source files to an extract folder: identity, revision, and what is reported back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from dagster_project.extraction.cells import ReadTable
from dagster_project.extraction.document_ids import (
    disclosure_id,
    organization_id,
    short_hash,
    unknown_document_id,
)
from dagster_project.extraction.extract_folder import (
    read_documents,
    remove_refused_folder,
    write_extract_folder,
)
from dagster_project.extraction.recognition import Organization
from dagster_project.extraction.source import (
    RefusedError,
    SourceFile,
    read_source,
    source_hash,
)
from dagster_project.extraction.text_layer.headings import Heading
from dagster_project.extraction.text_layer.reader import (
    READER_NAME,
    READER_VERSION,
    TextDocument,
    read_text_document,
)
from dagster_project.lib.cell_model import FORMAT_VERSION


@dataclass(frozen=True)
class TableSummary:
    """One table of a document: whether it is there, how it was read, and its cells by state."""

    table_code: str
    presence: str
    read_status: str
    rows: int
    values: int
    blanks: int
    struck_out: int
    note: str | None


@dataclass(frozen=True)
class ExtractOutcome:
    """What became of one document. ``folder`` is None only where there were no bytes to read."""

    document_id: str | None
    folder: Path | None
    status: str
    reason: str | None
    tables: tuple[TableSummary, ...] = ()
    reason_code: str | None = None

    @property
    def log_line(self) -> str:
        """One line for a log or a terminal."""
        name = self.document_id or "—"
        if self.status != "read":
            return f"{name}：拒收（{self.reason}）"
        there = [table for table in self.tables if table.presence != "missing"]
        doubtful = [table.table_code for table in there if table.read_status != "confirmed"]
        missing = [table.table_code for table in self.tables if table.presence == "missing"]
        line = (
            f"{name}：{len(there)}张表，{sum(t.values for t in there)}个数，"
            f"{sum(t.blanks for t in there)}个空格，{sum(t.struck_out for t in there)}格划线"
        )
        line += f"；读数待核：{'、'.join(doubtful)}" if doubtful else "；读数全部确认"
        return line + (f"；缺表：{'、'.join(missing)}" if missing else "")


def _summary(table: ReadTable) -> TableSummary:
    states = Counter(cell["cell_state"] for cell in table.cells)
    return TableSummary(
        table.table_code,
        table.presence,
        table.read_status,
        table.rows,
        states["value"],
        states["blank"],
        states["struck_out"],
        _notes(table),
    )


def _notes(table: ReadTable) -> str | None:
    return "；".join(table.reading_notes) or None


def _table_json(table: ReadTable) -> dict[str, Any]:
    missing = table.presence == "missing"
    return {
        "table_code": table.table_code,
        "printed_number": table.printed_number,
        "title": table.title,
        "variant": table.variant,
        "presence": table.presence,
        "unit": table.unit,
        "read_status": "not_read" if missing else table.read_status,
        "reading_note": _notes(table),
        "statement": table.statement,
        "rows": table.rows,
        "cells": len(table.cells),
        "page_first": table.page_first,
        "page_last": table.page_last,
        "source_locator": table.source_locator,
    }


def _heading_rows(headings: Sequence[Heading]) -> list[dict[str, str]]:
    return [
        {
            "heading_no": str(number),
            "heading_kind": heading.kind,
            "level": str(heading.level),
            "section_code": heading.section_code,
            "table_code": heading.table_code,
            "printed_text": heading.text,
            "page": "" if heading.page is None else str(heading.page),
            "source_locator": f"L{heading.line_no}",
        }
        for number, heading in enumerate(headings, start=1)
    ]


@dataclass(frozen=True)
class _Identity:
    document_id: str
    disclosure_id: str | None
    revision: int
    supersedes: str | None


def _tell_apart(organization: Organization, raw_dir: Path) -> Organization:
    """Return the organization with its id; names spelled alike in letters get a hash of the name.

    The seed knows better than spelling, so an organization of the seed keeps its id.
    """
    own = organization_id(organization)
    found = [document for _, document in read_documents(raw_dir, f"[0-9]*/{own}-*")]
    names = {d.get("organization_name") for d in found if d.get("organization_id") == own}
    if not organization.organization_id and names and organization.name not in names:
        own = f"{own}-{short_hash(organization.name, 4)}"
    return replace(organization, organization_id=own)


def _identify(document: TextDocument, sha256: str, raw_dir: Path) -> _Identity:
    """Return the ids: the same bytes keep their own, other bytes are the next revision."""
    if document.organization is None or document.year is None:
        return _Identity(unknown_document_id(document.files[0].name, sha256), None, 1, None)
    document.organization = _tell_apart(document.organization, raw_dir)
    own = disclosure_id(document.organization, document.year, document.scope.scope, document.kind)
    found = [other for _, other in read_documents(raw_dir, f"{document.year}/{own}*")]
    revisions = sorted(
        (other for other in found if other.get("disclosure_id") == own),
        key=lambda other: int(other.get("revision") or 1),
    )
    for other in revisions:
        if (other.get("source") or {}).get("sha256") == sha256:
            return _Identity(other["document_id"], own, other["revision"], other.get("supersedes"))
    if not revisions:
        return _Identity(own, own, 1, None)
    latest = revisions[-1]
    revision = int(latest.get("revision") or 1) + 1
    return _Identity(f"{own}-r{revision}", own, revision, latest["document_id"])


def _document_json(document: TextDocument, identity: _Identity, sha256: str) -> dict[str, Any]:
    organization, refusal = document.organization, document.refusal
    # Without an organization a document has no place among the disclosures of its year.
    year = document.year if identity.disclosure_id else None
    return {
        "format_version": FORMAT_VERSION,
        "document_id": identity.document_id,
        "disclosure_id": identity.disclosure_id,
        "revision": identity.revision,
        "supersedes": identity.supersedes,
        "status": "refused" if refusal else "read",
        "reason_code": refusal.reason_code if refusal else None,
        "reason_zh": refusal.reason_zh if refusal else None,
        "kind": document.kind,
        "form": document.form,
        "fiscal_year": year,
        "organization_id": organization_id(organization) if organization else None,
        "organization_name": organization.name if organization else None,
        "region_code": organization.region_code if organization else None,
        "scope": document.scope.scope,
        "scope_evidence": document.scope.evidence or None,
        "approved_on": None,
        "published_on": None,
        "retrieved_on": None,
        "source": {"sha256": sha256, "files": [file.as_json() for file in document.files]},
        "reader": {"name": READER_NAME, "version": READER_VERSION},
        "tables": [_table_json(table) for table in document.tables],
    }


def _read(files: Sequence[SourceFile]) -> TextDocument:
    """Read a document; a fault of the reader itself refuses the document and says so."""
    try:
        return read_text_document(files)
    except Exception as fault:
        reason = f"读取器出错（{type(fault).__name__}: {fault}），请把此文件交给维护者"
        return TextDocument(list(files), refusal=RefusedError("reader_failed", reason))


def extract_document(paths: Sequence[Path], raw_dir: Path) -> ExtractOutcome:
    """Read one document from its source files and write its extract folder under ``raw_dir``.

    Returns what became of it, read or refused with a plain reason; raises only where ``raw_dir``
    itself cannot be written.
    """
    try:
        files: list[SourceFile] = read_source([Path(path) for path in paths])
    except RefusedError as refusal:
        return ExtractOutcome(
            None, None, "refused", refusal.reason_zh, reason_code=refusal.reason_code
        )
    sha256 = source_hash(files)
    document = _read(files)
    identity = _identify(document, sha256, raw_dir)
    found = [table for table in document.tables if table.presence != "missing"]
    is_read = document.refusal is None
    folder = write_extract_folder(
        raw_dir,
        _document_json(document, identity, sha256),
        {table.table_code: table.cells for table in found} if is_read else {},
        _heading_rows(document.headings) if is_read else None,
    )
    remove_refused_folder(raw_dir, sha256, folder)
    return ExtractOutcome(
        document_id=identity.document_id,
        folder=folder,
        status="read" if is_read else "refused",
        reason=document.refusal.reason_zh if document.refusal else None,
        tables=tuple(_summary(table) for table in document.tables) if is_read else (),
        reason_code=document.refusal.reason_code if document.refusal else None,
    )


def extract_files(paths: Sequence[Path], raw_dir: Path) -> list[ExtractOutcome]:
    """Read each file as a document of its own; one bad file never stops the others."""
    return [extract_document([Path(path)], raw_dir) for path in paths]
