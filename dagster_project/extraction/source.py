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


@dataclass(frozen=True)
class SourceFile:
    """One source file: its name, bytes and hash. ``encoding`` is known once it was decoded."""

    name: str
    content: bytes
    sha256: str
    media_type: str
    encoding: str | None = None

    def with_encoding(self, encoding: str) -> SourceFile:
        """Return the same file with the encoding it was decoded from."""
        return replace(self, encoding=encoding)

    def as_json(self) -> dict[str, object]:
        """Return what document.json says of the file."""
        return {
            "name": self.name,
            "media_type": self.media_type,
            "sha256": self.sha256,
            "bytes": len(self.content),
            "encoding": self.encoding,
        }


_MEDIA_TYPES = {".txt": "text/plain", ".text": "text/plain", ".pdf": "application/pdf"}


def read_source(paths: Sequence[Path]) -> list[SourceFile]:
    """Return the source files. Raises RefusedError where one is not there or not readable."""
    if not paths:
        raise RefusedError("no_file", "没有给出文件")
    files = []
    for path in paths:
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            raise RefusedError("file_not_found", f"找不到文件：{path}") from None
        except IsADirectoryError:
            raise RefusedError("not_a_file", f"这是文件夹，不是文件：{path}") from None
        except OSError as problem:
            reason = problem.strerror or type(problem).__name__
            raise RefusedError("file_unreadable", f"文件打不开：{path}（{reason}）") from None
        media_type = _MEDIA_TYPES.get(path.suffix.lower(), "application/octet-stream")
        files.append(
            SourceFile(path.name, content, hashlib.sha256(content).hexdigest(), media_type)
        )
    return files


def source_hash(files: Sequence[SourceFile]) -> str:
    """Return the hash of a document's source: of its one file, or of the hashes of all of them."""
    if len(files) == 1:
        return files[0].sha256
    return hashlib.sha256("\n".join(file.sha256 for file in files).encode()).hexdigest()
