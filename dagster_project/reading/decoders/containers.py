"""Office files are archives: what they are, and that they are not made to fill memory or disk."""

from __future__ import annotations

import io
import zipfile

from dagster_project.reading.model.source import RefusedError

_MOST_BYTES = 256 * 1024 * 1024
_MOST_MEMBERS = 4_000
_LARGEST_RATIO = 400
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def is_encrypted(content: bytes) -> bool:
    """Return whether a compound file holds an encrypted Office document."""
    return _ENCRYPTED in content


def open_archive(content: bytes, what: str) -> zipfile.ZipFile:
    """Return the archive of an Office file. Raises RefusedError where it is broken or a bomb."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as problem:
        raise RefusedError("broken_file", f"{what}已损坏，打不开") from problem
    size = sum(member.file_size for member in members)
    packed = max(sum(member.compress_size for member in members), 1)
    if len(members) > _MOST_MEMBERS or size > _MOST_BYTES:
        raise RefusedError("too_large", f"{what}解压后有{size // 1024 // 1024}MB，超过上限")
    if size > 20 * 1024 * 1024 and size / packed > _LARGEST_RATIO:
        raise RefusedError("zip_bomb", f"{what}的压缩比超过{_LARGEST_RATIO}倍，疑为压缩炸弹")
    if any(member.flag_bits & 0x1 for member in members):
        raise RefusedError("encrypted", f"{what}有密码，打不开")
    return archive
