"""One run of the pipeline without Dagster: load, build, gates, publish; and what went wrong."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from dagster_project.defs.gates.checks import GATES
from dagster_project.defs.warehouse.assets import build_arguments
from dagster_project.loading.load import load_raw
from dagster_project.publication import publish
from dagster_project.release.content import hash_content, read_tables
from dagster_project.runtime.settings import DBT_DIR, load_settings
from dagster_project.runtime.warehouse import open_warehouse
from dagster_project.warehouse import dbt_runner
from expectations.checkpoint import run_suite


@dataclass(frozen=True)
class Run:
    """What a run left: whatever would have stopped it, its warehouse and a hash of its marts."""

    obstacles: list[str]
    warehouse: Path
    content_sha256: str | None = None

    def rows(self, query: str, *parameters: str) -> list[tuple[Any, ...]]:
        """Return what the marts answer."""
        with open_warehouse(self.warehouse, read_only=True) as connection:
            return connection.execute(query, list(parameters)).fetchall()


def dbt_with_threads(base: Path, threads: int) -> Path:
    """Return a copy of the dbt project whose DuckDB works with ``threads`` threads."""
    project = base / f"dbt-{threads}"
    shutil.copytree(DBT_DIR, project, ignore=shutil.ignore_patterns("target", "logs"))
    profiles = project / "profiles.yml"
    text = re.sub(
        r"(?m)^( +)threads: \d+",
        rf"\1threads: {threads}\n\1settings: {{threads: {threads}}}",
        profiles.read_text(encoding="utf-8"),
    )
    profiles.write_text(text, encoding="utf-8")
    return project


def run_pipeline(raw_dir: Path, base: Path, *, dbt_project: Path = DBT_DIR) -> Run:
    """Load and build the models of ``raw_dir`` below ``base``, without data tests and gates."""
    without = ("--exclude-resource-type", "test", "--exclude-resource-type", "unit_test")
    return _build(raw_dir, base, dbt_project, ["build", *without])


def run_everything(raw_dir: Path, base: Path, *, dbt_project: Path = DBT_DIR) -> Run:
    """Load, build, test, pass the gates and publish; a crash is an obstacle like a failed check."""
    selection = {"select": "fqn:*", "exclude": ""}
    run = _build(raw_dir, base, dbt_project, build_arguments(selection))
    obstacles = [*run.obstacles]
    if not obstacles:
        with open_warehouse(run.warehouse, read_only=True) as connection:
            for gate in GATES:
                report = run_suite(connection, gate.plans())
                obstacles += [f"{o.rule_id}: {o.error}" for o in report.crashed]
                obstacles += [f"{o.rule_id}: {o.rows[:3]}" for o in report.structural_failures]
    if not obstacles:
        release = publish(run.warehouse, base / "out")
        assert release.content_sha256 == run.content_sha256
    return replace(run, obstacles=obstacles)


def _build(raw_dir: Path, base: Path, dbt_project: Path, arguments: list[str]) -> Run:
    settings = replace(load_settings(), raw_dir=raw_dir, warehouse=base / "w.duckdb")
    with open_warehouse(settings.warehouse) as connection:
        load_raw(connection, raw_dir)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dbt_runner, "DBT_DIR", dbt_project)
        results = dbt_runner.run_dbt(dbt_runner.parse_project(settings), arguments)
    obstacles = [
        f"{r.node.name}: {' '.join(str(r.message).split())[:300]}"
        for r in results
        if r.status in ("error", "fail", "warn")
    ]
    if obstacles:
        return Run(obstacles, settings.warehouse)
    with open_warehouse(settings.warehouse, read_only=True) as connection:
        content = hash_content(connection, read_tables(connection))
    return Run([], settings.warehouse, content)
