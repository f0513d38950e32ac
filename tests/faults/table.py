"""One row per fault: how often, what was published after it, and what the next run said."""

from __future__ import annotations

import re
import shutil
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.faults.place import Place, Said

OLD, NEW, MIXED, LOST = _RESULTS = ("old", "new", "mixed", "lost")
_COLUMNS = ("fault", "times", *_RESULTS, "s", "it said", "the next run says")
_HEAD = """# Faults

Written by `make faults`, which lets each of them really happen to a run, or to its last step, that
has something new to publish ([decision 0082](decisions/0082-a-fault-is-made-to-happen.md)). *Old*
and *new*: what was published after the fault; *mixed*: neither, or a file is not what it was
published as; *lost*: something is gone, or the next run does not publish the new input by itself.
"""
_CHINESE = re.compile("[\u4e00-\u9fff]")
_RAW_ERROR = re.compile(r"Traceback|unexpected error|[a-z](Error|Exception)\b")


@dataclass
class Row:
    """What became of one fault."""

    fault: str
    results: Counter[str] = field(default_factory=Counter)
    said: str = ""
    next_said: str = ""
    wrong: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def times(self) -> int:
        """Return how often it happened."""
        return sum(self.results.values())

    @property
    def is_right(self) -> bool:
        """Return whether nothing was lost or mixed, and every line was one of advice."""
        return not (self.results[MIXED] or self.results[LOST] or self.wrong)


Act = Callable[["Trial"], None]


@dataclass(frozen=True)
class Fault:
    """A fault: its name, and what makes it happen in a trial."""

    name: str
    act: Act


@dataclass
class Trial:
    """One fault at one place: what it was made of, and the row that is filled."""

    place: Place
    row: Row
    old: str = "A"
    new: str = "B"

    def begin(self) -> None:
        """Put the other input: a run has something to do."""
        self.place.put(self.new)
        self._raw = self.place.raw_state()
        self._releases = self.place.whole_releases()

    def turn(self) -> None:
        """Go the other way where the run came through: what was new is old now."""
        if self.place.found() == self.new:
            self.old, self.new = self.new, self.old
            self.begin()

    def judge(self, said: Said | None = None) -> str:
        """Note what is published now."""
        found = self.place.found()
        result = {self.old: OLD, self.new: NEW, "none": LOST}.get(found, MIXED)
        if self.place.raw_state() != self._raw:
            result = LOST
        self.row.results[result] += 1
        if said:
            self.tell(said)
        return result

    def tell(self, said: Said) -> None:
        """Note what a command said: one that could not go on says so in one line of advice."""
        if said.status not in (0, 3):
            self.row.said = said.last
        if said.status is None or said.status > 0:
            self._weigh(said)

    def _weigh(self, said: Said) -> None:
        if said.status not in (0, 2, 3):
            self.row.wrong.append(f"exit status {said.status}: {said.last[:200]}")
        told = said.last.removeprefix("juesuan: ")
        if said.status == 2 and not (_CHINESE.search(told) and re.search("[a-z]{3}", told)):
            self.row.wrong.append(f"not in both languages: {said.last[:200]}")
        ends = [line for line in said.lines if line.startswith(("juesuan:", "Traceback"))]
        if raw := [line for line in ends if _RAW_ERROR.search(line)]:
            self.row.wrong.append(f"a raw error: {raw[0][:300]}")

    def recover(self, run: Callable[[], Said] | None = None) -> None:
        """Run again with the fault gone: the new input has to be published, whole.

        ``run``: the step of a run that is enough to show it, where a whole one is not needed.
        """
        said = (run or self.place.run)()
        self.row.next_said = said.last
        self._weigh(said)
        if said.status != 0:
            self.row.wrong.append(f"the next run ends with {said.status}")
        if self.place.found() != self.new:
            self.row.results[LOST] += 1
            self.row.wrong.append(f"after the next run {self.place.found()} is published")
        if going := self.place.runs_under_way():
            self.row.wrong.append(f"{going} runs that nobody ends are under way")
        leftovers = [p.name for p in self.place.published.glob(".[blt]*-*")]
        if leftovers:
            self.row.wrong.append(f"left behind: {leftovers}")


def try_faults(faults: list[Fault], template: Place, folder: Path, jobs: int = 1) -> Iterator[Row]:
    """Let each fault happen at a fresh copy of the template, so many of them at a time.

    The rows come as they are known.
    """

    def try_one(numbered: tuple[int, Fault]) -> Row:
        number, fault = numbered
        row, began = Row(fault.name), time.monotonic()
        trial = Trial(template.copy(folder / f"{number:02}"), row)
        trial.begin()
        try:
            fault.act(trial)
        except AssertionError as problem:
            row.wrong.append(f"the fault did not happen: {problem}")
        except Exception as problem:
            # One row is wrong; the others are tried all the same.
            row.wrong.append(f"the trial ended with {type(problem).__name__}: {problem}")
        row.seconds = time.monotonic() - began
        # Where the trial and Python stand on this machine says nothing to a reader.
        base, python = str(trial.place.base), str(Path(sys.executable).resolve())
        row.said, row.next_said = (
            said.replace(base, "…").replace(python, "python") for said in (row.said, row.next_said)
        )
        # Fifty places of a few megabytes would fill the disk that others work on.
        shutil.rmtree(trial.place.base, ignore_errors=True)
        return row

    with ThreadPoolExecutor(jobs) as pool:
        trials = [pool.submit(try_one, numbered) for numbered in enumerate(faults, start=1)]
        yield from (trial.result() for trial in as_completed(trials))


def count(rows: list[Row]) -> str:
    """Return the sum of all rows in one line."""
    total = sum((row.results for row in rows), Counter())
    return (
        f"{sum(row.times for row in rows)} faults of {len(rows)} kinds: {total[OLD]} old, "
        f"{total[NEW]} new, {total[MIXED]} mixed, {total[LOST]} lost"
    )


def write_page(rows: list[Row], kinds: list[str], path: Path) -> None:
    """Write the rows into the page; those of other kinds stay as an earlier run left them."""
    kept = {row.fault: row for row in _read_page(path)} | {row.fault: row for row in rows}
    found = [kept[name] for name in kinds if name in kept]
    missing = f", {len(kinds) - len(found)} kinds not tried yet" * (len(found) < len(kinds))
    lines = [
        _HEAD,
        f"{count(found)}{missing}; {sum(row.seconds for row in found) / 60:.0f} minutes of trials,"
        " two at a time.\n",
        f"| {' | '.join(_COLUMNS)} |",
        "|---|---:|---:|---:|---:|---:|---:|---|---|",
    ]
    for row in found:
        numbers = [row.times, *(row.results[name] for name in _RESULTS), f"{row.seconds:.0f}"]
        said = (" ".join(s.split()).replace("|", "/") for s in (row.said, row.next_said))
        lines.append(f"| {' | '.join(map(str, [row.fault, *numbers, *said]))} |")
    lines += [f"\nWRONG {row.fault}: {problem}" for row in rows for problem in row.wrong]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _read_page(path: Path) -> Iterator[Row]:
    if not path.is_file():
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == len(_COLUMNS) and cells[1].isdecimal():
            fault, _, *counted, seconds, said, next_said = cells
            results = Counter(dict(zip(_RESULTS, map(int, counted), strict=True)))
            yield Row(fault, results, said, next_said, seconds=float(seconds))


def print_table(rows: list[Row]) -> None:
    """Print all rows, then what was wrong."""
    table = Table("fault", title="faults", show_lines=False)
    for name in ("times", *(OLD, NEW, MIXED, LOST), "s"):
        table.add_column(name, justify="right")
    table.add_column("it said", overflow="fold")
    table.add_column("the next run says", overflow="fold")
    for row in rows:
        counts = [str(row.results[name]) for name in (OLD, NEW, MIXED, LOST)]
        said = (row.said[:150], row.next_said[:60])
        table.add_row(row.fault, str(row.times), *counts, f"{row.seconds:.0f}", *said)
    console = Console(width=200, markup=False, highlight=False)
    console.print(table)
    console.print(count(rows))
    for row in rows:
        for problem in row.wrong:
            console.print(f"WRONG {row.fault}: {problem}")
