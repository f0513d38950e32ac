"""From a file to its findings: ``juesuan check`` beside a run, of today and of an older version.

    python -m tests.bench.bench_check [--old CHECKOUT] [--file FILE] [--calls 10]

One published PDF of 25 pages where ../shared is, wall and CPU seconds of the whole process tree.
dbt's SQL is compiled beforehand, once per state of the project, as for a run.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.bench.bench_versions import TODAY, Cost, Version
from tests.shared_documents import DOCUMENTS

FILE = DOCUMENTS / "putuo-finance-2024.pdf"


def measure_run(version: Version, file: Path) -> Cost:
    """Return what extraction and a run over this one document cost, begun with nothing."""
    read = version.juesuan("run", "extract", str(file))
    ran = version.juesuan("run", "run")
    return Cost(read.cpu + ran.cpu, read.wall + ran.wall, max(read.mib, ran.mib))


def main() -> None:
    """Measure one after the other and print the table; the machine should be idle."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--old", type=Path, help="a checkout of the version before, with its .venv")
    parser.add_argument("--file", type=Path, default=FILE)
    parser.add_argument("--calls", type=int, default=10)
    options = parser.parse_args()
    if not options.file.is_file():
        sys.stdout.write(f"check: {options.file.name} is not there, not measured\n")
        return
    with tempfile.TemporaryDirectory(prefix="juesuan-check-bench-") as name:
        today = Version(TODAY, Path(name) / "today")
        today.place.mkdir()
        today.compile()
        calls = [
            today.juesuan(f"check {number}", "check", str(options.file), "--format", "json")
            for number in range(options.calls)
        ]
        costs = {
            "juesuan check, first call": calls[0],
            f"juesuan check, call {len(calls)}": calls[-1],
            "juesuan extract and run, today": measure_run(today, options.file),
        }
        if options.old:
            before = Version(options.old.absolute(), Path(name) / "before")
            before.place.mkdir()
            costs["juesuan extract and run, before"] = measure_run(before, options.file)
    last = calls[-1]
    sys.stdout.write(
        "| | wall s | CPU s | MiB | × the last check, wall |\n|---|---:|---:|---:|---:|\n"
    )
    for what, cost in costs.items():
        line = f"{cost.wall:.1f} | {cost.cpu:.1f} | {cost.mib:.0f} | {cost.wall / last.wall:.1f}"
        sys.stdout.write(f"| {what} | {line} |\n")


if __name__ == "__main__":
    main()
