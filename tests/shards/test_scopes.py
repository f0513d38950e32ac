"""What of the dbt project depends on one family is declared, and nothing of it looks further."""

from __future__ import annotations

from pathlib import Path

import pytest

from dagster_project.runtime.settings import DBT_DIR, PROJECT_DIR
from dagster_project.shards import plan
from dagster_project.warehouse.compiled import Compilation
from dagster_project.warehouse.nodes import Node
from dagster_project.warehouse.scopes import CORPUS, FAMILY, SHARED, with_scopes

RAW = "source.juesuan.raw."


def _by_id(compilation: Compilation) -> dict[str, Node]:
    return {node.unique_id: node for node in compilation.nodes}


def _relations(compilation: Compilation) -> list[Node]:
    return [node for node in compilation.nodes if node.kind in ("table", "view")]


def test_no_relation_of_a_family_reads_one_of_all_documents(compilation: Compilation) -> None:
    """But for the columns that are declared to be restated, of which the gathered part is told."""
    nodes = _by_id(compilation)
    upward = [
        (node.name, nodes[parent].name)
        for node in _relations(compilation)
        if node.scope != CORPUS
        for parent in node.parents
        if parent in nodes and nodes[parent].scope == CORPUS
    ]
    restated = {node.name: node.restated for node in _relations(compilation) if node.restated}
    assert {name for name, _ in upward} == set(restated)
    assert {parent for _, parent in upward} == {"dim_account_year"}
    columns = {node.name: [name for name, _ in node.columns] for node in _relations(compilation)}
    # How a row is found again for its column to be restated.
    assert all({column, "fiscal_year"} <= set(columns[name]) for name, column in restated.items())
    # What is restated is read by nothing of a family, or what reads it would be restated, too.
    readers = [
        (node.name, nodes[parent].name)
        for node in _relations(compilation)
        if node.scope == FAMILY
        for parent in node.parents
        if parent in nodes and nodes[parent].restated
    ]
    assert readers == []


def test_what_looks_at_all_documents_says_so_and_reads_few_rows_of_each(
    compilation: Compilation,
) -> None:
    """Declared, not inherited by chance; from marts, dimensions and facts, never from cells."""
    nodes = _by_id(compilation)
    corpus = [node for node in _relations(compilation) if node.scope == CORPUS]
    assert {node.name for node in corpus} == {
        *("dim_account", "dim_account_year", "dim_fiscal_year", "dim_organization", "dim_region"),
        *("accounts", "coverage", "organizations", "regions", "years"),
        *("metric_values", "metric_totals"),
    }
    read = {
        nodes[parent].name
        for node in corpus
        for parent in node.parents
        if nodes[parent].scope == FAMILY
    }
    assert read <= {
        *("stg_raw__documents", "dim_document", "dim_observed_organization", "fct_account_names"),
        *("document_gate", "published_documents", "department_year", "three_public"),
        *("budget_execution", "year_on_year", "claims", "documents"),
    }


def test_what_reads_only_seeds_is_the_same_everywhere(compilation: Compilation) -> None:
    assert all(node.scope == SHARED for node in compilation.nodes if node.kind == "seed")
    names = {node.name for node in _relations(compilation) if node.scope == SHARED}
    assert {"rules", "metrics", "dim_listed_account"} <= names
    assert not any(
        parent.startswith(RAW)
        for node in compilation.nodes
        if node.scope == SHARED
        for parent in node.parents
    )


@pytest.mark.parametrize(
    ("parents", "declared", "restated", "scope"),
    [
        (("seed",), "", "", SHARED),
        ((RAW + "cells",), "", "", FAMILY),
        (("seed", "family"), "", "", FAMILY),
        (("family", "corpus"), "", "", CORPUS),
        (("family", "corpus"), "", "account_key", FAMILY),
        (("family",), CORPUS, "", CORPUS),
    ],
)
def test_a_scope_is_inherited_unless_it_is_declared(
    parents: tuple[str, ...], declared: str, restated: str, scope: str
) -> None:
    above = [
        Node("seed", "seed", "seed", "seeds", ""),
        Node("family", "family", "table", "core", "", (RAW + "cells",)),
        Node("corpus", "corpus", "table", "core", "", ("family",), scope=CORPUS),
    ]
    node = Node("it", "it", "table", "core", "", parents, scope=declared, restated=restated)
    assert with_scopes([*above, node])[-1].scope == scope


def test_seeds_that_change_no_shard_are_read_by_none(compilation: Compilation) -> None:
    """Neither by SQL of families, their data tests among it, nor by code that loads and builds."""
    nodes = _by_id(compilation)
    read: set[str] = set()
    waiting = [node.unique_id for node in compilation.nodes if node.scope == FAMILY]
    while waiting:
        unique_id = waiting.pop()
        if unique_id in nodes and unique_id not in read:
            read.add(unique_id)
            waiting += nodes[unique_id].parents
    names = {nodes[unique_id].name for unique_id in read if nodes[unique_id].kind == "seed"}
    code = "\n".join(
        path.read_text(encoding="utf-8")
        for package in plan._CODE
        for path in (PROJECT_DIR / package).rglob("*.py")
        if path != Path(plan.__file__)
    )
    assert "organization_register" in names
    for place in plan.CORPUS_SEEDS:
        assert (DBT_DIR / place).is_file()
        assert Path(place).stem not in names
        assert Path(place).stem not in code
        # Nor by code that reads all seeds of a folder, whatever they are called.
        assert f'"{Path(place).parent.name}").glob' not in code
