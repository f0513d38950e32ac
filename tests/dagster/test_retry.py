"""A failed run re-enters at its last complete layer: nothing that was done is done again."""

from __future__ import annotations

from collections import defaultdict

import dagster as dg
import pytest

import dagster_project.definitions as assembly
from dagster_project.contract.raw_schema import RAW_TABLES
from dagster_project.defs.gates import checks
from dagster_project.defs.partitions import sync_partitions
from dagster_project.defs.publish import assets as publish_assets
from dagster_project.defs.refresh import PIPELINE_JOB, partition_tags
from dagster_project.defs.warehouse import assets as warehouse_assets
from dagster_project.warehouse.compiled import Made
from dagster_project.warehouse.making import NodeError
from expectations.result import GateReport
from tests.factories import write_document


def build_job() -> dg.JobDefinition:
    """Return the job of schedule and sensors; Dagster calls this for every execution."""
    return assembly.build_definitions().resolve_job_def(PIPELINE_JOB)


@pytest.fixture
def broken(tmp_path, monkeypatch):
    """Replace SQL, gates and publication under the real graph; return what is to fail."""
    failing: set[str] = set()

    def make_all(_compilation, _connection, nodes, announce):
        step = "marts" if nodes[0].schema == "marts" else "verdicts"
        if step in failing:
            return [], NodeError(f"{step} fails")
        return [Made(node, 0.0) for node in nodes], None

    def publish(*_):
        raise dg.Failure("publication fails", allow_retries=False)

    for name, value in {
        "JUESUAN_RAW_DIR": tmp_path / "raw",
        "JUESUAN_WAREHOUSE": tmp_path / "w" / "juesuan.duckdb",
        "DAGSTER_HOME": tmp_path / "home",
    }.items():
        monkeypatch.setenv(name, str(value))
    (tmp_path / "home").mkdir()
    monkeypatch.setattr(warehouse_assets, "make_all", make_all)
    monkeypatch.setattr(warehouse_assets, "describe_tables", lambda *_: defaultdict(dict))
    monkeypatch.setattr(warehouse_assets, "try_tests", lambda *_: [])
    monkeypatch.setattr(checks, "run_suite", lambda *_: GateReport([]))
    monkeypatch.setattr(publish_assets, "publish", publish)
    write_document(tmp_path / "raw", "a-2022")
    return failing


# One asset of each layer is enough: every asset of a layer is made by the same step.
CHOSEN = [
    *(dg.AssetKey(["raw", table]) for table in RAW_TABLES),
    *(dg.AssetKey(path) for path in (["reconciliation", "document_gate"], ["marts", "documents"])),
    *(publish_assets.REPORT, publish_assets.RELEASE),
]


def steps(result: dg.ExecuteJobResult) -> set[str]:
    return {event.step_key for event in result.all_events if event.is_step_start}


def test_retry_after_a_failure_in_the_marts_does_not_load_raw_again(broken, tmp_path):
    job = dg.reconstructable(build_job)
    options = {"raise_on_error": False, "run_config": {"loggers": {"console": {"config": {}}}}}
    options["run_config"]["loggers"]["console"]["config"]["log_level"] = "CRITICAL"
    with dg.DagsterInstance.local_temp(
        str(tmp_path), overrides={"telemetry": {"enabled": False}}
    ) as instance:
        sync_partitions(instance, ["2022"])
        broken.add("marts")
        tags = partition_tags(instance, ["2022"])
        first = dg.execute_job(job, instance, tags=tags, asset_selection=CHOSEN, **options)
        assert not first.success
        assert {"raw", "verdicts", "marts"} <= steps(first)
        assert "published__release" not in steps(first)

        broken.clear()
        again = dg.ReexecutionOptions.from_failure(first.run_id, instance)
        second = dg.execute_job(job, instance, reexecution_options=again, **options)
        assert {"marts", "published__release"} <= steps(second)
        assert not {"raw", "verdicts"} & steps(second)

        again = dg.ReexecutionOptions.from_failure(second.run_id, instance)
        third = dg.execute_job(job, instance, reexecution_options=again, **options)
        assert steps(third) == {"published__release"}
