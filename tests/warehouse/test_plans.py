"""No model tries every pair of two tables that grow with the documents: twice as many, four times.

DuckDB joins by hash where each condition compares the two sides. A pattern, an ``or`` or a
condition about the left side alone in an outer join make it try every pair; nothing says so, and
with five documents nobody notices.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import duckdb
import pytest

from dagster_project.contract.raw_schema import create_statements
from dagster_project.warehouse.compiled import Compilation, compile_project

_EVERY_PAIR = {"NESTED_LOOP_JOIN", "BLOCKWISE_NL_JOIN", "CROSS_PRODUCT", "IE_JOIN"}
Plan = dict[str, Any]


@pytest.fixture(scope="module")
def compilation() -> Compilation:
    return compile_project()


def _growing(compilation: Compilation) -> set[str]:
    """Return the relations that have more rows where there are more documents."""
    growing: set[str] = set()
    names: dict[str, str] = {}
    for node in compilation.nodes:
        names[node.unique_id] = node.name
        if any(p.startswith("source.") or names.get(p) in growing for p in node.parents):
            growing.add(node.name)
    return growing | {"documents", "cells", "claims", "statements", "narrative"}


def _tables(plan: Plan) -> Iterator[str]:
    if table := plan.get("extra_info", {}).get("Table"):
        yield table.split(".")[-1]
    for child in plan["children"]:
        yield from _tables(child)


def _joins(plan: Plan) -> Iterator[Plan]:
    if plan["name"].strip() in _EVERY_PAIR:
        yield plan
    for child in plan["children"]:
        yield from _joins(child)


def test_no_model_tries_every_pair_of_two_tables_that_grow(compilation: Compilation) -> None:
    connection = duckdb.connect()
    for statement in create_statements():
        connection.execute(statement)
    compilation.build(connection)
    growing = _growing(compilation)
    assert {"fct_cells", "int_rule_verdicts"} <= growing
    assert "dim_table_column" not in growing
    seen, found = 0, []
    for node in compilation.nodes:
        if node.kind not in ("table", "view"):
            continue
        # Without statistics: of empty tables they say that nothing is to be joined.
        connection.execute("set disabled_optimizers = 'statistics_propagation'")
        [(_, text)] = connection.execute(f"explain (format json) {node.sql}").fetchall()
        for plan in json.loads(text):
            for join in _joins(plan):
                sides = [growing.intersection(_tables(child)) for child in join["children"]]
                seen += 1
                if all(sides):
                    found.append((node.name, *map(sorted, sides)))
    # Patterns of the seeds are tried on every claim; there are as many as there are.
    assert seen
    assert found == []
