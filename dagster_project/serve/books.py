"""What is browsed: a published release or a check, with the list of its findings."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dagster_project.contract.words import place_name
from dagster_project.release.findings import printed_in, sort_findings
from dagster_project.release.folders import current_release
from dagster_project.release.marts import Row, is_kept_back, open_marts
from dagster_project.runtime.warehouse import RELEASE_FILE, open_release
from dagster_project.serve.batches import DONE, Batches
from dagster_project.serve.config import ServeConfig
from dagster_project.sources.kept import KeptFile, kept_source

PUBLISHED = "published"
# Lists of findings that stay in memory: a release of 1,000 documents has some thousand lines.
_MOST_LISTS = 8
_LISTED = (
    *("finding_id", "document_id", "fiscal_year", "rule_id", "severity", "state", "status"),
    *("title_zh", "message_zh", "table_code", "page", "waived_by", "left_amount", "right_amount"),
)


@dataclass(frozen=True)
class Book:
    """A release in a folder; ``document_ids`` are those that were asked for, None of all."""

    key: str
    title: str
    release: Path
    raw: Path
    handed_in: Path | None = None
    document_ids: frozenset[str] | None = None

    def sources(self, document: Mapping[str, Any]) -> list[KeptFile]:
        """Return the source files of a document that are kept."""
        # The folder is looked for among those that are there: no path is made of a document's name.
        wanted = document["document_id"]
        for folder in sorted(self.raw.glob("*/*/document.json")):
            if folder.parent.name == wanted:
                return kept_source(folder.parent, self.handed_in)
        return []


@dataclass(frozen=True)
class Listing:
    """All findings of a book in their order, and its documents by their name."""

    findings: Sequence[Row]
    documents: Mapping[str, Row]
    by_id: Mapping[str, Row] = field(default_factory=dict)

    @property
    def withheld(self) -> list[Row]:
        """The documents that were kept back: of them no list of findings says anything."""
        return list(filter(is_kept_back, self.documents.values()))


class Books:
    """The published release and every finished check."""

    def __init__(self, config: ServeConfig, batches: Batches) -> None:
        """Serve what is published, and these checks."""
        self.config = config
        self.batches = batches
        self._lists: OrderedDict[tuple[Any, ...], Listing] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: str) -> Book | None:
        """Return a book by its key."""
        if key == PUBLISHED:
            release = current_release(self.config.published)
            if release is None:
                return None
            return Book(PUBLISHED, f"发布 {release.name}", release, self.config.raw)
        batch = self.batches.get(key)
        if batch is None or batch.status != DONE:
            return None
        folder = self.batches.folder(batch)
        return Book(
            key,
            batch.files[0] if len(batch.files) == 1 else f"{len(batch.files)} 份文件的核对",
            folder / "release",
            folder / "release" / "raw",
            folder / "files",
            frozenset(batch.document_ids),
        )

    def listing(self, book: Book) -> Listing:
        """Return the findings of a book, read once as long as its file stays."""
        status = (book.release / RELEASE_FILE).stat()
        key = (book.release, status.st_mtime_ns, status.st_size)
        with self._lock:
            if key in self._lists:
                self._lists.move_to_end(key)
                return self._lists[key]
        listing = _read(book)
        with self._lock:
            self._lists[key] = listing
            while len(self._lists) > _MOST_LISTS:
                self._lists.popitem(last=False)
        return listing


def _read(book: Book) -> Listing:
    with open_release(book.release) as connection:
        marts = open_marts(connection)
        documents = {row["document_id"]: row for row in marts.read("documents")}
        rows = [
            row
            for row in sort_findings(marts.read("findings"))
            if book.document_ids is None or row["document_id"] in book.document_ids
        ]
    findings = []
    for row in rows:
        document = documents.get(row["document_id"]) or {}
        findings.append(
            {name: row[name] for name in _LISTED}
            | {
                "organization_id": document.get("organization_id"),
                "organization_name": document.get("organization_name") or row["document_id"],
                "printed_in": printed_in(row),
                "where": place_name(row["page"], row["source_locator"]),
            }
        )
    chosen = {
        name: row
        for name, row in documents.items()
        if book.document_ids is None or name in book.document_ids
    }
    return Listing(findings, chosen, {row["finding_id"]: row for row in findings})
