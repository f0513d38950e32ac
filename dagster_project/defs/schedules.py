"""The daily run: also without a change, so that a failure of yesterday does not last."""

import dagster as dg

from dagster_project.defs.refresh import PIPELINE_JOB, partition_tags, pipeline_tags
from dagster_project.loading.folders import list_folders, partitions_of
from dagster_project.runtime.settings import load_settings


@dg.schedule(
    name="daily",
    job_name=PIPELINE_JOB,
    cron_schedule="0 6 * * *",
    execution_timezone="Asia/Shanghai",
    default_status=dg.DefaultScheduleStatus.RUNNING,
    description=(
        "每天 6 点全部重跑;内容未变则不产生新的发布。"
        "Every day at six; unchanged content makes no new release."
    ),
)
def daily_schedule(context: dg.ScheduleEvaluationContext) -> dg.RunRequest | dg.SkipReason:
    """Ask for a run of everything unless there is nothing to run on."""
    raw_dir = load_settings().raw_dir
    years = partitions_of(list_folders(raw_dir)) if raw_dir.is_dir() else []
    if not years:
        return dg.SkipReason(f"no document in {raw_dir}")
    return dg.RunRequest(tags=pipeline_tags(raw_dir) | partition_tags(context.instance, years))
