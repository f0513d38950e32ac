"""What the rows of a relation depend on: seeds alone, the documents of one family, or all of them.

Declared in the dbt project (``meta: {scope: corpus}``), inherited from parents otherwise. A family
is an organization with its units and its department, over its years (decision 0077).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dagster_project.warehouse.nodes import Node

SHARED, FAMILY, CORPUS = "shared", "family", "corpus"
_RAW = "source."


def with_scopes(nodes: Sequence[Node]) -> list[Node]:
    """Return the nodes, which come after those they read, each with its scope.

    A test of what one family decides is the family's, too. A column that all documents together
    restate does not make a relation theirs: the rest of its row is the family's.
    """
    scopes: dict[str, str] = {}
    found = []
    for node in nodes:
        parents = [FAMILY if p.startswith(_RAW) else scopes.get(p, SHARED) for p in node.parents]
        is_corpus = CORPUS in parents and not node.restated
        scope = node.scope or (
            CORPUS if is_corpus else FAMILY if FAMILY in parents or CORPUS in parents else SHARED
        )
        scopes[node.unique_id] = scope
        found.append(replace(node, scope=scope))
    return found
