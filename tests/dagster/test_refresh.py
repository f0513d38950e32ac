"""When the pipeline runs by itself: once per state of raw/, and every day."""

from __future__ import annotations

import os
from pathlib import Path

import dagster as dg
import pytest

from dagster_project.defs import refresh, schedules, sensors
from dagster_project.defs.dead_runs import PROCESS_TAG, end_dead_runs, note_process
from dagster_project.defs.refresh import INPUTS_TAG, PIPELINE_JOB, request_refresh
from dagster_project.defs.schedules import daily_schedule
from dagster_project.last_run import Inputs, Results
from dagster_project.runtime import file_state
from dagster_project.runtime.settings import load_settings
from tests.factories import edit_json, write_document


@pytest.fixture
def raw(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(file_state, "QUIET_SECONDS", 0)
    write_document(tmp_path / "raw", "a-2022")
    return tmp_path / "raw"


@pytest.fixture
def instance():
    with dg.DagsterInstance.ephemeral() as instance:
        yield instance


def finish(instance: dg.DagsterInstance, request: dg.RunRequest, *, well: bool = True) -> None:
    status = dg.DagsterRunStatus.SUCCESS if well else dg.DagsterRunStatus.FAILURE
    instance.add_run(dg.DagsterRun(job_name=PIPELINE_JOB, tags=dict(request.tags), status=status))


def test_a_change_asks_for_one_run_over_all_years(raw, instance):
    write_document(raw, "b-2021", year=2021)
    request = request_refresh(instance, raw)
    assert set(instance.get_dynamic_partitions("fiscal_year")) == {"2021", "2022"}
    ends = {request.tags[f"dagster/asset_partition_range_{end}"] for end in ("start", "end")}
    assert ends == {"2021", "2022"}
    assert request_refresh(instance, raw).run_key == request.run_key
    finish(instance, request)
    assert isinstance(request_refresh(instance, raw), dg.SkipReason)


def test_new_changed_and_removed_folders_are_changes_and_so_is_going_back(raw, instance):
    keys = []
    document = raw / "2022/a-2022/document.json"
    before = document.read_bytes()
    modified = document.stat()

    def change_back() -> None:
        document.write_bytes(before)
        os.utime(document, ns=(modified.st_atime_ns, modified.st_mtime_ns))

    for change in (
        lambda: None,
        lambda: edit_json(raw / "2022/a-2022", organization_name="另一个局"),
        change_back,
        lambda: write_document(raw, "b-2022"),
    ):
        change()
        request = request_refresh(instance, raw)
        assert isinstance(request, dg.RunRequest), change
        keys.append(request.run_key)
        finish(instance, request)
    assert len(set(keys)) == len(keys)


def test_nothing_is_asked_while_a_run_is_under_way_and_nothing_is_lost(raw, instance):
    request = request_refresh(instance, raw)
    tags = dict(request.tags)
    run = instance.add_run(
        dg.DagsterRun(job_name=PIPELINE_JOB, tags=tags, status=dg.DagsterRunStatus.STARTED)
    )
    write_document(raw, "b-2022")
    assert "under way" in request_refresh(instance, raw).skip_message
    instance.report_run_canceled(run)
    assert isinstance(request_refresh(instance, raw), dg.RunRequest)


def test_a_run_whose_process_is_gone_does_not_hold_up_the_next(raw, instance):
    tags = dict(request_refresh(instance, raw).tags)
    started = dg.DagsterRunStatus.STARTED
    ours, dead = (
        instance.add_run(dg.DagsterRun(job_name=PIPELINE_JOB, tags=tags, status=started))
        for _ in range(2)
    )
    note_process(instance, ours.run_id)
    own = instance.get_run_by_id(ours.run_id).tags[PROCESS_TAG]
    *machine, number, began = own.split()
    # The same number was given again, to a process that began later.
    instance.add_run_tags(dead.run_id, {PROCESS_TAG: " ".join([*machine, number, began + "1"])})
    request = request_refresh(instance, raw)
    assert instance.get_run_by_id(ours.run_id).status == started
    assert instance.get_run_by_id(dead.run_id).status == dg.DagsterRunStatus.FAILURE
    instance.report_run_canceled(ours)
    write_document(raw, "b-2022")
    assert isinstance(request_refresh(instance, raw), dg.RunRequest), request
    # Of another machine, or before there was such a note, nothing is known.
    for other in ({}, {PROCESS_TAG: own.replace(machine[0], "elsewhere", 1)}):
        run = instance.add_run(dg.DagsterRun(job_name="x", tags=other, status=started))
        assert end_dead_runs(instance) == []
        instance.report_run_canceled(run)
    restarted = {PROCESS_TAG: own.replace(machine[1], "another-boot")}
    run = instance.add_run(dg.DagsterRun(job_name="x", tags=restarted, status=started))
    assert end_dead_runs(instance) == [run.run_id]


def test_a_failed_run_is_tried_once_more_and_then_left_to_a_person(raw, instance):
    finish(instance, request_refresh(instance, raw), well=False)
    finish(instance, request_refresh(instance, raw), well=False)
    assert "failed twice" in request_refresh(instance, raw).skip_message
    write_document(raw, "b-2022")
    assert isinstance(request_refresh(instance, raw), dg.RunRequest)


def test_raw_being_written_waits(raw, instance, monkeypatch):
    monkeypatch.setattr(file_state, "QUIET_SECONDS", 3600)
    assert "written to" in request_refresh(instance, raw).skip_message


@pytest.fixture
def same(monkeypatch: pytest.MonkeyPatch) -> Results:
    """Make everything be as the last whole run found it."""
    same = Results("20240101T000000Z-1234", 0, "files", "warehouse", True)
    for module in (schedules, sensors):
        monkeypatch.setattr(module, "find_unchanged", lambda _: same)
    return same


def test_nothing_is_asked_where_a_run_would_repeat_the_last_one(raw, instance, monkeypatch, same):
    """The bytes count, not when they were written; they are compared once per state."""
    monkeypatch.setenv("JUESUAN_RAW_DIR", str(raw))
    skipped = daily_schedule(dg.build_schedule_context(instance=instance))
    assert same.release_id in skipped.skip_message

    context = dg.build_sensor_context(instance=instance)
    assert isinstance(sensors.raw_sensor(context), dg.SkipReason)
    monkeypatch.setattr(sensors, "find_unchanged", lambda _: pytest.fail("compared again"))
    context = dg.build_sensor_context(instance=instance, cursor=context.cursor)
    assert isinstance(sensors.raw_sensor(context), dg.SkipReason)
    # Another state is looked at again, and its run says what it works from.
    write_document(raw, "b-2022")
    monkeypatch.setattr(sensors, "find_unchanged", lambda _: None)
    request = sensors.raw_sensor(dg.build_sensor_context(instance=instance, cursor=context.cursor))
    assert isinstance(request, dg.RunRequest)
    assert len(request.tags[INPUTS_TAG].split()) == 2


@pytest.mark.parametrize(
    ("run", "noted"),
    [
        ({}, True),
        ({"asset_selection": frozenset({dg.AssetKey("a")})}, False),
        ({"parent_run_id": "p", "root_run_id": "p"}, False),
        ({"tags": {}}, False),
    ],
)
def test_only_a_run_of_everything_is_noted(monkeypatch, run, noted):
    told = []
    monkeypatch.setattr(refresh, "note_whole_run", lambda _, inputs: told.append(inputs))
    values = {"job_name": PIPELINE_JOB, "tags": {INPUTS_TAG: "of-raw of-rest"}} | run
    refresh.note_run(dg.DagsterRun(**values), load_settings())
    assert told == ([Inputs("of-raw", "of-rest")] if noted else [])


def test_hidden_files_are_no_change(raw, instance):
    """The extraction writes into hidden folders before it renames."""
    finish(instance, request_refresh(instance, raw))
    (raw / "2022/.b-2022.tmp").mkdir()
    (raw / "2022/.b-2022.tmp/gk01.csv").write_text("half")
    assert isinstance(request_refresh(instance, raw), dg.SkipReason)


def test_daily_run_covers_all_years_and_tells_the_state(raw, tmp_path, monkeypatch):
    monkeypatch.setenv("JUESUAN_RAW_DIR", str(raw))
    with dg.DagsterInstance.local_temp(
        str(tmp_path), overrides={"telemetry": {"enabled": False}}
    ) as instance:
        request = daily_schedule(dg.build_schedule_context(instance=instance))
        assert request.tags["dagster/asset_partition_range_start"] == "2022"
        finish(instance, request)
        # The sensor on raw/ knows that the schedule has done it.
        assert isinstance(request_refresh(instance, raw), dg.SkipReason)
        monkeypatch.setenv("JUESUAN_RAW_DIR", str(raw / "none"))
        skipped = daily_schedule(dg.build_schedule_context(instance=instance))
        assert isinstance(skipped, dg.SkipReason)
