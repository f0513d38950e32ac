"""Archives of source files (.zip): what is in them is read as if it had been given itself."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from dagster_project.reading.decoders.containers import open_archive
from dagster_project.reading.model.source import RefusedError, SourceFile, read_source

_OFFICE = frozenset({"[Content_Types].xml", "mimetype", "OFD.xml"})
_UTF8_NAME = 0x800


@dataclass(frozen=True)
class Archived:
    """Where a file came from: the name and the hash of its archive."""

    name: str
    sha256: str


@dataclass
class Unpacked:
    """The files to read, in the order given, and the archive of those that came out of one."""

    paths: list[Path] = field(default_factory=list)
    archives: dict[Path, Archived] = field(default_factory=dict)


def _is_archive(path: Path) -> bool:
    """Return whether a file is a plain archive: Office files and OFD are archives as well."""
    try:
        with zipfile.ZipFile(path) as archive:
            return not _OFFICE.intersection(archive.namelist())
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError):
        return False


def _name(member: zipfile.ZipInfo) -> PurePosixPath:
    """Return a member's name; archives made on Chinese Windows write it in GB18030."""
    name = member.filename
    if not member.flag_bits & _UTF8_NAME:
        try:
            name = name.encode("cp437").decode("gb18030")
        except UnicodeError:
            name = member.filename
    return PurePosixPath(name.replace("\\", "/"))


def _is_by_the_way(name: PurePosixPath) -> bool:
    """Return whether a member is what systems and Office leave beside the files."""
    return "__MACOSX" in name.parts or name.name.startswith((".", "~$"))


def unpack_archive(file: SourceFile, into: Path) -> list[Path]:
    """Write the files of an archive below a folder and return them in the order of their names.

    Folders inside it become part of nothing: a member is written under its number, so that no name
    can lead elsewhere. Raises RefusedError where the archive is broken, a bomb or encrypted.
    """
    found = []
    with open_archive(file.content, "压缩文件") as archive:
        members = sorted(
            ((_name(member), member) for member in archive.infolist() if not member.is_dir()),
            key=lambda item: str(item[0]),
        )
        for number, (name, member) in enumerate(members):
            if _is_by_the_way(name):
                continue
            place = into / str(number) / name.name
            place.parent.mkdir(parents=True)
            place.write_bytes(archive.read(member))
            found.append(place)
    if not found:
        raise RefusedError("empty_archive", f"压缩文件中没有文件：{file.name}")
    return found


def unpack_all(paths: Sequence[Path], into: Path) -> Unpacked:
    """Return the files given, each archive replaced by what is in it.

    An archive that cannot be opened stays as it is: its reader says why.
    """
    unpacked = Unpacked()
    for number, path in enumerate(paths):
        members = [path]
        if path.is_file() and _is_archive(path):
            try:
                [file] = read_source([path])
                members = unpack_archive(file, into / f"archive-{number}")
            except (RefusedError, OSError, zipfile.BadZipFile, RuntimeError, EOFError):
                members = [path]
            else:
                archived = Archived(file.name, file.sha256)
                unpacked.archives |= dict.fromkeys(members, archived)
        unpacked.paths += members
    return unpacked
