"""``juesuan pack`` and ``juesuan unpack``: extract folders into a few large files, and back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

import click

from dagster_project.loading.folders import (
    UNKNOWN_YEAR,
    ExtractFolder,
    hash_folder,
    is_extract,
    is_plain_name,
)
from dagster_project.loading.load import find_folders
from dagster_project.packs.pack import (
    PackedDocument,
    documents_of,
    list_packed,
    list_packs,
)
from dagster_project.packs.writing import (
    clear_leftovers,
    is_packable,
    remove,
    unpack,
    write_pack,
)
from dagster_project.runtime.lock import hold_folder
from dagster_project.runtime.problems import JuesuanError
from dagster_project.runtime.settings import load_settings
from dagster_project.shards.families import find_families
from dagster_project.shards.plan import cut_into_buckets


def pack_raw(*, removes_folders: bool) -> int:
    """Pack what is not packed as it is; return 0. Packs are cut as shards are: one reads one."""
    settings = load_settings()
    raw = settings.raw_dir
    with hold_folder(_existing(raw)):
        clear_leftovers(raw)
        packed = {one.folder: one.current_sha256 for one in list_packed(raw)}
        folders = [one for one in find_folders(raw) if one.packed is None]
        packable = [one for one in folders if _is_packable(one)]
        hashes = {_place(one): hash_folder(one.path) for one in packable}
        wanted = [one for one in packable if packed.get(_place(one)) != hashes[_place(one)]]
        packs = 0
        for _, families in cut_into_buckets(find_families(wanted), settings.shard_documents):
            own = [_place(folder) for family in families for folder in family.folders]
            written = write_pack(raw, [(place, hashes[place]) for place in own])
            packs += 1
            click.echo(f"{written.name}: {len(own):,} 份文档")
        click.echo(
            f"新打包 {len(wanted):,} 份,为 {packs} 个(packed);已打包而未变 "
            f"{len(packable) - len(wanted):,} 份;{len(folders) - len(packable):,} 份仍为文件夹"
            "(年度未知、未能采用、留有原件或有不认识的文件)"
        )
        if removes_folders:
            click.echo(f"移除已打包的文件夹 {_remove_packed(raw, hashes):,} 个(removed)")
    return 0


def _remove_packed(raw: Path, hashes: dict[str, str]) -> int:
    """Remove folders of which a whole pack holds these bytes."""
    packed = {one.folder: one.current_sha256 for one in list_packed(raw)}
    gone = [place for place, sha256 in hashes.items() if packed.get(place) == sha256]
    for place in gone:
        remove(raw / place)
    return len(gone)


def unpack_raw(document_ids: Sequence[str], *, removes_packs: bool) -> int:
    """Make folders of packed documents; return 3 where some of them are damaged, else 0.

    With ids, of the packs that hold these.
    """
    raw = load_settings().raw_dir
    with hold_folder(_existing(raw)):
        clear_leftovers(raw)
        packs = {pack: documents_of(pack) for pack in list_packs(raw)}
        if document_ids:
            packs = _that_hold(packs, document_ids)
        # Of what several packs hold the last one counts.
        counts = {(one.pack, one.folder) for one in list_packed(raw)}
        documents = [
            one for own in packs.values() for one in own if (one.pack, one.folder) in counts
        ]
        damaged = [one for one in documents if one.damage]
        written = unpack(raw, documents)
        for one in damaged:
            click.echo(f"{one.folder}: {one.damage}", err=True)
        there = len(documents) - len(damaged) - written
        click.echo(f"取出 {written:,} 份为文件夹(unpacked);{there:,} 份已有文件夹,保持不变")
        if removes_packs:
            whole = [pack for pack, own in packs.items() if not any(one.damage for one in own)]
            for pack in whole:
                remove(pack)
            click.echo(f"移除打包 {len(whole)} 个(removed),保留损坏的 {len(packs) - len(whole)} 个")
    return 3 if damaged else 0


def _that_hold(
    packs: dict[Path, list[PackedDocument]], document_ids: Collection[str]
) -> dict[Path, list[PackedDocument]]:
    found = {
        pack: own
        for pack, own in packs.items()
        if any(Path(one.folder).name in document_ids for one in own)
    }
    held = {Path(one.folder).name for own in found.values() for one in own}
    if missing := sorted(set(document_ids) - held):
        raise JuesuanError(f"没有打包的文档 {'、'.join(missing)} (not packed)")
    return found


def _existing(raw: Path) -> Path:
    if not raw.is_dir():
        raise JuesuanError(f"raw folder {raw} does not exist")
    return raw


def _place(folder: ExtractFolder) -> str:
    return f"{folder.path.parent.name}/{folder.path.name}"


def _is_packable(folder: ExtractFolder) -> bool:
    # What could not be placed is read again some day, and then its folder goes.
    return (
        folder.partition != UNKNOWN_YEAR
        and is_plain_name(folder.path.name)
        and is_extract(folder.path)
        and is_packable(folder.path)
    )
