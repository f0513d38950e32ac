"""How more than a thousand hostile files are read: ``python -m tests.bench.bench_hostile``.

Prints, by kind of attack, how many were read right, refused in words, held in doubt; and those that
were silently wrong, ended in a name of Python, or took too long: exit status 1 where there is one.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from dagster_project.reading.sandbox.limits import Limits
from dagster_project.reading.sandbox.sandbox import Sandbox
from tests.hostile.files import hostile_files
from tests.hostile.reading_files import OUTCOMES, RAW, SLOW, WRONG, Result, read_file

_BAD = (WRONG, RAW, SLOW)


def main(words: list[str]) -> int:
    """Read every file, or those whose kind holds one of the words, and print the table."""
    results: list[Result] = []
    with tempfile.TemporaryDirectory() as name, Sandbox(1, Limits(seconds=120)) as sandbox:
        for number, file in enumerate(hostile_files()):
            if words and not any(word in file.kind for word in words):
                continue
            folder = Path(name) / str(number)
            folder.mkdir()
            if result := read_file(file, sandbox, folder):
                results.append(result)
                if result.outcome in _BAD:
                    sys.stderr.write(f"{_line(result)}\n")
    _print(results)
    return 1 if any(result.outcome in _BAD for result in results) else 0


def _line(result: Result) -> str:
    file = result.file
    return f"{result.outcome}: {file.kind} [{file.medium}] {result.shows[:200]}"


def _print(results: list[Result]) -> None:
    by_kind: dict[str, list[Result]] = defaultdict(list)
    for result in results:
        by_kind[result.file.kind].append(result)
    table = Table("kind", title="hostile files")
    for column in ("media", "files", *OUTCOMES, "slowest s"):
        table.add_column(column, justify="right")
    for kind, found in by_kind.items():
        counts = Counter(result.outcome for result in found)
        media = {result.file.medium for result in found}
        cells = [len(media), len(found), *(counts[outcome] for outcome in OUTCOMES)]
        table.add_row(kind, *map(str, cells), f"{max(r.seconds for r in found):.1f}")
    total = Counter(result.outcome for result in results)
    table.add_row("all", "", str(len(results)), *(str(total[name]) for name in OUTCOMES), "")
    console = Console(width=150, markup=False, highlight=False)
    console.print(table)
    for result in results:
        if result.outcome in _BAD:
            console.print(_line(result))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
