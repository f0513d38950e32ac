"""The Dagster instance: its configuration, the last run, how much it has grown."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import yaml

from dagster_project.operation.doctor.diagnosis import Diagnosis, note, well, wrong
from dagster_project.runtime.file_state import visible_tree
from dagster_project.runtime.settings import PROJECT_DIR, Settings

_PART = "运行记录 Dagster"
# Twenty runs take some tens of MiB.
_MOST = 2 * 2**30


def look_at_history(settings: Settings) -> Iterator[Diagnosis]:
    """Look at DAGSTER_HOME without starting Dagster."""
    home = settings.dagster_home
    configuration = home / "dagster.yaml"
    if not configuration.is_file():
        yield note(_PART, f"{home} 还没有 dagster.yaml", "juesuan run 会建立")
        return
    try:
        read = yaml.safe_load(configuration.read_text(encoding="utf-8")) or {}
        is_private = read.get("telemetry", {}).get("enabled") is False
    except (yaml.YAMLError, AttributeError, UnicodeDecodeError) as error:
        first_line = str(error).splitlines()[0]
        yield wrong(_PART, f"{configuration} 读不懂: {first_line}", _copy(configuration))
        return
    if not is_private:
        yield note(_PART, f"{configuration} 没有关闭遥测 (telemetry)", _copy(configuration))
    if "event_log_storage" not in read:
        yield note(_PART, f"{configuration} 是旧的，每次运行慢一些", _copy(configuration))
    yield from _runs(home)
    size = sum(path.stat().st_size for path in visible_tree(home))
    if size > _MOST:
        yield note(_PART, f"{home} 有 {size / 2**30:.1f} GiB", "减小 JUESUAN_KEPT_RUNS")


def _runs(home: Path) -> Iterator[Diagnosis]:
    path = home / "history" / "runs.db"
    if not path.is_file():
        yield note(_PART, "还没有运行过", "juesuan run")
        return
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            rows = connection.execute(
                "select status, run_id, pipeline_name from runs order by id desc limit 1"
            ).fetchall()
    except sqlite3.Error as error:
        yield wrong(_PART, f"{path} 读不出来: {error}", f"移走 {path.parent}，历史会重新开始")
        return
    for status, run_id, job in rows:
        if status == "FAILURE":
            yield wrong(
                _PART, f"最近一次运行失败: {job} {run_id}", "make ui 看原因，再 juesuan run"
            )
        else:
            yield well(_PART, f"最近一次运行 {job}: {status}")


def _copy(configuration: Path) -> str:
    return f"复制 {PROJECT_DIR / '.dagster' / 'dagster.yaml'} 到 {configuration.parent}"
