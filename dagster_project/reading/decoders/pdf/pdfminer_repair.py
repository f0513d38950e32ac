"""Makes pdfminer's reading of damaged streams linear: one flipped byte in a font cost minutes.

``pdfminer.pdftypes.decompress_corrupted`` feeds a stream byte by byte and appends to one bytes
object, which is quadratic: 226 s for the two fonts (5 MB) of a published disclosure with two bytes
flipped. Found by the fuzz campaign; to be removed when pdfminer.six does it itself.
"""

from __future__ import annotations

import zlib

_PIECE = 4096
# pdfminer looks at the last three bytes of the four.
_CHECK_SUM = 3


def decompress_damaged(data: bytes, bufsize: int = _PIECE) -> bytes:
    """Return a stream whose check sum alone is wrong. Raises zlib.error for any other damage.

    As pdfminer does it: half a stream would be a page that reads as if it were whole.
    """
    decompressor = zlib.decompressobj()
    found: list[bytes] = []
    for start in range(0, len(data), bufsize):
        before = decompressor.copy()
        try:
            found.append(decompressor.decompress(data[start : start + bufsize]))
        except zlib.error:
            found.extend(_byte_by_byte(before, data, start))
            break
    return b"".join(found)


def _byte_by_byte(decompressor: zlib._Decompress, data: bytes, start: int) -> list[bytes]:
    found: list[bytes] = []
    for at in range(start, len(data)):
        try:
            found.append(decompressor.decompress(data[at : at + 1]))
        except zlib.error:
            if at < len(data) - _CHECK_SUM:
                raise
            break
    return found


def repair_pdfminer() -> None:
    """Replace the function in pdfminer."""
    from pdfminer import pdftypes

    pdftypes.decompress_corrupted = decompress_damaged
