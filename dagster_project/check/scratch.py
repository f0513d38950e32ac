"""From files to a scratch release: their extracts, the family beside them, and all marts.

The SQL is dbt's own, compiled (``warehouse/compiled.py``), over the documents of one check and
those of the same family in ``raw/``. What stands in the scratch release for these documents is what
a run over all of ``raw/`` would publish, because a verdict depends on one family only.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from dagster_project.check.family import Member, find_family
from dagster_project.loading.load import load_raw
from dagster_project.reading import ExtractOutcome, extract_files
from dagster_project.reading.batch.batch import BatchOptions
from dagster_project.runtime.warehouse import RELEASE_FILE, open_warehouse
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
    on_model: Callable[[str], None] = lambda _: None,
) -> Scratch:
    """Read the files into ``folder`` and build every mart there.

    ``against`` is a release, and the raw folder that it was built from.
    """
    raw = folder / "raw"
    outcomes = extract_files(list(files), raw, options or BatchOptions(), tell)
    # A file that holds nothing to name it by leaves no extract: it is in the outcomes alone.
    kept = [outcome for outcome in outcomes if outcome.folder is not None]
    names = tuple(dict.fromkeys(str(outcome.document_id) for outcome in kept))
    beside, left_out = _bring_family(raw, kept, against) if against else ((), ())
    scratch = Scratch(folder, tuple(outcomes), names, beside, left_out)
    if kept:
        with open_warehouse(folder / RELEASE_FILE) as connection:
            load_raw(connection, raw)
            compilation.build(connection, on_node=on_model)
    return scratch


def _bring_family(
    raw: Path, kept: Sequence[ExtractOutcome], against: tuple[Path, Path]
) -> tuple[tuple[Member, ...], tuple[Member, ...]]:
    """Copy the extracts of the families into ``raw``; return whose there are, and whose not."""
    release, published_raw = against
    there, gone = [], []
    for member in find_family(release, [Path(str(outcome.folder)) for outcome in kept]):
        source = published_raw / member.partition / member.document_id
        place = raw / member.partition / member.document_id
        if place.exists():
            continue
        if not (source / "document.json").is_file():
            gone.append(member)
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(source, place)
        there.append(member)
    return tuple(there), tuple(gone)
