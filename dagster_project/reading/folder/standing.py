"""What a document is among those of its disclosure, as far as the folders of raw/ tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dagster_project.contract.succession import (
    CONFIRMATIONS_FILE,
    WAITING,
    Edition,
    confirmation_line,
    decide,
    read_policy,
)
from dagster_project.form.shapes import account_table_codes
from dagster_project.reading.folder.extract_folder import read_documents


@dataclass(frozen=True)
class DocumentStanding:
    """A document that does not take the place of another by itself, or one that did, in words."""

    standing: str
    reason_zh: str
    compared_with: str | None
    confirmation: str | None

    @property
    def line(self) -> str | None:
        """One line for a person; None where there is nothing to say."""
        beside = f"（现行版 {self.compared_with}）" if self.compared_with else ""
        if self.confirmation is not None:
            where = f"dbt/seeds/{CONFIRMATIONS_FILE}"
            return f"待确认：{self.reason_zh}{beside}；确认请在 {where} 加一行：{self.confirmation}"
        if self.standing == "current" and self.compared_with:
            return f"取代 {self.compared_with}：{self.reason_zh}"
        return None if self.standing == "current" else f"不取代{beside}：{self.reason_zh}"


def edition_of(document: Mapping[str, Any]) -> Edition:
    """Return what the policy looks at in a document.json."""
    tables = document.get("tables") or []
    is_recorded = document.get("draft_words") is not None
    figures = {
        table["table_code"]: table.get("figures_sha256")
        for table in tables
        if table["table_code"] in account_table_codes() and table.get("figures_sha256")
    }
    return Edition(
        document["document_id"],
        int(document.get("revision") or 1),
        str((document.get("source") or {}).get("sha256")),
        document.get("published_on") or document.get("printed_on"),
        document.get("draft_words"),
        (document.get("reader") or {}).get("name"),
        figures if is_recorded else None,
    )


def find_standing(folder: Path) -> DocumentStanding | None:
    """Return the standing of the document in a folder; None where it was not read."""
    raw_dir, year = folder.parent.parent, folder.parent.name
    own = next((found for _, found in read_documents(raw_dir, f"{year}/{folder.name}")), None)
    if own is None or own.get("status") != "read":
        return None
    disclosure = own.get("disclosure_id") or folder.name
    same = [
        document
        for _, document in read_documents(raw_dir, f"{year}/{disclosure}*")
        if document.get("disclosure_id") == disclosure and document.get("status") == "read"
    ] or [own]
    policy = read_policy()
    found = decide(map(edition_of, same), policy)[folder.name]
    line = confirmation_line(folder.name, str((own.get("source") or {}).get("sha256")))
    return DocumentStanding(
        found.standing,
        policy.titles[found.reason_code],
        found.compared_with,
        line if found.standing == WAITING else None,
    )
