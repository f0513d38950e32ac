"""Whether the compressed streams of a PDF are whole: a changed byte must not change a figure.

Decoders repair what they can and say nothing: of a page whose stream breaks off, the first half is
there and the rest is blank; in a damaged character map one digit reads as another, in every
library alike. Flate streams end with a checksum, which tells.
"""

from __future__ import annotations

import re
import zlib

from dagster_project.reading.model.source import RefusedError
from dagster_project.reading.page.limits import MAX_UNPACKED_BYTES

_STREAM = re.compile(rb"stream\r?\n")
_OBJECT_BEGINS = re.compile(rb"\d\s+\d+\s+obj\b")
_LENGTH = re.compile(rb"/Length\s+(\d+)(?!\s+\d+\s+R)")
_FLATE_FIRST = re.compile(rb"/Filter\s*\[?\s*/(?:FlateDecode|Fl)\b")
_IMAGE = re.compile(rb"/Subtype\s*/Image\b")
# How far before the word stream its dictionary may begin.
_DICTIONARY_BYTES = 2048
# What comes out is dropped at once: a piece that stays in the processor's cache is made fastest.
_CHUNK = 64 * 1024


class _Inflater:
    """Unpacks streams without keeping them, and keeps count of what comes out."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._made = 0

    def is_whole(self, start: int) -> bool:
        """Return whether the stream that begins here ends, with the right checksum."""
        inflate = zlib.decompressobj()
        packed = self._content[start : start + _CHUNK]
        position = start + len(packed)
        while packed:
            try:
                self._made += len(inflate.decompress(packed, _CHUNK))
            except zlib.error:
                return False
            if self._made > MAX_UNPACKED_BYTES:
                raise RefusedError("too_large_unpacked", "PDF 的内容解压后过大，不是一份决算公开")
            if inflate.eof:
                return True
            packed = inflate.unconsumed_tail
            if not packed:
                packed = self._content[position : position + _CHUNK]
                position += len(packed)
        return False


def _has_lost_objects(content: bytes) -> bool:
    """Return whether an object or a stream begins that does not end, or ends without beginning.

    A page whose content is lost so is blank, and a font whose map is lost writes nothing.
    """
    words = content.count(b"stream\n") + content.count(b"stream\r\n")
    ends = content.count(b"endstream\n") + content.count(b"endstream\r\n")
    if words - ends != content.count(b"endstream"):
        return True
    ends = content.count(b"endobj")
    return content.count(b" obj") != ends and len(_OBJECT_BEGINS.findall(content)) != ends


def has_damaged_streams(content: bytes) -> bool:
    """Return whether a compressed stream other than an image is broken, or an object is lost.

    Encrypted files are not looked into: their streams are encrypted after compression. Raises
    RefusedError where little unpacks to absurdly much, before anything else unpacks it.
    """
    if _has_lost_objects(content):
        return True
    if b"/Encrypt" in content:
        return False
    end_of_last, inflater = 0, _Inflater(content)
    for found in _STREAM.finditer(content):
        if content[found.start() - 3 : found.start()] == b"end" or found.start() < end_of_last:
            continue
        before = content[max(0, found.start() - _DICTIONARY_BYTES) : found.start()]
        begin = before.rfind(b"obj")
        dictionary = before[begin:] if begin >= 0 else b""
        if not _FLATE_FIRST.search(dictionary):
            continue
        length = _LENGTH.search(dictionary)
        end_of_last = found.end() + int(length[1]) if length else 0
        if _IMAGE.search(dictionary):
            continue
        if not inflater.is_whole(found.end()):
            return True
    return False
