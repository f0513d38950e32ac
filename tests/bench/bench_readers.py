"""How fast disclosures are read, as ratios to bare decoding of the same pages in the same run.

Run ``python -m tests.bench.bench_readers``; it needs ../shared/documents and says so without it.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pypdfium2

from dagster_project.reading import extract_files
from dagster_project.reading.decoders.pdf import decode_pdf
from dagster_project.reading.decoders.xlsx import decode_xlsx
from tests.shared_documents import DOCUMENTS

_RUNS = 5


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _bare_pdf(content: bytes) -> None:
    """Decode every page's text and character boxes with the library beneath, and nothing else."""
    document = pypdfium2.PdfDocument(content)
    for page in document:
        text = page.get_textpage()
        for index in range(text.count_chars()):
            text.get_charbox(index)
    document.close()


def _bare_xlsx(path: Path) -> None:
    book = openpyxl.load_workbook(path, data_only=True)
    for sheet in book:
        for _ in sheet.iter_rows(values_only=True):
            pass


def _compare(name: str, pages: int, read: Callable[[], object], bare: Callable[[], object]) -> None:
    """Time both in turn, so that a drifting machine drifts for both; print the median ratio."""
    ratios, seconds = [], []
    for _ in range(_RUNS):
        before = time.process_time()
        bare()
        between = time.process_time()
        read()
        seconds.append(time.process_time() - between)
        ratios.append(seconds[-1] / max(between - before, 1e-6))
    speed = pages / statistics.median(seconds)
    _say(f"{name:28} {speed:7.1f} pages/s, {statistics.median(ratios):5.1f} x bare decoding")


def main() -> int:
    """Print pages per second of each reader, and documents per minute of the whole batch."""
    if not DOCUMENTS.is_dir():
        _say(f"nothing to measure: {DOCUMENTS} is not there")
        return 0
    for path in sorted(DOCUMENTS.glob("*.pdf")):
        content = path.read_bytes()
        pages = len(pypdfium2.PdfDocument(content))
        _compare(path.name, pages, lambda c=content: decode_pdf(c), lambda c=content: _bare_pdf(c))
    for path in sorted(DOCUMENTS.glob("*.xlsx")):
        content = path.read_bytes()
        sheets = len(openpyxl.load_workbook(path).sheetnames)
        _compare(path.name, sheets, lambda c=content: decode_xlsx(c), lambda p=path: _bare_xlsx(p))
    paths = sorted(p for p in DOCUMENTS.iterdir() if p.suffix in (".pdf", ".xlsx", ".txt"))
    paths = [path for path in paths if path.stem != "README"]
    with tempfile.TemporaryDirectory() as raw:
        start = time.perf_counter()
        outcomes = extract_files(paths, Path(raw))
        minutes = (time.perf_counter() - start) / 60
    _say(f"batch: {len(outcomes) / minutes:.0f} documents per minute, start-up included")
    return 0


if __name__ == "__main__":
    sys.exit(main())
