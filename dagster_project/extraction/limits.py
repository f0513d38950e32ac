"""What one document may cost: time, memory, size. One place, each number with its reason."""

from __future__ import annotations

import os
from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Limits of one document, enforced from outside the process that decodes it.

    ``seconds`` and ``seconds_per_page``: a page with a text layer takes about 0.1 s, one that goes
    through OCR 3 to 6 s on one slow core; a document without pages takes 1 s. The factor of ten is
    for machines that do something else as well. ``longest_seconds`` ends what is left.
    ``memory_bytes`` is address space: the decoders with OCR map about 1.5 GB before they read a
    page, a 300-page PDF adds 0.7 GB.
    """

    seconds: float = 60.0
    seconds_per_page: float = 8.0
    longest_seconds: float = 1800.0
    memory_bytes: int = 4096 * MEGABYTE

    def seconds_for(self, pages: int) -> float:
        """Return the time a document of so many pages may take."""
        return min(self.seconds + pages * self.seconds_per_page, self.longest_seconds)

    def cpu_seconds_for(self, pages: int) -> int:
        """Return the processor time it may use: OCR runs on all cores at once.

        It stops a decoder that goes on after the process that watches it was killed itself.
        """
        return int(self.seconds_for(pages) * (os.cpu_count() or 1)) + 1


# A scan of 300 pages at 300 dpi has 60 MB. How many pages: pdf/limits.py.
MOST_FILE_BYTES = 256 * MEGABYTE
# Uncompressed, all members of one archive: the largest workbook seen unpacks to 2 MB. Pictures in
# a Word document are the reason for the rest.
MOST_UNPACKED_BYTES = 256 * MEGABYTE
