"""Looks at a file before anything decodes it: size, archive bombs, how many pages to wait for."""

from __future__ import annotations

import io
import zipfile
import zlib

from dagster_project.reading.decoders.media import TEXT, is_image, medium_of
from dagster_project.reading.model.source import RefusedError, SourceFile
from dagster_project.reading.sandbox.limits import (
    MEGABYTE,
    MOST_FILE_BYTES,
    MOST_LINES,
    MOST_MARKS,
    MOST_TEXT_BYTES,
    MOST_UNPACKED_BYTES,
)

_PIECE = 1 << 20
# Old Office files: their decoders have limits of their own, as those of pictures have.
_COMPOUND = b"\xd0\xcf\x11\xe0"


def check_size(size: int) -> None:
    """Raise RefusedError for a file that is too large to be a disclosure."""
    if size > MOST_FILE_BYTES:
        what = f"文件有{size // MEGABYTE}MB，超过上限{MOST_FILE_BYTES // MEGABYTE}MB"
        raise RefusedError("too_large", f"{what}，不读")


def _check_archive(content: bytes) -> None:
    """Unpack every member piece by piece and stop at the limit: what an archive declares may lie.

    Members that share their bytes (a "better zip bomb") are declared small each and large together,
    so the sum over all members counts.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise RefusedError("broken_file", "文件已损坏或不完整：压缩结构打不开") from None
    bomb = RefusedError(
        "zip_bomb", f"文件解压后超过{MOST_UNPACKED_BYTES // MEGABYTE}MB，疑为压缩炸弹，不读"
    )
    if sum(member.file_size for member in members) > MOST_UNPACKED_BYTES:
        raise bomb
    if any(member.flag_bits & 0x1 for member in members):
        raise RefusedError("encrypted", "文件有密码，打不开")
    unpacked = marks = 0
    for member in members:
        is_xml = member.filename.endswith(".xml")
        try:
            with archive.open(member) as stream:
                while piece := stream.read(_PIECE):
                    unpacked += len(piece)
                    if unpacked > MOST_UNPACKED_BYTES:
                        raise bomb
                    marks += piece.count(b"<") if is_xml else 0
                    _check_marks(marks)
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError):
            what = f"文件已损坏或不完整：其中的 {member.filename[:80]!r} 解不开"
            raise RefusedError("broken_file", what) from None


def _check_marks(marks: int) -> None:
    if marks > MOST_MARKS:
        raise RefusedError("too_large", "文件中的单元格或标记超过上限，不是一份决算公开，不读")


def _check_text(content: bytes) -> None:
    """Refuse a text, or a page of the web, that nobody could have written as a disclosure."""
    _check_marks(content.count(b"<"))
    if medium_of(content) not in (TEXT, "delimited"):
        return
    if len(content) > MOST_TEXT_BYTES:
        what = f"文本有{len(content) // MEGABYTE}MB，超过上限{MOST_TEXT_BYTES // MEGABYTE}MB"
        raise RefusedError("too_large", f"{what}，不读")
    if content.count(b"\n") > MOST_LINES:
        raise RefusedError("too_large", f"文本超过{MOST_LINES:,}行，不是一份决算公开，不读")


def _count_pages(content: bytes) -> int:
    """Return the number of pages of a PDF; its own rules say which PDFs are refused."""
    from dagster_project.reading.decoders.pdf.opening import open_pdf

    with open_pdf(content) as document:
        return len(document)


def check_file(file: SourceFile) -> int:
    """Return the number of pages (0 where the medium has none).

    Raises RefusedError for what must not be decoded. The medium is decided by content.
    """
    check_size(len(file.content))
    if file.content.startswith(b"PK\x03\x04"):
        _check_archive(file.content)
    elif b"%PDF" in file.content[:1024]:
        return _count_pages(file.content)
    elif not (file.content.startswith(_COMPOUND) or is_image(file.content)):
        _check_text(file.content)
    return 0
