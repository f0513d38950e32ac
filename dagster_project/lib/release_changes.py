"""What is new in a release against the one before: documents and findings, by their ids."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from dagster_project.lib.warehouse import open_release


@dataclass(frozen=True)
class Changes:
    """Ids that came and went between two releases; empty lists on the first release or none."""

    since: str | None = None
    documents_added: list[str] = field(default_factory=list)
    documents_changed: list[str] = field(default_factory=list)
    documents_removed: list[str] = field(default_factory=list)
    findings_added: list[str] = field(default_factory=list)
    findings_removed: list[str] = field(default_factory=list)


def compare_releases(previous: Path | None, release: Path) -> Changes:
    """Compare two releases; nothing to compare gives no changes."""
    if previous is None or previous == release:
        return Changes()
    old_documents = _hash_by_key(previous, "documents", "document_id")
    new_documents = _hash_by_key(release, "documents", "document_id")
    old_findings = _hash_by_key(previous, "findings", "finding_id")
    new_findings = _hash_by_key(release, "findings", "finding_id")
    return Changes(
        since=previous.name,
        documents_added=sorted(new_documents.keys() - old_documents.keys()),
        documents_changed=sorted(
            key
            for key in new_documents.keys() & old_documents.keys()
            if new_documents[key] != old_documents[key]
        ),
        documents_removed=sorted(old_documents.keys() - new_documents.keys()),
        findings_added=sorted(new_findings.keys() - old_findings.keys()),
        findings_removed=sorted(old_findings.keys() - new_findings.keys()),
    )


def _hash_by_key(release: Path, table: str, key: str) -> dict[str, int]:
    with open_release(release) as connection:
        rows = connection.execute(
            f"select {key}::varchar, sum(hash(row)::hugeint) from marts.{table} as row group by 1"  # noqa: S608
        ).fetchall()
    return dict(rows)
