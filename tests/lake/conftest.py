"""One lake for all tests of the folder: PostgreSQL, a scheduler, two workers of one thread."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest

from dagster_project.lake.services import Services, find_postgres, lake_services
from dagster_project.runtime.settings import Settings, load_settings
from dagster_project.warehouse.compiled import Compilation, compile_project
from tests.factories import default_tables, write_document

_WHEELS = ("distributed", "duckdb_extension_ducklake", "duckdb_extension_postgres_scanner")
_INSTALL = ("apt-get", "install", "--yes", "--no-install-recommends", "postgresql")


def _require() -> None:
    """Skip, with the reason, where the lake cannot be had on this machine."""
    if missing := [name for name in _WHEELS if find_spec(name) is None]:
        pytest.skip(f"not installed: {', '.join(missing)} (make setup-lake)")
    if find_postgres() is None and os.geteuid() == 0:
        subprocess.run(_INSTALL, check=False, capture_output=True)  # noqa: S603
    if find_postgres() is None:
        pytest.skip("PostgreSQL is missing and could not be installed")


@pytest.fixture(scope="session")
def compilation() -> Compilation:
    return compile_project()


# Ended with the last of these tests: idle services take a tenth of a core from all others.
@pytest.fixture(scope="package")
def services(compilation: Compilation) -> Iterator[Services]:
    _require()
    with lake_services(workers=2) as started:
        yield started


@pytest.fixture(scope="session")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return eight documents of six organizations, two of which published twice.

    Each calls an account of no list otherwise: all documents together decide how it is called.
    """
    folder = tmp_path_factory.mktemp("lake") / "raw"
    for name in "abcdef":
        tables = default_tables()
        figures = {"total": "7.00", "basic": "7.00", "project": ""}
        called = "其他支出甲" if name < "d" else f"其他支出{name}"
        tables["gk05"].append(("2089901", "item", called, figures))
        write_document(folder, f"{name}-2022", tables=tables, organization_id=f"lake-{name}")
    for name in "ab":
        write_document(folder, f"{name}-2023", year=2023, organization_id=f"lake-{name}")
    return folder


@pytest.fixture
def settings(services: Services, raw: Path, tmp_path: Path) -> Settings:
    """Return settings of a warehouse of this test alone, on the lake of all."""
    return replace(
        load_settings(),
        raw_dir=raw,
        warehouse=tmp_path / "warehouse" / "juesuan.duckdb",
        target="lake",
        lake=services.place,
    )
