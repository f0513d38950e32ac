"""The definitions load, and every asset says what it is, whose it is and where it belongs."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import dagster as dg
import duckdb
import pytest

from dagster_project.definitions import RAW_JOB, WAREHOUSE_JOB, build_definitions
from dagster_project.defs.partitions import sync_partitions
from dagster_project.defs.table_metadata import as_markdown, describe_tables

LAYERS = [
    *("source", "raw", "seeds", "staging", "core", "reconciliation", "marts", "published"),
    "downstream",
]
CHINESE = re.compile("[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def definitions(settings) -> dg.Definitions:
    return build_definitions(settings)


@pytest.fixture(scope="module")
def graph(definitions):
    return definitions.resolve_asset_graph()


def test_definitions_validate(definitions):
    dg.Definitions.validate_loadable(definitions)


def test_every_asset_has_group_owner_kinds_and_description(graph):
    assert len(graph.get_all_asset_keys()) > 40
    for key in graph.get_all_asset_keys():
        node = graph.get(key)
        assert node.group_name == key.path[0], key
        assert node.group_name in LAYERS, key
        assert node.owners == ["team:juesuan"], key
        assert node.kinds, key
        assert CHINESE.search(node.description or ""), key


def test_lineage_never_reads_upwards(graph):
    for key in graph.get_all_asset_keys():
        for parent in graph.get(key).parent_keys:
            assert LAYERS.index(parent.path[0]) <= LAYERS.index(key.path[0]), (parent, key)


def test_only_raw_is_partitioned_and_loads_all_years_in_one_run(graph):
    for key in graph.get_all_asset_keys():
        node = graph.get(key)
        assert (node.partitions_def is not None) == (key.path[0] == "raw"), key
    policy = graph.get(dg.AssetKey(["raw", "cells"])).backfill_policy
    assert policy == dg.BackfillPolicy.single_run()


def test_report_and_release_wait_for_every_mart(graph):
    marts = {key for key in graph.get_all_asset_keys() if key.path[0] == "marts"}
    report = dg.AssetKey(["published", "report"])
    assert graph.get(report).parent_keys == marts
    assert graph.get(dg.AssetKey(["published", "release"])).parent_keys == marts | {report}


def test_each_door_has_a_blocking_structure_check_and_a_listing_one(graph):
    for asset in (["raw", "cells"], ["reconciliation", "document_gate"], ["marts", "documents"]):
        key = dg.AssetKey(asset)
        structure = graph.get(dg.AssetCheckKey(key, "structure"))
        documents = graph.get(dg.AssetCheckKey(key, "documents"))
        assert structure.blocking
        assert not documents.blocking


def test_every_table_shows_its_columns(graph):
    tables = [key for key in graph.get_all_asset_keys() if key.path[0] in LAYERS[1:7]]
    without = {
        key.to_user_string()
        for key in tables
        if not (schema := graph.get(key).metadata.get("dagster/column_schema"))
        or not schema.columns
    }
    assert without == set()


def test_every_use_of_the_marts_is_seen_behind_the_release(graph):
    release = dg.AssetKey(["published", "release"])
    uses = {key.path[1]: key for key in graph.get_all_asset_keys() if key.path[0] == "downstream"}
    assert {"findings_worksheet", "report_site", "bi_star", "superset_dashboard"} <= set(uses)
    for key in uses.values():
        assert release in graph.get(key).parent_keys
        assert any(parent.path[0] == "marts" for parent in graph.get(key).parent_keys)
        assert not graph.get(key).is_materializable


def test_sensors_and_schedule_run_from_the_start(definitions):
    repository = definitions.get_repository_def()
    sensors = {sensor.name: sensor for sensor in repository.sensor_defs}
    assert {"inbox_files", "raw_folders"} <= set(sensors)
    for sensor in sensors.values():
        assert sensor.default_status == dg.DefaultSensorStatus.RUNNING
    [daily] = repository.schedule_defs
    assert daily.default_status == dg.DefaultScheduleStatus.RUNNING
    assert (daily.cron_schedule, daily.execution_timezone) == ("0 6 * * *", "Asia/Shanghai")


def test_jobs_split_the_graph_without_overlap(definitions):
    raw = definitions.resolve_job_def(RAW_JOB).asset_layer.executable_asset_keys
    rest = definitions.resolve_job_def(WAREHOUSE_JOB).asset_layer.executable_asset_keys
    assert {key.path[0] for key in raw} == {"raw"}
    assert {key.path[0] for key in rest} == set(LAYERS) - {"source", "raw", "downstream"}


def test_part_of_a_step_is_built_alone(damage, settings, monkeypatch):
    """As when someone materializes two marts in the UI; ``rules`` is also a folder's name."""
    copy = damage()
    monkeypatch.setenv("JUESUAN_WAREHOUSE", str(copy))
    definitions = build_definitions(replace(settings, warehouse=copy))
    chosen = [dg.AssetKey(["marts", "rules"]), dg.AssetKey(["marts", "documents"])]
    with dg.DagsterInstance.ephemeral() as instance:
        result = definitions.resolve_job_def(WAREHOUSE_JOB).execute_in_process(
            instance=instance,
            asset_selection=chosen,
            run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}},
        )
    done = result.asset_materializations_for_node("marts")
    assert {event.asset_key for event in done} == set(chosen)
    assert {e.check_name for e in result.get_asset_check_evaluations()} >= {
        "structure",
        "documents",
        "data_tests",
    }
    rows = {event.asset_key.path[-1]: event.metadata["dagster/row_count"].value for event in done}
    assert rows["documents"] == len(list(settings.raw_dir.glob("*/*/document.json")))
    [gate] = [e for e in result.get_asset_check_evaluations() if e.check_name == "documents"]
    page = Path(gate.metadata["page"].value)
    assert page == copy.parent / "gates" / "gate_3_marts_contract.html"
    assert page.is_file()


def test_partitions_follow_the_folders():
    with dg.DagsterInstance.ephemeral() as instance:
        sync_partitions(instance, ["2022", "unknown"])
        sync_partitions(instance, ["2021", "2022"])
        assert set(instance.get_dynamic_partitions("fiscal_year")) == {"2021", "2022"}


def test_markdown_tables_escape_and_are_cut():
    text = as_markdown([{"a": "x|<b>\ny"}] * 60).value
    assert "x\\|&lt;b> y" in text
    assert "另有 10 行" in text


def test_a_view_is_not_computed_to_be_described():
    """A view that cannot be read stands for one that takes gigabytes to read."""
    with duckdb.connect() as connection:
        connection.execute("create table facts as select 'a' as document_id, 1 as amount")
        connection.execute("create view unread as select error('computed') as document_id")
        told = describe_tables(connection, [("main", "facts"), ("main", "unread")])
    assert told["main", "unread"] == {"dagster/uri": "main.unread"}
    assert told["main", "facts"]["dagster/row_count"] == told["main", "facts"]["documents"] == 1
