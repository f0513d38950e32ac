"""What the tasks answer: plain data, taken in by a caller that imports no reader."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from dagster_project.reading.folder.extract_folder import NarrativeRows
from dagster_project.reading.model.document import ReadDocument


@dataclass
class Reading:
    """A document as read, without the bytes of its files, and what its narrative says.

    ``others`` are the further documents of a bound volume.
    """

    document: ReadDocument
    narrative: NarrativeRows = field(default_factory=NarrativeRows)
    others: tuple[Reading, ...] = ()


@dataclass(frozen=True)
class FileSummary:
    """What one file says of itself: which tables it holds, of whom and of which year."""

    path: Path
    tables: frozenset[str] = frozenset()
    organization: str | None = None
    year: int | None = None
    is_narrative: bool = False

    @property
    def stem(self) -> str:
        """The file's name without its extension, the way companions are often named alike."""
        return self.path.stem.lower()
