"""One run of the pipeline without Dagster: load, build, gates, publish; and what went wrong."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from dagster_project.defs.gates.checks import GATES
from dagster_project.loading.load import load_raw
from dagster_project.publication import publish
from dagster_project.release.parts import content_of_marts
from dagster_project.runtime.problems import JuesuanError
from dagster_project.runtime.warehouse import open_warehouse
from dagster_project.warehouse.compiled import compile_project
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


def run_pipeline(raw_dir: Path, base: Path, *, threads: int = 1) -> Run:
    """Load and build the models of ``raw_dir`` below ``base``, without data tests and gates."""
    return _build(raw_dir, base, threads, with_tests=False)


def run_everything(raw_dir: Path, base: Path, *, threads: int = 1) -> Run:
    """Load, build, test, pass the gates and publish; a crash is an obstacle like a failed check."""
    run = _build(raw_dir, base, threads, with_tests=True)
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


def _build(raw_dir: Path, base: Path, threads: int, *, with_tests: bool) -> Run:
    warehouse = base / "w.duckdb"
    compilation = compile_project()
    with open_warehouse(warehouse) as connection:
        connection.execute(f"set threads = {threads}")
        load_raw(connection, raw_dir)
        try:
            compilation.build(connection)
            failures = compilation.failures(connection) if with_tests else []
        except JuesuanError as error:
            return Run([str(error)], warehouse)
        if failures:
            return Run([f"{f.name}: {f.rows} rows" for f in failures], warehouse)
        content = content_of_marts(connection)
    return Run([], warehouse, content)
