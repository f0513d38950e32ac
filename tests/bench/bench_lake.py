"""Two workers of one thread on the lake against one: how much sooner shards are committed.

Synthetic disclosures are built by one worker and by two, in turns in one run, each time into a
lake of its own (PostgreSQL, scheduler, workers: all on this machine); the median of the ratios of
wall seconds. A worker has its first shard behind it before the clock starts: imports are no work of
theirs. Machine load is said beside it: with busy cores the ratio says nothing.

    python -m tests.bench.bench_lake [--documents 400] [--shard-documents 50] [--repeat 3]
        [--out FILE]
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from dagster_project.lake.cluster import build_on_cluster
from dagster_project.lake.services import lake_services
from dagster_project.loading.load import find_folders
from dagster_project.runtime.settings import Settings, load_settings
from dagster_project.shards.parts import add_up
from dagster_project.shards.plan import Shard, plan_shards
from dagster_project.synth.generate import generate
from dagster_project.warehouse.compiled import compile_project
from tests.factories import write_document

_SEED = 7
WORKERS = (1, 2)


def measure(settings: Settings, shards: Sequence[Shard], workers: int) -> tuple[float, int]:
    """Return wall seconds until all shards are committed, and a hash of the checks of all."""
    with lake_services(workers) as services, tempfile.TemporaryDirectory() as name:
        settings = replace(settings, lake=services.place, warehouse=Path(name) / "lake.duckdb")
        # As many as workers: each of them gets one.
        warm = Path(name) / "raw"
        for number in range(workers):
            write_document(warm, f"warm-{number}", organization_id=f"warm-{number}")
        own = replace(settings, raw_dir=warm)
        build_on_cluster(own, plan_shards(warm, find_folders(warm), 1))
        began = time.perf_counter()
        parts = build_on_cluster(settings, shards)
        seconds = time.perf_counter() - began
        checks = add_up(parts, "marts.checks")
        assert checks is not None
        return seconds, checks.fingerprint


def main() -> None:
    """Measure and print, as JSON where asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=400)
    parser.add_argument("--shard-documents", type=int, default=50)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    compile_project()
    with tempfile.TemporaryDirectory(prefix="bench-lake-") as name:
        raw = Path(name) / "raw"
        generate(args.documents, 2, 0, _SEED, raw, lambda _: None)
        shards = plan_shards(raw, find_folders(raw), args.shard_documents)
        settings = replace(load_settings(), raw_dir=raw, target="lake")
        ratios, seconds, content = [], {workers: [] for workers in WORKERS}, set()
        for _ in range(args.repeat):
            for workers in WORKERS:
                took, fingerprint = measure(settings, shards, workers)
                seconds[workers].append(round(took, 2))
                content.add(fingerprint)
            ratios.append(seconds[1][-1] / seconds[2][-1])
            print(f"one {seconds[1][-1]} s, two {seconds[2][-1]} s: {ratios[-1]:.2f}", flush=True)
        assert len(content) == 1, "one and two workers do not say the same"
    found = {
        "documents": args.documents,
        "shards": len(shards),
        "seconds": {str(workers): each for workers, each in seconds.items()},
        "ratio_median": round(statistics.median(ratios), 2),
        "load": [round(each, 1) for each in os.getloadavg()],
    }
    print(json.dumps(found))
    if args.out:
        args.out.write_text(json.dumps(found, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
