"""``juesuan backup`` and ``juesuan restore``: a copy of what cannot be made again, and back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from dagster_project.operation.backup import Contents, read_backup, write_backup
from dagster_project.operation.places import places_of
from dagster_project.operation.restore import restore
from dagster_project.release.folders import current_release
from dagster_project.runtime.lock import hold_folder, hold_lock
from dagster_project.runtime.settings import Settings, load_settings


def back_up(path: Path, serve_data: Path | None) -> int:
    """Write a backup and say what it holds."""
    settings = load_settings()
    with _alone(settings, "juesuan backup"):
        current = current_release(settings.published_dir)
        contents = write_backup(path, places_of(settings, serve_data), current)
    size = path.stat().st_size / 2**20
    click.echo(f"{path}: {_describe(contents)}, {size:,.1f} MiB")
    return 0


def take_back(path: Path, serve_data: Path | None, *, only_check: bool) -> int:
    """Check a backup, and put it in place unless that is all."""
    settings = load_settings()
    if only_check:
        click.echo(f"{path}: {_describe(read_backup(path))}；完好 (sound)")
        return 0
    with _alone(settings, "juesuan restore"):
        outcome = restore(path, places_of(settings, serve_data), settings.published_dir)
    click.echo(f"{path}: {_describe(outcome.contents)}；已恢复 (restored)")
    for aside in outcome.put_aside:
        click.echo(f"原有内容移到 (what was there is now) {aside}")
    click.echo("接着运行 juesuan run，由 raw/ 重建仓库 (next: juesuan run)")
    return 0


@contextmanager
def _alone(settings: Settings, owner: str) -> Iterator[None]:
    """Keep runs, publications and extractions out."""

    def say(line: str) -> None:
        click.echo(line, err=True)

    with (
        hold_lock(settings.warehouse, owner, say=say),
        hold_lock(settings.published_dir / "releases", owner, say=say),
        hold_folder(settings.raw_dir),
    ):
        yield


def _describe(contents: Contents) -> str:
    counted = Counter(name.split("/")[0] for name in contents.files)
    counts = "，".join(f"{place} {number:,}" for place, number in sorted(counted.items()))
    return f"{contents.created_at}，juesuan {contents.juesuan}，文件 (files) {counts or '0'}"
