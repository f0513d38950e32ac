"""Every printed figure of two real disclosures: in its grid cell, and in its place of the form."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

import pytest

from dagster_project.reading.decoders.pdf import DecodedPdf, decode_pdf
from dagster_project.reading.model.grid import Grid, GridCell
from dagster_project.reading.model.readings import readings_agree
from dagster_project.reading.model.source import read_source
from dagster_project.reading.reader import read_document
from tests.shared_documents import SHARED, needs_shared

DISCLOSURES = {"putuo-finance-2024": 195, "putuo-socialwork-2024": 205}
needs_documents = needs_shared("every printed figure of two published PDFs is read in its place")
AMOUNT = re.compile(r"^-?[\d,]+\.\d\d$")
COLUMNS = {
    "1": {"收入:决算数": "income_amount", "支出:决算数": "expenditure_amount"},
    "2": {
        "本年收入合计": "total",
        "财政拨款收入": "fiscal_appropriation",
        "其他收入": "other",
    },
    "3": {"本年支出合计": "total", "基本支出": "basic", "项目支出": "project"},
    "4": {
        "收入:决算数": "income_amount",
        "支出:合计": "total",
        "支出:一般公共预算财政拨款": "general_public",
    },
    "5": {"合计": "total", "基本支出": "basic", "项目支出": "project"},
    "6": {"决算数": "basic"},
    "7": {"预算数:合计": "budget_total", "预算数:公务接待费": "budget_reception"},
}
Truth = list[dict[str, str]]


@lru_cache
def truth_of(name: str) -> Truth:
    with (SHARED / "truth" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@lru_cache
def decoded_of(name: str) -> DecodedPdf:
    return decode_pdf((SHARED / "documents" / f"{name}.pdf").read_bytes())


def plain(text: str) -> str:
    return re.sub(r"\s", "", text)


def table_grids(name: str) -> dict[str, list[Grid]]:
    """Return the grids of each table: those on the pages from its first to its last figure."""
    pages: dict[str, set[int]] = {}
    for row in truth_of(name):
        pages.setdefault(row["table_no"], set()).add(int(row["page"]))
    return {
        table: [g for g in decoded_of(name).grids() if g.page in range(min(own), max(own) + 1)]
        for table, own in pages.items()
    }


def places(grids: list[Grid], row: dict[str, str]) -> Iterator[GridCell]:
    """Yield cells whose row has the label or code left of them, under the header as printed."""
    label, leaf = plain(row["account_name"]), plain(row["column_name"].rpartition(":")[2])
    code = row["account_code"]
    for grid in grids:
        header = grid if grid.page == grids[0].page else grids[0]
        for texts in grid.rows:
            for j, cell in enumerate(texts):
                left = [plain(c.text) for c in texts[:j] if c.text]
                names = [t for t in left if not AMOUNT.match(t)]
                joined = "".join(t for t in names if t.isdigit())
                is_row = label in ("", *names) and (not code or joined.endswith(code))
                above = [plain(r[min(j, header.width - 1)].text) for r in header.rows]
                if is_row and leaf in above and plain(cell.text).replace(",", "") == row["value"]:
                    yield cell


@needs_documents
@pytest.mark.parametrize("name", DISCLOSURES)
def test_every_figure_stands_in_a_cell_of_its_row_column_and_page(name: str) -> None:
    grids, truth = table_grids(name), truth_of(name)
    assert len(truth) == DISCLOSURES[name]
    lost = [
        row
        for row in truth
        if int(row["page"]) not in {c.page for c in places(grids[row["table_no"]], row)}
    ]
    assert lost == []


@needs_documents
@pytest.mark.parametrize("name", DISCLOSURES)
def test_no_figure_is_invented_and_both_readings_agree(name: str) -> None:
    pages = {grid.page for grids in table_grids(name).values() for grid in grids}
    cells = [
        cell
        for grid in decoded_of(name).grids()
        for cell in grid.cells()
        if grid.page in pages and AMOUNT.match(cell.text)
    ]
    printed = Counter((int(row["page"]), row["value"]) for row in truth_of(name))
    assert Counter((c.page, c.text.replace(",", "")) for c in cells) == printed
    assert all(cell.reading is not None and readings_agree(cell) for cell in cells)
    assert all(cell.confidence == 1.0 for cell in cells)


def _row_name(table: str, row: dict[str, str]) -> str:
    return row["account_code"] or plain(row["account_name"])


@needs_documents
@pytest.mark.parametrize("name", DISCLOSURES)
def test_the_document_read_has_every_figure_in_its_place(name: str) -> None:
    (document,) = read_document(read_source([SHARED / "documents" / f"{name}.pdf"]))
    assert document.refusal is None
    expected = Counter(
        (
            row["table_no"],
            _row_name(row["table_no"], row),
            COLUMNS[row["table_no"]][row["column_name"]],
            Decimal(row["value"]),
            row["page"],
        )
        for row in truth_of(name)
    )
    read: Counter[tuple[str, str, str, Decimal | None, str]] = Counter()
    for table in document.tables:
        number = str(int(table.table_code[2:]))
        for cell in table.cells:
            if cell.cell_state != "value":
                continue
            is_function = number in ("1", "4")
            code = "" if is_function else re.sub(r"\s", "", cell.printed_code)
            found = code or plain(cell.printed_label)
            read[
                number,
                found,
                cell.column_code,
                cell.value_numeric,
                str(cell.page),
            ] += 1
            assert cell.read_status == "confirmed", cell
            assert cell.bbox, cell
    assert expected - read == Counter(), "missing, wrong or in another column"
    assert read - expected == Counter(), "invented or in another column"
    statuses = {t.table_code: t.read_status for t in document.tables}
    assert set(statuses.values()) == {"confirmed"}, statuses


@needs_documents
def test_the_blank_form_decodes_and_is_refused_as_a_template() -> None:
    path = SHARED / "documents" / "shanghai-template-2024.pdf"
    assert sum(1 for _ in decode_pdf(path.read_bytes()).grids()) == 11
    refusal = read_document(read_source([path]))[0].refusal
    assert refusal is not None
    assert refusal.reason_code == "template"
