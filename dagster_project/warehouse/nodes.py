"""What is kept of a compiled project: its nodes, and where they lie in the folder of its state."""

from __future__ import annotations

from dataclasses import dataclass

from dagster_project.runtime.problems import JuesuanError
from dagster_project.runtime.warehouse import quote

# What lies in the folder of a state; the nodes come last: where they are, all is there.
NODES, SEEDS, MANIFEST = "nodes.json", "seeds.duckdb", "manifest.json"
# Stands for the name of any warehouse where dbt wants one; found nowhere else.
ANY_CATALOG = "juesuan_compiled_for_any_catalog"


class StaleCompilationError(JuesuanError):
    """The project has changed since it was compiled."""


@dataclass(frozen=True)
class Node:
    """A seed, model or data test of dbt: its SQL without catalog, and the nodes that it reads.

    ``kind`` is seed, table, view or test. ``columns`` are name and type of every column where dbt
    enforces a contract, else empty; ``comment`` and ``column_comments`` (name and text) are what
    dbt would write on the relation. ``attached_to`` is the node that a test is about.

    ``scope`` says what the rows depend on (``scopes.py``): shared (seeds alone), family (the
    documents of one family) or corpus (all documents). ``restated`` is the column of a family's
    relation that all documents together decide, else empty.
    """

    unique_id: str
    name: str
    kind: str
    schema: str
    sql: str
    parents: tuple[str, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()
    comment: str = ""
    column_comments: tuple[tuple[str, str], ...] = ()
    severity: str = ""
    attached_to: str = ""
    scope: str = ""
    restated: str = ""

    @property
    def relation(self) -> str:
        """Return the name that SQL knows it by: schema and table, quoted."""
        return f"{quote(self.schema)}.{quote(self.name)}"
