"""Run dbt's own unit tests: on an empty build, so that no data test can skip them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from dagster_project.contract.raw_schema import create_statements
from dagster_project.defs.warehouse.dbt_runner import ParsedProject, parse_project, run_dbt
from dagster_project.runtime.settings import load_settings
from dagster_project.runtime.warehouse import open_warehouse


@pytest.fixture(scope="module")
def empty_project(tmp_path_factory: pytest.TempPathFactory) -> ParsedProject:
    """Return the project, built without a single document."""
    warehouse: Path = tmp_path_factory.mktemp("empty") / "empty.duckdb"
    with open_warehouse(warehouse) as connection:
        for statement in create_statements():
            connection.execute(statement)
    project = parse_project(replace(load_settings(), warehouse=warehouse))
    for arguments in (["seed"], ["run", "--empty"]):
        broken = [r.node.name for r in run_dbt(project, arguments) if r.status != "success"]
        assert broken == []
    return project


def test_every_unit_test_of_the_project_passes(empty_project: ParsedProject) -> None:
    declared = set(empty_project.manifest_dict["unit_tests"])
    results = run_dbt(empty_project, ["test", "--select", "test_type:unit"])
    assert {result.node.unique_id for result in results} == declared
    failed = {result.node.name: result.message for result in results if result.status != "pass"}
    assert failed == {}


def test_the_data_tests_hold_on_an_empty_warehouse(empty_project: ParsedProject) -> None:
    results = run_dbt(empty_project, ["test", "--exclude", "test_type:unit"])
    assert results
    failed = {r.node.name: r.message for r in results if r.status not in ("pass", "warn")}
    assert failed == {}
