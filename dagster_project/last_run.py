"""What the last whole run was made of, so that the next one knows whether there is anything to do.

A release follows from what lies in raw/, the code, the dbt project with its seeds, the installed
packages and the settings; no rule looks at the date (``tests/dagster/test_compiled.py``). After a
whole run these are noted beside the release. While they are the same, and warehouse and release are
as that run left them, another run could only make them again. In doubt there is something to do.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from dagster_project.loading.folders import hash_extract, list_folders
from dagster_project.loading.hash_memory import keep, recall
from dagster_project.release.folders import current_release
from dagster_project.runtime.file_state import hash_state, visible_tree
from dagster_project.runtime.settings import DBT_DIR, PROJECT_DIR, Settings
from dagster_project.runtime.warehouse import open_warehouse
from dagster_project.shards.gather import plan_files
from dagster_project.warehouse.state import state_of

_FILE = ".last_run.json"
_CODE = ("dagster_project", "expectations")


@dataclass(frozen=True)
class Inputs:
    """Hashes of what a run works from: the bytes below raw/, and everything else."""

    raw: str
    rest: str


@dataclass(frozen=True)
class Results:
    """What a whole run left: the release, documents kept back, the state of the files it wrote."""

    release_id: str
    kept_back: int
    release_files: str
    warehouse: str
    has_history: bool


def read_inputs(settings: Settings) -> Inputs:
    """Return the hashes of what a run would work from now: of raw/ it reads what was touched."""
    memory = settings.warehouse.with_name(f".{settings.warehouse.stem}.hashes.json")
    recall(memory)
    folders = list_folders(settings.raw_dir)
    raw = _hash(f"{folder.folder} {hash_extract(folder)}" for folder in folders)
    keep(memory)
    return Inputs(raw, _hash(_rest(settings)))


def forget_last_run(settings: Settings) -> None:
    """Begin a run: until it is whole, there is something to do."""
    (settings.published_dir / _FILE).unlink(missing_ok=True)


def note_whole_run(settings: Settings, began_with: Inputs) -> None:
    """Note a run of everything that has just published, unless its inputs changed meanwhile."""
    with open_warehouse(settings.warehouse, read_only=True) as connection:
        loaded = connection.execute(
            "select folder || ' ' || content_sha256 from raw.load_ledger"
        ).fetchall()
        [(kept_back,)] = connection.execute(
            "select count(*) from marts.documents where gate_status <> 'open'"
        ).fetchall()
    # What was loaded counts, not what lay there before and after.
    if began_with.raw != _hash(line for (line,) in loaded) or read_inputs(settings) != began_with:
        return
    results = _results(settings, kept_back)
    if results is None:
        return
    note = settings.published_dir / _FILE
    building = note.with_name(f"{_FILE}.{os.getpid()}")
    building.write_text(json.dumps([asdict(began_with), asdict(results)]), encoding="utf-8")
    building.replace(note)


def find_unchanged(settings: Settings) -> Results | None:
    """Return what the last whole run left if another one would leave the same, else None."""
    try:
        inputs, results = json.loads((settings.published_dir / _FILE).read_text(encoding="utf-8"))
        noted = Inputs(**inputs), Results(**results)
    except (OSError, ValueError, TypeError):
        return None
    # Files that were written are looked at first: that costs nothing.
    if _results(settings, noted[1].kept_back) != noted[1]:
        return None
    return noted[1] if read_inputs(settings) == noted[0] else None


def _results(settings: Settings, kept_back: int) -> Results | None:
    release = current_release(settings.published_dir)
    if release is None or not settings.warehouse.is_file():
        return None
    return Results(
        release.name,
        kept_back,
        hash_state(release, visible_tree(release)),
        hash_state(
            settings.warehouse.parent, [settings.warehouse, *plan_files(settings.warehouse)]
        ),
        # Without the history of its runs there is nothing to see in the UI.
        (settings.dagster_home / "history").is_dir(),
    )


def _rest(settings: Settings) -> Iterable[str]:
    """Yield what a run works from besides raw/: settings, packages, project and code."""
    yield from (f"{name} {value}" for name, value in asdict(settings).items())
    yield sys.version
    yield from _installed()
    yield state_of(DBT_DIR)
    for name in _CODE:
        for path in visible_tree(PROJECT_DIR / name):
            if path.suffix != ".pyc":
                content = hashlib.sha256(path.read_bytes()).hexdigest()
                yield f"{path.relative_to(PROJECT_DIR).as_posix()} {content}"


def _installed() -> set[str]:
    """Return name and version of every installed package, as its folder is called."""
    return {path.name for place in sys.path for path in Path(place).glob("*.dist-info")}


def _hash(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()
