"""Publishing the marts: a new release when their content changed, put in place in one step.

Killed at any moment, ``published/current`` is either the old release or the new one, each whole.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb

from dagster_project.release.changes import Changes, compare_releases
from dagster_project.release.content import MARTS, Table, hash_content, read_tables
from dagster_project.release.database import finish_duckdb, write_duckdb
from dagster_project.release.files import write_datapackage
from dagster_project.release.folders import (
    complete_releases,
    content_of,
    current_release,
    drop_old_releases,
    is_whole,
    point_current_at,
    put_in_place,
    releases_dir,
    remove_leftovers,
)
from dagster_project.release.parquet import write_parquet
from dagster_project.release.parts import Parts, measure_parts
from dagster_project.release.policy import read_release_policy
from dagster_project.release.workbooks import write_workbooks
from dagster_project.report.pages import finding_url
from dagster_project.report.site import ReportSummary, describe_report, write_report
from dagster_project.runtime.lock import hold_lock
from dagster_project.runtime.problems import JuesuanError
from dagster_project.runtime.warehouse import RELEASE_FILE, compact, open_release, open_warehouse

log = logging.getLogger(__name__)

_STAMP = "%Y%m%dT%H%M%S.%fZ"


@dataclass(frozen=True)
class Publication:
    """The outcome: the release in force, and whether this call made it."""

    release_id: str
    folder: Path
    content_sha256: str
    is_new: bool
    tables: list[Table]
    changes: Changes
    report: ReportSummary


def publish(
    warehouse: Path,
    published: Path,
    raw_dir: Path | None = None,
    *,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Publication:
    """Publish the marts of ``warehouse`` into ``published`` unless nothing changed.

    ``raw_dir`` is where sources may be kept: the report shows pages of those.
    """
    published.mkdir(parents=True, exist_ok=True)
    with hold_lock(published / "releases", "publication", say=log.info):
        remove_leftovers(published)
        with open_warehouse(warehouse, read_only=True) as connection:
            tables = read_tables(connection)
            parts = measure_parts(connection, tables)
        content = hash_content(tables, parts.of_tables)
        previous = current_release(published)
        if previous and not _is_readable(previous):
            previous = None
        release = _release_with(content, published, previous)
        if release is None:
            # Files are shared with a release that is whole, and with no other.
            shared = previous if previous and is_whole(previous) else None
            release = _build(warehouse, published, tables, parts, content, now(), shared, raw_dir)
        is_new = release != previous
        if is_new:
            point_current_at(published, release)
        drop_old_releases(published, read_release_policy().kept_releases)
        log.info("%s: %s", "published" if is_new else "unchanged", release.name)
        changes = compare_releases(previous if is_new else None, release)
        report = describe_report(release)
        compact(warehouse)
        return Publication(release.name, release, content, is_new, tables, changes, report)


def _release_with(content: str, published: Path, previous: Path | None) -> Path | None:
    """Return the release in force, or a later one that a killed run finished but did not link.

    One of which a file is missing or damaged is no release, although its content is what it was.
    """
    if previous and content_of(previous) == content and is_whole(previous):
        return previous
    later = [
        path.resolve()
        for path in complete_releases(published)
        if previous is None or path.name > previous.name
    ]
    return next(
        (path for path in reversed(later) if content_of(path) == content and is_whole(path)), None
    )


def _is_readable(release: Path) -> bool:
    """Return whether the next release can be compared with this one."""
    try:
        with open_release(release) as connection:
            for table in ("documents", "findings"):
                connection.execute(f"select sum(hash(t)) from {MARTS}.{table} as t")  # noqa: S608
    except (duckdb.Error, JuesuanError):
        log.info("damaged, nothing is compared with it: %s", release.name)
        return False
    return True


def _build(
    warehouse: Path,
    published: Path,
    tables: list[Table],
    parts: Parts,
    content: str,
    created_at: datetime,
    previous: Path | None,
    raw_dir: Path | None,
) -> Path:
    """Write a release: what did not change since ``previous`` is shared with it."""
    release_id = _new_release_id(published, content, created_at)
    policy = read_release_policy()
    building = published / f".building-{release_id}"
    building.mkdir()
    database = building / RELEASE_FILE
    write_duckdb(warehouse, database, tables, parts, policy, previous)
    written = finish_duckdb(database, release_id, content, created_at)
    write_parquet(building, written, release_id, policy, previous)
    write_workbooks(building, policy, _page_of, previous)
    write_report(building, release_id, created_at, previous, raw_dir)
    write_datapackage(building, written, release_id, content, created_at, previous)
    return put_in_place(building, published, release_id).resolve()


def _page_of(finding: dict[str, Any]) -> str:
    """Return where the report shows a finding, from the folder of the release."""
    return f"report/{finding_url(finding['document_id'], finding['finding_id'])}"


def _new_release_id(published: Path, content: str, created_at: datetime) -> str:
    """Return an id that sorts by time, after every existing one even if the clock was set back."""
    stamps = [path.name.split("-")[0] for path in releases_dir(published).glob("[0-9]*Z-*")]
    stamp = created_at.strftime(_STAMP)
    if stamps and max(stamps) >= stamp:
        last = datetime.strptime(max(stamps), _STAMP).replace(tzinfo=UTC)
        stamp = (last + timedelta(microseconds=1)).strftime(_STAMP)
    return f"{stamp}-{content[:8]}"
