"""Writes one extract folder under raw/: whole, in place by rename, and nowhere else."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from operator import itemgetter
from pathlib import Path
from typing import Any

from dagster_project.contract.cell_model import (
    CELL_COLUMNS,
    CLAIM_COLUMNS,
    HEADING_COLUMNS,
    NARRATIVE_COLUMNS,
    STATEMENT_COLUMNS,
)
from dagster_project.packs.pack import by_pack, document_bytes, list_packed

_SAFE_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,120}")
UNKNOWN_YEAR = "unknown"


_LEFT_ASIDE = re.compile(r"\.tmp-old-(?P<name>.+)-[0-9a-f]{8}")
Rows = Sequence[Mapping[str, str]]


@dataclass(frozen=True)
class NarrativeRows:
    """The paragraphs of the narrative (None: left out), its figures, and what else it says."""

    paragraphs: Rows | None = ()
    claims: Rows = ()
    statements: Rows = ()

    def without_text(self) -> NarrativeRows:
        """Return what may be passed on of a text that is its publisher's: figures and labels."""
        return NarrativeRows(
            None,
            *([{**row, "excerpt": ""} for row in rows] for rows in (self.claims, self.statements)),
        )


@dataclass(frozen=True)
class ExtractRows:
    """What a document that was read holds beside document.json; ``tables`` by table code."""

    tables: Mapping[str, Rows] = field(default_factory=dict)
    headings: Rows = ()
    narrative: NarrativeRows = field(default_factory=NarrativeRows)


class UnsafeFolderError(ValueError):
    """A document id or year is not a plain folder name."""


def _values(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> Iterator[tuple[str, ...]]:
    """Yield the values of each row, at once: csv.DictWriter asks for every one in Python."""
    values_of = itemgetter(*columns)
    for row in rows:
        if len(row) != len(columns):
            raise ValueError(f"other fields than the columns of the file: {sorted(row)}")
        yield values_of(row)


def write_csv(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> None:
    """Write rows as UTF-8 CSV with LF and a header."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(_values(columns, rows))


def read_documents(raw_dir: Path, folders: str) -> list[tuple[Path, dict[str, Any]]]:
    """Return folders under raw/ with their document.json; what cannot be read is left out.

    ``folders`` is a pattern such as ``2022/name-2022*``: reading all of raw/ for every extract
    would make a thousand documents a million reads. The folder of what is packed is not there.
    """
    found = _read_packed(raw_dir, folders)
    for path in sorted(raw_dir.glob(f"{folders}/document.json")):
        if path.parent.name.startswith("."):
            continue
        try:
            document = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        if isinstance(document, dict):
            found.append((path.parent, document))
    return sorted(found, key=lambda one: one[0])


def _read_packed(raw_dir: Path, folders: str) -> list[tuple[Path, dict[str, Any]]]:
    found = []
    for _, own in by_pack(one for one in list_packed(raw_dir) if fnmatchcase(one.folder, folders)):
        for packed in own:
            try:
                document = json.loads(document_bytes(packed))
            except (OSError, ValueError):
                continue
            if isinstance(document, dict) and not (raw_dir / packed.folder).exists():
                found.append((raw_dir / packed.folder, document))
    return found


def _place(temporary: Path, folder: Path) -> None:
    """Put the finished folder in place; the folder it replaces is moved aside first."""
    if not folder.exists():
        temporary.rename(folder)
        return
    aside = folder.with_name(f".tmp-old-{folder.name}-{uuid.uuid4().hex[:8]}")
    folder.rename(aside)
    try:
        temporary.rename(folder)
    except BaseException:
        aside.rename(folder)
        raise
    shutil.rmtree(aside)


def repair_raw(raw_dir: Path) -> None:
    """Take up what a killed process left behind: the folder it had moved aside, half a new one.

    Only while no other process writes: what it is writing looks the same.
    """
    for leftover in raw_dir.glob("*/.tmp-*"):
        aside = _LEFT_ASIDE.fullmatch(leftover.name)
        if aside and not (leftover.parent / aside["name"]).exists():
            leftover.rename(leftover.parent / aside["name"])
        else:
            shutil.rmtree(leftover, ignore_errors=True)


def write_extract_folder(
    raw_dir: Path,
    document: Mapping[str, Any],
    rows: ExtractRows | None,
    stamps: Mapping[str, str] | None = None,
) -> Path:
    """Write one document and return its folder, ``raw/<year>/<document_id>/``.

    A refused document has no rows (None); ``stamps`` are hidden files that are no part of the
    extract. The folder is written as a temporary sibling and
    renamed, so that a reader never sees half a document, and replaces what it was.
    """
    name = str(document["document_id"])
    year = document["fiscal_year"]
    parent_name = UNKNOWN_YEAR if year is None else str(year)
    if not _SAFE_NAME.fullmatch(name) or not re.fullmatch(r"\d{4}|unknown", parent_name):
        raise UnsafeFolderError(f"不能用作文件夹名：{parent_name}/{name}")
    parent = raw_dir / parent_name
    parent.mkdir(parents=True, exist_ok=True)
    temporary = parent / f".tmp-{name}-{os.getpid()}-{uuid.uuid4().hex[:8]}"
    temporary.mkdir()
    try:
        if rows is not None:
            for table_code, cells in rows.tables.items():
                write_csv(temporary / f"{table_code}.csv", CELL_COLUMNS, cells)
            write_csv(temporary / "headings.csv", HEADING_COLUMNS, rows.headings)
            narrative = rows.narrative
            if narrative.paragraphs is not None:
                write_csv(temporary / "narrative.csv", NARRATIVE_COLUMNS, narrative.paragraphs)
            write_csv(temporary / "claims.csv", CLAIM_COLUMNS, narrative.claims)
            write_csv(temporary / "statements.csv", STATEMENT_COLUMNS, narrative.statements)
        text = json.dumps(document, ensure_ascii=False, indent=1)
        (temporary / "document.json").write_text(text + "\n", encoding="utf-8")
        for stamp, content in (stamps or {}).items():
            (temporary / stamp).write_text(content + "\n", encoding="utf-8")
        _place(temporary, parent / name)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise
    return parent / name


def remove_refused_folder(raw_dir: Path, sha256: str, keep: Path) -> None:
    """Remove what an earlier reader left under raw/unknown/ for the same source bytes."""
    for folder, document in read_documents(raw_dir, f"{UNKNOWN_YEAR}/*"):
        same = (document.get("source") or {}).get("sha256") == sha256
        if same and folder != keep:
            shutil.rmtree(folder)
