"""dbt's own SQL, compiled once per state of the project, and run in any DuckDB connection.

dbt needs some twenty CPU seconds before its first row. What it works out in them follows from the
files of the project alone: the SQL of every model and test, their order, and the tables of the
seeds. It is kept below ``dbt/target/once``, under a hash of those files, and run here without dbt:
whoever needs verdicts and no lineage (tests, a check of one document, a shard) starts at once, in
memory too. ``tests/dagster/test_compiled.py`` shows that the tables are those of ``dbt build``.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
from filelock import FileLock

from dagster_project.runtime.problems import JuesuanError
from dagster_project.runtime.settings import DBT_DIR
from dagster_project.runtime.warehouse import quote
from dagster_project.warehouse.making import TEMPLATE, count_rows, kinds_of, make_relation
from dagster_project.warehouse.nodes import (
    ANY_CATALOG,
    MANIFEST,
    NODES,
    SEEDS,
    Node,
    StaleCompilationError,
)
from dagster_project.warehouse.state import CACHE_DIR, state_of


@dataclass(frozen=True)
class Made:
    """A relation that was made, and the seconds that it took."""

    node: Node
    seconds: float


@dataclass(frozen=True)
class Failure:
    """A data test that found rows: how many, and whether it only warns."""

    name: str
    rows: int
    severity: str


@dataclass(frozen=True)
class Compilation:
    """A compiled dbt project: every node in the order in which dbt may run it."""

    state: str
    project_dir: Path
    folder: Path
    nodes: tuple[Node, ...] = field(repr=False)

    def build(
        self,
        connection: duckdb.DuckDBPyConnection,
        up_to: Sequence[str] = (),
        *,
        without_seeds: bool = False,
        on_node: Callable[[str], None] = lambda _: None,
    ) -> None:
        """Make the seeds and models in the connection's current database, whose ``raw`` is loaded.

        ``up_to`` names the models that are needed: they and what they read are made, else all.
        ``without_seeds`` leaves the tables of the seeds as they are (see ``copy_seeds``).
        """
        models = self._chosen(up_to)
        if not without_seeds:
            self.copy_seeds(connection)
        for made in self.make(connection, models):
            on_node(made.node.name)

    def make(
        self,
        connection: duckdb.DuckDBPyConnection,
        nodes: Sequence[Node],
        *,
        with_comments: bool = True,
    ) -> Iterator[Made]:
        """Make seeds and models, in the order given, and say so of each; NodeError ends it.

        Each comes into being whole, with its comments where wanted, or stays as it was.
        """
        self.require_current()
        for schema in sorted({node.schema for node in nodes}):
            connection.execute(f"create schema if not exists {quote(schema)}")
        kinds = kinds_of(connection)
        with self._template(connection, needed=any(node.kind == "seed" for node in nodes)):
            for node in nodes:
                began = time.perf_counter()
                existing = kinds.get((node.schema, node.name))
                make_relation(connection, node, existing, with_comments=with_comments)
                yield Made(node, time.perf_counter() - began)

    def copy_seeds(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Make the tables of the seeds in the connection's current database, as dbt loaded them."""
        for _ in self.make(connection, [node for node in self.nodes if node.kind == "seed"]):
            pass

    def failures(
        self, connection: duckdb.DuckDBPyConnection, tests: Iterable[str] | None = None
    ) -> list[Failure]:
        """Run data tests, all or those named, and return those that found rows."""
        self.require_current()
        counted = ((node, count_rows(connection, node)) for node in self._tests(tests))
        return [Failure(node.name, rows, node.severity) for node, rows in counted if rows]

    def manifest(self, catalog: str) -> dict[str, Any]:
        """Return dbt's manifest of this state, as if parsed for the warehouse of that name."""
        text = (self.folder / MANIFEST).read_text(encoding="utf-8")
        return json.loads(text.replace(ANY_CATALOG, catalog))

    def require_current(self) -> None:
        """Raise StaleCompilationError when the project is no longer what was compiled."""
        if state_of(self.project_dir) != self.state:
            raise StaleCompilationError(
                f"the dbt project {self.project_dir} has changed since it was compiled "
                f"(state {self.state}); compile it again: python -m dagster_project.warehouse"
            )

    @contextmanager
    def _template(self, connection: duckdb.DuckDBPyConnection, *, needed: bool) -> Iterator[None]:
        """Attach the tables of the seeds for as long as they are copied."""
        if not needed:
            yield
            return
        path = str(self.folder / SEEDS).replace("'", "''")
        connection.execute(f"attach '{path}' as {TEMPLATE} (read_only)")
        try:
            yield
        finally:
            connection.execute(f"detach {TEMPLATE}")

    def _chosen(self, up_to: Sequence[str]) -> list[Node]:
        models = {node.unique_id: node for node in self.nodes if node.kind in ("table", "view")}
        if not up_to:
            return list(models.values())
        by_name = {node.name: node for node in models.values()}
        if unknown := set(up_to) - by_name.keys():
            raise JuesuanError(f"dbt has no model called {', '.join(sorted(unknown))}")
        wanted: set[str] = set()
        waiting = [by_name[name].unique_id for name in up_to]
        while waiting:
            unique_id = waiting.pop()
            if unique_id in models and unique_id not in wanted:
                wanted.add(unique_id)
                waiting += models[unique_id].parents
        return [node for unique_id, node in models.items() if unique_id in wanted]

    def _tests(self, names: Iterable[str] | None) -> list[Node]:
        tests = {node.name: node for node in self.nodes if node.kind == "test"}
        if names is None:
            return list(tests.values())
        if unknown := set(names) - tests.keys():
            raise JuesuanError(f"dbt has no data test called {', '.join(sorted(unknown))}")
        return [tests[name] for name in names]


def read_compilation(project_dir: Path = DBT_DIR, cache: Path = CACHE_DIR) -> Compilation:
    """Return the compilation of the project as it is now; an error when there is none."""
    state = state_of(project_dir)
    folder = cache / state
    try:
        kept = json.loads((folder / NODES).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise StaleCompilationError(
            f"the dbt project {project_dir} was not compiled in its present state ({state}); "
            "compile it: python -m dagster_project.warehouse"
        ) from None
    return Compilation(state, project_dir, folder, tuple(_read_node(values) for values in kept))


def compile_project(project_dir: Path = DBT_DIR, cache: Path = CACHE_DIR) -> Compilation:
    """Return the compilation of the project as it is now, made by dbt where there is none yet.

    Of several processes that ask at once, one compiles and the others wait.
    """
    try:
        return read_compilation(project_dir, cache)
    except StaleCompilationError:
        pass
    cache.mkdir(parents=True, exist_ok=True)
    with FileLock(cache / ".lock"):
        try:
            return read_compilation(project_dir, cache)
        except StaleCompilationError:
            # Imported late: what is compiled needs no dbt.
            from dagster_project.warehouse.compiling import compile_with_dbt

            compile_with_dbt(project_dir, cache)
    return read_compilation(project_dir, cache)


def _read_node(values: dict[str, Any]) -> Node:
    lists = {name: value for name, value in values.items() if isinstance(value, list)}
    tuples = {
        name: tuple(tuple(item) if isinstance(item, list) else item for item in items)
        for name, items in lists.items()
    }
    return Node(**values | tuples)
