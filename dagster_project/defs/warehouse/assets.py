"""The dbt project as two steps of assets: everything up to the verdicts, the marts behind gate 2.

What dbt knows (names, lineage, columns, descriptions) is read from its manifest; its SQL was
compiled once and runs here without dbt (decision 0042).
"""

import logging
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

import dagster as dg
import duckdb

from dagster_project.defs.resources import Workspace
from dagster_project.defs.table_metadata import as_markdown, describe_stats, describe_tables
from dagster_project.defs.warehouse.table_checks import (
    check_spec,
    to_check_result,
    try_gathered,
    try_tests,
)
from dagster_project.defs.warehouse.translator import LayerTranslator
from dagster_project.lake.settle import settle
from dagster_project.runtime.warehouse import open_warehouse
from dagster_project.shards.gather import gather, noted_parts, parts_dir, prune_parts
from dagster_project.shards.parts import Part
from dagster_project.warehouse.compiled import Compilation, Made
from dagster_project.warehouse.making import NodeError
from dagster_project.warehouse.nodes import Node

log = logging.getLogger(__name__)

Event = dg.MaterializeResult | dg.AssetCheckResult
_TOLD_EVERY = 50
_MARTS = "marts"


def build_warehouse_assets(compilation: Compilation, catalog: str) -> list[dg.AssetsDefinition]:
    """Return the two steps; inside one of them nothing outside dbt could stop a model."""
    specs = _specs(compilation, catalog)
    tests = [node for node in compilation.nodes if node.kind == "test"]
    relations = [node for node in compilation.nodes if node.kind != "test"]
    marts = [node for node in relations if node.schema == _MARTS]
    rest = [node for node in relations if node.schema != _MARTS]
    return [
        _build_step(compilation, specs, "verdicts", rest, tests),
        _build_step(compilation, specs, "marts", marts, tests),
    ]


def key_of(node: Node) -> dg.AssetKey:
    """Return schema and table, as every relation is called in the graph."""
    return dg.AssetKey([node.schema, node.name])


def _specs(compilation: Compilation, catalog: str) -> dict[str, dg.AssetSpec]:
    translator, manifest = LayerTranslator(), compilation.manifest(catalog)
    return {
        node.unique_id: translator.get_asset_spec(manifest, node.unique_id, None)
        for node in compilation.nodes
        if node.kind != "test"
    }


def _build_step(
    compilation: Compilation,
    specs: dict[str, dg.AssetSpec],
    name: str,
    relations: Sequence[Node],
    tests: Sequence[Node],
) -> dg.AssetsDefinition:
    tests_of = {
        node.unique_id: [test for test in tests if test.attached_to == node.unique_id]
        for node in relations
    }
    tested = [node for node in relations if tests_of[node.unique_id]]

    @dg.multi_asset(
        name=name,
        specs=[specs[node.unique_id] for node in relations],
        check_specs=[check_spec(key_of(node), tests_of[node.unique_id]) for node in tested],
        can_subset=True,
    )
    def step(context: dg.AssetExecutionContext, workspace: Workspace) -> Iterator[Event]:
        chosen = [node for node in relations if key_of(node) in context.selected_asset_keys]
        asked = {key.asset_key for key in context.selected_asset_check_keys}
        folder = parts_dir(workspace.settings.warehouse)
        if parts := noted_parts(folder):
            is_last = relations[0].schema == _MARTS
            with open_warehouse(workspace.settings.warehouse) as connection:
                yield from _gathered(connection, compilation, chosen, tests_of, asked, parts)
                if is_last and workspace.settings.lake:
                    settle(connection, compilation, parts)
            if is_last:
                prune_parts(folder, parts)
            return
        with open_warehouse(workspace.settings.warehouse) as connection:
            made, error = make_all(compilation, connection, chosen, announce=_teller(name, chosen))
            metadata = describe_tables(connection, [(m.node.schema, m.node.name) for m in made])
            for each in made:
                facts = metadata[each.node.schema, each.node.name]
                seconds = {"seconds": round(each.seconds, 3)}
                yield dg.MaterializeResult(asset_key=key_of(each.node), metadata=facts | seconds)
            # Where a model failed, what its inputs look like may say why.
            there = {m.node.unique_id for m in made} if error else None
            for node in tested:
                if key_of(node) in asked and (there is None or node.unique_id in there):
                    outcomes = try_tests(connection, tests_of[node.unique_id])
                    yield to_check_result(key_of(node), outcomes)
        if error:
            raise _failure(error)

    return step


def _gathered(
    connection: duckdb.DuckDBPyConnection,
    compilation: Compilation,
    nodes: Sequence[Node],
    tests_of: Mapping[str, Sequence[Node]],
    asked: Collection[dg.AssetKey],
    parts: Sequence[Part],
) -> Iterator[Event]:
    """Make the relations of a step from parts, and tell of them as of those made at once."""
    try:
        gathered = list(gather(connection, compilation, nodes, parts))
    except NodeError as error:
        raise _failure(error) from error
    unknown = [(g.node.schema, g.node.name) for g in gathered if g.stats is None and g.is_there]
    described = describe_tables(connection, unknown)
    for each in gathered:
        place = (each.node.schema, each.node.name)
        facts = described.get(place) or describe_stats(*place, each.stats)
        facts |= {"seconds": round(each.seconds, 3), "shards": len(parts)}
        yield dg.MaterializeResult(asset_key=key_of(each.node), metadata=facts)
    for node in nodes:
        if tests_of[node.unique_id] and key_of(node) in asked:
            outcomes = try_gathered(connection, tests_of[node.unique_id], parts)
            yield to_check_result(key_of(node), outcomes)


def make_all(
    compilation: Compilation,
    connection: duckdb.DuckDBPyConnection,
    nodes: Sequence[Node],
    announce: Callable[[Made], None],
) -> tuple[list[Made], NodeError | None]:
    """Make nodes until one cannot be made; return those that were, and what stopped it."""
    made: list[Made] = []
    try:
        for each in compilation.make(connection, nodes):
            made.append(each)
            announce(each)
    except NodeError as error:
        return made, error
    return made, None


def _teller(step: str, nodes: Sequence[Node]) -> Callable[[Made], None]:
    """Return what tells whoever waits at a terminal how far a step is."""
    count = iter(range(1, len(nodes) + 1))

    def tell(_: Made) -> None:
        number = next(count)
        if number % _TOLD_EVERY == 0 or number == len(nodes):
            log.info(f"{step}: {number} of {len(nodes)}")

    return tell


def _failure(error: NodeError) -> dg.Failure:
    return dg.Failure(
        description=f"dbt: {error}",
        metadata={"nodes": as_markdown([{"node": str(error)}])},
        allow_retries=False,
    )
