"""What an empty build tells: unit tests, data tests, and the columns that models return."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from dagster_project.contract.raw_schema import create_statements
from dagster_project.runtime.settings import DBT_DIR, load_settings
from dagster_project.runtime.warehouse import open_warehouse
from dagster_project.warehouse.compiled import compile_project
from dagster_project.warehouse.dbt_runner import ParsedProject, parse_project, run_dbt


@pytest.fixture(scope="module")
def empty_project(tmp_path_factory: pytest.TempPathFactory) -> ParsedProject:
    """Return the project, whose tables were made without a single document."""
    warehouse: Path = tmp_path_factory.mktemp("empty") / "empty.duckdb"
    with open_warehouse(warehouse) as connection:
        for statement in create_statements():
            connection.execute(statement)
        compile_project().build(connection)
    return parse_project(replace(load_settings(), warehouse=warehouse))


def test_every_unit_test_of_the_project_passes(empty_project: ParsedProject) -> None:
    declared = set(empty_project.manifest_dict["unit_tests"])
    results = run_dbt(empty_project, ["test", "--select", "test_type:unit"])
    assert {result.node.unique_id for result in results} == declared
    failed = {result.node.name: result.message for result in results if result.status != "pass"}
    assert failed == {}


def test_the_data_tests_hold_on_an_empty_warehouse(empty_project: ParsedProject) -> None:
    with open_warehouse(empty_project.settings.warehouse, read_only=True) as connection:
        failures = compile_project().failures(connection)
    assert [failure for failure in failures if failure.severity == "error"] == []


def test_every_column_of_a_verdict_is_one_that_is_documented_once(
    empty_project: ParsedProject,
) -> None:
    """Columns meet by name in int_rule_verdicts: a misspelt one would be dropped without a word."""
    nodes = empty_project.manifest_dict["nodes"]
    union = nodes["model.juesuan.int_rule_verdicts"]
    # The spine gives where a subject stands; a rule does not.
    documented = set(union["columns"]) - {"subject_row", "subject_column"}
    judges = {
        node["name"]
        for node in nodes.values()
        if node["config"].get("meta", {}).get("columns_of") == "int_rule_verdicts"
    }
    told = nodes["model.juesuan.int_told_verdicts"]["depends_on"]["nodes"]
    read = {*union["depends_on"]["nodes"], *told}
    assert {f"model.juesuan.{name}" for name in judges} < read
    with open_warehouse(empty_project.settings.warehouse, read_only=True) as connection:
        returned = {
            name: set(columns)
            for name, columns in connection.execute(
                "select table_name, list(column_name) from information_schema.columns "
                "where table_schema = 'reconciliation' group by table_name"
            ).fetchall()
        }
    required = {"document_id", "rule_id", "subject", "status", "reason_code"}
    assert {
        name: returned[name] - documented for name in judges if returned[name] - documented
    } == {}
    assert [name for name in judges if not required <= returned[name]] == []


def test_the_readme_of_the_rules_names_the_documented_columns(empty_project: ParsedProject) -> None:
    union = empty_project.manifest_dict["nodes"]["model.juesuan.int_rule_verdicts"]
    page = (DBT_DIR / "models/reconciliation/rules/README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([a-z_, ]+) \|", page, re.MULTILINE)
    named = {name for row in rows for name in row.split(", ")} - {"column"}
    # What the spine and the engine add is no column of a rule model.
    added = {"subject_row", "subject_column"}
    added |= {"first_table_code", "first_printed_unit", "own_cell_no"}
    assert named == set(union["columns"]) - added
