"""Prints invented disclosures, reads them, and judges every cell; ``python -m`` for many of them.

python -m tests.reading.variations.campaign --documents 100 --seed 1
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

from tests.printing.choices import Choices, choose
from tests.printing.document import print_document
from tests.reading.variations.judge import Verdict, judge

_MOST_SHOWN = 2


def try_one(choices: Choices, keep: Path | None = None) -> Verdict:
    """Print, read and judge one document."""
    printed = print_document(choices)
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True)
        (keep / f"{choices.seed}.{choices.medium}").write_bytes(printed.content)
    return judge(printed.tables, printed.read(), choices.year, printed.pages)


def _show(choices: Choices, verdict: Verdict) -> None:
    wrong = verdict.cells - verdict.right
    head = f"-- {choices.seed} {choices.medium} {choices.form}: {choices.unusual()}: {wrong} wrong"
    sys.stdout.write(head + "\n")
    confirmed = set(verdict.confirmed_faults)
    told: Counter[str] = Counter()
    for fault in sorted(verdict.faults, key=lambda f: f not in confirmed):
        kind = fault.partition("(")[0][:20]
        told[kind] += 1
        if told[kind] <= _MOST_SHOWN:
            sys.stdout.write(f"   {'!' if fault in confirmed else ' '} {fault}\n")


def main() -> int:
    """Run the campaign and print what it found."""
    parser = argparse.ArgumentParser(description="read invented disclosures")
    parser.add_argument("--documents", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--medium", choices=("pdf", "xlsx", "docx", "html"))
    parser.add_argument("--fix", action="append", default=[], help="dimension=value")
    parser.add_argument("--keep", type=Path, help="write the documents to this folder")
    arguments = parser.parse_args()
    fixed = dict(text.split("=") for text in arguments.fix)
    whole, kinds = Verdict(), Counter()
    by_kind: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    started = time.monotonic()
    for seed in range(arguments.seed, arguments.seed + arguments.documents):
        choices = choose(seed, arguments.medium, **fixed)
        verdict = try_one(choices, arguments.keep)
        whole.add(verdict)
        kinds.update({fault.split()[0] for fault in verdict.faults})
        for label in choices.kinds():
            counts = by_kind[label]
            counts[0] += verdict.cells
            counts[1] += verdict.cells - verdict.right
            counts[2] += len(verdict.confirmed_faults)
        if verdict.faults:
            _show(choices, verdict)
    for label, (cells, wrong, confirmed) in sorted(by_kind.items()):
        if wrong or confirmed:
            sys.stdout.write(f"{label}: {cells} cells, {wrong} not right, {confirmed} confirmed\n")
    sys.stdout.write(
        f"{arguments.documents} documents in {time.monotonic() - started:.0f} s: "
        f"{whole.cells} cells, {whole.right} right, "
        f"{len(whole.confirmed_faults)} faults in confirmed tables; {kinds}\n"
    )
    return 1 if whole.confirmed_faults else 0


if __name__ == "__main__":
    sys.exit(main())
