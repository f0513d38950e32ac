"""Running a suite: batches from the warehouse, one ephemeral context per process, made late."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import duckdb

from expectations.late_import import load_when_used
from expectations.result import ExpectationOutcome, GateReport, read_outcome

if TYPE_CHECKING:
    import pandas as pd
    from great_expectations.expectations import Expectation


@dataclass(frozen=True)
class BatchPlan:
    """One batch: a query giving one row per document or rule, and what is expected of it.

    ``count_sql`` counts the rows by another way than ``sql``: an empty batch passes everything.
    ``gathered_sql`` makes the batch of all documents from those of ``{parts}``, where the warehouse
    is made of parts; blank: ``sql`` is asked of all at once.
    """

    name: str
    sql: str
    count_sql: str
    count_rule_id: str
    build: Callable[[], Sequence[Expectation]]
    gathered_sql: str = ""


# Of a batch with a row per document.
EVERY_DOCUMENT = "from {parts} order by document_id"


@cache
def get_context() -> Any:
    """Return the context of this process; its first use imports the library (seconds)."""
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    load_when_used("scipy.stats")
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    return context


def run_suite(
    connection: duckdb.DuckDBPyConnection,
    plans: Sequence[BatchPlan],
    parts: Callable[[str], str] | None = None,
) -> GateReport:
    """Evaluate every plan and return all outcomes.

    ``parts`` gives the relation that holds the batches of a name that parts have made of ``sql``.
    """
    outcomes: list[ExpectationOutcome] = []
    for plan in plans:
        sql = plan.sql
        if parts is not None and plan.gathered_sql:
            sql = plan.gathered_sql.format(parts=parts(plan.name))
        # Ids, flags and counts only: pandas would make floats of DECIMAL money.
        frame = connection.execute(sql).to_arrow_table().to_pandas()
        row = connection.execute(plan.count_sql).fetchone()
        assert row is not None  # noqa: S101 - a count always returns a row
        outcomes += run_plan(plan, frame, int(row[0]))
    return GateReport(outcomes)


def run_plan(plan: BatchPlan, frame: pd.DataFrame, expected_rows: int) -> list[ExpectationOutcome]:
    """Evaluate one plan on a frame that must have ``expected_rows`` rows."""
    import great_expectations as gx
    import great_expectations.expectations as gxe
    from great_expectations.expectations.metadata_types import FailureSeverity

    context = get_context()
    suite = gx.ExpectationSuite(name=plan.name)
    suite.add_expectation(
        gxe.ExpectTableRowCountToEqual(
            value=expected_rows,
            severity=FailureSeverity.CRITICAL,
            description=f"批次 {plan.name} 应恰有 {expected_rows} 行,少一行就是漏查。",
            meta={"rule_id": plan.count_rule_id},
        )
    )
    for expectation in plan.build():
        suite.add_expectation(expectation)
    source = context.data_sources.add_or_update_pandas("warehouse")
    asset = source.add_dataframe_asset(plan.name)
    batch = asset.add_batch_definition_whole_dataframe("all").get_batch({"dataframe": frame})
    result = batch.validate(suite, result_format="COMPLETE")
    records = frame.to_dict("records")
    return [read_outcome(item.to_json_dict(), records, plan.name) for item in result.results]


def expect_value(
    column: str, allowed: Sequence[Any], rule_id: str, severity: str, description: str
) -> Expectation:
    """Expect every row of ``column`` to be one of ``allowed``; offending rows are listed."""
    import great_expectations.expectations as gxe
    from great_expectations.expectations.metadata_types import FailureSeverity

    return gxe.ExpectColumnValuesToBeInSet(
        column=column,
        value_set=list(allowed),
        severity=FailureSeverity(severity),
        description=description,
        meta={"rule_id": rule_id},
    )


def expect_unique(column: str, rule_id: str, description: str) -> Expectation:
    """Expect a key to be unique; a duplicate is structural."""
    import great_expectations.expectations as gxe
    from great_expectations.expectations.metadata_types import FailureSeverity

    return gxe.ExpectColumnValuesToBeUnique(
        column=column,
        severity=FailureSeverity.CRITICAL,
        description=description,
        meta={"rule_id": rule_id},
    )
