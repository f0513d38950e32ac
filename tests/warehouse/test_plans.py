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

from dagster_project.runtime.warehouse import RELEASE_FILE
from dagster_project.warehouse.compiled import Compilation, compile_project
from tests.building import shipped_release

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


def _ungrouped_tables(plan: Plan) -> Iterator[str]:
    """Yield the tables of which every row arrives here: not its kinds, or an answer per group."""
    if "GROUP_BY" in plan["name"]:
        return
    if table := plan.get("extra_info", {}).get("Table"):
        yield table.split(".")[-1]
    for child in plan["children"]:
        yield from _ungrouped_tables(child)


def _joins(plan: Plan) -> Iterator[Plan]:
    if plan["name"].strip() in _EVERY_PAIR:
        yield plan
    for child in plan["children"]:
        yield from _joins(child)


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    """Return the shipped documents: of empty tables DuckDB plans otherwise."""
    release = shipped_release(tmp_path_factory)
    return duckdb.connect(str(release / RELEASE_FILE), read_only=True)


def _dear_joins(
    warehouse: duckdb.DuckDBPyConnection, sql: str, growing: set[str]
) -> list[list[list[str]]]:
    """Return the joins of a query that try every pair of two relations that grow."""
    [(_, text)] = warehouse.execute(f"explain (format json) {sql}").fetchall()
    sides = [
        [sorted(growing.intersection(_tables(child))) for child in join["children"]]
        for plan in json.loads(text)
        for join in _joins(plan)
    ]
    return [both for both in sides if all(both)]


def test_no_model_tries_every_pair_of_two_tables_that_grow(
    compilation: Compilation, warehouse: duckdb.DuckDBPyConnection
) -> None:
    growing = _growing(compilation)
    assert {"fct_cells", "int_rule_verdicts"} <= growing
    assert "dim_table_column" not in growing
    models = [node for node in compilation.nodes if node.kind in ("table", "view")]
    found = {node.name: _dear_joins(warehouse, node.sql, growing) for node in models}
    assert {name: joins for name, joins in found.items() if joins} == {}


def _pattern_joins(
    warehouse: duckdb.DuckDBPyConnection, sql: str, growing: set[str]
) -> list[list[str]]:
    """Return the relations every row of which is tried against every pattern of another."""
    [(_, text)] = warehouse.execute(f"explain (format json) {sql}").fetchall()
    return [
        found
        for plan in json.loads(text)
        for join in _joins(plan)
        if "regexp" in json.dumps(join.get("extra_info", {}))
        for child in join["children"]
        if (found := sorted(growing.intersection(_ungrouped_tables(child))))
    ]


def test_patterns_are_tried_on_kinds_and_not_on_every_figure(
    compilation: Compilation, warehouse: duckdb.DuckDBPyConnection
) -> None:
    """A pattern that comes out of a seed is compiled for every pair: a second per 100 documents."""
    growing = _growing(compilation)
    models = [node for node in compilation.nodes if node.kind in ("table", "view")]
    found = {node.name: _pattern_joins(warehouse, node.sql, growing) for node in models}
    assert {name: joins for name, joins in found.items() if joins} == {}


def test_a_pattern_tried_on_every_figure_is_seen(
    compilation: Compilation, warehouse: duckdb.DuckDBPyConnection
) -> None:
    sql = (
        "select count(*) from core.fct_claims as claims inner join seeds.rule_claims as patterns "
        "on regexp_full_match(claims.claim_kind, patterns.claim_kinds)"
    )
    assert _pattern_joins(warehouse, sql, _growing(compilation)) == [["fct_claims"]]


def test_a_join_that_tries_every_pair_is_seen(
    compilation: Compilation, warehouse: duckdb.DuckDBPyConnection
) -> None:
    """What the test above looks for: a condition that no hash can serve."""
    sql = (
        "select count(*) from core.fct_cells as one inner join core.fct_claims as other "
        "on one.document_id = other.document_id or one.printed_text = other.printed_text"
    )
    assert _dear_joins(warehouse, sql, _growing(compilation))
