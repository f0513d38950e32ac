"""``python -m tests.faults [WORD…]``: every fault, or those whose name holds one of the words.

FAULTS=100 kills at a hundred random moments instead of twenty. Exit status 1 where anything was
lost or mixed, or a fault asked for more than a sentence. Each row is written into docs/faults.md as
soon as it is known: a run that was cut short, or of some kinds, leaves the others there.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from pathlib import Path

from dagster_project.runtime.settings import PROJECT_DIR
from tests.faults import company, extracts, inside, kills, left, resources
from tests.faults.place import make_template, seconds_of_commands
from tests.faults.table import print_table, try_faults, write_page

# The longest first: they run beside all the others.
_KINDS = (kills, company, extracts, resources, inside, left)
# Two cores are what a small machine has.
_JOBS = 2


def main() -> int:
    """Let every fault happen and print the table."""
    summary, _, more = (__doc__ or "").partition("\n\n")
    parser = argparse.ArgumentParser(
        prog="python -m tests.faults", description=summary.partition(": ")[2], epilog=more
    )
    parser.add_argument("words", nargs="*", metavar="WORD", help="a part of a fault's name")
    words = parser.parse_args().words
    found = [fault for kind in _KINDS for fault in kind.faults()]
    names = [fault.name for fault in found]
    chosen = [f for f in found if not words or any(word in f.name for word in words)]
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="juesuan-faults-") as name:
        template = make_template(Path(name) / "template")
        rows = []
        for row in try_faults(chosen, template, Path(name), _JOBS):
            rows.append(row)
            write_page(rows, names, PROJECT_DIR / "docs" / "faults.md")
            state = "" if row.is_right else "  WRONG: " + "; ".join(row.wrong)
            at = time.monotonic() - began
            sys.stderr.write(
                f"{at:4.0f} {row.fault}: {dict(row.results)} {row.seconds:.0f} s{state}\n"
            )
    print_table(sorted(rows, key=lambda row: names.index(row.fault)))
    minutes = (time.monotonic() - began) / 60
    sys.stdout.write(f"{minutes:.1f} minutes, {_cpu_seconds():,.0f} CPU seconds\n")
    return 0 if all(row.is_right for row in rows) else 1


def _cpu_seconds() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return seconds_of_commands() + sum(each.ru_utime + each.ru_stime for each in used)


if __name__ == "__main__":
    sys.exit(main())
