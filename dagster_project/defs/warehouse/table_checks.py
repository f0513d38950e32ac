"""The data tests of a table as one asset check: each with its rows, none with an event of its own.

Dagster writes five times to its history for every check, so that 478 checks cost more than the
tests that they tell of (decision 0042).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import dagster as dg
import duckdb

from dagster_project.defs.table_metadata import as_markdown
from dagster_project.shards.parts import Part
from dagster_project.warehouse.making import NodeError, count_rows
from dagster_project.warehouse.nodes import Node
from dagster_project.warehouse.scopes import FAMILY

CHECK = "data_tests"
_SHOWN_ROWS = 10


@dataclass(frozen=True)
class TestOutcome:
    """What a data test found: how many rows and the first of them, or why it could not run."""

    __test__ = False  # not pytest's

    test: Node
    rows: int = 0
    first_rows: list[dict[str, Any]] = field(default_factory=list)
    error: str | None = None

    @property
    def status(self) -> str:
        """Return pass, warn, fail or error."""
        if self.error:
            return "error"
        if not self.rows:
            return "pass"
        return "warn" if self.test.severity == "warn" else "fail"


def check_spec(asset: dg.AssetKey, tests: Sequence[Node]) -> dg.AssetCheckSpec:
    """Return the check of one table; it stops the run where one of its tests would."""
    names = "\n".join(f"- {test.name}" for test in tests)
    return dg.AssetCheckSpec(
        CHECK,
        asset=asset,
        blocking=any(test.severity == "error" for test in tests),
        description=f"本表的 {len(tests)} 项数据检验。The data tests of this table:\n\n{names}",
        metadata={"tests": [test.name for test in tests]},
    )


def try_tests(connection: duckdb.DuckDBPyConnection, tests: Sequence[Node]) -> list[TestOutcome]:
    """Run data tests; rows are fetched only where there are any."""
    return [_try(connection, test) for test in tests]


def try_gathered(
    connection: duckdb.DuckDBPyConnection, tests: Sequence[Node], parts: Sequence[Part]
) -> list[TestOutcome]:
    """Run the data tests of what was made of all documents; of families their shards have."""
    return [
        _add_up(test, parts) if test.scope == FAMILY else _try(connection, test) for test in tests
    ]


def _add_up(test: Node, parts: Sequence[Part]) -> TestOutcome:
    found = [part.tests[test.name] for part in parts]
    errors = [one.error for one in found if one.error]
    rows = [row for one in found for row in one.first_rows][:_SHOWN_ROWS]
    return TestOutcome(test, sum(one.rows for one in found), rows, errors[0] if errors else None)


def to_check_result(asset: dg.AssetKey, outcomes: Sequence[TestOutcome]) -> dg.AssetCheckResult:
    """Return all tests of a table with what they found, and the rows of those that found any."""
    told = [outcome for outcome in outcomes if outcome.status != "pass"]
    is_grave = any(outcome.status != "warn" for outcome in told)
    return dg.AssetCheckResult(
        check_name=CHECK,
        asset_key=asset,
        passed=not told,
        severity=dg.AssetCheckSeverity.ERROR if is_grave else dg.AssetCheckSeverity.WARN,
        description="; ".join(
            f"{outcome.test.name}: {outcome.error or f'{outcome.rows} rows'}" for outcome in told
        ),
        metadata=_metadata(outcomes, told),
    )


def _metadata(
    outcomes: Sequence[TestOutcome], told: Sequence[TestOutcome]
) -> dict[str, dg.MetadataValue]:
    rows = {f"rows: {o.test.name}": as_markdown(o.first_rows) for o in told if o.first_rows}
    tests = [
        {"test": o.test.name, "status": o.status, "rows": o.rows}
        for o in sorted(outcomes, key=lambda outcome: outcome.status == "pass")
    ]
    failures = dg.MetadataValue.int(sum(outcome.rows for outcome in told))
    return {"tests": as_markdown(tests), "failures": failures, **rows}


def _try(connection: duckdb.DuckDBPyConnection, test: Node) -> TestOutcome:
    try:
        rows = count_rows(connection, test)
        return TestOutcome(test, rows, _first_rows(connection, test) if rows else [])
    except NodeError as error:
        return TestOutcome(test, error=str(error))


def _first_rows(connection: duckdb.DuckDBPyConnection, test: Node) -> list[dict[str, Any]]:
    cursor = connection.execute(f"select * from ({test.sql}) limit {_SHOWN_ROWS}")  # noqa: S608
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
