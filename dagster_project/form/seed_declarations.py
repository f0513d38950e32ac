"""What dbt is told of the seeds (``_*__seeds.yml``): columns, types, allowed values, references.

The same declarations that dbt tests after loading are checked before a run, where a line and the
nearest word can still be named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

_REF = re.compile(r"ref\('(?P<seed>\w+)'\)")


@dataclass(frozen=True)
class Declaration:
    """One seed as declared: ``types`` by column, and what its columns may hold."""

    name: str
    path: Path
    types: Mapping[str, str]
    required: frozenset[str] = frozenset()
    keys: tuple[tuple[str, ...], ...] = ()
    allowed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    # Column: the seed and the column where its values must stand.
    references: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def read_declarations(seeds_dir: Path) -> dict[str, Declaration]:
    """Return the declaration of every seed, by its name."""
    found = {}
    for path in sorted(seeds_dir.glob("*/_*__seeds.yml")):
        for seed in yaml.safe_load(path.read_text(encoding="utf-8"))["seeds"]:
            found[seed["name"]] = _declare(seed, path.with_name(f"{seed['name']}.csv"))
    return found


def _declare(seed: Mapping[str, Any], path: Path) -> Declaration:
    allowed: dict[str, tuple[str, ...]] = {}
    references: dict[str, tuple[str, str]] = {}
    required: set[str] = set()
    keys = [tuple(args["columns"]) for name, args in _tests(seed) if name == "unique_combination"]
    for column in seed.get("columns", ()):
        for name, args in _tests(column):
            if name == "accepted_values":
                allowed[column["name"]] = tuple(map(str, args["values"]))
            elif name == "relationships" and (to := _REF.fullmatch(args["to"])):
                references[column["name"]] = (to["seed"], args["field"])
            elif name == "not_null":
                required.add(column["name"])
            elif name == "unique":
                keys.append((column["name"],))
    return Declaration(
        name=seed["name"],
        path=path,
        types=seed["config"]["column_types"],
        required=frozenset(required),
        keys=tuple(keys),
        allowed=allowed,
        references=references,
    )


def _tests(owner: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the name and the arguments of each data test."""
    for test in owner.get("data_tests", ()):
        if isinstance(test, str):
            yield test, {}
        else:
            ((name, arguments),) = test.items()
            yield name, (arguments or {}).get("arguments", {})
