"""From files to a scratch release: their extracts, the family beside them, and all marts.

The SQL is dbt's own, compiled (``warehouse/compiled.py``), over the documents of one check and
those of the same family in ``raw/``. What stands in the scratch release for these documents is what
a run over all of ``raw/`` would publish, because a verdict depends on one family only.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from dagster_project.check.family import Member, find_family
from dagster_project.loading.folders import is_extract
from dagster_project.loading.load import load_raw
from dagster_project.packs.pack import list_packed, write_files
from dagster_project.reading import ExtractOutcome, extract_files
from dagster_project.reading.batch.batch import BatchOptions
from dagster_project.release.files import write_release_info
from dagster_project.runtime.warehouse import RELEASE_FILE, open_warehouse
from dagster_project.sources.kept import KeptFile
from dagster_project.warehouse.compiled import Compilation

Tell = Callable[[int, int, ExtractOutcome], None]


@dataclass(frozen=True)
class Scratch:
    """A release that nobody publishes: ``juesuan.duckdb`` with the schema ``marts`` in a folder.

    ``document_ids`` are the documents of the checked files; ``beside`` the published ones of their
    families that they were compared with; ``left_out`` those whose extracts are not in raw/ any
    more.
    """

    folder: Path
    outcomes: tuple[ExtractOutcome, ...]
    document_ids: tuple[str, ...]
    beside: tuple[Member, ...]
    left_out: tuple[Member, ...]


def build_scratch(
    files: Sequence[Path],
    folder: Path,
    compilation: Compilation,
    *,
    options: BatchOptions | None = None,
    against: tuple[Path, Path] | None = None,
    tell: Tell = lambda *_: None,
) -> Scratch:
    """Read the files into ``folder`` and build every mart there.

    A folder among the files that holds an extract is taken as it is. ``against`` is a release, and
    the raw folder that it was built from.
    """
    raw = folder / "raw"
    extracts = [path for path in files if is_extract(path)]
    sources = [path for path in files if not is_extract(path)]
    outcomes = extract_files(sources, raw, options or BatchOptions(), tell) if sources else []
    # A file that holds nothing to name it by leaves no extract: it is in the outcomes alone.
    kept = [outcome.folder for outcome in outcomes if outcome.folder is not None]
    kept += [_copy(extract, raw / extract.parent.name) for extract in extracts]
    names = tuple(dict.fromkeys(extract.name for extract in kept))
    beside, left_out = _bring_family(raw, kept, against) if against else ((), ())
    scratch = Scratch(folder, tuple(outcomes), names, beside, left_out)
    if kept:
        with open_warehouse(folder / RELEASE_FILE) as connection:
            load_raw(connection, raw)
            compilation.build(connection)
            # Nothing published has this name, and content that nobody publishes needs no hash.
            write_release_info(connection, "check", "", datetime.now(UTC))
    return scratch


def find_sources(scratch: Scratch, files: Sequence[Path]) -> dict[str, list[KeptFile]]:
    """Return the files of each checked document, told by their bytes; none where it came packed."""
    by_hash = {_hash(path): path for path in files if path.is_file()}
    return {
        document_id: [
            KeptFile(by_hash[sha256], name, sha256)
            for name, sha256 in _source_files(scratch, document_id)
            if sha256 in by_hash
        ]
        for document_id in scratch.document_ids
    }


def _hash(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _source_files(scratch: Scratch, document_id: str) -> list[tuple[str, str]]:
    [extract] = (scratch.folder / "raw").glob(f"*/{document_id}/document.json")
    document = json.loads(extract.read_text(encoding="utf-8"))
    files = (document.get("source") or {}).get("files") or []
    return [(file["name"], file["sha256"]) for file in files]


def _copy(extract: Path, partition: Path) -> Path:
    return shutil.copytree(extract, partition / extract.name)


def _bring_family(
    raw: Path, kept: Sequence[Path], against: tuple[Path, Path]
) -> tuple[tuple[Member, ...], tuple[Member, ...]]:
    """Copy the extracts of the families into ``raw``; return whose there are, and whose not."""
    release, published_raw = against
    packed = {one.folder: one for one in list_packed(published_raw)}
    there, gone = [], []
    for member in find_family(release, kept):
        source = published_raw / member.partition / member.document_id
        place = raw / member.partition / member.document_id
        if place.exists():
            continue
        if is_extract(source):
            _copy(source, place.parent)
            there.append(member)
        elif (one := packed.get(f"{member.partition}/{member.document_id}")) and not one.damage:
            write_files([one], raw)
            there.append(member)
        else:
            gone.append(member)
    return tuple(there), tuple(gone)
