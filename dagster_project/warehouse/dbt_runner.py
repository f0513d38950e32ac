"""dbt in this process: parsed once, run with the parsed manifest, its connection closed after.

A dbt child process that outlives its parent keeps the lock on the DuckDB file; a call cannot.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dagster_project.form.seed_checks import require_sound_seeds
from dagster_project.runtime.problems import JuesuanError
from dagster_project.runtime.settings import DBT_DIR, Settings

if TYPE_CHECKING:
    from dbt.artifacts.schemas.results import NodeResult
    from dbt.contracts.graph.manifest import Manifest


@dataclass(frozen=True)
class ParsedProject:
    """A parsed dbt project: the object that dbt runs and the dictionary that Dagster reads."""

    settings: Settings
    manifest: Manifest
    manifest_dict: dict[str, Any]
    project_dir: Path = DBT_DIR


def parse_project(settings: Settings, project_dir: Path | None = None) -> ParsedProject:
    """Parse the project for one warehouse; its path is part of every relation's name."""
    project_dir = project_dir or DBT_DIR
    result = _invoke(settings, project_dir, ["parse"], None, [])
    if not result.success:
        raise JuesuanError(f"the dbt project {project_dir} cannot be parsed: {result.exception}")
    manifest = result.result
    as_dict = manifest.writable_manifest().to_dict(omit_none=False)
    return ParsedProject(settings, manifest, as_dict, project_dir)


def run_dbt(
    project: ParsedProject,
    arguments: Sequence[str],
    on_node: Callable[[str], None] = lambda _: None,
) -> list[NodeResult]:
    """Run a dbt command and return the result of every node, failed ones included.

    Seeds that cannot be used stop it before it begins: dbt would load them without a word.
    """
    require_sound_seeds()

    def announce(event: Any) -> None:
        if event.info.name in ("LogModelResult", "LogSeedResult", "LogTestResult"):
            on_node(event.info.msg)

    # dbt compiles into the manifest that it is given; the next run must not see that.
    manifest = project.manifest.deepcopy()
    result = _invoke(project.settings, project.project_dir, arguments, manifest, [announce])
    if result.exception:
        raise JuesuanError(f"dbt {arguments[0]} could not run: {result.exception}")
    return list(result.result.results)


def _invoke(
    settings: Settings,
    project_dir: Path,
    arguments: Sequence[str],
    manifest: Manifest | None,
    callbacks: list[Callable[[Any], None]],
) -> Any:
    from dbt.cli.main import dbtRunner

    settings.warehouse.parent.mkdir(parents=True, exist_ok=True)
    # Beside the warehouse: two warehouses of one checkout do not overwrite each other's artifacts.
    work = settings.warehouse.with_name(f"{settings.warehouse.stem}.dbt")
    where = [
        *("--project-dir", str(project_dir), "--profiles-dir", str(project_dir)),
        *("--target", settings.target, "--target-path", str(work / "target")),
        *("--log-path", str(work / "logs")),
    ]
    quiet = ["--quiet", "--no-use-colors", "--no-version-check", "--no-send-anonymous-usage-stats"]
    with _environment(settings):
        try:
            return dbtRunner(manifest=manifest, callbacks=callbacks).invoke(
                [*quiet, *arguments, *where]
            )
        finally:
            _close_connections()


@contextmanager
def _environment(settings: Settings) -> Iterator[None]:
    """Set what profiles.yml reads, and put it back."""
    wanted = {"JUESUAN_WAREHOUSE": str(settings.warehouse), "JUESUAN_TARGET": settings.target}
    saved = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in saved.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _close_connections() -> None:
    """Close dbt-duckdb's connection: it is kept for the process, with dbt's own configuration."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager

    DuckDBConnectionManager.close_all_connections()
