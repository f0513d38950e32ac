"""Each gate seen to pass, to fail on structure, to list documents, and to crash."""

from __future__ import annotations

from pathlib import Path

import dagster as dg
import duckdb
import lxml.html
import pandas as pd
import pytest

from dagster_project.defs.gates.checks import GATES, raise_if_crashed, to_check_results
from dagster_project.defs.publish.assets import _files, _kept_back
from dagster_project.publication import publish
from dagster_project.report.gate_pages import write_gate_page
from expectations.checkpoint import BatchPlan, expect_value, run_plan, run_suite
from expectations.result import ExpectationOutcome, GateReport, find_exception, read_outcome
from expectations.suites import enter_staging, leave_to_marts, marts_contract

SUITES = {"1": enter_staging, "2": leave_to_marts, "3": marts_contract}


def run_gate(suite, warehouse) -> GateReport:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return run_suite(connection, suite.plans())


def rule_ids(outcomes: list[ExpectationOutcome]) -> set[str]:
    return {outcome.rule_id for outcome in outcomes}


@pytest.mark.parametrize("number", SUITES)
def test_gate_lets_a_whole_build_through(number, damage):
    report = run_gate(SUITES[number], damage())
    assert report.crashed == []
    assert report.structural_failures == []


def test_gate_1_lists_what_was_kept_out_with_the_reason(damage):
    report = run_gate(enter_staging, damage())
    [failure] = report.document_failures
    assert failure.rule_id == "G1-10"
    reasons = {row["document_id"]: row["reason_code"] for row in failure.rows}
    assert reasons == {"bad-2022": "empty_file", "scan": "unreadable"}


def test_gate_2_lists_documents_with_findings_and_their_rules(damage):
    report = run_gate(leave_to_marts, damage())
    found = {item.rule_id: item.rows for item in report.document_failures}
    assert {row["document_id"] for row in found["G2-10"]} == {"bad-2022", "scan"}
    [wrong] = found["G2-11"]
    assert wrong["document_id"] == "wrong-2022"
    # Row 208 of gk03: total 100.00, basic 60.01, project 40.00, so the sum over columns fails.
    assert "I11" in wrong["failed_rules"].split(", ")


FIRST_CELL = "document_id = 'good-2022' and table_code = 'gk03' and row_no = 2"
STRUCTURE = {
    "a cell lost on the way into raw": (
        "1",
        f"delete from raw.cells where {FIRST_CELL}",
        {"G1-03"},
    ),
    "a cell twice": (
        "1",
        f"insert into raw.cells select * from raw.cells where {FIRST_CELL} limit 1",
        {"G1-03", "G1-04"},
    ),
    "a document lost": (
        "1",
        "delete from raw.documents where document_id = 'good-2022'",
        {"G1-00"},
    ),
    "no document at all": ("1", "delete from raw.documents", {"G1-00"}),
    "quarantined without a reason": ("1", "delete from raw.problems", {"G1-05"}),
    "an unknown load status": (
        "1",
        "update raw.documents set load_status = 'odd' where document_id = 'good-2022'",
        {"G1-02", "G1-05"},
    ),
    "a rule that says nothing": (
        "2",
        "delete from reconciliation.int_rule_linear_verdicts where rule_id = 'I11'",
        {"G2-04", "G2-22"},
    ),
    "a verdict nobody asked for": (
        "2",
        "delete from reconciliation.rule_subjects where rule_id = 'I11'",
        {"G2-05", "G2-23"},
    ),
    "two verdicts on one subject": (
        "2",
        "insert into reconciliation.int_rule_linear_verdicts "
        "select * from reconciliation.int_rule_linear_verdicts where rule_id = 'I11' limit 1",
        {"G2-06", "G2-24"},
    ),
    "a verdict outside the five": (
        "2",
        "update reconciliation.int_rule_linear_verdicts set status = 'maybe' where rule_id = 'I11'",
        {"G2-07", "G2-25"},
    ),
    "a document without a gate": (
        "2",
        "delete from reconciliation.document_gate where document_id = 'good-2022'",
        {"G2-00"},
    ),
    "a verdict of an unknown rule": (
        "2",
        "update reconciliation.int_rule_linear_verdicts set rule_id = 'ZZZ' where rule_id = 'I11'",
        {"G2-04", "G2-05", "G2-20", "G2-22"},
    ),
    "a cell lost between core and marts": (
        "3",
        f"delete from marts.cells where {FIRST_CELL}",
        {"G3-02", "G3-31"},
    ),
    "an invented check": (
        "3",
        "insert into marts.checks select * from marts.checks limit 1",
        {"G3-04", "G3-06", "G3-21", "G3-31"},
    ),
    "a failure turned into a pass": (
        "3",
        "update marts.checks set status = 'pass' where status = 'fail'",
        {"G3-05"},
    ),
    "a document lost at the door": (
        "3",
        "delete from marts.documents where document_id = 'scan'",
        {"G3-00", "G3-31"},
    ),
    "a withheld document let out": (
        "3",
        "update marts.documents set gate_status = 'open' where document_id = 'scan'",
        {"G3-08"},
    ),
}


@pytest.mark.parametrize("case", STRUCTURE)
def test_structural_damage_is_seen_by_its_rule(case, damage):
    number, statement, expected = STRUCTURE[case]
    report = run_gate(SUITES[number], damage(statement))
    assert report.crashed == []
    assert rule_ids(report.structural_failures) == expected


def test_crashed_expectation_is_not_a_failed_one(damage):
    plan = BatchPlan(
        "broken",
        "select 1 as present",
        "select 1",
        "T-00",
        lambda: [
            expect_value("absent", [1], "T-01", "warning", "列不存在。"),
            expect_value("present", [2], "T-02", "warning", "值不对。"),
        ],
    )
    report = GateReport(run_plan(plan, pd.DataFrame({"present": [1]}), 1))
    outcomes = {item.rule_id: item.outcome for item in report.outcomes}
    assert outcomes == {"T-00": "passed", "T-01": "crashed", "T-02": "failed"}
    assert rule_ids(report.crashed) == {"T-01"}
    # Only a warning by severity, and still it stops the run.
    with pytest.raises(dg.Failure, match=r"crashed .not failed.*T-01"):
        raise_if_crashed(report)


def test_exceptions_are_found_flat_and_nested():
    calm = {"raised_exception": False, "exception_message": None}
    assert find_exception(calm) is None
    assert find_exception({"metric": calm}) is None
    assert find_exception({"raised_exception": True, "exception_message": "boom"}) == "boom"
    assert find_exception({"m": {"raised_exception": True, "exception_message": "in"}}) == "in"


def test_offending_rows_are_whole_rows():
    result = {
        "success": False,
        "expectation_config": {
            "type": "t",
            "severity": "warning",
            "description": "说明",
            "meta": {"rule_id": "R1"},
        },
        "exception_info": {"raised_exception": False},
        "result": {"unexpected_index_list": [1]},
    }
    outcome = read_outcome(result, [{"document_id": "a"}, {"document_id": "b"}])
    assert (outcome.outcome, outcome.severity) == ("failed", "warning")
    assert outcome.rows == [{"document_id": "b"}]


def outcome(severity: str) -> ExpectationOutcome:
    return ExpectationOutcome("R9", "说明", severity, "failed", rows=[{"document_id": "d|1"}])


@pytest.mark.parametrize(
    ("severity", "continues"), [("critical", False), ("warning", True), ("info", True)]
)
def test_only_structure_stops_what_comes_after(severity, continues):
    """The events of a gate, in a run with an asset before and one behind it."""
    key = dg.AssetKey("door")

    @dg.asset
    def door() -> None: ...

    @dg.multi_asset_check(
        specs=[
            dg.AssetCheckSpec("structure", asset=key, blocking=True),
            dg.AssetCheckSpec("documents", asset=key),
        ]
    )
    def gate():
        yield from to_check_results(GateReport([outcome(severity)]), key)

    @dg.asset(deps=[door])
    def behind() -> None: ...

    definitions = dg.Definitions(
        assets=[door, behind], asset_checks=[gate], executor=dg.in_process_executor
    )
    result = definitions.resolve_implicit_global_asset_job_def().execute_in_process(
        raise_on_error=False
    )
    reached = {m.asset_key for m in result.asset_materializations_for_node("behind")} or set()
    assert bool(reached) is continues
    failed = [e for e in result.get_asset_check_evaluations() if not e.passed]
    assert [e.check_name for e in failed] == ["documents" if continues else "structure"]
    assert "d\\|1" in failed[0].metadata["rows"].value
    assert failed[0].metadata["rule_ids"].value == ["R9"]


def page_of(report: GateReport, folder: Path) -> lxml.html.HtmlElement:
    path = folder / "gates" / "gate.html"
    write_gate_page(path, 1, "装载之前", report, folder / "report")
    return lxml.html.fromstring(path.read_text(encoding="utf-8"))


def words(element: lxml.html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


@pytest.mark.parametrize("number", SUITES)
def test_page_of_a_gate_has_every_expectation_in_words_and_its_rows(number, damage, tmp_path):
    report = run_gate(SUITES[number], damage())
    page = page_of(report, tmp_path)
    listed = page.xpath("//h2/following-sibling::div//tbody/tr")
    assert [words(row[1]) for row in listed] == [item.rule_id for item in report.outcomes]
    for row, item in zip(listed, report.outcomes, strict=True):
        assert item.description in words(row)
        assert words(row[0]) == {"passed": "合", "failed": "不合"}[item.outcome]
        assert int(words(row[5])) == item.checked
        assert (item.unexpected or 0) == len(item.rows)
    for failure in report.document_failures:
        [section] = page.xpath(f"//section[@id='{failure.rule_id}']")
        assert len(section.xpath(".//tbody/tr")) == len(failure.rows)
        for row in failure.rows:
            assert row["document_id"] in words(section)
    # Nothing is asked of anybody: the page is one file.
    assert page.xpath("//script | //img | //link[@rel='stylesheet']") == []
    assert [a for a in page.xpath("//a/@href") if not a.startswith(("#", "file:"))] == []


def test_page_of_a_gate_is_one_click_from_the_reason_and_the_page_of_a_document(damage, tmp_path):
    page = page_of(run_gate(enter_staging, damage()), tmp_path)
    [section] = page.xpath("//section[@id='G1-10']")
    reasons = {words(row[0]): words(row) for row in section.xpath(".//tbody/tr")}
    assert "empty_file" in reasons["bad-2022"]
    [address] = section.xpath(".//a[text()='bad-2022']/@href")
    assert address == (tmp_path / "report/documents/bad-2022.html").as_uri()
    heads = [words(head) for head in section.xpath(".//th")]
    assert {"文件编号", "原因"} <= set(heads)


def test_page_tells_a_crash_from_a_failure_and_escapes_what_it_found(tmp_path):
    rows = [{"document_id": "<script>1</script>"}]
    wrong = ExpectationOutcome("R1", "坏的", "warning", "failed", rows=rows, unexpected=1)
    crash = ExpectationOutcome("R2", "查不了", "critical", "crashed", error="no column <b>")
    page = page_of(GateReport([wrong, crash]), tmp_path)
    assert page.xpath("//script") == []
    assert "<script>1</script>" in words(page.xpath("//section[@id='R1']")[0])
    crashed = page.xpath("//section[@id='R2']")[0]
    assert "未能执行" in words(crashed)
    assert "no column <b>" in words(crashed)
    tiles = {words(dt): words(dt.getnext()) for dt in page.xpath("//dl/div/dt")}
    assert tiles == {"合": "0", "不合": "1", "未能执行": "1"}


def test_each_failed_expectation_is_metadata_with_its_own_rows_and_the_page(damage, tmp_path):
    report = run_gate(leave_to_marts, damage())
    page = tmp_path / "gate.html"
    _, documents = to_check_results(report, dg.AssetKey("door"), page)
    assert documents.metadata["G2-10"].value.startswith("文档可以采信。(2 / 5 行)")
    assert "scan" in documents.metadata["G2-10"].value
    assert "wrong-2022" in documents.metadata["G2-11"].value
    assert "scan" not in documents.metadata["G2-11"].value
    assert documents.metadata["page"].value == str(page)
    assert documents.metadata["page_url"].value == page.as_uri()


def test_release_names_its_files_and_why_documents_were_kept_back(damage, tmp_path):
    release = publish(damage(), tmp_path / "published").folder
    files = _files(release)
    for name in ("report", "worksheet", "database"):
        assert Path(files[name].value).is_file()
    assert files["report_url"].value == (release / "report/index.html").as_uri()
    rows = {row["文件"]: row for row in _kept_back(release)}
    assert set(rows) == {"bad-2022", "scan"}
    for row in rows.values():
        assert row["原因"]
        assert Path(row["页面"]).is_file()


def test_gates_stand_at_the_three_doors():
    assert [gate.asset for gate in GATES] == [
        ("raw", "cells"),
        ("reconciliation", "document_gate"),
        ("marts", "documents"),
    ]
