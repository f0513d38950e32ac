"""Makes mutants, extracts them as a batch, and judges each; ``python -m`` runs the complete one.

python -m tests.reading.fuzz.campaign --files 1000 --seed 1
"""

from __future__ import annotations

import argparse
import io
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl

from dagster_project.loading.folders import list_folders
from dagster_project.loading.policy import read_load_policy
from dagster_project.loading.validation import validate_folder
from dagster_project.reading import extract_files
from dagster_project.reading.batch.batch import BatchOptions
from dagster_project.reading.sandbox.limits import Limits
from tests.printing.text import Printing, print_text
from tests.printing.text_tables import text_tables
from tests.reading.conftest import SAMPLES_DIR
from tests.reading.fuzz.mutations import MUTATIONS, Mutant
from tests.reading.fuzz.oracle import Original, wrong_figures
from tests.reading.grids.builders import FUNCTIONAL_HEAD, GK05, saved, workbook
from tests.shared_documents import DOCUMENTS

# No mutant is larger than its original, which takes seconds: more is a hang.
LIMITS = Limits(seconds=30, seconds_per_page=1.0)
# Mutants of one disclosure are revisions of one another, and each looks at all before it.
_CHUNK = 25


@dataclass
class Report:
    """What a campaign found; ``problems`` must be empty."""

    problems: list[str] = field(default_factory=list)
    outcomes: Counter[str] = field(default_factory=Counter)
    confirmed_tables: int = 0
    files: int = 0
    seconds: float = 0.0

    @property
    def text(self) -> str:
        """The report in a few lines."""
        kinds = ", ".join(f"{name} {n}" for name, n in self.outcomes.most_common())
        head = (
            f"{self.files} files in {self.seconds:.0f} s; {self.confirmed_tables} confirmed tables"
        )
        return "\n".join([head, kinds, f"problems: {len(self.problems)}", *self.problems[:40]])


def _small_workbook() -> bytes:
    rows = [
        ["201", "一般公共服务支出", 300.5, 200.25, 100.25],
        ["20106", "财政事务", 300.5, 200.25, 100.25],
        ["2010601", "行政运行", 200.25, 200.25, None],
        ["2010602", "一般行政管理事务", 100.25, None, 100.25],
    ]
    total = ["合计", "合计", 300.5, 200.25, 100.25]
    titles = [[GK05], ["部门名称：云山市测试局", "2024年度", "单位：万元"]]
    return saved(workbook([(GK05, [*titles, *FUNCTIONAL_HEAD, total, *rows])]))


def sources(*, with_pdfs: bool = True) -> list[tuple[str, bytes]]:
    """Return the undamaged files: invented, committed and, where they are, published ones."""
    found = [(path.name, path.read_bytes()) for path in sorted(SAMPLES_DIR.glob("*.txt"))]
    for seed in (1, 2):
        text = print_text(text_tables(seed), Printing(seed, page_break=0.2))
        found.append((f"invented-{seed}.txt", text.encode()))
    found.append(("small.xlsx", _small_workbook()))
    suffixes = {".xlsx", ".pdf"} if with_pdfs else {".xlsx"}
    names = ["xinzhou-hrss-2022.txt"] if DOCUMENTS.is_dir() else []
    if DOCUMENTS.is_dir():
        names += [p.name for p in sorted(DOCUMENTS.iterdir()) if p.suffix in suffixes]
    for name in names:
        content = (DOCUMENTS / name).read_bytes()
        found.append((name, _named(content) if name.endswith(".xlsx") else content))
    return found


def _named(content: bytes) -> bytes:
    """Return a workbook that says itself whose it is: its companion text does not take part."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    for sheet in book.worksheets:
        for row in sheet.iter_rows(max_row=6):
            for cell in row:
                if isinstance(cell.value, str) and cell.value.strip().startswith("单位："):
                    cell.value = f"部门名称：云山市测试局 2025年度 {cell.value.strip()}"
    return saved(book)


def _extract(paths: list[Path], raw: Path) -> list[Path | None]:
    options = BatchOptions(limits=LIMITS, is_grouped=False)
    return [outcome.folder for outcome in extract_files(paths, raw, options)]


def read_originals(files: list[tuple[str, bytes]], place: Path) -> list[Original]:
    """Extract the undamaged files."""
    place.mkdir(parents=True)
    paths = []
    for name, content in files:
        paths.append(place / name)
        paths[-1].write_bytes(content)
    folders = _extract(paths, place / "raw")
    return [
        Original(name, content, folder)
        for (name, content), folder in zip(files, folders, strict=True)
        if folder is not None
    ]


def _weights(originals: list[Original]) -> list[int]:
    # A tiny sample has less in it that can go wrong than a whole disclosure.
    return [1 if len(o.content) < 3000 and o.medium == "txt" else 6 for o in originals]


def _mutate(original: Original, chance: random.Random) -> Mutant:
    return chance.choice(MUTATIONS[original.medium])(original.content, chance)


def run_campaign(
    files: int, seed: int, place: Path, *, with_pdfs: bool = True, keep: Path | None = None
) -> Report:
    """Damage, extract and judge so many files; the same seed gives the same files.

    Files with a problem are copied to ``keep``.
    """
    started = time.monotonic()
    report = Report()
    chance = random.Random(seed)  # noqa: S311 - damage, not secrets
    originals = read_originals(sources(with_pdfs=with_pdfs), place / "originals")
    policy = read_load_policy()
    for first in range(0, files, _CHUNK):
        here = place / f"chunk{first}"
        here.mkdir()
        pairs: list[tuple[Original, Mutant, Path]] = []
        for number in range(first, min(first + _CHUNK, files)):
            [original] = chance.choices(originals, _weights(originals))
            mutant = _mutate(original, chance)
            path = here / f"{number:05}-{original.name}"
            path.write_bytes(mutant.content)
            pairs.append((original, mutant, path))
        try:
            folders = _extract([path for _, _, path in pairs], here / "raw")
        except Exception as fault:
            report.problems.append(f"batch crashed at {first}: {type(fault).__name__}: {fault}")
            continue
        _judge(pairs, folders, report)
        for folder in list_folders(here / "raw"):
            validation = validate_folder(folder, policy)
            if validation.load_status == "quarantined" and not _is_expected(validation.reason_code):
                report.problems.append(f"{folder.folder}: {validation.reason_zh}")
        report.files += len(pairs)
        if keep is not None:
            _keep(pairs, report, keep)
        shutil.rmtree(here)
    report.seconds = time.monotonic() - started
    return report


def _keep(pairs: list[tuple[Original, Mutant, Path]], report: Report, keep: Path) -> None:
    keep.mkdir(parents=True, exist_ok=True)
    for _, _, path in pairs:
        if any(problem.startswith(path.name) for problem in report.problems):
            shutil.copy(path, keep)


def _is_expected(reason_code: str | None) -> bool:
    """Return whether the door may stop such an extract: damage can take the unit off a table."""
    return reason_code in {"missing_unit", "unknown_unit"}


def _judge(
    pairs: list[tuple[Original, Mutant, Path]], folders: list[Path | None], report: Report
) -> None:
    import json

    for (original, mutant, path), folder in zip(pairs, folders, strict=True):
        where = f"{path.name} {mutant.name}"
        if folder is None:
            report.problems.append(f"{where}: no document.json")
            continue
        document = json.loads((folder / "document.json").read_text(encoding="utf-8"))
        code = document["reason_code"] or "read"
        report.outcomes[code] += 1
        if code in {"timed_out", "out_of_memory", "reader_crashed", "reader_failed"}:
            report.problems.append(f"{where}: {document['reason_zh']}")
        report.confirmed_tables += sum(
            t["read_status"] == "confirmed" and t["presence"] == "data" for t in document["tables"]
        )
        wrong = wrong_figures(original, mutant, folder)
        if wrong:
            more = f" (and {len(wrong) - 1} more)" if len(wrong) > 1 else ""
            report.problems.append(f"{where}: {wrong[0]}{more}")


def main() -> int:
    """Run the complete campaign and print what it found."""
    parser = argparse.ArgumentParser(description="fuzz the readers")
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--without-pdfs", action="store_true")
    parser.add_argument("--keep", type=Path, help="copy files with a problem to this folder")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        report = run_campaign(
            arguments.files,
            arguments.seed,
            Path(place),
            with_pdfs=not arguments.without_pdfs,
            keep=arguments.keep,
        )
    sys.stdout.write(report.text + "\n")
    return 1 if report.problems else 0


if __name__ == "__main__":
    sys.exit(main())
