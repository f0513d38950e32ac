"""Write docs/benchmarks.md: what a run costs, measured by the benches, never by hand.

    python -m tests.bench.page [--documents 100 1000 4000] [--old CHECKOUT] [--kept FOLDER]

``--kept`` is where the measurements are (JSON and text, one file a bench): what lies there is taken
as it is, what is missing is measured and kept, so that a run that was stopped goes on; what
``notes.txt`` says there of the circumstances stands on the page. The sentence about speed in
README.md and README.zh.md is written from the same numbers.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from tests.bench import bench_engines, bench_scaling, bench_shards, bench_versions
from tests.bench.bench_versions import COMPILED

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "benchmarks.md"
READMES = {"en": ROOT / "README.md", "zh": ROOT / "README.zh.md"}
BEGIN, END = "<!-- written by make bench -->", "<!-- end -->"
SECTIONS = (
    *("In short", "The machine", "What a run costs", "Planted errors"),
    *("Engines", "Before and after", "Reading", "How this is measured"),
)
_PACKAGES = ("duckdb", "dbt-core", "dagster", "pandas", "polars", "pypdfium2")
# Documents of the measurement in shards: a province, and a size to compare it with.
_SHARDED = (1_000, 10_000)
_NOT_MEASURED = "Not measured in this run."


def collect(kept: Path, sizes: Sequence[int], old: Path | None, *, only_kept: bool) -> None:
    """Run the benches whose measurements are not in ``kept`` yet."""
    kept.mkdir(parents=True, exist_ok=True)
    if not (kept / "machine.json").exists():
        _write(kept / "machine.json", describe_machine())
    if only_kept:
        return
    scaling = ["--documents", *map(str, sizes)]
    versions = ["--old", str(old)] if old else []
    benches = {
        "engines": [],
        "scaling": scaling,
        "shards": ["--documents", *map(str, _SHARDED)],
        "versions": versions,
    }
    for name, arguments in benches.items():
        out = kept / f"{name}.json"
        if not out.exists():
            _bench(f"bench_{name}", [*arguments, "--out", str(out)])
    if not (kept / "reading.txt").exists():
        said = _bench("bench_readers", [])
        (kept / "reading.txt").write_text(said, encoding="utf-8")


def describe_machine() -> dict[str, Any]:
    """Return what the measurements depend on besides the code."""
    models = re.findall(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text(encoding="utf-8"))
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    git = ["git", "-C", str(ROOT), "rev-parse", "--short", "HEAD"]
    commit = subprocess.run(git, capture_output=True, text=True, check=False)  # noqa: S603
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "commit": commit.stdout.strip() or "unknown",
        "processor": f"{os.cpu_count()} cores, {models[0] if models else platform.machine()}",
        "memory": f"{memory:.0f} GiB",
        "load": f"{os.getloadavg()[0]:.1f} when the measurements began",
        "python": platform.python_version(),
        "packages": {name: found for name in _PACKAGES if (found := _version(name))},
    }


def render(kept: Path) -> str:
    """Return the page from the measurements in ``kept``."""
    machine = _read(kept / "machine.json")
    scaling, engines, versions, shards = (
        _read(kept / f"{name}.json") for name in ("scaling", "engines", "versions", "shards")
    )
    reading = kept / "reading.txt"
    notes = kept / "notes.txt"
    said = "\n\n" + notes.read_text(encoding="utf-8").strip() if notes.exists() else ""
    packages = ", ".join(f"{name} {found}" for name, found in machine["packages"].items())
    bodies = {
        "In short": "\n\n".join(sentences(scaling, engines, versions).values()),
        "The machine": (
            f"{machine['processor']}, {machine['memory']}; load {machine['load']}. "
            f"{machine['date']}, commit {machine['commit']}; "
            f"Python {machine['python']}, {packages}.{said}"
        ),
        "What a run costs": "\n\n".join(
            [_costs(scaling) if scaling else _NOT_MEASURED, *([_shards(shards)] if shards else [])]
        ),
        "Planted errors": _planted(scaling) if scaling else _NOT_MEASURED,
        "Engines": _engines(engines) if engines else _NOT_MEASURED,
        "Before and after": _versions(versions) if versions else _NOT_MEASURED,
        "Reading": (
            "What `python -m tests.bench.bench_readers` says of the published files in `../shared`:"
            f"\n\n```\n{reading.read_text(encoding='utf-8').strip()}\n```"
            if reading.exists()
            else _NOT_MEASURED
        ),
        "How this is measured": (
            "`make bench` (`OLD=` a checkout of an older version with its `.venv`, for *Before and "
            "after*). CPU seconds are those of all threads and processes of a stage; on a "
            "busy machine they hold within some tenths, wall seconds do not. Memory is the "
            "peak of resident memory of a process. Seconds are this machine's: ratios and "
            "exponents are what to compare elsewhere."
        ),
    }
    parts = [
        "# Benchmarks",
        "<!-- Written by make bench (tests/bench/page.py): not by hand. -->",
        *(f"## {name}\n\n{bodies[name]}" for name in SECTIONS),
    ]
    return "\n\n".join(parts) + "\n"


def sentences(scaling: Any, engines: Any, versions: Any) -> dict[str, str]:
    """Return what the READMEs say about speed, by language; no more than was measured."""
    said: dict[str, list[str]] = {"en": [], "zh": []}
    costs = (versions or {}).get("costs", {}).get("today", {})
    # The whole command, as who runs it pays for it; without it nothing is claimed of a run.
    sizes = {int(name.split()[1]): name for name in costs if name.startswith("synthetic ")}
    if sizes:
        size = max(sizes)
        cpu, peak = costs[sizes[size]]["cpu"], costs[sizes[size]]["mib"]
        said["en"].append(
            f"`juesuan run` on {size:,} synthetic documents takes {cpu:.0f} CPU seconds, "
            f"{cpu / size:.2f} each, and {peak:.0f} MiB of memory"
        )
        said["zh"].append(
            f"`juesuan run` 处理 {size:,} 份虚构决算用 {cpu:.0f} CPU 秒,"
            f"每份 {cpu / size:.2f} 秒,内存峰值 {peak:.0f} MiB"
        )
    if scaling:
        planted = scaling[-1]["planted"]
        found = planted["planted"], planted["found"], planted["false"]
        documents = f"{scaling[-1]['documents']:,}"
        said["en"].append(
            "of {} errors planted in {} documents {} are found, with {} false findings".format(
                found[0], documents, *found[1:]
            )
        )
        said["zh"].append("{} 份中植入的 {} 处错误找出 {} 处,误报 {} 处".format(documents, *found))
    if bench_versions.UNCHANGED in costs:
        cpu = costs[bench_versions.UNCHANGED]["cpu"]
        said["en"].append(f"with nothing changed it takes {cpu:.1f} CPU seconds")
        said["zh"].append(f"没有变化时 {cpu:.1f} CPU 秒")
    if engines:
        [step] = [line["us"] for line in engines if line["engine"].endswith("all linear rules")]
        said["en"].append(f"a linear verdict takes {step:.0f} µs of CPU")
        said["zh"].append(f"一条线性勾稽结论 {step:.0f} µs CPU")
    return {
        "en": "; ".join(said["en"] or ["Nothing was measured"]) + ".",
        "zh": ";".join(said["zh"] or ["没有测量"]) + "。",
    }


def write_readmes(lines: dict[str, str]) -> None:
    """Put the sentence about speed between its marks in both READMEs."""
    for language, path in READMES.items():
        text = path.read_text(encoding="utf-8")
        before, _, rest = text.partition(BEGIN)
        _, _, after = rest.partition(END)
        path.write_text(f"{before}{BEGIN}\n{lines[language]}\n{END}{after}", encoding="utf-8")


def _cpu(run: dict[str, Any]) -> float:
    """Return the CPU seconds of a whole run: its three stages, which hold all others."""
    return sum(run["stages"][name]["cpu"] for name in ("load", "models", "publish"))


def _costs(runs: Sequence[dict[str, Any]]) -> str:
    lines = [
        "| documents | CPU s | of it load | models | publication | CPU s per document | wall s "
        "| peak MiB | warehouse MiB | release MiB | exponent |",
        "|---:|" + "---:|" * 10,
    ]
    for number, run in enumerate(runs):
        stages, cpu = run["stages"], _cpu(run)
        whole = [stages[name] for name in ("load", "models", "publish")]
        steep = "—"
        if number:
            last = runs[number - 1]
            ratio = run["documents"] / last["documents"]
            steep = f"{bench_scaling.exponent(_cpu(last), cpu, ratio):.2f}"
        lines.append(
            f"| {run['documents']:,} | {cpu:.1f} | "
            + " | ".join(f"{stage['cpu']:.1f}" for stage in whole)
            + f" | {cpu / run['documents']:.3f} | {sum(stage['wall'] for stage in whole):.0f} | "
            f"{max(stage['mib'] for stage in stages.values()):.0f} | {run['warehouse_mib']:.0f} | "
            f"{run['published_mib']:.0f} | {steep} |"
        )
    return (
        "Synthetic disclosures with planted errors, of two years each, go through the loader, "
        "every model of the compiled project and the publication, without Dagster. The exponent is "
        "that from the size above: 1 is linear, less is fixed cost.\n\n"
        + "\n".join(lines)
        + "\n\nPer stage, the dearest first (what takes less than half a second is left out; "
        "`publish` and `models` hold those of their name):\n\n" + bench_scaling.table(runs)
    )


def _shards(runs: Sequence[dict[str, Any]]) -> str:
    return (
        "In shards (`JUESUAN_SHARD_DOCUMENTS` at its default), without Dagster: everything, one "
        "document changed, one gone, and the same again. `look` is all that `juesuan run` does "
        "where nothing changed; the last step is what `--force` does then. Found and false are "
        "planted errors as below.\n\n" + bench_shards.table(runs)
    )


def _planted(runs: Sequence[dict[str, Any]]) -> str:
    lines = ["| documents | errors planted | found | false findings |", "|---:|---:|---:|---:|"]
    lines += [
        f"| {run['documents']:,} | {run['planted']['planted']} | {run['planted']['found']} | "
        f"{run['planted']['false']} |"
        for run in runs
    ]
    return (
        "The errors of `answers.csv` against the warnings of the same runs. Found: a finding "
        "about the table, by a rule of a family that sees the error; false: one about anything "
        "else.\n\n" + "\n".join(lines)
    )


def _engines(lines: Sequence[dict[str, Any]]) -> str:
    own, naive, merging = (
        next(line["us"] for line in lines if part in line["engine"])
        for part in ("step, the 16 rules", "naive", "merge per rule, int")
    )
    return (
        f"The same {len(bench_engines.RULES)} rules ({', '.join(bench_engines.RULES)}) over the "
        "same synthetic documents; every engine's verdicts (document, rule, subject, both amounts, "
        "agrees or not) are equal to ours, else the bench fails.\n\n"
        f"{bench_engines.table(lines)}\n\n"
        f"Naive pandas costs {naive / own:.1f} × our verdict step, our step "
        f"{own / merging:.2f} × pandas with a merge per rule over integers. "
        "The other engines are told what to add up and take the documents to be whole. Our step "
        "also works out the subjects of each "
        "rule, whether it applies, why it cannot be judged, and keeps the cells that took part: "
        f"{', '.join(f'`{name}`' for name in bench_engines.STEP)}. Words, causes and evidence come "
        "after it, in the lines *published verdicts* (all rules: those of the narrative too; what "
        "reads the narrative is in no line)."
    )


def _versions(versions: dict[str, Any]) -> str:
    rows = versions["rows"]
    old = rows.get("before")
    note = ""
    if not old:
        note = "\n\nWithout an older checkout (`OLD=`) only today's version was measured."
    elif missing := [name for name in rows["today"] if name not in old and COMPILED not in name]:
        note = "\n\nOf the version before these were not measured: " + "; ".join(missing) + "."
    return (
        "Commands of two versions on the same files at the same time, as CPU seconds of the whole "
        f"process tree; real documents are the shipped ones replicated {bench_versions.COPIES} "
        "times under other names.\n\n" + bench_versions.table(rows["today"], old) + note
    )


def _bench(name: str, arguments: Sequence[str]) -> str:
    sys.stderr.write(f"{name} {' '.join(arguments)}\n")
    command = [sys.executable, "-m", f"tests.bench.{name}", *arguments]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT)  # noqa: S603
    return done.stdout


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def _write(path: Path, content: Any) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")


def main() -> None:
    """Measure what is missing, and write the page and the sentence of the READMEs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, nargs="+", default=[100, 1000, 4000])
    parser.add_argument("--old", type=Path, help="a checkout of the version before, with its .venv")
    parser.add_argument("--kept", type=Path, help="where measurements are taken from and kept")
    parser.add_argument("--only-kept", action="store_true", help="measure nothing more")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="juesuan-bench-") as name:
        kept = options.kept or Path(name)
        collect(kept, options.documents, options.old, only_kept=options.only_kept)
        PAGE.write_text(render(kept), encoding="utf-8")
        write_readmes(
            sentences(*(_read(kept / f"{n}.json") for n in ("scaling", "engines", "versions")))
        )
    sys.stdout.write(f"{PAGE}\n")


if __name__ == "__main__":
    main()
