"""dbt's own SQL, compiled once per state of the project, and run in any DuckDB connection.

dbt needs some twenty CPU seconds before its first row. What it works out in them follows from the
files of the project alone: the SQL of every model and test, their order, and the tables of the
seeds. It is kept below ``dbt/target/once``, under a hash of those files, and run here without dbt:
whoever needs verdicts and no lineage (tests, a check of one document, a shard) starts at once, in
memory too. ``tests/dagster/test_compiled.py`` shows that the tables are those of ``dbt build``.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import duckdb
from filelock import FileLock

from dagster_project.form.seed_checks import require_sound_seeds
from dagster_project.runtime.problems import JuesuanError
from dagster_project.runtime.settings import DBT_DIR, load_settings
from dagster_project.runtime.warehouse import quote
from dagster_project.warehouse.state import CACHE_DIR, forget_old_states, state_of

# dbt writes the catalog of the warehouse before every schema; this one, found nowhere else, is
# taken out again, so that names mean the database that the connection uses.
_CATALOG = "juesuan_compiled_for_any_catalog"
_NODES, _SEEDS = "nodes.json", "seeds.duckdb"
_TEMPLATE = "juesuan_template_of_seeds"
_TESTS_KEEP = {"fail_calc": "count(*)", "warn_if": "!= 0", "error_if": "!= 0", "limit": None}


class StaleCompilationError(JuesuanError):
    """The project has changed since it was compiled."""


@dataclass(frozen=True)
class Node:
    """A model or data test of dbt: its SQL without catalog, and the nodes that it reads.

    ``columns`` are name and type of every column where dbt enforces a contract, else empty.
    """

    unique_id: str
    name: str
    kind: str
    schema: str
    sql: str
    parents: tuple[str, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()
    severity: str = ""

    @property
    def relation(self) -> str:
        """Return the name that SQL knows it by: schema and table, quoted."""
        return f"{quote(self.schema)}.{quote(self.name)}"


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
        self.require_current()
        models = self._chosen(up_to)
        if not without_seeds:
            self.copy_seeds(connection)
        for schema in sorted({node.schema for node in models}):
            connection.execute(f"create schema if not exists {quote(schema)}")
        for node in models:
            on_node(node.name)
            _make(connection, node)

    def copy_seeds(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Make the tables of the seeds in the connection's current database, as dbt loaded them."""
        connection.execute(f"attach {_text(self._template)} as {_TEMPLATE} (read_only)")
        try:
            connection.execute("create schema if not exists seeds")
            tables = connection.execute(
                "select table_name from duckdb_tables() where database_name = ? and schema_name = "
                "'seeds' order by all",
                [_TEMPLATE],
            ).fetchall()
            for (table,) in tables:
                name = f"seeds.{quote(table)}"
                connection.execute(f"create or replace table {name} as from {_TEMPLATE}.{name}")
        finally:
            connection.execute(f"detach {_TEMPLATE}")

    def failures(
        self, connection: duckdb.DuckDBPyConnection, tests: Iterable[str] | None = None
    ) -> list[Failure]:
        """Run data tests, all or those named, and return those that found rows."""
        self.require_current()
        found = []
        for node in self._tests(tests):
            count = f"select count(*) from ({node.sql})"  # noqa: S608 - dbt's own
            [(rows,)] = _run(connection, node, count).fetchall()
            if rows:
                found.append(Failure(node.name, rows, node.severity))
        return found

    def require_current(self) -> None:
        """Raise StaleCompilationError when the project is no longer what was compiled."""
        if state_of(self.project_dir) != self.state:
            raise StaleCompilationError(
                f"the dbt project {self.project_dir} has changed since it was compiled "
                f"(state {self.state}); compile it again: python -m dagster_project.warehouse"
            )

    @property
    def _template(self) -> Path:
        return self.folder / _SEEDS

    def _chosen(self, up_to: Sequence[str]) -> list[Node]:
        models = {node.unique_id: node for node in self.nodes if node.kind != "test"}
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
        kept = json.loads((folder / _NODES).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise StaleCompilationError(
            f"the dbt project {project_dir} was not compiled in its present state ({state}); "
            "compile it: python -m dagster_project.warehouse"
        ) from None
    nodes = tuple(
        Node(
            **values
            | {
                "parents": tuple(values["parents"]),
                "columns": tuple((name, type_) for name, type_ in values["columns"]),
            }
        )
        for values in kept
    )
    return Compilation(state, project_dir, folder, nodes)


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
            _compile(project_dir, cache)
    return read_compilation(project_dir, cache)


def _compile(project_dir: Path, cache: Path) -> None:
    """Let dbt compile the project and load its seeds, and keep both under the project's state."""
    from dagster_project.warehouse import dbt_runner

    require_sound_seeds(project_dir / "seeds")
    state = state_of(project_dir)
    with tempfile.TemporaryDirectory(dir=cache, prefix=".making-") as name:
        warehouse = Path(name) / f"{_CATALOG}.duckdb"
        settings = replace(load_settings(), warehouse=warehouse)
        project = dbt_runner.parse_project(settings, project_dir)
        # Nothing asks the database while it is compiled: no model needs another one's rows.
        asks_nothing = ["--no-introspect", "--no-populate-cache"]
        compiled = dbt_runner.run_dbt(project, ["compile", *asks_nothing])
        seeded = dbt_runner.run_dbt(project, ["seed"])
        broken = [r.node.name for r in [*compiled, *seeded] if r.status != "success"]
        if broken:
            raise JuesuanError(f"dbt could not compile {project_dir}: {', '.join(broken)}")
        if state_of(project_dir) != state:
            raise StaleCompilationError(f"{project_dir} changed while it was compiled")
        nodes = [_node(r.node) for r in compiled if r.node.resource_type != "seed"]
        text = json.dumps([asdict(n) for n in _in_order(nodes)], ensure_ascii=False, indent=1)
        (Path(name) / _NODES).write_text(text, encoding="utf-8")
        folder = cache / state
        folder.mkdir(exist_ok=True)
        # The nodes come last: where they are, all is there.
        warehouse.replace(folder / _SEEDS)
        (Path(name) / _NODES).replace(folder / _NODES)
    forget_old_states(cache)


def _node(node: Any) -> Node:
    """Return what is kept of a compiled node; JuesuanError where dbt would do more than run it."""
    kind = node.config.materialized
    config = node.config
    is_plain = kind in ("table", "view", "test") and node.language == "sql"
    if kind == "test":
        is_plain &= all(getattr(config, name) == value for name, value in _TESTS_KEEP.items())
    else:
        is_plain &= not (config.pre_hook or config.post_hook or config.get("sql_header"))
        is_plain &= not any(c.constraints for c in node.columns.values()) and not node.constraints
    if not is_plain or node.extra_ctes:
        raise JuesuanError(f"{node.unique_id} needs dbt itself to run: {kind}")
    columns = ((c.name, c.data_type) for c in node.columns.values())
    return Node(
        unique_id=node.unique_id,
        name=node.name if kind == "test" else node.alias,
        kind=kind,
        schema=node.schema,
        sql=node.compiled_code.replace(f"{quote(_CATALOG)}.", "").strip(),
        parents=tuple(node.depends_on.nodes),
        columns=tuple(columns) if kind != "test" and node.contract.enforced else (),
        severity=config.severity.lower() if kind == "test" else "",
    )


def _in_order(nodes: list[Node]) -> list[Node]:
    """Return nodes after what they read; the same project always gives the same order."""
    by_id = {node.unique_id: node for node in sorted(nodes, key=lambda node: node.unique_id)}
    graph = {
        unique_id: sorted(by_id.keys() & set(node.parents)) for unique_id, node in by_id.items()
    }
    return [by_id[unique_id] for unique_id in TopologicalSorter(graph).static_order()]


def _make(connection: duckdb.DuckDBPyConnection, node: Node) -> None:
    if not node.columns or node.kind == "view":
        _run(connection, node, f"create or replace {node.kind} {node.relation} as ({node.sql})")
        return
    # As dbt does under a contract: columns, types and their order are the contract's.
    names = ", ".join(name for name, _ in node.columns)
    typed = ", ".join(f"{name} {type_}" for name, type_ in node.columns)
    _run(connection, node, f"create or replace table {node.relation} ({typed})")
    insert = f"insert into {node.relation} ({names}) select {names} from ({node.sql}) as model"  # noqa: S608
    _run(connection, node, insert)


def _run(
    connection: duckdb.DuckDBPyConnection, node: Node, statement: str
) -> duckdb.DuckDBPyConnection:
    try:
        return connection.execute(statement)
    except duckdb.Error as error:
        raise JuesuanError(f"{node.name}: {' '.join(str(error).split())[:300]}") from error


def _text(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
