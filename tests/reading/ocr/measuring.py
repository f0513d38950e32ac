"""Pages of real disclosures scanned and read, against what is printed in them."""

from __future__ import annotations

import csv
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np

from dagster_project.form.labels import normalise_label
from dagster_project.reading.decoders.image.page import read_page_image
from dagster_project.reading.decoders.pdf.opening import open_pdf
from dagster_project.reading.decoders.pdf.render import render_page
from dagster_project.reading.interpret import interpret
from dagster_project.reading.model.cells import CONFIRMED, Cell, ReadTable
from dagster_project.reading.model.grid import DecodedDocument
from dagster_project.reading.trust.confirm import confirm_tables
from tests.printing.scan import Scan, scan
from tests.shared_documents import SHARED

FIRST_PAGES = {"putuo-finance-2024": 6, "putuo-socialwork-2024": 5}
LAST_PAGES = {"putuo-finance-2024": 18, "putuo-socialwork-2024": 13}
COLUMNS = {
    ("1", "收入:决算数"): "income_amount",
    ("1", "支出:决算数"): "expenditure_amount",
    ("2", "本年收入合计"): "total",
    ("2", "财政拨款收入"): "fiscal_appropriation",
    ("2", "其他收入"): "other",
    ("3", "本年支出合计"): "total",
    ("3", "基本支出"): "basic",
    ("3", "项目支出"): "project",
    ("4", "收入:决算数"): "income_amount",
    ("4", "支出:合计"): "total",
    ("4", "支出:一般公共预算财政拨款"): "general_public",
    ("5", "合计"): "total",
    ("5", "基本支出"): "basic",
    ("5", "项目支出"): "project",
    ("6", "决算数"): "basic",
    ("7", "预算数:合计"): "budget_total",
    ("7", "预算数:公务接待费"): "budget_reception",
}
Figure = tuple[str, str, str, str, str]


def _say_nothing(page: int) -> None:
    """Report no progress."""


@dataclass
class Measurement:
    """How many figures are printed and read right, and which not; ``wrong`` ones are also lost.

    ``invented`` figures stand where none is printed.
    """

    printed: int = 0
    right: int = 0
    confirmed: int = 0
    seconds: float = 0.0
    pages: int = 0
    wrong: list[Figure] = field(default_factory=list)
    invented: list[Figure] = field(default_factory=list)
    lost: list[Figure] = field(default_factory=list)
    confirmed_wrong: list[Figure] = field(default_factory=list)

    def line(self) -> str:
        """Return the measurement in one line."""
        return (
            f"{self.right}/{self.printed} right ({100 * self.right / max(self.printed, 1):.2f} %), "
            f"{len(self.wrong)} wrong, {len(self.lost) - len(self.wrong)} not read, "
            f"{len(self.invented)} invented, {self.confirmed} confirmed, "
            f"{len(self.confirmed_wrong)} confirmed wrong, "
            f"{self.seconds / max(self.pages, 1):.1f} CPU s/page"
        )


def truth_of(name: str, pages: Sequence[int]) -> list[Figure]:
    """Return the printed figures of these pages: table, row, column, value, page."""
    path = SHARED / "truth" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return [
            (
                row["table_no"],
                row["account_code"] or normalise_label(row["account_name"]),
                COLUMNS[row["table_no"], row["column_name"]],
                row["value"],
                row["page"],
            )
            for row in csv.DictReader(file)
            if int(row["page"]) in pages
        ]


def _row_of(number: str, cell: Cell) -> str:
    if number in ("1", "4", "7"):
        return normalise_label(cell.printed_label)
    code = cell.account_code
    return code or ("合计" if cell.row_key == "total" else cell.printed_label)


def figures_of(tables: Sequence[ReadTable]) -> list[tuple[Figure, Cell]]:
    """Return every cell that was read, as truth names it, beside what the reader says of it."""
    found = []
    for table in tables:
        number = str(int(table.table_code[2:]))
        for cell in table.cells:
            row = _row_of(number, cell)
            value = cell.as_row()["value_numeric"] or cell.printed_text
            found.append(((number, row, cell.column_code, value, str(cell.page)), cell))
    return found


def compare(tables: Sequence[ReadTable], truth: Sequence[Figure]) -> Measurement:
    """Return how what was read agrees with what is printed."""
    left = Counter((t, "" if t == "7" else r, c, Decimal(v), p) for t, r, c, v, p in truth)
    blanks: Counter[tuple[str, str, str, str]] = Counter()
    result = Measurement(printed=len(truth))
    unmatched: list[Figure] = []
    for figure, cell in figures_of(tables):
        table, row, column, value, page = figure
        row = "" if table == "7" else row
        if cell.cell_state == "blank":
            if cell.read_status == CONFIRMED:
                blanks[table, row, column, page] += 1
            continue
        number = Decimal("NaN") if cell.value_numeric is None else cell.value_numeric
        key = (table, row, column, number, page)
        is_right = cell.value_numeric is not None and left[key] > 0
        is_confirmed = cell.read_status == CONFIRMED
        if is_right:
            left[key] -= 1
            result.right += 1
            result.confirmed += is_confirmed
        else:
            unmatched.append(figure)
            if is_confirmed:
                result.confirmed_wrong.append(figure)
    missed = Counter((t, r, c, p) for (t, r, c, _, p), count in left.items() if count > 0)
    for figure in unmatched:
        table, row, column, _, page = figure
        place = (table, "" if table == "7" else row, column, page)
        (result.wrong if missed[place] > 0 else result.invented).append(figure)
        missed[place] -= 1
    for (table, row, column, value, page), count in left.items():
        if count > 0:
            lost = (table, row, column, str(value), page)
            result.lost.append(lost)
            # A figure taken for a blank is as wrong as one with another digit.
            if blanks[table, row, column, page]:
                result.confirmed_wrong.append(lost)
    return result


def read_scanned(
    name: str, pages: Sequence[int], way: Scan, progress: Callable[[int], None] = _say_nothing
) -> tuple[list[ReadTable], float]:
    """Return the tables of these pages of a disclosure read as scans, and the seconds it took.

    Seconds of this process on a core, so that other work on the machine does not count.
    """
    content = (SHARED / "documents" / f"{name}.pdf").read_bytes()
    decoded = DecodedDocument()
    with open_pdf(content) as pdf:
        drawn = [np.asarray(render_page(pdf, number).convert("L")) for number in pages]
    begun = time.process_time()
    for number, grey in zip(pages, drawn, strict=True):
        decoded.items.extend(read_page_image(scan(grey, way, number)))
        progress(number)
    document = interpret(decoded, file_names=[f"{name}.pdf"])
    confirm_tables(document.tables)
    return document.tables, time.process_time() - begun


def measure_ocr(
    name: str, pages: Sequence[int], way: Scan, progress: Callable[[int], None] = _say_nothing
) -> Measurement:
    """Read pages of a disclosure as scans and compare them with the truth."""
    tables, seconds = read_scanned(name, pages, way, progress)
    result = compare(tables, truth_of(name, pages))
    result.seconds, result.pages = seconds, len(pages)
    return result
