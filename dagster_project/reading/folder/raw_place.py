"""Puts one document under raw/: its id and revision, its document.json, one writer at a time."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from types import FrameType
from typing import Any

from dagster_project.contract.cell_model import FORMAT_VERSION
from dagster_project.reading.folder.document_ids import (
    disclosure_id,
    organization_id,
    short_hash,
    unknown_document_id,
)
from dagster_project.reading.folder.extract_folder import (
    ExtractRows,
    NarrativeRows,
    read_documents,
    remove_refused_folder,
    repair_raw,
    write_extract_folder,
)
from dagster_project.reading.folder.outcome import ExtractOutcome, reading_notes, summarise_table
from dagster_project.reading.folder.resume import STAMP, stamp_of
from dagster_project.reading.folder.standing import find_standing
from dagster_project.reading.model.cells import Cell, ReadTable, written
from dagster_project.reading.model.coverage import Coverage
from dagster_project.reading.model.document import Heading, ReadDocument
from dagster_project.reading.model.identity import Organization
from dagster_project.runtime.lock import hold_folder

_ABSENT = ("missing", "not_required")


def _hash_figures(cells: Sequence[Cell]) -> str | None:
    """Return a hash of the figures of a table, the same in every medium; None where it has none.

    Zero is left out: one medium prints 0.00 where another prints nothing.
    """
    figures = {
        (cell.row_key, cell.column_code, str(value.normalize()), unit)
        for cell in cells
        for value, unit in [(cell.amount_yuan or cell.value_numeric, cell.value_kind)]
        if value
    }
    return short_hash(repr(sorted(figures)), 16) if figures else None


def _table_json(table: ReadTable) -> dict[str, Any]:
    missing = table.presence in _ABSENT
    return {
        "table_code": table.table_code,
        "printed_number": table.printed_number,
        "title": table.title,
        "variant": table.variant,
        "presence": table.presence,
        "unit": table.unit,
        "read_status": "not_read" if missing else table.read_status,
        "readings_agree": table.readings_agree,
        "identities_hold": table.identities_hold,
        "reading_note": reading_notes(table),
        "statement": table.statement,
        "figures_sha256": _hash_figures(table.cells),
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
            "page": written(heading.page),
            "source_locator": heading.locator,
            "read_status": heading.read_status,
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


def _identify(document: ReadDocument, sha256: str, raw_dir: Path) -> _Identity:
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


def _document_json(document: ReadDocument, identity: _Identity, sha256: str) -> dict[str, Any]:
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
        "form_evidence": document.form_evidence,
        "fiscal_year": year,
        "organization_id": organization_id(organization) if organization else None,
        "organization_name": organization.name if organization else None,
        "region_code": organization.region_code if organization else None,
        "scope": document.scope.scope,
        "scope_evidence": document.scope.evidence or None,
        "approved_on": None,
        "published_on": document.stated.as_json().get("published_on"),
        "printed_on": document.printed_on,
        "draft_words": document.draft_words,
        "retrieved_on": None,
        # What was said when the document was handed in, and what of the document speaks for what.
        "stated": document.stated.as_json(),
        "identity": {
            "fiscal_year": list(map(asdict, document.years)),
            "organization_name": list(map(asdict, document.names)),
            "form": list(map(asdict, document.forms)),
        },
        "source": {"sha256": sha256, "files": [file.as_json() for file in document.files]},
        "reader": {"name": document.reader_name, "version": document.reader_version},
        # Of a refused document nothing is kept, so no share of it was read.
        "coverage": None if refusal else _coverage_json(document.coverage),
        # A refused document has no files of tables, so it must not declare any.
        "tables": [] if refusal else [_table_json(table) for table in document.tables],
    }


def _coverage_json(coverage: Coverage) -> dict[str, Any]:
    """Return the counts; what stands beside a text is named where there is any."""
    fields = asdict(coverage)
    return {name: value for name, value in fields.items() if name != "beside" or value}


@contextlib.contextmanager
def _uninterrupted() -> Iterator[None]:
    """Hold back Ctrl-C and a plain kill until a folder is in place, then let them happen."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    held: list[int] = []

    def hold(number: int, _: FrameType | None) -> None:
        held.append(number)

    before = {each: signal.signal(each, hold) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
        for number in held:
            signal.raise_signal(number)


class RawPlace:
    """The raw folder as one writer sees it."""

    def __init__(self, raw_dir: Path, *, keep_text: bool = True) -> None:
        """Keep the folder; it is made when the first document comes.

        Without ``keep_text`` the running text of documents is left out: only figures and labels.
        """
        self.raw_dir = raw_dir
        self._keep_text = keep_text
        self._is_repaired = False

    def _draft_words(self, document: ReadDocument, identity: _Identity, sha256: str) -> str:
        """Return what calls a document a draft: nothing where its bytes came as final before."""
        place = f"{document.year}/{identity.document_id}"
        before = next((other for _, other in read_documents(self.raw_dir, place)), {})
        is_same = (before.get("source") or {}).get("sha256") == sha256
        is_final = is_same and before.get("draft_words") == ""
        return "" if is_final else document.draft_words

    def store(
        self, document: ReadDocument, narrative: NarrativeRows, sha256: str
    ) -> ExtractOutcome:
        """Give the document its id and write its folder; it is there whole or not at all."""
        is_read = document.refusal is None
        found = [table for table in document.tables if table.presence not in _ABSENT]
        rows = ExtractRows(
            {table.table_code: [cell.as_row() for cell in table.cells] for table in found},
            _heading_rows(document.headings),
            narrative if self._keep_text else narrative.without_text(),
        )
        with _uninterrupted(), hold_folder(self.raw_dir):
            if not self._is_repaired:
                repair_raw(self.raw_dir)
                self._is_repaired = True
            identity = _identify(document, sha256, self.raw_dir)
            document.draft_words = self._draft_words(document, identity, sha256)
            folder = write_extract_folder(
                self.raw_dir,
                _document_json(document, identity, sha256),
                rows if is_read else None,
                {
                    STAMP: stamp_of(
                        document.reader_version, keep_text=self._keep_text, stated=document.stated
                    )
                },
            )
            remove_refused_folder(self.raw_dir, sha256, folder)
            standing = find_standing(folder) if is_read else None
        return ExtractOutcome(
            document_id=identity.document_id,
            folder=folder,
            status="read" if is_read else "refused",
            reason=document.refusal.reason_zh if document.refusal else None,
            tables=tuple(map(summarise_table, document.tables)) if is_read else (),
            reason_code=document.refusal.reason_code if document.refusal else None,
            standing=standing,
            coverage=document.coverage if is_read else None,
        )
