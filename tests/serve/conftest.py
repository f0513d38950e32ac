"""A workbench for tests: in this process for HTTP, and behind a port for a browser."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from dagster_project.serve.app import build_app
from dagster_project.serve.config import ServeConfig
from tests.serve.planted import PlantedDocument, print_planted

BASE = "http://127.0.0.1:8710"
PATIENCE_SECONDS = 240


def config_in(folder: Path, **changed: Any) -> ServeConfig:
    return ServeConfig(folder / "data", folder / "published", folder / "raw", jobs=1, **changed)


@pytest.fixture(scope="module")
def planted() -> PlantedDocument:
    return print_planted()


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    app = build_app(config_in(tmp_path_factory.mktemp("serve")))
    with TestClient(app, base_url=BASE, follow_redirects=False) as client:
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
def checked(client: TestClient, planted: PlantedDocument) -> str:
    """Return the check of the planted disclosure."""
    check = upload(client, ("决算公开.pdf", planted.content))
    assert wait_for(client, check)["status"] == "done"
    return check
