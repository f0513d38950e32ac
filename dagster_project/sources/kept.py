"""The source files of a document, where they are kept: ``raw/<year>/<document_id>/source/``."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

KEPT_FOLDER = "source"


@dataclass(frozen=True)
class KeptFile:
    """A source file that is there with the bytes that were read."""

    path: Path
    name: str
    sha256: str


def kept_source(folder: Path, beside: Path | None = None) -> list[KeptFile]:
    """Return the source files of an extract folder in its order, as far as they are kept.

    They stand in its folder ``source``, or in ``beside`` (what a check was handed). A file counts
    whose bytes have the hash that document.json records: whatever else is there under its name was
    not read. No path is made of what a document says but of files that are in those folders.
    """
    try:
        said = json.loads((folder / "document.json").read_text("utf-8"))
        files = [(str(file["name"]), str(file["sha256"])) for file in said["source"]["files"]]
    except (OSError, ValueError, KeyError, TypeError):
        return []
    wanted = {sha256 for _, sha256 in files}
    by_hash: dict[str, Path] = {}
    for place in (folder / KEPT_FOLDER, beside):
        if place is None or not place.is_dir():
            continue
        for path in sorted(place.rglob("*")):
            if path.is_file() and not path.is_symlink():
                status = path.stat()
                found = _hash(path, status.st_size, status.st_mtime_ns)
                if found in wanted:
                    by_hash.setdefault(found, path)
    return [KeptFile(by_hash[sha256], name, sha256) for name, sha256 in files if sha256 in by_hash]


@lru_cache(maxsize=4096)
def _hash(path: Path, _size: int, _changed: int) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
