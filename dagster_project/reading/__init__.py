"""Reading: from a source document to an extract folder under raw/, one reader per medium.

``extract_files`` is the door: it never raises for anything that lies in a document, and whatever
cannot be read leaves a document.json with its reason, so that nothing vanishes.

The door is imported when it is asked for: the processes that decode need what is behind it, and
would import the batch that has started them.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dagster_project.reading.extract import (
        ExtractOutcome,
        TableSummary,
        extract_document,
        extract_files,
    )

__all__ = ["ExtractOutcome", "TableSummary", "extract_document", "extract_files"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module("dagster_project.reading.extract"), name)
