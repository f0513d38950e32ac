"""Which extract folders are under ``raw/``, under which document id, and a hash of their bytes."""

from __future__ import annotations

import hashlib
import json
import os
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from dagster_project.loading.hash_memory import remembered
from dagster_project.packs.pack import (
    PACKS,
    PackedDocument,
    document_bytes,
    hash_contents,
    list_packed,
)

UNKNOWN_YEAR = "unknown"
# The source itself, where it is kept: no part of the extract (decision 0058).
KEPT_SOURCE = "source"
# Pages are called after a document, with some letters more; file systems end at 255 bytes.
MAX_NAME_BYTES = 200
_SHOWN = 40
_YEAR = re.compile(r"(19|20)\d{2}")


@dataclass(frozen=True)
class ExtractFolder:
    """One folder ``raw/<year>/<name>``; its plain name is the document id.

    Where it is ``packed`` the folder is not there, and its files are in a pack.
    """

    path: Path
    year_folder: str
    document_id: str
    # The folder that keeps the id where two year folders hold the same name.
    clashes_with: str | None = None
    packed: PackedDocument | None = None

    @property
    def folder(self) -> str:
        """Return the path below raw/, the stable name of this folder in the warehouse."""
        return f"{self.year_folder}/{plain_name(self.path.name)}"

    @property
    def partition(self) -> str:
        """Return the fiscal-year partition: four digits or ``unknown``."""
        return self.year_folder if _YEAR.fullmatch(self.year_folder) else UNKNOWN_YEAR

    @property
    def fiscal_year(self) -> int | None:
        """Return the year of the folder, or None under raw/unknown and misnamed year folders."""
        return None if self.partition == UNKNOWN_YEAR else int(self.partition)


def is_extract(path: Path) -> bool:
    """Return whether a path is an extract folder: ``raw/<year>/<document_id>/``."""
    return (path / "document.json").is_file()


def list_folders(raw_dir: Path) -> list[ExtractFolder]:
    """Return every extract folder, each with a document id of its own, in a stable order.

    Hidden names are skipped: the extraction writes into a hidden sibling before it renames. What is
    packed and lies there as a folder too is that folder.
    """
    found = {
        path: ExtractFolder(
            path=path, year_folder=plain_name(year.name), document_id=plain_name(path.name)
        )
        for year in _visible_directories(raw_dir)
        if year.name != PACKS
        for path in _visible_directories(year)
    }
    for packed in list_packed(raw_dir):
        path = raw_dir / packed.folder
        if path not in found:
            found[path] = ExtractFolder(path, path.parent.name, path.name, packed=packed)
    return _resolve_clashes([found[path] for path in sorted(found)])


def partitions_of(folders: Iterable[ExtractFolder]) -> list[str]:
    """Return the fiscal-year partitions present, years first, ``unknown`` last."""
    return sorted({folder.partition for folder in folders})


def hash_extract(folder: ExtractFolder) -> str:
    """Return ``hash_folder`` of an extract folder, wherever its files are."""
    if folder.packed:
        return folder.packed.current_sha256
    return remembered(folder.path, visible_files(folder.path), hash_folder)


def read_document_json(folder: ExtractFolder) -> bytes:
    """Return the bytes of its document.json, wherever they are; OSError where they are not."""
    if folder.packed:
        return document_bytes(folder.packed)
    return (folder.path / "document.json").read_bytes()


def hash_folder(folder: Path) -> str:
    """Return a SHA-256 over names and bytes of the visible files; times and order do not count."""
    return hash_contents(
        {
            path.name: _hash_file(path) if path.is_file() else "directory"
            for path in visible_files(folder)
        }
    )


def _hash_file(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def is_plain_name(name: str) -> bool:
    """Return whether a name is text that can be seen, and short enough for the report's pages."""
    return all(map(_is_seen, name)) and len(os.fsencode(name)) <= MAX_NAME_BYTES


def plain_name(name: str) -> str:
    """Return a name as text that any database takes; one that is no plain name keeps its hash."""
    if is_plain_name(name):
        return name
    shown = "".join(letter if _is_seen(letter) else "�" for letter in name[:_SHOWN])
    return f"{shown}~{hashlib.sha256(os.fsencode(name)).hexdigest()[:12]}"


def _is_seen(letter: str) -> bool:
    # Control and format characters, halves of a pair, ends of lines and paragraphs.
    return unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Zl", "Zp")


def visible_files(folder: Path) -> list[Path]:
    """Return what lies in a folder, without hidden entries such as .DS_Store and a kept source."""
    return [
        path
        for path in folder.iterdir()
        if not path.name.startswith(".") and not (path.name == KEPT_SOURCE and path.is_dir())
    ]


def _visible_directories(parent: Path) -> list[Path]:
    return sorted(
        path for path in parent.iterdir() if path.is_dir() and not path.name.startswith(".")
    )


def _resolve_clashes(folders: list[ExtractFolder]) -> list[ExtractFolder]:
    """Give the id to the folder whose document.json agrees with its year; the others get a suffix.

    Two rows with one document id would break every key downstream, and one bad copy must not
    take the good one with it.
    """
    by_id: dict[str, list[ExtractFolder]] = defaultdict(list)
    for folder in folders:
        by_id[folder.document_id].append(folder)
    owners = {
        document_id: min(group, key=lambda item: (not _year_agrees(item), item.folder))
        for document_id, group in by_id.items()
        if len(group) > 1
    }
    return [
        folder
        if owners.get(folder.document_id, folder) is folder
        else replace(
            folder,
            document_id=f"{folder.document_id}@{folder.year_folder}",
            clashes_with=owners[folder.document_id].folder,
        )
        for folder in folders
    ]


def _year_agrees(folder: ExtractFolder) -> bool:
    try:
        document = json.loads(read_document_json(folder))
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(document, dict) and document.get("fiscal_year") == folder.fiscal_year
