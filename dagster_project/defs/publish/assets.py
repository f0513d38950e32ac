"""The release and its report, downstream of every mart."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import dagster as dg

from dagster_project.contract.words import word
from dagster_project.defs.refresh import note_run
from dagster_project.defs.resources import Workspace
from dagster_project.defs.table_metadata import as_markdown
from dagster_project.publication import publish
from dagster_project.report.pages import document_url
from dagster_project.runtime.warehouse import RELEASE_FILE, open_release

RELEASE = dg.AssetKey(["published", "release"])
REPORT = dg.AssetKey(["published", "report"])


# What people open of a release, by the name under which Dagster shows it.
_OPENED = {
    "report": "report/index.html",
    "worksheet": "findings.xlsx",
    "database": RELEASE_FILE,
    "description": "datapackage.json",
}


def _files(release: Path) -> dict[str, dg.MetadataValue[Any]]:
    """Return the files of a release that people open: each as a path, the report as an address."""
    paths = {name: (release / file).absolute() for name, file in _OPENED.items()}
    return {
        **{name: dg.MetadataValue.path(path) for name, path in paths.items()},
        "report_url": dg.MetadataValue.url(paths["report"].as_uri()),
    }


def _kept_back(release: Path) -> list[dict[str, Any]]:
    """Return the documents that are not open, why, and the page that says more."""
    with open_release(release) as connection:
        rows = connection.execute(
            "select document_id, gate_status, gate_reasons from marts.documents "
            "where gate_status <> 'open' order by document_id"
        ).fetchall()
    return [
        {
            "文件": document_id,
            "放行": word(status, "gate"),
            "原因": reasons,
            "页面": (release / "report" / document_url(document_id)).absolute(),
        }
        for document_id, status, reasons in rows
    ]


def build_release_asset(marts: Sequence[dg.AssetKey]) -> dg.AssetsDefinition:
    """Return ``published/report`` and ``published/release``, which wait for ``marts``.

    One step makes both: the report is written into the new release before it is put in place, so
    that a reader never meets a release without its report or a report without its figures.
    """

    @dg.multi_asset(
        name="published__release",
        group_name="published",
        specs=[
            dg.AssetSpec(
                REPORT,
                deps=list(marts),
                kinds={"html"},
                owners=["team:juesuan"],
                description=(
                    "报告网站:总览、每份文件一页、每条规则一页、单位与年度比较;离线可读。"
                    "Static pages built from the marts of the release they lie in."
                ),
            ),
            dg.AssetSpec(
                RELEASE,
                deps=[*marts, REPORT],
                kinds={"duckdb", "parquet", "excel"},
                owners=["team:juesuan"],
                description=(
                    "发布:juesuan.duckdb、parquet、findings.xlsx、报告,一步换上;内容未变则不新增。"
                    "The release of published/current; unchanged content makes no new one."
                ),
            ),
        ],
    )
    def release(
        context: dg.AssetExecutionContext, workspace: Workspace
    ) -> Iterator[dg.MaterializeResult]:
        """Publish the marts; grain: one release."""
        settings = workspace.settings
        result = publish(settings.warehouse, settings.published_dir, settings.raw_dir)
        note_run(context.run, workspace.settings)
        context.log.info(f"{'new' if result.is_new else 'unchanged'} release {result.release_id}")
        yield dg.MaterializeResult(
            asset_key=REPORT,
            metadata={
                "release_id": result.release_id,
                "pages": result.report.pages,
                "files": result.report.files,
                "bytes": result.report.bytes,
                "page": dg.MetadataValue.path(result.folder / "report" / "index.html"),
                "kept_back": as_markdown(_kept_back(result.folder)),
            },
        )
        yield dg.MaterializeResult(
            asset_key=RELEASE,
            metadata={
                "release_id": result.release_id,
                "is_new": result.is_new,
                "fingerprint": result.content_sha256,
                "dagster/row_count": sum(table.rows for table in result.tables),
                "folder": dg.MetadataValue.path(result.folder),
                **_files(result.folder),
                "kept_back": as_markdown(_kept_back(result.folder)),
                "changes": dg.MetadataValue.json(vars(result.changes)),
            },
        )

    return release
