"""Every figure of a finding has its place, and it is that of the extract folder."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from dagster_project.release.findings import read_evidence
from dagster_project.release.places import CELL, LINES, SHEET_CELL, Place, read_places
from dagster_project.runtime.settings import PROJECT_DIR
from dagster_project.runtime.warehouse import open_release
from tests.building import shipped_release

RAW = PROJECT_DIR / "raw"
Row = dict[str, str]


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shipped_release(tmp_path_factory)


def rows_of(document_id: str, table: str) -> list[Row]:
    [path] = RAW.glob(f"*/{document_id}/{table}.csv")
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def stands_as_extracted(place: Place) -> bool:
    """Return whether a cell is where the extract says it is printed."""
    [row] = [
        row
        for row in rows_of(place.document_id, place.table_code or "")
        if (row["row_no"], row["column_code"]) == (str(place.row_no), place.column_code)
    ]
    assert row["printed_text"] == place.printed_text
    if place.kind == CELL:
        return (row["page"], row["bbox"]) == (
            str(place.page),
            ",".join(str(part) for part in place.box or ()),
        )
    if place.kind == SHEET_CELL:
        return row["source_locator"] == f"{place.sheet}!{place.reference}"
    return row["source_locator"] == f"L{place.first_line}"


def test_every_figure_of_a_finding_stands_where_the_extract_says(release: Path) -> None:
    with open_release(release) as connection:
        findings = connection.execute(
            "select finding_id, document_id, evidence from marts.findings"
        ).fetchall()
        places = read_places(connection, {row[1] for row in findings})
        # Of each finding, with those of its further checks, there are at least as many.
        more = read_places(connection, {row[1] for row in findings}, with_members=True)
    seen: Counter[str] = Counter()
    for finding_id, document_id, evidence in findings:
        own = places[finding_id]
        assert own
        assert set(own) <= set(more[finding_id])
        for place in own:
            assert place.document_id == document_id
            seen[place.kind] += 1
            if place.row_no is not None:
                assert stands_as_extracted(place), place
        told = {item["source_locator"] for item in read_evidence({"evidence": evidence})}
        pages = {f"p{place.page}" for place in own} | {
            f"L{place.first_line}" for place in own if place.kind == LINES
        }
        assert {where for where in told if where and where[0] in "p"} <= pages
    assert min(seen[CELL], seen[SHEET_CELL], seen[LINES]) > 10


def test_only_the_documents_asked_for_are_looked_up(release: Path) -> None:
    with open_release(release) as connection:
        places = read_places(connection, ["putuo-finance-2024"])
        assert read_places(connection, []) == {}
    assert {place.document_id for own in places.values() for place in own} == {"putuo-finance-2024"}
