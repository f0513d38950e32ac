"""Whatever a grid holds it is read without an error, and no figure is read that is not in it."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reading.grids.builders import FUNCTIONAL_HEAD, GK05, UNIT, grid, read

_SEEN = (
    "合计",
    "201",
    "2010101",
    "行政运行",
    "500.00",
    "",
    "—",
    "单位：万元",
    "项目",
    "一、",
    "-3",
)
cells = st.one_of(st.sampled_from(_SEEN), st.text(max_size=12))


@st.composite
def grids(draw: st.DrawFn) -> list[list[str]]:
    """Return a grid, with or without the head of a known table."""
    columns = draw(st.integers(1, 8))
    rows = draw(st.lists(st.lists(cells, min_size=columns, max_size=columns), max_size=10))
    if draw(st.booleans()):
        rows = [*FUNCTIONAL_HEAD, *[(row + [""] * 5)[:5] for row in rows]]
    return rows or [[""]]


@settings(max_examples=60, deadline=None)
@given(grids())
def test_any_grid_is_read(texts: list[list[str]]) -> None:
    document = read(GK05, UNIT, grid(texts))
    there = {text.strip() for row in texts for text in row}
    for table in document.tables:
        for cell in table.cells:
            if cell.value_numeric is not None:
                assert cell.printed_text.strip() in there
