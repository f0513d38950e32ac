"""Each door as two asset checks: structure (stops the run) and documents (lists the bad ones)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import dagster as dg

from dagster_project.defs.resources import Workspace
from dagster_project.defs.table_metadata import as_markdown
from dagster_project.report.gate_pages import write_gate_page
from dagster_project.runtime.warehouse import open_warehouse
from dagster_project.shards.gather import batches_of, noted_parts, parts_dir
from expectations.checkpoint import BatchPlan, run_suite
from expectations.result import ExpectationOutcome, GateReport
from expectations.suites import enter_staging, leave_to_marts, marts_contract


@dataclass(frozen=True)
class Gate:
    """One door: the asset that must not be used before it, and the suite that guards it."""

    number: int
    name: str
    asset: tuple[str, str]
    plans: Callable[[], list[BatchPlan]]
    purpose_zh: str


GATES = (
    Gate(1, "enter_staging", ("raw", "cells"), enter_staging.plans, "提取结果进入暂存层之前"),
    Gate(
        2,
        "leave_to_marts",
        ("reconciliation", "document_gate"),
        leave_to_marts.plans,
        "勾稽结论进入数据集市之前",
    ),
    Gate(3, "marts_contract", ("marts", "documents"), marts_contract.plans, "数据集市发布之前"),
)


def build_gate_checks(gate: Gate) -> dg.AssetChecksDefinition:
    """Return the two checks of one door; they share one run of its suite."""
    asset = dg.AssetKey(gate.asset)

    @dg.multi_asset_check(
        name=f"gate_{gate.number}_{gate.name}",
        specs=[
            dg.AssetCheckSpec(
                "structure",
                asset=asset,
                blocking=True,
                description=f"{gate.purpose_zh}:结构完整,否则停止。Structure is whole, or stop.",
            ),
            dg.AssetCheckSpec(
                "documents",
                asset=asset,
                description=f"{gate.purpose_zh}:列出有问题的文档。Lists documents at fault.",
            ),
        ],
    )
    def gate_checks(workspace: Workspace) -> Iterator[dg.AssetCheckResult]:
        settings = workspace.settings
        parts = noted_parts(parts_dir(settings.warehouse))
        with open_warehouse(settings.warehouse, read_only=True) as connection:
            report = run_suite(connection, gate.plans(), batches_of(parts) if parts else None)
        page = settings.warehouse.parent / "gates" / f"gate_{gate.number}_{gate.name}.html"
        # Before a crash stops the run: the page says what could not be evaluated.
        site = (settings.published_dir / "current" / "report").absolute()
        write_gate_page(page, gate.number, gate.purpose_zh, report, site)
        raise_if_crashed(report, page)
        yield from to_check_results(report, asset, page)

    return gate_checks


def to_check_results(
    report: GateReport, asset: dg.AssetKey, page: Path | None = None
) -> Iterator[dg.AssetCheckResult]:
    """Yield ``structure`` with severity ERROR and ``documents`` with severity WARN.

    Each failed expectation has an entry of its own with its rows; ``page`` is the whole gate.
    """
    for name, severity, failures in (
        ("structure", dg.AssetCheckSeverity.ERROR, report.structural_failures),
        ("documents", dg.AssetCheckSeverity.WARN, report.document_failures),
    ):
        yield dg.AssetCheckResult(
            check_name=name,
            asset_key=asset,
            passed=not failures,
            severity=severity,
            description="; ".join(f"{item.rule_id} {item.description}" for item in failures),
            metadata={
                "expectations": len(report.outcomes),
                "failed": len(failures),
                "rule_ids": [item.rule_id for item in failures],
                "rows": as_markdown(list_rows(failures)),
                **{item.rule_id: _failure(item) for item in failures},
                **_page_links(page),
            },
        )


def list_rows(failures: list[ExpectationOutcome]) -> list[dict[str, Any]]:
    """Return the offending rows of all failures, each with its rule; a count has none."""
    rows: list[dict[str, Any]] = []
    for failure in failures:
        rule = {"rule_id": failure.rule_id, "expectation": failure.description}
        found = failure.rows or [{"observed": failure.observed}]
        rows += [rule | _only_facts(row) for row in found]
    columns = list(dict.fromkeys(name for row in rows for name in row))
    return [{name: row.get(name) for name in columns} for row in rows]


def _failure(item: ExpectationOutcome) -> dg.MarkdownMetadataValue:
    """Return a failed expectation: what it asks, of how many rows, and which do not meet it."""
    rows = [_only_facts(row) for row in item.rows] or [{"observed": item.observed}]
    columns = list(dict.fromkeys(name for row in rows for name in row))
    table = as_markdown([{name: row.get(name) for name in columns} for row in rows]).md_str
    found = item.unexpected if item.unexpected is not None else len(item.rows)
    return dg.MetadataValue.md(f"{item.description}({found} / {item.checked} 行)\n\n{table}")


def _page_links(page: Path | None) -> dict[str, dg.MetadataValue[Any]]:
    if page is None:
        return {}
    return {
        "page": dg.MetadataValue.path(page),
        "page_url": dg.MetadataValue.url(page.absolute().as_uri()),
    }


def raise_if_crashed(report: GateReport, page: Path | None = None) -> None:
    """Stop the run when an expectation could not be evaluated: nothing was checked then."""
    if report.crashed:
        lines = [f"{item.rule_id}: {item.error}" for item in report.crashed]
        raise dg.Failure(
            description="expectation crashed (not failed): " + " | ".join(lines),
            metadata={
                "crashed": as_markdown([{"expectation": line} for line in lines]),
                **_page_links(page),
            },
            allow_retries=False,
        )


def _only_facts(row: dict[str, Any]) -> dict[str, Any]:
    """Drop counters that are zero: the reader looks for what is wrong."""
    return {name: value for name, value in row.items() if value not in (0, None, "")}
