"""A part: the folder that the build of a shard leaves, and how it is told whether it is whole.

<digest>/part.json                  what it holds: see Part; written last
<digest>/<schema>.<table>.parquet   the shard's rows of each relation that is handed out
    <digest>/gates.<batch>.parquet      what gates ask of every document, as its shard answers
    <digest>/publication.digests.parquet   digests of the marts per document, for the release
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from dagster_project.runtime.warehouse import escape, quote

PART = "part.json"
# Stands for a schema in the names of the files that hold the batches of gates.
GATES = "gates"
BUILDING = ".building-"


@dataclass(frozen=True)
class Stats:
    """What is known of a relation of a shard without reading it.

    ``fingerprint`` is the sum of the hashes of its rows, so that those of parts add up to that of
    all; ``documents`` is None where no column names one; ``seconds`` is what it took to make.
    """

    rows: int
    documents: int | None
    fingerprint: int
    seconds: float


@dataclass(frozen=True)
class Found:
    """What a data test found in a shard: how many rows and the first of them, or its error."""

    rows: int
    first_rows: list[dict[str, Any]]
    error: str | None


@dataclass(frozen=True)
class Part:
    """What one shard gives; relations and tests are by name, files with their sizes.

    ``lake_schema`` and ``lake_part``: where its rows are in the lake, and how they are marked
    there; blank where they are the files of ``folder``.
    """

    folder: Path
    name: str
    digest: str
    documents: int
    seconds: float
    relations: dict[str, Stats]
    tests: dict[str, Found]
    files: dict[str, int]
    lake_schema: str = ""
    lake_part: str = ""

    @property
    def key(self) -> str:
        """Return how its rows are told from those of other parts."""
        return self.lake_part or self.digest

    def file(self, dotted: str) -> Path:
        """Return the Parquet file of a relation, named ``schema.table``."""
        return self.folder / f"{dotted}.parquet"


def write_part(part: Part, folder: Path) -> None:
    """Write what a part is into the folder that holds its files."""
    (folder / PART).write_text(part_as_text(part), encoding="utf-8")


def part_as_text(part: Part) -> str:
    """Return what is kept of a part, as JSON."""
    values = asdict(part) | {"folder": ""}
    return json.dumps(values, ensure_ascii=False, indent=1, default=str)


def read_part(folder: Path) -> Part | None:
    """Return the part in a folder, None where there is none or a file of it is not whole."""
    try:
        values = json.loads((folder / PART).read_text(encoding="utf-8"))
        for name, size in values["files"].items():
            if (folder / name).stat().st_size != size:
                return None
    except (OSError, ValueError, KeyError):
        return None
    return _part(values, folder)


def parts_by_name(folder: Path) -> dict[str, Part]:
    """Return a whole part of each shard that has one in a folder, whatever it was made from."""
    places = folder.iterdir() if folder.is_dir() else ()
    found = (read_part(place) for place in places if not place.name.startswith(BUILDING))
    return {part.name: part for part in found if part is not None}


def part_of_text(text: str, folder: Path) -> Part:
    """Return the part that ``part_as_text`` wrote, as one whose notes are in a folder."""
    return _part(json.loads(text), folder)


def _part(values: dict[str, Any], folder: Path) -> Part:
    return Part(
        **values
        | {
            "folder": folder,
            "relations": {name: Stats(**s) for name, s in values["relations"].items()},
            "tests": {name: Found(**f) for name, f in values["tests"].items()},
        }
    )


def prune(parts_dir: Path, kept: Iterable[str]) -> int:
    """Remove parts that nobody asks for any more and what killed builds left; return how many."""
    names = set(kept)
    if not parts_dir.is_dir():
        return 0
    old = [path for path in parts_dir.iterdir() if path.is_dir() and path.name not in names]
    for path in old:
        shutil.rmtree(path, ignore_errors=True)
    return len(old)


def add_up(parts: Sequence[Part], dotted: str) -> Stats | None:
    """Return what is known of a relation over all parts, None where one part does not know it."""
    found = [part.relations.get(dotted) for part in parts]
    stats = [one for one in found if one is not None]
    if len(stats) < len(found):
        return None
    documents = [one.documents for one in stats if one.documents is not None]
    return Stats(
        sum(one.rows for one in stats),
        sum(documents) if len(documents) == len(stats) else None,
        sum(one.fingerprint for one in stats),
        sum(one.seconds for one in stats),
    )


def rows_of(parts: Sequence[Part], dotted: str, *, with_part: bool = False) -> str:
    """Return the rows that parts have of a relation, as a relation of SQL.

    ``with_part`` adds a column ``part``: the ``key`` of the part that a row is of.
    """
    if parts and parts[0].lake_schema:
        chosen = "*" if with_part else "* exclude (part)"
        listed = ", ".join(f"'{escape(part.key)}'" for part in parts)
        table = f"{parts[0].lake_schema}.{quote(dotted)}"
        return f"(select {chosen} from {table} where part in ({listed}))"  # noqa: S608
    files = [part.file(dotted) for part in parts]
    if not with_part:
        return parquet_of(files)
    columns = "* exclude (filename), parse_path(filename)[-2] as part"
    return f"(select {columns} from {parquet_of(files, ', filename = true')})"  # noqa: S608


def parquet_of(paths: Iterable[Path], options: str = "") -> str:
    """Return some Parquet files as a relation of SQL; DuckDB takes every name for a pattern."""
    names = ["".join(f"[{char}]" if char in "[*?" else char for char in str(p)) for p in paths]
    listed = ", ".join(f"'{escape(name)}'" for name in names)
    return f"read_parquet([{listed}]{options})"
