"""Every figure of the shipped narratives changed in every way: how much of it the rules see.

Some minutes; ``--source NAME`` takes one extract, ``--per-group N`` a sample of each.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from tests.reconciliation import claim_mutants


def main() -> None:
    """Measure one extract after the other, to keep the warehouses small."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--source", help="document id of one extract")
    parser.add_argument("--per-group", type=int, help="so many of each kind of claim and change")
    arguments = parser.parse_args()
    mutants = list(claim_mutants.all_mutants())
    for source in claim_mutants.SOURCES:
        if arguments.source in (None, source.name):
            chosen = [mutant for mutant in mutants if mutant.source == source]
            if arguments.per_group:
                chosen = claim_mutants.sample(chosen, arguments.per_group)
            with tempfile.TemporaryDirectory() as base:
                found = claim_mutants.measure(Path(base), chosen)
            seen = len(chosen) - len(found.unseen)
            print(f"{source.name}: {seen} of {len(chosen)} seen")
            print("\n".join(found.lines()))
            print("unexplained:", [m.document_id for m, why in found.unseen.items() if not why])


if __name__ == "__main__":
    main()
