"""What is new in a release against the one before: documents and findings, by their ids."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from dagster_project.runtime.warehouse import open_release, quote


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
    old_documents, new_documents = _hashes(previous, release, "documents", "document_id")
    old_findings, new_findings = _hashes(previous, release, "findings", "finding_id")
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


def _hashes(previous: Path, release: Path, table: str, key: str) -> list[dict[str, int]]:
    """Hash the rows of a table in both releases by key, over the columns that both have.

    A column that a new version adds is no change of what a document or a finding says.
    """
    columns = [_columns(path, table) for path in (previous, release)]
    shared = sorted(columns[0] & columns[1])
    return [_hash_by_key(path, table, key, shared) for path in (previous, release)]


def _columns(release: Path, table: str) -> set[str]:
    with open_release(release) as connection:
        description = connection.execute(f"from marts.{table} limit 0").description
    return {column[0] for column in description or ()}


def _hash_by_key(release: Path, table: str, key: str, columns: list[str]) -> dict[str, int]:
    names = ", ".join(quote(column) for column in columns)
    with open_release(release) as connection:
        rows = connection.execute(
            f"select {key}::varchar, sum(hash(row)::hugeint) "  # noqa: S608
            f"from (select {names} from marts.{table}) as row group by 1"
        ).fetchall()
    return dict(rows)
