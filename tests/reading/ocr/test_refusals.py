"""Image files that are no pages: refused with one plain sentence, never a crash."""

from __future__ import annotations

import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from dagster_project.reading.decoders.image import decode
from dagster_project.reading.decoders.image.decode import decode_image
from dagster_project.reading.decoders.image.images import PageImage
from dagster_project.reading.decoders.image.page import PageTimeError, read_page_image
from dagster_project.reading.model.source import RefusedError


def png(width: int, height: int) -> bytes:
    """Return a white page as PNG."""
    buffer = io.BytesIO()
    Image.new("L", (width, height), 255).save(buffer, "PNG")
    return buffer.getvalue()


def png_that_claims(width: int, height: int) -> bytes:
    """Return a PNG of a few bytes that says it is this large."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 100))
    return b"\x89PNG\r\n\x1a\n" + body + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"\x89PNG\r\n\x1a\nnothing else", "not_image"),
        (b"GIF89a" + bytes(40), "image_too_small"),
        (png_that_claims(100_000, 100_000), "image_too_large"),
        (png_that_claims(9_000, 9_000), "image_too_large"),
        (png_that_claims(0, 0), "image_too_small"),
        (png(40, 2_000), "image_too_small"),
        (png_that_claims(1_600, 2_000), "damaged"),
        (png(1_600, 2_000)[:200], "damaged"),
    ],
)
def test_what_is_no_page_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(RefusedError) as refusal:
        decode_image(content)
    found = refusal.value.reason_code
    assert found == code or {found, code} <= {"not_image", "damaged", "image_too_small"}
    assert "\n" not in refusal.value.reason_zh


def test_a_white_page_has_nothing_on_it() -> None:
    decoded = decode_image(png(1_200, 1_600))
    assert decoded.items == []
    assert decoded.page_count == 1


def test_a_page_that_takes_too_long_is_noted_and_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    white = np.full((800, 600), 255, dtype=np.uint8)
    with pytest.raises(PageTimeError):
        read_page_image(PageImage(1, white, 100.0), seconds=0.0)
    monkeypatch.setattr(decode, "PAGE_SECONDS", 0.0)
    decoded = decode_image(png(600, 800))
    assert decoded.items == []
    assert "没有读" in decoded.notes[0]
