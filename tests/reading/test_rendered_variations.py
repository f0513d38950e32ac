"""Invented disclosures, printed with random wraps and page breaks, read back cell by cell."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.printing.text import PrintedTable, Printing, print_text
from tests.printing.text_tables import text_tables
from tests.reading.conftest import Extract


def assert_reads_back(tables: list[PrintedTable], extract: Extract) -> None:
    """Compare every cell of every table, in both directions, and its reading status."""
    for table in tables:
        entry = extract.table(table.code)
        assert entry["read_status"] == "confirmed", (table.code, entry["reading_note"])
        expected = table.expected()
        found = extract.cells(table.code)
        assert found == expected, table.code


@pytest.mark.parametrize("seed", range(40))
def test_invented_disclosure_reads_back(seed: int, extract_text: Callable[..., Extract]) -> None:
    tables = text_tables(
        seed, thousands=seed % 3 == 0, negative=seed % 4 == 1, basic_only=seed % 2 == 1
    )
    printing = Printing(
        seed, page_break=0.1 * (seed % 6), footer=0.6 * (seed % 5 == 2), stray_heading=seed % 3 == 1
    )
    assert_reads_back(tables, extract_text(print_text(tables, printing)))


# Without gk10 nothing but the region tells that the form is the one that has it.
@pytest.mark.parametrize("missing", range(9))
def test_missing_table_is_missing_and_the_others_are_read(
    missing: int, extract_text: Callable[..., Extract]
) -> None:
    tables = text_tables(missing + 100)
    absent = tables.pop(missing)
    extract = extract_text(print_text(tables, Printing(missing, name="忻州市示例事务局")))
    assert extract.table(absent.code)["presence"] == "missing"
    assert not (extract.folder / f"{absent.code}.csv").exists()
    assert_reads_back(tables, extract)


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_encoding_and_line_ends_change_nothing(
    encoding: str, line_end: str, extract_text: Callable[..., Extract]
) -> None:
    tables = text_tables(7)
    content = print_text(tables, Printing(7, page_break=0.2)).replace("\n", line_end)
    extract = extract_text(content.encode(encoding))
    assert extract.document["source"]["files"][0]["encoding"] == encoding
    assert_reads_back(tables, extract)
