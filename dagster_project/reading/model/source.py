"""The source of a document: its bytes on disk, hashed, and what a refusal is."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path


class RefusedError(Exception):
    """A document cannot be read. ``reason_code`` is stable, the message is one plain sentence."""

    def __init__(self, reason_code: str, reason_zh: str, kind: str = "unknown") -> None:
        """Keep the code, the sentence, and the kind of document where that is known."""
        super().__init__(reason_zh)
        self.reason_code = reason_code
        self.reason_zh = reason_zh
        self.kind = kind

    def __reduce__(self) -> tuple[type[RefusedError], tuple[str, str, str]]:
        """Let a refusal cross from the process that read the document to the one that writes."""
        return RefusedError, (self.reason_code, self.reason_zh, self.kind)


@dataclass(frozen=True)
class SourceFile:
    """One source file: its name, bytes and hash. ``encoding`` is known once it was decoded.

    ``archive`` names the file it came in. ``size`` stands for the bytes where they were left behind
    in the process that decoded them.
    """

    name: str
    content: bytes
    sha256: str
    media_type: str
    encoding: str | None = None
    size: int | None = None
    archive: str | None = None

    def with_encoding(self, encoding: str) -> SourceFile:
        """Return the same file with the encoding it was decoded from."""
        return replace(self, encoding=encoding)

    def without_content(self) -> SourceFile:
        """Return what is known of the file without its bytes."""
        return replace(
            self, content=b"", size=len(self.content) if self.size is None else self.size
        )

    def as_json(self) -> dict[str, object]:
        """Return what document.json says of the file."""
        inside = {"archive": self.archive} if self.archive else {}
        return {
            "name": self.name,
            "media_type": self.media_type,
            "sha256": self.sha256,
            "bytes": len(self.content) if self.size is None else self.size,
            "encoding": self.encoding,
            **inside,
        }


_MEDIA_TYPES = {".txt": "text/plain", ".text": "text/plain", ".pdf": "application/pdf"}


def _open_problem(path: Path, problem: OSError) -> RefusedError:
    if isinstance(problem, FileNotFoundError):
        return RefusedError("file_not_found", f"找不到文件：{path}")
    if isinstance(problem, IsADirectoryError):
        return RefusedError("not_a_file", f"这是文件夹，不是文件：{path}")
    reason = problem.strerror or type(problem).__name__
    return RefusedError("file_unreadable", f"文件打不开：{path}（{reason}）")


def _media_type(path: Path) -> str:
    return _MEDIA_TYPES.get(path.suffix.lower(), "application/octet-stream")


def read_source(paths: Sequence[Path]) -> list[SourceFile]:
    """Return the source files. Raises RefusedError where one is not there or not readable."""
    if not paths:
        raise RefusedError("no_file", "没有给出文件")
    files = []
    for path in paths:
        try:
            content = path.read_bytes()
        except OSError as problem:
            raise _open_problem(path, problem) from None
        sha256 = hashlib.sha256(content).hexdigest()
        files.append(SourceFile(path.name, content, sha256, _media_type(path)))
    return files


def identify_source(paths: Sequence[Path]) -> list[SourceFile]:
    """Return the source files without their bytes: hashed in pieces, whatever their size.

    Raises RefusedError where one is not there, not readable, or not a file at all: reading a
    named pipe would wait for ever.
    """
    if not paths:
        raise RefusedError("no_file", "没有给出文件")
    files = []
    for path in paths:
        try:
            if path.exists() and not path.is_dir() and not path.is_file():
                raise RefusedError("not_a_file", f"这不是普通文件：{path}")
            with path.open("rb") as stream:
                sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
                size = stream.tell()
        except OSError as problem:
            raise _open_problem(path, problem) from None
        files.append(SourceFile(path.name, b"", sha256, _media_type(path), size=size))
    return files


def source_hash(files: Sequence[SourceFile]) -> str:
    """Return the hash of a document's source: of its one file, or of the hashes of all of them."""
    if len(files) == 1:
        return files[0].sha256
    return hashlib.sha256("\n".join(file.sha256 for file in files).encode()).hexdigest()
