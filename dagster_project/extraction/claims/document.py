"""The claims of one document as read: its tables and narrative in, the rows of claims.csv out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from dagster_project.extraction.cells import ReadTable
from dagster_project.extraction.claims.model import Paragraph, accounts_of, claim_rows
from dagster_project.extraction.claims.reader import read_claims


def read_claim_rows(
    tables: Iterable[ReadTable], narrative: Sequence[Mapping[str, str]]
) -> list[dict[str, str]]:
    """Return the rows of claims.csv from a document's tables and the rows of narrative.csv."""
    accounts = accounts_of({table.table_code: table.cells for table in tables})
    return claim_rows(read_claims([Paragraph.from_row(row) for row in narrative], accounts))
