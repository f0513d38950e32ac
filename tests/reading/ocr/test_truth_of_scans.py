"""Real disclosures as scans: how many figures are read right, and that no wrong one is confirmed.

A few pages by default; all of them with JUESUAN_FULL_OCR=1 or ``python -m tests.bench.bench_ocr``.
"""

from __future__ import annotations

import os

import pytest

from tests.printing.scan import SCANS
from tests.reading.ocr.measuring import FIRST_PAGES, LAST_PAGES, measure_ocr
from tests.shared_documents import needs_shared

pytestmark = [
    pytest.mark.slow,
    needs_shared("no wrong figure of a scan of published pages is confirmed"),
]
# Few pages of unlike kinds: codes over three columns, and a table of two sides.
FEW = {"putuo-finance-2024": (8,), "putuo-socialwork-2024": (5,)}
FULL = bool(os.environ.get("JUESUAN_FULL_OCR"))
LEAST_RIGHT = {"200 dpi, clean": 1.0, "150 dpi, noisy": 0.99, "150 dpi, bad": 0.95}
# The worse way for the page that is harder to cut into cells: narrow columns of codes.
CASES = (
    [(name, way) for name in FEW for way in SCANS]
    if FULL
    else [("putuo-finance-2024", "150 dpi, noisy"), ("putuo-socialwork-2024", "200 dpi, clean")]
)


@pytest.mark.parametrize(("name", "way"), CASES)
def test_no_wrong_figure_of_a_scan_is_confirmed(name: str, way: str, measured: list[str]) -> None:
    pages = range(FIRST_PAGES[name], LAST_PAGES[name] + 1) if FULL else FEW[name]
    found = measure_ocr(name, pages, SCANS[way])
    measured.append(f"OCR {way}, {name}: {found.line()}")
    assert found.confirmed_wrong == []
    assert found.right >= LEAST_RIGHT.get(way, 0.0) * found.printed
