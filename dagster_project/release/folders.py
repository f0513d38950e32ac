"""The folders of the publication: releases, the ``current`` link, retention and cleaning up."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
from pathlib import Path

from dagster_project.runtime.problems import JuesuanError

_TEMPORARY = (".building-", ".link-", ".trash-")


def releases_dir(published: Path) -> Path:
    """Return the folder that holds the releases."""
    return published / "releases"


def current_release(published: Path) -> Path | None:
    """Return the folder that ``current`` points to, or None before the first release."""
    link = published / "current"
    return link.resolve() if (link / "datapackage.json").is_file() else None


def require_current(published: Path) -> Path:
    """Return the current release, or raise JuesuanError saying how to make one."""
    current = current_release(published)
    if current is None:
        raise JuesuanError(
            f"nothing is published in {published}; run the pipeline first (juesuan run)"
        )
    return current


def stable_folder(release: Path) -> Path:
    """Return the link ``current`` where it leads to a release: what points there stays right."""
    link = release.parent.parent / "current"
    return link if link.resolve() == release.resolve() else release


def content_of(release: Path) -> str | None:
    """Return the content hash of a complete release, else None."""
    try:
        package = json.loads((release / "datapackage.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return package.get("content_sha256") if isinstance(package, dict) else None


def is_whole(release: Path) -> bool:
    """Return whether every file of a release is there with the bytes that it was published with."""
    try:
        package = json.loads((release / "datapackage.json").read_text(encoding="utf-8"))
        for resource in package["resources"]:
            with (release / resource["path"]).open("rb") as stream:
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
            if resource["hash"] != f"sha256:{digest}":
                return False
    except (OSError, ValueError, LookupError, TypeError):
        # The list of its files is damaged itself, or one of them is not there.
        return False
    return True


def complete_releases(published: Path) -> list[Path]:
    """Return the complete releases, oldest first; ids start with their time."""
    folder = releases_dir(published)
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if content_of(path))


def put_in_place(building: Path, published: Path, release_id: str) -> Path:
    """Give the finished folder its name."""
    home = releases_dir(published)
    home.mkdir(parents=True, exist_ok=True)
    release = home / release_id
    building.rename(release)
    return release


def point_current_at(published: Path, release: Path) -> None:
    """Replace ``current`` in one step: a reader sees the old release or the new one."""
    link = published / f".link-{os.getpid()}"
    link.unlink(missing_ok=True)
    link.symlink_to(Path("releases") / release.name, target_is_directory=True)
    link.replace(published / "current")


def drop_old_releases(published: Path, kept: int) -> list[str]:
    """Keep the last so many releases and the current one; return the names of those removed."""
    releases = complete_releases(published)
    current = current_release(published)
    old = [path for path in releases[: -max(kept, 1)] if path.resolve() != current]
    for path in old:
        # Renamed first: a removal that is cut short leaves no half release among the whole ones.
        trash = published / f".trash-{path.name}"
        path.rename(trash)
        shutil.rmtree(trash, ignore_errors=True)
    return [path.name for path in old]


def leftovers(published: Path) -> list[Path]:
    """Return what killed runs left, unless a run is under way."""
    return sorted(path for path in published.iterdir() if path.name.startswith(_TEMPORARY))


def remove_leftovers(published: Path) -> None:
    """Remove what killed runs left: the caller holds the lock, so nobody is using it."""
    for path in leftovers(published):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            with contextlib.suppress(FileNotFoundError):
                path.unlink()
