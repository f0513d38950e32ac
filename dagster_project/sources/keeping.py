"""Keeping the source files of a document beside its extract, where somebody asked for it."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePath

from dagster_project.sources.kept import KEPT_FOLDER


def hash_files(files: Iterable[Path]) -> dict[str, Path]:
    """Return {SHA-256: file} of the files that were read."""
    found: dict[str, Path] = {}
    for path in files:
        if path.is_file():
            with path.open("rb") as stream:
                found.setdefault(hashlib.file_digest(stream, "sha256").hexdigest(), path)
    return found


def keep_source(folder: Path, files: Mapping[str, Path]) -> list[str]:
    """Copy the sources of an extract folder into it; return the names of those that are not there.

    A file out of an archive has the hash of what was in it, and is not there as a file.
    """
    document = json.loads((folder / "document.json").read_text("utf-8"))
    missing = []
    for file in document["source"]["files"]:
        # A name is only a name: what a document says is no path.
        name, source = PurePath(str(file["name"])).name, files.get(str(file["sha256"]))
        if source is None or name in ("", ".", ".."):
            missing.append(str(file["name"]))
            continue
        place = folder / KEPT_FOLDER
        place.mkdir(exist_ok=True)
        shutil.copyfile(source, place / name)
    return missing
