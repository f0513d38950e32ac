"""The claims of one document as read: its tables and narrative in, the rows of two files out."""

from __future__ import annotations

from collections.abc import Iterable

from dagster_project.form.shapes import BY_ECONOMIC, shape_of
from dagster_project.reading.model.cells import ReadTable
from dagster_project.reading.model.document import Paragraph
from dagster_project.reading.narrative.claims.model import (
    accounts_of,
    claim_rows,
    statement_rows,
)
from dagster_project.reading.narrative.claims.reader import read_claims

Rows = list[dict[str, str]]


def read_claim_rows(
    tables: Iterable[ReadTable], paragraphs: Iterable[Paragraph]
) -> tuple[Rows, Rows]:
    """Return the rows of claims.csv and of statements.csv from tables and narrative."""
    cells = {table.table_code: table.cells for table in tables}
    economic = [
        cell for code, own in cells.items() if shape_of(code) == BY_ECONOMIC for cell in own
    ]
    reading = read_claims(paragraphs, accounts_of(cells), economic_cells=economic)
    return claim_rows(reading), statement_rows(reading)
