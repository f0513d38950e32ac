"""Two @dbt_assets: everything up to the verdicts, and the marts behind gate 2."""

import logging
import re
from collections.abc import Iterator
from functools import partial

import dagster as dg
from dagster_dbt import dbt_assets

from dagster_project.defs.resources import Workspace
from dagster_project.defs.warehouse.dbt_events import Event, to_events
from dagster_project.defs.warehouse.translator import LayerTranslator
from dagster_project.warehouse.dbt_runner import ParsedProject, run_dbt

log = logging.getLogger(__name__)

# dbt counts its nodes: "12 of 813 OK created …".
_COUNTED = re.compile(r"(\d+) of (\d+) ")
_TOLD_EVERY = 100

# dbt folders: seeds, staging, core and reconciliation are one step, marts the other.
UP_TO_VERDICTS = {"select": "fqn:*", "exclude": "fqn:juesuan.marts"}
MARTS = {"select": "fqn:juesuan.marts", "exclude": ""}


def build_warehouse_assets(project: ParsedProject) -> list[dg.AssetsDefinition]:
    """Return the two dbt steps; inside one dbt run nothing outside dbt could stop a model."""
    return [
        _build_step(project, "verdicts", UP_TO_VERDICTS),
        _build_step(project, "marts", MARTS),
    ]


def _build_step(
    project: ParsedProject, name: str, selection: dict[str, str]
) -> dg.AssetsDefinition:
    translator = LayerTranslator()

    @dbt_assets(
        manifest=project.manifest_dict,
        name=name,
        dagster_dbt_translator=translator,
        select=selection["select"],
        exclude=selection["exclude"],
    )
    def step(context: dg.AssetExecutionContext, workspace: Workspace) -> Iterator[Event]:
        arguments = build_arguments(selection, _selected_names(context, project))
        results = run_dbt(project, arguments, on_node=partial(_announce, context, name))
        yield from to_events(
            context, results, project.manifest_dict, translator, workspace.settings.warehouse
        )

    return step


def _announce(context: dg.AssetExecutionContext, step: str, message: str) -> None:
    """Tell the run's log of every node, and whoever waits at a terminal of every hundredth."""
    context.log.info(message)
    counted = _COUNTED.match(message)
    if counted and int(counted[1]) % _TOLD_EVERY == 0:
        log.info(f"{step}: {counted[1]} of {counted[2]}")


def build_arguments(selection: dict[str, str], only: list[str] | None = None) -> list[str]:
    """Return the arguments of ``dbt build``; ``only`` names the nodes of a partial run.

    Unit tests need no data and are run when the project is tested, not in every pipeline run.
    """
    arguments = ["build", "--exclude-resource-type", "unit_test"]
    arguments += ["--select", *(only or [selection["select"]])]
    if selection["exclude"]:
        arguments += ["--exclude", selection["exclude"]]
    return arguments


def _selected_names(context: dg.AssetExecutionContext, project: ParsedProject) -> list[str] | None:
    """Return the nodes chosen in the UI, or None when the whole step runs.

    Chosen by their full path: a bare ``rules`` is a mart, and also a folder of seeds and models.
    """
    if not context.is_subset:
        return None
    chosen = {tuple(key.path) for key in context.selected_asset_keys}
    return sorted(
        "fqn:" + ".".join(node["fqn"])
        for node in project.manifest_dict["nodes"].values()
        if (node.get("schema"), node.get("alias")) in chosen
    )
