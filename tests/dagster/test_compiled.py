"""dbt's SQL run without dbt makes the tables that ``dbt build`` makes."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from dagster_project.contract.raw_schema import create_statements
from dagster_project.runtime.problems import JuesuanError
from dagster_project.runtime.settings import DBT_DIR
from dagster_project.warehouse.compiled import (
    Compilation,
    compile_project,
    read_compilation,
    state_of,
)
from dagster_project.warehouse.dbt_runner import ParsedProject
from dagster_project.warehouse.nodes import StaleCompilationError

COLUMNS = """
    select schema_name, table_name, column_name, data_type, is_nullable, coalesce(comment, '')
    from duckdb_columns()
    where database_name = ? and schema_name not in ('main', 'information_schema', 'pg_catalog')
    order by schema_name, table_name, column_index
"""
KINDS = """
    select schema_name, table_name, 'table' as kind, coalesce(comment, '')
    from duckdb_tables() where database_name = $1
    union all
    select schema_name, view_name, 'view', coalesce(comment, '') from duckdb_views()
    where database_name = $1 and not internal
    order by all
"""


@pytest.fixture(scope="module")
def compilation() -> Compilation:
    return compile_project()


@pytest.fixture(scope="module")
def both(built: Path, compilation: Compilation) -> duckdb.DuckDBPyConnection:
    """Return a connection to the warehouse that dbt built and to one that was compiled."""
    connection = duckdb.connect(":memory:")
    # Views name the catalog they were made in: that of the file.
    connection.execute(f"attach '{built}' as {built.stem} (read_only)")
    connection.execute("create schema raw")
    tables = connection.execute(
        "select table_name from duckdb_tables() where database_name = ? and schema_name = 'raw'",
        [built.stem],
    ).fetchall()
    for (table,) in tables:
        connection.execute(f"create table raw.{table} as from {built.stem}.raw.{table}")
    compilation.build(connection)
    return connection


def test_every_table_is_the_one_that_dbt_builds(
    both: duckdb.DuckDBPyConnection, built: Path
) -> None:
    by_dbt = both.execute(KINDS, [built.stem]).fetchall()
    assert both.execute(KINDS, ["memory"]).fetchall() == by_dbt
    assert (
        both.execute(COLUMNS, ["memory"]).fetchall()
        == both.execute(COLUMNS, [built.stem]).fetchall()
    )
    assert sum(comment != "" for *_, comment in by_dbt) > 100
    schemas = {schema for schema, *_ in by_dbt}
    assert schemas == {"raw", "seeds", "staging", "core", "reconciliation", "marts"}
    differing, filled = [], 0
    for schema, table, *_ in by_dbt:
        mine, dbts = (f"{name}.{schema}.{table}" for name in ("memory", built.stem))
        [(rows, missing, added)] = both.execute(
            f"select (select count(*) from {dbts}), "
            f"(select count(*) from (from {dbts} except all from {mine})), "
            f"(select count(*) from (from {mine} except all from {dbts}))"
        ).fetchall()
        filled += rows > 0
        if missing or added:
            differing.append((schema, table, rows, missing, added))
    assert differing == []
    assert filled > len(by_dbt) / 2


def test_data_tests_are_those_of_dbt_and_hold(
    both: duckdb.DuckDBPyConnection, compilation: Compilation, project: ParsedProject
) -> None:
    tests = {
        node["name"]: node["config"]["severity"].lower()
        for node in project.manifest_dict["nodes"].values()
        if node["resource_type"] == "test"
    }
    kept = {node.name: node.severity for node in compilation.nodes if node.kind == "test"}
    assert kept == tests
    assert compilation.failures(both) == []


def test_a_data_test_that_finds_rows_is_told(
    both: duckdb.DuckDBPyConnection, compilation: Compilation
) -> None:
    with both.cursor() as connection:
        connection.execute("begin")
        connection.execute("insert into marts.documents by name from marts.documents limit 1")
        failures = compilation.failures(connection)
        connection.execute("rollback")
    assert ("unique_documents_document_id", 1, "error") in {
        (failure.name, failure.rows, failure.severity) for failure in failures
    }


def test_only_what_a_model_reads_is_made(compilation: Compilation, project: ParsedProject) -> None:
    """Of raw there is nothing but what the model reads in the end."""
    nodes = project.manifest_dict["nodes"]
    wanted, waiting = set(), ["model.juesuan.dim_document"]
    while waiting:
        unique_id = waiting.pop()
        wanted.add(unique_id)
        waiting += nodes.get(unique_id, {"depends_on": {"nodes": []}})["depends_on"].get(
            "nodes", []
        )
    models = {nodes[name]["name"] for name in wanted if name.startswith("model.")}
    connection = duckdb.connect()
    for statement in create_statements():
        connection.execute(statement)
    compilation.build(connection, ["dim_document"])
    made = connection.execute(
        "select table_name from information_schema.tables "
        "where table_schema not in ('raw', 'seeds')"
    ).fetchall()
    assert {name for (name,) in made} == models
    with pytest.raises(JuesuanError, match="no model called dim_documnet"):
        compilation.build(connection, ["dim_documnet"])


def test_no_sql_looks_at_the_date_or_throws_dice(compilation: Compilation) -> None:
    """Else the same inputs could give another release tomorrow, and the last run would not do."""
    words = r"\b(current_date|current_time\w*|now|today|localtime\w*|random|uuid|gen_random_uuid)\b"
    asking = re.compile(words + r"\s*(\(|(?<=current_date)|(?<=current_timestamp))", re.IGNORECASE)
    assert asking.search("select today()")
    assert asking.search("where due_on < current_date")
    assert [node.name for node in compilation.nodes if asking.search(node.sql)] == []


def test_an_error_names_the_model(compilation: Compilation) -> None:
    with pytest.raises(JuesuanError, match=r'^stg_raw__\w+: Catalog Error.*"raw"'):
        compilation.build(duckdb.connect(), ["dim_document"])


@pytest.mark.parametrize(
    "changed",
    [
        "models/marts/findings.sql",
        "models/marts/_marts__models.yml",
        "macros/percent.sql",
        "seeds/rules/rule_catalog.csv",
        "tests/assert_every_subject_has_one_verdict.sql",
        "dbt_project.yml",
    ],
)
def test_a_stale_compilation_is_refused(
    compilation: Compilation, tmp_path: Path, changed: str
) -> None:
    project = tmp_path / "dbt"
    shutil.copytree(DBT_DIR, project, ignore=shutil.ignore_patterns("target", "logs"))
    copied = replace(compilation, project_dir=project)
    # The same files elsewhere are the same project.
    copied.require_current()
    with (project / changed).open("a", encoding="utf-8") as stream:
        stream.write("\n")
    assert state_of(project) != compilation.state
    with pytest.raises(StaleCompilationError, match="changed since it was compiled"):
        copied.build(duckdb.connect())
    with pytest.raises(StaleCompilationError, match=r"python -m dagster_project\.warehouse"):
        read_compilation(project)


def test_reading_a_compilation_imports_neither_dagster_nor_dbt() -> None:
    code = (
        "import sys; from dagster_project.warehouse.compiled import read_compilation; "
        "read_compilation(); print({m.partition('.')[0] for m in sys.modules} & {'dagster', 'dbt'})"
    )
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "set()"
