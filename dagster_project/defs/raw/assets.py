"""The six raw tables as one partitioned multi-asset.

No postponed annotations in the modules of Dagster functions: it reads the types of parameters.
"""

from collections.abc import Iterator
from functools import partial

import dagster as dg

from dagster_project.defs.inbox.assets import INBOX
from dagster_project.defs.partitions import fiscal_years
from dagster_project.defs.resources import Workspace
from dagster_project.defs.table_metadata import describe_stats, describe_tables
from dagster_project.form.seed_checks import require_sound_seeds
from dagster_project.lake.cluster import build_on_cluster
from dagster_project.loading.load import load_raw
from dagster_project.contract.raw_schema import RAW_TABLES, all_columns, sql_type
from dagster_project.runtime.unreadable import set_aside_unreadable
from dagster_project.runtime.warehouse import open_warehouse
from dagster_project.shards.gather import forget_parts, gather_raw, parts_dir, ungather
from dagster_project.shards.parts import add_up
from dagster_project.shards.refresh import refresh_parts

OWNERS = ["team:juesuan"]
_DESCRIPTIONS = {
    "documents": "raw/ 下每个文件夹一行,含装载状态与原因。One row per folder under raw/.",
    "problems": "被隔离文件夹的每条原因一行。One row per reason why a folder was quarantined.",
    "document_tables": "已装载文档的每张应有表一行。One row per expected table of a document.",
    "cells": "每个印出的单元格一行,照印不改。One row per printed cell, never altered.",
    "unknown_tables": "未认出的表,每张一行。One row per printed table that was not understood.",
    "headings": "每个标题、注释或说明一行。One row per heading, note or statement.",
    "narrative": "正文每个自然段一行,断行已接上。One row per paragraph of running text.",
    "claims": "情况说明中的每个数字一行。One row per figure of the narrative.",
    "statements": "情况说明中数字以外的说法每条一行。One row per thing said without a figure.",
}


def _column_schema(table: str) -> dg.TableSchema:
    return dg.TableSchema(
        [dg.TableColumn(name, sql_type(name).lower()) for name in all_columns(table)]
    )


class RawConfig(dg.Config):
    """``reread_years`` are read again although their bytes did not change."""

    reread_years: list[str] = []


@dg.multi_asset(
    name="raw",
    specs=[
        dg.AssetSpec(
            key=["raw", table],
            deps=[INBOX],
            group_name="raw",
            kinds={"python", "duckdb"},
            owners=OWNERS,
            description=_DESCRIPTIONS[table],
            metadata={"dagster/column_schema": _column_schema(table)},
            skippable=False,
        )
        for table in RAW_TABLES
    ],
    partitions_def=fiscal_years,
    backfill_policy=dg.BackfillPolicy.single_run(),
)
def raw_tables(
    context: dg.AssetExecutionContext, config: RawConfig, workspace: Workspace
) -> Iterator[dg.MaterializeResult]:
    """Load extract folders into schema raw; grain, units and blanks: docs/architecture.md.

    A bad folder is quarantined with its reasons, the others load. Used by dbt staging only.
    """
    require_sound_seeds()
    settings = workspace.settings
    set_aside_unreadable(settings.warehouse, context.log.warning)
    elsewhere = partial(build_on_cluster, settings) if settings.lake else None
    if parts := refresh_parts(settings, config.reread_years, elsewhere):
        with open_warehouse(settings.warehouse) as connection:
            gather_raw(connection, parts)
        metadata = {
            table: describe_stats("raw", table, add_up(parts, f"raw.{table}"))
            for table in RAW_TABLES
        }
    else:
        forget_parts(parts_dir(settings.warehouse))
        with open_warehouse(settings.warehouse) as connection:
            ungather(connection)
            for year in context.partition_keys:
                reread = year in config.reread_years
                summary = load_raw(connection, settings.raw_dir, [year], reread=reread)
                context.log.info(f"{year}: {summary}")
            described = describe_tables(connection, [("raw", table) for table in RAW_TABLES])
        metadata = {table: described["raw", table] for table in RAW_TABLES}
    for table in RAW_TABLES:
        yield dg.MaterializeResult(asset_key=["raw", table], metadata=metadata[table])
