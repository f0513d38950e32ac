"""dbt in this process: parsed once, run with the parsed manifest, its connection closed after.

A dbt child process that outlives its parent keeps the lock on the DuckDB file; a call cannot.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dagster_project.form.seed_checks import require_sound_seeds
from dagster_project.runtime.problems import JuesuanError
from dagster_project.runtime.settings import DBT_DIR, Settings
from dagster_project.warehouse.state import CACHE_DIR, forget_old_states, state_of

if TYPE_CHECKING:
    from dbt.artifacts.schemas.results import NodeResult
    from dbt.contracts.graph.manifest import Manifest


@dataclass(frozen=True)
class ParsedProject:
    """A parsed dbt project: the object that dbt runs and the dictionary that Dagster reads."""

    settings: Settings
    manifest: Manifest
    manifest_dict: dict[str, Any]
    project_dir: Path = DBT_DIR


def parse_project(
    settings: Settings, project_dir: Path | None = None, cache: Path = CACHE_DIR
) -> ParsedProject:
    """Parse the project for one warehouse; its name is part of every relation's name.

    A state of the project is parsed once: what dbt made of it is kept, for any warehouse.
    """
    project_dir = project_dir or DBT_DIR
    folder = cache / state_of(project_dir)
    kept = folder / f"manifest-{settings.target}.msgpack"
    as_json = kept.with_suffix(".json")
    try:
        packed, text = kept.read_bytes(), as_json.read_text(encoding="utf-8")
    except FileNotFoundError:
        packed, text = _parse(settings, project_dir)
        _keep(as_json, text.encode())
        _keep(kept, packed)
        forget_old_states(cache)
    catalog = settings.warehouse.stem
    return ParsedProject(
        settings,
        _for_catalog(packed, catalog, project_dir),
        json.loads(text.replace(_CATALOG, catalog)),
        project_dir,
    )


# What a warehouse is called while its project is parsed; no other name contains it.
_CATALOG = "juesuan_parsed_for_any_catalog"


def _parse(settings: Settings, project_dir: Path) -> tuple[bytes, str]:
    """Return dbt's manifest of a project, packed as dbt packs it and as JSON."""
    from dbt.parser.manifest import extended_mashumaro_encoder

    with tempfile.TemporaryDirectory(prefix="juesuan-parse-") as folder:
        anywhere = replace(settings, warehouse=Path(folder) / f"{_CATALOG}.duckdb")
        result = _invoke(anywhere, project_dir, ["parse"], None, [])
    if not result.success:
        raise JuesuanError(f"the dbt project {project_dir} cannot be parsed: {result.exception}")
    manifest: Manifest = result.result
    as_dict = manifest.writable_manifest().to_dict(omit_none=False)
    as_json = json.dumps(as_dict, ensure_ascii=False, default=str)
    return manifest.to_msgpack(extended_mashumaro_encoder), as_json


def _for_catalog(packed: bytes, catalog: str, project_dir: Path) -> Manifest:
    """Return a manifest whose relations are of one catalog, and whose seeds lie in a project."""
    from dbt.contracts.graph.manifest import Manifest
    from dbt.parser.manifest import extended_mashumuro_decoder

    manifest = Manifest.from_msgpack(packed, decoder=extended_mashumuro_decoder)
    for node in [*manifest.nodes.values(), *manifest.sources.values()]:
        node.database = catalog
        if node.relation_name:
            node.relation_name = node.relation_name.replace(_CATALOG, catalog)
        if hasattr(node, "root_path"):
            node.root_path = str(project_dir)
    return manifest


def _keep(path: Path, content: bytes) -> None:
    """Write a file in one step: another process may be writing it, too."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(content)
    Path(file.name).replace(path)


def run_dbt(
    project: ParsedProject,
    arguments: Sequence[str],
    on_node: Callable[[str], None] = lambda _: None,
) -> list[NodeResult]:
    """Run a dbt command and return the result of every node, failed ones included.

    Seeds that cannot be used stop it before it begins: dbt would load them without a word.
    """
    require_sound_seeds()

    def announce(event: Any) -> None:
        if event.info.name in ("LogModelResult", "LogSeedResult", "LogTestResult"):
            on_node(event.info.msg)

    # dbt compiles into the manifest that it is given; the next run must not see that.
    manifest = project.manifest.deepcopy()
    result = _invoke(project.settings, project.project_dir, arguments, manifest, [announce])
    if result.exception:
        raise JuesuanError(f"dbt {arguments[0]} could not run: {result.exception}")
    return list(result.result.results)


def _invoke(
    settings: Settings,
    project_dir: Path,
    arguments: Sequence[str],
    manifest: Manifest | None,
    callbacks: list[Callable[[Any], None]],
) -> Any:
    from dbt.cli.main import dbtRunner

    settings.warehouse.parent.mkdir(parents=True, exist_ok=True)
    work = _work_folder(settings)
    where = [
        *("--project-dir", str(project_dir), "--profiles-dir", str(project_dir)),
        *("--target", settings.target, "--target-path", str(work / "target")),
        *("--log-path", str(work / "logs")),
    ]
    quiet = ["--quiet", "--no-use-colors", "--no-version-check", "--no-send-anonymous-usage-stats"]
    with _environment(settings):
        try:
            return dbtRunner(manifest=manifest, callbacks=callbacks).invoke(
                [*quiet, *arguments, *where]
            )
        finally:
            _close_connections()


def _work_folder(settings: Settings) -> Path:
    """Return where dbt writes: beside the warehouse, so that two of a checkout stay apart."""
    return settings.warehouse.with_name(f"{settings.warehouse.stem}.dbt")


@contextmanager
def _environment(settings: Settings) -> Iterator[None]:
    """Set what profiles.yml reads, and put it back."""
    wanted = {"JUESUAN_WAREHOUSE": str(settings.warehouse), "JUESUAN_TARGET": settings.target}
    saved = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in saved.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _close_connections() -> None:
    """Close dbt-duckdb's connection: it is kept for the process, with dbt's own configuration."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager

    DuckDBConnectionManager.close_all_connections()
