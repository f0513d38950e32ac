"""Slips planted in healthy disclosures: how many warnings each gives, and where they point.

    python -m tests.bench.bench_slips [--each 4] [--seed 1] [--kind WORD] [--show] [--old CHECKOUT]

``--old`` has the dbt project of another checkout judge the same slips as well.

*seen*: slips with a warning; *warnings*: per slip that is seen; *elsewhere*: share of the warnings
whose table is a healthy one; *blameless*: share that rests on healthy tables alone.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from tests.reconciliation import slips


def main() -> None:
    """Plant, build and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=4, help="so many of a kind per form")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--forms", nargs="*", default=slips.FORMS)
    parser.add_argument("--kind", default="", help="only kinds that hold this word")
    parser.add_argument("--old", type=Path, help="a checkout whose rules judge them as well")
    parser.add_argument("--show", action="store_true", help="print what is not one finding")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        healthy = slips.healthy_disclosures(base, options.forms)
        planted = [
            (source, slip)
            for source, slip in slips.plant(healthy, options.each, options.seed)
            if options.kind in slip.kind
        ]
        if options.old:
            print(f"judged by {options.old}")
            old = slips.measure(base / "old", planted, options.old / "dbt")
            print("\n".join(slips.lines(old)))
        began = time.perf_counter()
        outcomes = slips.measure(base / "new", planted)
        print(f"{len(outcomes)} slips, built in {time.perf_counter() - began:.0f} s")
    print("\n".join(slips.lines(outcomes)))
    if options.show:
        for outcome in outcomes:
            if len(outcome.warnings) != 1 or outcome.misplaced:
                print(f"\n{outcome.document_id} {outcome.slip.kind}: {outcome.slip.said}")
                for rule_id, table, _, message in outcome.warnings:
                    print(f"   {rule_id} {table}: {message[:150]}")


if __name__ == "__main__":
    main()
