"""How fast disclosures are read, as ratios to the bare text of the same pages in the same run.

Run ``python -m tests.bench.bench_readers``; it needs ../shared/documents and says so without it.
The denominator is pdfium's own text of each page and nothing else, no loop over characters; what
is compared is processor time, of the whole tree of processes where there is one. pdfplumber and
camelot are compared where they are installed; they are not among the locked packages.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path

import openpyxl
import pypdfium2

from dagster_project.reading.batch.tasks import read_paths
from dagster_project.reading.batch.warming import warm_up
from dagster_project.reading.decoders.pdf import decode_pdf
from dagster_project.reading.decoders.xlsx import decode_xlsx
from tests.shared_documents import DOCUMENTS

_RUNS = 5
# So often the documents are given to one extract: what it costs to start is shared by many.
_COPIES = 5
# The empty template is refused, as it should be.
_SOME_REFUSED = 3
_BARE = """
import sys, pypdfium2
for path in sys.argv[1:]:
    document = pypdfium2.PdfDocument(path)
    for page in document:
        page.get_textpage().get_text_range()
"""
_PLUMBER = """
import sys, pdfplumber
for path in sys.argv[1:]:
    with pdfplumber.open(path) as document:
        for page in document.pages:
            page.extract_tables()
"""
_CAMELOT = """
import sys, camelot
for path in sys.argv[1:]:
    camelot.read_pdf(path, pages="all", flavor="lattice")
"""


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _bare_pdf(path: Path) -> None:
    """Return nothing but make the text of every page with the library beneath."""
    document = pypdfium2.PdfDocument(path)
    for page in document:
        page.get_textpage().get_text_range()
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
    _say(f"{name:42} {speed:7.1f} pages/s, {statistics.median(ratios):5.1f} x bare")


def _processor_seconds(command: Sequence[str]) -> float:
    """Return the processor time of a command and of all processes it waited for."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - our own commands
    if done.returncode not in (0, _SOME_REFUSED):
        raise RuntimeError(done.stderr.decode("utf-8", "replace"))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _python(program: str, paths: Sequence[Path]) -> list[str]:
    return [sys.executable, "-c", program, *map(str, paths)]


def _copies(into: Path) -> list[Path]:
    """Write the PDFs several times with other bytes: the same bytes would be one document."""
    found = []
    for number in range(_COPIES):
        for path in sorted(DOCUMENTS.glob("*.pdf")):
            copy = into / f"{path.stem}-{number}.pdf"
            copy.write_bytes(path.read_bytes() + b"\n%% %d\n" % number)
            found.append(copy)
    return found


def _compare_commands(aside: Path) -> None:
    """Print what a whole ``juesuan extract`` costs, and what other readers of tables cost."""
    paths = _copies(aside)
    pages = sum(len(pypdfium2.PdfDocument(path)) for path in paths)
    # The interpreter and the import are no text: without them the measure is the harder one.
    bare = _processor_seconds(_python(_BARE, paths)) - _processor_seconds(_python(_BARE, []))
    extract = [sys.executable, "-m", "dagster_project.cli", "extract", *map(str, paths)]
    commands = {"juesuan extract, start-up included": [*extract, "--raw", str(aside / "raw")]}
    for name, program in (("pdfplumber", _PLUMBER), ("camelot", _CAMELOT)):
        if find_spec(name):
            commands[f"{name}, tables only"] = _python(program, paths)
        else:
            _say(f"{name} is not installed and is left out")
    for name, command in commands.items():
        seconds = _processor_seconds(command)
        each = 1000 * seconds / pages
        _say(f"{name:42} {each:7.1f} ms/page, {seconds / bare:5.1f} x bare, {pages} pages")


def main() -> int:
    """Print pages per second of each reader, and what a whole extract costs a page."""
    if not DOCUMENTS.is_dir():
        _say(f"nothing to measure: {DOCUMENTS} is not there")
        return 0
    warm_up()
    for path in sorted(DOCUMENTS.glob("*.pdf")):
        content = path.read_bytes()
        pages = len(pypdfium2.PdfDocument(content))
        bare = lambda p=path: _bare_pdf(p)  # noqa: E731
        _compare(f"{path.name} decoded", pages, lambda c=content: decode_pdf(c), bare)
        _compare(f"{path.name} read", pages, lambda p=path: read_paths([p]), bare)
    for path in sorted(DOCUMENTS.glob("*.xlsx")):
        content = path.read_bytes()
        sheets = len(openpyxl.load_workbook(path).sheetnames)
        _compare(path.name, sheets, lambda c=content: decode_xlsx(c), lambda p=path: _bare_xlsx(p))
    with tempfile.TemporaryDirectory() as aside:
        _compare_commands(Path(aside))
    return 0


if __name__ == "__main__":
    sys.exit(main())
