"""A release of the shipped disclosures, as a check or a publication leaves it."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dagster_project.release.files import write_release_info
from dagster_project.runtime.warehouse import RELEASE_FILE, open_warehouse
from tests.building import once, shipped_release


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    shipped = shipped_release(tmp_path_factory)

    def make(folder: Path) -> None:
        shutil.copy(shipped / RELEASE_FILE, folder)
        with open_warehouse(folder / RELEASE_FILE) as connection:
            write_release_info(connection, "r1", "", datetime.now(UTC))

    return once(tmp_path_factory, "outgoing", make)
