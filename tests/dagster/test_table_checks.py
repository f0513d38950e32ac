"""The data tests of a table are one check: each is listed, with the rows of one that fails."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import dagster as dg
import duckdb
import pytest

from dagster_project.definitions import WAREHOUSE_JOB, build_definitions
from dagster_project.defs.warehouse.table_checks import CHECK, to_check_result, try_tests
from dagster_project.warehouse.compiled import compile_project
from dagster_project.warehouse.nodes import Node

RULES = dg.AssetKey(["marts", "rules"])
QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


def test_every_data_test_is_listed_in_the_check_of_its_table(settings):
    """Of every table with data tests, all are named, and none is named twice."""
    graph = build_definitions(settings).resolve_asset_graph()
    listed = Counter(
        (*key.asset_key.path, name)
        for key in graph.asset_check_keys
        if key.name == CHECK
        for name in graph.get(key).metadata["tests"]
    )
    nodes = {node.unique_id: node for node in compile_project().nodes}
    tests = [node for node in nodes.values() if node.kind == "test"]
    assert len(tests) > 400
    assert listed == Counter(
        (nodes[test.attached_to].schema, nodes[test.attached_to].name, test.name) for test in tests
    )


def test_rows_of_a_failed_test_are_read_through_the_instance(damage, settings, monkeypatch):
    """A rule twice in the catalogue is twice in the mart: the run stops, the row is told."""
    copy = damage("insert into seeds.rule_catalog from seeds.rule_catalog where rule_id = 'I11'")
    monkeypatch.setenv("JUESUAN_WAREHOUSE", str(copy))
    definitions = build_definitions(replace(settings, warehouse=copy))
    with dg.DagsterInstance.ephemeral() as instance:
        result = definitions.resolve_job_def(WAREHOUSE_JOB).execute_in_process(
            instance=instance, asset_selection=[RULES], run_config=QUIET, raise_on_error=False
        )
        [record] = instance.event_log_storage.get_asset_check_execution_history(
            dg.AssetCheckKey(RULES, CHECK), limit=1
        )
    assert not result.success
    evaluation = record.event.dagster_event.event_specific_data
    assert (evaluation.passed, evaluation.severity) == (False, dg.AssetCheckSeverity.ERROR)
    assert "unique_rules_rule_id: 1 rows" in evaluation.description
    assert "| unique_rules_rule_id | fail | 1 |" in evaluation.metadata["tests"].value
    assert "| not_null_rules_rule_id | pass | 0 |" in evaluation.metadata["tests"].value
    assert "I11" in evaluation.metadata["rows: unique_rules_rule_id"].value


@pytest.mark.parametrize(
    ("severities", "passed", "severity"),
    [
        ([], True, dg.AssetCheckSeverity.WARN),
        (["warn"], False, dg.AssetCheckSeverity.WARN),
        (["warn", "error"], False, dg.AssetCheckSeverity.ERROR),
    ],
)
def test_the_gravest_test_decides(severities, passed, severity):
    tests = [node("good", "select 1 where false", "error")]
    tests += [node(f"bad_{n}", f"select {n}", level) for n, level in enumerate(severities)]
    result = to_check_result(RULES, try_tests(duckdb.connect(), tests))
    assert (result.passed, result.severity) == (passed, severity)


def test_a_test_that_cannot_run_is_an_error_and_hides_no_other():
    tests = [node("odd", "select * from nowhere", "warn"), node("bad", "select 7 as seven", "warn")]
    result = to_check_result(RULES, try_tests(duckdb.connect(), tests))
    assert (result.passed, result.severity) == (False, dg.AssetCheckSeverity.ERROR)
    assert "nowhere" in result.description
    assert "| seven |" in result.metadata["rows: bad"].value


def node(name: str, sql: str, severity: str) -> Node:
    return Node(f"test.{name}", name, "test", "tests", sql, severity=severity)
