"""Which documents decide about one another: an organization with its units, over its years.

Whatever the dbt project joins across documents it joins by one of these: the organization (the year
before, also under the id of a former name, two disclosures of the same accounts), the department
that the register names for a unit (D01), the disclosure (its revisions). A family is a connected
component of all three. What looks at more than a family is of scope corpus
(``warehouse/scopes.py``) and no part of a shard.
"""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from dagster_project.loading.folders import ExtractFolder, read_document_json
from dagster_project.runtime.settings import SEEDS_DIR

REGISTER = "codes/organization_register.csv"
# {seed: the columns of two organizations that belong together}
TIES = {
    REGISTER: ("organization_id", "parent_organization_id"),
    "codes/organization_events.csv": ("organization_id", "former_organization_id"),
}


@dataclass(frozen=True)
class Family:
    """Documents that must be built together; ``key`` stays the same while members come and go.

    It is the least of the organizations' ids, or of the disclosures' where none is known.
    """

    key: str
    folders: tuple[ExtractFolder, ...]


def find_families(folders: Sequence[ExtractFolder], seeds_dir: Path = SEEDS_DIR) -> list[Family]:
    """Return the families of some extract folders, by key; each folder is in exactly one."""
    components = _Components()
    for one, other in _ties(seeds_dir):
        components.join(_organization(one), _organization(other))
    # Those of one pack in a row: it is read once.
    in_packs = sorted(folders, key=lambda each: each.packed.pack.name if each.packed else "")
    names_of = {folder.path: _names(folder) for folder in in_packs}
    for names in names_of.values():
        components.join(*names)
    members: dict[str, list[ExtractFolder]] = defaultdict(list)
    for folder in folders:
        members[components.root(names_of[folder.path][0])].append(folder)
    return [Family(root, tuple(own)) for root, own in sorted(members.items())]


def _ties(seeds_dir: Path) -> Iterator[tuple[str, str]]:
    """Yield unit and department of the register, present and former id of an organization."""
    for seed, (one, other) in TIES.items():
        with (seeds_dir / seed).open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                if row[one] and row[other]:
                    yield row[one], row[other]


def _names(folder: ExtractFolder) -> list[str]:
    """Return what ties a document to others, as far as its document.json can be read."""
    try:
        document = json.loads(read_document_json(folder))
    except (OSError, ValueError, RecursionError):
        document = {}
    said = document if isinstance(document, dict) else {}
    # As the models take it: a document without a disclosure is one by itself.
    names = [_disclosure(said.get("disclosure_id") or folder.document_id)]
    if organization := said.get("organization_id"):
        names.insert(0, _organization(organization))
    return names


# Organizations before disclosures: the least name of a family is that of an organization.
def _organization(name: object) -> str:
    return f"1 {name}"


def _disclosure(name: object) -> str:
    return f"2 {name}"


class _Components:
    """Connected components of names, each known by the least of them."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def root(self, name: str) -> str:
        """Return the least name of the component."""
        path = []
        while (above := self._above.setdefault(name, name)) != name:
            path.append(name)
            name = above
        self._above.update(dict.fromkeys(path, name))
        return name

    def join(self, *names: str) -> None:
        """Make one component of those of the names."""
        roots: Iterable[str] = {self.root(name) for name in names}
        least = min(roots)
        self._above.update(dict.fromkeys(roots, least))
