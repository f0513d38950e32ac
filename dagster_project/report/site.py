"""The report of a release: read its marts, write its pages beside them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

from dagster_project.release.marts import Marts, open_marts
from dagster_project.release.tabular import SEVERITIES
from dagster_project.report.chart_library import write_chart_library
from dagster_project.report.comparison_page import write_comparison_page
from dagster_project.report.document_pages import write_document_pages
from dagster_project.report.metrics import read_metrics
from dagster_project.report.overview_pages import write_overview_pages
from dagster_project.report.pages import Site
from dagster_project.report.peer_shards import write_peer_shards
from dagster_project.report.rule_pages import write_rule_pages
from dagster_project.report.source_pages import SourcePages
from dagster_project.runtime.warehouse import open_release
from dagster_project.sources.kept import KEPT_FOLDER
from dagster_project.sources.shown import ShownSources

_STATIC = Path(__file__).parent / "static"


@dataclass(frozen=True)
class ReportSummary:
    """What a report consists of."""

    pages: int
    files: int
    bytes: int


def write_report(
    release: Path,
    release_id: str,
    created_at: datetime,
    previous: Path | None = None,
    raw_dir: Path | None = None,
) -> None:
    """Write ``report/`` into a release folder.

    ``raw_dir`` is where sources may be kept beside their extracts: their pages are shown.
    ``previous`` is an earlier release, from which files that are the same are linked.
    """
    folder = release / "report"
    assets = folder / "assets"
    assets.mkdir(parents=True)
    for path in sorted(_STATIC.iterdir()):
        copyfile(path, assets / path.name)
    library = write_chart_library(
        assets, previous / "report" / "assets" if previous is not None else None
    )
    common = {
        "release_id": release_id,
        "created_at": created_at.strftime("%Y-%m-%d %H:%M UTC"),
        "chart_library": library,
        "severities_in_order": SEVERITIES,
    }
    site = Site(folder, common)
    with open_release(release) as connection:
        marts = open_marts(connection)
        documents = marts.read(
            "documents", order_by="fiscal_year desc nulls last, organization_name, document_id"
        )
        write_overview_pages(site, marts, documents)
        metrics = read_metrics(marts)
        with _source_pages(marts, raw_dir, folder) as sources:
            before = previous / "report" if previous is not None else None
            write_document_pages(site, marts, documents, metrics, sources, before)
        write_peer_shards(folder, documents, metrics)
        write_rule_pages(site, marts, documents)
        write_comparison_page(site, marts, metrics)


@contextmanager
def _source_pages(marts: Marts, raw_dir: Path | None, folder: Path) -> Iterator[SourcePages | None]:
    """Yield what draws pages of kept sources; without one, nothing is started."""
    if raw_dir is None or next(raw_dir.glob(f"*/*/{KEPT_FOLDER}"), None) is None:
        yield None
        return
    with TemporaryDirectory() as cache, ShownSources(Path(cache)) as shown:
        yield SourcePages(marts, raw_dir, folder, shown)


def report_files(release: Path) -> list[Path]:
    """Return the files of the report of a release, in a fixed order."""
    return sorted(path for path in (release / "report").rglob("*") if path.is_file())


def describe_report(release: Path) -> ReportSummary:
    """Count what the report of a release consists of."""
    files = report_files(release)
    return ReportSummary(
        pages=sum(path.suffix == ".html" for path in files),
        files=len(files),
        bytes=sum(path.stat().st_size for path in files),
    )
