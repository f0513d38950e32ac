"""One real build of a small corpus, shared by the tests that look at or damage a copy of it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from dagster_project.loading.load import load_raw
from dagster_project.runtime.settings import Settings
from dagster_project.runtime.warehouse import open_warehouse
from dagster_project.warehouse.dbt_runner import ParsedProject, parse_project, run_dbt
from tests.building import once
from tests.factories import edit_cell, write_document, write_refused


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Return paths below a temporary folder, with five documents under raw/.

    good-2022 and good-2021 add up; wrong-2022 prints one figure that is 0.01 too high; bad-2022
    has an empty file; scan was refused by its reader.
    """
    return _settings(once(tmp_path_factory, "dagster", _write_documents))


def _settings(base: Path) -> Settings:
    warehouse = base / "w" / "juesuan.duckdb"
    return Settings(base / "raw", base / "published", warehouse, "local", base / "home")


def _write_documents(base: Path) -> None:
    raw = base / "raw"
    write_document(raw, "good-2022")
    write_document(raw, "good-2021", year=2021)
    printed = {"printed_text": "60.01", "value_numeric": "60.01", "amount_yuan": "60.01"}
    edit_cell(write_document(raw, "wrong-2022"), "gk03", "208", "basic", **printed)
    (write_document(raw, "bad-2022") / "gk02.csv").write_bytes(b"")
    write_refused(raw, "scan")


@pytest.fixture(scope="session")
def project(settings: Settings) -> ParsedProject:
    return parse_project(settings)


@pytest.fixture(scope="session")
def built(
    settings: Settings, project: ParsedProject, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Load raw and let dbt build every model and test; return the warehouse, to be read only."""

    def build(_: Path) -> None:
        settings.warehouse.unlink(missing_ok=True)
        with open_warehouse(settings.warehouse) as connection:
            load_raw(connection, settings.raw_dir)
        results = run_dbt(project, ["build", "--exclude-resource-type", "unit_test"])
        bad = [r.node.name for r in results if r.status not in ("success", "pass", "warn", "no-op")]
        assert bad == []

    once(tmp_path_factory, "dagster-built", build)
    return settings.warehouse


@pytest.fixture
def damage(built: Path, tmp_path: Path) -> Callable[..., Path]:
    """Return a function that copies the warehouse and runs statements on the copy."""

    def run(*statements: str) -> Path:
        # The file name is the catalog's name, which the views of staging mention.
        copy = tmp_path / built.name
        shutil.copy(built, copy)
        with duckdb.connect(str(copy)) as connection:
            for statement in statements:
                connection.execute(statement)
        return copy

    return run
