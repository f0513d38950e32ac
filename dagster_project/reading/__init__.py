"""Reading: from a source document to an extract folder under raw/, one reader per medium.

``extract_files`` is the door: it never raises for anything that lies in a document, and whatever
cannot be read leaves a document.json with its reason, so that nothing vanishes.
"""

from __future__ import annotations

from dagster_project.reading.extract import (
    ExtractOutcome,
    TableSummary,
    extract_document,
    extract_files,
)

__all__ = ["ExtractOutcome", "TableSummary", "extract_document", "extract_files"]
