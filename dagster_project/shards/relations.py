"""Which relations of a shard are kept, and which are made from them where the shards are gathered.

Kept are the marts and what is read beside them: by models over all documents, by gates, and by
whoever asks for the evidence of a verdict. What is only passed through stays in the scratch file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from dagster_project.contract.raw_schema import CSV_TABLES, SMALL_TABLES
from dagster_project.runtime.problems import JuesuanError
from dagster_project.runtime.warehouse import quote
from dagster_project.warehouse.compiled import Compilation
from dagster_project.warehouse.nodes import Node
from dagster_project.warehouse.scopes import CORPUS, FAMILY

MARTS = "marts"
# Read by SQL that dbt does not know: the gates, and whoever asks for the evidence of a verdict.
_READ_OTHERWISE = ("rule_subjects", "int_rule_verdicts", "document_gate", "verdict_evidence")
# Decides the column that families leave to all documents together; its rows in a shard are what the
# shard would decide alone.
ACCOUNTS = "dim_account_year"


@dataclass(frozen=True)
class Relation:
    """A table or view of the warehouse by schema and name."""

    schema: str
    name: str

    @property
    def sql(self) -> str:
        """Return its name for SQL."""
        return f"{quote(self.schema)}.{quote(self.name)}"

    @property
    def dotted(self) -> str:
        """Return its name for people and files."""
        return f"{self.schema}.{self.name}"


RAW = tuple(Relation("raw", table) for table in (*SMALL_TABLES, *CSV_TABLES))


def relation_of(node: Node) -> Relation:
    """Return the relation that a node makes."""
    return Relation(node.schema, node.name)


@dataclass(frozen=True)
class Roles:
    """What becomes of each node of a compilation when it is built in shards."""

    compilation: Compilation

    @cached_property
    def by_id(self) -> dict[str, Node]:
        """Return every node by its id."""
        return {node.unique_id: node for node in self.compilation.nodes}

    @cached_property
    def built(self) -> list[Node]:
        """Return what is built in every shard, in order: seeds, and the relations of families.

        The accounts of all documents are among them, as the shard knows them.
        """
        return [
            node
            for node in self.compilation.nodes
            if node.kind != "test" and (node.scope != CORPUS or node.name == ACCOUNTS)
        ]

    @cached_property
    def kept(self) -> list[Node]:
        """Return the tables of families that a shard hands out."""
        return [node for node in self.built if self._wanted(node) and node.kind == "table"]

    @cached_property
    def remade(self) -> list[Node]:
        """Return the views of families that are made anew from tables that were handed out."""
        return [node for node in self.built if self._wanted(node) and node.kind == "view"]

    @cached_property
    def tests(self) -> list[Node]:
        """Return the data tests that a shard answers for its own documents."""
        return [n for n in self.compilation.nodes if n.kind == "test" and n.scope == FAMILY]

    def _wanted(self, node: Node) -> bool:
        return node.scope == FAMILY and node.unique_id in self._wanted_ids

    @cached_property
    def _wanted_ids(self) -> set[str]:
        named = {node.name: node for node in self.by_id.values() if node.kind != "test"}
        if missing := {*_READ_OTHERWISE, ACCOUNTS} - named.keys():
            raise JuesuanError(f"shards need models that dbt has not: {', '.join(sorted(missing))}")
        waiting = [
            *(node.unique_id for node in self.by_id.values() if node.schema == MARTS),
            *(named[name].unique_id for name in _READ_OTHERWISE),
            *(p for n in self.by_id.values() if n.scope == CORPUS for p in n.parents),
        ]
        wanted: set[str] = set()
        while waiting:
            unique_id = waiting.pop()
            node = self.by_id.get(unique_id)
            if node is not None and unique_id not in wanted:
                wanted.add(unique_id)
                waiting += node.parents if node.kind == "view" else ()
        return wanted


def kept_relations(roles: Roles) -> Sequence[Relation]:
    """Return all that lies in the folder of a part, a Parquet file each."""
    return [*RAW, *map(relation_of, roles.kept), Relation("core", ACCOUNTS)]
