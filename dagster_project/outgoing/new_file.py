"""Files that somebody may write a reply into are written once."""

from __future__ import annotations

import os
from pathlib import Path

from dagster_project.runtime.problems import JuesuanError


def refuse_existing(output: Path) -> None:
    """Raise JuesuanError where something is there already."""
    if output.exists():
        raise JuesuanError(f"{output} is there already; name another with --output")


def write_new(output: Path, content: bytes) -> None:
    """Write a file that is not there yet. Raises JuesuanError where it is."""
    try:
        with output.open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
    except FileExistsError:
        refuse_existing(output)
        raise
