"""What a run in shards costs: everything, one changed document, one that is gone, nothing changed.

Synthetic disclosures of several sizes are planned, built in shards, gathered, tested, led through
the gates and published, a process for each step; per stage CPU seconds (those of workers
included), wall seconds, and the peak of resident memory of all processes together in MiB.

    python -m tests.bench.bench_shards --documents 1000 10000 [--workers 1 2] [--no-publish]
        [--shard-documents N] [--out FILE]
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.bench.bench_scaling import ERRORS_PER_DOCUMENT, compare_with_answers, exponent
from tests.factories import edit_json

_SEED = 7
STEPS = ("full", "one_changed", "one_gone", "as_it_was")
# Of these a step is the sum. "look" is what `juesuan run` does before anything else: where nothing
# changed it does nothing more.
STAGES = ("look", "plan", "shards", "gather", "data tests", "gates", "publish")
_SAMPLED_EVERY = 0.1


def _cpu_seconds() -> float:
    own, children = (
        resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def _resident_mib(pid: int) -> float:
    """Return the resident memory of a process and all that it started; 0 when it is gone."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
        own = int(status.split("VmRSS:")[1].split()[0]) / 1024
    except (OSError, IndexError):
        return 0
    return own + sum(_resident_mib(int(child)) for child in children)


class Costs:
    """What each stage of a step cost."""

    def __init__(self) -> None:
        """Begin without any, and watch memory from now on."""
        self.stages: dict[str, dict[str, float]] = {}
        self.peak_mib = 0.0
        self._is_over = threading.Event()
        self._watcher = threading.Thread(target=self._watch, daemon=True)
        self._watcher.start()

    def _watch(self) -> None:
        while not self._is_over.wait(_SAMPLED_EVERY):
            self.peak_mib = max(self.peak_mib, _resident_mib(os.getpid()))

    def stop(self) -> None:
        """Watch no longer."""
        self._is_over.set()
        self._watcher.join()

    @contextmanager
    def measured(self, name: str) -> Iterator[None]:
        """Measure a block."""
        cpu, wall = _cpu_seconds(), time.perf_counter()
        yield
        self.stages[name] = {"cpu": _cpu_seconds() - cpu, "wall": time.perf_counter() - wall}


def measure(raw: Path, place: Path, workers: int | None, *, publishes: bool) -> dict[str, Any]:
    """Bring the warehouse and the release below ``place`` in line with ``raw``."""
    from dagster_project import publication
    from dagster_project.defs.gates.checks import GATES
    from dagster_project.last_run import read_inputs
    from dagster_project.loading.load import find_folders
    from dagster_project.release.folders import current_release
    from dagster_project.release.parts import content_of_marts
    from dagster_project.runtime.file_state import hash_state, visible_tree
    from dagster_project.runtime.settings import load_settings
    from dagster_project.runtime.warehouse import open_warehouse
    from dagster_project.shards.gather import (
        batches_of,
        gather,
        gather_raw,
        note_plan,
        parts_dir,
        prune_parts,
    )
    from dagster_project.shards.parallel import build_shards
    from dagster_project.shards.plan import plan_shards
    from dagster_project.warehouse.compiled import compile_project
    from dagster_project.warehouse.scopes import FAMILY
    from expectations.checkpoint import get_context, run_suite

    compilation = compile_project()
    get_context()
    settings, warehouse = load_settings(), place / "juesuan.duckdb"
    folder = parts_dir(warehouse)
    there = {path.name for path in folder.glob("*")}
    costs = Costs()
    with costs.measured("look"):
        published = place / "published"
        read_inputs(replace(settings, raw_dir=raw, warehouse=warehouse, published_dir=published))
        if release := current_release(published):
            hash_state(release, visible_tree(release))
    with costs.measured("plan"):
        shards = plan_shards(raw, find_folders(raw), settings.shard_documents)
    with costs.measured("shards"):
        limit = settings.memory_limit
        parts = build_shards(shards, raw, folder, memory_limit=limit, workers=workers)
        note_plan(folder, shards)
    with open_warehouse(warehouse) as connection:
        with costs.measured("gather"):
            gather_raw(connection, parts)
            nodes = [node for node in compilation.nodes if node.kind != "test"]
            list(gather(connection, compilation, nodes, parts))
            prune_parts(folder, parts)
        with costs.measured("data tests"):
            tests = [n.name for n in compilation.nodes if n.kind == "test" and n.scope != FAMILY]
            assert compilation.failures(connection, tests) == []
            assert all(one.error is None for part in parts for one in part.tests.values())
        with costs.measured("gates"):
            for gate in GATES:
                assert (
                    run_suite(connection, gate.plans(), batches_of(parts)).structural_failures == []
                )
        planted = compare_with_answers(connection, raw)
        content = content_of_marts(connection)
    if publishes:
        with costs.measured("publish"):
            publication.publish(warehouse, place / "published", raw)
    costs.stop()
    return {
        "documents": sum(part.documents for part in parts),
        "shards": len(parts),
        "built": len({part.digest for part in parts} - there),
        "planted": planted,
        "content_sha256": content,
        "peak_mib": costs.peak_mib,
        "stages": costs.stages,
        "parts_mib": sum(sum(part.files.values()) for part in parts) / 2**20,
    }


def _change_one(raw: Path) -> None:
    folder = _some_document(raw, 1)
    edit_json(folder, published_on="2025-12-31")


def _remove_one(raw: Path) -> None:
    shutil.rmtree(_some_document(raw, 2))


def _some_document(raw: Path, nth: int) -> Path:
    folders = sorted(path.parent for path in raw.glob("*/*/document.json"))
    return folders[len(folders) * nth // 3]


_BEFORE: dict[str, Callable[[Path], None]] = {"one_changed": _change_one, "one_gone": _remove_one}


def cpu_of(step: dict[str, Any], without: Sequence[str] = ()) -> float:
    """Return the CPU seconds of a step, but for some of its stages."""
    return sum(cost["cpu"] for name, cost in step["stages"].items() if name not in without)


def table(runs: Sequence[dict[str, Any]]) -> str:
    """Return the measurements as Markdown: a line per size, number of workers and step."""
    runs = sorted(runs, key=lambda run: run["steps"]["full"]["documents"])
    heads = ["documents", "workers", "step", "shards", "built", "CPU s", "of the full, %"]
    heads += [f"of it {name}" for name in STAGES]
    heads += ["wall s", "peak MiB", "exponent", "planted", "found", "false"]
    lines = ["| " + " | ".join(heads) + " |", "|" + "---:|" * len(heads)]
    for number, run in enumerate(runs):
        smaller = [r for r in runs[:number] if r["workers"] == run["workers"]]
        full = cpu_of(run["steps"]["full"])
        for name, step in run["steps"].items():
            steep = "—"
            if smaller and name == "full":
                last = smaller[-1]
                ratio = step["documents"] / last["steps"]["full"]["documents"]
                steep = f"{exponent(cpu_of(last['steps']['full']), full, ratio):.2f}"
            stages = [step["stages"].get(stage, {}).get("cpu") for stage in STAGES]
            wall = sum(cost["wall"] for cost in step["stages"].values())
            values = [
                f"{step['documents']:,}",
                str(run["workers"]),
                name.replace("_", " "),
                str(step["shards"]),
                str(step["built"]),
                f"{cpu_of(step):.1f}",
                f"{100 * cpu_of(step) / full:.1f}",
                *("—" if cpu is None else f"{cpu:.1f}" for cpu in stages),
                f"{wall:.0f}",
                f"{step['peak_mib']:.0f}",
                steep,
                *(str(step["planted"][name]) for name in ("planted", "found", "false")),
            ]
            lines.append("| " + " | ".join(values) + " |")
    return "\n".join(lines)


def main() -> None:
    """Measure every size with every number of workers, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, nargs="+", default=[1000])
    parser.add_argument("--years", type=int, default=2)
    parser.add_argument("--workers", type=int, nargs="+", default=[len(os.sched_getaffinity(0))])
    parser.add_argument("--shard-documents", type=int, help="at most so many in a shard")
    parser.add_argument("--no-publish", action="store_true")
    parser.add_argument("--out", type=Path, help="the measurements as JSON")
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--place", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        publishes = not options.no_publish
        result = measure(options.one, options.place, options.workers[0], publishes=publishes)
        print(json.dumps(result))
        return
    runs = []
    with tempfile.TemporaryDirectory(prefix="juesuan-shards-") as name:
        for count in options.documents:
            for workers in options.workers:
                runs.append(_measure_apart(Path(name), count, workers, options))
                if options.out:
                    options.out.write_text(json.dumps(runs, indent=1), encoding="utf-8")
    print(table(runs))


def _measure_apart(
    base: Path, count: int, workers: int, options: argparse.Namespace
) -> dict[str, Any]:
    from dagster_project.synth.generate import generate

    raw, place = base / f"raw-{count}-{workers}", base / f"place-{count}-{workers}"
    errors = round(count * ERRORS_PER_DOCUMENT)
    generate(count, options.years, errors, _SEED, raw, lambda _: None)
    place.mkdir()
    environment = dict(os.environ)
    if options.shard_documents:
        environment["JUESUAN_SHARD_DOCUMENTS"] = str(options.shard_documents)
    command = [sys.executable, "-m", "tests.bench.bench_shards", "--one", str(raw)]
    command += ["--place", str(place), "--workers", str(workers)]
    command += ["--no-publish"] if options.no_publish else []
    steps = {}
    for step in STEPS:
        _BEFORE.get(step, lambda _: None)(raw)
        done = subprocess.run(  # noqa: S603
            command, check=True, stdout=subprocess.PIPE, text=True, env=environment
        )
        steps[step] = json.loads(done.stdout.splitlines()[-1])
        print(f"{count} {workers} {step}: {cpu_of(steps[step]):.1f} CPU s", file=sys.stderr)
    shutil.rmtree(place)
    shutil.rmtree(raw)
    return {"workers": workers, "steps": steps}


if __name__ == "__main__":
    main()
