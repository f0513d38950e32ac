"""``python -m tests.faults [WORD…]``: every fault, or those whose name holds one of the words.

FAULTS=100 kills at a hundred random moments instead of twenty. Exit status 1 where anything was
lost or mixed, or a fault asked for more than a sentence.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from tests.faults import company, extracts, inside, kills, left, resources
from tests.faults.place import make_template
from tests.faults.table import print_table, try_faults

_KINDS = (kills, extracts, resources, left, inside, company)


def main(words: list[str]) -> int:
    """Let every fault happen and print the table."""
    found = [fault for kind in _KINDS for fault in kind.faults()]
    chosen = [f for f in found if not words or any(word in f.name for word in words)]
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="juesuan-faults-") as name:
        template = make_template(Path(name) / "template")
        rows = []
        for row in try_faults(chosen, template, Path(name)):
            rows.append(row)
            state = "" if row.is_right else "  WRONG: " + "; ".join(row.wrong)
            sys.stderr.write(f"{row.fault}: {dict(row.results)} {row.seconds:.0f} s{state}\n")
    print_table(rows)
    sys.stdout.write(f"{time.monotonic() - began:.0f} s\n")
    return 0 if all(row.is_right for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
