"""The daily run: also where raw/ did not change, so that a failure of yesterday does not last."""

import dagster as dg

from dagster_project.defs.refresh import (
    PIPELINE_JOB,
    inputs_tag,
    partition_tags,
    pipeline_tags,
)
from dagster_project.defs.retention import forget_old_runs
from dagster_project.last_run import find_unchanged
from dagster_project.loading.folders import list_folders, partitions_of
from dagster_project.runtime.settings import load_settings


@dg.schedule(
    name="daily",
    job_name=PIPELINE_JOB,
    cron_schedule="0 6 * * *",
    execution_timezone="Asia/Shanghai",
    default_status=dg.DefaultScheduleStatus.RUNNING,
    description=(
        "每天 6 点全部重跑;与上次完整运行相比什么都没变则跳过。"
        "Every day at six, unless nothing changed since the last whole run."
    ),
)
def daily_schedule(context: dg.ScheduleEvaluationContext) -> dg.RunRequest | dg.SkipReason:
    """Ask for a run of everything unless there is nothing to run on."""
    settings = load_settings()
    raw_dir = settings.raw_dir
    years = partitions_of(list_folders(raw_dir)) if raw_dir.is_dir() else []
    if not years:
        return dg.SkipReason(f"no document in {raw_dir}")
    if unchanged := find_unchanged(settings):
        return dg.SkipReason(f"nothing to do: {unchanged.release_id} is of the same raw/ and code")
    forget_old_runs(context.instance)
    tags = pipeline_tags(raw_dir) | inputs_tag(settings)
    return dg.RunRequest(tags=tags | partition_tags(context.instance, years))
