"""How well scans of real disclosures are read: every table page, in several ways of scanning.

python -m tests.bench.bench_ocr [way …]      all ways take about 10 minutes on one core
"""

from __future__ import annotations

import sys

from tests.extraction.ocr.measuring import FIRST_PAGES, LAST_PAGES, Measurement, measure_ocr
from tests.extraction.ocr.scanning import SCANS


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _show(name: str, way: str, found: Measurement) -> None:
    _say(f"{way:24} {name:22} {found.line()}")
    for title, figures in (
        ("wrong", found.wrong),
        ("invented", found.invented),
        ("lost", found.lost),
        ("CONFIRMED WRONG", found.confirmed_wrong),
    ):
        for figure in figures[:20]:
            _say(f"    {title}: {' '.join(figure)}")


def main(ways: list[str]) -> int:
    """Measure the ways asked for, or all; return 1 where a wrong figure is confirmed."""
    bad = 0
    for way in ways or list(SCANS):
        for name, first in FIRST_PAGES.items():
            pages = range(first, LAST_PAGES[name] + 1)
            found = measure_ocr(name, pages, SCANS[way])
            bad += len(found.confirmed_wrong)
            _show(name, way, found)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
