"""Two sensors: files dropped into the inbox, and extract folders that are new or changed."""

import dagster as dg

from dagster_project.defs.dead_runs import end_dead_runs
from dagster_project.defs.inbox import INBOX_JOB
from dagster_project.defs.refresh import PIPELINE_JOB, inputs_tag, request_refresh
from dagster_project.defs.retention import forget_old_runs
from dagster_project.last_run import find_unchanged
from dagster_project.runtime.file_state import hash_state
from dagster_project.runtime.inbox import inbox_dir, waiting_files
from dagster_project.runtime.settings import load_settings

INBOX_TAG = "juesuan/inbox_state"
# A run that was killed is tried again; a state that fails for the third time needs a person.
MOST_ATTEMPTS = 3
_SECONDS = 10


@dg.sensor(
    name="inbox_files",
    job_name=INBOX_JOB,
    minimum_interval_seconds=_SECONDS,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description=(
        "收件箱里有新文件即读入 raw/;仍在写入的文件留到下一次。"
        "Files dropped into the inbox (JUESUAN_INBOX_DIR) are extracted, one run per tick."
    ),
)
def inbox_sensor(context: dg.SensorEvaluationContext) -> dg.RunRequest | dg.SkipReason:
    """Ask for one run for all files that wait; what waits is the state, so nothing gets lost."""
    inbox = inbox_dir()
    inbox.mkdir(parents=True, exist_ok=True)
    files = waiting_files(inbox)
    if not files:
        return dg.SkipReason(f"nothing waits in {inbox}")
    state = hash_state(inbox, files)
    end_dead_runs(context.instance)
    runs = context.instance.get_runs(dg.RunsFilter(tags={INBOX_TAG: state}))
    if any(not run.is_finished for run in runs):
        return dg.SkipReason("the files that wait are being read")
    if len(runs) >= MOST_ATTEMPTS:
        return dg.SkipReason(f"reading failed {len(runs)} times; see run {runs[0].run_id}")
    return dg.RunRequest(run_key=f"{state}:{len(runs)}", tags={INBOX_TAG: state})


@dg.sensor(
    name="raw_folders",
    job_name=PIPELINE_JOB,
    minimum_interval_seconds=_SECONDS,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description=(
        "raw/ 有新增、变动或移除的文件夹即重跑整条流水线并发布。"
        "A changed raw/ is loaded, reconciled and published, one run per tick."
    ),
)
def raw_sensor(context: dg.SensorEvaluationContext) -> dg.RunRequest | dg.SkipReason:
    """Ask for one run whenever raw/ is not what the last run saw."""
    settings = load_settings()
    request = request_refresh(context.instance, settings.raw_dir)
    if isinstance(request, dg.SkipReason):
        return request
    # Files that were only written again are compared byte by byte, once.
    if request.run_key == context.cursor or find_unchanged(settings):
        context.update_cursor(str(request.run_key))
        return dg.SkipReason("raw/ was written to and holds what the last run found")
    forget_old_runs(context.instance)
    tags = dict(request.tags) | inputs_tag(settings)
    return dg.RunRequest(run_key=request.run_key, tags=tags)
