"""How well scans of real disclosures are read: every table page, in several ways of scanning.

python -m tests.bench.bench_ocr [way …]    two ways by default, 3 minutes on one core; "all": all
"""

from __future__ import annotations

import sys

from tests.printing.scan import SCANS
from tests.reading.ocr.measuring import (
    FIRST_PAGES,
    LAST_PAGES,
    SHARED,
    Measurement,
    measure_ocr,
)

USUAL = ("200 dpi, clean", "150 dpi, noisy")


def _say(text: str, end: str = "\n") -> None:
    sys.stdout.write(text + end)
    sys.stdout.flush()


def _show(found: Measurement) -> None:
    _say(f"    {found.line()}")
    for title, figures in (
        ("wrong", found.wrong),
        ("invented", found.invented),
        ("lost", found.lost),
        ("CONFIRMED WRONG", found.confirmed_wrong),
    ):
        for figure in figures[:20]:
            _say(f"    {title}: {' '.join(figure)}")


def main(arguments: list[str]) -> int:
    """Measure the ways asked for; return 1 where a wrong figure is confirmed."""
    if not (SHARED / "documents").is_dir():
        _say("OCR: not measured, the real documents are not available")
        return 0
    ways = list(SCANS) if arguments == ["all"] else arguments or USUAL
    work = [(way, name) for way in ways for name in FIRST_PAGES]
    bad = 0
    for number, (way, name) in enumerate(work, start=1):
        pages = range(FIRST_PAGES[name], LAST_PAGES[name] + 1)
        _say(f"OCR {number}/{len(work)} {way}, {name}, {len(pages)} pages: ", end="")
        found = measure_ocr(name, pages, SCANS[way], lambda page: _say(f"{page} ", end=""))
        _say("")
        _show(found)
        bad += len(found.confirmed_wrong)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
