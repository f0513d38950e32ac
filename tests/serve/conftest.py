"""A workbench for tests: in this process for HTTP, and behind a port for a browser."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from dagster_project.serve.app import build_app
from dagster_project.serve.config import ServeConfig
from tests.building import once
from tests.serve.planted import PlantedDocument, print_planted

BASE = "http://127.0.0.1:8710"
PATIENCE_SECONDS = 240


def config_in(folder: Path, **changed: Any) -> ServeConfig:
    return ServeConfig(folder / "data", folder / "published", folder / "raw", jobs=1, **changed)


@pytest.fixture(scope="session")
def planted() -> PlantedDocument:
    return print_planted()


@dataclass(frozen=True)
class Left:
    """What a server left that was stopped: its folder, and the check of the planted disclosure."""

    folder: Path
    check: str

    def copy(self, to: Path) -> ServeConfig:
        """Return the settings of a server that goes on from a copy."""
        shutil.copytree(self.folder, to, dirs_exist_ok=True)
        return config_in(to)


@pytest.fixture(scope="session")
def left(tmp_path_factory: pytest.TempPathFactory, planted: PlantedDocument) -> Left:
    """Upload the planted disclosure, have it checked, and stop the server: once for all files."""

    def make(folder: Path) -> None:
        with serving(config_in(folder / "server")) as client:
            check = upload(client, ("决算公开.pdf", planted.content))
            assert wait_for(client, check)["status"] == "done"
        (folder / "check").write_text(check, encoding="utf-8")

    folder = once(tmp_path_factory, "serve", make)
    return Left(folder / "server", (folder / "check").read_text(encoding="utf-8"))


@contextmanager
def serving(config: ServeConfig) -> Iterator[TestClient]:
    """Yield a client of a server in this process."""
    with TestClient(build_app(config), base_url=BASE, follow_redirects=False) as client:
        yield client


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory, left: Left) -> Iterator[TestClient]:
    with serving(left.copy(tmp_path_factory.mktemp("serve"))) as client:
        yield client


def upload(client: TestClient, *files: tuple[str, bytes]) -> str:
    """Upload files as one check, start it, and return its id."""
    check = client.post("/checks").json()["id"]
    for name, content in files:
        answer = client.post(f"/checks/{check}/files", params={"name": name}, content=content)
        assert answer.status_code == 200, answer.text
    client.post(f"/checks/{check}/start")
    return str(check)


def wait_for(client: TestClient, check: str) -> dict[str, Any]:
    """Return the state of a check once it is over."""
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        state: dict[str, Any] = client.get(f"/checks/{check}/state").json()
        if state["status"] in ("done", "failed"):
            return state
        time.sleep(0.1)
    raise AssertionError(f"check {check} is not over: {state}")


@pytest.fixture(scope="module")
def checked(left: Left) -> str:
    """Return the check of the planted disclosure."""
    return left.check
