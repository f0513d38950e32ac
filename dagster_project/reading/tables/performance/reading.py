"""The doors of this package: table jx01 of a text, and of grids with the text beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from dagster_project.reading.model.cells import NOT_READ, UNCONFIRMED, ReadTable
from dagster_project.reading.model.grid import DecodedDocument, TextLine
from dagster_project.reading.tables.performance.form import PerformanceForm
from dagster_project.reading.tables.performance.grid_forms import take_grid_forms
from dagster_project.reading.tables.performance.layout import TABLE_CODE
from dagster_project.reading.tables.performance.text_forms import read_text_forms
from dagster_project.reading.tables.performance.writing import performance_tables

Reading = tuple[DecodedDocument, list[ReadTable]]


def _guarded(read: Callable[[], list[PerformanceForm]]) -> list[ReadTable]:
    """Return the table of the forms; a fault of this reader must not take the other tables."""
    try:
        return performance_tables(read())
    except Exception as fault:
        table = ReadTable(TABLE_CODE, presence="data", read_status=NOT_READ)
        table.note(f"读取器出错（{type(fault).__name__}: {fault}），请把此文件交给维护者")
        return [table]


def read_performance_text(lines: Sequence[TextLine]) -> list[ReadTable]:
    """Return table jx01 of the lines of a text, or no table where it holds no form."""
    return _guarded(lambda: read_text_forms(lines))


def take_performance_grids(decoded: DecodedDocument, *, is_scan: bool) -> Reading:
    """Return the document without the grids of its forms, and table jx01 or no table."""
    rest = decoded

    def read() -> list[PerformanceForm]:
        nonlocal rest
        rest, forms = take_grid_forms(decoded)
        return forms

    tables = _guarded(read)
    if is_scan:
        _doubt_all(tables)
    return rest, tables


def _doubt_all(tables: Iterable[ReadTable]) -> None:
    """Mark every figure of a scan: forms have too few sums to confirm what OCR read."""
    for table in tables:
        table.doubt("扫描件的绩效自评表，读数待核")
        table.cells = [replace(cell, read_status=UNCONFIRMED) for cell in table.cells]
