"""``juesuan run``: the whole pipeline in this process, on a persistent Dagster instance."""

from __future__ import annotations

import logging
import os
import re
import shutil
import warnings
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from dagster_project.commands.summary import read_summary, write_summary
from dagster_project.form.seed_checks import require_sound_seeds
from dagster_project.lake.lock import hold_lake
from dagster_project.last_run import Results, find_unchanged, forget_last_run
from dagster_project.loading.folders import partitions_of
from dagster_project.loading.load import find_folders
from dagster_project.runtime.address_space import require_address_space
from dagster_project.runtime.advice import find_advice
from dagster_project.runtime.lock import hold_lock
from dagster_project.runtime.logs import show_progress
from dagster_project.runtime.problems import JuesuanError
from dagster_project.runtime.settings import PROJECT_DIR, Settings, load_settings
from dagster_project.runtime.unreadable import set_aside_broken_instance, set_aside_unreadable

if TYPE_CHECKING:
    import dagster as dg

log = logging.getLogger(__name__)


# How Python begins what an exception says: with the name of its class.
_CLASS = re.compile(r"^[\w.]+: ")
# What Dagster makes of Ctrl-C, and of a plain kill, within a step: a failure of that step.
_INTERRUPTED = "DagsterExecutionInterruptedError"
# Of a reason in the line that a stopped run ends with.
_MOST_LETTERS = 300


def run_pipeline(
    year: str | None, *, wait_seconds: float, verbose: bool, force: bool = False
) -> int:
    """Load, reconcile, gate and publish; return 3 when a document was kept back, else 0.

    Where a run would only repeat the last one there is nothing to do, unless it is forced.
    """
    require_address_space()
    require_sound_seeds()
    settings = load_settings()
    years = partitions_of(find_folders(settings.raw_dir))
    if year is not None and year not in years:
        raise JuesuanError(
            f"no fiscal year {year} in {settings.raw_dir} (there are: {', '.join(years)})"
        )
    show_progress(verbose=verbose)
    with hold_lock(settings.warehouse, "juesuan run", say=_say, wait_seconds=wait_seconds):
        if not (force or year) and (unchanged := find_unchanged(settings)):
            return _say_unchanged(unchanged)
        with hold_lake(settings.lake, "juesuan run", say=_say, wait_seconds=wait_seconds):
            forget_last_run(settings)
            set_aside_unreadable(settings.warehouse, _say)
            try:
                changes = _run_jobs(settings, years, year, verbose)
            except JuesuanError:
                # Damage inside the file shows when it is read, and may be why the run failed.
                if not set_aside_unreadable(settings.warehouse, _say, whole=True):
                    raise
                changes = _run_jobs(settings, years, None, verbose)
    summary = read_summary(settings.published_dir, changes)
    write_summary(summary)
    return _status(len(summary.kept_back))


def _status(kept_back: int) -> int:
    return 3 if kept_back else 0


def _say_unchanged(last: Results) -> int:
    """Say in one line that there is nothing to do; return the exit status of the last run."""
    kept_back = f"(未采用或已隔离 {last.kept_back} 份)" if last.kept_back else ""
    click.echo(
        f"无需运行(nothing to do):raw/、程序、规则与设置同上次,没有新的发布,"
        f"{last.release_id} 仍是最新{kept_back};强制重跑:juesuan run --force"
    )
    return _status(last.kept_back)


def _run_jobs(
    settings: Settings, years: list[str], year: str | None, verbose: bool
) -> Mapping[str, Any]:
    """Run ingestion and then the warehouse; return the metadata of the release."""
    # Closed behind the run: SQLite leaves a log as large as its file beside what stays open.
    with _open_instance(settings) as instance:
        return _run_jobs_on(instance, settings, years, year, verbose)


def _run_jobs_on(
    instance: dg.DagsterInstance,
    settings: Settings,
    years: list[str],
    year: str | None,
    verbose: bool,
) -> Mapping[str, Any]:
    from dagster_project.definitions import RAW_JOB, WAREHOUSE_JOB, build_definitions
    from dagster_project.defs.refresh import inputs_tag, partition_tags, pipeline_tags
    from dagster_project.defs.retention import forget_old_runs

    _say("preparing: Dagster and dbt project")
    definitions = build_definitions(settings)
    forget_old_runs(instance)
    years_loaded = partition_tags(instance, years)
    # Taken before loading: what changes meanwhile is a change to the sensor on raw/.
    state = pipeline_tags(settings.raw_dir) | inputs_tag(settings)
    loggers = {"console": {"config": {"log_level": "INFO" if verbose else "CRITICAL"}}}
    _say(f"loading {', '.join(years)} from {settings.raw_dir}")
    raw_config = {"raw": {"config": {"reread_years": [year] if year else []}}}
    _check(
        definitions.resolve_job_def(RAW_JOB).execute_in_process(
            instance=instance,
            run_config={"ops": raw_config, "loggers": loggers},
            tags=years_loaded,
            raise_on_error=False,
        )
    )
    _say("building: staging, core, reconciliation, marts, release")
    result = definitions.resolve_job_def(WAREHOUSE_JOB).execute_in_process(
        instance=instance,
        run_config={"loggers": loggers},
        tags=state,
        raise_on_error=False,
    )
    _check(result)
    materialized = result.asset_materializations_for_node("published__release")
    return {name: value.value for name, value in materialized[-1].metadata.items()}


def _open_instance(settings: Settings) -> dg.DagsterInstance:
    """Open the instance of DAGSTER_HOME, which `make ui` shows too."""
    home = settings.dagster_home
    home.mkdir(parents=True, exist_ok=True)
    set_aside_broken_instance(home, _say)
    configuration = PROJECT_DIR / ".dagster" / "dagster.yaml"
    if not (home / "dagster.yaml").exists() and configuration.is_file():
        # Telemetry is off and runs are queued in every instance, not only in the checkout's own.
        shutil.copy(configuration, home / "dagster.yaml")
    os.environ["DAGSTER_HOME"] = str(home)
    # Events that Dagster says at once are stored at once: those that a run plans, hundreds.
    os.environ.setdefault("DAGSTER_EVENT_BATCH_SIZE", "1000")
    warnings.filterwarnings("ignore", module="dagster")
    import dagster as dg

    return dg.DagsterInstance.get()


def _check(result: dg.ExecuteInProcessResult) -> None:
    """Turn a failed run into one plain line: which check or step stopped it, and why."""
    if result.success:
        return
    failed = result.get_step_failure_events()
    if any(_was_interrupted(event) for event in failed):
        raise KeyboardInterrupt
    reasons = [
        f"{evaluation.asset_key.to_user_string()} {evaluation.check_name}"
        f"{': ' + evaluation.description if evaluation.description else ''}"
        for evaluation in result.get_asset_check_evaluations()
        if not evaluation.passed and evaluation.severity.value == "ERROR"
    ]
    reasons = reasons or [f"{event.step_key}: {_describe_failure(event)}" for event in failed]
    advice = find_advice(*reasons)
    raise JuesuanError(
        "the run was stopped, and what was published before stays: "
        + " | ".join(" ".join(reason.split())[:_MOST_LETTERS] for reason in reasons[:3])
        + f" (run {result.run_id}; see make ui);运行中止,已发布的不变"
        + (f";{advice}" if advice else ",原因见上,或用 make ui 查看")
    )


def _was_interrupted(event: dg.DagsterEvent) -> bool:
    error = event.step_failure_data.error
    # Within a query it is what DuckDB's own error was made of.
    while error is not None and error.cls_name != _INTERRUPTED:
        error = error.cause
    return error is not None


def _describe_failure(event: dg.DagsterEvent) -> str:
    failure = event.step_failure_data
    if failure.user_failure_data and failure.user_failure_data.description:
        return failure.user_failure_data.description
    error = failure.error
    # What was made plain already is said as it is, and not what it was made of.
    while error is not None and error.cause and error.cls_name != JuesuanError.__name__:
        error = error.cause
    return _CLASS.sub("", error.message) if error else "failed"


def _say(message: str) -> None:
    log.info(message)
