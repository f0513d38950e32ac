"""What a run costs per stage, and whether twice the documents cost more than twice as much.

Synthetic disclosures of several sizes go through the loader, every model of the compiled dbt
project and the publication, a process each; per stage CPU seconds, wall seconds, the peak of
resident memory in MiB, and the exponent between the smallest and the largest size: 1 is linear.

    python -m tests.bench.bench_scaling --documents 200 400 800 1600 [--years 2] [--out FILE]

With ``--real`` the documents are the shipped ones under other names: they have narratives and
performance forms, which weigh most there; nothing is planted in them.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from dagster_project.runtime.settings import PROJECT_DIR
from dagster_project.synth.generate import ANSWERS
from tests.bench.bench_versions import replicate

ERRORS_PER_DOCUMENT = 0.1
_SEED = 7
# A stage that is too short is all fixed cost: its exponent says nothing.
LEAST_SECONDS = 0.5
MOST_EXPONENT = 1.05
_PUBLICATION = (
    *("read_tables", "measure_parts", "write_duckdb", "finish_duckdb", "write_parquet"),
    *("write_workbooks", "write_report", "write_datapackage"),
)
_REPORT = (
    *("write_overview_pages", "write_document_pages", "write_rule_pages"),
    "write_comparison_page",
)


class Stages:
    """The stages of one run, each with what it cost."""

    def __init__(self) -> None:
        """Begin without any."""
        self.costs: dict[str, dict[str, float]] = {}
        self._since = 0.0, 0.0

    @contextmanager
    def measured(self, name: str) -> Iterator[None]:
        """Measure a block; the same name again adds to it."""
        _forget_peak()
        cpu, wall = _cpu_seconds(), time.perf_counter()
        yield
        self._add(name, cpu, wall)

    def begin(self) -> None:
        """Begin stages that follow one another without a break; ``next`` says that one is over."""
        _forget_peak()
        self._since = _cpu_seconds(), time.perf_counter()

    def next(self, name: str) -> None:
        """Count what was used since ``begin``, or since the stage before, as this stage."""
        self._add(name, *self._since)
        self.begin()

    def _add(self, name: str, cpu: float, wall: float) -> None:
        cost = self.costs.setdefault(name, {"cpu": 0, "wall": 0, "mib": 0})
        cost["cpu"] += _cpu_seconds() - cpu
        cost["wall"] += time.perf_counter() - wall
        cost["mib"] = max(cost["mib"], _peak_mib())

    def watch(self, module: Any, names: Sequence[str], prefix: str) -> None:
        """Measure every call of some functions of a module."""
        for name in names:
            if hasattr(module, name):
                setattr(module, name, self._watched(prefix + name, getattr(module, name)))

    def _watched(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            with self.measured(name):
                return function(*arguments, **named)

        return call


def _cpu_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _forget_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def _peak_mib() -> float:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def measure(raw: Path, place: Path, *, publishes: bool) -> dict[str, Any]:
    """Load, build and publish ``raw`` below ``place``; return what each stage cost."""
    from dagster_project import publication
    from dagster_project.loading.load import load_raw
    from dagster_project.report import site
    from dagster_project.runtime.warehouse import open_warehouse
    from dagster_project.warehouse.compiled import compile_project

    stages = Stages()
    compilation = compile_project()
    warehouse = place / "juesuan.duckdb"
    with open_warehouse(warehouse) as connection:
        with stages.measured("load"):
            load_raw(connection, raw)
        compilation.copy_seeds(connection)
        nodes = [node.name for node in compilation.nodes if node.kind in ("table", "view")]
        # The runner says of a model that it is made: its costs are those since the one before.
        stages.begin()
        compilation.build(
            connection, without_seeds=True, on_node=lambda name: stages.next(f"model {name}")
        )
        counted = "select count(*) from {}"
        (verdicts,) = connection.execute(counted.format("marts.checks")).fetchone() or (0,)
        (documents,) = connection.execute(counted.format("marts.documents")).fetchone() or (0,)
        planted = compare_with_answers(connection, raw) if (raw / ANSWERS).exists() else None
    if publishes:
        stages.watch(publication, _PUBLICATION, "publish ")
        stages.watch(site, _REPORT, "report ")
        with stages.measured("publish"):
            publication.publish(warehouse, place / "published")
    models = {name: cost for name, cost in stages.costs.items() if name.startswith("model ")}
    stages.costs["models"] = {
        "cpu": sum(cost["cpu"] for cost in models.values()),
        "wall": sum(cost["wall"] for cost in models.values()),
        "mib": max(cost["mib"] for cost in models.values()),
    }
    assert len(nodes) == len(models)
    return {
        "documents": documents,
        "verdicts": verdicts,
        "planted": planted,
        "warehouse_mib": warehouse.stat().st_size / 2**20,
        "published_mib": sum(
            path.lstat().st_size for path in (place / "published").rglob("*") if path.is_file()
        )
        / 2**20,
        "stages": stages.costs,
    }


def compare_with_answers(connection: duckdb.DuckDBPyConnection, raw: Path) -> dict[str, int]:
    """Return how many errors were planted, how many found, and the findings that are about none.

    Found: a warning about the table of the error, by a rule of one of the families that see it.
    """
    with (raw / ANSWERS).open(encoding="utf-8", newline="") as stream:
        answers = {
            (row["document_id"], row["table_code"]): row["rule_families"].split("|")
            for row in csv.DictReader(stream)
        }
    findings = connection.execute(
        "select document_id, table_code, rule_id from marts.findings where severity = 'warning'"
    ).fetchall()
    found = {
        (document, table)
        for document, table, rule in findings
        if rule[0] in answers.get((document, table), ())
    }
    return {
        "planted": len(answers),
        "found": len(found),
        "false": sum((document, table) not in found for document, table, _ in findings),
    }


def exponent(small: float, large: float, ratio: float) -> float:
    """Return the power with which a cost grows when the input grows by ``ratio``."""
    return math.log(large / small) / math.log(ratio)


def table(runs: Sequence[dict[str, Any]]) -> str:
    """Return a line per stage, the dearest first: CPU per size, peak memory, exponent."""
    sizes = [run["documents"] for run in runs]
    lines = [
        "| stage | "
        + " | ".join(f"CPU s {n}" for n in sizes)
        + " | wall s | peak MiB | exponent |",
        "|---|" + "---:|" * (len(sizes) + 3),
    ]
    last = runs[-1]["stages"]
    for name in sorted(last, key=lambda name: -last[name]["cpu"]):
        costs = [run["stages"].get(name, {"cpu": 0.0})["cpu"] for run in runs]
        if costs[-1] < LEAST_SECONDS:
            continue
        steep = "—"
        if len(runs) > 1 and min(costs) > 0:
            # From the second largest to the largest: fixed cost weighs least there.
            steep = f"{exponent(costs[-2], costs[-1], sizes[-1] / sizes[-2]):.2f}"
        shown = " | ".join(f"{cost:.1f}" for cost in costs)
        lines.append(
            f"| {name} | {shown} | {last[name]['wall']:.1f} | {last[name]['mib']:.0f} | {steep} |"
        )
    return "\n".join(lines)


def main() -> None:
    """Measure each size in a process of its own, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, nargs="+", default=[200, 400, 800])
    parser.add_argument("--years", type=int, default=2)
    parser.add_argument("--out", type=Path, help="the measurements as JSON")
    parser.add_argument("--real", action="store_true", help="the shipped documents, replicated")
    parser.add_argument("--only-models", action="store_true", help="publish nothing")
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--place", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        result = measure(options.one, options.place, publishes=not options.only_models)
        print(json.dumps(result))
        return
    runs = []
    with tempfile.TemporaryDirectory(prefix="juesuan-scaling-") as name:
        for count in options.documents:
            runs.append(_measure_apart(Path(name), count, options))
    if options.out:
        options.out.write_text(json.dumps(runs, indent=1), encoding="utf-8")
    print(table(runs))


def _measure_apart(base: Path, count: int, options: argparse.Namespace) -> dict[str, Any]:
    raw, place = base / f"raw-{count}", base / f"place-{count}"
    if options.real:
        shipped = PROJECT_DIR / "raw"
        replicate(shipped, raw, math.ceil(count / len(list(shipped.glob("*/*/document.json")))))
    else:
        from dagster_project.synth.generate import generate

        errors = round(count * ERRORS_PER_DOCUMENT)
        generate(count, options.years, errors, _SEED, raw, lambda _: None)
    place.mkdir()
    command = [sys.executable, "-m", "tests.bench.bench_scaling", "--one", str(raw)]
    command += ["--place", str(place), *(["--only-models"] if options.only_models else [])]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


if __name__ == "__main__":
    main()
