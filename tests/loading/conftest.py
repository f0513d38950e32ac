"""A raw folder and a warehouse per test, and the loader that joins them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dagster_project.loading.load import LoadSummary, load_raw
from dagster_project.runtime.warehouse import open_warehouse


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    path = tmp_path / "raw"
    path.mkdir()
    return path


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    return tmp_path / "warehouse" / "w.duckdb"


@pytest.fixture
def load(raw: Path, warehouse: Path) -> Callable[..., LoadSummary]:
    def run(**options: Any) -> LoadSummary:
        with open_warehouse(warehouse) as connection:
            return load_raw(connection, raw, **options)

    return run


@pytest.fixture
def query(warehouse: Path) -> Callable[..., list[tuple[Any, ...]]]:
    def run(sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
        with open_warehouse(warehouse) as connection:
            return connection.execute(sql, list(parameters)).fetchall()

    return run
