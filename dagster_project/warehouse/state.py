"""A name for the state that a dbt project is in, and the folder of what was made of that state."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Collection
from importlib.metadata import version
from pathlib import Path

from dagster_project.runtime.file_state import visible_tree
from dagster_project.runtime.settings import DBT_DIR

CACHE_DIR = DBT_DIR / "target" / "once"
# What dbt builds is no part of the project, and many files.
_BUILT = ("target", "logs")
# States that are kept: a developer goes back and forth between a few branches.
_KEPT = 6


def state_of(project_dir: Path, without: Collection[str] = ()) -> str:
    """Return a hash of all that dbt works from: the project's files, and the code that reads them.

    It is the same wherever the project lies, whenever its files were written, and for every target:
    dbt only compiles, for DuckDB. ``without`` leaves files of the project out, by their places.
    """
    left_out = {project_dir / place for place in without}
    digest = hashlib.sha256()
    for tool in ("dbt-core", "dbt-duckdb", "duckdb"):
        digest.update(f"{tool} {version(tool)}\n".encode())
    own = Path(__file__).parent
    project = visible_tree(project_dir, without=_BUILT)
    for root, files in ((own, sorted(own.glob("*.py"))), (project_dir, project)):
        for path in files:
            if path in left_out:
                continue
            digest.update(f"{path.relative_to(root).as_posix()}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:24]


def forget_old_states(cache: Path) -> None:
    """Remove what was made of states that were left long ago."""
    states = sorted(cache.glob("[0-9a-f]*"), key=lambda path: path.stat().st_mtime)
    for old in states[:-_KEPT]:
        shutil.rmtree(old, ignore_errors=True)
