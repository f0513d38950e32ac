"""From bytes to text: the encoding is decided strictly and named, never guessed past."""

from __future__ import annotations

import codecs

from dagster_project.reading.model.source import RefusedError

_MARKED = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_UNMARKED = ("utf-8", "gb18030")


def _candidates(content: bytes) -> tuple[str, ...]:
    marked = tuple(name for mark, name in _MARKED if content.startswith(mark))
    return marked[:1] or _UNMARKED


def decode_strictly(content: bytes) -> tuple[str, str]:
    """Return a text and its encoding. Raises RefusedError where it is none that is in use."""
    for encoding in _candidates(content):
        try:
            return content.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise RefusedError("not_text", "文件不是文本：既不是 UTF-8 也不是 GB18030 编码")


def beginning(content: bytes, size: int = 65536) -> str:
    """Return how a text begins, empty where it is no text: a cut character at the end is none."""
    for encoding in _candidates(content):
        try:
            return codecs.getincrementaldecoder(encoding)().decode(content[:size])
        except UnicodeDecodeError:
            continue
    return ""
