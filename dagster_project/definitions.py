"""Assembly only: inbox → raw → gate 1 → verdicts → gate 2 → marts → gate 3 → release."""

from __future__ import annotations

import dagster as dg

from dagster_project.defs.alerts import failed_run_sensor, late_sensor
from dagster_project.defs.gates.checks import GATES, build_gate_checks
from dagster_project.defs.inbox import INBOX_JOB
from dagster_project.defs.inbox.assets import INBOX, inbox
from dagster_project.defs.partitions import sync_partitions
from dagster_project.defs.publish.assets import build_release_asset
from dagster_project.defs.raw.assets import raw_tables
from dagster_project.defs.refresh import PIPELINE_JOB
from dagster_project.defs.resources import Workspace
from dagster_project.defs.schedules import daily_schedule
from dagster_project.defs.sensors import inbox_sensor, raw_sensor
from dagster_project.defs.warehouse.assets import build_warehouse_assets
from dagster_project.defs.warehouse.exposures import build_exposure_specs
from dagster_project.runtime.settings import Settings, load_settings
from dagster_project.warehouse.compiled import compile_project

RAW_JOB = "load_raw"
WAREHOUSE_JOB = "build_warehouse"

__all__ = ["RAW_JOB", "WAREHOUSE_JOB", "build_definitions", "sync_partitions"]


def build_definitions(settings: Settings | None = None) -> dg.Definitions:
    """Return all definitions for one warehouse; where the dbt project changed dbt compiles it."""
    catalog = (settings or load_settings()).warehouse.stem
    compilation = compile_project()
    verdicts, marts = build_warehouse_assets(compilation, catalog)
    release = build_release_asset(sorted(marts.keys))
    raw = dg.AssetSelection.groups("raw")
    everything = dg.AssetSelection.all() - dg.AssetSelection.assets(INBOX)
    return dg.Definitions(
        assets=[
            *(inbox, raw_tables, verdicts, marts, release),
            *build_exposure_specs(compilation.manifest(catalog)),
        ],
        asset_checks=[build_gate_checks(gate) for gate in GATES],
        jobs=[
            dg.define_asset_job(RAW_JOB, raw, description="读入 raw/(按年度)。Loads raw/ by year."),
            dg.define_asset_job(
                WAREHOUSE_JOB,
                everything - raw,
                description="勾稽、集市、发布。Verdicts, marts and release.",
            ),
            dg.define_asset_job(
                PIPELINE_JOB,
                everything,
                description="整条流水线:读入、勾稽、集市、发布。Everything, raw/ to release.",
            ),
            dg.define_asset_job(
                INBOX_JOB,
                dg.AssetSelection.assets(INBOX),
                description="收件箱读入 raw/。Reads the inbox into raw/.",
            ),
        ],
        schedules=[daily_schedule],
        sensors=[inbox_sensor, raw_sensor, failed_run_sensor, late_sensor],
        resources={"workspace": Workspace()},
        # One process writes DuckDB: steps run one after another in the process that has the lock.
        executor=dg.in_process_executor,
    )


@dg.definitions
def defs() -> dg.Definitions:
    """Return the definitions of this checkout, for the UI."""
    return build_definitions()
