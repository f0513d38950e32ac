"""Where the figures and sentences of a finding stand on their source: page, box, sheet cell, line.

Read from the marts of a release, published or of a check: the evidence names what was compared, the
cells and claims know where each was printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import duckdb

from dagster_project.release.findings import read_evidence
from dagster_project.release.marts import Row

# Left, top, right, bottom in points of the page as a viewer shows it, from its top left corner.
Box = tuple[float, float, float, float]
CELL, SHEET_CELL, LINES, SENTENCE, PAGE = "cell", "sheet_cell", "lines", "sentence", "page"
# What a finding is about, beside the two sides of its check.
CAUSE = "cause"

_SHEET_CELL = re.compile(r"(?:(?P<file>.+\.\w{2,6}):)?(?P<sheet>.+)!(?P<cell>[A-Z]{1,3}\d+)")
_LINES = re.compile(r"(?:(?P<file>.+):)?L(?P<first>\d+)(?:-L(?P<last>\d+))?")
_PAGE = re.compile(r"(?:(?P<file>.+):)?p(?P<first>\d+)(?:-p(?P<last>\d+))?(?:（图像）)?")
_STATEMENT = re.compile(r"s(\d+)")

_FINDINGS = """
    select finding_id, document_id, table_code, row_no, column_code, printed_text, printed_label,
        page, source_locator, evidence
    from marts.findings
"""
_CHECKS = """
    select members.finding_id, members.member_no, checks.document_id, checks.table_code,
        checks.page, checks.evidence
    from marts.finding_checks as members
    inner join marts.checks on members.check_id = checks.check_id
    where members.member_no > 1
"""
_CELLS = """
    select document_id, table_code, row_no, column_code, printed_text, page, bbox, source_locator
    from marts.cells where document_id in (select unnest($documents))
"""
_TABLES = """
    select document_id, table_code, page_first, source_locator
    from marts.document_tables where document_id in (select unnest($documents))
"""
_TOLD = """
    select document_id, page, source_locator, printed_text, value_unit, excerpt,
        concat_ws('|', topic, metric, subject, account_code, claim_kind, base) as key,
        claim_no as number, true as is_claim
    from marts.claims where document_id in (select unnest($documents))
    union all by name
    select document_id, page, source_locator, printed_text, excerpt,
        concat_ws('|', topic, statement_kind, subject, account_code, base) as key,
        statement_no as number, false as is_claim
    from marts.statements where document_id in (select unnest($documents))
"""


@dataclass(frozen=True)
class Place:
    """One place on a source: what stands there, and of which side of which finding.

    ``kind`` is ``cell`` (``page`` and ``box``), ``sheet_cell`` (``sheet`` and ``reference``, such
    as C20), ``lines`` (``first_line`` to ``last_line``), ``sentence`` (``excerpt`` on ``page``,
    which ends with what is printed; the reader keeps no box of it) or ``page`` (nothing closer is
    known). ``file`` is the name of the source file where the locator says it.
    ``side`` is left, right, another side of the evidence, or cause: the cell that a finding names.
    """

    document_id: str
    kind: str
    side: str
    page: int | None = None
    box: Box | None = None
    sheet: str | None = None
    reference: str | None = None
    first_line: int | None = None
    last_line: int | None = None
    file: str | None = None
    table_code: str | None = None
    row_no: int | None = None
    column_code: str | None = None
    label: str = ""
    printed_text: str = ""
    excerpt: str = ""
    weight: int = 1

    def as_json(self) -> dict[str, Any]:
        """Return the fields that say something."""
        return {name: value for name, value in asdict(self).items() if value not in (None, "")}


def read_places(
    connection: duckdb.DuckDBPyConnection,
    document_ids: Iterable[str],
    *,
    with_members: bool = False,
) -> dict[str, list[Place]]:
    """Return {finding_id: its places} of the findings of some documents.

    The place of what a finding names comes first, then the sides of the check that speaks for it;
    ``with_members`` those of its further checks, too. Nothing is there twice.
    """
    asked = {"documents": list(document_ids)}
    chosen = " where document_id in (select unnest($documents))"
    findings = _rows(connection, _FINDINGS + chosen, asked)
    pages = _Sources(
        {_key(row): row for row in _rows(connection, _CELLS, asked)},
        {(row["document_id"], row["table_code"]): row for row in _rows(connection, _TABLES, asked)},
        _by_locator(_rows(connection, _TOLD, asked)),
    )
    places: dict[str, list[Place]] = {}
    for row in findings:
        found = [pages.cause(row), *(pages.item(row, item) for item in read_evidence(row))]
        places[row["finding_id"]] = _distinct([place for place in found if place]) or [
            pages.anywhere(row)
        ]
    if with_members:
        of_documents = _CHECKS + " and checks.document_id in (select unnest($documents))"
        order = " order by members.finding_id, members.member_no"
        for check in _rows(connection, of_documents + order, asked):
            own = places.setdefault(check["finding_id"], [])
            more = [pages.item(check, item) for item in read_evidence(check)]
            own[:] = _distinct([*own, *filter(None, more)])
    return places


def _rows(
    connection: duckdb.DuckDBPyConnection, statement: str, asked: Mapping[str, Any]
) -> list[Row]:
    cursor = connection.execute(statement, dict(asked))
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, record, strict=True)) for record in cursor.fetchall()]


def _key(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return row["document_id"], row["table_code"], row["row_no"], row["column_code"]


def _by_locator(rows: Iterable[Row]) -> dict[tuple[Any, ...], list[Row]]:
    found: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        found.setdefault((row["document_id"], row["source_locator"]), []).append(row)
    return found


def _distinct(places: Sequence[Place]) -> list[Place]:
    """Return each place once; the cell that a finding names is one of the sides as well."""
    kept: dict[tuple[Any, ...], Place] = {}
    for place in places:
        where = (
            *(place.document_id, place.kind, place.page, place.box, place.sheet, place.reference),
            *(place.first_line, place.last_line, place.excerpt, place.printed_text),
        )
        if where not in kept or kept[where].side == CAUSE:
            kept[where] = place
    return list(kept.values())


@dataclass(frozen=True)
class _Sources:
    """What the marts know of where things are printed."""

    cells: Mapping[tuple[Any, ...], Row]
    tables: Mapping[tuple[Any, ...], Row]
    told: Mapping[tuple[Any, ...], Sequence[Row]]

    def cause(self, row: Row) -> Place | None:
        """Return the place of the cell that a finding names, None where it names none."""
        cell = self.cells.get(_key(row))
        return self._cell(row, cell, CAUSE, row["printed_label"], 1) if cell else None

    def item(self, row: Row, item: Mapping[str, Any]) -> Place | None:
        """Return the place of one item of evidence, None where it stands nowhere on this source."""
        side, label = str(item.get("side") or ""), str(item.get("printed_label") or "")
        weight, text = int(item.get("weight") or 1), str(item.get("printed_text") or "")
        if item.get("table_code") == "claims":
            told = self._told(row["document_id"], item)
            page, locator = item.get("page"), item.get("source_locator")
            if page is None and not locator:
                return None
            place = _of_locator(locator, page)
            kind = SENTENCE if place["kind"] == PAGE else place["kind"]
            excerpt = str(told["excerpt"] or "") if told else ""
            # What is said without a figure is printed in the words of its excerpt.
            printed = str(told["printed_text"] or "") if told and told["is_claim"] else text
            fields = place | {"kind": kind, "excerpt": excerpt, "table_code": "claims"}
            return Place(
                row["document_id"],
                side=side,
                label=label,
                printed_text=printed,
                weight=weight,
                **fields,
            )
        key = (
            row["document_id"],
            item.get("table_code"),
            item.get("row_no"),
            item.get("column_code"),
        )
        cell = self.cells.get(key)
        # A figure of another year or organization has the same table, row and column in its own
        # document: what is printed here must be what was compared.
        if cell is not None and (cell["printed_text"] or "") == text:
            return self._cell(row, cell, side, label, weight)
        return None

    def anywhere(self, row: Row) -> Place:
        """Return the page or line of a finding that has no evidence with a place."""
        page, locator = row["page"], row["source_locator"]
        if page is None and not locator:
            table = self.tables.get((row["document_id"], row["table_code"])) or {}
            page, locator = table.get("page_first"), table.get("source_locator")
        text = row["printed_text"] or ""
        fields = _of_locator(locator, page)
        if fields["kind"] == PAGE and text:
            fields |= {"kind": SENTENCE, "excerpt": text}
        return Place(
            row["document_id"],
            side=CAUSE,
            table_code=row["table_code"],
            label=row["printed_label"] or "",
            printed_text=text,
            **fields,
        )

    def _cell(self, row: Row, cell: Row, side: str, label: str | None, weight: int) -> Place:
        fields = _of_locator(cell["source_locator"], cell["page"])
        if cell["bbox"]:
            left, top, right, bottom = (float(part) for part in cell["bbox"].split(","))
            fields |= {"kind": CELL, "box": (left, top, right, bottom)}
        return Place(
            row["document_id"],
            side=side,
            table_code=cell["table_code"],
            row_no=cell["row_no"],
            column_code=cell["column_code"],
            label=label or "",
            printed_text=cell["printed_text"] or "",
            weight=weight,
            **fields,
        )

    def _told(self, document_id: str, item: Mapping[str, Any]) -> Row | None:
        """Return the claim or statement that an item of evidence is, None where none fits."""
        key, _, again = str(item.get("row_key") or "").partition("#")
        parts, text = key.split("|"), str(item.get("printed_text") or "")
        at = self.told.get((document_id, item.get("source_locator")), ())
        if statement := _STATEMENT.fullmatch(parts[-1]):
            number = int(statement[1])
            return next((r for r in at if not r["is_claim"] and r["number"] == number), None)
        fitting = [
            row
            for row in at
            if row["is_claim"]
            and text in (row["printed_text"], f"{row['printed_text']}{row['value_unit'] or ''}")
        ]
        if not fitting:
            return None
        agree = {id(row): len(set(parts) & set(row["key"].split("|"))) for row in fitting}
        best = max(agree.values())
        likely = sorted((r for r in fitting if agree[id(r)] == best), key=lambda r: r["number"])
        # The same thing is told a second time: #2.
        return likely[min(int(again) if again.isdigit() else 1, len(likely)) - 1]


def _of_locator(locator: str | None, page: int | None) -> dict[str, Any]:
    """Return the fields of a place that its locator says; a line says more than its page."""
    text = (locator or "").split("、")[0]
    if found := _LINES.fullmatch(text):
        first = int(found["first"])
        return {
            "kind": LINES,
            "first_line": first,
            "last_line": int(found["last"] or first),
            "file": found["file"],
            "page": page,
        }
    if found := _PAGE.fullmatch(text):
        return {"kind": PAGE, "page": page or int(found["first"]), "file": found["file"]}
    if found := _SHEET_CELL.fullmatch(text):
        return {
            "kind": SHEET_CELL,
            "sheet": found["sheet"],
            "reference": found["cell"],
            "file": found["file"],
            "page": page,
        }
    # A sheet by its name, or nothing at all.
    return {"kind": PAGE, "page": page, "sheet": None if page else text or None}
