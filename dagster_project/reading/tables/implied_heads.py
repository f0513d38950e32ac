"""Heads that a form leaves out, and that the labels below them tell: 小计·人员经费·公用经费."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from dagster_project.form.header_words import is_whole
from dagster_project.form.labels import comparable
from dagster_project.form.seeds import LAYOUTS_DIR, read_seed
from dagster_project.reading.tables.header import Header

Path = tuple[str, ...]


@cache
def _implied() -> tuple[tuple[Path, str], ...]:
    rows = read_seed(LAYOUTS_DIR / "implied_heads.csv")
    return tuple(
        (tuple(map(comparable, row["labels"].split("|"))), comparable(row["head"])) for row in rows
    )


def _undivided(path: Path, head: str) -> Path:
    """Return a path whose last label is head and 小计 in one, as 小计: 基本支出小计."""
    if path and path[-1].startswith(head) and is_whole(rest := path[-1].removeprefix(head)):
        return (*path[:-1], rest)
    return path


def with_implied_heads(header: Header) -> Header:
    """Return a header with the level that stands over a run of labels and is not printed.

    Only beside a total of their own: of 小计·人员经费·公用经费 alone the 小计 may be all there is.
    """
    paths = list(header.paths)
    for labels, head in _implied():
        for start in range(len(paths) - len(labels) + 1):
            run = [_undivided(path, head) for path in paths[start : start + len(labels)]]
            if tuple(path[-1] if path else "" for path in run) != labels:
                continue
            above = run[0][:-1]
            if any(path[:-1] != above for path in run):
                continue
            places = range(start, start + len(labels))
            beside = [
                path[len(above) :]
                for place, path in enumerate(header.paths)
                if place not in places and path[: len(above)] == above and path != above
            ]
            has_total = any(len(rest) == 1 and is_whole(rest[0]) for rest in beside)
            if has_total and not any(head in rest for rest in beside):
                paths[start : start + len(labels)] = [(*above, head, path[-1]) for path in run]
    return replace(header, paths=tuple(paths))
