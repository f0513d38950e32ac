"""Makes pdfminer's reading of damaged streams linear: one flipped byte in a font cost minutes.

``pdfminer.pdftypes.decompress_corrupted`` feeds a stream byte by byte and appends to one bytes
object, which is quadratic: 226 s for the two fonts (5 MB) of a published disclosure with two bytes
flipped. Found by the fuzz campaign; to be removed when pdfminer.six does it itself.
"""

from __future__ import annotations

import zlib

_PIECE = 4096


def decompress_damaged(data: bytes, bufsize: int = _PIECE) -> bytes:
    """Return what can be decompressed of a damaged stream: all that comes before the damage."""
    decompressor = zlib.decompressobj()
    found: list[bytes] = []
    for start in range(0, len(data), bufsize):
        piece = data[start : start + bufsize]
        before = decompressor.copy()
        try:
            found.append(decompressor.decompress(piece))
        except zlib.error:
            found.append(_byte_by_byte(before, piece))
            break
    return b"".join(found)


def _byte_by_byte(decompressor: zlib._Decompress, piece: bytes) -> bytes:
    found: list[bytes] = []
    try:
        for at in range(len(piece)):
            found.append(decompressor.decompress(piece[at : at + 1]))
    except zlib.error:
        pass
    return b"".join(found)


def repair_pdfminer() -> None:
    """Replace the function in pdfminer."""
    from pdfminer import pdftypes

    pdftypes.decompress_corrupted = decompress_damaged
