"""The right side of the workbench: a finding, its rule, the tables it is about, its neighbours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dagster_project.release.findings import read_evidence
from dagster_project.release.marts import Marts, Row, open_marts
from dagster_project.release.places import Place, read_places
from dagster_project.report.cell_marks import mark_cells
from dagster_project.report.document_pages import MEMBER_CHECKS, build_tables, name_columns
from dagster_project.report.findings import Finding, Names, build_findings
from dagster_project.report.table_shapes import PrintedTable
from dagster_project.runtime.warehouse import open_release
from dagster_project.serve.books import Book, Listing

# A finding that compares ten tables is about none of them in particular.
_MOST_TABLES = 3
_MOST_NEIGHBOURS = 8
_MEMBERS = f"""
    {MEMBER_CHECKS}
    where members.finding_id = ? and checks.document_id = ?
    order by members.member_no
"""


@dataclass(frozen=True)
class Work:
    """Everything that is shown of one finding."""

    finding: Finding
    document: Row
    rule: Row | None
    tables: Sequence[PrintedTable]
    places: Sequence[Place]
    neighbours: Sequence[Row]


def read_work(book: Book, listing: Listing, finding_id: str, document_id: str) -> Work | None:
    """Return what is shown of a finding of a document; None where the book has it no more."""
    with open_release(book.release) as connection:
        marts = open_marts(connection)
        of_document = ("document_id = ?", [document_id])
        documents = marts.read("documents", *of_document)
        rows = marts.read(
            "findings", "document_id = ? and finding_id = ?", [document_id, finding_id]
        )
        if not documents or not rows:
            return None
        [row, *_] = rows
        members = marts.query(
            "finding_checks", ("finding_id", "check_id"), _MEMBERS, [finding_id, document_id]
        )
        codes = _tables_of(row, members)
        own = _own(marts, document_id, codes)
        places = read_places(connection, [document_id])
        rules = marts.read("rules", "rule_id = ?", [row["rule_id"]])
    checks = {finding_id: members}
    marks = mark_cells([row], checks)
    tables = build_tables(documents[0], own, marks)
    tables_zh = {one["table_code"]: one["table_zh"] for one in own["document_tables"]}
    names = Names(tables_zh, name_columns(tables))
    printed = {
        (cell["table_code"], cell["row_no"], cell["column_code"]) for cell in own["cells"]
    } & set(marks)
    [finding] = build_findings([row], checks, names, printed)
    return Work(
        finding,
        documents[0],
        rules[0] if rules else None,
        [table for table in tables if table.blocks],
        places.get(finding_id, []),
        _neighbours(listing, row),
    )


def read_members(book: Book, finding_id: str, document_id: str) -> list[Row]:
    """Return the checks that a finding stands for, each with its ``member_id`` and both values."""
    with open_release(book.release) as connection:
        return open_marts(connection).query(
            "finding_checks", ("finding_id", "check_id"), _MEMBERS, [finding_id, document_id]
        )


def _tables_of(row: Row, members: Sequence[Row]) -> list[str]:
    """Return the tables that a finding is about, that of its cell first."""
    codes = dict.fromkeys([row["table_code"]])
    for check in (row, *members):
        codes |= dict.fromkeys(item.get("table_code") for item in read_evidence(check))
    return [code for code in codes if code and code != "claims"][:_MOST_TABLES]


def _own(marts: Marts, document_id: str, codes: Sequence[str]) -> dict[str, list[Row]]:
    chosen = "document_id = ? and table_code in (select unnest(?::varchar[]))"
    asked: list[Any] = [document_id, list(codes)]
    order: Mapping[str, str] = {
        "cells": "table_code, row_no, column_code",
        "headings": "heading_no",
        "document_tables": "table_code",
    }
    own = {
        name: marts.read(name, chosen, asked, order_by=order_by) for name, order_by in order.items()
    }
    own["expenditure_by_economic"] = marts.read(
        "expenditure_by_economic", "document_id = ?", [document_id]
    )
    return own


def _neighbours(listing: Listing, row: Row) -> list[Row]:
    """Return the other findings of the document on the same page or in the same table."""
    return [
        other
        for other in listing.findings
        if other["document_id"] == row["document_id"]
        and other["finding_id"] != row["finding_id"]
        and (
            (row["page"] is not None and other["page"] == row["page"])
            or (row["table_code"] and other["table_code"] == row["table_code"])
        )
    ][:_MOST_NEIGHBOURS]
