"""Which code and words draw pages and worksheets: what was drawn by others is drawn again."""

from __future__ import annotations

import hashlib
from functools import lru_cache

from dagster_project.runtime.settings import PROJECT_DIR, SEEDS_DIR

# Code that has a part in what a page or a worksheet looks like.
_DRAWS = ("report", "release", "contract", "form", "sources")


@lru_cache(maxsize=1)
def fingerprint_code() -> str:
    """Return a hash of everything that draws: code, templates, words and layouts."""
    digest = hashlib.sha256()
    package = PROJECT_DIR / "dagster_project"
    for folder in (*(package / name for name in _DRAWS), SEEDS_DIR):
        for path in sorted(folder.rglob("*")):
            if path.suffix in (".py", ".jinja", ".csv"):
                digest.update(path.relative_to(PROJECT_DIR).as_posix().encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()
