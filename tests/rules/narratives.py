"""Figures and words of a narrative, for documents that say one thing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from dagster_project.contract.cell_model import CLAIM_COLUMNS, STATEMENT_COLUMNS
from dagster_project.reading.narrative.claims import Paragraph
from dagster_project.reading.narrative.claims.document import read_text
from dagster_project.reading.narrative.claims.model import claim_rows, statement_rows
from tests import factories
from tests.reading.cells import named_cells
from tests.rules.writing import Heading, Record, Write, write_headings

Tables = Mapping[str, list[factories.Row]]
PART = "第三部分 某局2022年度部门决算情况说明"


def figure(
    topic: str,
    metric: str,
    subject: str,
    printed: str,
    unit: str = "元",
    kind: str = "amount",
    **fields: str,
) -> Record:
    """Return one figure of the narrative as claims.csv has it."""
    return (
        dict.fromkeys(CLAIM_COLUMNS, "")
        | {
            "claim_kind": kind,
            "metric": metric,
            "subject": subject,
            "value_numeric": printed.replace(",", ""),
            "value_unit": unit,
            "printed_text": printed,
            "topic": topic,
            "section": "3.1",
            "source_locator": "L100",
        }
        | fields
    )


def remark(kind: str, topic: str, subject: str = "", **fields: str) -> Record:
    """Return one thing that the narrative says in words as statements.csv has it."""
    return (
        dict.fromkeys(STATEMENT_COLUMNS, "")
        | {
            "statement_kind": kind,
            "topic": topic,
            "subject": subject,
            "section": "3.1",
            "source_locator": "L100",
        }
        | fields
    )


def claim_key(claim: Record) -> str:
    """Return what the first claim that says this is called among the subjects of rules."""
    about = claim["account_code"] or claim["subject"]
    names = (claim["topic"], claim["metric"], about, claim["claim_kind"], claim["base"])
    return "|".join([*names[:4], *filter(None, names[4:])])


def statement_key(statement: Record, number: int) -> str:
    """Return what the statement with this number is called among the subjects of rules."""
    about = statement["account_code"] or statement["subject"]
    names = (statement["topic"], statement["statement_kind"], about, statement["base"])
    return "|".join([*filter(None, names), f"s{number}"])


def _numbered(rows: Iterable[Record], column: str) -> list[Record]:
    return [row | {column: str(number)} for number, row in enumerate(rows, start=1)]


def write_narrative(folder: Path, figures: Iterable[Record], remarks: Iterable[Record]) -> None:
    """Replace claims.csv and statements.csv of a folder."""
    for name, columns, rows in (
        ("claims", CLAIM_COLUMNS, _numbered(figures, "claim_no")),
        ("statements", STATEMENT_COLUMNS, _numbered(remarks, "statement_no")),
    ):
        factories.write_csv(folder / f"{name}.csv", columns, rows)


def told(
    *figures: Record,
    remarks: Iterable[Record] = (),
    tables: Tables | None = None,
    headings: list[Heading] | None = None,
    **fields: Any,
) -> Write:
    """Return a writer of a document whose narrative says this; other tables replace its own."""

    def write(raw_dir: Path, document_id: str) -> None:
        all_tables = factories.default_tables() | dict(tables or {})
        folder = factories.write_document(raw_dir, document_id, tables=all_tables, **fields)
        write_narrative(folder, figures, remarks)
        if headings is not None:
            write_headings(folder, headings)

    return write


def written(*sections: tuple[str, list[str]], tables: Tables | None = None, **fields: Any) -> Write:
    """Return a writer of a document with this text, read as extraction reads it.

    A section is its heading and its paragraphs.
    """

    def write(raw_dir: Path, document_id: str) -> None:
        all_tables = factories.default_tables() | dict(tables or {})
        folder = factories.write_document(raw_dir, document_id, tables=all_tables, **fields)
        cells = {table: named_cells(factories.cells_of(rows)) for table, rows in all_tables.items()}
        lines = [PART, *(line for heading, texts in sections for line in (heading, *texts))]
        paragraphs = [
            Paragraph(text, page=9, locator=f"L{number}", section_code="3.1")
            for number, text in enumerate(lines, start=1)
        ]
        reading = read_text(cells, paragraphs)
        write_narrative(folder, claim_rows(reading), statement_rows(reading))

    return write
