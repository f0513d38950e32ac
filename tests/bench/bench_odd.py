"""How long odd and hostile files take, as ratios to a sound disclosure of the same medium.

Run ``python -m tests.bench.bench_odd``: the defects of tests/published_forms and the hostile files
of tests/reading. Exit status 1 where one takes more than ``_MOST`` times the sound one, so that a
reading that got slower on odd files is seen on any machine.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from dagster_project.reading.model.source import RefusedError, read_source
from dagster_project.reading.reader import read_document
from tests.published_forms.defects import cases
from tests.published_forms.paper import compose
from tests.published_forms.printers import PRINTERS, write
from tests.reading import hostile

_MOST = 4.0
_SHOWN = 8
_HOSTILE: dict[str, tuple[str, Callable[[], bytes]]] = {
    "2,000 blank pages": ("pdf", lambda: hostile.pdf_of_pages(2_000)),
    "no pages": ("pdf", hostile.pdf_without_pages),
    "encrypted PDF": ("pdf", hostile.encrypted_pdf),
    "workbook bomb": ("xlsx", lambda: hostile.workbook_bomb(100)),
    "lying bomb": ("xlsx", hostile.lying_bomb),
    "encrypted workbook": ("xlsx", hostile.encrypted_workbook),
    "10,000 lines": ("text", lambda: ("2080101 行政运行 1.00\n" * 10_000).encode()),
    "one line of 2 MB": ("text", lambda: ("决算" * 350_000).encode()),
    "tables without end": ("html", lambda: b"<table><tr><td>1" * 20_000),
}


def _seconds(paths: Sequence[Path]) -> float:
    start = time.process_time()
    try:
        read_document(read_source(list(paths)))
    except RefusedError:
        pass
    return time.process_time() - start


def odd_files(folder: Path) -> Iterator[tuple[str, str, list[Path]]]:
    """Yield name, medium and files of every odd case that is read as one document."""
    for name, (medium, make) in _HOSTILE.items():
        path = folder / f"{name}{PRINTERS[medium][0]}".replace(" ", "-")
        path.write_bytes(make())
        yield name, medium, [path]
    for number, case in enumerate(cases()):
        paths = case.build(folder / str(number))
        if case.medium in PRINTERS and len(paths) == 1:
            yield case.name, case.medium, paths


def main() -> int:
    """Print the slowest files with their ratios; return 1 where one is beyond the limit."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        sound = {m: [write(compose("ministry-2023"), m, folder / "sound" / m)] for m in PRINTERS}
        for paths in sound.values():
            _seconds(paths)  # what is imported and compiled once is not counted
        yardstick = {m: min(_seconds(paths) for _ in range(3)) for m, paths in sound.items()}
        found = []
        for name, medium, paths in odd_files(folder):
            seconds = _seconds(paths)
            found.append((seconds / yardstick[medium], seconds, f"{name} [{medium}]"))
    found.sort(reverse=True)
    for ratio, seconds, name in found[:_SHOWN]:
        sys.stdout.write(f"{name:50} {seconds:6.2f} s, {ratio:5.1f} x a sound one\n")
    slow = [name for ratio, _, name in found if ratio > _MOST]
    sys.stdout.write(f"odd files: {len(found)}, {len(slow)} beyond {_MOST:.0f} x a sound one\n")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
