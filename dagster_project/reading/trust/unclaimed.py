"""Tables seen on scanned pages that came out as none of the form's: a reading that failed."""

from __future__ import annotations

from collections.abc import Sequence

from dagster_project.reading.model.cells import ReadTable
from dagster_project.reading.model.grid import DecodedDocument

# A frame around a notice or a signature is a grid as well.
_LEAST_CELLS = 6


def unclaimed_pages(decoded: DecodedDocument, tables: Sequence[ReadTable]) -> dict[int, str]:
    """Return the scanned pages whose grids belong to no table, with the sentence that says so.

    A misread header is enough for that. The table is there all the same, and so are its rows.
    """
    claimed = {place for t in tables for place in (t.source_locator or "").split("、")}
    return {
        grid.page: f"第 {grid.page} 页图像中的表没有认出是哪一张"
        for grid in decoded.grids()
        if grid.page is not None
        and grid.is_from_pixels
        and grid.locator not in claimed
        and sum(bool(cell.text) for cell in grid.cells()) >= _LEAST_CELLS
    }
