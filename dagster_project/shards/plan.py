"""Families into buckets, each with a hash of all that decides what its shard becomes.

A bucket is all families whose hashed key begins with certain bits: one bucket, cut in two wherever
it holds too many documents, and so on. It follows from the documents alone, so that nothing has to
be remembered, and a new family moves no other one: at most it cuts its own bucket in two.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dagster_project.loading.folders import ExtractFolder, hash_extract, plain_name
from dagster_project.loading.load import fingerprint_loader
from dagster_project.loading.policy import read_load_policy
from dagster_project.packs.pack import PackedDocument
from dagster_project.runtime.settings import DBT_DIR, PROJECT_DIR
from dagster_project.shards.families import Family, find_families
from dagster_project.warehouse.compiled import Compilation, read_compilation
from dagster_project.warehouse.state import CACHE_DIR, state_of

# Raise it when the same documents and code are to be kept in another form.
_LAYOUT = "2"
# Code that decides what a document becomes; the dbt project is a state of its own.
_PACKAGES = ("contract", "form", "loading", "packs", "shards", "warehouse")
_MODULES = ("release/content", "release/parts")
# Seeds that only models over all documents read, and no code that loads or builds: a row of them
# changes no shard. ``tests/shards/test_scopes.py`` holds both.
CORPUS_SEEDS = ("seeds/policy/expected_disclosures.csv",)
_CODE = (
    *(f"dagster_project/{name}" for name in _PACKAGES),
    *(f"dagster_project/{name}.py" for name in _MODULES),
    "expectations",
)
# Of a bucket that cannot be cut: a family of more documents than it should hold.
_MOST_BITS = 64


@dataclass(frozen=True)
class ShardDocument:
    """A document of a shard: its folder below raw/, the id that it has, and a hash of its bytes.

    ``clashes_with``: the folder that keeps the id where two years hold one of the same name.
    """

    path: str
    document_id: str
    clashes_with: str | None
    content_sha256: str
    packed: PackedDocument | None = None

    def folder(self, raw_dir: Path) -> ExtractFolder:
        """Return it as a folder below ``raw_dir``, wherever that is."""
        path = raw_dir / self.path
        return ExtractFolder(
            path,
            plain_name(path.parent.name),
            self.document_id,
            self.clashes_with,
            self.packed.below(raw_dir) if self.packed else None,
        )


@dataclass(frozen=True)
class Shard:
    """A bucket of families: its bits, the hash of what it is made from, its documents.

    ``state`` is that of the dbt project that builds it. A plain value: it can be sent to a worker.
    """

    bits: str
    digest: str
    state: str
    documents: tuple[ShardDocument, ...]

    @property
    def name(self) -> str:
        """Return how people are told of it."""
        return self.bits or "all"


@dataclass(frozen=True)
class Project:
    """A dbt project by its place, and where what was compiled of it is kept."""

    folder: Path = DBT_DIR
    cache: Path = CACHE_DIR

    def compilation(self) -> Compilation:
        """Return the compilation of the project as it is now."""
        return read_compilation(self.folder, self.cache)


PROJECT = Project()


def plan_shards(
    raw_dir: Path,
    folders: Sequence[ExtractFolder],
    documents_per_shard: int,
    project: Project = PROJECT,
) -> list[Shard]:
    """Return the shards of some extract folders below ``raw_dir``; reads every byte of them."""
    state = project.compilation().state
    families = find_families(folders, project.folder / "seeds")
    seen = state_of(project.folder, without=CORPUS_SEEDS)
    rest = hashlib.sha256(
        "\n".join((_LAYOUT, seen, fingerprint_loader(read_load_policy()), hash_code())).encode()
    ).hexdigest()
    shards = []
    for bits, own in cut_into_buckets(families, documents_per_shard):
        documents = tuple(
            ShardDocument(
                folder.path.relative_to(raw_dir).as_posix(),
                folder.document_id,
                folder.clashes_with,
                hash_extract(folder),
                folder.packed,
            )
            for folder in sorted((f for family in own for f in family.folders), key=_by_folder)
        )
        shards.append(Shard(bits, _digest(rest, documents), state, documents))
    return shards


def cut_into_buckets(
    families: Sequence[Family], documents: int
) -> Iterator[tuple[str, list[Family]]]:
    """Yield buckets of families by their bits, with no more documents than told where it can be."""
    yield from _buckets([(_bits(family.key), family) for family in families], "", documents)


@cache
def hash_code() -> str:
    """Return a hash of the code that decides what a document becomes."""
    digest = hashlib.sha256()
    for package in _CODE:
        place = PROJECT_DIR / package
        for path in [place] if place.is_file() else sorted(place.rglob("*.py")):
            digest.update(f"{path.relative_to(PROJECT_DIR).as_posix()}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _by_folder(folder: ExtractFolder) -> str:
    return folder.folder


def _digest(rest: str, documents: Sequence[ShardDocument]) -> str:
    digest = hashlib.sha256(rest.encode())
    for document in documents:
        # A path need not be text that can be encoded; JSON writes any.
        values = (document.path, document.document_id, document.clashes_with)
        digest.update(f"{json.dumps(values)}\0{document.content_sha256}\n".encode())
    return digest.hexdigest()[:32]


def _bits(key: str) -> str:
    digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()
    return f"{int.from_bytes(digest[: _MOST_BITS // 8]):0{_MOST_BITS}b}"


def _buckets(
    families: Sequence[tuple[str, Family]], bits: str, most: int
) -> Iterator[tuple[str, list[Family]]]:
    documents = sum(len(family.folders) for _, family in families)
    if documents <= most or len(families) < 2 or len(bits) == _MOST_BITS:
        if families:
            yield bits, [family for _, family in families]
        return
    for bit in "01":
        own = [item for item in families if item[0][len(bits)] == bit]
        yield from _buckets(own, bits + bit, most)
