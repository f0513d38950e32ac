"""dbt results as Dagster events: nodes become materializations, tests become asset checks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import dagster as dg
import duckdb
from dagster_dbt.asset_utils import get_asset_check_key_for_test

from dagster_project.defs.table_metadata import as_markdown, describe_tables
from dagster_project.defs.warehouse.translator import LayerTranslator
from dagster_project.runtime.warehouse import open_warehouse

if TYPE_CHECKING:
    from dbt.artifacts.schemas.results import NodeResult

Event = dg.MaterializeResult | dg.AssetCheckResult
_SHOWN_ROWS = 10
_BUILT = ("model", "seed", "snapshot")


def to_events(
    context: dg.AssetExecutionContext,
    results: Sequence[NodeResult],
    manifest: Mapping[str, Any],
    translator: LayerTranslator,
    warehouse: Path,
) -> Iterator[Event]:
    """Yield the events of one dbt run; raise dg.Failure when a node or an unlisted test failed.

    A failed test with dbt severity error is a failed check of severity ERROR: its spec is blocking,
    so the run stops there. Severity warn is a failed check of severity WARN and stops nothing.
    """
    # Imported late: seconds.
    from dbt.contracts.graph.nodes import SourceDefinition

    with open_warehouse(warehouse, read_only=True) as connection:
        built = {
            (result.node.schema, result.node.alias): result
            for result in results
            if not isinstance(result.node, SourceDefinition)
            and result.node.resource_type in _BUILT
            and _status(result) == "success"
        }
        metadata = describe_tables(connection, list(built))
        for table, result in built.items():
            key = translator.get_asset_spec(manifest, result.node.unique_id, None).key
            seconds = {"seconds": round(result.execution_time, 3)}
            yield dg.MaterializeResult(asset_key=key, metadata=metadata[table] | seconds)
        for result in results:
            if result.node.resource_type == "test" and _status(result) != "skipped":
                yield from _test_events(context, result, manifest, translator, connection)
    _raise_errors(results)


def _test_events(
    context: dg.AssetExecutionContext,
    result: NodeResult,
    manifest: Mapping[str, Any],
    translator: LayerTranslator,
    connection: duckdb.DuckDBPyConnection,
) -> Iterator[dg.AssetCheckResult]:
    key = get_asset_check_key_for_test(manifest, translator, result.node.unique_id, project=None)
    if key is None or key not in context.selected_asset_check_keys:
        return
    status = _status(result)
    details: dict[str, Any] = {"status": status, "failures": result.failures or 0}
    if status != "pass":
        details["message"] = result.message or ""
        details["rows"] = as_markdown(_offending_rows(result, connection))
    warn = dg.AssetCheckSeverity.WARN
    yield dg.AssetCheckResult(
        asset_key=key.asset_key,
        check_name=key.name,
        passed=status == "pass",
        severity=warn if status == "warn" else dg.AssetCheckSeverity.ERROR,
        metadata=details,
    )


def _offending_rows(
    result: NodeResult, connection: duckdb.DuckDBPyConnection
) -> list[dict[str, Any]]:
    """Return the first rows that a test found, by running its compiled query once more."""
    code = getattr(result.node, "compiled_code", None)
    if not code or _status(result) not in ("fail", "warn"):
        return []
    try:
        cursor = connection.execute(f"select * from ({code}) limit {_SHOWN_ROWS}")  # noqa: S608
    except duckdb.Error as error:
        return [{"error": str(error)}]
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _raise_errors(results: Sequence[NodeResult]) -> None:
    """Stop the step for nodes that did not run and for failed tests that are nobody's check."""
    broken = [r for r in results if _status(r) in ("error", "runtime error")]
    failed = [r for r in results if _status(r) == "fail"]
    if not broken and not failed:
        return
    lines = [f"{r.node.name}: {(r.message or '').strip()}" for r in [*broken, *failed]]
    raise dg.Failure(
        description="dbt: " + " | ".join(line.replace("\n", " ") for line in lines[:5]),
        metadata={"nodes": as_markdown([{"node": line} for line in lines])},
        allow_retries=False,
    )


def _status(result: NodeResult) -> str:
    return str(getattr(result.status, "value", result.status))
