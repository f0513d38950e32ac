"""The settings: environment variables and seeds that a run would stop at."""

from __future__ import annotations

import os
from collections.abc import Iterator

from dagster_project.form.seed_checks import require_sound_seeds
from dagster_project.operation.doctor.diagnosis import Diagnosis, note, well, wrong
from dagster_project.runtime.problems import JuesuanError
from dagster_project.runtime.settings import Settings
from dagster_project.runtime.warehouse import open_in_memory

_KNOWN = {
    *("JUESUAN_RAW_DIR", "JUESUAN_PUBLISHED_DIR", "JUESUAN_WAREHOUSE", "JUESUAN_TARGET"),
    *("JUESUAN_INBOX_DIR", "JUESUAN_MEMORY_LIMIT", "JUESUAN_KEPT_RUNS", "JUESUAN_SERVE_TOKEN"),
    *("JUESUAN_THREADS", "JUESUAN_SHARD_DOCUMENTS"),
    *("JUESUAN_LOG", "JUESUAN_LATE_HOURS", "JUESUAN_ALERT_WEBHOOK", "JUESUAN_ALERT_EMAIL"),
    *("JUESUAN_ALERT_FROM", "JUESUAN_SMTP"),
}


def look_at_settings(settings: Settings) -> Iterator[Diagnosis]:
    """Look at variables that nobody reads, the limit of memory, and the seeds."""
    unknown = sorted(
        name for name in os.environ if name.startswith("JUESUAN_") and name not in _KNOWN
    )
    if unknown:
        names = ", ".join(unknown)
        yield note("环境变量 variables", f"没有人读取 {names}", "改正名称，或取消设置")
    try:
        with open_in_memory():
            yield well("内存上限 memory limit", settings.memory_limit)
    except JuesuanError as error:
        yield wrong("内存上限 memory limit", str(error), "改正 JUESUAN_MEMORY_LIMIT")
    try:
        require_sound_seeds()
        yield well("规则与设置 seeds", "没有错误")
    except JuesuanError as error:
        yield wrong("规则与设置 seeds", str(error), "改正所列的行")
