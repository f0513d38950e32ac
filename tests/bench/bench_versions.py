"""An older version beside today's, in one run: what the same commands cost, as ratios.

    python -m tests.bench.bench_versions --old CHECKOUT [--documents 100 1000] [--out FILE]

Both versions read the same files: the shipped extract folders and synthetic documents of the older
one, which the newer one still understands. Every command starts with nothing of an earlier one
(warehouse, releases and DAGSTER_HOME in a temporary folder), as ``juesuan`` of that checkout's own
``.venv``; CPU seconds are those of the whole process tree, memory is the largest resident size of
one of its processes. dbt's SQL is compiled beforehand: once per state of the project, and measured
as a line of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tests.shared_documents import DOCUMENTS

TODAY = Path(__file__).resolve().parents[2]
COPIES = 20
READINGS = 5
_SEED = 7
_ERRORS_PER_DOCUMENT = 0.1
# 3: done, but a document was withheld; both happen to published files.
_DONE = (0, 3)
COMPILED = "compilation of dbt's SQL, once per state of the project"
UNCHANGED = "nothing changed"
READ = "reading: extract"


@dataclass(frozen=True)
class Cost:
    """What a command cost: CPU seconds of its process tree, wall seconds, MiB of one process."""

    cpu: float
    wall: float
    mib: float


class Version:
    """One checkout with its own environment, working in a folder of its own."""

    def __init__(self, checkout: Path, place: Path) -> None:
        """Work below ``place``, which is there and empty."""
        self.checkout, self.place = checkout, place

    def juesuan(self, home: str, *arguments: str) -> Cost:
        """Run a command of this version; ``home`` names the warehouse and releases it works on."""
        folder = self.place / home
        folder.mkdir(exist_ok=True)
        (folder / "dagster").mkdir(exist_ok=True)
        own = {
            "JUESUAN_WAREHOUSE": str(folder / "warehouse.duckdb"),
            "JUESUAN_PUBLISHED_DIR": str(folder / "published"),
            "JUESUAN_RAW_DIR": str(folder / "raw"),
            "DAGSTER_HOME": str(folder / "dagster"),
        }
        return run([str(self._tool("juesuan")), *arguments], own, folder)

    def compile(self) -> Cost | None:
        """Compile dbt's SQL where this version does that apart from a run, and where it is not."""
        if not (self.checkout / "dagster_project" / "warehouse" / "compiled.py").exists():
            return None
        code = (
            "import sys; from pathlib import Path; "
            "from dagster_project.warehouse.compiled import compile_project; "
            "compile_project(); compile_project(cache=Path(sys.argv[1]))"
        )
        return run(
            [str(self._tool("python")), "-c", code, str(self.place / "cache")], {}, self.place
        )

    def _tool(self, name: str) -> Path:
        # Not resolved: the interpreter of an environment is a link out of it.
        return self.checkout / ".venv" / "bin" / name


def run(command: Sequence[str], environment: dict[str, str], folder: Path) -> Cost:
    """Run a command to its end; RuntimeError with the end of what it said when it failed."""
    log = folder / "said.txt"
    began = time.perf_counter()
    with log.open("ab") as said:
        process = os.posix_spawn(
            command[0],
            list(command),
            os.environ | environment,
            file_actions=[
                (os.POSIX_SPAWN_DUP2, said.fileno(), 1),
                (os.POSIX_SPAWN_DUP2, said.fileno(), 2),
            ],
        )
        _, status, used = os.wait4(process, 0)
    if os.waitstatus_to_exitcode(status) not in _DONE:
        raise RuntimeError(f"{' '.join(command)}: {log.read_text(encoding='utf-8')[-2000:]}")
    wall = time.perf_counter() - began
    return Cost(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024)


def replicate(raw: Path, out: Path, copies: int) -> int:
    """Copy every extract folder of ``raw`` under other ids and names; return how many there are.

    A copy is another organization's document: nothing is a second edition, nothing is compared.
    """
    count = 0
    for path in sorted(raw.glob("*/*/document.json")):
        document = json.loads(path.read_text(encoding="utf-8"))
        for number in range(1, copies + 1):
            changed = document | {
                key: f"{document[key]}-{number}"
                for key in ("document_id", "disclosure_id", "organization_id")
            }
            changed["organization_name"] = f"{document['organization_name']}第{number}处"
            changed["source"] = _another_source(document["source"], number)
            folder = out / path.parent.parent.name / changed["document_id"]
            shutil.copytree(path.parent, folder)
            text = json.dumps(changed, ensure_ascii=False, indent=1)
            (folder / "document.json").write_text(text + "\n", encoding="utf-8")
            count += 1
    return count


def _another_source(source: dict[str, Any], number: int) -> dict[str, Any]:
    """Return the source with other bytes: the same ones twice would be one document."""
    files = [entry | {"sha256": _another(entry["sha256"], number)} for entry in source["files"]]
    return source | {"sha256": _another(source["sha256"], number), "files": files}


def _another(digest: str, number: int) -> str:
    return f"{number:08x}{digest[8:]}"


def measure(
    version: Version, raws: dict[str, Path], pdfs: Sequence[Path], note: Callable[[str, Cost], None]
) -> None:
    """Say to ``note`` what each command costs a version; ``raws`` are its inputs by name."""
    if compiled := version.compile():
        note(COMPILED, compiled)
    for name, raw in raws.items():
        note(name, version.juesuan(name, "run", "--raw", str(raw)))
        if name == "shipped":
            note(UNCHANGED, version.juesuan(name, "run", "--raw", str(raw)))
            for number in range(READINGS if pdfs else 0):
                reading = f"{READ} {number}"
                note(reading, version.juesuan(reading, "extract", *map(str, pdfs)))
        shutil.rmtree(version.place / name)


def rows(costs: dict[str, Cost], sizes: dict[str, int]) -> dict[str, float]:
    """Return the lines of the table: a number by what it says, CPU seconds or MiB.

    What was not measured has no line.
    """
    small, large = sorted((name for name in sizes if name.startswith("synthetic")), key=sizes.get)
    lines: dict[str, float | None] = {
        f"fixed cost: run of the {sizes['shipped']} shipped documents, CPU s": _cpu(
            costs, "shipped"
        ),
        "nothing changed: the same run again, CPU s": _cpu(costs, UNCHANGED),
    }
    for kind, first, last in (("synthetic", small, large), ("real", "shipped", "real")):
        name = f"marginal cost per {kind} document ({sizes[first]} → {sizes[last]}), CPU s"
        cheap, dear = _cpu(costs, first), _cpu(costs, last)
        known = cheap is not None and dear is not None
        lines[name] = (dear - cheap) / (sizes[last] - sizes[first]) if known else None
    for name in (small, large, "real"):
        lines[f"run of {sizes[name]} {name.split()[0]} documents, CPU s"] = _cpu(costs, name)
    for name in ("shipped", large):
        if name in costs:
            kind = name.split()[0]
            lines[f"memory at {sizes[name]} {kind} documents, MiB"] = costs[name].mib
    if read := [cost.cpu for name, cost in costs.items() if name.startswith(READ)]:
        lines[f"{READ} of the shared PDFs, mean of {len(read)}, CPU s"] = sum(read) / len(read)
    lines[f"{COMPILED}, CPU s"] = _cpu(costs, COMPILED)
    return {name: value for name, value in lines.items() if value is not None}


def _cpu(costs: dict[str, Cost], name: str) -> float | None:
    return costs[name].cpu if name in costs else None


def table(today: dict[str, float], old: dict[str, float] | None) -> str:
    """Return the lines of today's version beside the old one's, as a ratio where both have one."""
    lines = ["| | before | today | ratio |", "|---|---:|---:|---:|"]
    for name, value in today.items():
        before = (old or {}).get(name)
        compared = f"{before:.2f} | {value:.2f} | {value / before:.2f}" if before else None
        lines.append(f"| {name} | {compared or f'— | {value:.2f} | —'} |")
    return "\n".join(lines)


def _say(text: str) -> None:
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {text}\n")
    sys.stderr.flush()


def main() -> None:
    """Measure the versions one after the other on the same inputs, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--old", type=Path, help="a checkout of the version before, with its .venv")
    parser.add_argument("--documents", type=int, nargs=2, default=[100, 1000])
    parser.add_argument("--out", type=Path, help="the measurements as JSON")
    options = parser.parse_args()
    if not options.old:
        _say("without --old CHECKOUT: only today's version is measured")
    maker = options.old or TODAY
    with tempfile.TemporaryDirectory(prefix="juesuan-versions-") as name:
        place = Path(name)
        small, large = (f"synthetic {count}" for count in sorted(options.documents))
        sizes = {small: min(options.documents), large: max(options.documents)}
        for raw in (small, large):
            arguments = ["--documents", str(sizes[raw]), "--seed", str(_SEED)]
            arguments += ["--errors", str(round(sizes[raw] * _ERRORS_PER_DOCUMENT))]
            Version(maker, place).juesuan(
                "synth", "synth", *arguments, "--out", str(place / f"raw {raw}")
            )
        sizes["real"] = replicate(maker / "raw", place / "raw real", COPIES)
        sizes["shipped"] = sizes["real"] // COPIES
        # The dearest last.
        raws = {name: place / f"raw {name}" for name in (small, "real", large)}
        raws = {"shipped": maker / "raw"} | raws
        checkouts = {"today": TODAY} | ({"before": options.old.absolute()} if options.old else {})
        costs: dict[str, dict[str, Cost]] = {label: {} for label in checkouts}

        def keep() -> dict[str, Any]:
            lines = {label: rows(measured, sizes) for label, measured in costs.items()}
            every = {
                label: {name: asdict(cost) for name, cost in measured.items()}
                for label, measured in costs.items()
            }
            kept = {"rows": lines, "costs": every}
            if options.out:
                options.out.write_text(json.dumps(kept, ensure_ascii=False, indent=1), "utf-8")
            return kept

        def one(label: str) -> None:
            def note(name: str, cost: Cost) -> None:
                costs[label][name] = cost
                _say(f"{label}: {name}: {cost}")
                keep()

            (place / label).mkdir()
            version = Version(checkouts[label], place / label)
            measure(version, raws, sorted(DOCUMENTS.glob("*.pdf")), note)

        # At the same time: a machine that is busy is busy for both.
        with ThreadPoolExecutor(len(checkouts)) as pool:
            list(pool.map(one, checkouts))
        lines = keep()["rows"]
    print(table(lines["today"], lines.get("before")))


if __name__ == "__main__":
    main()
