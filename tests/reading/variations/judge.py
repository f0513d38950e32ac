"""What was read against what was printed: every cell, its column, page, name and unit."""

from __future__ import annotations

from dataclasses import dataclass, field

from dagster_project.reading.model.cells import CONFIRMED, NOT_READ, Cell, ReadTable
from dagster_project.reading.model.document import ReadDocument
from tests.printing.pdf import Pages
from tests.printing.table import InventedTable, Key

FIGURE_DIGITS = frozenset("0123456789０１２３４５６７８９")


@dataclass
class Verdict:
    """How one document, or one of its tables, was read."""

    cells: int = 0
    right: int = 0
    faults: list[str] = field(default_factory=list)
    confirmed_faults: list[str] = field(default_factory=list)

    def add(self, other: Verdict) -> None:
        """Take in another verdict."""
        self.cells += other.cells
        self.right += other.right
        self.faults += other.faults
        self.confirmed_faults += other.confirmed_faults


def _plain(text: str) -> str:
    return "".join(text.split())


def _found(table: ReadTable) -> dict[Key, Cell]:
    return {(c.row_key, c.column_code): c for c in table.cells}


def _kind(key: Key, wanted: str, got: str, expected: dict[Key, str]) -> str:
    if not got:
        return "missing"
    if not wanted:
        elsewhere = [k for k, v in expected.items() if k[0] == key[0] and _plain(v) == got]
        return "other column" if elsewhere else "invented"
    return "wrong"


def judge_table(printed: InventedTable, table: ReadTable, pages: Pages) -> Verdict:
    """Return what of one table was read right, and every fault as a line."""
    verdict = Verdict()
    expected, found = printed.expected(), _found(table)
    faults = []
    for key in dict.fromkeys([*expected, *found]):
        wanted = _plain(expected.get(key, ""))
        got = found[key].printed_text if key in found else ""
        verdict.cells += bool(wanted)
        if wanted != got:
            kind = "not read" if table.read_status == NOT_READ else None
            kind = kind or _kind(key, wanted, got, expected)
            faults.append(f"{kind} {printed.code} {key}: {got!r} for {wanted!r}")
            continue
        page = pages.get((printed.code, key))
        if wanted and page is not None and found[key].page != page:
            faults.append(f"page {printed.code} {key}: {found[key].page} for {page}")
        verdict.right += bool(wanted)
        name = printed.names.get(key[0])
        if name and wanted and _plain(found[key].printed_label) != _plain(name):
            label = found[key].printed_label
            faults.append(f"name {printed.code} {key}: {label!r} for {name!r}")
        if wanted and any(c in FIGURE_DIGITS for c in wanted) and found[key].value_numeric is None:
            faults.append(f"no number {printed.code} {key}: {got!r}")
    if table.read_status != NOT_READ and table.unit != printed.unit:
        faults.append(f"unit {printed.code}: {table.unit} for {printed.unit}")
    verdict.faults = faults
    if table.presence in ("missing", "not_required"):
        verdict.faults.append(f"not found {printed.code}")
    elif table.read_status == CONFIRMED:
        verdict.confirmed_faults = [fault for fault in faults if not fault.startswith("name")]
    elif table.read_status != CONFIRMED:
        notes = " / ".join(table.reading_notes)[:200]
        verdict.faults.append(f"{table.read_status} {printed.code}: {notes}")
    return verdict


def judge(printed: list[InventedTable], read: ReadDocument, year: int, pages: Pages) -> Verdict:
    """Return the verdict on a document."""
    verdict = Verdict()
    if read.refusal is not None:
        count = sum(bool(v) for t in printed for v in t.expected().values())
        return Verdict(count, 0, [f"refused {read.refusal.reason_code}: {read.refusal}"])
    if read.year != year:
        verdict.faults.append(f"year {read.year} for {year}")
    tables = {t.table_code: t for t in read.tables}
    for table in printed:
        verdict.add(judge_table(table, tables[table.code], pages))
    return verdict
