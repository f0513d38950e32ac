"""What packs hold, and the bytes of it; of a damaged one, in words, what cannot be read.

A folder wins over a pack that holds a document of the same place, a later pack over an earlier one.
pyarrow is imported late: every reader asks what is packed, few find anything.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from dagster_project.runtime.problems import JuesuanError

PACKS = "packs"
INDEX = "pack.json"
FORMAT = 1
DOCUMENT = "document.json"
REMEDY = "请从备份恢复该打包,或重新提取其中的文档"
# What may be packed: a name that leads to one file of a pack, and back.
_KINDS = re.compile(r"(?P<kind>document)\.json|\.(?P<stamp>reader)|(?P<table>[a-z0-9_]+)\.csv")


@dataclass(frozen=True)
class PackedDocument:
    """One extract folder inside a pack.

    ``folder`` is its place below raw/; ``content_sha256`` the hash that its folder has;
    ``files`` the names in it; ``damage`` says what of it cannot be read, blank where all can.
    """

    pack: Path
    folder: str
    content_sha256: str
    files: tuple[str, ...]
    damage: str = ""

    def below(self, raw_dir: Path) -> PackedDocument:
        """Return it as one of the same pack below ``raw_dir``, wherever that is."""
        return replace(self, pack=raw_dir / PACKS / self.pack.name)

    @property
    def current_sha256(self) -> str:
        """Return the hash of its bytes, another one where they cannot be read."""
        if not self.damage:
            return self.content_sha256
        return hashlib.sha256(f"{self.content_sha256} {self.damage}".encode()).hexdigest()


def kind_of(name: str) -> str | None:
    """Return the stem of the Parquet file for files of a name; None where it is not packed."""
    found = _KINDS.fullmatch(name)
    if found is None or found["table"] in ("document", "reader"):
        return None
    return found["kind"] or found["stamp"] or found["table"]


def list_packs(raw_dir: Path) -> list[Path]:
    """Return the packs below ``raw_dir``, the latest last; hidden ones are being written."""
    try:
        return sorted(
            path
            for path in (raw_dir / PACKS).iterdir()
            if path.is_dir() and not path.name.startswith(".")
        )
    except (FileNotFoundError, NotADirectoryError):
        return []


def list_packed(raw_dir: Path) -> list[PackedDocument]:
    """Return the documents of all packs, each once.

    A pack of which it cannot be told what it holds stands for itself, damaged.
    """
    found: dict[str, PackedDocument] = {}
    for pack in list_packs(raw_dir):
        found |= {document.folder: document for document in documents_of(pack)}
    return list(found.values())


def documents_of(pack: Path) -> list[PackedDocument]:
    """Return the documents of one pack, with what of each is damaged."""
    try:
        index = json.loads((pack / INDEX).read_bytes())
        if index["format"] != FORMAT:
            damage = f"打包 {pack.name} 的格式为 {index['format']!r},本版只读 {FORMAT}"
            return [_unknown(pack, damage)]
        documents = [
            PackedDocument(
                pack, str(one["folder"]), str(one["content_sha256"]), tuple(one["files"])
            )
            for one in index["documents"]
        ]
        damaged = {
            kind: damage
            for kind, told in index["files"].items()
            if (damage := _damage(pack / f"{kind}.parquet", told["bytes"], told["sha256"]))
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return [_unknown(pack, f"打包 {pack.name} 的 {INDEX} 读不出来,不知其中有哪些文档")]
    if not damaged:
        return documents
    return [
        replace(document, damage=next(iter(hit), ""))
        for document in documents
        for hit in [[damaged[kind] for kind in map(kind_of, document.files) if kind in damaged]]
    ]


def _unknown(pack: Path, damage: str) -> PackedDocument:
    return PackedDocument(pack, f"{PACKS}/{pack.name}", "", (), f"{damage}")


def _damage(path: Path, size: int, sha256: str) -> str:
    """Return what is wrong with a file of a pack, blank where it is as it was written."""
    try:
        status = path.stat()
        is_whole = status.st_size == size and _hash(path, size, status.st_mtime_ns) == sha256
    except OSError as error:
        return f"打包 {path.parent.name} 的 {path.name} 读不出来({error.strerror})"
    return "" if is_whole else f"打包 {path.parent.name} 的 {path.name} 已损坏"


@lru_cache(maxsize=10_000)
def _hash(path: Path, size: int, changed_ns: int) -> str:
    """Return the hash of a file of a size and time: it is read once while it stays."""
    del size, changed_ns
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def document_bytes(document: PackedDocument) -> bytes:
    """Return its document.json; OSError where it cannot be read. Cheap for one pack in a row."""
    return _bytes_of(document, DOCUMENT)


def stamp_bytes(document: PackedDocument, name: str) -> bytes:
    """Return the bytes of a file that lies beside document.json; OSError where there is none."""
    return _bytes_of(document, name)


def _bytes_of(document: PackedDocument, name: str) -> bytes:
    if document.damage or name not in document.files:
        raise FileNotFoundError(2, document.damage or "not packed", f"{document.folder}/{name}")
    kind = kind_of(name)
    path = document.pack / f"{kind}.parquet"
    content: bytes = _read_kind(path, path.stat().st_mtime_ns)[document.folder]
    return content


# Two files of one pack: who asks for documents asks for those of one pack after the other.
@lru_cache(maxsize=2)
def _read_kind(path: Path, changed_ns: int) -> dict[str, bytes]:
    del changed_ns
    return dict(_rows(path, None))


def by_pack(documents: Iterable[PackedDocument]) -> Iterator[tuple[Path, list[PackedDocument]]]:
    """Yield packs, each once, with those of the documents that it holds."""
    ordered = sorted(documents, key=lambda one: (one.pack.name, one.folder))
    for pack, own in groupby(ordered, key=lambda one: one.pack):
        yield pack, list(own)


def hash_contents(hashes: Mapping[str, str]) -> str:
    """Return the hash of an extract folder from those of its files, by their names."""
    digest = hashlib.sha256()
    for name, content in sorted(hashes.items()):
        digest.update(os.fsencode(name) + f"\0{content}\n".encode())
    return digest.hexdigest()


def size_of(pack: Path) -> int:
    """Return how many bytes the files of a pack have when they are unpacked, about."""
    import pyarrow.parquet as pq

    metadata = [pq.read_metadata(path) for path in pack.glob("*.parquet")]
    return sum(m.row_group(n).total_byte_size for m in metadata for n in range(m.num_row_groups))


def write_files(documents: Sequence[PackedDocument], place: Path) -> None:
    """Write the files of some undamaged documents of one pack as ``place/<folder>/<name>``.

    JuesuanError where the pack is no longer what it was when it was listed.
    """
    for one in documents:
        (place / one.folder).mkdir(parents=True)
    for folder, name, content in read_files(documents):
        (place / folder / name).write_bytes(content)


def read_files(documents: Sequence[PackedDocument]) -> Iterator[tuple[str, str, bytes]]:
    """Yield folder, name and bytes of all files of some undamaged documents of one pack.

    JuesuanError, at the end at the latest, where they are not those that were packed.
    """
    from pyarrow import ArrowException

    hashes: dict[str, dict[str, str]] = {one.folder: {} for one in documents}
    kinds = {name: kind for one in documents for name in one.files if (kind := kind_of(name))}
    try:
        for name, kind in sorted(kinds.items()):
            wanted = [one.folder for one in documents if name in one.files]
            rows = dict(_rows(documents[0].pack / f"{kind}.parquet", wanted))
            for folder in wanted:
                # A hidden file is no part of the extract.
                if not name.startswith("."):
                    hashes[folder][name] = hashlib.sha256(rows[folder]).hexdigest()
                yield folder, name, rows[folder]
    except (FileNotFoundError, KeyError, ArrowException) as error:
        raise _changed(documents[0], str(error)) from error
    for one in documents:
        if hash_contents(hashes[one.folder]) != one.content_sha256:
            raise _changed(one, one.folder)


def _changed(document: PackedDocument, what: str) -> JuesuanError:
    return JuesuanError(
        f"打包 {document.pack.name} 在读取期间被改动或损坏,请重试 "
        f"(pack changed or damaged while it was read; run again): {what}"
    )


def _rows(path: Path, folders: Sequence[str] | None) -> Iterator[tuple[str, bytes]]:
    import pyarrow.parquet as pq

    filters = None if folders is None else [("folder", "in", list(folders))]
    # One thread: as many shards are loaded at once as there are cores.
    table = pq.read_table(path, filters=filters, use_threads=False, memory_map=True)
    yield from zip(table["folder"].to_pylist(), table["content"].to_pylist(), strict=True)
