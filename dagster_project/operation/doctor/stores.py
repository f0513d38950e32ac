"""What is stored: extracts, the warehouse and who holds it, releases, the inbox."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from dagster_project.loading.folders import is_extract, list_folders
from dagster_project.operation.doctor.diagnosis import Diagnosis, note, well, wrong
from dagster_project.operation.restore import ASIDE, UNPACKING
from dagster_project.packs.pack import REMEDY
from dagster_project.release.folders import (
    complete_releases,
    current_release,
    is_whole,
    leftovers,
    releases_dir,
)
from dagster_project.runtime.inbox import REFUSED, inbox_dir, waiting_files
from dagster_project.runtime.settings import Settings
from dagster_project.runtime.unreadable import ASIDE as UNREADABLE
from dagster_project.runtime.unreadable import is_damage

_STAMP = "%Y%m%dT%H%M%S"
_SHOWN = 3
_HALF_WRITTEN = "*/.tmp-*"


def look_at_raw(settings: Settings) -> Iterator[Diagnosis]:
    """Look for folders that are no extracts, and for what killed commands left beside them."""
    raw, part = settings.raw_dir, "提取结果 raw"
    if not raw.is_dir():
        yield wrong(
            part, f"{raw} 不存在", f"juesuan extract 文件 --raw {raw}，或改 JUESUAN_RAW_DIR"
        )
        return
    folders = list_folders(raw)
    orphans = [one.folder for one in folders if one.packed is None and not is_extract(one.path)]
    if orphans:
        yield wrong(
            part,
            f"{len(orphans)} 个文件夹没有 document.json: {_some(orphans)}",
            "重新提取这些文档，或移走文件夹；其余文档照常发布",
        )
    if damaged := [one.packed.damage for one in folders if one.packed and one.packed.damage]:
        yield wrong(part, f"{len(damaged)} 份打包的文档读不出来: {damaged[0]}", REMEDY)
    if half := sorted(path.name for path in raw.glob(_HALF_WRITTEN)):
        yield note(part, f"中断的提取留下 {len(half)} 个: {_some(half)}", "下一次 extract 会清理")
    restoring = [*raw.parent.glob(f"{UNPACKING}*"), *raw.parent.glob(f"{raw.name}{ASIDE}*")]
    if restoring:
        yield note(
            part,
            f"恢复备份时移开的内容: {_some([path.name for path in restoring])}",
            "核对无误后删除",
        )
    if not orphans and not damaged:
        yield well(part, f"{len(folders):,} 份文档")


def look_at_warehouse(settings: Settings) -> Iterator[Diagnosis]:
    """Look at the lock, its holder, and whether the file can be read."""
    path, part = settings.warehouse, "仓库 warehouse"
    yield from _holder(path)
    if not path.exists():
        yield note(part, f"{path} 还没有", "juesuan run 会建立")
        return
    try:
        with duckdb.connect(str(path), read_only=True):
            yield well(part, f"{path.stat().st_size / 2**20:,.0f} MiB")
    except duckdb.Error as error:
        first_line = str(error).splitlines()[0]
        if is_damage(first_line):
            yield wrong(part, f"读不出来: {first_line}", "juesuan run 会移开它并由 raw/ 重建")
        else:
            remedy = "关闭占用它的程序；查数请用 published/current"
            yield wrong(part, f"打不开: {first_line}", remedy)
    for aside in path.parent.glob(f"{path.name}{UNREADABLE}*"):
        yield note(part, f"曾经读不出来，移开的文件还在: {aside.name}", "查明原因后删除")


def _holder(path: Path) -> Iterator[Diagnosis]:
    note_path = path.with_name(f".{path.name}.holder.json")
    try:
        holder = json.loads(note_path.read_text(encoding="utf-8"))
        process = int(holder["pid"])
    except FileNotFoundError:
        return
    except (OSError, ValueError, KeyError, TypeError):
        process, holder = 0, {}
    if process and _is_alive(process):
        found = f"{holder.get('owner')} 正在使用 (process {process}, since {holder.get('since')})"
        yield note("仓库锁 lock", found, "等它结束")
    else:
        found = "上一次使用者没有正常结束，留下了记录"
        yield note("仓库锁 lock", found, f"不妨碍运行；可删除 {note_path}")


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def look_at_releases(settings: Settings) -> Iterator[Diagnosis]:
    """Look at the release in force, its bytes, its time, and what killed publications left."""
    published, part = settings.published_dir, "发布 published"
    link = published / "current"
    whole = complete_releases(published)
    current = current_release(published)
    if current is None:
        if link.is_symlink():
            yield wrong(
                part, f"current 指向不存在或不完整的 {link.readlink()}", "juesuan run 会重新发布"
            )
        else:
            yield note(part, "还没有发布", "juesuan run")
    elif not is_whole(current):
        yield wrong(part, f"{current.name} 有文件缺失或被改动", "juesuan run --force 会重新发布")
    else:
        yield well(part, f"{current.name}，共保留 {len(whole)} 版")
    folder = releases_dir(published)
    broken = (
        [path.name for path in folder.iterdir() if path not in whole] if folder.is_dir() else []
    )
    broken = [name for name in broken if not name.startswith(".")]
    if broken:
        yield wrong(part, f"不完整的版本: {_some(broken)}", "移走这些文件夹")
    if left := leftovers(published) if published.is_dir() else []:
        names = _some([path.name for path in left])
        yield note(part, f"中断的发布留下 {len(left)} 个: {names}", "下一次 juesuan run 会清理")
    if whole and whole[-1].name[: len("YYYYMMDDTHHMMSS")] > datetime.now(UTC).strftime(_STAMP):
        yield wrong("时钟 clock", f"最新版本 {whole[-1].name} 在未来", "校正机器的时间")


def look_at_inbox(_: Settings) -> Iterator[Diagnosis]:
    """Look at what waits in the inbox and what was refused."""
    inbox, part = inbox_dir(), "收件箱 inbox"
    if not inbox.is_dir():
        return
    waiting = waiting_files(inbox)
    refused = [
        path
        for path in (inbox / REFUSED).rglob("*")
        if path.is_file() and not path.name.endswith(".原因.txt")
    ]
    if waiting:
        yield note(part, f"{len(waiting)} 个文件等待读取", "make ui 运行时会自动读取")
    if refused:
        yield note(
            part, f"{len(refused)} 个文件被拒收", f"原因在 {inbox / REFUSED} 的 .原因.txt 中"
        )


def _some(names: list[str]) -> str:
    return ", ".join(names[:_SHOWN]) + (" …" if len(names) > _SHOWN else "")
