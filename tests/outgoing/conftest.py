"""A release of the shipped disclosures, as a check or a publication leaves it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from dagster_project.release.files import write_release_info
from dagster_project.runtime.settings import PROJECT_DIR
from dagster_project.runtime.warehouse import RELEASE_FILE, open_warehouse
from tests.building import build, once


def _make(folder: Path) -> None:
    build(PROJECT_DIR / "raw", folder / RELEASE_FILE)
    with open_warehouse(folder / RELEASE_FILE) as connection:
        write_release_info(connection, "r1", "", datetime.now(UTC))


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return once(tmp_path_factory, "outgoing", _make)
