"""What one document may cost: time, memory, size. One place, each number with its reason."""

from __future__ import annotations

import os
from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Limits of one document, enforced from outside the process that decodes it.

    A document without pages takes 1 s, a page with a text layer 0.1 s, and 0.5 s where a second
    library has to read it again; a page through OCR 3 to 6 s on one core, measured 20 s where
    three other jobs shared two cores. The rest is for such machines. ``longest_seconds`` ends what
    is left. ``memory_bytes`` is address space: the decoders with OCR map about 1.5 GB before they
    read a page, a 300-page PDF adds 0.7 GB.
    """

    seconds: float = 60.0
    seconds_per_page: float = 4.0
    seconds_per_scan: float = 30.0
    longest_seconds: float = 3600.0
    memory_bytes: int = 4096 * MEGABYTE

    def seconds_for(self, pages: int, scans: int = 0) -> float:
        """Return the time a document of so many pages, so many of them for OCR, may take."""
        wanted = self.seconds + pages * self.seconds_per_page + scans * self.seconds_per_scan
        return min(wanted, self.longest_seconds)

    def cpu_seconds_for(self, pages: int, scans: int = 0) -> int:
        """Return the processor time it may use: OCR runs on all cores at once.

        It stops a decoder that goes on after the process that watches it was killed itself.
        """
        return int(self.seconds_for(pages, scans) * (os.cpu_count() or 1)) + 1


# A scan of 300 pages at 300 dpi has 60 MB. How many pages: page/limits.py.
MOST_FILE_BYTES = 256 * MEGABYTE
# Uncompressed, all members of one archive: the largest workbook seen unpacks to 2 MB. Pictures in
# a Word document are the reason for the rest.
MOST_UNPACKED_BYTES = 256 * MEGABYTE
# Beginnings of XML elements, all parts of an archive: the largest workbook seen has 90,000, one
# whose empty rows are formatted to the end of the sheet a million. Above, a minute goes by.
MOST_MARKS = 2_000_000
# A text of 100 pages has 300 kB and 10,000 lines; time grows faster than they do.
MOST_TEXT_BYTES = 8 * MEGABYTE
MOST_LINES = 50_000
# One file that a decoder or LibreOffice writes in its own folder: what it reads is not larger.
MOST_WRITTEN_BYTES = 512 * MEGABYTE
