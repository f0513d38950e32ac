"""Helpers of the extraction tests: read a text into a folder, look at its cells."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

# Tests that ask pdfium themselves have the fonts of the lock as well: importing it chooses them.
import dagster_project.reading.decoders.pdf  # noqa: F401
from dagster_project.reading import ExtractOutcome, extract_document
from tests.printing.text import Expected
from tests.shared_documents import DOCUMENTS

PROJECT_DIR = Path(__file__).resolve().parents[2]
TRUTH_DIR = PROJECT_DIR / "tests" / "truth" / "xinzhou-hrss-2022"
SAMPLES_DIR = PROJECT_DIR / "tests" / "samples"
SHARED_SOURCE = DOCUMENTS / "xinzhou-hrss-2022.txt"


@dataclass(frozen=True)
class Extract:
    """One extract folder, looked at through its files only."""

    outcome: ExtractOutcome
    folder: Path

    @property
    def document(self) -> dict[str, Any]:
        """Return the content of document.json."""
        return json.loads((self.folder / "document.json").read_text(encoding="utf-8"))

    def table(self, code: str) -> dict[str, Any]:
        """Return the entry of one table in document.json."""
        return next(t for t in self.document["tables"] if t["table_code"] == code)

    def rows(self, name: str) -> list[dict[str, str]]:
        """Return the rows of one CSV."""
        return read_rows(self.folder / f"{name}.csv")

    def cells(self, code: str) -> Expected:
        """Return the cells of one table: (row_no, column) to (state, text)."""
        return cells_of(self.rows(code))


def read_rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV as text."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def cells_of(rows: list[dict[str, str]]) -> Expected:
    """Return cells by place; a place given twice fails."""
    places = [(int(row["row_no"]), row["column_code"]) for row in rows]
    assert len(set(places)) == len(places), "a cell was read twice"
    states = [(row["cell_state"], row["printed_text"]) for row in rows]
    return dict(zip(places, states, strict=True))


@pytest.fixture
def extract_text(tmp_path: Path) -> Callable[..., Extract]:
    """Return a function that extracts a text or bytes into a fresh raw folder."""

    def extract(content: str | bytes, name: str = "dump.txt") -> Extract:
        source = tmp_path / name
        data = content if isinstance(content, bytes) else content.encode()
        source.write_bytes(data)
        outcome = extract_document([source], tmp_path / "raw")
        assert outcome.folder is not None
        return Extract(outcome, outcome.folder)

    return extract
