"""What the reader writes, loading takes: odd prints and missing units through both."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

import pytest

from dagster_project.contract.amounts import UnreadableAmountError, parse_printed_amount
from dagster_project.contract.cell_model import CELL_COLUMNS
from dagster_project.loading.cells import check_cells, parse_printed
from dagster_project.loading.policy import read_load_policy
from dagster_project.loading.text import CsvRecords
from dagster_project.reading.model.cells import CellWriter, LogicalRow, PrintedCell, ReadTable
from dagster_project.runtime.problems import ProblemList

SIGNS = ["", *"+-−–—―‐‑‒﹣－ー△▲∆Δ"]
NOTES = [
    "",
    *"①⑳㉑❶➀⑴⓪¹²₂*†‡※#",
    "[1]",
    "[注1]",
    "〔1〕",
    "【注】",
    "(注1)",
    "(注释①)",
    "注1",
    "注一",
]
FIGURES = [
    "500.00",
    "1,234.50",
    "1，234.50",
    "５．００",
    "(20.00)",
    "（20.00）",
    "¥8.00",
    "￥8.00",
    "0",
]
# Signs before and behind, notes before and behind, and combinations that no reader takes.
ODD = sorted(
    {
        print_
        for sign, note, figure in product(SIGNS, NOTES, FIGURES)
        for print_ in (
            f"{sign}{figure}{note}",
            f"{figure}{sign}{note}",
            f"{note}{sign}{figure}",
            f"{note}{figure} {note}",
        )
    }
)


def _problems(table: ReadTable) -> ProblemList:
    rows = [[cell.as_row()[name] for name in CELL_COLUMNS] for cell in table.cells]
    problems = ProblemList(1000)
    records = CsvRecords(f"{table.table_code}.csv", CELL_COLUMNS, rows, "\n" * (len(rows) + 1))
    check_cells(records, table.unit, read_load_policy(), problems)
    return problems


def test_both_ways_to_a_printed_figure_agree() -> None:
    compared = 0
    for printed in ODD:
        try:
            amount = parse_printed_amount(printed)
        except UnreadableAmountError:
            continue
        assert amount is not None
        assert parse_printed(printed) == amount.value, printed
        compared += 1
    assert compared > 1000


@pytest.mark.parametrize(
    ("printed", "value"),
    [("△20.00", "-20.00"), ("20.00-", "-20.00"), ("500.00①", "500.00"), ("¥20.00", "20.00")],
)
def test_loading_reads_signs_and_marks_as_they_are_meant(printed: str, value: str) -> None:
    assert parse_printed(printed) == Decimal(value)


def test_where_the_number_of_a_note_ends_is_not_guessed() -> None:
    with pytest.raises(UnreadableAmountError):
        parse_printed_amount("注500.00")


@pytest.mark.parametrize("unit", ["万元", "元", None])
def test_odd_cells_are_written_as_loading_takes_them(unit: str | None) -> None:
    table = ReadTable("jx01", unit=unit)
    writer = CellWriter(table)
    prints = [*ODD[::97], "18650.00", "—", "", "12,34.00", "待定", "12人", "100%"]
    for number, printed in enumerate(prints, start=1):
        state = "blank" if not printed else "struck_out" if printed == "—" else "value"
        row = LogicalRow(number, f"p1.i{number:02d}", "item", "指标")
        cell = PrintedCell("" if state != "value" else printed, state, "p1")
        writer.add(row, "executed", cell, value_kind="money")
    found = _problems(table).finished()
    assert found == []
    money = [cell for cell in table.cells if cell.value_kind == "money" and cell.value_numeric]
    assert money
    assert {cell.read_status for cell in money} == {"confirmed" if unit else "unconfirmed"}
