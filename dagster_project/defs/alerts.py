"""Whoever operates this is told: a run failed, or what lies in raw/ is not published in time."""

from __future__ import annotations

import json
import os
import time

import dagster as dg

from dagster_project.defs.refresh import pipeline_tags
from dagster_project.last_run import find_unchanged
from dagster_project.runtime.alerts import send_alert
from dagster_project.runtime.problems import JuesuanError
from dagster_project.runtime.settings import load_settings

_VARIABLE, _DEFAULT_HOURS = "JUESUAN_LATE_HOURS", 26.0
_SECONDS = 600
_HOUR = 3600


@dg.run_failure_sensor(
    name="failed_run",
    default_status=dg.DefaultSensorStatus.RUNNING,
    description=(
        "运行失败即告警(JUESUAN_ALERT_WEBHOOK、JUESUAN_ALERT_EMAIL)。"
        "A failed run is told by webhook or mail, if either is set."
    ),
)
def failed_run_sensor(context: dg.RunFailureSensorContext) -> None:
    """Tell which run failed and why."""
    run = context.dagster_run
    send_alert(
        f"决算：运行失败 {run.job_name}",
        f"{context.failure_event.message} What was published before stays.",
        {"run_id": run.run_id, "job": run.job_name},
    )


@dg.sensor(
    name="late_release",
    minimum_interval_seconds=_SECONDS,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description=(
        "raw/ 的变动超过 JUESUAN_LATE_HOURS 小时没有发布即告警,每种情况一次。"
        "What lies in raw/ and is not published within 26 hours is told, once."
    ),
)
def late_sensor(context: dg.SensorEvaluationContext) -> dg.SkipReason:
    """Tell once when changes of raw/ have waited too long for a whole run."""
    settings = load_settings()
    tags = pipeline_tags(settings.raw_dir)
    whole = dg.RunsFilter(tags=tags, statuses=[dg.DagsterRunStatus.SUCCESS])
    # Files that were only written again are compared byte by byte.
    if context.instance.get_runs(whole, limit=1) or find_unchanged(settings):
        context.update_cursor("")
        return dg.SkipReason("everything is published")
    waiting = json.loads(context.cursor or "{}")
    since, is_told = waiting.get("since", time.time()), waiting.get("is_told", False)
    hours = (time.time() - since) / _HOUR
    is_late = hours >= late_hours()
    if is_late and not is_told:
        send_alert(
            "决算：超过时限没有发布",
            f"raw/ 的变动已等待 {hours:.0f} 小时 (changes of raw/ have waited {hours:.0f} hours).",
            {"raw": str(settings.raw_dir), "published": str(settings.published_dir)},
        )
    context.update_cursor(json.dumps({"since": since, "is_told": is_told or is_late}))
    return dg.SkipReason(f"changes have waited {hours:.1f} hours")


def late_hours() -> float:
    """Return after how many hours a release is late (``JUESUAN_LATE_HOURS``)."""
    text = os.environ.get(_VARIABLE) or str(_DEFAULT_HOURS)
    try:
        return float(text)
    except ValueError:
        raise JuesuanError(f"{_VARIABLE} is {text!r}; it takes a number of hours") from None
