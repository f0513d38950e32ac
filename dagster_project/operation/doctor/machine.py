"""The machine: packages as locked, fonts, programs that are optional, space on its disks."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from dagster_project.operation.doctor.diagnosis import Diagnosis, note, well, wrong
from dagster_project.runtime.settings import PROJECT_DIR, Settings
from dagster_project.supply.locks import read_locks

# Below this, a run of the shipped documents may stop half-way.
_LEAST_FREE = 2**30
# A run holds the old and the new state of what it writes.
_TIMES_WHAT_IS_THERE = 2
_FONTS = "pylopdf_fonts_zh_cn"
_SHOWN = 5


def look_at_machine(settings: Settings) -> Iterator[Diagnosis]:
    """Look at packages, fonts, optional programs, and the space and rights of every place."""
    yield _packages()
    yield _fonts()
    yield from _programs()
    yield _sandbox()
    yield from _disks(settings)


def _packages() -> Diagnosis:
    other = []
    for package in read_locks(PROJECT_DIR):
        if package.lock != "runtime" or not package.is_for_here:
            continue
        try:
            installed = version(package.name)
        except PackageNotFoundError:
            installed = "没有安装"
        if installed != package.version:
            other.append(f"{package.name} {installed} (locked {package.version})")
    if other:
        shown = ", ".join(other[:_SHOWN]) + (" …" if len(other) > _SHOWN else "")
        return wrong("软件包 packages", f"{len(other)} 个与锁定版本不同: {shown}", "make setup")
    return well("软件包 packages", "与 requirements.lock 一致")


def _fonts() -> Diagnosis:
    spec = find_spec(_FONTS)
    files = list(Path(spec.origin).parent.glob("*.?t?")) if spec and spec.origin else []
    if not any(path.stat().st_size for path in files):
        return wrong("字体 fonts", "锁定的中文字体缺失，PDF 的读数会随机器变化", "make setup")
    return well("字体 fonts", f"{len(files)} 个，随软件包安装")


def _sandbox() -> Diagnosis:
    from dagster_project.reading.sandbox.confine import describe_doors

    doors = describe_doors()
    if is_open := [door.what_zh for door in doors if not door.is_closed]:
        remedy = "换用 Linux 5.13 起的内核，或只读可信来源的文件"
        return note("沙箱 sandbox", "；".join(is_open), remedy)
    return well("沙箱 sandbox", "；".join(door.what_zh for door in doors))


def _programs() -> Iterator[Diagnosis]:
    from dagster_project.reading.decoders.media import has_ocr
    from dagster_project.reading.decoders.office.convert import find_program

    if has_ocr():
        yield well("扫描件 OCR", "已安装")
    else:
        yield note("扫描件 OCR", "未安装，扫描件会被拒收", "make setup-ocr")
    if program := find_program():
        yield well("LibreOffice", program)
    else:
        yield note(
            "LibreOffice",
            "没有安装，.doc、.wps、.rtf、.odt 会被拒收",
            "apt-get install libreoffice-writer libreoffice-calc",
        )


def _disks(settings: Settings) -> Iterator[Diagnosis]:
    places = {
        "raw": settings.raw_dir,
        "warehouse": settings.warehouse.parent,
        "published": settings.published_dir,
        "DAGSTER_HOME": settings.dagster_home,
    }
    for name, place in places.items():
        there = next(path for path in (place, *place.parents) if path.exists())
        if not os.access(there, os.W_OK | os.X_OK):
            yield wrong(f"目录 {name}", f"{there} 不可写", f"chown 或 chmod u+w {there}")
            continue
        free = shutil.disk_usage(there).free
        size = settings.warehouse.stat().st_size if settings.warehouse.is_file() else 0
        needed = max(_LEAST_FREE, _TIMES_WHAT_IS_THERE * size) if name != "raw" else _LEAST_FREE
        found = f"{there} 剩余 {free / 2**30:.1f} GiB"
        if free < needed:
            yield wrong(
                f"目录 {name}",
                f"{found}，一次运行需要约 {needed / 2**30:.1f} GiB",
                "腾出空间，或用环境变量换一个目录",
            )
        else:
            yield well(f"目录 {name}", found)
