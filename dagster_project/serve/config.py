"""How a workbench runs: where it keeps what is uploaded, who may ask, how much it takes."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from dagster_project.reading.sandbox.limits import MEGABYTE, MOST_FILE_BYTES

LOCAL_NAMES = frozenset({"127.0.0.1", "localhost", "[::1]"})


@dataclass(frozen=True)
class ServeConfig:
    """The settings of one server.

    ``data`` holds uploads, checks, images and marks. ``names`` are what it may be called in an
    address: any other is somebody else's page that reaches for this machine. With a ``token``
    whoever asks has to know it.
    """

    data: Path
    published: Path
    raw: Path
    token: str | None = None
    names: frozenset[str] = field(default=LOCAL_NAMES)
    # A department hands in ten files, a district some hundreds.
    most_files: int = 500
    most_file_bytes: int = MOST_FILE_BYTES
    most_batch_bytes: int = 2048 * MEGABYTE
    # Beyond it the oldest check goes.
    most_batches: int = 100
    jobs: int | None = None

    @property
    def batches(self) -> Path:
        """The folder of uploads and their checks."""
        return self.data / "checks"
