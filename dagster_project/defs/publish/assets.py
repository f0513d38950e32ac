"""The release as an asset downstream of every mart."""

from collections.abc import Sequence

import dagster as dg

from dagster_project.defs.resources import Workspace
from dagster_project.lib.publication import publish


def build_release_asset(marts: Sequence[dg.AssetKey]) -> dg.AssetsDefinition:
    """Return ``published/release``, which waits for all of ``marts`` and their gate."""

    @dg.asset(
        key=["published", "release"],
        deps=list(marts),
        group_name="published",
        kinds={"duckdb", "parquet", "excel", "html"},
        owners=["team:juesuan"],
        description=(
            "发布:marts.duckdb、parquet、findings.xlsx、报告,一步换上;内容未变则不新增。"
            "The release that published/current points to; unchanged content makes no new one."
        ),
    )
    def release(context: dg.AssetExecutionContext, workspace: Workspace) -> dg.MaterializeResult:
        """Publish the marts; grain: one release."""
        result = publish(workspace.settings.warehouse, workspace.settings.published_dir)
        context.log.info(f"{'new' if result.is_new else 'unchanged'} release {result.release_id}")
        return dg.MaterializeResult(
            metadata={
                "release_id": result.release_id,
                "is_new": result.is_new,
                "fingerprint": result.content_sha256,
                "dagster/row_count": sum(table.rows for table in result.tables),
                "folder": dg.MetadataValue.path(result.folder),
                "changes": dg.MetadataValue.json(vars(result.changes)),
            }
        )

    return release
