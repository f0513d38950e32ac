"""What dbt makes of a state of the project, kept for ``compiled``: the one place that needs dbt."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, replace
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

from dagster_project.form.seed_checks import require_sound_seeds
from dagster_project.runtime.problems import JuesuanError
from dagster_project.runtime.settings import load_settings
from dagster_project.runtime.warehouse import quote
from dagster_project.warehouse import dbt_runner
from dagster_project.warehouse.nodes import (
    ANY_CATALOG,
    MANIFEST,
    NODES,
    SEEDS,
    Node,
    StaleCompilationError,
)
from dagster_project.warehouse.scopes import with_scopes
from dagster_project.warehouse.state import forget_old_states, state_of

_TESTS_KEEP = {"fail_calc": "count(*)", "warn_if": "!= 0", "error_if": "!= 0", "limit": None}


def compile_with_dbt(project_dir: Path, cache: Path) -> None:
    """Let dbt compile the project and load its seeds, and keep both under the project's state."""
    require_sound_seeds(project_dir / "seeds")
    state = state_of(project_dir)
    with tempfile.TemporaryDirectory(dir=cache, prefix=".making-") as name:
        made = Path(name)
        # dbt writes the catalog of the warehouse before every schema; this one is taken out again,
        # so that names mean the database that the connection uses.
        warehouse = made / f"{ANY_CATALOG}.duckdb"
        settings = replace(load_settings(), warehouse=warehouse)
        project = dbt_runner.parse_project(settings, project_dir, cache)
        # Nothing asks the database while it is compiled: no model needs another one's rows.
        asks_nothing = ["--no-introspect", "--no-populate-cache"]
        compiled = dbt_runner.run_dbt(project, ["compile", *asks_nothing])
        seeded = dbt_runner.run_dbt(project, ["seed"])
        broken = [r.node.name for r in [*compiled, *seeded] if r.status != "success"]
        if broken:
            raise JuesuanError(f"dbt could not compile {project_dir}: {', '.join(broken)}")
        if state_of(project_dir) != state:
            raise StaleCompilationError(f"{project_dir} changed while it was compiled")
        nodes = [_node(r.node, project.manifest_dict) for r in compiled]
        ordered = with_scopes(_in_order(nodes))
        (made / NODES).write_text(_as_json([asdict(node) for node in ordered]), "utf-8")
        (made / MANIFEST).write_text(_as_json(project.manifest_dict), "utf-8")
        folder = cache / state
        folder.mkdir(exist_ok=True)
        warehouse.replace(folder / SEEDS)
        for file in (MANIFEST, NODES):
            (made / file).replace(folder / file)
    forget_old_states(cache)


def _as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)


def _node(node: Any, manifest: Mapping[str, Any]) -> Node:
    """Return what is kept of a compiled node; JuesuanError where dbt would do more than run it."""
    kind, config = node.config.materialized, node.config
    if kind == "seed":
        return Node(node.unique_id, node.alias, kind, node.schema, "")
    is_plain = kind in ("table", "view", "test") and node.language == "sql"
    if kind == "test":
        is_plain &= all(getattr(config, name) == value for name, value in _TESTS_KEEP.items())
    else:
        is_plain &= not (config.pre_hook or config.post_hook or config.get("sql_header"))
        is_plain &= not any(c.constraints for c in node.columns.values()) and not node.constraints
    if not is_plain or node.extra_ctes:
        raise JuesuanError(f"{node.unique_id} needs dbt itself to run: {kind}")
    common = {
        "unique_id": node.unique_id,
        "kind": kind,
        "schema": node.schema,
        "sql": node.compiled_code.replace(f"{quote(ANY_CATALOG)}.", "").strip(),
        "parents": tuple(node.depends_on.nodes),
    }
    if kind == "test":
        severity = config.severity.lower()
        attached = _attached_to(node, manifest)
        return Node(name=node.name, severity=severity, attached_to=attached, **common)
    columns = node.columns.values() if node.contract.enforced else ()
    described = node.columns.values() if config.persist_docs.get("columns") else ()
    return Node(
        name=node.alias,
        columns=tuple((column.name, column.data_type) for column in columns),
        comment=node.description if config.persist_docs.get("relation") else "",
        column_comments=tuple((c.name, c.description) for c in described if c.description),
        scope=(config.meta or {}).get("scope", ""),
        restated=(config.meta or {}).get("restated", ""),
        **common,
    )


def _attached_to(test: Any, manifest: Mapping[str, Any]) -> str:
    """Return the node that a test is about: its own, the only one it reads, or the one it names."""
    if attached := getattr(test, "attached_node", None):
        return attached
    if len(test.depends_on.nodes) == 1:
        return test.depends_on.nodes[0]
    named = (test.config.meta or {}).get("dagster", {}).get("ref", {}).get("name")
    found = [unique_id for unique_id, node in manifest["nodes"].items() if node["name"] == named]
    if len(found) != 1:
        raise JuesuanError(f"{test.unique_id} does not say which model it is about (meta.dagster)")
    return found[0]


def _in_order(nodes: list[Node]) -> list[Node]:
    """Return nodes after what they read; the same project always gives the same order."""
    by_id = {node.unique_id: node for node in sorted(nodes, key=lambda node: node.unique_id)}
    graph = {
        unique_id: sorted(by_id.keys() & set(node.parents)) for unique_id, node in by_id.items()
    }
    return [by_id[unique_id] for unique_id in TopologicalSorter(graph).static_order()]
