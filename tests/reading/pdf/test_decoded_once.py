"""What a page costs, counted in calls and not in seconds: no library decodes a page twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest

from dagster_project.reading.batch.tasks import read_paths
from dagster_project.reading.decoders.pdf import second_reading
from dagster_project.reading.decoders.pdf.second_reading import Glyph, SecondReader
from dagster_project.reading.page import filling, gridding
from tests.printing.drawing import Drawing, Table

ROWS = [["行政运行", "11.10", "1,234.56"], ["住房公积金", "22.20", "-7.00"]]
PAGES, TABLES = 2, 3


@pytest.fixture
def several_tables(tmp_path: Path) -> Path:
    """Write a document whose pages have several tables each."""
    drawing = Drawing()
    for page in range(PAGES):
        if page:
            drawing.next_page()
        for number in range(TABLES):
            drawing.table(Table(ROWS, top=100.0 + 150 * number))
    path = tmp_path / "tables.pdf"
    path.write_bytes(drawing.bytes())
    return path


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Count, by what is called, how often each library is asked for a page."""
    counts: Counter[str] = Counter()

    def count(owner: Any, name: str) -> None:
        plain: Callable[..., Any] = getattr(owner, name)

        def counted(*arguments: Any) -> Any:
            counts[name] += 1
            return plain(*arguments)

        monkeypatch.setattr(owner, name, counted)

    count(pdfium.PdfDocument, "get_page")
    count(pdfium.PdfPage, "get_textpage")
    count(SecondReader, "read")
    count(second_reading, "_read_with_pdfminer")
    count(gridding, "fill")
    count(filling, "lines_of")
    return counts


def test_no_library_decodes_a_page_twice(several_tables: Path, calls: Counter[str]) -> None:
    read_paths([several_tables])
    assert calls["get_page"] == calls["get_textpage"] == calls["read"] == PAGES
    # Where the two readings agree, the slow library is not asked.
    assert calls["_read_with_pdfminer"] == 0


def test_a_table_with_all_its_rulings_is_filled_once(
    several_tables: Path, calls: Counter[str]
) -> None:
    read_paths([several_tables])
    assert calls["fill"] == PAGES * TABLES
    assert calls["lines_of"] == PAGES * TABLES * sum(map(len, ROWS))


def test_a_page_in_doubt_is_asked_of_the_slow_library_once(
    several_tables: Path, calls: Counter[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def misread(self: SecondReader, page_no: int) -> list[Glyph]:
        calls["read"] += 1
        return [Glyph("8", 1.0, 1.0, 10.0)]

    monkeypatch.setattr(SecondReader, "read", misread)
    read_paths([several_tables])
    assert calls["read"] == calls["_read_with_pdfminer"] == PAGES


def test_a_page_without_a_table_is_read_by_one_library(tmp_path: Path, calls: Counter[str]) -> None:
    drawing = Drawing()
    drawing.canvas.drawString(100, 700, "2023 12.34")
    path = tmp_path / "text.pdf"
    path.write_bytes(drawing.bytes())
    read_paths([path])
    assert calls["get_page"] == 1
    assert calls["read"] == calls["fill"] == 0
