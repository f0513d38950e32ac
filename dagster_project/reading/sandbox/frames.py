"""Length-prefixed messages over a pipe, between the caller, its workers and their children."""

from __future__ import annotations

import struct
from typing import IO

_HEADER = struct.Struct(">cQ")
# An answer is a few megabytes; a length beyond this is a broken pipe read as a number.
_LONGEST = 1 << 31

RESULT, PAGES, FAILED, MEMORY, TIMEOUT, CRASHED, DENSE = b"R", b"P", b"F", b"M", b"T", b"C", b"D"


def pack(tag: bytes, payload: bytes) -> bytes:
    """Return one message as bytes."""
    return _HEADER.pack(tag, len(payload)) + payload


def write_frame(stream: IO[bytes], tag: bytes, payload: bytes) -> None:
    """Write one message and flush it."""
    stream.write(pack(tag, payload))
    stream.flush()


def read_frame(stream: IO[bytes]) -> tuple[bytes, bytes] | None:
    """Return the next message, or None where the other side is gone."""
    header = stream.read(_HEADER.size)
    if len(header) < _HEADER.size:
        return None
    tag, length = _HEADER.unpack(header)
    if length > _LONGEST:
        return None
    payload = stream.read(length)
    return None if len(payload) < length else (tag, payload)


def split_frames(buffer: bytearray) -> list[tuple[bytes, bytes]]:
    """Take all whole messages off the front of a buffer."""
    found = []
    while len(buffer) >= _HEADER.size:
        tag, length = _HEADER.unpack_from(buffer)
        end = _HEADER.size + length
        if len(buffer) < end:
            break
        found.append((tag, bytes(buffer[_HEADER.size : end])))
        del buffer[:end]
    return found
